"""The pages that list papers: what stands where, in which order, and how much of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from papersite.assets import Assets
from papersite.config import Config
from papersite.model import Library, Record, Term, Unread
from papersite.plan import plan_site
from papersite.plan.lists import (
    authors_view,
    group_view,
    home_view,
    papers_view,
    tag_view,
    tags_view,
    unread_view,
    years_view,
)
from papersite.plan.shelf import Shelf, shelve
from papersite.views import TagBranch
from tests.small_library import ALIGNMENT, LIBRARY, RLHF, TRANSFORMER, UNDATED


def shelf_of(library: Library = LIBRARY, language: str = "en") -> Shelf:
    """A library made ready for pages."""
    return shelve(library, Config(language=language), ())


def library_of(records: Iterable[Record], terms: tuple[Term, ...] = (), unread: tuple[Unread, ...] = ()) -> Library:
    """A library of records that name no paper."""
    found = tuple(records)
    return Library(found, tuple(((),) * len(r.notes) for r in found), (), (), unread, terms, ((),) * len(found), ())


def outline(branches: Iterable[TagBranch]) -> list[object]:
    """A tree as label, count and what is below."""
    return [(branch.chip.label, branch.chip.count, outline(branch.children)) for branch in branches]


def test_the_front_page_tells_what_the_library_is() -> None:
    view = home_view(shelf_of(), recent=2)
    assert (view.papers, view.notes, view.unread_count) == (4, 5, 1)
    assert (view.first, view.last) == (dt.date(2023, 12, 31), dt.date(2024, 3, 19))
    assert view.languages == (("en", 2), ("ja", 2))
    assert [card.paper.title for card in view.recent] == [RLHF.title, TRANSFORMER.title]
    assert [(paper.title, count) for paper, count in view.cited] == [(TRANSFORMER.title, 2)]


def test_papers_are_grouped_by_month_in_their_order() -> None:
    view = papers_view(shelf_of())
    months = view.months
    assert [(year.name, year.url) for year in view.years] == [("2024", "papers/#2024-03"), ("2023", "papers/#2023-12")]
    assert [(month.first, len(month.cards)) for month in months] == [
        (dt.date(2024, 3, 1), 2),
        (dt.date(2023, 12, 1), 1),
        (None, 1),
    ]


def test_tags_stand_as_the_tree_of_the_vocabulary() -> None:
    view = tags_view(shelf_of())
    below: list[object] = [("Alignment", 2, []), ("Reinforcement learning", 1, [])]
    assert outline(view.topics) == [("Machine learning", 2, below)]
    assert [chip.label for chip in view.lone] == ["Attention"]
    assert [(chip.label, chip.count) for chip in (*view.venues, *view.meta)] == [("NeurIPS", 2), ("Read", 1)]


def test_a_vocabulary_that_runs_in_a_circle_ends() -> None:
    terms = (Term("a", "A", "A", parents=("b",)), Term("b", "B", "B", parents=("a",)), Term("top", "Top", "Top"))
    looped = (*terms, Term("c", "C", "C", parents=("top", "a")))
    shelf = shelf_of(library_of([replace(UNDATED, tags=("c",))], looped))
    assert sorted(shelf.tagged) == ["a", "b", "c", "top"]
    assert outline(tags_view(shelf).topics) == [("Top", 1, [("C", 1, [])])]
    assert [chip.label for chip in tag_view(shelf, "a").trail] == ["B"]


def test_a_tag_gathers_the_papers_of_those_below_it() -> None:
    view = tag_view(shelf_of(), "machine-learning")
    assert [card.paper.title for month in view.months for card in month.cards] == [RLHF.title, ALIGNMENT.title]
    assert [chip.label for chip in view.children] == ["Alignment", "Reinforcement learning"]
    narrow = tag_view(shelf_of(), "reinforcement-learning")
    assert [chip.label for chip in narrow.trail] == ["Machine learning"]
    assert narrow.aliases == ("RL", "ReinforcementLearning", "reward-learning")
    assert [chip.label for chip in narrow.near] == ["Alignment"]


def test_tags_above_and_below_are_not_beside() -> None:
    records = [replace(RLHF, tags=("machine-learning", "reinforcement-learning", "attention"))]
    shelf = shelf_of(library_of(records, LIBRARY.terms))
    assert [chip.label for chip in tag_view(shelf, "machine-learning").near] == ["Attention"]
    assert [chip.label for chip in tag_view(shelf, "reinforcement-learning").near] == ["Attention"]


def test_a_card_shows_the_narrow_tags() -> None:
    record = replace(RLHF, tags=("machine-learning", "reinforcement-learning", "neurips", "attention"))
    (card,) = papers_view(shelf_of(library_of([record], LIBRARY.terms))).months[0].cards
    assert [chip.label for chip in card.tags] == ["Reinforcement learning", "Attention"]


def test_two_spellings_of_a_name_are_one_author() -> None:
    records = [
        replace(RLHF, slug=f"p{n}", authors=(name,))
        for n, name in enumerate(("Gonçalo Faria", "Gonçalo Faria", "Goncalo  Faria"))
    ]
    (group,) = shelf_of(library_of(records)).authors.values()
    view = group_view(shelf_of(library_of(records)), group, "author", "authors")
    assert (view.name, view.count, view.spellings) == ("Gonçalo Faria", 3, ("Goncalo  Faria",))


def test_an_authors_page_names_who_writes_along() -> None:
    shelf = shelf_of()
    view = group_view(shelf, shelf.authors["jeff-wu"], "author", "authors")
    assert view.count == 2
    assert ("Ashish Vaswani", 1) in [(person.name, person.count) for person in view.people]
    assert "Jeff Wu" not in [person.name for person in view.people]


def test_authors_stand_by_the_first_letter_whatever_its_accent() -> None:
    records = [replace(RLHF, slug=n, authors=(n,)) for n in ("Émile", "eve", "鈴木", "3D lab", "Ada", "Łukasz")]
    view = authors_view(shelf_of(library_of(records)))
    assert [(section.name, [e.name for e in section.entries]) for section in view.sections] == [
        ("…", ["3D lab"]),
        ("A", ["Ada"]),
        ("E", ["Émile", "eve"]),
        ("L", ["Łukasz"]),
        ("鈴", ["鈴木"]),
    ]


def test_only_a_long_index_repeats_its_largest_entries() -> None:
    records = [replace(RLHF, slug=f"p{n}", authors=(f"Author {n // 2}",)) for n in range(200)]
    assert len(authors_view(shelf_of(library_of(records))).frequent) == 24
    assert authors_view(shelf_of()).frequent == ()


def test_years_stand_latest_first() -> None:
    assert [entry.name for entry in years_view(shelf_of()).sections[0].entries] == ["2022", "2017"]


def test_what_is_unread_stands_by_how_often_it_is_cited() -> None:
    def cited(key: str, *by: str) -> Unread:
        return Unread(f"title:{key}", key, None, None, None, None, by)

    unread = (cited("B", "rlhf"), cited("C", "rlhf", "undated"), cited("A", "rlhf"))
    view = unread_view(shelf_of(library_of([RLHF, UNDATED], unread=unread)))
    assert [(count, [u.paper.title for u in found]) for count, found in view.stretches] == [(2, ["C"]), (1, ["A", "B"])]
    (first,) = view.stretches[0][1]
    assert [paper.title for paper in first.cited_by] == [RLHF.title, UNDATED.title]
    assert first.paper.link
    assert first.paper.link.kind == "search"


class Counted(tuple[Record, ...]):
    """Records that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, place: Any) -> Any:
        self.looks += 1
        return super().__getitem__(place)

    def __iter__(self) -> Iterator[Record]:
        self.looks += len(self)
        return super().__iter__()


def looks_at(number: int) -> int:
    """How often papers of one tag and one author are looked at to make all pages that show them."""
    records = Counted(replace(RLHF, slug=f"p{place:04}", notes=RLHF.notes, ids=()) for place in range(number))
    library = replace(library_of(records, LIBRARY.terms), records=records)
    plan = plan_site(library, Config(), Assets())
    records.looks = 0
    assert len(plan.pages) > number
    return records.looks


def test_twice_the_papers_are_looked_at_twice_as_often() -> None:
    """Every page that shows the whole of a list would look at all of it again: 100,000 papers took five times too long."""
    assert looks_at(800) < 2.5 * looks_at(400)
