"""Blocks to published tables: which table it is, which column is which, which unit its amounts have."""
