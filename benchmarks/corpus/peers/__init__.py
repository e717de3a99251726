"""The peers, each a process of its own: `python -m benchmarks.corpus.peers.NAME SETTING IN OUT`.

Every peer does what a user of it would have to do: read the JSON Lines, decide, write the ids and
texts that stay. The setting is a unit and what it is compared by, `documents:words`,
`paragraphs:words` or `paragraphs:characters`. Peers that know words alone are given text with a
space between any two characters for the last: Chinese has no other words for them.
"""
