"""The map of topics: which areas it has, what stands in each, and how large."""

from __future__ import annotations

from dataclasses import replace

from papersite.config import Config
from papersite.model import Library, Term
from papersite.plan.shelf import shelve
from papersite.plan.topic_map import topic_map
from tests.small_library import LIBRARY, TRANSFORMER

TERMS = (
    Term("ai", "AI", "人工知能"),
    Term("language", "Language", "言語", parents=("ai",)),
    Term("vision", "Vision", "視覚", parents=("ai",)),
    Term("ethics", "Ethics", "倫理", parents=("ai",)),
    Term("summaries", "Summaries", "要約", parents=("language",)),
    Term("parsing", "Parsing", "構文解析", parents=("language",)),
    Term("captions", "Captions", "説明文", parents=("language", "vision")),
    Term("alone", "Alone", "ひとり"),
)


def map_of(papers: dict[str, int]) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """The areas of a library with so many papers of each tag: label, papers, topics with their sizes."""
    tags = [tag for tag, number in papers.items() for _ in range(number)]
    records = tuple(replace(TRANSFORMER, slug=f"paper-{n}", tags=(tag,)) for n, tag in enumerate(tags))
    library = Library(records, (((),),) * len(records), (), (), (), TERMS, ((),) * len(records), ())
    areas = topic_map(shelve(library, Config(language="en"), ()))
    return [(a.chip.label, a.chip.count, [(topic.chip.label, topic.size) for topic in a.topics]) for a in areas]


def test_in_a_small_library_the_tops_are_the_areas() -> None:
    ((label, count, topics),) = map_of({"summaries": 2, "ethics": 1, "alone": 3})
    assert (label, count, topics) == ("AI", 3, [("Language", 5), ("Summaries", 5), ("Ethics", 1)])


def test_a_top_that_is_too_wide_gives_way_to_its_parts() -> None:
    found = map_of({"summaries": 16, "parsing": 1, "captions": 4, "ethics": 2})
    assert [(label, count) for label, count, _ in found] == [("AI", 23), ("Language", 21), ("Vision", 4)]
    assert found[0][2] == [("Ethics", 2)]
    assert found[1][2] == [("Summaries", 5), ("Parsing", 1)]


def test_a_topic_of_two_areas_stands_in_the_smaller() -> None:
    found = map_of({"summaries": 16, "parsing": 1, "captions": 4, "ethics": 2})
    assert [label for label, _, topics in found if "Captions" in [name for name, _ in topics]] == ["Vision"]


def test_a_library_without_topics_has_no_map() -> None:
    assert topic_map(shelve(Library((), (), (), (), (), (), (), ()), Config(), ())) == ()
    assert topic_map(shelve(replace(LIBRARY, terms=()), Config(), ())) == ()
