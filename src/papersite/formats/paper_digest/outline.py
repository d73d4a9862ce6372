"""The lines of a digest as structure: what is code, which headings there are, which lines separate.

Where papers begin is `openings`' to say, what they say of themselves `paper_digest`'s.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papersite.formats.fences import Fence, code_mask, find_fences
from papersite.formats.links import read_link_line
from papersite.regex import lazy_regex

# ATX headings (CommonMark 4.2), and a level-1 heading without its space or with another one than CommonMark's.
_ATX = lazy_regex(r" {0,3}(?P<signs>#{1,6})(?:[ \t]+(?P<text>.*)|$)")
_CLOSING = lazy_regex(r"(?:^|[ \t]+)#+[ \t]*$")
_LOOSE = lazy_regex(r" {0,3}#(?!#)[\u00a0\u3000]*(?P<text>\S.*)")
_UNDERLINE = lazy_regex(r" {0,3}=+[ \t]*")
_NO_PARAGRAPH = lazy_regex(r" {4}|\t|\s*(?:[#>|`~=]|[-*+][ \t]|\d+[.)][ \t]|$)")
# Thematic breaks (CommonMark 4.1), and the dashes that word processors make of them.
_BREAK = lazy_regex(r"[ \t]*(?:([-*_])(?:[ \t]*\1){2,}|[—–―─]+)[ \t]*")
_NUMBER = lazy_regex(r"(?P<number>[0-9０-９]{1,2})(?:\s*[.．、:：)）](?![0-9０-９])|\s|$)")

STRAY_WITHIN = 12  # non-blank lines that may stand between a separator and the title behind it


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside code: its lines (two, if underlined), its level and its text."""

    first: int
    last: int
    level: int
    text: str

    @property
    def number(self) -> int | None:
        """The number that the text begins with: 3 for `3. Results` and `３．結果`, None for `5.1 Setup`."""
        hit = _NUMBER.match(self.text)
        return int(hit["number"]) if hit else None


@dataclass(frozen=True, slots=True)
class Outline:
    """A digest's lines and their structure. Line numbers are 1-based; `written` are those of lines that are not blank.

    `loose` are lines that may be meant as level-1 headings, though CommonMark sees none: `#Title`.
    """

    lines: tuple[str, ...]
    written: tuple[int, ...]
    fences: tuple[Fence, ...]
    code: tuple[bool, ...]  # for each line, from 0
    headings: tuple[Heading, ...]
    loose: tuple[Heading, ...]

    def line(self, number: int) -> str:
        """The text of a line."""
        return self.lines[number - 1]

    def is_code(self, number: int) -> bool:
        """Whether a line is code."""
        return self.code[number - 1]

    def separates(self, number: int) -> bool:
        """Whether a line outside code is a thematic break, or a dash that was one."""
        return is_break(self.line(number)) and not self.is_code(number)

    def written_between(self, first: int, last: int) -> tuple[int, ...]:
        """The numbers of the lines that are not blank, both ends included."""
        return self.written[bisect_left(self.written, first) : bisect_right(self.written, last)]

    def headings_between(self, first: int, last: int) -> tuple[Heading, ...]:
        """The headings that begin between two lines, both included."""
        return self.headings[bisect_left(self.headings, first, key=_first) : bisect_right(self.headings, last, key=_first)]

    def fences_between(self, first: int, last: int) -> tuple[Fence, ...]:
        """The fences that begin between two lines, both included."""
        return self.fences[bisect_left(self.fences, first, key=_first) : bisect_right(self.fences, last, key=_first)]


def read_outline(lines: Sequence[str]) -> Outline:
    """The structure of some lines."""
    text = tuple(lines)
    written = tuple(number for number, line in enumerate(text, start=1) if line.strip())
    titles = dict(_titles(text, written))
    fences = find_fences(text, [*_numbered_sections(text, written), *titles], titles.values())
    code = code_mask(text, fences)
    prose = [number for number in written if not code[number - 1]]
    headings = tuple(heading for number in prose if (heading := _atx(text, number) or _underlined(text, number)))
    loose = tuple(heading for number in prose if (heading := _loose(text, number)))
    return Outline(text, written, fences, code, headings, loose)


def is_break(line: str) -> bool:
    """Whether a line is a thematic break: `---`, `* * *`, or one dash that was three."""
    return _BREAK.fullmatch(line) is not None


def _numbered_sections(lines: Sequence[str], written: Sequence[int]) -> Iterator[int]:
    for number in written:
        heading = _atx(lines, number) if lines[number - 1].startswith("## ") else None
        if heading is not None and heading.number is not None:
            yield number


def _titles(lines: Sequence[str], written: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Lines that are a paper's title beyond doubt unless they are code, for its address follows; and where the paper begins."""
    for rank, number in enumerate(written):
        line = lines[number - 1]
        if not line.startswith("#") or line.startswith("##"):
            continue
        below = (read_link_line(lines[n - 1]) for n in written[rank + 1 : rank + 3])
        if any(link is not None and link.ids for link in below):
            yield number, _separator_above(lines, written, rank) or number


def _separator_above(lines: Sequence[str], written: Sequence[int], rank: int) -> int | None:
    for number in reversed(written[max(0, rank - STRAY_WITHIN - 1) : rank]):
        if is_break(lines[number - 1]):
            return number
        if lines[number - 1].startswith("##"):
            return None
    return None


def _atx(lines: Sequence[str], number: int) -> Heading | None:
    hit = _ATX.fullmatch(lines[number - 1])
    if hit is None:
        return None
    return Heading(number, number, len(hit["signs"]), _CLOSING.sub("", hit["text"] or "").strip(" \t"))


def _loose(lines: Sequence[str], number: int) -> Heading | None:
    hit = _LOOSE.fullmatch(lines[number - 1])
    if hit is None or _ATX.fullmatch(lines[number - 1]):
        return None
    return Heading(number, number, 1, hit["text"].strip())


def _underlined(lines: Sequence[str], number: int) -> Heading | None:
    """A paragraph of one line above `===` (CommonMark 4.3). A line above `---` is none here: in digests that separates."""
    if number == len(lines) or not _UNDERLINE.fullmatch(lines[number]) or _NO_PARAGRAPH.match(lines[number - 1]):
        return None
    if number > 1 and not _NO_PARAGRAPH.match(lines[number - 2]) and not is_break(lines[number - 2]):
        return None
    return Heading(number, number + 1, 1, lines[number - 1].strip())


def _first(each: Heading | Fence) -> int:
    return each.first
