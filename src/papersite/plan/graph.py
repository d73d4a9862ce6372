"""The graph: papers as points, with two kinds of edges, `cites` and `related`; as a file to draw from and as a list to read.

Which papers take one colour is settled here, for it must not change with what a reader's browser can measure. Where a point
stands is not: that is the picture's (static/js/graph/).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from papersite.exports.graph import GraphFile, GraphPaper, GraphTag, NearPair
from papersite.model import Library
from papersite.plan.addresses import GRAPH
from papersite.plan.shelf import Shelf
from papersite.views import GraphView, PaperLink, Surroundings

FILE = "graph.json"
GROUPS = 8  # as many colours as an eye tells apart at the size of a point
_GROUP_SHARE = 0.35  # of the papers; a topic of more than that has no neighbour to be told from
_SMALLEST_GROUP = 2
# Papers of one kind beside a paper in the list, whose own page names them all: eight, in a large library so few that the page
# stays at a megabyte, half as many for those related.
_LISTED = 8
_LEAST_LISTED = 2
_LISTED_IN_ALL = 2500


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges between papers that have pages, by slug: none twice, none from a paper to itself."""

    cites: tuple[tuple[str, str], ...]
    related: tuple[tuple[str, str, float, tuple[str, str]], ...]


def edges_of(library: Library) -> Edges:
    """The edges of a library in the order of its papers. Nearness has no direction: a pair comes once, the earlier
    first, with the reason that weighs most: the first of those that the papers' pages give.
    """
    places = {record.slug: place for place, record in enumerate(library.records)}
    cited = {(link.source, link.target) for link in library.links if link.source != link.target}
    cites = sorted((places[s], places[t], s, t) for s, t in cited if s in places and t in places)
    pairs: dict[tuple[str, str], tuple[float, tuple[str, str]]] = {}
    for record, found in zip(library.records, library.related, strict=True):
        for near in found:
            if near.slug in places and near.slug != record.slug:
                one, other = sorted((record.slug, near.slug), key=places.__getitem__)
                pairs.setdefault((one, other), (near.weight, next(iter(near.reasons), ("", ""))))
    ordered = sorted(pairs.items(), key=lambda pair: (places[pair[0][0]], places[pair[0][1]]))
    return Edges(
        cites=tuple((source, target) for _, _, source, target in cites),
        related=tuple((one, other, weight, reason) for (one, other), (weight, reason) in ordered),
    )


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def graph_view(shelf: Shelf) -> GraphView:
    """The page: what the picture needs to begin, and the same edges as a list."""
    edges = edges_of(shelf.library)
    cites, cited_by = _grouped(edges.cites), _grouped((target, source) for source, target in edges.cites)
    near = _nearest(edges)
    papers = {slug: card.paper for slug, card in shelf.cards.items()}
    most = max(_LEAST_LISTED, min(_LISTED, _LISTED_IN_ALL // max(1, len(papers))))
    joined = cites.keys() | cited_by.keys() | near.keys()
    return GraphView(
        frame=shelf.frame(GRAPH, "graph"),
        file=FILE,
        count=len(shelf.library.records),
        cites=len(edges.cites),
        related=len(edges.related),
        papers=tuple(
            _surroundings(papers, slug, cites.get(slug, ()), cited_by.get(slug, ()), near.get(slug, ()), most)
            for slug in papers
            if slug in joined
        ),
    )


def _surroundings(
    papers: Mapping[str, PaperLink], slug: str, cites: Sequence[str], cited_by: Sequence[str], near: Sequence[str], most: int
) -> Surroundings:
    shown = (cites[:most], cited_by[:most], near[: most // 2])
    lists = [tuple(papers[other] for other in found) for found in shown]
    count = len(cites) + len(cited_by) + len(near)
    return Surroundings(f"paper={slug}", papers[slug], lists[0], lists[1], lists[2], count, count - sum(map(len, lists)))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        found[one].append(other)
    return {one: tuple(others) for one, others in found.items()}


def _nearest(edges: Edges) -> Mapping[str, tuple[str, ...]]:
    """For each paper those related to it, the nearest first."""
    by_weight = sorted(edges.related, key=lambda edge: -edge[2])
    return _grouped(pair for one, other, _, _ in by_weight for pair in ((one, other), (other, one)))


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def graph_file(shelf: Shelf) -> GraphFile:
    """The values that the picture is drawn from. Tags are topics that papers carry, and those above them."""
    records, edges = shelf.library.records, edges_of(shelf.library)
    topics = [slug for slug in shelf.tagged if shelf.terms[slug].kind == "topic"]
    tag_places = {slug: place for place, slug in enumerate(topics)}
    places = {record.slug: place for place, record in enumerate(records)}
    groups = grouping(shelf)
    group_of = {slug: place for place, found in enumerate(groups.values()) for slug in found}
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in (*edges.cites, *((one, other) for one, other, _, _ in edges.related)):
        beside[one].add(other)
        beside[other].add(one)
    return GraphFile(
        papers=tuple(
            GraphPaper(
                slug=record.slug,
                title=record.title,
                lang=shelf.cards[record.slug].paper.lang,
                year=record.year,
                tags=tuple(tag_places[tag] for tag in record.tags if tag in tag_places),
                group=group_of.get(record.slug),
                degree=len(beside[record.slug]),
            )
            for record in records
        ),
        tags=tuple(_tag(shelf, slug, tag_places) for slug in topics),
        groups=tuple(tag_places[slug] for slug in groups),
        cites=tuple((places[source], places[target]) for source, target in edges.cites),
        related=tuple(
            NearPair(places[one], places[other], round(weight, 2), *why) for one, other, weight, why in edges.related
        ),
    )


def _tag(shelf: Shelf, slug: str, places: Mapping[str, int]) -> GraphTag:
    parents = tuple(places[parent] for parent in shelf.terms[slug].parents if parent in places and parent != slug)
    return GraphTag(slug, shelf.chip(slug).label, parents)


def grouping(shelf: Shelf) -> Mapping[str, tuple[str, ...]]:
    """The topics that give papers their colour, and the papers of each: at most `GROUPS`, none in two.

    Each time the topic that most papers without a colour carry: topics that stand for much of the library, and overlap
    little. One that nearly all papers carry tells none apart, and is left to the papers that no other topic takes.
    """
    most = max(_SMALLEST_GROUP, int(_GROUP_SHARE * len(shelf.library.records)))
    carried = {slug: tuple(r.slug for r in found) for slug, found in shelf.tagged.items() if shelf.terms[slug].kind == "topic"}
    narrow = {slug: found for slug, found in carried.items() if len(found) <= most}
    chosen: dict[str, tuple[str, ...]] = {}
    free = {record.slug for record in shelf.library.records}
    for candidates in (narrow, carried):
        chosen |= _covering(candidates, free, GROUPS - len(chosen))
    return dict(sorted(chosen.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _covering(candidates: Mapping[str, tuple[str, ...]], free: set[str], most: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The candidates that take the most of what is free, one after another, with what each takes; `free` keeps the rest."""
    for _ in range(most):
        taken = {name: tuple(each for each in members if each in free) for name, members in candidates.items()}
        name = min(taken, key=lambda name: (-len(taken[name]), name), default="")
        if len(taken.get(name, ())) < _SMALLEST_GROUP:
            return
        free.difference_update(taken[name])
        yield name, taken[name]
