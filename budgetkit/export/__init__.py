"""The clean dataset in other formats: one module a format, listed in `registry`."""
