"""What is published for hosts and machines: which files, under which names, and what a site may do without."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from papersite.assets import Assets
from papersite.config import Config, Exports
from papersite.markdown import MarkdownOptions
from papersite.plan import plan_site
from papersite.plan.shelf import shelve
from papersite.plan.sitemap import plan_sitemap
from papersite.remembering.memo import Memo
from papersite.render import render_export
from tests.exports.test_sitemap import NS
from tests.small_library import LIBRARY

SITE = Config(title="ノート", base_url="https://mio.example/notes/")


def files(config: Config = SITE) -> dict[str, bytes]:
    exports = plan_site(LIBRARY, config, Assets()).exports
    return {str(each.path): render_export(each, MarkdownOptions(), Memo()).data for each in exports}


def places(sitemap: bytes) -> dict[str, str | None]:
    return {str(each.findtext(f"{NS}loc")): each.findtext(f"{NS}lastmod") for each in ElementTree.fromstring(sitemap)}


def test_the_sitemap_holds_every_page_but_redirects_and_the_lost() -> None:
    plan = plan_site(LIBRARY, SITE, Assets())
    canonical = {page.view.frame.canonical for page in plan.pages if page.template not in ("redirect.html", "404.html")}
    assert set(places(files()["sitemap.xml"])) == canonical


def test_a_page_changes_with_the_newest_note_it_shows() -> None:
    days = {url.removeprefix("https://mio.example/notes"): day for url, day in places(files()["sitemap.xml"]).items()}
    assert days["/"] == days["/papers/rlhf/"] == days["/tags/machine-learning/"] == "2024-03-19"
    assert days["/tags/attention/"] == days["/years/2017/"] == days["/authors/ashish-vaswani/"] == "2024-03-01"
    assert days["/papers/undated/"] is None


def test_too_many_pages_are_several_sitemaps_under_an_index() -> None:
    shelf = shelve(LIBRARY, SITE, ())
    pages = [f"/papers/{number}/" for number in range(5)]
    written = {str(wish.path): wish.made(shelf).bytes for wish in plan_sitemap(pages, most=2)}
    assert list(written) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert list(places(written["sitemap.xml"])) == [f"https://mio.example/notes/sitemap-{number}.xml" for number in (1, 2, 3)]
    parts = [url for name in list(written)[:3] for url in places(written[name])]
    assert parts == [f"https://mio.example/notes/papers/{number}/" for number in range(5)]


def test_without_an_address_there_is_no_sitemap_and_the_rest_is_relative() -> None:
    written = files(Config())
    assert "sitemap.xml" not in written
    assert json.loads(written["records.json"])["base_url"] is None
    assert "](papers/rlhf/index.md)" in written["llms.txt"].decode()


def test_markdown_stands_beside_each_paper() -> None:
    text = files()["papers/rlhf/index.md"].decode()
    assert 'arxiv: "2203.02155"' in text
    assert 'permalink: "https://mio.example/notes/papers/rlhf/"' in text
    assert "## 手順" in text
    assert "bound the reward model" not in text
    assert "bounds the reward model" in text


def test_a_title_that_is_not_the_papers_own_says_so() -> None:
    assert 'title_source: "derived"' in files()["papers/alignment-notes/index.md"].decode()
    assert "title_source" not in files()["papers/rlhf/index.md"].decode()


def test_llms_txt_lists_the_markdown_files_or_the_pages() -> None:
    assert "(https://mio.example/notes/papers/rlhf/index.md): 人の" in files()["llms.txt"].decode()
    without = replace(SITE, exports=Exports(markdown=False))
    assert "(https://mio.example/notes/papers/rlhf/): 人の" in files(without)["llms.txt"].decode()


@pytest.mark.parametrize(
    ("off", "gone"),
    [
        ("sitemap", {"sitemap.xml"}),
        ("records", {"records.json"}),
        ("llms", {"llms.txt", "llms-full.txt"}),
        ("markdown", {f"papers/{record.slug}/index.md" for record in LIBRARY.records}),
    ],
)
def test_each_file_can_be_switched_off(off: str, gone: set[str]) -> None:
    switched_off = replace(Exports(), **{off: False})
    assert set(files()) - set(files(replace(SITE, exports=switched_off))) == gone


def test_robots_name_a_sitemap_only_where_there_is_one() -> None:
    assert b"Sitemap: https://mio.example/notes/sitemap.xml" in files()["robots.txt"]
    assert b"Sitemap" not in files(replace(SITE, exports=Exports(sitemap=False)))["robots.txt"]


def test_hosts_find_what_they_look_for() -> None:
    assert files()[".nojekyll"] == b""
    assert "CNAME" not in files()
    assert files(replace(SITE, cname="papers.mio.example"))["CNAME"] == b"papers.mio.example\n"
