"""Plain text inside Markdown: what a reader of a copied page saw is what the Markdown shows, sign for sign.

Text copied out of a rendered page has lost its markup, so an asterisk in it is an asterisk. Only what Markdown would really
take for markup gets a backslash, so that most lines stand as they were copied. What people type on purpose stays: code between
backticks, `**bold**`, formulas between dollars, addresses, and links.
"""

from __future__ import annotations

import re

from papersite.regex import lazy_regex

# What is left alone, then what may need a backslash. Each alternative ends at the line's end at the latest, and the first three
# look only for their own closing sign (CommonMark 6.1, 6.2, 6.5).
_INLINE = lazy_regex(
    r"(?P<kept>`[^`]+`|<https?://[^\s<>]*>|https?://[^\s<>*]+|\*\*[^\s*](?:[^*]*[^\s*])?\*\*|\$[^\s$][^$]*\$)"
    r"|(?P<sign>[*_]+|<(?=[A-Za-z/!?]))"
)
_SIGNS = lazy_regex(r"[*_<]")
# What begins a block at the start of a line: breaks, headings, fences, quotes, list items, link definitions (CommonMark 4, 5).
_BLOCK = lazy_regex(
    r"#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|\[[^\]^][^\]]*\]:|(?P<number>\d{1,9})[.)](?=\s|$)"
    r"|={3,}\s*$|~{3,}|`{3,}|(?:[-*_]\s*){3,}$"
)


def literal(text: str) -> str:
    """A line of plain text as Markdown that shows it; the line must not be indented."""
    shown = literal_inline(text)
    block = _BLOCK.match(text)
    if block is None or shown.startswith("\\"):
        return shown
    at = len(block["number"] or "")
    return f"{shown[:at]}\\{shown[at:]}"


def literal_inline(text: str) -> str:
    """The same for text that stands behind a marker, such as a heading's, where no block can begin."""
    return _INLINE.sub(lambda match: _escaped(match, text), text) if _SIGNS.search(text) else text


def _escaped(match: re.Match[str], text: str) -> str:
    if match["kept"]:
        return match[0]
    start, end = match.span()
    sign, before, after = match["sign"], text[max(0, start - 1) : start], text[end : end + 1]
    if sign[0] == "<" and _has_backslash(text[:start]):
        return sign
    if sign[0] == "<" or _is_mark(sign[0], before, after):
        return "".join(f"\\{c}" for c in sign)
    return sign


def _has_backslash(before: str) -> bool:
    """Whether a sign behind this text is escaped already; one more backslash would take that away."""
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _is_mark(sign: str, before: str, after: str) -> bool:
    """Whether a run of asterisks or underscores could open or close emphasis (CommonMark 6.2)."""
    if not before.strip() and not after.strip():
        return False
    return sign == "*" or not (before.isalnum() and after.isalnum())
