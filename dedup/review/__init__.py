"""Going through the edits of a report one by one: pure, without a terminal or a file.

session: which decisions there are, what was answered, where one stands.  parts: a decision taken
apart.  outcome: the report that the answers make.  drawing: one decision as rows.
"""
