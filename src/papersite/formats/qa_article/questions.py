"""The questions of question-and-answer articles: which lines ask, and which articles of a file they belong to.

A line that begins with `Q` and a number asks. A line that begins with a bare number asks only where the numbering misses that
number, for answers have numbered lists of their own. A file may hold several articles; the numbering begins anew in each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from papersite.formats.links import read_link_line
from papersite.regex import lazy_regex

# `Q1 …`, `Ｑ１．…`, `【Q1】…`, `Q.1: …`, also as a heading or emphasised; `\d` takes full-width digits too, and so does int().
_ASKED = lazy_regex(
    r" {0,3}(?:#{1,6}[ \t]+)?(?:\*\*)?[【\[「]?[QqＱｑ][.．]?[ \u3000]?(?P<number>\d{1,2})(?!\d)[】\]」.．:：、,)）]*\s*\S.*"
)
_BARE = lazy_regex(r" {0,3}(?:#{1,6}[ \t]+)?(?P<number>\d{1,2})(?P<mark>[.．:：、)）](?!\d)|(?=\s))\s*\S.*")
_HEAD_WITHIN = 10  # non-blank lines above a first question that may hold its article's address
_FEWEST = 3  # bare numbers that make a numbering by themselves; questions that make a table of contents
_LONGEST_BARE = 160  # characters of a question with a bare number; a paragraph may begin with one, too
_BEYOND = 2  # numbers that may follow the last `Q`
_LONGEST_LABEL = 12  # characters, of the label above a table of contents


@dataclass(frozen=True, slots=True)
class Question:
    """A line that asks: its line number, its number in the article, and whether its number stands behind a `Q`."""

    line: int
    number: int
    marked: bool


def beginnings(lines: Sequence[str]) -> Iterator[int]:
    """The lines that begin a part, unless they are code: those that ask with a `Q`, and those above an article's address."""
    above = 0
    for number, line in enumerate(lines, start=1):
        if _ASKED.fullmatch(line):
            yield number
        elif above and _is_address(line):
            yield above
        above = number if line.strip() else above


def contents(lines: Sequence[str], prose: Sequence[int]) -> frozenset[int]:
    """The lines of tables of contents: questions one below the other, each of which comes again, and the label above them.

    `prose` numbers the lines that are neither blank nor code.
    """
    last = {lines[number - 1].strip(): number for number in prose}
    found: set[int] = set()
    run: list[int] = []
    above = 0
    for number in prose:
        line = lines[number - 1]
        again = last[line.strip()] > number
        if again and (_ASKED.fullmatch(line) or (run and _is_bare(line))):
            run.append(number)
            continue
        if sum(_ASKED.fullmatch(lines[n - 1]) is not None for n in run) >= _FEWEST:
            found.update(run)
            if above and len(lines[above - 1].strip()) <= _LONGEST_LABEL:
                found.add(above)
        above, run = number, []
    return frozenset(found)


def _is_bare(line: str) -> bool:
    hit = _BARE.fullmatch(line)
    return hit is not None and not hit["mark"]


def find_questions(lines: Sequence[str], prose: Sequence[int]) -> tuple[Question, ...]:
    """The questions of a text, in order. `prose` numbers the lines that may ask: not blank, no code, no contents."""
    asked: list[Question] = []
    bare: list[tuple[Question, str]] = []
    for number in prose:
        line = lines[number - 1]
        if hit := _ASKED.fullmatch(line):
            asked.append(Question(number, int(hit["number"]), marked=True))
        elif hit := _BARE.fullmatch(line):
            bare.append((Question(number, int(hit["number"]), marked=False), hit["mark"]))
    if not asked:
        return _numbered(lines, bare)
    missing = [question for gap in _gaps(asked, len(lines)) for question in _missing(lines, bare, *gap)]
    return tuple(sorted((*asked, *missing), key=lambda question: question.line))


def articles(lines: Sequence[str], prose: Sequence[int], questions: Sequence[Question]) -> Iterator[tuple[Question, ...]]:
    """The questions of each article: the numbering goes back to one, or goes back below an address."""
    group: list[Question] = []
    for question in questions:
        back = bool(group) and question.number < group[-1].number
        if back and (question.number == 1 or address_above(lines, prose, question.line, group[-1].line)):
            yield tuple(group)
            group = []
        group.append(question)
    if group:
        yield tuple(group)


def address_above(lines: Sequence[str], prose: Sequence[int], line: int, floor: int) -> int | None:
    """The nearest line of prose between two lines that is the address of a paper, not far above the lower one."""
    last = bisect_left(prose, line)
    near = prose[max(0, last - _HEAD_WITHIN) : last]
    return next((number for number in reversed(near) if number > floor and _is_address(lines[number - 1])), None)


def _is_address(line: str) -> bool:
    link = read_link_line(line)
    return link is not None and bool(link.ids)


def _numbered(lines: Sequence[str], bare: Sequence[tuple[Question, str]]) -> tuple[Question, ...]:
    """Questions that all have bare numbers: a full numbering from 1, each on a line alone, without a list's mark."""
    found: list[Question] = []
    for question, mark in bare:
        if mark or not _stands_alone(lines, question.line, on_both_sides=True):
            continue
        if question.number == 1 or (found and question.number == found[-1].number + 1):
            found.append(question)
    return tuple(found) if len(found) >= _FEWEST else ()


def _gaps(asked: Sequence[Question], last: int) -> Iterator[tuple[int, int, int, int]]:
    """Where numbers are missing: the lines to look between, and the first and last number missing there."""
    yield 0, asked[0].line, 1, asked[0].number - 1
    for this, after in pairwise(asked):
        highest = after.number - 1 if after.number > this.number else this.number + _BEYOND
        yield this.line, after.line, this.number + 1, highest
    yield asked[-1].line, last + 1, asked[-1].number + 1, asked[-1].number + _BEYOND


def _missing(
    lines: Sequence[str], bare: Sequence[tuple[Question, str]], first: int, last: int, lowest: int, highest: int
) -> Iterator[Question]:
    listed: set[tuple[int, str]] = set()  # numbers that the lists of these lines have reached, with their marks
    for at in range(bisect_right(bare, first, key=lambda each: each[0].line), len(bare)):
        question, mark = bare[at]
        if question.line >= last or lowest > highest:
            return
        asks = lowest <= question.number <= highest and (question.number - 1, mark) not in listed
        if asks and _stands_alone(lines, question.line, on_both_sides=bool(mark)):
            lowest = question.number + 1
            yield question
        else:
            listed.add((question.number, mark))


def _stands_alone(lines: Sequence[str], line: int, *, on_both_sides: bool) -> bool:
    """Whether a line is short, and the lines around it are blank or the text's ends."""
    above = line == 1 or not lines[line - 2].strip()
    below = line == len(lines) or not lines[line].strip()
    return len(lines[line - 1]) <= _LONGEST_BARE and (above and below if on_both_sides else above or below)
