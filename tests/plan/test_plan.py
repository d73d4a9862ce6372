"""The plan: which pages there are, where each stands, and that no two want one address."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from papersite.assets import Assets
from papersite.config import Config
from papersite.errors import PlanError
from papersite.model import Artefact, Library, Record
from papersite.plan import plan_site
from papersite.views import RedirectView
from tests.small_library import LIBRARY, RLHF, TRANSFORMER


def plan(library: Library = LIBRARY, config: Config | None = None) -> dict[str, str]:
    """The template of each address, or where it leads."""
    pages = plan_site(library, config or Config(), Assets()).pages
    return {p.url: f"→ {p.view.target}" if isinstance(p.view, RedirectView) else p.template for p in pages}


def with_first(record: Record) -> Library:
    """The small library with another first record."""
    return replace(LIBRARY, records=(record, *LIBRARY.records[1:]))


def test_every_idea_of_the_library_has_a_page() -> None:
    pages = {url: template for url, template in plan().items() if not template.startswith("→")}
    assert pages == {
        "/": "home.html",
        "/papers/": "papers.html",
        "/papers/rlhf/": "paper.html",
        "/papers/transformer/": "paper.html",
        "/papers/alignment-notes/": "paper.html",
        "/papers/undated/": "paper.html",
        "/tags/": "tags.html",
        "/tags/machine-learning/": "tag.html",
        "/tags/reinforcement-learning/": "tag.html",
        "/tags/alignment/": "tag.html",
        "/tags/attention/": "tag.html",
        "/tags/neurips/": "tag.html",
        "/tags/read/": "tag.html",
        "/authors/": "index.html",
        "/authors/long-ouyang/": "group.html",
        "/authors/jeff-wu/": "group.html",
        "/authors/xu-jiang/": "group.html",
        "/authors/diogo-almeida/": "group.html",
        "/authors/carroll-wainwright/": "group.html",
        "/authors/ashish-vaswani/": "group.html",
        "/venues/": "index.html",
        "/venues/neurips/": "group.html",
        "/years/": "index.html",
        "/years/2022/": "group.html",
        "/years/2017/": "group.html",
        "/unread/": "unread.html",
        "/graph/": "graph.html",
        "/timeline/": "timeline.html",
        "/changes/": "changes.html",
        "/404.html": "404.html",
    }


def test_a_page_is_a_file_of_its_own() -> None:
    pages = plan_site(LIBRARY, Config(), Assets()).pages
    assert len({page.path for page in pages}) == len(pages)
    assert {str(page.path) for page in pages} >= {"index.html", "papers/rlhf/index.html", "404.html", "posts/instructgpt.html"}


def test_old_addresses_lead_to_the_new_ones() -> None:
    redirects = {url: target for url, target in plan().items() if target.startswith("→")}
    assert redirects["/posts/instructgpt.html"] == "→ ../papers/rlhf/"
    assert redirects["/papers/instruct-gpt/"] == "→ ../../papers/rlhf/"
    assert redirects["/tags/reward-learning/"] == "→ ../../tags/reinforcement-learning/"
    assert "/tags/rl/" not in redirects
    assert "/tags/機械学習/" not in redirects
    assert redirects["/tags/reinforcementlearning/"] == "→ ../../tags/reinforcement-learning/"
    assert "/tags/unused/" not in redirects
    assert "/tags/未使用/" not in redirects


def test_a_tags_other_name_gives_way_to_a_page() -> None:
    terms = tuple(replace(term, aliases=("alignment",)) if term.slug == "attention" else term for term in LIBRARY.terms)
    assert plan(replace(LIBRARY, terms=terms))["/tags/alignment/"] == "tag.html"


@pytest.mark.parametrize(
    ("alias", "rival"),
    [
        pytest.param("/papers/transformer/", "/papers/transformer/ (paper.html)", id="a page"),
        pytest.param("/Papers/Transformer", "/papers/transformer/ (paper.html)", id="case only"),
        pytest.param("/404.html", "/404.html (404.html)", id="a page of the site's own"),
        pytest.param("/robots.txt", "/robots.txt (an export)", id="a folder where a file stands"),
        pytest.param("/static/css/", "a folder of the site", id="a folder of assets"),
        pytest.param("/STATIC/old.html", "a folder of the site", id="a folder of assets in capitals"),
        pytest.param("/Papers/old.html", "a folder of the site", id="a folder of pages in capitals"),
        pytest.param("/search/records/", "a folder of the site", id="the folder of the index"),
        pytest.param("/Search/old.html", "a folder of the site", id="the folder of the index in capitals"),
    ],
)
def test_an_alias_that_is_taken_is_told_and_stops_nothing(alias: str, rival: str) -> None:
    without = plan_site(with_first(replace(RLHF, aliases=())), Config(), Assets())
    assets = Assets(artefacts=(Artefact(PurePosixPath("static/css/site.css"), b""),))
    made = plan_site(with_first(replace(RLHF, aliases=(alias,))), Config(), assets)
    (problem,) = made.problems
    assert (problem.kind, problem.origin) == ("taken-alias", RLHF.notes[0].origin)
    assert alias in problem.message
    assert rival in problem.message
    assert {page.path for page in made.pages} == {page.path for page in without.pages}


def test_of_two_papers_with_one_alias_the_first_keeps_it() -> None:
    alias = "/old/"
    records = (replace(RLHF, aliases=(alias,)), replace(TRANSFORMER, aliases=(alias,)))
    made = plan_site(replace(LIBRARY, records=(*records, *LIBRARY.records[2:])), Config(), Assets())
    assert [problem.origin for problem in made.problems] == [TRANSFORMER.notes[0].origin]
    (redirect,) = [page.view for page in made.pages if page.url == alias]
    assert isinstance(redirect, RedirectView)
    assert redirect.target == "../papers/rlhf/"


def test_aliases_in_one_folder_spelled_twice_are_not_both_followed() -> None:
    made = plan_site(with_first(replace(RLHF, aliases=("/old/a.html", "/Old/b.html"))), Config(), Assets())
    assert ["/Old/b.html" in problem.message for problem in made.problems] == [True]


def test_two_papers_of_one_slug_are_both_named() -> None:
    with pytest.raises(PlanError, match=re.escape("/papers/transformer/ (paper.html) and /papers/transformer/ (paper.html)")):
        plan(with_first(replace(TRANSFORMER, aliases=())))


def test_an_alias_that_is_no_address_is_left_out() -> None:
    before = plan(with_first(replace(RLHF, aliases=())))
    assert plan(with_first(replace(RLHF, aliases=("../out", "javascript:x", "rlhf")))) == before


def test_the_plan_is_the_same_each_time() -> None:
    assert plan_site(LIBRARY, Config(), Assets()).pages == plan_site(LIBRARY, Config(), Assets()).pages


def test_a_library_without_notes_has_a_front_page() -> None:
    assert plan(Library((), (), (), (), (), (), (), ())) == {
        "/": "home.html",
        "/papers/": "papers.html",
        "/404.html": "404.html",
    }


def test_a_long_list_has_a_page_for_each_stretch() -> None:
    number = 501
    records = tuple(
        replace(TRANSFORMER, slug=f"paper-{n}", ids=(), authors=(f"Person {n}", "Jeff Wu"), year=2000 + n % 2)
        for n in range(number)
    )
    library = Library(records, (((),),) * number, (), (), (), LIBRARY.terms, ((),) * number, ())
    lists = [url for url, template in plan(library).items() if "/page/" in url]
    for url, pages in {"/papers/": 6, "/tags/attention/": 6, "/authors/jeff-wu/": 6, "/years/2001/": 3, "/authors/": 2}.items():
        assert [each for each in lists if each.startswith(f"{url}page/")] == [f"{url}page/{n}/" for n in range(2, pages + 1)]
