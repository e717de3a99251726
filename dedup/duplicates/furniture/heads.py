"""Which lines are running heads, running feet and page numbers, and why."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from dedup.duplicates.furniture.numbering import (
    FEWEST,
    Link,
    by_twos,
    chains,
    counts_pages,
    is_near,
    take_turns,
)
from dedup.duplicates.furniture.places import MOSTLY, Places, Standing
from dedup.duplicates.furniture.rows import Rows, is_wide
from dedup.duplicates.furniture.templates import (
    Finder,
    ShortLine,
    alike,
    letters_of,
    numbered_lines,
    repeated_lines,
)
from dedup.duplicates.furniture.words import (
    counts_otherwise,
    may_be_title,
    names_page,
    refers,
    says_no_more,
)
from dedup.model import Evidence

# How much text a page holds at least: in letters of an alphabet, and in Han characters and kana.
_LEAST_PAGE = 300
_LEAST_PAGE_HAN = 100
# A text is Chinese or Japanese from this share of such characters on, in a sample of this length.
_HAN_SHARE = 0.3
_SAMPLE = 1000

# A head with a number breaks into sentences so often and in this share of its places; one without
# a number more often.
_BREAKS, _BREAK_SHARE = 2, 0.25
_BREAKS_UNNUMBERED = 3
# So many lines that name the page, with other words, need no further evidence.
_SURELY_MANY = 5
# Page numbers do not look like years.
_YEARS = range(1400, 2101)
# The heads of left and right pages begin near each other: so many are tried.
_PARTNERS = 4


class Head(NamedTuple):
    """Lines that are furniture of one template, and why.

    Attributes:
        rows: which lines they are, ascending.
        evidence: what they are, then the reasons, strongest first.
    """

    rows: tuple[int, ...]
    evidence: tuple[Evidence, ...]


class _Count(NamedTuple):
    """Lines alike, and a chain of numbers on them that goes up.

    Attributes:
        group: all lines of the template.
        chain: those of the chain, as places in the group.
        places: their rows, with their numbers.
    """

    group: Sequence[ShortLine]
    chain: Sequence[Link]
    places: Sequence[tuple[int, int]]

    @property
    def letters(self) -> str:
        """The letters of the first line."""
        return self.group[self.chain[0].line].letters

    @property
    def first(self) -> int:
        """The row of the first line."""
        return self.places[0][0]


def find_heads(rows: Rows) -> list[Head]:
    """The templates of a text that are furniture; no line is of two of them."""
    return _Search(rows).heads()


class _Search:
    """The lines of a text that may stand between its pages, and which of them do."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._numbered = [g for g in alike(numbered_lines(rows)) if len(g) >= FEWEST]
        self._repeated = repeated_lines(rows, FEWEST)
        between = {line.row for group in self._numbered for line in group}
        between.update(row for found in self._repeated.values() for row in found)
        self._places = Places(rows, between)
        sample = rows.text[:_SAMPLE]
        is_han_text = sum(map(is_wide, sample)) > _HAN_SHARE * len(sample)
        self._apart = _LEAST_PAGE_HAN if is_han_text else _LEAST_PAGE

    def heads(self) -> list[Head]:
        """The templates that are furniture; no line is of two of them."""
        heads = list(self._counting())
        self._places.sure.update(row for head in heads for row in head.rows)
        return [*heads, *self._titles()]

    # Heads with a number.

    def _counting(self) -> Iterator[Head]:
        """The chains of lines alike that count pages."""
        counts = [count for group in self._numbered for count in self._counts(group)]
        partners = _partners(counts)
        for k, count in enumerate(counts):
            both = sorted([*count.places, *partners.get(k, ())])
            steps = [b - a for (_, a), (_, b) in pairwise(both)]
            standing = self._places.standing([row for row, _ in both], steps)
            evidence = self._judge(count, standing, in_turns=k in partners)
            if evidence:
                yield Head(tuple(self._with_misread(count)), evidence)

    def _counts(self, group: Sequence[ShortLine]) -> Iterator[_Count]:
        """The chains of the number that goes up furthest, counted from either end of the line."""
        if any(refers(line.pattern) for line in group[:FEWEST]):
            return
        offsets = [self._rows.span(line.row).start for line in group]
        slots = max(len(line.numbers) for line in group)
        if slots == 1 and counts_otherwise(group[0].letters):
            return
        best: list[list[Link]] = []
        for slot in range(-slots, slots if slots > 1 else 0):
            numbers = [_slot(line, slot) for line in group]
            best = max(best, chains(offsets, numbers, self._apart), key=_longest)
        for chain in best:
            if counts_pages(chain):
                yield _Count(group, chain, [(group[n.line].row, n.number) for n in chain])

    def _judge(self, count: _Count, standing: Standing, *, in_turns: bool) -> tuple[Evidence, ...]:
        """Why a chain counts pages; nothing where too little speaks for it."""
        lines = [count.group[link.line] for link in count.chain]
        in_years = not count.letters and all(link.number in _YEARS for link in count.chain)
        even = (standing.is_regular and not in_years) or in_turns
        breaks = standing.broken >= max(_BREAKS, _BREAK_SHARE * standing.lines)
        names = sum(names_page(line.pattern) for line in lines) > len(lines) / 2
        by_name = names and (
            says_no_more(count.letters) or even or standing.broken or len(lines) >= _SURELY_MANY
        )
        if not (by_name or standing.last >= MOSTLY or (breaks and even)):
            return ()
        bare = not count.letters or (names and says_no_more(count.letters))
        what = "page numbers" if bare else f"running head of {len(lines)} pages, numbers"
        reasons = [*standing.evidence()]
        if in_turns:
            reasons.append(Evidence("turns", 1.0, "takes turns with another head"))
        if names:
            reasons.append(Evidence("names-page", 1.0, "names the page"))
        numbers = f"{count.chain[0].number}-{count.chain[-1].number}"
        return _told("page-numbers", f"{what} {numbers}", reasons)

    def _with_misread(self, count: _Count) -> Iterator[int]:
        """The rows of a chain, and those between with a number that was misread."""
        for a, b in pairwise(count.chain):
            yield count.group[a.line].row
            for line in count.group[a.line + 1 : b.line]:
                due = range(a.number + 1, b.number)
                sure = bool(line.letters and line.numbers)
                near = line.letters or any(is_near(v, d) for v in line.numbers[0] for d in due)
                if sure or (near and self._places.breaks_sentence(line.row)):
                    yield line.row
        yield count.group[count.chain[-1].line].row

    # Heads without one.

    def _titles(self) -> Iterator[Head]:
        """The lines that say the same on every page."""
        sure = self._places.sure
        free = {line: [k for k in at if k not in sure] for line, at in self._repeated.items()}
        titles = {line: rows for line, rows in free.items() if self._may_be_title(line, rows)}
        for rows in self._with_variants(titles):
            standing = self._places.standing(rows)
            many = max(_BREAKS_UNNUMBERED, _BREAK_SHARE * len(rows))
            by_place = standing.broken and max(standing.beside, standing.fed) >= MOSTLY
            even = standing.broken >= many and standing.is_regular
            if standing.page < self._apart or not (by_place or even):
                continue
            # The first may be the title itself.
            between = rows if self._places.stands_between(rows[0]) else rows[1:]
            told = f"the same line on {len(between)} pages"
            yield Head(tuple(between), _told("running-title", told, standing.evidence()))

    def _may_be_title(self, line: str, rows: Sequence[int]) -> bool:
        """Whether a line that comes back may be a running title, by its form and its places."""
        return (
            len(rows) >= FEWEST
            and may_be_title(line)
            and self._places.are_narrow(rows)
            and any(map(self._places.breaks_sentence, rows))
        )

    def _with_variants(self, titles: dict[str, list[int]]) -> Iterator[list[int]]:
        """The rows of each title, with those on which it was misread."""
        if not titles:
            return
        rows_of: dict[str, list[int]] = {}
        finder = Finder()
        for line, rows in titles.items():
            letters = letters_of(line.casefold())
            center = finder.find(letters) or letters
            if center == letters:
                finder.add(letters)
            rows_of[center] = sorted([*rows_of.get(center, ()), *rows])
        taken = self._places.sure.union(*rows_of.values())
        ends = {letters: (rows[0], rows[-1]) for letters, rows in rows_of.items()}
        widest = 2 * max(map(len, titles))
        for row, line in enumerate(self._rows.lines):
            if len(line) > widest or row in taken:
                continue
            known = finder.find(letters_of(line.casefold()))
            if known is None or not ends[known][0] < row < ends[known][1]:
                continue
            if self._places.stands_between(row):
                rows_of[known].append(row)
        yield from map(sorted, rows_of.values())


def _partners(counts: Sequence[_Count]) -> dict[int, Sequence[tuple[int, int]]]:
    """For each chain on left or on right pages alone the places of the one that it alternates with.

    Linear but for a sort: only chains that begin near each other are tried.
    """
    sided = [k for k, count in enumerate(counts) if count.letters and by_twos(count.chain)]
    sided.sort(key=lambda k: counts[k].first)
    found: dict[int, Sequence[tuple[int, int]]] = {}
    for at, one in enumerate(sided):
        for other in sided[at + 1 : at + 1 + _PARTNERS]:
            if not {one, other} & found.keys() and take_turns(
                counts[one].places, counts[other].places
            ):
                found[one], found[other] = counts[other].places, counts[one].places
    return found


def _slot(line: ShortLine, slot: int) -> tuple[int, ...]:
    """The readings of a number of a line, counted from its end where negative."""
    return line.numbers[slot] if -len(line.numbers) <= slot < len(line.numbers) else ()


def _longest(found: Sequence[Sequence[Link]]) -> int:
    return max(map(len, found), default=0)


def _told(kind: str, note: str, reasons: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """What a template is, as sure as the strongest reason for it, then the reasons."""
    ordered = sorted(reasons, key=lambda e: -e.score)
    return (Evidence(kind, ordered[0].score, note), *ordered)
