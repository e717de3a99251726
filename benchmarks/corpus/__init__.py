"""Repeats across documents: a corpus with a known answer, and the measure."""
