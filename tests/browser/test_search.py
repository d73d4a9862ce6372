"""Search and facets in a real browser, over files as papersite writes them."""

from __future__ import annotations

import functools
import http.server
import random
import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from papersite.config import Config
from papersite.remembering.memo import Memo
from papersite.search import search_artefacts
from papersite.search.folding import buckets_of, fold, grams
from papersite.theme import theme_dir
from tests.search.test_search import many

pytestmark = pytest.mark.browser

ENGINE = "import(new URL('../../static/js/search-index.js', document.baseURI))"


@pytest.fixture
def search(page: Page, site: str) -> Page:
    """A paper's page with the search open."""
    page.goto(site + "/papers/undated/")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="検索")).to_be_focused()
    expect(page.locator(".search .status")).to_contain_text("二文字以上")
    return page


def titles(page: Page) -> list[str]:
    """The titles of what is found, once the search has come to rest."""
    expect(page.locator(".search .status")).to_have_text(re.compile(r"\d本|見つかりません"))
    return [title.inner_text() for title in page.locator("[role=option] .title").all()]


def ask(page: Page, query: str) -> list[str]:
    """Types a query and waits for its answer."""
    box = page.get_by_role("combobox", name="検索")
    box.fill("")
    expect(page.locator(".search .status")).to_contain_text("二文字以上")
    box.fill(query)
    return titles(page)


RLHF = "Training language models to follow instructions with human feedback"
TRANSFORMER = "Attention Is All You Need"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        pytest.param("instruct", RLHF, id="a piece of a title"),
        pytest.param("labell", RLHF, id="a piece of an English word in a note"),
        pytest.param("好みで言", RLHF, id="a piece of a summary"),
        pytest.param("はじめ", RLHF, id="a heading"),
        pytest.param("Ouyang", RLHF, id="an author"),
        pytest.param("2203.02155", RLHF, id="a number"),
        pytest.param("にゅーりっぷす neurips", None, id="all words must be there"),
        pytest.param("ｉｎｓｔｒｕｃｔ", RLHF, id="wide letters"),
        pytest.param('"no recurrence"', TRANSFORMER, id="a phrase"),
        pytest.param("re-currence", TRANSFORMER, id="a hyphen that the text has not"),
        pytest.param("ec", None, id="two letters inside a word"),
        pytest.param("al", TRANSFORMER, id="two letters at the beginning of a word"),
    ],
)
def test_a_reader_finds_a_paper_she_half_remembers(search: Page, query: str, first: str | None) -> None:
    assert ([*ask(search, query), None])[0] == first


def test_a_tag_is_found_in_either_language_and_below_those_that_say_the_word(search: Page) -> None:
    assert ask(search, "アラインメント") == [RLHF, "整合性の<研究>メモ"]
    assert ask(search, "alignment") == [RLHF, "整合性の<研究>メモ"]
    # Its title says so, so it comes before the paper that only carries the tag.
    assert ask(search, "attention") == [TRANSFORMER]
    assert ask(search, "機械学習") == [RLHF, "整合性の<研究>メモ"]


def test_what_is_found_is_shown_in_its_sentence_and_marked(search: Page) -> None:
    ask(search, "labellers")
    said = search.locator(".said").first
    expect(said).to_contain_text("the labellers' agreement is what bounds the reward model.")
    expect(said.locator("mark").first).to_have_text("labellers")
    expect(search.locator("[role=option]").first).to_have_attribute("href", "../../papers/rlhf/#note-2:~:text=labellers")


def test_the_list_is_walked_by_keyboard_and_enter_opens_it(search: Page, site: str) -> None:
    ask(search, "NeurIPS")
    box = search.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-activedescendant", "found-0")
    search.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "found-1")
    expect(search.locator("[aria-selected=true]")).to_have_count(1)
    expect(box).to_be_focused()
    search.keyboard.press("ArrowUp")
    search.keyboard.press("Enter")
    expect(search).to_have_url(site + "/papers/rlhf/")


def test_the_search_opens_by_control_k_and_closes_by_escape(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="検索")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="検索").click()
    expect(page.get_by_role("combobox")).to_be_focused()


def test_a_query_in_the_address_is_asked(page: Page, site: str) -> None:
    page.goto(site + "/?q=labellers")
    assert titles(page) == [RLHF]


def test_what_nobody_wrote_is_said_to_be_nowhere(search: Page) -> None:
    assert ask(search, "量子もつれ") == []
    expect(search.locator(".status")).to_have_text("見つかりませんでした。")


def test_an_answer_that_comes_late_gives_way_to_the_next_question(search: Page) -> None:
    held: list[Route] = []
    search.route("**/text/*", lambda route: held.append(route))
    box = search.get_by_role("combobox")
    with search.expect_request("**/text/rlhf.json"):
        box.fill("labellers")
    with search.expect_request("**/text/transformer.json"):
        box.fill("recurrence")
    while len(held) < 2:
        search.wait_for_timeout(20)
    for route in reversed(held):
        route.continue_()
        search.wait_for_timeout(200)
    expect(search.locator("[role=option] .title")).to_have_text([TRANSFORMER])


def test_an_index_that_can_not_be_read_is_told_and_asked_for_again(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + "/papers/undated/")
    page.route("**/index.bin", lambda route: route.fulfill(status=503))
    page.keyboard.press("/")
    expect(page.locator(".search .status")).to_have_text("検索の索引を読めませんでした。")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.unroute("**/index.bin")
    page.keyboard.press("/")
    expect(page.locator(".search .status")).to_contain_text("二文字以上")
    page.close()


def test_a_search_is_narrowed_by_filters_with_their_numbers(search: Page) -> None:
    ask(search, "neurips")
    search.locator(".filters summary").click()
    year = search.get_by_label("発表年")
    expect(year.locator("option")).to_have_text(["すべて", "2022 (1)", "2017 (1)"])
    year.select_option("2017")
    expect(search.locator("[role=option] .title")).to_have_text([TRANSFORMER])
    author = search.get_by_label("著者")
    expect(author.locator("option", has_text="Ashish Vaswani (1)")).to_have_count(1)
    expect(author.locator("option", has_text="Long Ouyang")).to_have_count(0)


def test_filters_alone_list_papers(search: Page) -> None:
    search.locator(".filters summary").click()
    search.get_by_label("言語").select_option("en")
    assert titles(search) == ["Attention Is All You Need", "Undated thoughts"]


# ── what holds for both languages the index is written and read in ───────────────────────────────────────────────────


def test_the_browser_folds_and_cuts_as_the_builder_does(page: Page, site: str) -> None:
    page.goto(site + "/papers/undated/")
    rng = random.Random(7)
    letters = "あアガがｶﾞﾞーｰヵヶヴ強化学習々éeEＡaß-‐– \n.,。GRPO40①Σς\u00adÅÅ㌔﷐𠮷ヴゔ"
    texts = ["".join(rng.choices(letters, k=rng.randint(1, 24))) for _ in range(400)]
    told = page.evaluate(
        f"""async (texts) => {{
            const {{ fold, grams, bucketsOf }} = await {ENGINE};
            return texts.map((text) => [fold(text), grams(fold(text)).map((gram) => [gram, bucketsOf(gram)])]);
        }}""",
        texts,
    )
    for text, (folded, found) in zip(texts, told, strict=True):
        assert folded == fold(text), repr(text)
        assert {gram for gram, _ in found} <= grams(fold(text)), repr(text)
        assert [tuple(buckets) for _, buckets in found] == [buckets_of(gram) for gram, _ in found]


def test_a_mark_stands_on_the_very_characters(page: Page, site: str) -> None:
    page.goto(site + "/papers/undated/")
    marks = page.evaluate(
        f"""async () => {{
            const {{ fold, foldWithPlaces, marksOf }} = await {ENGINE};
            const text = "①ｶﾞﾝの検出、On-Policy と on‐policy-based、Gonçalo の ㌔㌘、URL の RL";
            const section = foldWithPlaces(text);
            const asked = ["がん", "onpolicy", "goncalo", "きろ", "ぐらむ", "rl"].map(fold);
            return asked.map((piece) => marksOf(section, [piece]).map(([a, b]) => text.slice(a, b)));
        }}"""
    )
    assert marks == [["ｶﾞﾝ"], ["On-Policy", "on‐policy"], ["Gonçalo"], ["㌔"], ["㌘"], ["RL"]]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[int]]]:
    """A thousand papers to search, served uncompressed, and the sizes of what was sent."""
    folder = tmp_path_factory.mktemp("large")
    for artefact in search_artefacts(many(1000), Config(), Memo()):
        path = folder / artefact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artefact.data)
    (folder / "search-index.js").write_bytes((theme_dir("static") / "js" / "search-index.js").read_bytes())
    (folder / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    sent: list[int] = []

    class Counting(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def send_header(self, keyword: str, value: str) -> None:
            if keyword == "Content-Length":
                sent.append(int(value))
            super().send_header(keyword, value)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Counting, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", sent
    server.shutdown()


ASK = """async (query) => {
    const { Index } = await import("/search-index.js");
    const index = await Index.load(new URL("/search/", location.href));
    const candidates = await index.candidates(query);
    const first = await Promise.all(candidates.slice(0, 8).map((candidate) => index.confirm(candidate)));
    return [candidates.length, first.filter(Boolean).length];
}"""


@pytest.mark.parametrize("pieces", [(2,), (4,), (12,), (2, 3, 2)], ids=lambda sizes: f"{len(sizes)} terms of {sizes[0]}")
def test_a_first_query_over_a_thousand_papers_reads_little(
    browser: Browser, large: tuple[str, list[int]], pieces: tuple[int, ...]
) -> None:
    address, sent = large
    text = many(1000).records[500].notes[0].body.text
    page = browser.new_page()
    page.goto(address)
    sent.clear()
    candidates, _ = page.evaluate(ASK, " ".join(text[100 * n :][:size] for n, size in enumerate(pieces)))
    page.close()
    assert candidates
    assert sum(sent) <= 300_000


def test_no_paper_is_missed_and_few_pass_that_should_not(browser: Browser, large: tuple[str, list[int]]) -> None:
    address, _ = large
    texts = [f"{record.title}\n{record.notes[0].body.text}" for record in many(1000).records]
    page = browser.new_page()
    page.goto(address)
    for start in range(0, 800, 100):
        for size in (2, 3, 7):
            piece = texts[500][start + 20 :][:size]
            candidates, _ = page.evaluate(ASK, piece)
            pairs = [piece[place : place + 2] for place in range(size - 1)]
            having = sum(all(pair in text for pair in pairs) for text in texts)
            # These texts have half as many different grams again as real notes of their length, so this is a harsh test.
            assert having <= candidates <= having + 20, piece
    page.close()
