"""Readers with the keyboard alone, with a finger, or without scripts: each finds a paper and follows what it cites."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.small_library import RLHF

pytestmark = pytest.mark.browser

TRANSFORMER = "Attention Is All You Need"


def tab_to(page: Page, name: str) -> None:
    """Walks on by the tabulator until a link or button of that name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


# ── the keyboard alone ───────────────────────────────────────────────────────────────────────────────────────────────


def test_by_keyboard_a_half_remembered_paper_is_two_steps_away(page: Page, site: str) -> None:
    page.goto(site + "/unread/")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="検索")).to_be_focused()
    page.keyboard.type("好みで言語")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(RLHF.title)


def test_by_keyboard_a_search_is_narrowed_and_left_where_it_began(page: Page, site: str) -> None:
    page.goto(site + "/")
    tab_to(page, "論文")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="検索")).to_be_focused()
    page.keyboard.type("neurips")
    expect(page.locator("[role=option]")).to_have_count(2)
    tab_to(page, page.locator(".search .filters summary").inner_text())
    page.keyboard.press("Enter")
    year = page.locator(".search select[name=year]")
    for _ in range(5):
        page.keyboard.press("Tab")
        if year.evaluate("select => select === document.activeElement"):
            break
    page.keyboard.type("2017")
    expect(page.locator("[role=option] .title")).to_have_text([TRANSFORMER])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "論文"


def test_by_keyboard_what_a_paper_builds_on_and_what_came_after_are_followed(page: Page, site: str) -> None:
    page.goto(site + "/papers/rlhf/")
    tab_to(page, TRANSFORMER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TRANSFORMER)
    tab_to(page, RLHF.title)
    page.keyboard.press("Enter")
    expect(page).to_have_url(site + "/papers/rlhf/#note-1")


def test_by_keyboard_every_stop_is_seen_and_none_holds_the_focus(page: Page, site: str) -> None:
    page.goto(site + "/papers/rlhf/")
    page.locator("h1").wait_for()
    stops: list[str] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const here = document.activeElement;
                if (here === document.body) return null;
                const box = here.getBoundingClientRect(), style = getComputedStyle(here);
                const seen = box.width && box.bottom > 0 && box.top < innerHeight && parseFloat(style.outlineWidth) >= 1;
                return [seen, here.outerHTML.slice(0, 80)];
            }"""
        )
        if stop is None:
            break
        assert stop[0], stop[1]
        stops.append(stop[1])
    assert 20 < len(stops) < 200


# ── fingers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    """A telephone, held upright."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_by_touch_a_paper_is_found_and_its_citations_followed(telephone: Page, site: str) -> None:
    telephone.goto(site + "/")
    telephone.get_by_role("button", name="検索").tap()
    telephone.get_by_role("combobox", name="検索").fill("labellers")
    telephone.locator("[role=option]").first.tap()
    expect(telephone.get_by_role("heading", level=1)).to_have_text(RLHF.title)
    telephone.locator("#page-cites ~ ul .title").first.tap()
    expect(telephone.get_by_role("heading", level=1)).to_have_text(TRANSFORMER)


def test_by_touch_the_list_is_narrowed(telephone: Page, site: str) -> None:
    telephone.goto(site + "/papers/?tag=attention")
    expect(telephone.locator(".row:visible .title")).to_have_text([TRANSFORMER])
    telephone.locator("form.facets ul button").tap()
    expect(telephone.locator(".row:visible")).to_have_count(4)


# ── no scripts ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_a_paper_is_found_by_its_topic_its_author_and_its_year(still: Page, site: str) -> None:
    for section, name in (("タグ", "アラインメント"), ("著者", "Long Ouyang"), ("年", "2022")):
        still.goto(site + "/")
        still.get_by_role("navigation", name="主なページ").get_by_role("link", name=section, exact=True).click()
        still.locator("main").locator(f"a:text-is('{name}')").first.click()
        still.locator("main").get_by_role("link", name=RLHF.title).first.click()
        expect(still.get_by_role("heading", level=1)).to_have_text(RLHF.title)


def test_without_scripts_all_notes_stand_on_the_page_and_citations_are_links(still: Page, site: str) -> None:
    still.goto(site + "/papers/rlhf/")
    expect(still.locator(".note")).to_have_count(2)
    expect(still.get_by_text("the labellers' agreement")).to_be_visible()
    still.locator("#page-cites ~ ul .title").first.click()
    expect(still.get_by_role("heading", level=1)).to_have_text(TRANSFORMER)
    still.locator("#page-cited-by ~ ul .title").first.click()
    expect(still.get_by_role("heading", level=1)).to_have_text(RLHF.title)


def test_without_scripts_what_is_new_and_what_to_read_next_stand_on_the_first_page(still: Page, site: str) -> None:
    still.goto(site + "/")
    expect(still.locator(".card .title").first).to_have_text(RLHF.title)
    still.get_by_role("navigation", name="主なページ").get_by_role("link", name="未読", exact=True).click()
    expect(still.locator("main")).to_contain_text("DeepSeekMath")


def test_without_scripts_nothing_is_offered_that_would_not_work(still: Page, site: str) -> None:
    for path in ("/", "/papers/", "/papers/rlhf/", "/tags/", "/graph/", "/unread/"):
        still.goto(site + path)
        assert still.locator("button, select, input, canvas").locator("visible=true").count() == 0, path
