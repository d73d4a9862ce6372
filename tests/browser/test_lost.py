"""The page for addresses that lead nowhere: it stands at any depth, and offers to search for what was asked for."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser


def lost_at(page: Page, site: str, address: str) -> None:
    """Goes to an address without a page, as a host does that shows 404.html there."""
    there = f"{site}/{quote(address, safe='/%')}"
    found = page.request.get(f"{site}/404.html").body()

    def answer(route: Route) -> None:
        route.fulfill(body=found, content_type="text/html")

    page.route(there, answer)
    page.goto(there)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        pytest.param("papers/human-feedbak/", "human feedbak", id="a paper"),
        pytest.param("2023/05/強化学習_メモ.html", "2023 05 強化学習 メモ", id="a page of another generator, deep down"),
        pytest.param("papers/1706.03762v2", "1706.03762 v2", id="an identifier"),
        pytest.param("papers/%E3%81/x", "x", id="no UTF-8"),
        pytest.param("tags/", "", id="no word at all"),
    ],
)
def test_the_words_of_the_address_are_offered(page: Page, site: str, address: str, words: str) -> None:
    lost_at(page, site, address)
    expect(page.locator("#seek")).to_be_visible()
    expect(page.locator("#seek")).to_have_value(words)


def test_the_search_finds_them(page: Page, site: str) -> None:
    lost_at(page, site, "a/b/c/human-feedback/")
    page.locator("#seek").fill("human feedback")
    page.locator("#seek").press("Enter")
    page.wait_for_url("**/?q=human+feedback")
    option = page.locator("dialog.search [role=option]").first
    expect(option).to_contain_text("human feedback")
    assert page.url.startswith(f"{site}/?")
