"""Every type that flows from a dump to a page; imports nothing local.

    Source ─▶ Parsed(Note …) ─▶ Record ─▶ Library ─▶ Page(view) ─▶ Artefact

All values are frozen, slotted and made of tuples, so that equal values are equal pages and can be remembered by value.
A reference as written (`Reference`) and a reference resolved (`Link`) are different types: a template can't link to what
does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import PurePosixPath

# ── where text stands ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where a text stands: a path relative to the site's root, and 1-based line numbers, both ends included."""

    path: PurePosixPath
    first_line: int = 1
    last_line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.first_line}"


class Severity(StrEnum):
    """How much a problem matters: an error loses something a reader wanted, a warning is worth a look, info is a fact."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong that does not stop the build. `kind` is a stable, documented name such as `missing-date`."""

    kind: str
    message: str
    origin: Origin | None = None
    severity: Severity = Severity.WARNING


# ── what is read ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Source:
    """One file under notes/: its path relative to the site's root, its bytes, and the text they decode to.

    `text` has `\\n` line ends only, no byte order mark, and stands in Unicode as written (nothing is normalised).
    """

    path: PurePosixPath
    data: bytes
    text: str
    encoding: str = "utf-8"
    problems: tuple[Problem, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The lines of the text, without line ends; line number n is `lines[n - 1]`. Only `\\n` ends a line."""
        return self.text.split("\n")

    def origin(self, first_line: int, last_line: int | None = None) -> Origin:
        """The place of some lines of this source, 1-based, both ends included."""
        return Origin(self.path, first_line, first_line if last_line is None else last_line)


class Confidence(IntEnum):
    """How sure a format is that a source is one of its own. The surest wins; ties go to the earlier in `FORMATS`."""

    NO = 0
    POSSIBLE = 1  # nothing speaks against it
    LIKELY = 2  # several marks of the structure
    CERTAIN = 3  # the structure's own signature


class Kind(StrEnum):
    """What a note is about."""

    PAPER = "paper"
    ARTICLE = "article"
    SOFTWARE = "software"


class TitleSource(StrEnum):
    """Where a title comes from, the surest first."""

    OVERRIDE = "override"  # the user says it in review.toml
    FRONT_MATTER = "front-matter"
    STATED = "stated"  # the dump says it
    FETCHED = "fetched"  # a registry says it of the note's identifier
    CITED = "cited"  # another note's citation names this very paper
    DERIVED = "derived"  # taken from the text
    PLACEHOLDER = "placeholder"  # date and tags


# Characters of a body that are read as Markdown and for what it cites. A book has a million; what is longer is a log or a
# database, of which every character would cost some twenty microseconds and two hundred bytes. It is shown as it stands.
LONGEST_BODY = 2_000_000


@dataclass(frozen=True, slots=True)
class Body:
    """A note's Markdown, and for each of its lines (split at `\\n`) the 1-based source line it came from; 0 for none."""

    text: str = ""
    lines: tuple[int, ...] = ()


class IdScheme(StrEnum):
    """The registries whose identifiers name one paper."""

    ARXIV = "arxiv"
    DOI = "doi"
    OPENREVIEW = "openreview"
    ACL = "acl"


@dataclass(frozen=True, slots=True, order=True)
class PaperId:
    """An identifier of one paper in canonical form: no version, folded case where the registry ignores case."""

    scheme: IdScheme
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True)
class Cited:
    """A paper that a dump's own structure lists beside a note ("more from the authors", "similar articles")."""

    title: str
    authors: tuple[str, ...] = ()
    text: str = ""  # what the dump says of it
    relation: str = ""  # the list's heading, as written
    line: int = 0


@dataclass(frozen=True, slots=True)
class PaperMetadata:
    """What a registry says about one paper. Absent is empty or None; `found` is false if the registry knows no such paper."""

    source: str  # the registry's name: arxiv, crossref, openreview
    title: str = ""
    authors: tuple[str, ...] = ()
    abstract: str = ""
    published: dt.date | None = None
    venue: str = ""
    categories: tuple[str, ...] = ()
    doi: str = ""
    found: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """What one dump says about one paper, as found. Absent is None or empty, never a guess.

    `field_lines` are the source lines that became fields; together with the body's they account for the note's lines.
    `machine_written` names the parts that a machine wrote: `summary`, `body`.
    """

    format: str
    origin: Origin
    body: Body = Body()
    title: str | None = None
    title_source: TitleSource | None = None
    authors: tuple[str, ...] = ()
    date: dt.date | None = None
    updated: dt.date | None = None
    tags: tuple[str, ...] = ()  # as written, without `#`
    ids: tuple[PaperId, ...] = ()  # of the paper itself, never of a cited one
    arxiv_version: int | None = None
    urls: tuple[str, ...] = ()  # of the paper itself: its pages, code, project
    venue: str | None = None
    year: int | None = None
    lang: str = "ja"  # BCP 47 primary tag
    writer: str | None = None
    kind: Kind = Kind.PAPER
    summary: str | None = None
    listed: tuple[Cited, ...] = ()
    aliases: tuple[str, ...] = ()  # other urls this note was known by
    slug: str | None = None  # asked for by front matter
    draft: bool = False
    machine_written: tuple[str, ...] = ()
    field_lines: tuple[int, ...] = ()
    imported_from: Origin | None = None  # where it stood in the dump that it was imported from; see `importing`
    metadata: tuple[PaperMetadata, ...] = ()  # what registries say of the paper, added to what the dump says

    @property
    def place(self) -> Origin:
        """Where the text was first read: in its dump, if it was imported from one. What orders notes, so that importing a
        dump moves nothing.
        """
        return self.imported_from or self.origin


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line of a source that is boilerplate of its format, and the rule that dropped it."""

    line: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a format made of one source: its notes, what it dropped and why, and what was damaged.

    A source that was `passed_over` holds no notes, as an image does not; its lines are accounted for by nobody.
    """

    notes: tuple[Note, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    problems: tuple[Problem, ...] = ()
    passed_over: bool = False


# ── what notes say of other papers ───────────────────────────────────────────────────────────────────────────────────


class ReferenceForm(StrEnum):
    """How a reference is written."""

    CITATION = "citation"  # `[Paper Note] Title, Author+, Venue'YY`, or such an entry without the mark
    LISTED = "listed"  # an entry of a reference section, or of a list beside the note
    URL = "url"  # a bare or linked address of a paper
    WIKILINK = "wikilink"
    PATH = "path"  # a relative Markdown link to another note's file
    KEY = "key"  # `@arxiv:1706.03762`, `[@key]`


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a paper, as written in a note's body.

    `key` says what is meant, as a function of the reference alone: `arxiv:1706.03762`, `doi:…`, `openreview:…`, `acl:…`,
    `title:<folded title>`, `wiki:<folded name>`, `path:<path relative to notes/>`, and `author:<folded author and year>` for an
    entry that names no title. The rendered body carries the same key in `data-ref`, so that rendering does not depend on
    other notes.
    """

    key: str
    text: str
    form: ReferenceForm
    start: int  # offsets into `Body.text`; both 0 for an entry that stands beside the body
    end: int
    line: int  # 1-based line of the source; 0 if unknown
    title: str | None = None
    author: str | None = None  # the first author, as written
    venue: str | None = None
    year: int | None = None
    id: PaperId | None = None
    context: str = ""  # the sentence or list entry around it, plain text
    relation: str = ""  # the heading of the list it stands in


# ── one paper ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a record, and where it comes from."""

    field: str
    value: str
    source: str  # `front-matter`, `stated`, `override`, `tag`, `id`, …
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One paper: everything the notes about it say, merged by a written order of trust (see `records`)."""

    slug: str
    title: str
    title_source: TitleSource
    notes: tuple[Note, ...]
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    date: dt.date | None = None  # of the newest note
    updated: dt.date | None = None
    ids: tuple[PaperId, ...] = ()
    arxiv_version: int | None = None
    urls: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()  # slugs of terms
    kind: Kind = Kind.PAPER
    lang: str = "ja"
    summary: str | None = None
    abstract: str | None = None  # of the paper itself
    categories: tuple[str, ...] = ()  # of the registry that published it
    published: dt.date | None = None  # the paper itself
    aliases: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = field(default=(), repr=False)

    def id(self, scheme: IdScheme) -> str | None:
        """The record's identifier in a registry, or None."""
        return next((i.value for i in self.ids if i.scheme is scheme), None)

    @property
    def url(self) -> str:
        """The page's path from the site's root: `/papers/<slug>/`."""
        return f"/papers/{self.slug}/"


# ── how records hang together ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Link:
    """A resolved reference: the record `source` names the record `target` in its note number `note` (from 0)."""

    source: str
    target: str
    note: int
    reference: Reference


@dataclass(frozen=True, slots=True)
class Related:
    """A record near another one, how near (larger is nearer), and why: pairs of reason and detail."""

    slug: str
    weight: float
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A paper that notes cite but none is about."""

    key: str
    title: str
    author: str | None
    venue: str | None
    year: int | None
    id: PaperId | None
    cited_by: tuple[str, ...]  # slugs of records, in the order of the library
    authors: tuple[str, ...] = ()  # all of them, where a registry says who they are


@dataclass(frozen=True, slots=True)
class Term:
    """A tag of the site: one idea, however the notes spell it."""

    slug: str
    en: str
    ja: str
    parents: tuple[str, ...] = ()  # slugs of terms
    aliases: tuple[str, ...] = ()  # as written in notes or in the vocabulary
    kind: str = "topic"  # topic, venue, meta
    hidden: bool = False  # the site's owner does not want it shown


@dataclass(frozen=True, slots=True)
class Library:
    """All records, joined. Records stand newest first, then by slug; everything here is in a fixed order."""

    records: tuple[Record, ...]
    references: tuple[tuple[tuple[Reference, ...], ...], ...]  # per record, per note
    links: tuple[Link, ...]
    resolved: tuple[tuple[str, str], ...]  # reference key, slug of the record it means
    unread: tuple[Unread, ...]
    terms: tuple[Term, ...]
    related: Sequence[tuple[Related, ...]]  # per record; found when asked for
    problems: tuple[Problem, ...]


# ── what is published ────────────────────────────────────────────────────────────────────────────────────────────────


class Texts(StrEnum):
    """The notes whose text a file shows: their bodies, and on which lines they stand.

    What else a file shows of notes is said by any. A file is not made anew for a text that it does not show (see `standing`).
    """

    NONE = "none"
    OWN = "own"  # of the paper that the file is of
    SOME = "some"  # of papers that the file names when it is made, the same ones whatever they say
    EACH = "each"  # of every paper, each in a chapter that shows no other
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a rendered body: its level in the note's own Markdown (1 to 6), its text without markup, its id."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file of the published site: its path below the output folder, and its bytes."""

    path: PurePosixPath
    data: bytes
