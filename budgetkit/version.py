"""The version of the package, which reports, exports and the clean tables name."""

__version__ = "0.2.0"
