"""What a reader does on a paper's page, in a real browser: choosing among notes, copying, footnotes, images."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from playwright.sync_api import Browser, Page, expect

from papersite.assets import NoteImage, load_assets
from papersite.config import Config
from papersite.markdown import MarkdownOptions
from papersite.model import Artefact, Body
from papersite.plan import plan_site
from papersite.remembering.memo import Memo
from papersite.render import render_export, render_page
from papersite.templating import Templates
from papersite.theme import theme_dir
from tests.browser.conftest import served
from tests.small_library import LIBRARY, TRANSFORMER

pytestmark = pytest.mark.browser

DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
TEXT = (
    "One claim.[^why]\n\n![A plan of the layers](layers.png)\n\n[^why]: Because of *this* and [that](https://that.example/).\n"
)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A paper with a footnote and an image."""
    folder = tmp_path_factory.mktemp("paper")
    note = replace(TRANSFORMER.notes[0], body=Body(TEXT, tuple(range(1, 7))))
    library = replace(LIBRARY, records=(LIBRARY.records[0], replace(TRANSFORMER, notes=(note,)), *LIBRARY.records[2:]))
    found = load_assets(theme_dir("static"), Path("/nowhere"), Path("/nowhere"), "notes")
    image = NoteImage(PurePosixPath("notes/papers/layers.png"), "images/layers.png", 1, 1)
    plan = plan_site(library, Config(language="en"), replace(found, images=(image,)))
    page = next(page for page in plan.pages if page.url == "/papers/transformer/")
    rendered = render_page(page, Templates.load((theme_dir("templates"),)), MarkdownOptions(), Memo()).artefact
    files = (*found.artefacts, rendered, Artefact(PurePosixPath("images/layers.png"), DOT))
    for artefact in (*files, *(render_export(export, MarkdownOptions(), Memo()) for export in plan.exports)):
        path = folder / artefact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artefact.data)
    with served(folder) as address:
        yield f"{address}/papers/transformer/"


def test_one_of_several_notes_is_shown_alone_and_all_again(page: Page, site: str) -> None:
    page.goto(site + "/papers/rlhf/")
    switch = page.locator(".switch")
    second = switch.get_by_role("link", name="Mio")
    expect(second).to_contain_text("notes/meeting.txt 12–30行")
    second.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".note:not([hidden])")).to_have_count(1)
    expect(page.get_by_role("heading", name="Open questions")).to_be_visible()
    expect(second).to_have_attribute("aria-current", "true")
    switch.get_by_role("button", name="すべて").click()
    expect(page.locator(".note:not([hidden])")).to_have_count(2)


def test_on_paper_every_note_stands_whichever_is_chosen(page: Page, site: str) -> None:
    page.goto(site + "/papers/rlhf/")
    page.locator(".switch").get_by_role("link", name="Mio").click()
    shown = "() => document.querySelector('.note .prose h3').checkVisibility({ contentVisibilityAuto: true })"
    assert not page.evaluate(shown)
    page.emulate_media(media="print")
    page.wait_for_function(shown)


def test_a_link_into_a_hidden_note_opens_it(page: Page, site: str) -> None:
    page.goto(site + "/papers/rlhf/")
    page.locator(".switch").get_by_role("link", name="Mio").click()
    page.locator(".contents").get_by_role("link", name="おわりに").click()
    expect(page.locator(".prose").get_by_role("heading", name="おわりに")).to_be_in_viewport()


@pytest.mark.parametrize("reach", ["hover", "focus"])
def test_a_footnote_is_shown_where_it_is_mentioned(page: Page, paper: str, reach: str) -> None:
    page.goto(paper)
    mention = page.locator(".footnote-ref a")
    mention.hover() if reach == "hover" else mention.focus()
    expect(page.locator(".preview")).to_contain_text("Because of this and that.")
    page.keyboard.press("Escape")
    expect(page.locator(".preview")).to_have_count(0)


def test_a_footnote_is_read_at_the_end_without_a_script(browser: Browser, paper: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(paper)
    page.locator(".footnote-ref a").click()
    expect(page.locator(".footnotes li")).to_be_in_viewport()
    context.close()


def test_an_image_is_enlarged_by_keyboard_and_the_page_stays_where_it_was(page: Page, paper: str) -> None:
    page.goto(paper)
    image = page.locator(".prose").get_by_role("button", name="A plan of the layers")
    before = page.evaluate("document.documentElement.scrollHeight")
    image.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="A plan of the layers")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") == before
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(image).to_be_focused()


def test_bibtex_and_a_markdown_link_are_copied(browser: Browser, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site + "/papers/rlhf/")
    page.get_by_role("button", name="BibTeX").click()
    expect(page.locator(".copies")).to_contain_text("コピーしました")
    assert page.evaluate("navigator.clipboard.readText()").startswith("@")
    page.get_by_role("button", name="Markdownリンク").click()
    expect(page.get_by_role("button", name="コピーしました")).to_have_count(2)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("[Training language models to follow instructions with human feedback](http")
    assert copied.endswith("/papers/rlhf/)")
    context.close()


def test_the_bibtex_file_is_fetched_by_a_link_where_no_script_runs(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/papers/rlhf/")
    expect(page.locator(".copies")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename.endswith(".bib")
    context.close()
