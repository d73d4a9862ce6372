"""What a paper's page shows: its notes, what they cite, who cites it, what is near."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import PurePosixPath

from papersite.model import Body, Kind, Reference
from papersite.views.frame import Frame
from papersite.views.parts import Anchor, Chip, Excerpt, OutLink, PaperLink


@dataclass(frozen=True, slots=True)
class ImageView:
    """An image that a note may show: the way from the note's file to it, its address from the page, its size in pixels."""

    path: str
    url: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class NoteView:
    """One note of a paper. Its Markdown becomes HTML in the render stage; `targets` are pairs of reference key and address."""

    anchor: str
    format: str
    kind: Kind
    lang: str
    body: Body
    references: tuple[Reference, ...]
    targets: tuple[tuple[str, str], ...]
    images: tuple[ImageView, ...]
    source: PurePosixPath
    first_line: int
    last_line: int
    writer: str = ""
    date: dt.date | None = None
    updated: dt.date | None = None
    machine_written: bool = False


@dataclass(frozen=True, slots=True)
class CitedElsewhere:
    """A paper that has no page here, as notes cite it or a registry knows it; `link` is where it is or may be found."""

    title: str
    lang: str
    author: str = ""
    published: str = ""  # venue and year
    relation: str = ""
    link: OutLink | None = None
    more_authors: int = 0


@dataclass(frozen=True, slots=True)
class CitedHere:
    """A paper that has a page, and the heading of the list that names it, if any."""

    paper: PaperLink
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A paper whose notes name this one, and what they say where they do. `url` leads to that very note."""

    paper: PaperLink
    url: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A related paper, and why: pairs of reason (a key of the strings) and detail."""

    paper: PaperLink
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """The next newer and older paper that carry a tag."""

    chip: Chip
    newer: PaperLink | None
    older: PaperLink | None


@dataclass(frozen=True, slots=True)
class Registered:
    """What registries say of a paper beyond what the notes do: the abstract and who gave it, subjects, the day it came out."""

    abstract: str
    lang: str  # of the abstract
    source: str  # a name; empty where it is not known
    categories: tuple[str, ...]
    published: dt.date | None


@dataclass(frozen=True, slots=True)
class PaperView:
    """All that the notes say about one paper. `meta` are the names and contents of the head's citation fields, `json_ld` is the
    text of its script of that type.
    """

    frame: Frame
    paper: PaperLink
    kind: Kind
    lang: str
    authors: tuple[Anchor, ...]
    venue: Anchor | None
    year: Anchor | None
    date: dt.date | None
    updated: dt.date | None
    links: tuple[OutLink, ...]
    tags: tuple[Chip, ...]
    summary: str
    summary_lang: str
    summary_by_machine: bool
    registered: Registered | None
    notes: tuple[NoteView, ...]
    cites: tuple[CitedHere, ...]
    cites_elsewhere: tuple[CitedElsewhere, ...]
    cited_by: tuple[Mention, ...]
    related: tuple[Near, ...]
    newer: PaperLink | None
    older: PaperLink | None
    beside: tuple[Beside, ...]
    meta: tuple[tuple[str, str], ...]
    json_ld: str
    cite_key: str
