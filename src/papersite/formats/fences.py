"""Code fences: which lines of a Markdown text are code, and which fences never close.

Nothing here knows papers. A caller that does may name the lines where an unclosed fence has to end, for a lost closing fence
must not swallow what follows. Without such lines the rules are CommonMark's (spec 0.31.2, 4.5 and 5.2), with two mercies for
text that went through copy and paste: a fence too deep for its list item is still a fence, and code that fell out of its
list item's indentation still belongs to the fence, if that closes before anything that is clearly no code.

Block quotes are not looked into: a line that begins with `>` is no fence here, nor a heading to those who ask.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from papersite.regex import lazy_regex

# A fence is three or more backticks or tildes; an info string after backticks has no backtick (CommonMark 4.5).
_FENCE = lazy_regex(r"(?P<mark>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<info>.*?)[ \t]*$")
# Bullets and ordered markers with the one to four spaces that belong to them (CommonMark 5.2).
_ITEM = lazy_regex(r"(?:[-+*]|\d{1,9}[.)])(?: {1,4}(?! )| |$)")
_SAMPLE = lazy_regex(r"(?:md|mdx|markdown|text|txt|plain\w*)\b", re.IGNORECASE)  # info of code that may hold fences itself
_DEEPEST = 12  # columns: three levels of lists, each indented by four


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its opening line and its last line (the closing fence, if it closes), both 1-based.

    `column` is the indentation of the opening fence, `margin` that of the list item it stands in (0 outside lists).
    """

    first: int
    last: int
    closed: bool
    mark: str
    info: str = ""
    column: int = 0
    margin: int = 0


def find_fences(lines: Sequence[str], sections: Iterable[int] = (), ends: Iterable[int] = ()) -> tuple[Fence, ...]:
    """The fenced blocks of a text, in order; one that never closes has `closed` False.

    `sections` and `ends` number lines (from 1) that begin something new unless they are code. An unclosed fence ends before
    the first of them. A section may well stand in a sample of Markdown, so it ends no fence that closes; one of the `ends`
    also ends a fence that only a later, unrelated fence would seem to close. Linear time, but for nested damage.
    """
    if not any("```" in line or "~~~" in line for line in lines):
        return ()
    ends = tuple(sorted(ends))
    scan = _Scan(tuple(map(_flat, lines)), frozenset((*sections, *ends)), ends)
    found: list[Fence] = []
    number = 1
    margins: list[int] = []
    while number <= len(lines):
        opening = scan.opening(number, margins)
        if opening is not None:
            found.append(scan.followed(opening))
            number = found[-1].last
        number += 1
    return tuple(found)


def code_mask(lines: Sequence[str], fences: Collection[Fence] | None = None) -> tuple[bool, ...]:
    """For each line whether it is code: a fence, or a line between two. The fences are found unless they are given."""
    mask = [False] * len(lines)
    for fence in find_fences(lines) if fences is None else fences:
        mask[fence.first - 1 : fence.last] = [True] * (fence.last - fence.first + 1)
    return tuple(mask)


def mended(lines: Sequence[str], fence: Fence) -> list[tuple[int, str]]:
    """A fence's lines with their numbers, so that CommonMark reads them as this fence and no more.

    Code that fell out of its list item moves back as a whole; an unclosed fence gets a closing line, numbered 0.
    """
    block = [(number, lines[number - 1]) for number in range(fence.first, fence.last + 1)]
    opening, code = block[0], block[1:-1] if fence.closed else block[1:]
    shift = fence.margin - min((_column(_flat(text)) for _, text in code if text.strip()), default=fence.margin)
    if shift > 0:
        code = [(number, " " * shift + text if text.strip() else text) for number, text in code]
    if not fence.closed:
        return [opening, *code, (0, " " * fence.column + fence.mark)]
    number, closing = block[-1]
    return [opening, *code, (number, " " * max(0, fence.margin - _column(_flat(closing))) + closing)]


@dataclass(frozen=True, slots=True)
class _Scan:
    lines: tuple[str, ...]  # without tabs
    beginnings: frozenset[int]  # sections and ends
    ends: tuple[int, ...]

    def opening(self, number: int, margins: list[int]) -> Fence | None:
        """The fence that a line outside code opens. `margins`, where the text of each open list item begins, is kept."""
        line = self.lines[number - 1]
        if not line or line.isspace():
            return None
        column = _column(line)
        while margins and column < margins[-1]:
            margins.pop()
        margin = margins[-1] if margins else 0
        while column - margin < 4 and (item := _ITEM.match(line, column)):
            column = margin = item.end() if item[0].endswith(" ") else item.end() + 1
            margins.append(margin)
        hit = _FENCE.match(line, column)
        if hit is None or column > max(_DEEPEST, margin + 3):
            return None
        return Fence(number, number, False, hit["mark"], hit["info"], column, margin if column - margin < 4 else 0)

    def followed(self, fence: Fence) -> Fence:
        """The fence with its true end: its closing line, or the last line before what shows that there is none."""
        doubt = 0  # the first line that would begin something else, had the fence ended before it
        sample = False  # whether one of the `ends` inside the fence proved to be code
        deepest = 3 + (fence.margin or (fence.column if fence.column > 3 else 0))
        for number in range(fence.first + 1, len(self.lines) + 1):
            line = self.lines[number - 1]
            if not line.strip():
                continue
            column = _column(line)
            outside = column < fence.margin
            hit = _FENCE.match(line, column)
            if hit and hit["mark"].startswith(fence.mark) and column <= deepest:
                if not hit["info"] and not (outside and doubt):
                    return replace(fence, last=number, closed=True)
                if doubt or (column == fence.column and fence.info and not _SAMPLE.match(fence.info)):
                    break  # another fence opens, after what looked like no code or where none can open
            begins = column < 4 and number in self.beginnings
            if outside and (begins or _ITEM.match(line, column)):
                break
            if begins and self._is_end(number) and not sample:
                if doubt or self._parts_at(number, fence):
                    break
                sample = True
            if not doubt and (outside or begins):
                doubt = number
        else:
            number = len(self.lines) + 1
        return self._ended(fence, doubt or number)

    def _is_end(self, number: int) -> bool:
        rank = bisect_left(self.ends, number)
        return rank < len(self.ends) and self.ends[rank] == number

    def _parts_at(self, number: int, fence: Fence) -> bool:
        """Whether one of the `ends` inside an open fence shows that the closing fence is lost, not that it is a sample.

        It does if the fences from there on come in pairs without this one: those up to the end behind the next of them.
        """
        later = range(number + 1, len(self.lines) + 1)
        next_mark = next((at for at in later if self._marks(at, fence)), len(self.lines))
        rank = bisect_left(self.ends, next_mark)
        last = self.ends[rank] - 1 if rank < len(self.ends) else len(self.lines)
        return all(each.closed for each in find_fences(self.lines[number - 1 : last]))

    def _marks(self, number: int, fence: Fence) -> bool:
        line = self.lines[number - 1]
        hit = _FENCE.match(line, _column(line)) if fence.mark in line else None
        return hit is not None and hit["mark"].startswith(fence.mark)

    def _ended(self, fence: Fence, before: int) -> Fence:
        last = before - 1
        while last > fence.first and not self.lines[last - 1].strip():
            last -= 1
        return replace(fence, last=last)


def _flat(line: str) -> str:
    return line.expandtabs(4) if "\t" in line else line


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
