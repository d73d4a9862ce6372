"""Text copied out of a rendered page (Notion, a news site) to Markdown: its lists, paragraphs and headings.

Such text has bullets as characters, nesting as indentation, ordered items that all say `1.`, one line per paragraph, and
headings that are bare lines. Structure is written anew and no word changes: `  • x` becomes `- x` at the column its parent's
text begins, each line that was a paragraph stays one, and bare headings are `## `. Nothing here knows papers or meetings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from papersite.formats.fences import Fence, mended
from papersite.formats.literal import literal, literal_inline
from papersite.regex import lazy_regex

Line = tuple[int, str]

# Signs that are only ever bullets may be glued to their text; the others need a space.
_BULLET = lazy_regex(r"(?:[•◦▪‣・･]\s*|[▫⁃∙●○◯*+–-](?:\s+|$))(?P<text>.*)")
_ORDERED = lazy_regex(r"(?P<mark>\d{1,3}[.)])(?:\s+|$)(?P<text>.*)")
# Notion numbers nested lists 1. a. i.; Markdown knows only digits, so that these become bullets and keep their letters.
_LETTERED = lazy_regex(r"(?:[a-z]|[ivxl]{2,5})[.)]\s+\S")
_BACKTICKS = lazy_regex(r"`{3,}")
_HASHED = lazy_regex(r"#{1,6}\s+\S")
_DIVIDER = lazy_regex(r"(?:-{3,}|\*{3,}|_{3,}|—{2,})\s*$")
# Widths in columns, a full-width character counting two. Measured on a meeting page: headings up to 56, the shortest
# one-line paragraphs between empty lines 76 and more.
_WIDEST_HEADING = 80
_WIDEST_WITH_COMMA = 24
_WIDEST_CLAUSE = 32


def to_markdown(
    lines: Sequence[str],
    numbers: Iterable[int],
    headings: Collection[int] = (),
    fences: Mapping[int, Fence] | None = None,
    bare_code: Mapping[int, int] | None = None,
) -> list[Line]:
    """The Markdown of some lines of a text, given by their numbers (from 1), each with its line number; 0 for ours.

    `headings` are the numbers of heading lines; `fences` the code fences of the text by their first lines; `bare_code` the last
    lines of code without fences, likewise.
    """
    writer = _Writer()
    until = 0
    for number in numbers:
        if number <= until:
            continue
        if fences and (fence := fences.get(number)):
            writer.code(mended(lines, fence), fence.column)
            until = fence.last
            continue
        if bare_code and (last := bare_code.get(number)):
            writer.code(fenced(lines, number, last), _indent(lines[number - 1]))
            until = last
            continue
        raw = lines[number - 1]
        text = raw.strip()
        if not text:
            writer.blank(number)
        elif number in headings:
            writer.heading(number, text)
        else:
            writer.line(number, _width_of_indent(raw), text)
    return writer.lines


def bare_headings(
    lines: Sequence[str], numbers: Sequence[int], code: Sequence[bool] = (), *, widest_clause: int = _WIDEST_CLAUSE
) -> frozenset[int]:
    """The numbers of the lines that are headings: short, bare, between empty lines, with text to follow.

    Notion surrounds headings with empty lines and copies an empty paragraph as a line with a no-break space. Where such lines
    are left, they tell a heading from a short paragraph; where an editor trimmed them, its shape has to do. What is doubtful
    is none: a line that ends as a clause does is a paragraph if it is wider than `widest_clause`.
    """
    apart = [_is_empty(lines[number - 1]) for number in numbers]
    if any("\xa0" in lines[number - 1] for number in numbers if not lines[number - 1].strip()):
        apart = [empty and "\xa0" not in lines[number - 1] for empty, number in zip(apart, numbers, strict=True)]
    written = [index for index, number in enumerate(numbers) if lines[number - 1].strip()]
    found: list[int] = []
    for place, index in enumerate(written[:-1]):
        number, text = numbers[index], lines[numbers[index] - 1]
        if (
            (index == 0 or apart[index - 1])
            and apart[index + 1]
            and not (code and code[number - 1])
            and (_HASHED.match(text) or _is_heading(text, widest_clause))
            and not _in_numbered_run(lines, [numbers[i] for i in written[max(0, place - 1) : place + 2]], number)
        ):
            found.append(number)
    return frozenset(found)


def fenced(lines: Sequence[str], first: int, last: int, info: str = "") -> list[Line]:
    """Some lines as a code block, in fences longer than any in them."""
    inside = [(number, lines[number - 1]) for number in range(first, last + 1)]
    longest = max((len(run) for _, line in inside for run in _BACKTICKS.findall(line)), default=0)
    fence = lines[first - 1][: _indent(lines[first - 1])] + "`" * max(3, longest + 1)
    return [(0, fence + info), *inside, (0, fence)]


def item_text(line: str) -> str | None:
    """The text of a list item without its marker; None if the line is no list item."""
    match = _BULLET.match(line.strip()) or _ORDERED.match(line.strip())
    return match["text"] if match else None


def width(text: str) -> int:
    """How many columns a text takes, full-width characters counting two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _is_empty(line: str) -> bool:
    return not line.strip()


def _is_heading(text: str, widest_clause: int) -> bool:
    """Whether a line that stands alone has the shape of a heading."""
    if len(text) > _WIDEST_HEADING or text[0].isspace() or text[0] in '[［【※→⇒>＞@＠|`(（「『"“・•' or _BULLET.match(text):
        return False
    text = text.rstrip()
    columns = width(text)
    if columns > _WIDEST_HEADING or text[-1] in "。．.!！:：、,，;；…" or "。" in text or "://" in text or _DIVIDER.match(text):
        return False
    if ("、" in text or "，" in text) and columns > _WIDEST_WITH_COMMA:
        return False
    return columns <= widest_clause or not "\u3041" <= text[-1] <= "\u3096"


def _in_numbered_run(lines: Sequence[str], near: Sequence[int], number: int) -> bool:
    """Whether a numbered line has a numbered neighbour, which makes both of them list items."""
    if not _ORDERED.match(lines[number - 1]):
        return False
    return any(_ORDERED.match(lines[other - 1]) for other in near if other != number)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _width_of_indent(line: str) -> int:
    """The column where a line's text begins: a tab leads to the next multiple of four, an ideographic space takes two."""
    column = 0
    for c in line:
        if c == "\t":
            column += 4 - column % 4
        elif c.isspace():
            column += 2 if c == "\u3000" else 1
        else:
            break
    return column


@dataclass(frozen=True, slots=True)
class _Level:
    """An open list item: the column of its marker in the copied text, and the column of its text in the Markdown."""

    marker: int
    text: int


class _Writer:
    """Writes Markdown line by line; a blank line is put in wherever CommonMark would run two lines together."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._levels: list[_Level] = []
        self._after_text = False  # the last line is a paragraph or a heading, which a following line might join
        self._item_before: _Level | None = None  # the item that the last line is

    def blank(self, number: int) -> None:
        self.lines.append((number, ""))
        self._after_text, self._item_before = False, None

    def heading(self, number: int, text: str) -> None:
        self._levels.clear()
        self._gap()
        hashed = _HASHED.match(text)
        self._write(number, f"#{text}" if text.startswith("# ") else text if hashed else f"## {literal_inline(text)}")

    def code(self, block: Sequence[Line], column: int) -> None:
        self._close(column)
        self._gap()
        margin = " " * self._column
        for number, text in block:
            self._write(number, margin + text[min(column, _indent(text)) :] if text.strip() else "")

    def line(self, number: int, indent: int, text: str) -> None:
        self._close(indent)
        if _DIVIDER.match(text):
            self._paragraph(number, text)
        elif bullet := _BULLET.match(text):
            self._item(number, indent, "-", bullet["text"])
        elif ordered := _ORDERED.match(text):
            self._item(number, indent, ordered["mark"], ordered["text"])
        elif indent and self._levels and _LETTERED.match(text):
            self._item(number, indent, "-", text)
        else:
            self._paragraph(number, literal(text))

    def _item(self, number: int, indent: int, marker: str, text: str) -> None:
        # An empty item, or an ordered one that does not start at 1, can't follow its parent's text without a blank line
        # (CommonMark 5.2); a lone `-` there would even make that text a heading (4.3).
        shy = not text or (marker[0] != "-" and marker[:-1] != "1")
        if self._after_text or (shy and self._item_before is not None and self._item_before in self._levels[-1:]):
            self._gap()
        column = self._column
        self._write(number, f"{' ' * column}{marker} {literal(text)}".rstrip())
        level = _Level(indent, column + len(marker) + 1)
        self._levels.append(level)
        self._after_text, self._item_before = False, level

    def _paragraph(self, number: int, text: str) -> None:
        self._gap()
        self._write(number, " " * self._column + text)

    def _close(self, indent: int) -> None:
        """Ends the list items that text at this column is no part of."""
        while self._levels and (self._levels[-1].marker >= indent or indent == 0):
            self._levels.pop()

    @property
    def _column(self) -> int:
        return self._levels[-1].text if self._levels else 0

    def _gap(self) -> None:
        if self.lines and self.lines[-1][1]:
            self.lines.append((0, ""))

    def _write(self, number: int, text: str) -> None:
        self.lines.append((number, text))
        self._after_text, self._item_before = True, None
