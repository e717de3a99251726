"""Where a copy reads otherwise than the text that is kept."""

MOST_COMPARED = 4_000
"""The longest texts that are compared, in characters: beyond, time would grow with the square."""

Reading = tuple[int, int, int, int]
"""`own[a:b]` stands where the other has `other[c:d]`."""


def readings(own: str, other: str) -> list[Reading] | None:
    """The places in which a copy differs from another text, in order; None if not compared.

    What the other has before or behind all that the copy has is no difference: the copy is cut
    there. Nothing is compared beyond a length at which that would be slow.
    """
    if own == other:
        return []
    if max(len(own), len(other)) > MOST_COMPARED:
        return None
    from rapidfuzz.distance import Levenshtein

    return _joined(
        [
            (op.src_start, op.src_end, op.dest_start, op.dest_end)
            for op in Levenshtein.opcodes(own, other)
            if op.tag != "equal"
            and not (op.tag == "insert" and (op.src_start == 0 or op.src_end == len(own)))
        ]
    )


def _joined(places: list[Reading]) -> list[Reading]:
    """Places with no more than one character between them, as one."""
    joined: list[Reading] = []
    for place in places:
        if joined and place[0] - joined[-1][1] <= 1 and place[2] - joined[-1][3] <= 1:
            joined[-1] = (joined[-1][0], place[1], joined[-1][2], place[3])
        else:
            joined.append(place)
    return joined
