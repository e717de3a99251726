"""Text made fit to be shown: nothing in it can move a cursor, ring a bell or turn a line around."""

from collections.abc import Mapping

from dedup.patterns import regex

_HIDDEN = regex(
    "["
    "\x00-\x1f\x7f-\x9f"  # controls, the escape character among them
    "\u00ad\u061c\u180e\u200b\u200e\u200f"  # soft hyphen, marks of direction, no-width space
    "\u2028-\u202e\u2060-\u206f"  # line separators; embeddings, overrides, isolates of direction
    "\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"  # byte order mark, annotations, no characters
    "\ud800-\udfff"  # lone surrogates: bytes of a name that were not UTF-8
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use: what they look like is anyone's guess
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # other format characters
    "]"
)
"""What has no shape of its own. The joiners U+200C and U+200D stay: whole scripts need them."""

HIDDEN_OR_END = regex(rf"\r\n|{_HIDDEN.pattern}")
"""The same, with CR LF as one."""

ENDS = {"\r\n": "⏎", "\n": "⏎", "\r": "⏎", "\t": "⇥"}
"""How line ends and tabs are drawn."""

_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def _code(character: str) -> str:
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def visible(text: str, ends: Mapping[str, str] = ENDS) -> str:
    r"""The text with line ends as `⏎`, tabs as `⇥`, all else that is hidden as `\x1b`, `\u202e`.

    Args:
        text: any text.
        ends: what is shown in place of line ends and tabs, where not these.
    """
    return HIDDEN_OR_END.sub(lambda m: ends.get(m[0]) or _code(m[0]), text)


def escaped(text: str) -> str:
    r"""The text with line ends and tabs as `\n`, `\t` too: one line, for logs and `grep`."""
    return _HIDDEN.sub(lambda m: _SHORT.get(m[0]) or _code(m[0]), text)
