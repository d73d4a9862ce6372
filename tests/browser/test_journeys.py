"""What a reader does with the site, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.small_library import RLHF

pytestmark = pytest.mark.browser

PATHS = (
    "/",
    "/papers/",
    "/papers/rlhf/",
    "/tags/",
    "/tags/machine-learning/",
    "/authors/",
    "/authors/jeff-wu/",
    "/unread/",
    "/timeline/",
    "/changes/",
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_a_telephone(page: Page, site: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_wide_things_scroll_in_their_place(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + "/papers/rlhf/")
    for selector in (".prose pre", ".table-scroll", ".math-scroll"):
        wider = page.evaluate("s => { const e = document.querySelector(s); return e.scrollWidth > e.clientWidth }", selector)
        assert wider, selector


@pytest.mark.parametrize("path", PATHS)
def test_what_a_finger_must_meet_is_large_enough(page: Page, site: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + path)
    small = page.evaluate(
        """() => [...document.querySelectorAll('.top a, .top button, .out a, .onward a, .neighbours a, .letters a')]
        .filter((e) => e.checkVisibility()).map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 32).map(([text, box]) => `${text} ${box.width} ${box.height}`)"""
    )
    assert small == []


def test_a_reader_follows_what_a_paper_cites_and_comes_back(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.get_by_role("link", name="Training language models").first.click()
    page.get_by_role("navigation", name="目次").get_by_role("link", name="引用", exact=True).click()
    page.locator("#page-cites ~ ul").get_by_role("link", name="Attention Is All You Need").click()
    expect(page).to_have_url(site + "/papers/transformer/")
    page.locator("#page-cited-by ~ ul").get_by_role("link", name="Training language models").click()
    expect(page).to_have_url(site + "/papers/rlhf/#note-1")


def test_an_old_address_leads_to_the_paper(page: Page, site: str) -> None:
    page.goto(site + "/posts/instructgpt.html")
    expect(page).to_have_url(site + "/papers/rlhf/")


def test_a_chosen_scheme_holds_on_the_next_page_from_its_first_paint(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(site + "/")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    button = page.get_by_role("button", name="配色")
    button.click()
    assert page.evaluate(ground) == light
    button.click()
    dark = page.evaluate(ground)
    assert dark != light
    # The button's script comes late on a slow line; the scheme must not wait for it.
    page.route("**/js/switch.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(site + "/papers/")
    assert page.evaluate(ground) == dark


def test_a_page_reads_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/papers/rlhf/")
    expect(page.get_by_role("heading", level=1)).to_have_text(RLHF.title)
    expect(page.get_by_role("link", name="はじめに")).to_be_visible()
    expect(page.locator("button:visible")).to_have_count(0)
    context.close()


def test_the_contents_mark_what_is_being_read(page: Page, site: str) -> None:
    page.goto(site + "/papers/rlhf/")
    contents = page.get_by_role("navigation", name="目次")
    contents.get_by_role("link", name="おわりに").click()
    expect(contents.locator("[aria-current]")).to_have_text("おわりに")


def test_the_contents_open_and_close_on_a_telephone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + "/papers/rlhf/")
    entry = page.locator(".contents").get_by_role("link", name="おわりに")
    expect(entry).to_be_hidden()
    page.locator(".contents summary").click()
    expect(entry).to_be_visible()


def test_the_first_stop_of_the_tab_key_skips_to_the_text(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("本文へ移動")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_what_has_the_focus_is_seen_to_have_it(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


def test_keys_move_through_a_list_and_help_lists_them(page: Page, site: str) -> None:
    page.goto(site + "/papers/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("Attention Is All You Need")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(site + "/papers/rlhf/")
    page.keyboard.press("p")
    page.wait_for_url(site + "/papers/transformer/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="キーボード操作")).to_be_visible()


def test_single_keys_can_be_turned_off_for_good(page: Page, site: str) -> None:
    page.goto(site + "/papers/")
    page.keyboard.press("?")
    page.get_by_label("一文字のキー操作を使う").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("h")
    expect(page).to_have_url(site + "/papers/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_resting_on_a_link_shows_the_paper_behind_it(page: Page, site: str) -> None:
    page.goto(site + "/papers/transformer/")
    link = page.locator("#page-cited-by ~ ul").get_by_role("link", name="Training language models")
    link.hover()
    preview = page.locator(".preview")
    expect(preview).to_contain_text("人の好みで言語モデルを調整する")
    page.keyboard.press("Escape")
    expect(preview).to_have_count(0)


def test_code_is_copied_by_its_button(page: Page, site: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site + "/papers/rlhf/")
    page.get_by_role("button", name="コピー").click()
    expect(page.get_by_role("button", name="コピーしました")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("x = a_long_name_0 + ")


# ── what can be measured of how it looks ─────────────────────────────────────────────────────────────────────────────

CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const over = (top, below) => top.slice(0, 3).map((v, i) => (v * top[3] + below[i] * (255 - top[3])) / 255);
  const ground = (element) => {
    const chain = [];
    for (let e = element; e; e = e.parentElement) chain.unshift(rgba(getComputedStyle(e).backgroundColor));
    return chain.reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const poor = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true })) continue;
    if (element.closest('dialog:not([open]), .skip, math')) continue;
    const below = ground(element);
    let opacity = 1;
    for (let e = element; e; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity);
    const colour = rgba(getComputedStyle(element).color);
    const text = over([...colour.slice(0, 3), colour[3] * opacity], below);
    const [bright, dark] = [light(text), light(below)].sort((a, b) => b - a);
    const ratio = (bright + 0.05) / (dark + 0.05);
    const words = walker.currentNode.data.trim().slice(0, 20);
    if (ratio < 4.5) poor.add(`${ratio.toFixed(2)} ${element.className || element.tagName} ${words}`);
  }
  return [...poor];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_text_stands_out_from_its_ground(page: Page, site: str, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(site + path)
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_accent_stands_out_from_its_ground(page: Page, site: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(site + "/papers/rlhf/")
    for accent in ("#8a3ffc", "#ffd400", "#00ff00", "#0000ff", "#ff66cc", "black", "white", "crimson"):
        page.evaluate("accent => document.documentElement.style.setProperty('--accent-seed', accent)", accent)
        assert (accent, page.evaluate(CONTRAST)) == (accent, [])


@pytest.mark.parametrize("path", PATHS)
def test_a_printed_page_holds_the_text_and_nothing_to_click(page: Page, site: str, path: str) -> None:
    page.goto(site + path)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".top, .bottom, .contents, .neighbours, .tools, .copy").locator("visible=true")).to_have_count(0)
