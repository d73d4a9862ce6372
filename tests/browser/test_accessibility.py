"""What axe-core says of every template, in both schemes, on a desk and on a telephone: WCAG 2.2 A and AA, and good practice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from papersite.assets import load_assets
from papersite.config import Config
from papersite.plan import plan_site
from papersite.theme import theme_dir
from tests.small_library import LIBRARY

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A formula alone in a table's head is text, but MathML is not looked into.
OFF = {"empty-table-header": {"enabled": False}}
# Colours do not depend on the width, nor the size of what is touched on the scheme.
LOOKS = {"light and narrow": ("light", 390, 844), "dark and wide": ("dark", 1280, 800)}


def planned() -> dict[str, str]:
    """The address of a page for each template."""
    assets = load_assets(theme_dir("static"), Path("/nowhere"), Path("/nowhere"), "notes")
    pages = plan_site(LIBRARY, Config(), assets).pages
    return {page.template: page.url for page in reversed(pages)}


def whole_pages() -> set[str]:
    """The theme's templates that are pages, and no parts or frames of pages."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in theme_dir("templates").glob("*.html")}
    extended = {found[1] for text in texts.values() for found in re.finditer(r'{% extends "([^"]+)"', text)}
    return {name for name, text in texts.items() if name not in extended and re.search(r"{% extends|<!doctype", text)}


ADDRESSES = planned()


def violations(page: Page) -> list[str]:
    """What is wrong with a page as it stands: the rule, how often, and the first place."""
    found = axe.Axe().run(
        page, options={"runOnly": {"type": "tag", "values": RULES}, "rules": OFF, "resultTypes": ["violations"]}
    )
    return [f"{each['id']} ×{len(each['nodes'])}: {each['nodes'][0]['html'][:120]}" for each in found.response["violations"]]


def look(browser: Browser, name: str) -> Page:
    """A page in one scheme at one width."""
    scheme, width, height = LOOKS[name]
    viewport = {"width": width, "height": height}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    return context.new_page()


def test_every_template_has_a_page_here() -> None:
    assert whole_pages() <= ADDRESSES.keys()
    assert {"home.html", "paper.html", "404.html", "redirect.html"} <= whole_pages()


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("template", sorted(whole_pages() - {"redirect.html"}))
def test_a_template_stands_in_nobodys_way(browser: Browser, site: str, template: str, name: str) -> None:
    page = look(browser, name)
    page.goto(site + ADDRESSES[template])
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')"), "the page has no style"
    assert violations(page) == []
    page.context.close()


def test_a_redirect_stands_in_nobodys_way(browser: Browser, site: str) -> None:
    page = look(browser, "light and narrow")
    text = page.request.get(site + ADDRESSES["redirect.html"]).text()
    page.set_content(re.sub(r"<meta http-equiv=\"refresh\"[^>]*>", "", text))
    assert "<body><p><a" in text
    # A page that is never seen has no landmarks to walk by.
    assert [each for each in violations(page) if not each.startswith(("landmark", "region", "page-has-heading"))] == []
    page.context.close()


@pytest.mark.parametrize("name", LOOKS)
def test_what_opens_over_a_page_stands_in_nobodys_way(browser: Browser, site: str, name: str) -> None:
    page = look(browser, name)
    page.goto(site + "/papers/transformer/")
    page.keyboard.press("/")
    page.get_by_role("combobox", name="検索").fill("neurips")
    page.locator(".search .filters summary").click()
    expect(page.locator("[role=option]")).to_have_count(2)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="キーボード操作")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#page-cited-by ~ ul .title").first.hover()
    expect(page.locator(".preview")).to_be_visible()
    assert violations(page) == []
    page.context.close()
