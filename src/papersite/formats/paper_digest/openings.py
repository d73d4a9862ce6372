"""Where the papers of a digest begin.

A paper opens where its structure says so, never by its wording:

- at a level-1 heading that is followed, within a few lines, by the paper's address;
- at a level-1 heading at the start of the file or behind a separator, if sections follow;
- at an address or a section behind a separator, if the numbering goes back, or where the paper's first section comes again,
  if the lines above it were lost.

Any other level-1 heading is a heading of the body. Text behind a separator belongs to the paper below it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from papersite.formats.hashtags import find_hashtags
from papersite.formats.links import LinkLine, read_link_line
from papersite.formats.paper_digest.outline import STRAY_WITHIN, Heading, Outline
from papersite.formats.preamble import is_preamble

_LINK_WITHIN = 4  # non-blank lines behind the title


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a paper begins: its first line (text behind a separator included), and its title, unless that is missing."""

    first: int
    title: Heading | None


def find_openings(outline: Outline) -> tuple[Opening, ...]:
    """Where the papers begin, in order. All of the text belongs to one of them, so the first begins with line 1."""
    search = _Search(outline)
    headings = {heading.first: heading for heading in (*outline.loose, *outline.headings)}
    for number in outline.written:
        heading = headings.get(number)
        if heading is None and not outline.is_code(number):
            search.see_line(number)
        elif heading is not None and heading.level == 1:
            search.see_title(heading)
        elif heading is not None and heading.level == 2:
            search.see_section(heading)
    first, *others = search.found or [Opening(1, None)]
    return (Opening(1, first.title), *others)


@dataclass(slots=True)
class _Search:
    """A walk over the lines from top to bottom, which remembers the paper that is open."""

    outline: Outline
    found: list[Opening] = field(default_factory=list)
    linked: bool = False  # whether the paper that is open has its address
    begun: str | None = None  # the text of its first section
    number: int | None = None  # the number of its last numbered section

    def see_title(self, heading: Heading) -> None:
        first, apart = self._above(heading.first)
        links = self._links_below(heading)
        section = self._section_below(heading.last)
        if len(list(find_hashtags(self.outline.line(heading.first)))) > 1:
            return  # a line of hashtags, not a title without its space
        begins = section is not None and not self._continues(section)
        if (
            _names_one_paper(links, apart)
            or (begins and (apart or not self.found))
            or (links and section is not None and section.number == 1)
        ):
            self._open(first, heading)

    def see_line(self, number: int) -> None:
        link = read_link_line(self.outline.line(number))
        if link is None or not link.ids:
            return
        first, apart = self._above(number)
        section = self._section_below(number)
        behind = self.linked and apart and section is not None and not self._continues(section)
        anew = self.begun is not None and section is not None and section.number == 1
        if behind or anew:
            self._open(first, None)
        self.linked = True

    def see_section(self, heading: Heading) -> None:
        first, _ = self._above(heading.first)
        back = heading.number is not None and heading.number < (self.number or 0)
        parted = first > 1 and self.outline.separates(first - 1)
        if not self.found:
            self._open(1, None)
        elif back and (parted or (heading.number == 1 and heading.text == self.begun)):
            self._open(first, None)
        self.begun = self.begun or heading.text
        self.number = self.number if heading.number is None else heading.number

    def _open(self, first: int, title: Heading | None) -> None:
        self.found.append(Opening(first, title))
        self.linked, self.begun, self.number = False, None, None

    def _above(self, number: int) -> tuple[int, bool]:
        """Where a paper begins whose first sure line this is, and whether a separator or the file's start parts it off.

        A preamble above goes with it, and so does other text, if there is little of it behind a separator.
        """
        written = self.outline.written
        rank = bisect_left(written, number)
        floor = self.found[-1].title.last if self.found and self.found[-1].title else 0
        above = [n for n in written[max(0, rank - STRAY_WITHIN - 1) : rank] if n > floor]
        paragraph = self._paragraph_above(number)
        begins = paragraph[0] if paragraph and is_preamble([self.outline.line(n) for n in paragraph]) else number
        for other in reversed(above):
            if self.outline.separates(other):
                return other + 1, other == self._written_before(begins)
            if self.outline.line(other).startswith("##") and not self.outline.is_code(other):
                break
        return begins, self._written_before(begins) == 0

    def _written_before(self, number: int) -> int:
        rank = bisect_left(self.outline.written, number)
        return self.outline.written[rank - 1] if rank else 0

    def _paragraph_above(self, number: int) -> list[int]:
        """The lines of the paragraph that ends above a line, blank lines between them or not; at most a few."""
        lines: list[int] = []
        number = self._written_before(number)
        while number and self.outline.line(number).strip() and not self.outline.is_code(number) and len(lines) < 5:
            if self.outline.separates(number):
                break
            lines.insert(0, number)
            number -= 1
        return lines

    def _links_below(self, heading: Heading) -> list[LinkLine]:
        written = self.outline.written
        rank = bisect_left(written, heading.last + 1)
        links = []
        for number in written[rank : rank + _LINK_WITHIN]:
            if self.outline.is_code(number) or self.outline.line(number).startswith("#"):
                break
            link = read_link_line(self.outline.line(number))
            if link is not None:
                links.append(link)
        return links

    def _continues(self, section: Heading) -> bool:
        """Whether a section goes on with the numbering of the paper that is open."""
        return self.number is not None and section.number is not None and section.number >= max(self.number, 2)

    def _section_below(self, number: int) -> Heading | None:
        """The next heading below a line, if it is a section's."""
        headings = self.outline.headings
        rank = bisect_right(headings, number, key=lambda heading: heading.first)
        below = headings[rank] if rank < len(headings) else None
        return below if below is not None and below.level == 2 else None


def _names_one_paper(links: list[LinkLine], apart: bool) -> bool:
    """Whether the addresses are a paper's own. Several papers under a heading inside a body are a list of references."""
    ids = {each for link in links for each in link.ids}
    return bool(ids) and (apart or len(ids) == len({each.scheme for each in ids}))
