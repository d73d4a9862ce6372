"""A glimpse of the paper behind a link: shown to pointer, keyboard and finger, and gone when it is not wanted (WCAG 1.4.13)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

LINK = "#page-cited-by ~ ul .title[href*=rlhf]"


def centre(link: Locator) -> tuple[float, float]:
    """The middle of what is drawn of a link, after bringing it into view."""
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_pointer_may_move_from_the_link_onto_the_glimpse_and_follow_it(page: Page, site: str) -> None:
    page.goto(site + "/papers/transformer/")
    page.locator(LINK).hover()
    glimpse = page.locator(".preview")
    expect(glimpse).to_contain_text("人の好みで言語モデルを調整する")
    title = glimpse.locator(".title")
    x, y = centre(title)
    page.mouse.move(x, y, steps=4)
    page.wait_for_timeout(600)
    expect(glimpse).to_be_visible()
    title.click()
    expect(page).to_have_url(site + "/papers/rlhf/#note-1")


def test_a_glimpse_goes_when_the_pointer_does(page: Page, site: str) -> None:
    page.goto(site + "/papers/transformer/")
    page.locator(LINK).hover()
    expect(page.locator(".preview")).to_be_visible()
    page.mouse.move(2, 2)
    expect(page.locator(".preview")).to_have_count(0)


def test_the_keyboard_has_glimpses_and_the_focus_stays_where_it_was(page: Page, site: str) -> None:
    page.goto(site + "/papers/transformer/")
    page.keyboard.press("j")
    while not page.locator(LINK).evaluate("link => link === document.activeElement"):
        page.keyboard.press("j")
    expect(page.locator(".preview")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".preview")).to_have_count(0)
    expect(page.locator(LINK)).to_be_focused()


@pytest.fixture
def telephone(browser: Browser, site: str) -> Iterator[Page]:
    """A paper's page on a telephone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(site + "/papers/transformer/")
    yield page
    context.close()


def touch(page: Page, link: Locator, milliseconds: int, slide: float = 0) -> None:
    """A finger on a link for so long, sliding down by so many pixels."""
    x, y = centre(link)
    client = page.context.new_cdp_session(page)
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    if slide:
        client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y + slide}]})
    page.wait_for_timeout(milliseconds)
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_long_press_shows_a_glimpse_and_opens_nothing(telephone: Page, site: str) -> None:
    link = telephone.locator(LINK)
    touch(telephone, link, 1000)
    expect(telephone.locator(".preview")).to_contain_text("人の好みで言語モデルを調整する")
    expect(telephone).to_have_url(site + "/papers/transformer/")
    telephone.locator(".preview .title").tap()
    expect(telephone).to_have_url(site + "/papers/rlhf/#note-1")


def test_a_tap_opens_the_link_and_a_finger_that_scrolls_shows_nothing(telephone: Page, site: str) -> None:
    link = telephone.locator(LINK)
    touch(telephone, link, 1000, slide=-60)
    expect(telephone.locator(".preview")).to_have_count(0)
    link.tap()
    expect(telephone).to_have_url(site + "/papers/rlhf/#note-1")
