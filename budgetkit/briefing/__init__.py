"""What each report shows: comparisons set as tables, figures and sentences, one module a report."""
