"""What the pages of many papers show: the front page, lists, tags, authors, venues, years, and what is still to read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from papersite.views.frame import Frame
from papersite.views.paper import CitedElsewhere
from papersite.views.parts import Anchor, Card, Chip, Counted, Month, PaperLink, Part


@dataclass(frozen=True, slots=True)
class UnreadPaper:
    """A paper that notes cite and none is about, and the papers whose notes cite it."""

    paper: CitedElsewhere
    cited_by: tuple[PaperLink, ...]


@dataclass(frozen=True, slots=True)
class TagBranch:
    """A tag and the tags below it."""

    chip: Chip
    children: tuple[TagBranch, ...] = ()


@dataclass(frozen=True, slots=True)
class MapTopic:
    """A topic on the map, from 1 to 5 as it has papers."""

    chip: Chip
    size: int


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area of the map: a wide topic, the first of those below it, and how many more there are."""

    chip: Chip
    topics: tuple[MapTopic, ...]
    more: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page: what this library is, and where to begin."""

    frame: Frame
    papers: int
    notes: int
    first: dt.date | None
    last: dt.date | None
    languages: tuple[tuple[str, int], ...]  # language of the notes, number of papers
    recent: tuple[Card, ...]
    cited: tuple[tuple[PaperLink, int], ...]  # the most cited, and by how many
    unread: tuple[UnreadPaper, ...]
    unread_count: int
    map: tuple[MapArea, ...]
    lone: tuple[Chip, ...]  # topics without


@dataclass(frozen=True, slots=True)
class PapersView:
    """All papers, newest first. `years` are the years of the notes, and where each begins."""

    frame: Frame
    part: Part
    file: str  # says what each paper can be narrowed by
    facets: tuple[str, ...]  # the kinds of facts that tell papers apart
    years: tuple[Anchor, ...]
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class TagsView:
    """All tags, as the vocabulary's tree; then those that are venues, and those that say something of the notes."""

    frame: Frame
    count: int
    topics: tuple[TagBranch, ...]  # those with others below them
    lone: tuple[Chip, ...]
    venues: tuple[Chip, ...]
    meta: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag: the papers that carry it or one below it. `trail` leads from the top of the vocabulary down to it."""

    frame: Frame
    chip: Chip
    aliases: tuple[str, ...]
    trail: tuple[Chip, ...]
    parents: tuple[Chip, ...]
    children: tuple[Chip, ...]
    near: tuple[Chip, ...]  # the tags most often beside it
    part: Part
    facet: str  # the list of all papers, narrowed to these
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class IndexSection:
    """A stretch of an index under one heading: a letter, or nothing."""

    name: str
    id: str
    entries: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """All authors, venues or years. `kind` is one of these words; `frequent` repeats the largest ones of a long index."""

    frame: Frame
    kind: str
    part: Part
    frequent: tuple[Counted, ...]
    letters: tuple[Anchor, ...]  # where each section begins
    sections: tuple[IndexSection, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """The papers of one author, venue or year."""

    frame: Frame
    kind: str  # author, venue, year
    name: str
    count: int
    spellings: tuple[str, ...]  # other ways the notes write the name
    tags: tuple[Chip, ...]
    people: tuple[Counted, ...]
    part: Part
    facet: str  # the list of all papers, narrowed to these
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class UnreadView:
    """What the notes cite and nobody has noted yet, the most cited first; stretches of one number of citing papers."""

    frame: Frame
    part: Part
    stretches: tuple[tuple[int, tuple[UnreadPaper, ...]], ...]
