"""Who speaks for joining a suspicious break: one witness a file, found by listing this folder.

Each file has `testify(reading, item)`: the evidence that the lines on both sides of a break are
one, or None. A score of `breaks.SURE` or more is believed alone.
"""
