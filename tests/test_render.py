"""Pages as HTML: every page of a small library is sound, leads somewhere, and says what it should."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

from papersite.assets import load_assets
from papersite.config import LANGUAGES, Config, NavLink
from papersite.errors import PlanError, TemplateError
from papersite.markdown import MarkdownOptions
from papersite.model import Body, Fact, Library, Note
from papersite.plan import plan_site
from papersite.remembering.memo import Memo
from papersite.render import Made, RenderedPage, ingredients, made_before, render_page
from papersite.templating import Templates
from papersite.theme import theme_dir
from papersite.views import ImageView, Page, PaperView
from tests.markup import Markup
from tests.small_library import LIBRARY, RLHF

NOWHERE = Path("/nowhere")
SITE = Config(title="論文ノート", description="読んだものの覚え", base_url="https://mio.example/papers/", author="Mio")
ASSETS = load_assets(theme_dir("static"), NOWHERE, NOWHERE, "notes", "#8a3ffc")
TEMPLATES = Templates.load((theme_dir("templates"),))
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'self'"
)


def pages_of(library: Library = LIBRARY, config: Config = SITE) -> dict[str, Page]:
    """The pages of a library by their address."""
    return {page.url: page for page in plan_site(library, config, ASSETS).pages}


def render(page: Page, templates: Templates = TEMPLATES) -> RenderedPage:
    """A page, remembered nowhere."""
    return render_page(page, templates, MarkdownOptions(), Memo())


@lru_cache(maxsize=4)
def site(language: str = "ja") -> dict[str, Markup]:
    """The small library as a site, by address."""
    return {
        url: Markup(render(page).artefact.data.decode())
        for url, page in pages_of(config=replace(SITE, language=language)).items()
    }


def is_redirect(page: Markup) -> bool:
    """Whether a page only leads on."""
    return any(attributes.get("http-equiv") == "refresh" for attributes in page.all("meta"))


PAGES = sorted(url for url, page in site().items() if not is_redirect(page))
every_page = pytest.mark.parametrize("url", PAGES)


# ── what holds for every page ────────────────────────────────────────────────────────────────────────────────────────


@every_page
def test_a_page_has_one_first_heading_and_skips_no_level(url: str) -> None:
    levels = site()[url].headings
    assert levels.count(1) == 1
    seen = 0
    for level in levels[: levels.index(1)]:
        pytest.fail(f"a heading of level {level} stands before the first")
    for level in levels:
        assert level <= seen + 1, levels
        seen = level


@every_page
def test_a_pages_ids_are_its_own(url: str) -> None:
    ids = site()[url].ids
    assert len(ids) == len(set(ids))


@every_page
def test_a_page_has_its_landmarks_and_a_way_past_them(url: str) -> None:
    page = site()[url]
    assert [len(page.all(tag)) for tag in ("main", "footer")] == [1, 1]
    assert page.all("a", class_="skip")[0]["href"] == "#main"
    assert page.all("main", id="main")
    unnamed = [nav for nav in page.all("nav") if not nav.get("aria-label")]
    assert unnamed == []


@every_page
def test_a_page_works_under_its_policy(url: str) -> None:
    page = site()[url]
    assert page.all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"] == POLICY
    # A block of JSON-LD is data and no script: `script-src` says nothing of it (HTML Living Standard, 4.12.1.1).
    assert all(script.get("src") or script.get("type") == "application/ld+json" for script in page.all("script"))
    assert page.all("style") == []
    acting = [(tag, name) for tag, a in page.elements for name in a if name == "style" or name.startswith("on")]
    assert acting == []


@every_page
def test_a_page_says_its_language_and_its_address(url: str) -> None:
    page = site()[url]
    assert page.all("html")[0]["lang"] == "ja"
    canonical = [link["href"] for link in page.all("link", rel="canonical")]
    assert [unquote(str(href)) for href in canonical] == ([] if url == "/404.html" else [f"https://mio.example/papers{url}"])


@every_page
def test_a_page_leads_only_to_what_exists(url: str) -> None:
    pages = site()
    files: dict[str, Page | None] = {str(page.path): page for page in pages_of().values()}
    files |= {str(artefact.path): None for artefact in ASSETS.artefacts}
    files |= {str(export.path): None for export in plan_site(LIBRARY, SITE, ASSETS).exports}
    here = posixpath.join("/papers", url.lstrip("/"))
    for link in pages[url].links():
        parts = urlsplit(link)
        if parts.scheme in ("http", "https"):
            continue
        assert not link.startswith("/") or url == "/404.html", link
        target = unquote(posixpath.normpath(posixpath.join(posixpath.dirname(here), parts.path)) if parts.path else here)
        within = target.removeprefix("/papers").strip("/")
        folder = parts.path.endswith(("/", "..", ".")) or (not parts.path and url.endswith("/"))
        path = (within + "/index.html").lstrip("/") if folder else within
        assert path in files, link
        if parts.fragment:
            page = files[path]
            assert page
            assert unquote(parts.fragment) in pages[page.url].ids, link


@every_page
def test_a_page_asks_nothing_of_another_host(url: str) -> None:
    page = site()[url]
    loaded = [a["src"] for _, a in page.elements if a.get("src")] + [a["href"] for a in page.all("link", rel="stylesheet")]
    assert loaded
    assert [address for address in loaded if "//" in str(address)] == []


@every_page
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_speaks_the_language_of_the_site(url: str, language: str) -> None:
    page = site(language)[url]
    assert page.all("html")[0]["lang"] == language
    assert ("Skip to the text" in page.text) == (language == "en")
    # A key that was left over, or a place that was not filled, shows itself.
    assert not re.search(r"\{\w+\}|\b(?:nav|count|paper|home|title|format)\.[a-z_]+\b", page.text)


def test_pages_carry_little_white_space() -> None:
    for page in pages_of().values():
        text = re.sub(r"(?s)<pre.*?</pre>", "", render(page).artefact.data.decode())
        assert "\n\n\n" not in text, page.url
        assert not re.search(r"(?m)^[ \t]{2,}\S", text), page.url


# ── a paper ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_paper_shows_each_note_with_where_it_comes_from() -> None:
    page = site()["/papers/rlhf/"]
    assert "notes/digests.md 1–40行" in page.text
    assert "notes/meeting.txt 12–30行" in page.text
    assert "Mio" in page.text
    assert [a.get("lang") for a in page.all("div", class_="prose")] == ["ja", "en"]
    assert "2024年3月19日" in page.text


def test_several_notes_are_told_apart_at_the_top_and_one_needs_no_switch() -> None:
    (switch,) = site()["/papers/rlhf/"].all("nav", class_="switch")
    assert switch["aria-label"] == "ノート2件"
    assert "論文ダイジェスト 機械による文章 2024年3月19日 notes/digests.md 1–40行 勉強会 Mio" in site()["/papers/rlhf/"].text
    assert site()["/papers/transformer/"].all("nav", class_="switch") == []


def test_what_a_machine_wrote_is_labelled_and_what_a_person_wrote_is_not() -> None:
    source = render(pages_of()["/papers/rlhf/"]).artefact.data.decode()
    summary, machine, person = re.findall(r"<h2[^>]*>(.*?)</h2>", source)[:3]
    assert "機械による文章" in summary
    assert "機械による文章" in machine
    assert "機械による文章" not in person


def test_the_contents_lead_to_every_note_and_its_headings() -> None:
    page = site()["/papers/rlhf/"]
    there = [str(a["href"]) for a in page.all("a") if str(a.get("href")).startswith("#")]
    for anchor in ("#page-summary", "#note-1", "#note-2", "#page-cites", "#page-related"):
        assert anchor in there
    assert "手順" in page.text
    assert len([a for a in there if a.startswith("#n1-")]) >= 2


def test_a_reference_to_a_noted_paper_is_a_link_and_one_to_another_keeps_its_address() -> None:
    refs = {a["data-ref"]: a for a in site()["/papers/rlhf/"].all("a", class_="ref")}
    assert refs["arxiv:1706.03762"]["href"] == "../../papers/transformer/"
    assert refs["arxiv:2402.03300"]["href"] == "https://arxiv.org/abs/2402.03300"


def test_a_citation_is_shown_with_the_sentence_around_it() -> None:
    source = render(pages_of()["/papers/transformer/"]).artefact.data.decode()
    assert "土台は <mark>arXiv:1706.03762</mark> の Transformer で、" in source
    assert "../../papers/rlhf/#note-1" in site()["/papers/transformer/"].links()


@pytest.mark.parametrize(("slug", "marked"), [("alignment-notes", True), ("rlhf", False)])
def test_a_title_that_is_none_is_marked(slug: str, marked: bool) -> None:
    page = site()[f"/papers/{slug}/"]
    heading = page.source.partition("<h1")[2].partition("</h1>")[0]
    assert ("仮題" in heading) == marked
    assert bool(page.all("meta", name="citation_title")) != marked


def test_the_head_tells_reference_managers_what_the_paper_is() -> None:
    page = site()["/papers/rlhf/"]
    fields = [(a["name"], a["content"]) for a in page.all("meta") if str(a.get("name")).startswith("citation_")]
    assert ("citation_title", RLHF.title) in fields
    authors = [str(content).split(", ") for name, content in fields if name == "citation_author"]
    assert [f"{given} {family}" for family, given in authors] == list(RLHF.authors)
    assert ("citation_publication_date", "2022") in fields
    assert ("citation_arxiv_id", "2203.02155") in fields
    assert ("citation_pdf_url", "https://arxiv.org/pdf/2203.02155v1") in fields


def test_the_sites_author_is_not_taken_for_the_papers() -> None:
    assert site()["/papers/rlhf/"].all("meta", name="author") == []
    assert site()["/papers/alignment-notes/"].all("meta", name="author")[0]["content"] == "Mio"


@every_page
def test_a_page_that_is_shared_says_what_it_is(url: str) -> None:
    page = site()[url]
    told = {a["property"]: a["content"] for a in page.all("meta") if str(a.get("property")).startswith("og:")}
    title = page.source.partition("<title>")[2].partition(" — 論文ノート</title>")[0]
    assert unescape(title) == told["og:title"]
    assert told["og:description"]
    assert told["og:type"] == ("article" if page.all("script", type="application/ld+json") else "website")
    assert "og:image" not in told
    assert page.all("meta", name="twitter:card")[0]["content"] == "summary"


def test_a_title_is_text_and_no_markup() -> None:
    assert "整合性の&lt;研究&gt;メモ" in site()["/papers/alignment-notes/"].source
    assert "<研究>" not in site()["/"].source


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_registry_says_stands_folded_behind_our_own_words(language: str) -> None:
    said = {"abstract": "We study <people>.", "categories": ("cs.CL", "cs.LG"), "published": dt.date(2022, 3, 4)}
    facts = (Fact("abstract", "We study <people>.", "arxiv"),)
    library = replace(LIBRARY, records=(replace(RLHF, facts=facts, **said), *LIBRARY.records[1:]))  # type: ignore[arg-type]
    page = pages_of(library, replace(SITE, language=language))["/papers/rlhf/"]
    source = render(page).artefact.data.decode()
    folded = source.partition('<details class="registered">')[2].partition("</details>")[0]
    assert ("アブストラクト (arXiv)" if language == "ja" else "Abstract (arXiv)") in folded
    assert '<p lang="en">We study &lt;people&gt;.</p>' in folded
    assert "cs.CL, cs.LG" in source
    assert ("2022年3月4日公開" if language == "ja" else "published 4 March 2022") in source
    assert 0 < source.index('id="page-summary"') < source.index('class="registered"') < source.index('id="note-1"')


def test_where_no_registry_was_asked_nothing_is_said_of_it() -> None:
    source = site()["/papers/rlhf/"].source
    assert 'class="registered"' not in source
    assert "公開</time>" not in source


def test_a_note_without_text_says_so() -> None:
    assert "本文はありません" in site()["/papers/undated/"].text


def with_note(text: str, **changes: object) -> Page:
    """The page of a paper whose one note says something."""
    note = Note(format="markdown", origin=RLHF.notes[0].origin, body=Body(text, tuple(range(11, 11 + text.count("\n") + 1))))
    record = replace(RLHF, notes=(replace(note, **changes),))  # type: ignore[arg-type]
    library = replace(LIBRARY, records=(record,), references=(((),),), related=((),), links=())
    return pages_of(library)["/papers/rlhf/"]


def test_an_image_that_is_not_there_is_a_problem_with_the_line_of_the_dump() -> None:
    (problem,) = render(with_note("one\n\n![a figure](figures/gone.png)")).problems
    assert (problem.kind, str(problem.origin)) == ("missing-image", "notes/digests.md:13")
    assert "figures/gone.png" in problem.message


@pytest.mark.parametrize("written", ["![[loss curve.png]]", "![a curve](figures/loss%20curve.png)"])
def test_an_image_named_as_in_a_vault_is_found_wherever_it_lies_and_the_nearest_is_meant(written: str) -> None:
    page = with_note(written)
    assert isinstance(page.view, PaperView)
    near, far = (ImageView(f"{way}figures/loss curve.png", f"{way}i.png", 4, 3) for way in ("../", "../../old/"))
    shown = replace(page.view, notes=(replace(page.view.notes[0], images=(far, near)),))
    made = render(replace(page, view=shown))
    assert made.problems == ()
    assert 'src="../i.png"' in made.artefact.data.decode()


def test_a_formula_that_can_not_be_set_is_a_problem_with_the_line_of_the_dump() -> None:
    (problem,) = render(with_note("one\n\n$$\n\\frac{1\n$$")).problems
    assert problem.kind == "bad-math"
    assert problem.origin
    assert 13 <= problem.origin.first_line <= 15


def test_code_brings_its_colours_only_where_there_is_code() -> None:
    assert "css/code.css" in site()["/papers/rlhf/"].source
    assert "css/code.css" not in site()["/papers/transformer/"].source


def test_a_site_without_citation_files_offers_none() -> None:
    for citations in (True, False):
        config = replace(SITE, exports=replace(SITE.exports, citations=citations))
        source = render(pages_of(config=config)["/papers/rlhf/"]).artefact.data.decode()
        assert ("cite.bib" in source) is citations
        assert 'class="facts cite copies' in source


# ── others ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_redirect_leads_on_with_and_without_a_refresh() -> None:
    page = site()["/posts/instructgpt.html"]
    assert page.all("meta", **{"http-equiv": "refresh"})[0]["content"] == "0; url=../papers/rlhf/"
    assert page.all("a")[0]["href"] == "../papers/rlhf/"
    assert page.all("link", rel="canonical")[0]["href"] == "https://mio.example/papers/papers/rlhf/"


def test_the_lost_page_finds_home_from_any_depth() -> None:
    links = site()["/404.html"].links()
    assert "/papers/" in links
    assert all(link.startswith(("/papers/", "https://", "#")) for link in links)


def test_a_library_without_notes_is_still_a_site() -> None:
    empty = Library((), (), (), (), (), (), (), ())
    pages = {url: Markup(render(page).artefact.data.decode()) for url, page in pages_of(empty).items()}
    assert sorted(pages) == ["/", "/404.html", "/papers/"]
    assert "まだノートがありません" in pages["/"].text


def test_the_owners_links_stand_at_the_foot() -> None:
    config = replace(SITE, links=(NavLink("Code & data", "https://git.example/mio"),))
    source = render(pages_of(config=config)["/"]).artefact.data.decode()
    assert '<a href="https://git.example/mio">Code &amp; data</a>' in source


def test_a_template_of_the_site_may_fill_a_block_of_the_themes(tmp_path: Path) -> None:
    (tmp_path / "paper.html").write_text(
        '{% extends "theme/paper.html" %}{% block title %}*{{ super() }}*{% endblock %}', encoding="utf-8"
    )
    page = pages_of()["/papers/transformer/"]
    source = render(page, Templates.load((tmp_path, theme_dir("templates")))).artefact.data.decode()
    assert "<title>*Attention Is All You Need* — 論文ノート</title>" in source


def test_a_template_that_fails_names_the_page(tmp_path: Path) -> None:
    (tmp_path / "paper.html").write_text("\n{{ view.nothing }}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"paper\.html:2: .*/papers/rlhf/"):
        render(pages_of()["/papers/rlhf/"], Templates.load((tmp_path, theme_dir("templates"))))


def test_a_page_is_remembered_until_what_it_is_made_from_changes(tmp_path: Path) -> None:
    memo = Memo()
    page = pages_of()["/papers/rlhf/"]
    first = render_page(page, TEMPLATES, MarkdownOptions(), memo)
    made = made_before(ingredients(page, TEMPLATES, MarkdownOptions()), memo)
    assert made == Made(sha256(first.artefact.data).hexdigest(), first.problems)
    (tmp_path / "base.html").write_text("{% block main %}{% endblock %}", encoding="utf-8")
    other = Templates.load((tmp_path, theme_dir("templates")))
    assert made_before(ingredients(page, other, MarkdownOptions()), memo) is None
    assert render_page(page, other, MarkdownOptions(), memo) != first
    trace = memo.explain("/papers/rlhf/")
    assert trace
    assert trace.changed == ("template",)


def test_a_note_that_changes_changes_its_own_page_and_no_list() -> None:
    before = pages_of()
    note = replace(RLHF.notes[0], body=Body("another text", (3,)))
    changed = replace(RLHF, notes=(note, *RLHF.notes[1:]))
    references = ((LIBRARY.references[0][0], ()), *LIBRARY.references[1:])
    after = pages_of(replace(LIBRARY, records=(changed, *LIBRARY.records[1:]), references=references))
    assert [url for url in before if before[url] != after[url]] == ["/papers/rlhf/"]


def test_a_body_is_rendered_once_however_often_its_page_is() -> None:
    memo = Memo()
    page = pages_of()["/papers/transformer/"]
    render_page(page, TEMPLATES, MarkdownOptions(), memo)
    view = page.view
    assert isinstance(view, PaperView)
    elsewhere = replace(page, view=replace(view, older=None), path=PurePosixPath("x"))
    remembered = dict(memo._values)
    render_page(elsewhere, TEMPLATES, MarkdownOptions(), memo)
    assert {kind for kind, key in memo._values.keys() - remembered.keys()} == {"page"}


def test_a_logo_stands_before_the_name_by_day_and_by_night() -> None:
    pages = pages_of(config=replace(SITE, logo="favicon.svg", logo_dark="favicon.svg"))
    logos = Markup(render(pages["/papers/rlhf/"]).artefact.data.decode()).all("img", class_="logo")
    assert [str(logo["class"]) for logo in logos] == ["logo by-day", "logo by-night"]
    assert all(str(logo["src"]).startswith("../../static/favicon.svg?v=") and logo["alt"] == "" for logo in logos)
    assert site()["/"].all("img", class_="logo") == []


def test_a_logo_that_is_not_there_stops_the_build() -> None:
    with pytest.raises(PlanError, match=r"logo in site\.toml: there is no file static/nowhere\.svg"):
        pages_of(config=replace(SITE, logo="nowhere.svg"))
