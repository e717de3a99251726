"""The stages, one a file: pure functions of Arrow record batches.

No stage knows files, processes, or how the rows of its input were shared out: the rows may come in
any order and in any batches, unless its words say otherwise, and the result is the same.
"""
