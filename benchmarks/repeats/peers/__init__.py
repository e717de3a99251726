"""The peers, each a process of its own: `python -m benchmarks.repeats.peers.NAME SETTING IN OUT`.

Every peer does what a user of it would have to do: read the text, cut it at blank lines, decide,
write the text without what it removed. The indices of what it removed go to OUT.json.
"""
