"""The head of a paper in a digest: what stands around its title, down to its first section.

Each line of the head is the title's, an address, a stated field, or dropped (a separator, or what a model says before it
answers); all other lines are text, and stay in the body.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from papersite.formats.links import LinkLine, joined, read_link_line
from papersite.formats.paper_digest.fields import HeadField, read_head_field
from papersite.formats.paper_digest.openings import Opening
from papersite.formats.paper_digest.outline import Outline
from papersite.formats.preamble import is_preamble
from papersite.regex import lazy_regex

_LINKED_TITLE = lazy_regex(r"\[(?P<text>.{1,500})\]\([^\s()]+(?:\([^\s()]*\)[^\s()]*)?\)")
_BOLD_TITLE = lazy_regex(r"(?P<sign>\*\*|__)(?P<text>[^*_].*?)(?P=sign)")
_LONGEST_TITLE = 250  # characters, of a title that lost its mark
_SENTENCE = lazy_regex(r"[。:：]\s*$|^\s*(?:[>|`~*+-]|\d+[.)]\s)")

SEPARATOR = "separator"
PREAMBLE = "llm-preamble"


@dataclass(frozen=True, slots=True)
class Head:
    """What a paper's head states, and which lines say so. Lines are numbered from 1; `stray` ones stand above the title."""

    title: str | None
    link: LinkLine
    authors: tuple[str, ...]
    date: dt.date | None
    field_lines: tuple[int, ...]
    dropped: tuple[tuple[int, str], ...]  # with the rule
    stray: tuple[int, ...]
    bad_dates: tuple[int, ...]


def read_head(outline: Outline, opening: Opening, last: int) -> Head:
    """The head of the paper that opens here and ends with line `last`."""
    top = opening.first if opening.title is None else opening.title.last + 1
    above = outline.written_between(opening.first, opening.title.first - 1 if opening.title else 0)
    below = outline.written_between(top, _end(outline, top, last))
    places = dict(_places_below(outline, below))
    fields = {number: place for number, place in places.items() if isinstance(place, HeadField)}
    links = {number: place for number, place in places.items() if isinstance(place, LinkLine)}
    rules = {**dict(_places_above(outline, above)), **{n: place for n, place in places.items() if isinstance(place, str)}}
    bad_dates = tuple(number for number, each in fields.items() if not each.authors and each.date is None)
    title, title_lines = _title(outline, opening, below, places, min(links, default=0))
    link = joined([*filter(None, [read_link_line(title)]), *links.values()])
    return Head(
        title=_plain(title) or None,
        link=link,
        authors=next((each.authors for each in fields.values() if each.authors), ()),
        date=next((each.date for each in fields.values() if each.date), None),
        field_lines=(*title_lines, *sorted({*fields, *links}.difference(bad_dates))),
        dropped=tuple(rules.items()),
        stray=tuple(number for number in above if number not in rules),
        bad_dates=bad_dates,
    )


def _end(outline: Outline, first: int, last: int) -> int:
    """The last line of a head that begins here: above a section, or above code."""
    headings = [heading.first for heading in outline.headings_between(first, last)[:1]]
    fences = [fence.first for fence in outline.fences_between(first, last)[:1]]
    return min(headings + fences, default=last + 1) - 1


def _title(
    outline: Outline, opening: Opening, below: Sequence[int], places: Mapping[int, object], address: int
) -> tuple[str, tuple[int, ...]]:
    """The title and its lines; of a paper without, the only line above its address, if that may be a title without its mark."""
    if opening.title is not None:
        return opening.title.text, tuple(range(opening.title.first, opening.title.last + 1))
    text = [number for number in below if number < address and number not in places]
    if len(text) == 1 and len(line := outline.line(text[0]).strip()) <= _LONGEST_TITLE and not _SENTENCE.search(line):
        return line, tuple(text)
    return "", ()


def _plain(title: str) -> str:
    """A title without the link or the emphasis that it is wrapped in as a whole."""
    if hit := _LINKED_TITLE.fullmatch(title):
        title = hit["text"]
    if hit := _BOLD_TITLE.fullmatch(title):
        title = hit["text"]
    return title.strip()


def _places_above(outline: Outline, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Which lines above a title are dropped, and by which rule."""
    for paragraph in _paragraphs([number for number in numbers if not outline.is_code(number)]):
        breaks = [number for number in paragraph if outline.separates(number)]
        rest = [number for number in paragraph if number not in breaks]
        yield from ((number, SEPARATOR) for number in breaks)
        if is_preamble([outline.line(number) for number in rest]):
            yield from ((number, PREAMBLE) for number in rest)


def _places_below(outline: Outline, numbers: Sequence[int]) -> Iterator[tuple[int, LinkLine | HeadField | str]]:
    """Where the lines of a head go that are no text: to a field, or to a rule. The first text behind the address ends it."""
    linked = False
    for paragraph in _paragraphs(numbers):
        places: list[tuple[int, LinkLine | HeadField | str]] = []
        rest: list[int] = []
        for number in paragraph:
            line = outline.line(number)
            place = read_link_line(line) or read_head_field(line) or (SEPARATOR if outline.separates(number) else None)
            if place is None:
                rest.append(number)
            else:
                places.append((number, place))
        if is_preamble([outline.line(number) for number in rest]):
            places += [(number, PREAMBLE) for number in rest]
        elif rest and linked:
            return
        linked = linked or any(isinstance(place, LinkLine) for _, place in places)
        yield from places


def _paragraphs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Line numbers in runs without a blank line between."""
    run: list[int] = []
    for number in numbers:
        if run and number > run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run
