"""The program on one page: find, round by round; choose, apply, check, report."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from dedup.duplicates import find_furniture, find_repeats, find_stutters
from dedup.edits import apply, choose, invert, place_of
from dedup.errors import SelfCheckError
from dedup.excerpt import Excerpt
from dedup.keep import Keep
from dedup.mends import cut_through, taken_up
from dedup.model import (
    Applicability,
    Cluster,
    Document,
    Dropped,
    Edit,
    Match,
    Report,
    Settings,
    Span,
)
from dedup.repair import find_breaks, find_mends
from dedup.repair.reading import Reading
from dedup.sources import made_at_once, pointed_on
from dedup.wordlist import Lists, read_words

_UNSETTLES = {
    "furniture": ("stutters", "repeats"),
    "stutters": ("repeats",),
    "breaks": ("stutters", "repeats"),
}
"""Who must look again when something was made. A copy that goes makes no new stutter in a block."""

_LONG = 1_000_000
"""A text of more characters is searched once for stutters and repeats: a further search costs as
much as the first, which looks again at what it left, and finds next to nothing (none after 5,299 in
10 MB)."""


_WORTH_A_PROCESS = 500_000
"""In a text of so many characters a second process saves more than it costs."""


def clean(source: str | Document, settings: Settings | None = None, *, jobs: int = 1) -> Report:
    """Clean one text.

    Args:
        source: the text, or a decoded document.
        settings: thresholds and choices; the defaults where None.
        jobs: how many processes may be at work, for a long text; two at most are. More than one
            only in a process without other threads at work: the second is a copy of it (a fork).
            The report is the same.

    Returns:
        The report: `.text` is the cleaned text, `.edits` what was changed and why.

    Raises:
        InputError: a file of words that the settings name cannot be read.
        SelfCheckError: the edits would not lead back to the original. That is a bug in dedup.
    """
    document = source if isinstance(source, Document) else Document("<text>", source)
    search = _Search(document.text, settings or Settings(), jobs)
    search.run()
    applied, held, dropped = choose(search.found, search.settings.applies)
    text = apply(document.text, applied)
    if apply(text, invert(applied)) != document.text:
        raise SelfCheckError(f"{document.name}: the edits do not lead back to the original")
    return Report(
        document=document,
        settings=search.settings,
        text=text,
        applied=pointed_on(applied, applied, document.text),
        held=pointed_on(held, applied, document.text),
        dropped=tuple(sorted([*dropped, *search.forbidden], key=lambda d: place_of(d.edit))),
        clusters=search.clusters(),
    )


class _Search:
    """Everything that is found in one text.

    Page furniture first, then stutters within blocks, repeats, false breaks. What is to be made is
    left out, and what stays is read again, until none finds more; the rules then read a text
    without repeats and false breaks. So a removed copy is evidence for nothing, and cleaning the
    result again finds nothing new.
    """

    def __init__(self, text: str, settings: Settings, jobs: int) -> None:
        self.settings = settings
        self._jobs = jobs if len(text) >= _WORTH_A_PROCESS else 1
        self.found: list[Edit] = []
        self.forbidden: list[Dropped] = []
        self._matches: dict[Span, dict[Span, Match]] = defaultdict(dict)
        self._lists = Lists(read_words(settings.lexicon))
        self._keep = Keep(text, settings.keep)
        self._stays = Excerpt(text)
        self._read: tuple[Excerpt, Reading] | None = None
        # What a finder that need not look again has found and not made.
        self._settled: dict[str, list[Edit]] = {}

    def run(self) -> None:
        """Fill the lists."""
        finders = {
            "furniture": self._furniture,
            "stutters": self._stutters,
            "repeats": self._repeats,
            "breaks": self._breaks,
        }
        while any(self._round(name, find) for name, find in finders.items()):
            # Each round leaves out some text, so there is a last one.
            self.found = [edit for edit in self.found if self.settings.applies(edit)]
            self.forbidden = []
        self._round("mends", lambda: find_mends(self._reading(), self.settings.looks_for))

    def clusters(self) -> tuple[Cluster, ...]:
        """The repeats behind the removals, by the place of the kept copy."""
        return tuple(
            Cluster(kept, tuple(matches[copy] for copy in sorted(matches)))
            for kept, matches in sorted(self._matches.items())
        )

    def _reading(self) -> Reading:
        """The text that stays, as the repair arm reads it; the same one until something is made."""
        if self._read is None or self._read[0] is not self._stays:
            removed = [e for e in self.found if e.kind == "remove" and self.settings.applies(e)]
            self._read = (self._stays, Reading(self._stays, self._lists, removed, self._jobs))
        return self._read[1]

    def _round(self, name: str, find: Callable[[], Iterable[Edit]]) -> bool:
        """Take what may be made or shown; whether any of it is to be made."""
        if name in self._settled:
            edits = [edit for edit in self._settled[name] if self._stays.holds(edit.span)]
        else:
            edits = [*find()]
        free, forbidden = self._keep.sort(edits)
        wanted = [edit for edit in free if self.settings.applies(edit)]
        made = made_at_once(wanted)
        if len(made) < len(wanted):
            # The next round finds the others again, if they still repeat something.
            waiting = {*wanted} - {*made}
            free = [edit for edit in free if edit not in waiting]
        if made and (revoked := cut_through(self.found, made)):
            # It was mended with what goes now: the next round sees how it is to be mended.
            self._take_back(revoked)
        taken, later = taken_up(filter(self.settings.applies, self.found), made)
        if later:
            free, made = ([*filter(None, (later.get(e, e) for e in es))] for es in (free, made))
            self._take_back(taken)
        self.found += free
        self.forbidden += forbidden
        if made:
            self._stays = self._stays.after(made)
            for other in _UNSETTLES.get(name, ()):
                self._settled.pop(other, None)
        # These search until they find no more; but what was made on request they took to stay.
        settles = name in ("stutters", "repeats") and len(self._stays.text) > _LONG
        if settles and all(edit.applicability is Applicability.SAFE for edit in wanted):
            shown = [edit for edit in free if not self.settings.applies(edit)]
            self._settled[name] = [*shown, *(dropped.edit for dropped in forbidden)]
        return bool(made)

    def _take_back(self, revoked: set[Edit]) -> None:
        """Read the text again as it is without some of what was made."""
        self.found = [edit for edit in self.found if edit not in revoked]
        earlier = [edit for edit in self.found if self.settings.applies(edit)]
        self._stays = Excerpt(self._stays.original).after(earlier)

    def _furniture(self) -> list[Edit]:
        return find_furniture(self._stays) if self.settings.looks_for("furniture") else []

    def _stutters(self) -> list[Edit]:
        return find_stutters(self._stays, self._jobs) if self.settings.looks_for("remove") else []

    def _repeats(self) -> list[Edit]:
        if not self.settings.looks_for("remove"):
            return []
        clusters, edits = find_repeats(
            self._stays,
            similarity=self.settings.similarity,
            min_chars=self.settings.min_chars,
            near_blocks=self.settings.near_blocks,
            named=list(self._matches),
            lists=self._lists,
            jobs=self._jobs,
        )
        for cluster in clusters:
            # A withheld repeat is found again in each round.
            self._matches[cluster.kept] |= {match.copy: match for match in cluster.matches}
        return edits

    def _breaks(self) -> list[Edit]:
        if not self.settings.looks_for("join"):
            return []
        return find_breaks(self._reading(), self.settings.unwrap)
