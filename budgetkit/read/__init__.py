"""Raw documents to lines of cells, one module per input format."""
