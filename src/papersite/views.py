"""What a template sees: one frozen view per template, and the page that carries it.

A page is a pure function of its view. So a view holds ready values only: small cards instead of records, addresses instead
of slugs, and no word of the interface (those are the template's, by `strings`). Addresses of the site's own pages stand from
the site's root without a leading slash and percent-encoded; a template puts `frame.root` before them. A type for what has a
page and another for what has none keep a template from linking to what does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol, TypeAlias

from papersite.config import NavLink
from papersite.model import Body, Heading, Kind, Reference

# ── what every page has around it ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SiteView:
    """What is the same on every page. `assets` are pairs of name below static/ and address with a content hash."""

    title: str
    description: str
    lang: str
    author: str
    sections: tuple[str, ...]  # of the navigation, in order; those without a page are left out
    links: tuple[NavLink, ...]
    assets: tuple[tuple[str, str], ...]
    exports: tuple[str, ...] = ()  # the names of those in site.toml that are on
    more: tuple[str, ...] = ()  # pages that the footer leads to
    logo: str = ""  # name below static/
    logo_dark: str = ""  # its stand-in in the dark scheme


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed of the site. Its kind is `all`, `changes`, `tag` or `author`, its form `atom` or `json`, its name the tag's or
    the author's.
    """

    kind: str
    form: str
    url: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's place on the site: `root` leads from the page to the site's root and ends in a slash."""

    site: SiteView
    url: str
    root: str
    canonical: str = ""  # absolute; empty where the site's address is not known
    section: str = ""  # of the navigation; empty for none
    image: str = ""  # absolute address of the page's picture; empty for none
    feeds: tuple[FeedLink, ...] = ()  # that go with the page, the nearest first


# ── small parts that many pages share ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Anchor:
    """A page of the site by its name."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A page of the site by its name, and how many papers it holds."""

    name: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class OutLink:
    """A page elsewhere. Its kind is `paper`, `pdf`, `code`, `page`, or `search` where only a search can be offered."""

    label: str
    url: str
    kind: str = "page"


@dataclass(frozen=True, slots=True)
class Chip:
    """A tag: its name in the site's language, and in the other one where that differs."""

    url: str
    label: str
    other: str = ""
    other_lang: str = ""
    kind: str = "topic"
    count: int = 0


@dataclass(frozen=True, slots=True)
class PaperLink:
    """A paper that has a page, in a line: title and whose it is. `provisional` says why a title is none: see TitleSource."""

    url: str
    title: str
    lang: str  # of the title
    provisional: str = ""  # `derived` or `placeholder`
    authors: tuple[str, ...] = ()  # the first few
    more_authors: int = 0
    published: str = ""  # venue and year


@dataclass(frozen=True, slots=True)
class Card:
    """A paper in a list. Nothing here depends on a note's body, so that editing a body changes no list."""

    paper: PaperLink
    date: dt.date | None
    lang: str  # of the notes
    tags: tuple[Chip, ...] = ()
    summary: str = ""
    summary_lang: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """The papers of a month, newest first; None for those whose notes have no date. `count` are all of it, also elsewhere."""

    first: dt.date | None
    cards: tuple[Card, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a list that is cut into pages: the places of its first and last entry, and the addresses of all pages."""

    url: str  # of this page, as people read it
    number: int  # from 1
    first: int
    last: int
    total: int
    each: int  # entries of a full page
    pages: tuple[str, ...]

    @property
    def near(self) -> tuple[tuple[int, str], ...]:
        """The first page, the last, and those about this one."""
        numbered = enumerate(self.pages, start=1)
        return tuple(
            (number, url) for number, url in numbered if number in (1, len(self.pages)) or abs(number - self.number) <= 2
        )

    @property
    def newer(self) -> str:
        """The page before this one; empty for the first."""
        return self.pages[self.number - 2] if self.number > 1 else ""

    @property
    def older(self) -> str:
        """The page behind this one; empty for the last."""
        return self.pages[self.number] if self.number < len(self.pages) else ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of a note, cut around the words that name a paper."""

    before: str
    mark: str
    after: str
    lang: str


# ── one view per template ────────────────────────────────────────────────────────────────────────────────────────────


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


@dataclass(frozen=True, slots=True)
class RedirectView:
    """An address that was: where it leads now."""

    frame: Frame
    target: str  # relative, as a browser follows it
    canonical: str  # absolute where the site's address is known, else as target


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page for addresses that lead nowhere."""

    frame: Frame
    recent: tuple[PaperLink, ...]


View: TypeAlias = (
    HomeView
    | PapersView
    | PaperView
    | TagsView
    | TagView
    | IndexView
    | GroupView
    | UnreadView
    | GraphView
    | TimelineView
    | ChangesView
    | RedirectView
    | NotFoundView
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be: its address from the site's root, the file it becomes, its template, and all that template sees."""

    url: str
    path: PurePosixPath
    template: str
    view: View


class Prose(Protocol):
    """What turns notes into texts: remembered, so that a note that stands in many files is read once."""

    def html(self, note: NoteView, number: int) -> str:
        """The note of a paper, counted from 0, as its page shows it."""

    def text(self, markdown: str) -> str:
        """A note's Markdown as plain text."""

    def headings(self, markdown: str) -> tuple[Heading, ...]:
        """The headings of a note's Markdown."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be that no template makes: the file, the function of a module that writes it, and all that function sees.

    Like a page it is a pure function of a frozen value, so it may be written later, elsewhere, or not at all. A function that
    shows notes also gets what reads their Markdown, if the export says that it `needs_prose`. What takes long to write is
    `remembered` by the function's name and the view; such a function needs no prose.
    """

    path: PurePosixPath
    write: Callable[..., bytes]
    view: object
    needs_prose: bool = False
    remembered: bool = False

    @property
    def bytes(self) -> bytes:
        """The file's bytes, of an export that needs no prose."""
        return self.write(self.view)
