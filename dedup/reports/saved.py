"""Reading a saved report: the same Report that was written, once its text is at hand.

The JSON holds every edit and not the text itself, so reading goes in two steps: `read_report` sees
that the JSON is a report, `SavedFile.report` that some bytes are the text it speaks of, be it as
it was before the edits or after them. What is read may have been changed by hand or come from
anywhere: nothing in it is believed unseen.

The status of an edit decides what is done with it, not the list that it stands in: `applied` and
`accepted` ones are to be made, `rejected` ones are not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from dedup.edits import apply, invert, place_of
from dedup.errors import InputError, MismatchError, SelfCheckError
from dedup.model import (
    Applicability,
    Cluster,
    Document,
    Dropped,
    Edit,
    Evidence,
    Match,
    Report,
    Settings,
    Span,
)
from dedup.reports.fields import Fields, Place, WrongError
from dedup.reports.load import legible, opened
from dedup.reports.visible import escaped
from dedup.text import encode, is_text_codec

_MADE = frozenset({"applied", "accepted"})
_REJECTED = "rejected"
_LISTS = {"edits": "applied", "withheld": "withheld", "notes": "noted", "dropped": "dropped"}
"""The lists of a file, and the status that an edit has in each when dedup writes it."""

_LOOKED_AT = 4096
"""Bytes at the beginning of a file that tell whether it is a report."""


def is_report(data: bytes) -> bool:
    """Whether the bytes of a file look like a saved report, rather than like a text."""
    head = data[:_LOOKED_AT].lstrip(b" \t\r\n\xef\xbb\xbf")
    return head.startswith(b"{") and b'"dedup-report-' in head


@dataclass(frozen=True, slots=True)
class SavedFile:
    """What a saved report says of one text.

    Attributes:
        name: what the user called the text when it was cleaned: a path, or `<stdin>`.
        encoding: the codec of the text.
        bom: whether the text starts with a byte order mark.
        before: the SHA-256 of its bytes before the edits.
        after: the SHA-256 of its bytes with the edits made, as the report was written.
        settings: what it was cleaned with.
        applied: the edits to make; they are sorted and do not overlap.
        held: those shown and not made.
        dropped: those that gave way, or were rejected, with the reason.
        clusters: the repeats behind the removals.
        revised: whether a status was changed since dedup wrote it; `after` then says nothing.
    """

    name: str
    encoding: str
    bom: bool
    before: str
    after: str
    settings: Settings
    applied: tuple[Edit, ...]
    held: tuple[Edit, ...]
    dropped: tuple[Dropped, ...]
    clusters: tuple[Cluster, ...]
    revised: bool

    def report(self, data: bytes, name: str | None = None) -> Report:
        """The report, complete with its text.

        Args:
            data: the bytes of the text, as they were before the edits or, unless the report was
                revised, after them.
            name: what to call the text; as it was called, where None.

        Raises:
            MismatchError: these are other bytes than the report speaks of.
            InputError: the report contradicts the text, although its hash is right.
        """
        name = self.name if name is None else name
        digest = sha256(data).hexdigest()
        undone = digest != self.before and digest == self.after and not self.revised
        if digest != self.before and not undone:
            raise MismatchError(f"{escaped(name)}: is not the file that the report was made of")
        mark = "\ufeff".encode(self.encoding) if self.bom else b""
        try:
            given = data.removeprefix(mark).decode(self.encoding)
            text = apply(given, invert(self.applied)) if undone else given
            document = Document(name, text, self.encoding, mark)
            cleaned = apply(text, self.applied)
            outcome = sha256(encode(document, cleaned)).hexdigest()
        except (UnicodeError, SelfCheckError) as error:
            raise self._damaged(name, str(error)) from None
        if sha256(encode(document)).hexdigest() != self.before:
            raise self._damaged(name, "its edits do not lead back to the original")
        if not self.revised and outcome != self.after:
            raise self._damaged(name, "its edits do not lead to the output that it names")
        self._check_spans(document)
        return Report(
            document=document,
            settings=self.settings,
            text=cleaned,
            applied=self.applied,
            held=self.held,
            dropped=self.dropped,
            clusters=self.clusters,
        )

    def _check_spans(self, document: Document) -> None:
        """See that all that is pointed to is in the text, and is what the report says."""
        text = document.text
        edits = (*self.applied, *self.held, *(each.edit for each in self.dropped))
        for edit in edits:
            if edit.span.of(text) != edit.old:
                raise self._damaged(
                    document.name, f"the old text of an edit does not stand at {edit.span.start}"
                )
        if any(span.end > len(text) for span in _peers(edits, self.clusters)):
            raise self._damaged(document.name, "it points behind the end of the text")

    @staticmethod
    def _damaged(name: str, why: str) -> InputError:
        return InputError(f"{escaped(name)}: its report is damaged: {escaped(why)}")


def read_report(data: bytes, name: str) -> tuple[SavedFile, ...]:
    """Read a report, JSON or JSON Lines.

    Args:
        data: the bytes of its file.
        name: what the user calls that file, for messages.

    Returns:
        What it says of each text, in its order.

    Raises:
        InputError: it is no report, of another version, or damaged; the message says where.
    """
    with legible(name):
        _, whole = opened(data)
        files = whole.objects("files")
        settings = _settings(whole.object("settings")) if files else Settings()
        return tuple(_file(entry, settings) for entry in files)
    raise AssertionError  # `legible` lets no error pass


def _settings(entry: Fields) -> Settings:
    with Place(entry.place):
        return Settings(
            similarity=entry.number("similarity"),
            min_chars=int(entry.number("min_chars")),
            near_blocks=int(entry.number("near_blocks")),
            only=frozenset(entry.words("only")),
            skip=frozenset(entry.words("skip")),
            apply=frozenset(entry.words("apply")),
            unsafe=entry.flag("unsafe"),
            keep=entry.words("keep"),
            lexicon=entry.words("lexicon"),
            unwrap=entry.has("unwrap") and entry.flag("unwrap"),
        )


def _file(entry: Fields, settings: Settings) -> SavedFile:
    """One text of a report; `settings` are those of the run, where it names none of its own."""
    encoding = entry.text("encoding")
    if not is_text_codec(encoding):
        raise WrongError(f"{entry.place}.encoding: no encoding is called {encoding!r}")
    applied: list[Edit] = []
    held: list[Edit] = []
    dropped: list[Dropped] = []
    revised = False
    for name, usual in _LISTS.items():
        for each in entry.objects(name):
            edit, status = _edit(each), each.text("status")
            revised |= (status in _MADE) != (usual in _MADE)
            if status in _MADE:
                if edit.old == edit.new:
                    raise WrongError(f"{each.place}: is to be made and changes nothing")
                applied.append(edit)
            elif status == _REJECTED:
                dropped.append(Dropped(edit, _REJECTED))
            elif usual == "dropped":
                dropped.append(Dropped(edit, each.text("reason")))
            else:
                held.append(edit)
    applied.sort(key=lambda edit: edit.span)
    for one, other in pairwise(applied):
        if other.span.start < one.span.end or other.span.start == one.span.start:
            raise WrongError(
                f"{entry.place}: two edits that are to be made overlap, "
                f"at {one.span.start} and {other.span.start}"
            )
    return SavedFile(
        name=entry.text("path"),
        encoding=encoding,
        bom=entry.flag("bom"),
        before=entry.object("input").text("sha256"),
        after=entry.object("output").text("sha256"),
        settings=_settings(entry.object("settings")) if entry.has("settings") else settings,
        applied=tuple(applied),
        held=tuple(sorted(held, key=place_of)),
        dropped=tuple(sorted(dropped, key=lambda each: place_of(each.edit))),
        clusters=tuple(_cluster(each) for each in entry.objects("clusters")),
        revised=revised,
    )


def _edit(entry: Fields) -> Edit:
    safety = entry.text("safety").upper()
    if safety not in Applicability.__members__:
        raise WrongError(f"{entry.place}.safety: there is no {safety.lower()!r}")
    with Place(entry.place):
        return Edit(
            span=entry.span("span"),
            old=entry.text("before"),
            new=entry.text("after"),
            kind=entry.text("kind"),
            rule=entry.text("rule"),
            applicability=Applicability[safety],
            evidence=tuple(_evidence(each) for each in entry.objects("evidence")),
            group=entry.text("group") if entry.has("group") else None,
        )


def _evidence(entry: Fields) -> Evidence:
    peer = entry.object("peer").span("span") if entry.has("peer") else None
    with Place(entry.place):
        return Evidence(entry.text("what"), entry.share("score"), entry.text("note"), peer)


def _cluster(entry: Fields) -> Cluster:
    return Cluster(
        entry.span("kept"),
        tuple(
            Match(
                each.span("source"),
                each.span("span"),
                each.number("similarity"),
                each.number("covered"),
            )
            for each in entry.objects("copies")
        ),
    )


def _peers(edits: Sequence[Edit], clusters: Sequence[Cluster]) -> Iterator[Span]:
    """Every stretch that edits and clusters point to."""
    for edit in edits:
        yield from (reason.peer for reason in edit.evidence if reason.peer is not None)
    for cluster in clusters:
        yield cluster.kept
        for match in cluster.matches:
            yield from (match.source, match.copy)
