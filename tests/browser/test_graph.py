"""The graph in a real browser: drawn, walked by keys, narrowed, and opened around one paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

RLHF = "Training language models to follow instructions with human feedback"
TRANSFORMER = "Attention Is All You Need"
ALIGNMENT = "整合性の<研究>メモ"

# How many pixels of the canvas are not its ground; an untouched canvas has none.
INKED = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Uint32Array(data.buffer);
    return pixels.reduce((count, pixel) => count + (pixel !== pixels[0]), 0);
}"""


def canvas_of(page: Page, papers: int = 4) -> Locator:
    """The canvas, once so many papers are drawn and have come to rest."""
    canvas = page.locator("canvas")
    expect(canvas).to_have_attribute("data-drawn", str(papers))
    expect(page.locator(".chart-status")).to_be_empty()
    return canvas


@pytest.fixture
def graph(page: Page, site: str) -> Page:
    """The page of the graph, drawn."""
    page.goto(site + "/graph/")
    canvas_of(page)
    return page


def spoken(page: Page) -> Locator:
    """What a screen reader is told of the chosen paper."""
    return page.locator(".chart [role=status]")


def test_the_graph_is_a_section_and_is_drawn(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.get_by_role("link", name="グラフ", exact=True).click()
    expect(page).to_have_url(site + "/graph/")
    assert canvas_of(page).evaluate(INKED) > 500


def test_the_same_papers_stand_at_the_same_places_each_time(graph: Page) -> None:
    first = graph.locator("canvas").evaluate("canvas => canvas.toDataURL()")
    graph.reload()
    assert canvas_of(graph).evaluate("canvas => canvas.toDataURL()") == first


def test_a_reader_walks_the_graph_by_keys_alone_and_opens_a_paper(graph: Page, site: str) -> None:
    canvas = graph.get_by_role("application", name="論文のグラフ")
    canvas.focus()
    canvas.press("ArrowRight")
    expect(spoken(graph)).to_have_text(f"{TRANSFORMER}。2017。引用0本、被引用2本、関連0本。")
    expect(graph.locator(".chart-card a.title")).to_have_text(TRANSFORMER)
    canvas.press("PageDown")
    expect(spoken(graph)).to_contain_text(f"「{TRANSFORMER}」を引用")
    first = spoken(graph).inner_text()
    canvas.press("PageDown")
    expect(spoken(graph)).not_to_have_text(first)
    canvas.press("Home")
    canvas.press("Enter")
    expect(graph).to_have_url(site + "/papers/transformer/")


def test_arrows_lead_to_another_paper_and_j_and_k_to_every_one(graph: Page) -> None:
    canvas = graph.locator("canvas")
    canvas.focus()

    def after(*keys: str) -> list[str]:
        found = []
        for key in keys:
            canvas.press(key)
            found.append(graph.locator(".chart-card a.title").inner_text())
        return found

    assert len(set(after("Home", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"))) > 1
    assert after("Home", "j", "j", "j", "j", "k") == [
        TRANSFORMER,
        RLHF,
        ALIGNMENT,
        "Undated thoughts",
        TRANSFORMER,
        "Undated thoughts",
    ]


def test_escape_leaves_the_paper_and_then_the_graph(graph: Page) -> None:
    canvas = graph.locator("canvas")
    canvas.focus()
    canvas.press("Home")
    expect(graph.locator(".chart-card")).to_be_visible()
    canvas.press("Escape")
    expect(graph.locator(".chart-card")).to_be_hidden()
    expect(canvas).to_be_focused()
    canvas.press("Escape")
    expect(canvas).not_to_be_focused()


def test_the_card_tells_the_paper_and_its_summary(graph: Page, site: str) -> None:
    box = graph.get_by_role("combobox", name="論文を探す")
    box.fill("ＨＵＭＡＮ feed")
    expect(graph.locator("#graph-found [role=option]")).to_have_text([re.compile(RLHF)])
    box.press("Enter")
    card = graph.locator(".chart-card")
    expect(card.locator("a.title")).to_have_attribute("href", f"{site}/papers/rlhf/")
    expect(card.locator(".by")).to_have_text("2022引用 1・被引用 0・関連 1")
    expect(card.locator(".tag")).to_have_text(["強化学習", "アラインメント"])
    expect(card.locator(".summary")).to_have_text("人の好みで言語モデルを調整する。")
    expect(graph.locator("canvas")).to_be_focused()
    card.get_by_role("button", name="閉じる").click()
    expect(card).to_be_hidden()


def test_an_address_names_the_paper_and_the_filters(page: Page, site: str) -> None:
    page.goto(site + "/graph/#paper=rlhf&tag=machine-learning")
    canvas_of(page, 2)
    expect(page.locator(".chart-card a.title")).to_have_text(RLHF)
    expect(page.locator(".graph-filters").get_by_label("タグ")).to_have_value("machine-learning")
    page.locator("canvas").press("Escape")
    expect(page).to_have_url(site + "/graph/#tag=machine-learning")


def test_filters_leave_only_what_fits_and_can_be_cleared(graph: Page) -> None:
    shown = graph.locator(".graph-shown [role=status]")
    expect(shown).to_be_empty()
    graph.locator(".graph-filters").get_by_label("タグ").select_option("machine-learning")
    expect(shown).to_have_text("4本のうち2本")
    graph.get_by_label("年（から）").select_option("2022")
    expect(shown).to_have_text("4本のうち1本")
    canvas_of(graph, 1)
    graph.get_by_label("年（まで）").select_option("2017")
    expect(shown).to_have_text("当てはまる論文がありません。")
    graph.get_by_role("button", name="絞り込みを解除").click()
    canvas_of(graph, 4)
    expect(shown).to_be_empty()


def test_a_kind_of_edge_can_be_left_out(graph: Page) -> None:
    canvas = graph.locator("canvas")
    before = canvas.evaluate("canvas => canvas.toDataURL()")
    graph.get_by_role("checkbox", name="引用").uncheck()
    canvas.focus()
    canvas.press("Home")
    first = spoken(graph).inner_text()
    canvas.press("PageDown")  # no citation leads on from here
    expect(spoken(graph)).to_have_text(first)
    canvas.press("Escape")
    assert canvas.evaluate("canvas => canvas.toDataURL()") != before


def test_the_wheel_zooms_inwards_and_scrolls_the_page_outwards(graph: Page) -> None:
    canvas = graph.locator("canvas")
    box = canvas.bounding_box()
    assert box
    graph.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    before = canvas.evaluate("canvas => canvas.toDataURL()")
    graph.mouse.wheel(0, 300)
    graph.wait_for_function("() => scrollY > 0")
    assert canvas.evaluate("canvas => canvas.toDataURL()") == before
    graph.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    graph.mouse.wheel(0, -300)
    graph.wait_for_function("before => document.querySelector('canvas').toDataURL() !== before", arg=before)
    graph.get_by_role("button", name="全体を表示").click()
    graph.wait_for_function("before => document.querySelector('canvas').toDataURL() === before", arg=before)


def test_the_picture_follows_the_scheme(graph: Page) -> None:
    ground = """canvas => {
        const copy = new OffscreenCanvas(2, 2).getContext("2d", { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        return copy.getImageData(1, 1, 1, 1).data[0];
    }"""
    canvas = graph.locator("canvas")
    assert canvas.evaluate(ground) == 0xFD
    graph.evaluate("document.documentElement.dataset.scheme = 'dark'")
    graph.wait_for_function(f"red => ({ground})(document.querySelector('canvas')) === red", arg=0x16)


def test_a_finger_chooses_and_two_zoom_on_a_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(site + "/graph/#paper=transformer")
    canvas = canvas_of(page)
    expect(page.locator(".chart-card a.title")).to_have_text(TRANSFORMER)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert canvas.evaluate("canvas => canvas.style.touchAction") in ("pan-y", "none")
    before = canvas.evaluate("canvas => canvas.toDataURL()")
    canvas.evaluate(
        """canvas => {
            const { left, top } = canvas.getBoundingClientRect();
            const touch = (type, pointerId, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
                pointerId, pointerType: "touch", clientX: left + x, clientY: top + y, bubbles: true,
            }));
            canvas.setPointerCapture = () => {};
            for (const [id, x] of [[1, 150], [2, 200]]) touch("pointerdown", id, x, 150);
            for (const [id, x] of [[1, 80], [2, 270]]) touch("pointermove", id, x, 150);
            for (const [id, x] of [[1, 80], [2, 270]]) touch("pointerup", id, x, 150);
        }"""
    )
    page.wait_for_function("before => document.querySelector('canvas').toDataURL() !== before", arg=before)
    assert canvas.evaluate("canvas => canvas.style.touchAction") == "none"
    context.close()


def test_the_list_tells_the_same_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/graph/#paper=transformer")
    expect(page.locator("canvas")).to_be_hidden()
    entry = page.locator(".graph-list li").filter(has=page.locator("[id='paper=transformer']"))
    entry.locator("summary").click() if not entry.locator("dl").is_visible() else None
    expect(entry.locator("dt")).to_have_text(["被引用"])
    expect(entry.locator("dd a")).to_have_text([RLHF, ALIGNMENT])
    page.goto(site + "/papers/rlhf/")
    expect(page.locator("details.around")).to_be_hidden()
    context.close()


# ── around one paper ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_papers_page_reads_its_graph_only_when_it_is_opened(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + "/papers/rlhf/", wait_until="networkidle")
    assert not [url for url in asked if "/js/graph/" in url or "/d3/" in url or "graph.json" in url]
    page.get_by_text("まわりのグラフ").click()
    canvas = canvas_of(page, 3)
    assert canvas.evaluate(INKED) > 500
    expect(page.locator(".chart-card")).to_be_hidden()
    page.get_by_label("2", exact=True).check()
    canvas_of(page, 3)
    page.get_by_role("link", name="全体のグラフで見る").click()
    expect(page).to_have_url(site + "/graph/#paper=rlhf")
    expect(page.locator(".chart-card a.title")).to_have_text(RLHF)


def test_a_graph_that_can_not_be_read_is_told(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.route("**/graph.json", lambda route: route.fulfill(status=503))
    page.goto(site + "/graph/")
    expect(page.locator(".chart-status")).to_have_text("グラフを読めませんでした。")
    page.close()
