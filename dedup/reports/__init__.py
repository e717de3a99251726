"""The readings of a Report, one format a file; each sees nothing but a Report."""
