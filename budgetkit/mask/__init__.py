"""The rows of a document without personal data, and findings of what was masked in them."""
