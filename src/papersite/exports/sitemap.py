"""The sitemap: every page that has an address of its own, and the day of its newest note (https://www.sitemaps.org/protocol.html).

A file holds 50,000 addresses at most; more of them are files of their own, and sitemap.xml is their index.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from xml.etree import ElementTree

from papersite.exports.wellformed import add, document

MOST = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Place:
    """A page, or a sitemap of its own: its absolute address, and the last day of change, if any is known."""

    url: str
    changed: dt.date | None


@dataclass(frozen=True, slots=True)
class SitemapView:
    """The places of one file; of an index they are sitemaps."""

    places: tuple[Place, ...]
    is_index: bool = False


def write_sitemap(view: SitemapView) -> bytes:
    """A sitemap, or an index of sitemaps."""
    outer, inner = ("sitemapindex", "sitemap") if view.is_index else ("urlset", "url")
    root = ElementTree.Element(outer, {"xmlns": _NAMESPACE})
    for place in view.places:
        entry = add(root, inner)
        add(entry, "loc", place.url)
        if place.changed:
            add(entry, "lastmod", place.changed.isoformat())
    return document(root)
