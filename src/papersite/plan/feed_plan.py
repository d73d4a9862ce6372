"""Which feeds a site has, where they stand, and which go with which page.

A feed has to name itself and its entries by whole addresses (RFC 4287, sections 4.2.6 and 4.2.7.2), so a site that does not
know its own has none. A paper without a day is in no feed, for an entry has to have one (4.1.2); a tag or an author without
such a paper has no feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from papersite.config import Feeds
from papersite.plan.addresses import AUTHORS, HOME, PAPERS, TAGS, href
from papersite.views import FeedLink

SUFFIXES = {"atom": "xml", "json": "json"}
_KINDS = {TAGS: "tag", AUTHORS: "author"}


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to be: its kind, the slug of its tag or author, the page it goes with, and its address without a suffix."""

    kind: str
    of: str
    page: str
    stem: str


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """The feeds of a site: those of all papers, and the pages that have one of their own."""

    settings: Feeds
    of_site: tuple[Feed, ...] = ()
    pages: frozenset[str] = frozenset()

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms in which each feed is written."""
        return tuple(form for form in SUFFIXES if getattr(self.settings, form))

    def all(self) -> Iterator[Feed]:
        """Every feed, in a fixed order."""
        yield from self.of_site
        yield from map(_of_page, sorted(self.pages))


def feed_plan(
    settings: Feeds,
    has_address: bool,
    dated: Sequence[bool],
    tagged: Sequence[tuple[str, Sequence[int]]],
    authors: Sequence[tuple[str, Sequence[int]]],
) -> FeedPlan:
    """The feeds of a library: of its records, whether they have a day; of its tags and authors, slugs and places of records."""
    if not has_address or not any(dated) or not (settings.atom or settings.json):
        return FeedPlan(settings)
    of_site = (Feed("all", "", HOME, "/feed"), Feed("changes", "", HOME, "/changes"))
    pages = frozenset(
        f"{base}{slug}/"
        for base, wanted, groups in ((TAGS, settings.tags, tagged), (AUTHORS, settings.authors, authors))
        for slug, places in (groups if wanted else ())
        if any(dated[place] for place in places)
    )
    return FeedPlan(settings, of_site if settings.changes else of_site[:1], pages)


def feed_links(plan: FeedPlan, url: str, name_of: Callable[[Feed], str]) -> tuple[FeedLink, ...]:
    """The feeds that go with a page: its own, and the site's; that of changes with the pages that list all papers."""
    own = (_of_page(url),) if url in plan.pages else ()
    shared = (feed for feed in plan.of_site if feed.kind == "all" or url in (HOME, PAPERS))
    return tuple(
        FeedLink(feed.kind, form, href(f"{feed.stem}.{SUFFIXES[form]}"), name_of(feed))
        for feed in (*own, *shared)
        for form in plan.forms
    )


def _of_page(url: str) -> Feed:
    base, slug = next((base, url.removeprefix(base).removesuffix("/")) for base in _KINDS if url.startswith(base))
    return Feed(_KINDS[base], slug, url, f"{url}feed")
