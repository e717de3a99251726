"""What is known already: passages of earlier runs in a folder, and a live index for services.

folder.py    the folder: its segments, their headers, the lock; without Arrow
form.py      what two runs must have in common for one to use what the other kept
schemas.py   what a segment holds
lookup.py    reading segments, as the tasks of a run do; their signatures for datasketch
live.py      `Index`, the interface of a live index: add, query, remove
redis.py     one that several processes share
"""
