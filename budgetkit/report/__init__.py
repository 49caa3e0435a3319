"""What a report's reader sees: numbers, parts of a notebook, and the exporters to HTML, PDF and Word."""
