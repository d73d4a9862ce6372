"""The list of all papers narrowed in a real browser: one that fits a page, and a thousand that do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from papersite.assets import load_assets
from papersite.config import Config
from papersite.markdown import MarkdownOptions
from papersite.model import Library
from papersite.plan import plan_site
from papersite.remembering.memo import Memo
from papersite.render import render_export, render_page
from papersite.templating import Templates
from papersite.theme import theme_dir
from tests.browser.conftest import served
from tests.small_library import LIBRARY, TRANSFORMER
from tests.small_library import RLHF as LONG_TITLED

pytestmark = pytest.mark.browser

RLHF = LONG_TITLED.title
ATTENTION = TRANSFORMER.title


def rows(page: Page) -> list[str]:
    """The papers that the list shows."""
    return [title.inner_text() for title in page.locator(".row .title:visible").all()]


def test_facets_combine_count_and_stand_in_the_address(page: Page, site: str) -> None:
    page.goto(site + "/papers/")
    form = page.locator("form.facets")
    form.get_by_label("タグ").select_option("alignment")
    assert rows(page) == [RLHF, "整合性の<研究>メモ"]
    expect(page.locator(".lead")).to_have_text("4本のうち2本")
    expect(form.get_by_label("発表年").locator("option")).to_have_text(["すべて", "2022 (1)"])
    form.get_by_label("発表年").select_option("2022")
    assert rows(page) == [RLHF]
    expect(page).to_have_url(site + "/papers/?tag=alignment&year=2022")
    page.reload()
    expect(form).to_be_visible()
    assert rows(page) == [RLHF]
    page.go_back()
    expect(page.locator(".lead")).to_have_text("4本のうち2本")
    form.get_by_role("button", name="アラインメント").click()
    expect(page.locator(".lead")).to_have_text("4本の論文")
    assert len(rows(page)) == 4


def test_who_reads_the_list_already_keeps_the_focus_when_the_form_is_ready(page: Page, site: str) -> None:
    held: list[Route] = []
    page.route("**/facets.bin*", lambda route: held.append(route))
    page.goto(site + "/papers/")
    first = page.locator(".row .title").first
    first.focus()
    held[0].continue_()
    expect(page.locator("form.facets")).to_be_visible()
    expect(first).to_be_focused()


def test_tags_add_up_and_years_are_alternatives(page: Page, site: str) -> None:
    page.goto(site + "/papers/?tag=neurips")
    form = page.locator("form.facets")
    expect(page.locator(".lead")).to_have_text("4本のうち2本")
    form.get_by_label("タグ").select_option("attention")
    assert rows(page) == [ATTENTION]
    page.goto(site + "/papers/?year=2017&year=2022")
    expect(page.locator(".lead")).to_have_text("4本のうち2本")


def test_every_kind_of_fact_narrows_and_goes_by_its_name(page: Page, site: str) -> None:
    page.goto(site + "/papers/")
    form = page.locator("form.facets")
    expect(form).to_be_visible()
    for name, option in {
        "タグ": "機械学習 (2)",
        "会議": "NeurIPS (2)",
        "発表年": "2017 (1)",
        "著者": "Jeff Wu (2)",
        "種類": "記事 (1)",
        "言語": "英語 (2)",
        "出どころ": "論文ダイジェスト (1)",
        "書いた人": "Mio (1)",
    }.items():
        expect(form.get_by_label(name).locator("option", has_text=option)).to_have_count(1)
        form.get_by_label(name).select_option(option)
        expect(page.locator(".lead")).to_have_text(f"4本のうち{option[-2]}本")
        page.go_back()
        expect(page.locator(".lead")).to_have_text("4本の論文")


def test_a_list_is_narrowed_by_keyboard_alone(page: Page, site: str) -> None:
    page.goto(site + "/papers/")
    year = page.locator("form.facets").get_by_label("発表年")
    expect(year).to_be_visible()
    year.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".lead")).to_have_text("4本のうち1本")
    assert rows(page) == [RLHF]
    page.locator("form.facets").get_by_role("button", name="2022").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_have_text("4本の論文")
    expect(year).to_be_focused()


def test_what_no_paper_has_is_said_to_be_nowhere(page: Page, site: str) -> None:
    page.goto(site + "/papers/?author=Ashish+Vaswani&year=2022")
    expect(page.locator(".empty")).to_be_visible()
    assert rows(page) == []


def test_a_value_that_nothing_has_narrows_nothing(page: Page, site: str) -> None:
    page.goto(site + "/papers/?tag=never-heard-of&unknown=x")
    expect(page.locator("form.facets")).to_be_visible()
    assert len(rows(page)) == 4


def test_the_place_of_the_form_is_kept(page: Page, site: str) -> None:
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver((l) => l.getEntries().forEach((e) => (window.shifts += e.value)))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(site + "/papers/")
    expect(page.locator("form.facets")).to_be_visible()
    assert page.evaluate("window.shifts") < 0.01


def test_months_without_papers_are_hidden(page: Page, site: str) -> None:
    page.goto(site + "/papers/?year=2017")
    expect(page.locator(".lead")).to_have_text("4本のうち1本")
    expect(page.locator(".month:visible")).to_have_count(1)
    expect(page.locator(".month:visible h2")).to_contain_text("2024年3月 1")


# ── a list of ten pages ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The list of a thousand papers, of every tenth of which Rin is the author."""
    folder = tmp_path_factory.mktemp("large")
    records = tuple(
        replace(TRANSFORMER, slug=f"paper-{n}", title=f"Paper {n}", ids=(), authors=("Rin",) if n % 10 == 0 else ("Nao",))
        for n in range(1000)
    )
    library = Library(records, (((),),) * 1000, (), (), (), LIBRARY.terms, ((),) * 1000, ())
    assets = load_assets(theme_dir("static"), Path("/nowhere"), Path("/nowhere"), "notes")
    templates, memo = Templates.load((theme_dir("templates"),)), Memo()
    plan = plan_site(library, Config(), assets)
    artefacts = [
        render_page(page, templates, MarkdownOptions(), memo).artefact for page in plan.pages if page.template == "papers.html"
    ]
    artefacts += [render_export(export, MarkdownOptions(), memo) for export in plan.exports]
    for artefact in (*artefacts, *assets.artefacts):
        path = folder / artefact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artefact.data)
    with served(folder) as address:
        yield address


def test_a_long_list_is_walked_page_by_page_without_a_script(browser: Browser, large: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(large + "/papers/")
    seen = [page.locator(".row .title").all_inner_texts()]
    for number in range(2, 11):
        page.locator(".pager [rel=next]").click()
        page.wait_for_url(f"**/papers/page/{number}/")
        seen.append(page.locator(".row .title").all_inner_texts())
    assert [title for titles in seen for title in titles] == [f"Paper {n}" for n in range(1000)]
    assert page.locator(".pager [rel=next]").count() == 0
    context.close()


def test_papers_of_all_pages_are_found_from_any(page: Page, large: str) -> None:
    page.goto(large + "/papers/page/2/?author=Rin")
    expect(page.locator(".lead")).to_have_text("1,000本のうち100本")
    assert rows(page) == [f"Paper {n}" for n in range(0, 1000, 10)]
    expect(page.locator(".month h2 .n")).to_have_text("100")
    expect(page.locator(".pager")).to_be_hidden()
    assert page.locator(".row .title").last.evaluate("link => link.href") == large + "/papers/paper-990/"


def test_a_long_answer_is_shown_by_and_by(page: Page, large: str) -> None:
    page.goto(large + "/papers/?author=Nao")
    expect(page.locator(".lead")).to_have_text("1,000本のうち900本")
    assert len(rows(page)) == 100
    page.locator("button.further").click()
    expect(page.locator(".row")).to_have_count(200)
    page.locator("form.facets").get_by_role("button", name="Nao").click()
    expect(page.locator(".pager")).to_be_visible()
    assert rows(page) == [f"Paper {n}" for n in range(100)]
