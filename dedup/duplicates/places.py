"""Where a beginning has stood: a few places of each, so that no look-up is long."""

HEAD = 8
"""Folded characters that two blocks must begin with to be tried as a cut copy."""
FEW = 2
"""So many first and so many latest places are remembered."""


def remember(places: list[int], k: int) -> None:
    """Remember the first few and the latest few."""
    if len(places) < 2 * FEW:
        places.append(k)
    else:
        places[FEW:] = [*places[FEW + 1 :], k]
