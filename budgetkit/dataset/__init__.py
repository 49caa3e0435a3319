"""The clean dataset: its schema, its files, and the way back into notebooks."""
