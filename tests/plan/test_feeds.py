"""Which feeds there are, on which pages they are named, and which papers each holds on which days."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from papersite.assets import Assets
from papersite.config import Config, Feeds, parse_config
from papersite.markdown import MarkdownOptions
from papersite.model import Library
from papersite.plan import plan_site
from papersite.remembering.memo import Memo
from papersite.render import render_export
from papersite.views import FeedLink
from tests.exports.feed_rules import wrong_in_atom, wrong_in_json_feed
from tests.small_library import ALIGNMENT, LIBRARY, RLHF, TRANSFORMER, UNDATED

SITE = Config(title="ノート", base_url="https://mio.example/notes/", author="Mio")


def feeds(config: Config = SITE, library: Library = LIBRARY) -> dict[str, bytes]:
    """The feeds of a library, written."""
    exports = plan_site(library, config, Assets()).exports
    written = {str(each.path): render_export(each, MarkdownOptions(), Memo()).data for each in exports}
    return {
        path: data for path, data in written.items() if path.endswith(("feed.xml", "feed.json")) or path.startswith("changes")
    }


def entries(path: str, config: Config = SITE, library: Library = LIBRARY) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(feeds(config, library)[path])["items"]
    return found


def slugs(found: list[dict[str, Any]]) -> list[str]:
    return [entry["url"].split("/")[-2] for entry in found]


def links(url: str, config: Config = SITE) -> list[FeedLink]:
    """The feeds that a page names."""
    return list(next(page.view.frame.feeds for page in plan_site(LIBRARY, config, Assets()).pages if page.url == url))


@pytest.mark.parametrize("content", ["summary", "full"])
def test_every_feed_keeps_the_rules(content: str) -> None:
    written = feeds(replace(SITE, feeds=Feeds(content=content)))
    assert len(written) > 20
    for path, data in written.items():
        assert (wrong_in_atom(data) if path.endswith(".xml") else wrong_in_json_feed(data)) == [], path


def test_a_feed_holds_what_was_noted_last_on_the_days_of_the_notes() -> None:
    found = entries("feed.json")
    assert slugs(found) == ["transformer", "rlhf", "alignment-notes"]
    assert [(each["date_published"][:10], each["date_modified"][:10]) for each in found] == [
        ("2024-03-01", "2024-03-01"),
        ("2024-02-01", "2024-03-19"),
        ("2023-12-31", "2023-12-31"),
    ]


def test_the_feed_of_changes_holds_papers_whose_notes_grew() -> None:
    (entry,) = entries("changes.json")
    assert entry["id"] == "https://mio.example/notes/papers/rlhf/#2024-03-19"
    assert entry["url"] == "https://mio.example/notes/papers/rlhf/"


def test_a_later_change_is_another_entry() -> None:
    changed = replace(RLHF, updated=dt.date(2024, 5, 1))
    library = replace(LIBRARY, records=(changed, TRANSFORMER, ALIGNMENT, UNDATED))
    assert entries("changes.json", library=library)[0]["id"].endswith("#2024-05-01")
    assert entries("feed.json", library=library)[1]["id"] == "https://mio.example/notes/papers/rlhf/"


def test_a_tag_has_the_papers_of_the_tags_below_it() -> None:
    assert slugs(entries("tags/machine-learning/feed.json")) == ["rlhf", "alignment-notes"]
    assert slugs(entries("authors/jeff-wu/feed.json")) == ["transformer", "rlhf"]


def test_a_feed_is_no_longer_than_asked_for() -> None:
    assert slugs(entries("feed.json", replace(SITE, feeds=Feeds(entries=1)))) == ["transformer"]


def test_a_tag_whose_papers_have_no_day_has_no_feed() -> None:
    undated = replace(UNDATED, tags=("unused",))
    library = replace(LIBRARY, records=(RLHF, TRANSFORMER, ALIGNMENT, undated))
    assert "tags/unused/feed.xml" not in feeds(library=library)
    assert "undated" not in slugs(entries("feed.json", library=library))


def test_pages_name_the_feeds_that_go_with_them() -> None:
    assert links("/") == [
        FeedLink("all", "atom", "feed.xml"),
        FeedLink("all", "json", "feed.json"),
        FeedLink("changes", "atom", "changes.xml"),
        FeedLink("changes", "json", "changes.json"),
    ]
    assert links("/tags/alignment/")[:2] == [
        FeedLink("tag", "atom", "tags/alignment/feed.xml", "アラインメント"),
        FeedLink("tag", "json", "tags/alignment/feed.json", "アラインメント"),
    ]
    assert links("/authors/jeff-wu/")[0] == FeedLink("author", "atom", "authors/jeff-wu/feed.xml", "Jeff Wu")
    assert [link.kind for link in links("/papers/rlhf/")] == ["all", "all"]


def test_every_feed_that_a_page_names_is_written() -> None:
    plan = plan_site(LIBRARY, SITE, Assets())
    named = {link.url for page in plan.pages for link in page.view.frame.feeds}
    assert named == set(feeds())


@pytest.mark.parametrize(
    "config",
    [replace(SITE, base_url=""), replace(SITE, feeds=Feeds(atom=False, json=False))],
    ids=["without an address", "switched off"],
)
def test_there_may_be_no_feeds(config: Config) -> None:
    assert feeds(config) == {}
    assert links("/", config) == []


@pytest.mark.parametrize(
    ("off", "gone"),
    [("atom", "feed.xml"), ("json", "feed.json"), ("changes", "changes.xml"), ("tags", "tags/"), ("authors", "authors/")],
)
def test_each_kind_can_be_switched_off(off: str, gone: str) -> None:
    config = parse_config(f'base_url = "{SITE.base_url}"\n[feeds]\n{off} = false\n')
    assert not [path for path in feeds(config) if path.startswith(gone)]
    assert [path for path in feeds() if path.startswith(gone)]
