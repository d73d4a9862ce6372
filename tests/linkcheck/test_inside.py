"""Links within a site: what each kind of file points to, and what of it is not there."""

from __future__ import annotations

import json
import zlib
from pathlib import PurePosixPath

import pytest

from papersite.linkcheck.inside import broken_links, leaving_links
from papersite.linkcheck.reading import read_pointers

BASE = "https://mio.example/notes/"
PAGE = b'<!doctype html><html><body id="top-of-all"><h1 id="\xe6\x89\x8b\xe9\xa0\x86">x</h1><a name="old"></a></body></html>'
SITE = {
    "index.html": PAGE,
    "papers/a/index.html": PAGE,
    "tags/強化学習/index.html": PAGE,
    "static/x.css": b"",
    "images/p 1.png": b"",
}


def broken(content: str | bytes, at: str = "papers/a/index.html", base: str = BASE) -> list[str]:
    """What a file of the small site asks for in vain."""
    data = content.encode() if isinstance(content, str) else content
    files = {PurePosixPath(path): read_pointers(PurePosixPath(path), data) for path, data in (SITE | {at: data}).items()}
    return [each.wanted for each in broken_links(files, base) if str(each.file) == at]


FINE = {
    "a folder": '<a href="../../papers/a/">x</a>',
    "a folder without its slash": '<a href="../../papers/a">x</a>',
    "the root": '<a href="../../">x</a>',
    "a file with a stamp": '<link rel="stylesheet" href="../../static/x.css?v=12">',
    "Japanese, encoded": '<a href="../../tags/%E5%BC%B7%E5%8C%96%E5%AD%A6%E7%BF%92/#%E6%89%8B%E9%A0%86">x</a>',
    "Japanese as it is": '<a href="../../tags/強化学習/#手順">x</a>',
    "a space": '<img src="../../images/p%201.png">',
    "its own address": f'<a href="{BASE}papers/a/">x</a>',
    "a name": '<a href="../../#old">x</a>',
    "the top": '<a href="../../#top">x</a>',
    "a place on the page": '<p id="b&amp;c">x</p><a href="#b&amp;c">x</a>',
    "words to look for": '<a href="../../#:~:text=x">x</a>',
    "another site": '<a href="https://a.example/none/">x</a>',
    "another site on the host": '<a href="/other/">x</a>',
    "a mail address": '<a href="mailto:mio@mio.example">x</a>',
    "text that looks like a link": '<p title="a href=none">&lt;a href="none"&gt; <!-- <a href="none"> --></p>',
    "a script": '<script type="application/json">"<a href=\\"none\\">"</script>',
}
WRONG = {
    "a page": ('<a class="x" href="../b/">x</a>', "/papers/b/"),
    "a place": ('<a href="../../tags/強化学習/#none">x</a>', "/tags/強化学習/#none"),
    "a place on the page": ('<a href="#none">x</a>', "/papers/a/#none"),
    "an image": ('<img src="fig.png">', "/papers/a/fig.png"),
    "one of a set": ('<img srcset="../../images/p%201.png 1x, none.png 2x">', "/papers/a/none.png"),
    "its own address": (f'<a href="{BASE}none/">x</a>', "/none/"),
    "a redirect": ('<meta http-equiv="refresh" content="0; url=../none/">', "/papers/none/"),
    "a form": ('<form action="../none/">', "/papers/none/"),
    "a folder that has only files": ('<a href="../../static/">x</a>', "/static/"),
    "no address": ('<a href="http://[none">x</a>', "http://[none"),
}


@pytest.mark.parametrize("html", FINE.values(), ids=FINE)
def test_what_is_there_is_no_problem(html: str) -> None:
    assert broken(html) == []


@pytest.mark.parametrize(("html", "wanted"), WRONG.values(), ids=WRONG)
def test_what_is_not_there_is_told(html: str, wanted: str) -> None:
    assert broken(html) == [wanted]


def test_a_site_that_does_not_know_its_address_is_checked_by_its_own_links() -> None:
    assert broken('<a href="../b/">x</a><a href="/papers/a/">x</a><a href="https://a.example/">x</a>', base="") == [
        "/papers/b/"
    ]


def test_a_page_elsewhere_is_not_taken_for_one_of_the_site() -> None:
    html = b'<a href="https://a.example/x#y">x</a><a href="../">x</a><a href="https://mio.example/notes/">x</a>'
    files = {PurePosixPath("papers/a/index.html"): read_pointers(PurePosixPath("papers/a/index.html"), html)}
    assert [each.url for each in leaving_links(files, BASE)] == ["https://a.example/x"]


def test_feeds_are_read() -> None:
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><id>{BASE}feed.xml</id><link href="{BASE}papers/b/"/><entry>'
    atom += '<content type="html">&lt;img src="https://mio.example/notes/none.png"&gt;</content></entry></feed>'
    assert broken(atom, "feed.xml") == ["/papers/b/", "/none.png"]
    entry = {"url": f"{BASE}papers/c/", "content_html": f'<a href="{BASE}papers/a/">x</a>'}
    feed = {"home_page_url": BASE, "feed_url": f"{BASE}feed.json", "items": [entry]}
    assert broken(json.dumps(feed), "feed.json") == ["/papers/c/"]


def test_the_sitemap_is_read() -> None:
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{BASE}none/</loc></url></urlset>'
    assert broken(sitemap, "sitemap.xml") == ["/none/"]
    assert broken(f"User-agent: *\nSitemap: {BASE}none.xml\n", "robots.txt") == ["/none.xml"]


def test_llms_txt_is_read() -> None:
    assert broken(f"- [x]({BASE}papers/a/)\n- [y](papers/b/index.md)\n", "llms.txt") == ["/papers/b/index.md"]


def test_the_search_is_read() -> None:
    assert broken(zlib.compress(b'{"papers": [["a"], ["b"]]}'), "search/index.bin") == ["/papers/b/"]
    assert broken('[["title", "x"], ["note-1", "y"]]', "search/text/a.json") == ["/papers/a/#note-1"]
