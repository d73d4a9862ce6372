"""Small parts that many pages share: names with addresses, tags to click, cards of papers, parts of long lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


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


def part_url(whole: str, number: int) -> str:
    """The address of a page of a list, counted from 1: those behind the first stand below it."""
    return whole if number == 1 else f"{whole}page/{number}/"


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a list that is cut into pages, and the places of its first and last entry."""

    url: str  # of this page, as people read it
    whole: str  # the address of the first page, and so of the list
    number: int  # from 1
    first: int
    last: int
    total: int
    each: int  # entries of a full page
    count: int  # of the pages

    @property
    def near(self) -> tuple[tuple[int, str], ...]:
        """The first page, the last, and those about this one."""
        about = {1, *range(max(1, self.number - 2), min(self.count, self.number + 2) + 1), self.count}
        return tuple((number, part_url(self.whole, number)) for number in sorted(about))

    @property
    def newer(self) -> str:
        """The page before this one; empty for the first."""
        return part_url(self.whole, self.number - 1) if self.number > 1 else ""

    @property
    def older(self) -> str:
        """The page behind this one; empty for the last."""
        return part_url(self.whole, self.number + 1) if self.number < self.count else ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of a note, cut around the words that name a paper."""

    before: str
    mark: str
    after: str
    lang: str
