"""A site made again after any change is byte for byte the site made from nothing, and so is what a preview shows of it.

Changes are named, and come in three ways: each in turn, many in a row that Hypothesis thinks up (`PAPERSITE_THOROUGH=1` takes
more of them), and the one that shows a classic fault, planted to see that it would be caught.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from papersite import build as build_module
from papersite import render, standing, templating, workers
from papersite.library import notes_of, read_alone
from papersite.model import Library
from papersite.plan import plan_site
from papersite.publishing import publish
from papersite.publishing.manifest import Manifest, read_manifest
from papersite.remembering import memo
from papersite.remembering.last_round import LastRound
from papersite.render import RenderedPage
from papersite.review import review_key
from papersite.sources import read_sources
from papersite.templating import Templates
from papersite.views import Page
from tests.thorough import THOROUGH
from tests.twin_site import CACHE, FIRST, SITE, TwinSite, note

pytestmark = pytest.mark.slow

Change = Callable[[TwinSite], object]

ATTENTION, BERT, WORDS = FIRST


def split(twin: TwinSite, name: str) -> None:
    """Puts the second half of a note's text into a file of its own."""
    first, _, second = twin.read(name).rpartition("\n\n")
    twin.write(name, first + "\n")
    twin.write(name.replace(".md", "-rest.md"), note("The second half", second))


def say_a_title(twin: TwinSite) -> None:
    """Answers in review.toml what the note without a title is about."""
    sources, _ = read_sources(twin.root / "notes", twin.root)
    untitled = next(each for each in notes_of([read_alone(source) for source in sources]) if each.title is None)
    twin.write("notes/review.toml", f'[{review_key(untitled)}]\ntitle = "What came after"\ntags = ["Said"]\n')


def foreign_cache(twin: TwinSite) -> None:
    (twin.root / CACHE).unlink(missing_ok=True)
    with sqlite3.connect(twin.root / CACHE) as connection:
        connection.execute("CREATE TABLE entries (kind TEXT, key TEXT, value BLOB)")
    connection.close()


def half(file: Path) -> bytes:
    return file.read_bytes()[: file.stat().st_size // 2]


def damaged(file: Path) -> bytes:
    data = bytearray(file.read_bytes())
    for place in range(200, len(data), 997):
        data[place] ^= 0xFF
    return bytes(data)


def dot(size: int) -> bytes:
    """An image of this width and height."""
    return b"GIF89a" + bytes([size, 0, size, 0, 0, 0, 0]) + b";"


def show_a_dot(twin: TwinSite) -> None:
    twin.write("notes/dot.gif", dot(2))
    twin.write(WORDS, "![点](dot.gif)\n")


def folder_for_a_cache(twin: TwinSite) -> None:
    twin.delete(CACHE)
    (twin.root / CACHE).mkdir()


MACRO = "{% macro title_of(paper, root, t) %}◆"
FAILING = "{% block main %}{{ nothing.of_this }}"

# Changes that follow one another on one site. What breaks it is mended by a later one, for that has to be seen, too.
CHANGES: dict[str, dict[str, Change]] = {
    "of what a note says": {
        "nothing": lambda twin: None,
        "a body": lambda twin: twin.write(WORDS, twin.read(WORDS) + "\n書き足した。\n"),
        "a line above citations": lambda twin: twin.edit(BERT, "双方向。", "双方向。\n\n一行上に。"),
        "a citation": lambda twin: twin.write(WORDS, twin.read(WORDS) + "\narXiv:1706.03762 と arXiv:2005.14165\n"),
        "a citation's own words": lambda twin: twin.edit(BERT, "NeurIPS'17", "NIPS'18"),
        "a title": lambda twin: twin.edit(ATTENTION, "Attention Is All You Need", "Attention Is Not All You Need"),
        "one tag more": lambda twin: twin.edit(WORDS, '"Reading"', '"Reading", "Attention"'),
        "tags": lambda twin: twin.edit(ATTENTION, '["NLP", "Attention"]', '["NLP", "Vision"]'),
        "a tag that nobody knows": lambda twin: twin.edit(BERT, '"Pretraining"', '"Zzyzx", "PreTraining"'),
        "a date": lambda twin: twin.edit(ATTENTION, "2024-03-01", "2025-12-31"),
        "an author": lambda twin: twin.edit(BERT, "Jacob Devlin", "Ashish Vaswani"),
        "an identifier": lambda twin: twin.edit(ATTENTION, "1706.03762", "1706.03763"),
        "two notes merged by an identifier": lambda twin: twin.edit(WORDS, "date:", 'arxiv: "1810.04805"\ndate:'),
    },
    "of which notes there are": {
        "a note added": lambda twin: twin.write("notes/new.md", note("New", "See [[bert]].", date="2024-04-01", tags=["NLP"])),
        "a folder added": lambda twin: twin.write("notes/深い/場所/か\u3099.md", note("", "arXiv:1706.03762 を読んだ。")),
        "a note renamed": lambda twin: twin.rename(BERT, "notes/renamed.md"),
        "a note renamed in case only": lambda twin: twin.rename(ATTENTION, "notes/Attention.md"),
        "a note split": lambda twin: split(twin, WORDS),
        "a slug that two want": lambda twin: twin.write("notes/r.md", note("R", "x", slug="1706-03762", date="2020-01-01")),
        "an alias": lambda twin: twin.edit("notes/new.md", "date:", 'aliases: ["/old/new.html"]\ndate:'),
        "an alias that is another's address": lambda twin: twin.edit("notes/new.md", "/old/new.html", "/papers/"),
        "a note deleted": lambda twin: twin.delete("notes/new.md"),
        "a note that becomes a draft": lambda twin: twin.edit("notes/r.md", "date:", "draft: true\ndate:"),
        "a note that can't be read": lambda twin: twin.write("notes/odd.md", b"---\ntitle: [\n---\n\xff\xfe\x00"),
        "a note emptied": lambda twin: twin.write("notes/renamed.md", ""),
        "an image": show_a_dot,
        "an image of another size": lambda twin: twin.write("notes/dot.gif", dot(9)),
    },
    "of what a person decides": {
        "tags.toml": lambda twin: twin.write("notes/tags.toml", '[nlp]\nja = "言語処理"\naliases = ["Pretraining"]\n'),
        "tags.toml that can't be read": lambda twin: twin.write("notes/tags.toml", "[nlp"),
        "review.toml": say_a_title,
        "review.toml for no note": lambda twin: twin.write("notes/review.toml", '[plain-undated-0000]\ntitle = "Gone"\n'),
        "the title of the site": lambda twin: twin.write("site.toml", SITE.replace("Twin", "Twins")),
        "the language": lambda twin: twin.write("site.toml", SITE + 'language = "en"\n'),
        "a mistake in site.toml": lambda twin: twin.write("site.toml", SITE + "recnt = 1\n"),
        "the address": lambda twin: twin.write("site.toml", SITE.replace("/notes/", "/")),
        "the number of newest papers": lambda twin: twin.write("site.toml", SITE + "recent = 1\n"),
        "the vocabulary": lambda twin: twin.write("site.toml", SITE + '[tags.nlp]\nen = "Words by machine"\n'),
        "macros": lambda twin: twin.write("site.toml", SITE + '[math.macros]\n"\\\\R" = "\\\\mathbb{R}"\n'),
    },
    "of the theme": {
        "a template": lambda twin: twin.override("templates", "home.html", '<p class="lead">', '<p class="lead changed">'),
        "a macro": lambda twin: twin.override("templates", "parts.html", "{% macro title_of(paper, root, t) %}", MACRO),
        "what all templates extend": lambda twin: twin.override("templates", "base.html", "</body>", "<!-- end --></body>"),
        "a template that fails": lambda twin: twin.override("templates", "404.html", "{% block main %}", FAILING),
        "a note while a template fails": lambda twin: twin.write(WORDS, twin.read(WORDS) + "\n書き足した。\n"),
        "a template mended": lambda twin: twin.delete("templates/404.html"),
        "a template that can't be read": lambda twin: twin.write("templates/tag.html", "{% if"),
        "a note while a template can't be read": lambda twin: twin.write(WORDS, twin.read(WORDS) + "\nさらに。\n"),
        "a template that can be read again": lambda twin: twin.delete("templates/tag.html"),
        "a style sheet": lambda twin: twin.override("static", "css/site.css", "@layer", "/* own */ @layer"),
        "a static file of its own": lambda twin: twin.write("static/own.txt", "own"),
    },
    "of the cache": {
        "the cache deleted": lambda twin: twin.delete(CACHE),
        "the cache damaged": lambda twin: twin.write(CACHE, damaged(twin.root / CACHE)),
        "the cache of another program": foreign_cache,
        "the cache cut in half": lambda twin: twin.write(CACHE, half(twin.root / CACHE)),
        "the cache emptied": lambda twin: twin.write(CACHE, b""),
        "a folder in the place of the cache": folder_for_a_cache,
    },
}
# What changes no page, for there is nothing for it to change.
SHOWS_NOTHING = {
    "nothing",
    *("a note while a template fails", "a note while a template can't be read"),
    *CHANGES["of the cache"],
}


@pytest.mark.parametrize("kind", CHANGES)
def test_after_every_change_the_site_is_as_if_made_from_nothing(tmp_path: Path, kind: str) -> None:
    with TwinSite(tmp_path / "site") as twin:
        before = twin.check()
        unseen = []
        for number, (name, change) in enumerate(CHANGES[kind].items()):
            change(twin)
            after = twin.check(told=number % 3 != 2, published=THOROUGH or number % 3 == 0 or kind == "of the cache")
            unseen += [name] if after == before else []
            before = after
        assert unseen == [name for name in CHANGES[kind] if name in SHOWS_NOTHING]


def test_a_new_engine_and_an_old_cache_make_the_same_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TwinSite(tmp_path / "site") as twin:
        twin.check()
        old = (twin.root / CACHE).read_bytes()
        for engine in ("another engine", "one more"):
            monkeypatch.setattr(memo, "engine_digest", lambda engine=engine: engine)
            twin.write(WORDS, twin.read(WORDS) + f"\n{engine}\n")
            twin.check()
        twin.write(CACHE, old)
        twin.check()
        monkeypatch.undo()
        twin.check()


def test_a_site_is_the_same_whoever_makes_it_after_every_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEW", dict.fromkeys(workers.FEW, 1))
    with TwinSite(tmp_path / "alone") as alone, TwinSite(tmp_path / "together") as together:
        seen = []
        for name in ("nothing", "a body", "a citation", "a title", "a tag that nobody knows"):
            for twin in (alone, together):
                CHANGES["of what a note says"][name](twin)
            seen.append(alone.published(jobs=1))
            assert together.published(jobs=2) == seen[-1], name
        assert all(before != after for before, after in pairwise(seen))


# ── any of them in any order ─────────────────────────────────────────────────────────────────────────────────────────

ALL = {name: change for group in CHANGES.values() for name, change in group.items()}


class ManyChanges(RuleBasedStateMachine):
    """Changes in any order, with a look at the site now and then."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.twin = TwinSite(Path(self._folder.name, "site"))
        self.twin.check()

    @rule(name=st.sampled_from(sorted(ALL)))
    def change(self, name: str) -> None:
        # What a change is of may be gone.
        with suppress(FileNotFoundError, IsADirectoryError, StopIteration, AssertionError):
            ALL[name](self.twin)

    @rule(name=st.sampled_from(sorted(FIRST)))
    def undo(self, name: str) -> None:
        self.twin.write(name, FIRST[name])

    @rule(name=st.sampled_from(["templates", "static", "notes/tags.toml", "notes/review.toml"]))
    def clear(self, name: str) -> None:
        path = self.twin.root / name
        gone = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        for file in gone:
            self.twin.delete(file.relative_to(self.twin.root).as_posix())

    @rule(told=st.booleans())
    def look(self, told: bool) -> None:
        self.twin.check(told=told)

    def teardown(self) -> None:
        self.twin.check()
        self._folder.cleanup()


ManyChanges.TestCase.settings = settings(
    max_examples=100 if THOROUGH else 2,
    stateful_step_count=30 if THOROUGH else 10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_changes_in_any_order = ManyChanges.TestCase


# ── faults, planted ──────────────────────────────────────────────────────────────────────────────────────────────────


def forget_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row is spared though what is given to all rows changed."""
    each = LastRound.each
    given: dict[object, tuple[object, ...]] = {}

    def forgetful(self: LastRound, function: Any, *columns: Any, **named: Any) -> Any:
        named["given"] = given.setdefault((id(self), function), named.get("given", ()))
        return each(self, function, *columns, **named)

    monkeypatch.setattr(LastRound, "each", forgetful)


def never_ask_again(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    """What one function concluded from many notes stays, whatever they say now."""

    def plant(monkeypatch: pytest.MonkeyPatch) -> None:
        whole = LastRound.whole

        def forgetful(self: LastRound, function: Any, *inputs: Any) -> Any:
            if function.__name__ != name:
                return whole(self, function, *inputs)
            if name not in vars(self):
                vars(self)[name] = function(*inputs)
            return vars(self)[name]

        monkeypatch.setattr(LastRound, "whole", forgetful)

    return plant


def read_a_global(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages show the number of papers, which their views don't hold."""
    library: list[int] = []
    rendered = render._rendered

    def planned(found: Library, *more: Any) -> Any:
        library[:] = [len(found.records)]
        return plan_site(found, *more)

    def with_number(page: Page, *more: Any) -> RenderedPage:
        made = rendered(page, *more)
        return replace(made, artefact=replace(made.artefact, data=made.artefact.data + f"<!-- {library} -->".encode()))

    monkeypatch.setattr(build_module, "plan_site", planned)
    monkeypatch.setattr(render, "_rendered", with_number)


def no_template_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Templates, "fingerprint", lambda self, name: "always the same")


def templates_without_what_they_include(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templating, "_fingerprint", lambda name, names_in, sources, digest: sources[name].text)


def nothing_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "read_manifest", lambda folder: read_manifest(folder) and Manifest())


def no_texts_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "_texts_of", lambda records, _: ({each.slug: "any" for each in records}, "any"))


def a_library_without_its_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "library_without_texts", lambda library: tuple([each.slug for each in library.records]))


FAULTS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], str, str]] = {
    "a key without the template": (no_template_in_the_key, "of the theme", "a template"),
    "a key without what a template includes": (templates_without_what_they_include, "of the theme", "a macro"),
    "a file that is not removed": (nothing_is_removed, "of which notes there are", "a note renamed"),
    "a page that reads a global": (read_a_global, "of which notes there are", "a note added"),
    "a file that stands whatever its text": (no_texts_in_the_key, "of what a note says", "a body"),
    "a file that stands whatever else is said": (a_library_without_its_facts, "of what a note says", "tags"),
    "a stale tag page": (never_ask_again("_tagged"), "of what a note says", "one tag more"),
    "a stale backlink": (forget_given, "of what a note says", "an identifier"),
    "a stale citation": (never_ask_again("_resolved"), "of what a note says", "an identifier"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    plant, kind, name = FAULTS[fault]
    with TwinSite(tmp_path / "site") as twin:
        twin.check()
        plant(monkeypatch)
        twin.forget()
        twin.check()
        CHANGES[kind][name](twin)
        with pytest.raises(AssertionError, match=r"published|previewed"):
            twin.check()
