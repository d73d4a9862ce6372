"""The sitemap: which addresses it holds, on which day each changed, and what becomes of too many."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from papersite.exports.sitemap import Place, SitemapView, write_sitemap

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_page_is_an_address_and_its_day() -> None:
    view = SitemapView((Place("https://mio.example/a/?x=1&y=2", dt.date(2024, 3, 19)), Place("https://mio.example/b/", None)))
    root = ElementTree.fromstring(write_sitemap(view))
    assert root.tag == f"{NS}urlset"
    assert [(url.findtext(f"{NS}loc"), url.findtext(f"{NS}lastmod")) for url in root.findall(f"{NS}url")] == [
        ("https://mio.example/a/?x=1&y=2", "2024-03-19"),
        ("https://mio.example/b/", None),
    ]


def test_an_index_names_sitemaps() -> None:
    root = ElementTree.fromstring(
        write_sitemap(SitemapView((Place("https://mio.example/sitemap-1.xml", None),), is_index=True))
    )
    assert root.tag == f"{NS}sitemapindex"
    assert [each.findtext(f"{NS}loc") for each in root.findall(f"{NS}sitemap")] == ["https://mio.example/sitemap-1.xml"]
