"""Documents into a project and out of it: what a file says of itself, its entry in the manifest, and the files."""
