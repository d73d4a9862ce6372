"""What the pages show that look at the whole library at once: the graph, the months, what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from papersite.views.frame import Frame
from papersite.views.parts import Chip, PaperLink, Part


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A paper of the graph and the first of those it is joined with; `count` are all of them, `more` those left out."""

    anchor: str  # on the page: `paper=<slug>`, which the picture reads as the paper to look at
    paper: PaperLink
    cites: tuple[PaperLink, ...]
    cited_by: tuple[PaperLink, ...]
    related: tuple[PaperLink, ...]
    count: int
    more: int


@dataclass(frozen=True, slots=True)
class GraphView:
    """The graph of the library: the numbers of its edges, where its values are (`file`), and its papers as a list."""

    frame: Frame
    file: str
    count: int  # of all papers
    cites: int
    related: int
    papers: tuple[Surroundings, ...]  # those that are joined with any


@dataclass(frozen=True, slots=True)
class TimelineMonth:
    """A month of the notes: how many papers it has, and that as a share of the fullest month's, in hundredths."""

    first: dt.date
    count: int
    share: int
    url: str  # where it stands in the list of all papers
    tags: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class TimelineYear:
    """The months of a year that have papers, the latest first."""

    year: int
    count: int
    months: tuple[TimelineMonth, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """When the notes were written; `undated` are the papers of which no note says when."""

    frame: Frame
    years: tuple[TimelineYear, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Change:
    """A change: a `new` paper, another `note` about a known one, or a note that was `updated`. `url` leads to the note."""

    kind: str
    paper: PaperLink
    url: str
    format: str
    writer: str


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """What changed on a day."""

    day: dt.date
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ChangeMonth:
    """What changed in a month, the latest first."""

    first: dt.date | None
    days: tuple[ChangeDay, ...]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changed, the latest first; `undated` are the papers whose notes say nothing of when."""

    frame: Frame
    part: Part
    months: tuple[ChangeMonth, ...]
    undated: int
