"""The pages around the reports: the index, and a source page a raw document."""
