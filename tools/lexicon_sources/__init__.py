"""Readers of the free lists that the shipped word lists are made from; see `make_lexicon.py`."""
