"""One rule a file; each is found by listing this folder."""
