"""The page around the cards: its policy, its head, its tools."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import fields
from hashlib import sha256
from importlib.resources import files

from dedup import __version__
from dedup.model import KINDS, Report, Settings
from dedup.reports.html.cards import token
from dedup.reports.html.deck import STATUSES
from dedup.reports.html.flow import Facets, Flow
from dedup.reports.html.markup import attribute
from dedup.reports.tally import by_kind, done, held_counts, plural
from dedup.text import has_final_newline, line_end_style

_NO_SCRIPT = ".tools,.bar .move,.keys{display:none!important}"
"""What is of no use without scripts."""

_LINE_ENDS = {"lf": "LF", "crlf": "CRLF", "cr": "CR", "mixed": "mixed line ends", "none": ""}

_LONGEST_OPTION = 60

_KEYS = (
    (("j", "k"), "next, previous edit"),
    (("]", "["), "next, previous section"),
    (("o",), "open or close what the edit holds: a repeat beside its kept copy"),
    (("/",), "search"),
    (("1", "–", "7"), "only this kind; again: all kinds"),
    (("m", "w", "p"), "only what was made, withheld, pointed out"),
    (("x",), "take all filters back"),
    (("?",), "this help"),
)


def to_html(reports: Sequence[Report]) -> str:
    """All reports of one run as one HTML page.

    It holds its styles and its script, asks for nothing over the network, and is readable without
    scripts. Nothing that comes from a text, a name or a reason can run in it: all of it is escaped,
    and the policy of the page allows this one script and these styles alone, by their hashes.
    """
    facets = Facets()
    body = "".join(_files(reports, facets))
    style, script = (
        (files("dedup.reports.html") / name).read_text("utf-8") for name in ("page.css", "page.js")
    )
    policy = (
        f"default-src 'none'; style-src {_hash(style)} {_hash(_NO_SCRIPT)}; "
        f"script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    name = _name(reports)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="dedup {__version__}">\n'
        f"<title>{name} · dedup</title>\n<style>{style}</style>\n"
        f"<noscript><style>{_NO_SCRIPT}</style></noscript>\n</head>\n<body>\n"
        f"{_head(reports, name)}<main>\n{_tools(facets)}{body}</main>\n{_foot(reports)}{_help()}"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _name(reports: Sequence[Report]) -> str:
    if len(reports) == 1:
        return attribute(reports[0].document.name)
    return plural(len(reports), "file")


def _head(reports: Sequence[Report], name: str) -> str:
    if len(reports) == 1:
        return (
            f'<header class="top"><p class="brow">dedup clean</p><h1><bdi>{name}</bdi></h1>'
            f"{_told(reports[0])}</header>\n"
        )
    changed = sum(report.changed for report in reports)
    links = "".join(
        f'<li><a href="#f{k}"><bdi>{attribute(report.document.name)}</bdi></a> '
        f"{_short(report)}</li>"
        for k, report in enumerate(reports, 1)
    )
    return (
        f'<header class="top"><p class="brow">dedup clean</p><h1>{name}, {changed} changed</h1>'
        f'<ul class="names">{links}</ul></header>\n'
    )


def _short(report: Report) -> str:
    counts = [done(kind, count) for kind, count in by_kind(report.applied).items()]
    return ", ".join(counts) or "nothing changed"


def _told(report: Report) -> str:
    """What was done to a file, and what it is."""
    document = report.document
    withheld, noted = held_counts(report)
    large = [
        (len(report.applied), "edit made" if len(report.applied) == 1 else "edits made", "made"),
        (withheld, "withheld", "withheld"),
        (noted, "pointed out", "noted"),
    ]
    items = "".join(
        f'<li class="{name}"><b>{count}</b> {word}</li>'
        for count, word, name in large
        if count or name == "made"
    )
    before, after = len(document.text), len(report.text)
    size = f"{before:,} → {after:,} characters" if before != after else f"{before:,} characters"
    if before != after:
        size += f" ({(after - before) / max(before, 1):+.1%})".replace("-", "−")
    facts = [
        document.encoding.upper() + (" with BOM" if document.bom else ""),
        _LINE_ENDS[line_end_style(document.text)],
        "" if not document.text or has_final_newline(document.text) else "no final newline",
        size,
    ]
    return (
        f'<ul class="counts">{items}</ul>'
        f'<p class="facts">{"<br>".join(filter(None, (_short(report), _facts(facts))))}</p>'
    )


def _facts(facts: Sequence[str]) -> str:
    return " · ".join(attribute(fact) for fact in facts if fact)


def _files(reports: Sequence[Report], facets: Facets) -> Iterator[str]:
    alone = len(reports) == 1
    for number, report in enumerate(reports, 1):
        flow = Flow(report, facets, number, alone=alone)
        yield f'<section class="file" id="f{number}">'
        if not alone:
            yield f"<h2><bdi>{attribute(report.document.name)}</bdi></h2>{_told(report)}"
        else:
            yield '<h2 class="unseen">Edits</h2>'
        body = "".join(flow.body())
        overview = flow.overview()
        if overview:
            yield (
                f'<div class="bar">{overview}<div class="move"><span class="place"></span>'
                '<button type="button" data-move="-1" aria-label="previous edit">‹</button>'
                '<button type="button" data-move="1" aria-label="next edit">›</button></div></div>'
            )
            yield body
        else:
            yield f'<p class="nothing">Nothing to change and nothing to point out.</p>{body}'
        yield "</section>\n"


def _tools(facets: Facets) -> str:
    """The filters."""
    if not facets.total:
        return ""
    order = [*(k for k in KINDS if k in facets.kinds), *sorted(set(facets.kinds) - set(KINDS))]
    kinds = [(token(kind), kind, facets.kinds[kind]) for kind in order]
    statuses = [
        (s, word, facets.statuses[s]) for s, word in STATUSES.items() if s in facets.statuses
    ]
    return (
        '<form class="tools" role="search" aria-label="Filter the edits">'
        f"{_choices('kind', 'Kind', kinds)}{_choices('status', 'What came of it', statuses)}"
        f'<div class="row"><label>Section <select name="section"><option value="">all</option>'
        f"{''.join(_options(facets))}</select></label>"
        '<label>Search <input type="search" name="q" autocomplete="off" spellcheck="false" '
        'placeholder="text, reason, line"></label>'
        '<output class="tally" aria-live="polite">'
        f"{plural(facets.total, 'edit')}</output>"
        '<button type="reset">show all</button>'
        '<button type="button" class="ask" aria-haspopup="dialog">keys <kbd>?</kbd></button></div>'
        '</form><p class="none" hidden>No edit passes the filters.</p>'
    )


def _choices(name: str, legend: str, choices: Sequence[tuple[str, str, int]]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}" '
        f'value="{attribute(value)}"><span>{attribute(word)} <b>{count}</b></span></label>'
        for value, word, count in choices
    )
    return f"<fieldset><legend>{legend}</legend>{boxes}</fieldset>"


def _options(facets: Facets) -> Iterator[str]:
    for section in facets.sections:
        name = section.name[:_LONGEST_OPTION] + ("…" if len(section.name) > _LONGEST_OPTION else "")
        yield f'<option value="{section.number}">{attribute(name)} ({section.count})</option>'


def _foot(reports: Sequence[Report]) -> str:
    names: dict[Settings, list[str]] = {} if reports else {Settings(): []}
    for report in reports:
        names.setdefault(report.settings, []).append(report.document.name)
    several = len(names) > 1
    tables = "".join(
        (f"<p>of <bdi>{attribute(', '.join(of))}</bdi></p>" if several else "") + _table(settings)
        for settings, of in names.items()
    )
    return (
        f"<footer><details><summary>dedup {__version__}, its settings</summary>"
        f"{tables}</details><p>Numbers on the left are lines of the text as it was, on the "
        "right of the text as it is now. What is withheld was not made; what is pointed out is "
        "never changed.</p></footer>\n"
    )


def _table(settings: Settings) -> str:
    rows = "".join(
        f"<div><dt>{each.name.replace('_', '-')}</dt>"
        f"<dd><bdi>{attribute(_value(getattr(settings, each.name)))}</bdi></dd></div>"
        for each in fields(settings)
    )
    return f"<dl>{rows}</dl>"


def _value(value: object) -> str:
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(map(str, value))) or "–"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _help() -> str:
    rows = "".join(
        f"<div><dt>{''.join(f'<kbd>{key}</kbd>' if key != '–' else '–' for key in keys)}</dt>"
        f"<dd>{what}</dd></div>"
        for keys, what in _KEYS
    )
    return (
        '<dialog class="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2>'
        f'<dl>{rows}</dl><p><label><input type="checkbox" name="keys" checked> '
        'single keys work</label></p><button type="button">close</button></dialog>\n'
    )
