"""Bytes to a Document and back, and offsets to lines and columns."""
