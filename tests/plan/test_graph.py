"""The graph: which edges there are, which papers share a colour, and what the list says of each paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from papersite.assets import Assets
from papersite.config import Config
from papersite.model import Library, Link, Record, Reference, ReferenceForm, Related, Term, TitleSource
from papersite.plan import plan_site
from papersite.plan.graph import GROUPS, edges_of, graph_file, graph_view, grouping
from papersite.plan.shelf import Shelf, shelve
from tests.small_library import LIBRARY, LISTED

HERE = Reference(key="wiki:x", text="x", form=ReferenceForm.WIKILINK, start=0, end=1, line=1)


def shelf_of(library: Library = LIBRARY, language: str = "ja") -> Shelf:
    """A library made ready for pages."""
    return shelve(library, Config(language=language), ())


def library_of(
    tags: Iterable[Iterable[str]],
    cites: Iterable[tuple[int, int]] = (),
    near: Iterable[tuple[int, int]] = (),
    terms: Iterable[Term] | None = None,
) -> Library:
    """Papers p0, p1, … with some tags, which cite one another and are near one another by their numbers."""
    carried = [tuple(each) for each in tags]
    records = tuple(Record(f"p{n}", f"Paper {n}", TitleSource.STATED, notes=(), tags=own) for n, own in enumerate(carried))
    found: list[list[Related]] = [[] for _ in records]
    for one, other in near:
        found[one].append(Related(f"p{other}", 1.0, (("tags", "X"),)))
    known = terms if terms is not None else (Term(slug, slug, slug) for slug in sorted({tag for own in carried for tag in own}))
    return Library(
        records=records,
        references=((),) * len(records),
        links=tuple(Link(f"p{source}", f"p{target}", 0, HERE) for source, target in cites),
        resolved=(),
        unread=(),
        terms=tuple(known),
        related=tuple(map(tuple, found)),
        problems=(),
    )


# ── edges ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_citation_leads_from_the_citing_paper_to_the_cited_one_and_nearness_comes_once() -> None:
    edges = edges_of(LIBRARY)
    assert edges.cites == (("rlhf", "transformer"), ("alignment-notes", "transformer"))
    assert edges.related == (("rlhf", "alignment-notes", 0.5, ("tags", "アラインメント")),)


def test_a_paper_that_names_another_twice_and_itself_has_one_edge() -> None:
    links = (*LIBRARY.links, Link("rlhf", "transformer", 1, LISTED), Link("rlhf", "rlhf", 0, LISTED))
    assert edges_of(replace(LIBRARY, links=links)) == edges_of(LIBRARY)


def test_a_link_to_a_paper_without_a_page_is_no_edge() -> None:
    assert edges_of(replace(LIBRARY, links=(*LIBRARY.links, Link("rlhf", "gone", 0, LISTED)))) == edges_of(LIBRARY)


pairs = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=24)
tags = st.lists(st.sets(st.sampled_from("abcdefghijkl"), max_size=4).map(sorted), min_size=8, max_size=8)


@given(tags=tags, cites=pairs, near=pairs)
def test_each_edge_comes_once_whatever_the_order_and_counts_for_both_its_papers(
    tags: list[list[str]], cites: list[tuple[int, int]], near: list[tuple[int, int]]
) -> None:
    file = graph_file(shelf_of(library_of(tags, cites, near)))
    assert set(file.cites) == {(source, target) for source, target in cites if source != target}
    assert {(pair.one, pair.other) for pair in file.related} == {(min(p), max(p)) for p in near if p[0] != p[1]}
    joined = [*file.cites, *((pair.one, pair.other) for pair in file.related)]
    assert len(set(file.cites)) == len(file.cites)
    for place, paper in enumerate(file.papers):
        assert paper.degree == len({end for edge in joined if place in edge for end in edge} - {place})
    assert graph_file(shelf_of(library_of(tags, reversed(cites), near))) == file


# ── colours ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(tags=tags)
def test_a_paper_has_at_most_one_colour_and_that_of_a_tag_it_carries(tags: list[list[str]]) -> None:
    shelf = shelf_of(library_of(tags))
    groups = grouping(shelf)
    members = [slug for found in groups.values() for slug in found]
    assert len(groups) <= GROUPS
    assert len(set(members)) == len(members)
    assert all(set(found) <= {record.slug for record in shelf.tagged[tag]} for tag, found in groups.items())


def test_a_topic_that_nearly_all_papers_carry_is_left_to_those_that_no_other_takes() -> None:
    groups = grouping(shelf_of(library_of([["all", "x"]] * 3 + [["all", "y"]] * 3 + [["all"]] * 3)))
    assert groups == {"all": ("p6", "p7", "p8"), "x": ("p0", "p1", "p2"), "y": ("p3", "p4", "p5")}


def test_a_colour_stands_for_a_topic_and_those_below_it() -> None:
    terms = (Term("wide", "Wide", "広い"), Term("a", "A", "甲", parents=("wide",)), Term("b", "B", "乙", parents=("wide",)))
    groups = grouping(shelf_of(library_of([["a"], ["b"], ["a"], ["b"], *[[]] * 10], terms=terms)))
    assert groups == {"wide": ("p0", "p1", "p2", "p3")}


# ── the file and the page ────────────────────────────────────────────────────────────────────────────────────────────


def test_papers_name_their_topics_and_topics_those_above_them() -> None:
    file = graph_file(shelf_of())
    labels = [tag.label for tag in file.tags]
    assert labels == ["機械学習", "強化学習", "アラインメント", "注意機構"]
    assert [[labels[tag] for tag in paper.tags] for paper in file.papers] == [
        ["強化学習", "アラインメント"],
        ["注意機構"],
        ["アラインメント"],
        [],
    ]
    assert [[labels[parent] for parent in tag.parents] for tag in file.tags] == [[], ["機械学習"], ["機械学習"], []]
    assert [(paper.slug, paper.year, paper.degree) for paper in file.papers] == [
        ("rlhf", 2022, 2),
        ("transformer", 2017, 2),
        ("alignment-notes", None, 2),
        ("undated", None, 0),
    ]


def test_the_list_tells_each_paper_that_is_joined_with_another() -> None:
    view = graph_view(shelf_of())
    told = {
        each.anchor: [[paper.title[:9] for paper in papers] for papers in (each.cites, each.cited_by, each.related)]
        for each in view.papers
    }
    assert told == {
        "paper=rlhf": [["Attention"], [], ["整合性の<研究>メ"]],
        "paper=transformer": [[], ["Training ", "整合性の<研究>メ"], []],
        "paper=alignment-notes": [["Attention"], [], ["Training "]],
    }
    assert (view.count, view.cites, view.related) == (4, 2, 1)


def test_related_papers_stand_nearest_first_whichever_of_both_found_the_other() -> None:
    library = library_of([[], [], [], []])
    near = ((Related("p1", 1.0, ()),), (), (Related("p0", 3.0, ()),), (Related("p0", 2.0, ()),))
    first = graph_view(shelf_of(replace(library, related=near))).papers[0]
    assert [paper.title for paper in first.related] == ["Paper 2", "Paper 3", "Paper 1"]


def test_a_paper_with_many_edges_names_the_first_and_counts_the_rest() -> None:
    cited = graph_view(shelf_of(library_of([[]] * 12, cites=[(n, 0) for n in range(1, 12)]))).papers[0]
    assert [paper.title for paper in cited.cited_by] == [f"Paper {n}" for n in range(1, 9)]
    assert (cited.count, cited.more) == (11, 3)


def test_the_list_of_a_large_library_stays_short() -> None:
    cites = [(n, (n * step) % 1000) for n in range(1000) for step in range(2, 12)]
    view = graph_view(shelf_of(library_of([[]] * 1000, cites=cites)))
    assert sum(len(each.cites) + len(each.cited_by) + len(each.related) for each in view.papers) <= 5000


def test_a_library_without_edges_has_no_graph() -> None:
    plan = plan_site(library_of([["a"], ["a"]], cites=[(0, 0)]), Config(), Assets())
    assert "/graph/" not in {page.url for page in plan.pages}
    assert "graph.json" not in {str(export.path) for export in plan.exports}
