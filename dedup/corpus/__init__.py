"""Whole corpora: the decisions of `clean` for many documents, and for what they have in common.

readers -> clean -> blocks -> repeats (equal hashes) -------------------------\
                           -> keys (seeds) -> pairs -> candidates -> texts -> verify -> resolve
                                                           decide -> edit -> writers, reports

Each stage is a pure function of Arrow record batches, a file of `stages/` each; `schemas.py` says
what stands in them. An executor moves the batches: `local.py` on one machine,
`spark/` on many.
"""
