"""The benchmark of the duplicate finder: a corpus with a known answer, and peers beside dedup."""
