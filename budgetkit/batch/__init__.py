"""Reports in bulk: which notebooks to run for whom, run them, export them."""
