"""Feeds: they keep the rules of their formats whatever the notes say, and a reader gets out of them what was put in."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import PurePosixPath

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.exports.feed import FeedEntry, FeedTag, FeedView, write_atom, write_json_feed
from papersite.markdown import MarkdownOptions
from papersite.model import Body, Kind
from papersite.remembering.memo import Memo
from papersite.render import MemoProse
from papersite.views import ImageView, NoteView
from tests.exports.feed_rules import wrong_in_atom, wrong_in_json_feed

PROSE = MemoProse(MarkdownOptions(), Memo())
BODY = """# 手順

![図](fig/loss.png) と [前の論文](../old/) と <span style="color:red" title="a data-x b">赤</span>[^1]。$x < y$

- [ ] `a & b`

[^1]: 脚注。
"""
NOTE = NoteView(
    anchor="note-1",
    format="plain",
    kind=Kind.PAPER,
    lang="ja",
    body=Body(BODY),
    references=(),
    targets=(),
    images=(ImageView("fig/loss.png", "../../images/fig/loss.png?v=1", 4, 3),),
    source=PurePosixPath("notes/a.md"),
    first_line=1,
    last_line=9,
)
ENTRY = FeedEntry(
    slug="1706.03762",
    id="https://mio.example/notes/papers/rlhf/",
    url="https://mio.example/notes/papers/rlhf/",
    title="Rewards & <feedback>",
    lang="en",
    published=dt.date(2024, 2, 1),
    updated=dt.date(2024, 3, 19),
    byline="Long Ouyang, Jeff Wu +3 · NeurIPS 2022",
    writers=("Mio",),
    tags=(FeedTag("alignment", "アラインメント"),),
    paper="https://arxiv.org/abs/2203.02155",
    summary="人の好みで調整する。",
    text=BODY,
    notes=(NOTE,),
)
VIEW = FeedView(
    kind="tag",
    name="強化学習",
    url="https://mio.example/notes/tags/rl/feed.xml",
    page="https://mio.example/notes/tags/rl/",
    title="論文ノート",
    description="覚え書き",
    lang="ja",
    author="Mio",
    updated=dt.date(2024, 3, 19),
    entries=(ENTRY,),
)


def without_summary(text: str, byline: str = ENTRY.byline) -> FeedView:
    return replace(VIEW, entries=(replace(ENTRY, summary="", text=text, byline=byline),))


@pytest.mark.parametrize("full", [False, True], ids=["summaries", "full text"])
def test_both_forms_keep_their_rules(full: bool) -> None:
    view = replace(VIEW, full=full)
    assert wrong_in_atom(write_atom(view, PROSE)) == []
    assert wrong_in_json_feed(write_json_feed(view, PROSE)) == []


def test_a_reader_gets_what_was_put_in() -> None:
    read = feedparser.parse(write_atom(VIEW, PROSE))
    assert not read.bozo
    assert (read.feed.title, read.feed.subtitle, read.feed.author) == ("論文ノート：強化学習", "覚え書き", "Mio")
    (entry,) = read.entries
    assert (entry.id, entry.link, entry.title) == (ENTRY.id, ENTRY.url, "Rewards & <feedback>")
    assert entry.published_parsed[:3] == (2024, 2, 1)
    assert entry.updated_parsed[:3] == (2024, 3, 19)
    assert entry.summary == "Long Ouyang, Jeff Wu +3 · NeurIPS 2022\n人の好みで調整する。"
    assert [(tag.term, tag.label) for tag in entry.tags] == [("alignment", "アラインメント")]
    assert {link.rel: link.href for link in entry.links}["related"] == "https://arxiv.org/abs/2203.02155"


def test_both_forms_say_the_same() -> None:
    atom = feedparser.parse(write_atom(VIEW, PROSE)).entries[0]
    entry = json.loads(write_json_feed(VIEW, PROSE))["items"][0]
    assert (entry["id"], entry["url"], entry["title"]) == (atom.id, atom.link, atom.title)
    assert (entry["content_text"], entry["date_modified"]) == (atom.summary, atom.updated)
    assert entry["external_url"] == ENTRY.paper


def test_full_text_stands_for_itself() -> None:
    content = json.loads(write_json_feed(replace(VIEW, full=True), PROSE))["items"][0]["content_html"]
    assert 'src="https://mio.example/notes/images/fig/loss.png?v=1"' in content
    assert 'href="https://mio.example/notes/papers/old/"' in content
    assert 'href="https://mio.example/notes/papers/rlhf/#n1-fn:1"' in content
    assert 'title="a data-x b"' in content
    assert "<code>a &amp; b</code>" in content
    assert "&lt;" in content.partition("<math")[2]
    assert "heading-anchor" not in content


def test_the_beginning_of_the_notes_stands_in_for_a_summary() -> None:
    text = "最初の文。" + "続きの文はもう少し長い。" * 60
    (entry,) = json.loads(write_json_feed(without_summary(text), PROSE))["items"]
    byline, lead = entry["content_text"].split("\n")
    assert byline == ENTRY.byline
    assert text.startswith(lead)
    assert lead.endswith("。")
    assert len(lead) <= 280


def test_an_entry_without_any_text_still_says_its_title() -> None:
    (entry,) = json.loads(write_json_feed(without_summary("", byline=""), PROSE))["items"]
    assert entry["content_text"] == ENTRY.title


def test_a_feed_without_entries_is_sound() -> None:
    view = replace(VIEW, kind="changes", name="", entries=())
    assert wrong_in_atom(write_atom(view, PROSE)) == []
    assert wrong_in_json_feed(write_json_feed(view, PROSE)) == []


@given(st.text(st.characters(codec=None, categories=None), max_size=40))
def test_any_text_becomes_sound_xml(text: str) -> None:
    entry = replace(ENTRY, title=f"x{text}", summary=text, byline=text, notes=(replace(NOTE, body=Body(text)),), text=text)
    for full in (False, True):
        view = replace(VIEW, title=f"x{text}", description=text, full=full, entries=(entry,))
        assert wrong_in_atom(write_atom(view, PROSE)) == []
        assert wrong_in_json_feed(write_json_feed(view, PROSE)) == []


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"], ids=ascii)
def test_what_xml_cannot_hold_is_replaced(char: str) -> None:
    view = replace(VIEW, entries=(replace(ENTRY, title=f"a{char}b"),))
    assert feedparser.parse(write_atom(view, PROSE)).entries[0].title == "a\ufffdb"
