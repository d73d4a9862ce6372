"""The sitemap's view: every page that has an address of its own, and the last day of the notes it shows.

Redirects and the page for what is lost are none. A page of several papers changes with the newest of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

from papersite.exports.sitemap import MOST, Place, SitemapView, write_sitemap
from papersite.plan.addresses import HOME, TAGS, href, path_of
from papersite.plan.days import last_day, newest_day
from papersite.plan.shelf import Shelf
from papersite.plan.wishes import ExportWish

INDEX = PurePosixPath("sitemap.xml")


def plan_sitemap(pages: Sequence[str], most: int = MOST) -> Iterator[ExportWish]:
    """The sitemap of some pages by their addresses: one file, or more under an index."""
    if len(pages) <= most:
        yield ExportWish(INDEX, write_sitemap, partial(_part, pages))
        return
    parts = {f"/sitemap-{number}.xml": pages[at : at + most] for number, at in enumerate(range(0, len(pages), most), start=1)}
    for url, part in parts.items():
        yield ExportWish(path_of(url), write_sitemap, partial(_part, part))
    yield ExportWish(INDEX, write_sitemap, partial(_index, parts))


def _part(pages: Sequence[str], shelf: Shelf, _of: str) -> SitemapView:
    days = shelf.shared(_days)
    return SitemapView(tuple(Place(shelf.base_url + href(url), days.get(url, days[HOME])) for url in pages))


def _index(parts: Mapping[str, Sequence[str]], shelf: Shelf, _of: str) -> SitemapView:
    days = shelf.shared(_days)
    newest = {
        url: max((day for page in part if (day := days.get(page, days[HOME]))), default=None) for url, part in parts.items()
    }
    return SitemapView(tuple(Place(shelf.base_url + href(url), day) for url, day in newest.items()), is_index=True)


def _days(shelf: Shelf) -> Mapping[str, dt.date | None]:
    """The last day of the front page, and of each page that does not show all papers as that one does."""
    days = {HOME: newest_day(shelf.library.records)}
    days |= {record.url: last_day(record) for record in shelf.library.records}
    days |= {f"{TAGS}{slug}/": newest_day(records) for slug, records in shelf.tagged.items()}
    for groups in (shelf.authors, shelf.venues, shelf.years):
        days |= {group.url: newest_day(group.records) for group in groups.values()}
    return days
