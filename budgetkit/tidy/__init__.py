"""Published tables to the clean tables of the dataset, one module per published table."""
