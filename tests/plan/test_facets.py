"""What papers can be narrowed by: the facts of each, called as the pages call them."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

from papersite.config import Config
from papersite.exports.facets import FacetsView, write_facets
from papersite.model import Library
from papersite.plan.facets import asked_for, facet_link, facets_view
from papersite.plan.shelf import shelve
from tests.small_library import LIBRARY, RLHF


def view_of(library: Library = LIBRARY) -> FacetsView:
    """The facts of a library."""
    return facets_view(shelve(library, Config(), ()))


def facts(name: str, library: Library = LIBRARY) -> list[list[str]]:
    """What each paper has of a kind."""
    (facet,) = (facet for facet in view_of(library).facets if facet.name == name)
    return [[facet.values[at][1] for at in own] for own in facet.papers]


def test_a_paper_has_its_tags_and_those_above_them() -> None:
    assert sorted(facts("tag")[0]) == ["NeurIPS", "アラインメント", "強化学習", "既読", "機械学習"]
    assert facts("tag")[3] == []


def test_a_paper_has_the_facts_of_all_its_notes() -> None:
    assert [facts(name)[0] for name in ("venue", "year", "kind", "lang", "source", "writer", "month")] == [
        ["NeurIPS"],
        ["2022"],
        ["paper"],
        ["ja"],
        ["paper_digest", "study_meeting"],
        ["Mio"],
        ["2024-03"],
    ]


def test_notes_that_come_from_nowhere_in_particular_are_of_one_source() -> None:
    notes = (replace(RLHF.notes[0], format="plain"), replace(RLHF.notes[1], format="front_matter"))
    assert facts("source", replace(LIBRARY, records=(replace(RLHF, notes=notes), *LIBRARY.records[1:])))[0] == ["note"]


def test_what_all_papers_have_alike_is_not_asked_for() -> None:
    assert asked_for(view_of()) == ("tag", "venue", "year", "author", "kind", "lang", "source", "writer")
    one = replace(LIBRARY, records=LIBRARY.records[:1], references=LIBRARY.references[:1], related=LIBRARY.related[:1])
    assert asked_for(view_of(one)) == ()


def test_a_link_to_the_narrowed_list_may_hold_any_name() -> None:
    assert facet_link("author", "O'Neil & 森") == "papers/?author=O%27Neil+%26+%E6%A3%AE"


def test_facets_travel_small_and_whole() -> None:
    read = json.loads(zlib.decompress(write_facets(view_of())))
    assert {name: len(found["papers"]) for name, found in read.items()} == dict.fromkeys(read, 4)
    assert read["author"]["values"][0] == ["Long Ouyang", "Long Ouyang"]
