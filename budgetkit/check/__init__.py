"""Arithmetic and plausibility of the clean rows; every check is a row."""
