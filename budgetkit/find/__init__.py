"""Lines to blocks that belong together."""
