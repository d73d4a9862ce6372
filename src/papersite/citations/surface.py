"""What a note's Markdown looks like to those who read references from it: lines, lists and their labels, code hidden.

Nothing here knows what a citation looks like, and nothing is rendered. Offsets are those of the body's text throughout, so
that a reference can be put back where it was found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate
from typing import NamedTuple

from papersite.citations.words import HIDDEN, covered, plain
from papersite.formats.fences import code_mask
from papersite.model import Body
from papersite.regex import lazy_regex

_SPACE = "[ \\t\u3000\u00a0]"
_HEADING = lazy_regex(rf"{_SPACE}{{0,3}}#{{1,6}}{_SPACE}+")
_BULLET = lazy_regex(rf"(?P<indent>(?:{_SPACE}|>)*)(?P<mark>[-*+•‣◦](?={_SPACE}|$)|・|\d{{1,3}}[.)](?={_SPACE}|$)){_SPACE}*")
_INDENT = lazy_regex(rf"(?:{_SPACE}|>)*")
_INDENTING = " \t\u3000\u00a0>"
_BULLETS = "-*+•‣◦・"
_TICKS = lazy_regex(r"`+")


class Section(Enum):
    """What a list stands under, as far as it matters to references."""

    NONE = auto()
    RELATED = auto()  # 関連, 先行研究, related work: entries may be papers
    REFERENCES = auto()  # 参考文献, References: entries are papers


_REFERENCES = lazy_regex(r"(?:参考|参照|引用|主要)文献|\breferences?\b|\bbibliography\b", re.IGNORECASE)
_RELATED = lazy_regex(
    r"関連|先行研究|参考|[あ合併]わ?せて読みたい|\bconcurrent works?\b|\brelated (?:works?|papers?|research|links?)\b"
    r"|\bprior works?\b|\bsee also\b|\bfurther reading\b",
    re.IGNORECASE,
)
# Every match of the two has one of these.
_WORDS_OF_LABELS = (
    *("文献", "関連", "先行研究", "参考", "せて読みたい"),
    *("reference", "bibliography", "concurrent", "related", "prior", "see also", "further"),
)
_Place = tuple[Section, str]  # what a list stands under, and the words that say so
_NOWHERE: _Place = (Section.NONE, "")
_LABEL_LENGTH = 40  # a longer line that ends in a colon is a sentence
_BARE_LABEL = lazy_regex(
    r"(?:関連|先行|既存)(?:研究|論文|文献|手法|リンク)?(?:一覧|リスト|まとめ)?|参考(?:文献|論文|リンク|資料)?(?:一覧|リスト)?"
    r"|(?:参照|引用|主要)文献|related (?:works?|papers?|research|links?)|references?|bibliography|prior works?"
    r"|concurrent works?|see also|further reading",
    re.IGNORECASE,
)
_NUMBERING = lazy_regex(r"^(?:\d+(?:\.\d+)*[.)．]?|[IVX]+\.)\s+")


class Kind(Enum):
    """What a line is, seen alone."""

    BLANK = auto()
    CODE = auto()
    HEADING = auto()
    ENTRY = auto()  # opens a list entry
    TEXT = auto()


class Line(NamedTuple):
    """One line of a body: where it stands, where its words begin, and what list it belongs to.

    A tuple, for a body has hundreds: a frozen dataclass takes three times as long to make, which was a tenth of all reading.
    """

    row: int  # from 0
    number: int  # of the source, 0 if unknown
    start: int
    end: int
    kind: Kind
    indent: int  # column of the bullet or of the first word
    content: int  # offset of the first word, behind bullets, quote marks and hashes
    section: Section = Section.NONE
    label: str = ""  # of the list or part it stands in, if that has to do with references
    lead: int = -1  # index of the line of text right above its list
    last: int = 0  # where the list entry ends that it opens: before the next one, a heading, or text that is not indented


@dataclass(frozen=True, slots=True)
class Surface:
    """A body prepared for reading. `text` is as long as the body's, with code hidden."""

    original: str
    text: str
    lines: tuple[Line, ...]

    def line_at(self, offset: int) -> Line:
        """The line that an offset stands in."""
        return self.lines[bisect_right(self.lines, offset, key=lambda line: line.start) - 1]

    def next_line(self, line: Line) -> Line | None:
        """The next line that is not blank."""
        index = line.row + 1
        while index < len(self.lines) and self.lines[index].kind is Kind.BLANK:
            index += 1
        return self.lines[index] if index < len(self.lines) else None


def read_surface(body: Body) -> Surface:
    """A body's lines, with what each is and the label of its list, and its text with the code hidden."""
    rows = body.text.split("\n")
    coded = _code(body.text, rows)
    text = _without_code(rows, coded)
    starts = [0, *accumulate(len(row) + 1 for row in rows)]
    shapes = [_shape(row, is_code) for row, is_code in zip(rows, coded, strict=True)]
    seen = [
        _Seen(start, start + len(row), kind, indent, start + content)
        for row, start, (kind, indent, content) in zip(rows, starts, shapes, strict=False)
    ]
    lasts = _ends_of_entries(seen)
    numbers = (*body.lines, *(0 for _ in rows[len(body.lines) :]))
    lines = [
        Line(index, numbers[index], *line, *place, lasts[index])
        for index, (line, place) in enumerate(zip(seen, _places(seen, text), strict=True))
    ]
    return Surface(body.text, text, tuple(lines))


def without_code(markdown: str) -> str:
    """A text of the same length with its code hidden, for those who read no lines."""
    rows = markdown.split("\n")
    return _without_code(rows, _code(markdown, rows))


def _code(text: str, rows: Sequence[str]) -> Sequence[bool]:
    """For each row of a text whether it is code. Most texts have no fence, and their rows are not looked at."""
    return code_mask(rows) if "```" in text or "~~~" in text else [False] * len(rows)


def _without_code(rows: Sequence[str], coded: Sequence[bool]) -> str:
    pieces = (HIDDEN * len(row) if is_code else row for row, is_code in zip(rows, coded, strict=True))
    return _hide_inline_code("\n".join(pieces))


class _Seen(NamedTuple):
    """What a line is, seen alone; see `Line`."""

    start: int
    end: int
    kind: Kind
    indent: int
    content: int


def _shape(row: str, is_code: bool) -> tuple[Kind, int, int]:
    """What a row is, the column of its bullet or its first word, and how far in its words begin."""
    if is_code:
        return Kind.CODE, 0, len(row)
    if not row or row.isspace():
        return Kind.BLANK, 0, len(row)
    if "#" in row[:4] and (hit := _HEADING.match(row)):
        return Kind.HEADING, 0, hit.end()
    indent = _INDENT.match(row) if row[0] in _INDENTING else None
    spaces = indent.end() if indent else 0
    first = row[spaces : spaces + 1]
    if (first in _BULLETS or first.isdecimal()) and (hit := _BULLET.match(row)) and not _rule_or_bold(row, hit):
        return Kind.ENTRY, len(hit["indent"].expandtabs(4)), hit.end()
    return Kind.TEXT, len(row[:spaces].expandtabs(4)) if spaces else 0, spaces


def _rule_or_bold(row: str, bullet: re.Match[str]) -> bool:
    """A line of dashes is a rule, not an entry."""
    return len(set(row.split())) == 1 and len(row.split()) > 2 and bullet["mark"] in "-*"


def _places(lines: Sequence[_Seen], text: str) -> Iterator[tuple[Section, str, int]]:
    """For each line what it stands under: a heading's part, a label right above a list, or the entry it is nested in.

    With that the line of text right above its list, or -1.
    """
    labels = _may_have_labels(text)
    part = _NOWHERE  # from the heading
    above: _Place | None = None  # from the line right above a list
    lead = -1
    nests: list[tuple[int, _Place]] = []  # indent of each open entry, and what stands under it
    for index, line in enumerate(lines):
        if line.kind is Kind.HEADING:
            part = _place_of_heading(plain(text[line.content : line.end]))
            above, nests, lead = None, [], -1
        elif line.kind is Kind.TEXT and not (nests and line.indent > nests[0][0]):
            above, nests = _place_of_label(text[line.content : line.end]) if labels else None, []
            lead = index
        elif line.kind is Kind.ENTRY:
            while nests and nests[-1][0] >= line.indent:
                nests.pop()
            inherited = nests[-1][1] if nests else above or part
            own = _place_of_label(text[line.content : line.end]) if labels else None
            nests.append((line.indent, own or inherited))
            yield *inherited, lead
            continue
        section, label = nests[-1][1] if nests else part
        yield section, "" if section is Section.NONE else label, -1


def _ends_of_entries(lines: Sequence[_Seen]) -> list[int]:
    """For each line that opens a list entry where that ends; 0 for others."""
    ends = [0] * len(lines)
    entry = -1  # the open one
    for index, line in enumerate(lines):
        if line.kind is Kind.ENTRY:
            entry = index
            ends[index] = line.end
        elif line.kind is Kind.HEADING or (line.kind is Kind.TEXT and entry >= 0 and line.indent <= lines[entry].indent):
            entry = -1
        elif entry >= 0 and line.kind is Kind.TEXT:
            ends[entry] = line.end
    return ends


def _may_have_labels(text: str) -> bool:
    """Whether any line of a text can be a label: each has one of a few words in it."""
    folded = text.casefold()
    return any(word in folded for word in _WORDS_OF_LABELS)


def _place_of_heading(heading: str) -> _Place:
    """A heading that only mentions related work (先行研究との比較) opens a part of prose, not a list of papers."""
    words = _without_number(heading)
    section = _section(words)
    if section is Section.NONE or (section is Section.RELATED and not _BARE_LABEL.fullmatch(words)):
        return _NOWHERE
    return section, words


def _place_of_label(row: str) -> _Place | None:
    if len(row) > 2 * _LABEL_LENGTH or _section(row) is Section.NONE:
        return None
    words = plain(row)
    if len(words) > _LABEL_LENGTH:
        return None
    if words.endswith((":", "：")) or _BARE_LABEL.fullmatch(_without_number(words)):
        return _section(words), words.rstrip(":： ")
    return None


def _section(label: str) -> Section:
    if _REFERENCES.search(label):
        return Section.REFERENCES
    return Section.RELATED if _RELATED.search(label) else Section.NONE


def _without_number(heading: str) -> str:
    return _NUMBERING.sub("", heading).rstrip(":： ")


def _hide_inline_code(text: str) -> str:
    """The text with code spans hidden (CommonMark 6.1): a run of backticks up to the next run of that length, in one block."""
    if "`" not in text:
        return text
    hidden: list[tuple[int, int]] = []
    for block in re.finditer(r"(?:[^\n]+\n?)+", text):
        runs = list(_TICKS.finditer(text, block.start(), block.end()))
        later: dict[int, list[int]] = {}
        for index in range(len(runs) - 1, -1, -1):
            later.setdefault(len(runs[index][0]), []).append(index)
        index = 0
        while index < len(runs):
            same = later[len(runs[index][0])]
            while same and same[-1] <= index:
                same.pop()
            if same:
                hidden.append((runs[index].start(), runs[same[-1]].end()))
                index = same[-1]
            index += 1
    return covered(text, hidden)
