"""Files that are planned and not yet made: each says where it will stand, and from what on the shelf it is made when asked for.

Which files there are depends on few things (`Contents`), and changes seldom; what is in them changes with every note. So a
preview keeps the wishes while it renews the shelf, and makes of 10,000 pages the one that is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from papersite.model import Record, Term, Texts
from papersite.plan.addresses import path_of
from papersite.plan.feed_plan import FeedPlan
from papersite.plan.shelf import Shelf
from papersite.remembering.last_round import LastRound
from papersite.views import Export, Page, SiteView, View, Volume


@dataclass(frozen=True, slots=True)
class Contents:
    """All that decides which files there are: by slug, and the tags of each paper as its notes write them, too."""

    site: SiteView
    base_url: str
    base_path: str
    papers: tuple[tuple[str, tuple[str, ...]], ...]  # slug, aliases
    terms: tuple[Term, ...]
    tagged: tuple[str, ...]
    authors: tuple[str, ...]
    venues: tuple[str, ...]
    years: tuple[str, ...]
    written_tags: tuple[tuple[str, ...], ...]
    feeds: FeedPlan
    cname: str
    long_lists: tuple[tuple[str, int], ...]  # address, pages

    @property
    def slugs(self) -> tuple[str, ...]:
        """All papers, in the order of the library."""
        return tuple([slug for slug, _ in self.papers])


def contents_of(shelf: Shelf, last: LastRound | None = None) -> Contents:
    """What decides which files there are on a site with this shelf."""
    last, records = last or LastRound(), shelf.library.records
    return Contents(
        site=shelf.site,
        base_url=shelf.base_url,
        base_path=shelf.base_path,
        papers=last.each(_name_and_aliases, records),
        terms=shelf.library.terms,
        tagged=tuple(shelf.tagged),
        authors=tuple(shelf.authors),
        venues=tuple(shelf.venues),
        years=tuple(shelf.years),
        written_tags=last.each(_written_tags, records),
        long_lists=shelf.long_lists,
        feeds=shelf.feeds,
        cname=shelf.cname,
    )


def _name_and_aliases(record: Record) -> tuple[str, tuple[str, ...]]:
    return record.slug, record.aliases


def _written_tags(record: Record) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for note in record.notes for tag in note.tags))


@dataclass(frozen=True, slots=True)
class PageWish:
    """A page to be. `view` makes what it shows of the shelf and of what the page is `of`: a slug, or an address it leads to."""

    url: str
    template: str
    view: Callable[[Shelf, str], View]
    of: str = ""
    texts: Texts = Texts.NONE

    @property
    def path(self) -> PurePosixPath:
        """The file."""
        return path_of(self.url)

    def made(self, shelf: Shelf) -> Page:
        """The page."""
        return Page(self.url, self.path, self.template, self.view(shelf, self.of))


@dataclass(frozen=True, slots=True)
class ExportWish:
    """A file to be that no template makes: the function that writes it, and the one that makes what that function sees.

    Where it shows the texts of some papers, `papers` tells their slugs by what is seen.
    """

    path: PurePosixPath
    write: Callable[..., bytes]
    view: Callable[[Shelf, str], object]
    of: str = ""
    texts: Texts = Texts.NONE
    needs_prose: bool = False
    remembered: bool = False
    papers: Callable[[Any], tuple[str, ...]] | None = None

    def made(self, shelf: Shelf) -> Export:
        """The file."""
        view = self.view(shelf, self.of)
        papers = self.papers(view) if self.papers else ()
        return Export(self.path, self.write, view, self.needs_prose, self.remembered, papers)


@dataclass(frozen=True, slots=True)
class VolumeWish:
    """A file to be that is a chapter for each of some papers, by slug: what binds the chapters, what each shows, and the
    function that writes one.
    """

    path: PurePosixPath
    papers: tuple[str, ...]
    binding: Callable[[Shelf], tuple[bytes, bytes, bytes]]
    write: Callable[..., bytes]
    view: Callable[[Shelf, str], object]
    needs_prose: bool = False
    texts: Texts = Texts.EACH
    of: str = ""

    def made(self, shelf: Shelf, standing: Sequence[bytes | None] = ()) -> Volume:
        """The file. What chapters show is not made where they are known to stand."""
        known = standing or [None] * len(self.papers)
        chapters = [
            self.view(shelf, slug) if chapter is None else chapter for slug, chapter in zip(self.papers, known, strict=True)
        ]
        return Volume(self.path, self.binding(shelf), self.write, tuple(chapters), self.needs_prose)


Wish: TypeAlias = PageWish | ExportWish | VolumeWish
