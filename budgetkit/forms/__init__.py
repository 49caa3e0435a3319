"""Forms as data: which published tables a family of forms has, by what words they are known, and what those mean."""
