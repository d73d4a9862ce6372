"""Titles that other notes give: proved by an identifier, or by a name that nothing speaks against."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from papersite.citations import read_references
from papersite.model import IdScheme, Note, PaperId, TitleSource
from papersite.titles import CitedTitle, cited_titles, derive_titles
from tests.citations.small_notes import note_of

LOOM = PaperId(IdScheme.ARXIV, "2210.06423")
_SUMMARY = "織り方が乱立する中、Spindleという新しい織機を提案。"
_CITATION = "[Paper Note] Spindle: A Foundation Loom, Hong Roe+, ICML'23"


def untitled(**fields: Any) -> Note:
    return note_of("", **{"path": "notes/lost.txt", "summary": _SUMMARY, "date": dt.date(2025, 4, 19), **fields})


def cited_as(note: Note, *others: str) -> tuple[CitedTitle, ...]:
    """What notes with these bodies call a note's paper."""
    notes = (note, *(note_of(body, path=f"notes/{place}.md") for place, body in enumerate(others)))
    return cited_titles(notes, [read_references(each) for each in notes])[0]


def test_the_name_a_note_gives_is_the_head_of_a_cited_title() -> None:
    (title,) = cited_as(untitled(), f"関連:\n- {_CITATION}")
    assert (title.title, title.rule) == ("Spindle: A Foundation Loom", "name")
    assert (title.author, title.venue, title.year) == ("Hong Roe", "ICML", 2023)
    assert (title.evidence, str(title.origin)) == (_CITATION, "notes/0.md:2")


@pytest.mark.parametrize(
    ("body", "title"),
    [
        pytest.param(
            "糸はLSW [Paper Note] The Use of LSW for Cloth, Roe+, KDD'98 で選ぶ。", "The Use of LSW for Cloth", id="it has it"
        ),
        pytest.param(
            "土台は織機 (LSW) [Paper Note] Least Slack Weaving, Roe+, KDD'98 である。",
            "Least Slack Weaving",
            id="it spells it out",
        ),
        pytest.param("LSW [Paper Note] Spinning Graphs Quickly, Roe+, KDD'98 と同じ。", None, id="neither"),
    ],
)
def test_an_acronym_before_a_citation_is_its_papers_if_the_title_agrees(body: str, title: str | None) -> None:
    titles = cited_as(untitled(summary="Loose Thread Picking (LSW)を提案。"), body)
    assert [each.title for each in titles] == ([title] if title else [])


def test_a_title_from_the_address_of_slides_may_have_a_slip() -> None:
    slides = "解説スライド: https://www.slideshare.net/x/weaving-long-cloth-with-shrt-threads/1"
    note = note_of(slides, path="notes/lost.txt", date=dt.date(2020, 1, 1))
    (title,) = cited_as(note, "[Paper Note] Weaving Long Cloth with Short Threads, Roe+, ACL'16")
    assert title.title == "Weaving Long Cloth with Short Threads"
    assert cited_as(note, "[Paper Note] Weaving Long Cloth with Old Looms, Roe+, ACL'16") == ()


def test_a_bare_name_in_another_note_adds_nothing() -> None:
    assert cited_as(untitled(), "## 参考文献\n- **Spindle:** 織機の土台") == ()


def test_an_identifier_proves_it_whatever_the_names() -> None:
    note = untitled(summary="無題の織機。", ids=(LOOM,))
    (title,) = cited_as(note, f"{_CITATION} https://arxiv.org/abs/2210.06423")
    assert (title.title, title.rule) == ("Spindle: A Foundation Loom", "id")


def test_the_spelling_given_most_often_is_shown_with_what_the_fullest_citation_knows() -> None:
    often = "[Paper Note] Spindle: A foundation loom"
    (title,) = cited_as(untitled(), often, _CITATION, often)
    assert (title.title, title.author) == ("Spindle: A foundation loom", "Hong Roe")


def test_two_papers_of_one_name_are_both_returned() -> None:
    titles = cited_as(untitled(), _CITATION, "[Paper Note] Spindle: Spinning Graphs, Doe+, KDD'21")
    assert [title.title for title in titles] == ["Spindle: A Foundation Loom", "Spindle: Spinning Graphs"]


@pytest.mark.parametrize(
    ("fields", "citation"),
    [
        pytest.param({"date": dt.date(2017, 12, 31)}, _CITATION, id="noted years before it was written"),
        pytest.param({"year": 2019}, _CITATION, id="of another year"),
        pytest.param({"ids": (PaperId(IdScheme.ARXIV, "1810.04805"),)}, _CITATION, id="of an older identifier"),
        pytest.param({"tags": ("ACL",)}, f"{_CITATION}\n\n[Paper Note] Bobbin, Doe+, ACL'20", id="tagged with another venue"),
        pytest.param({"venue": "KDD"}, _CITATION, id="of another venue"),
        pytest.param({"summary": "織り方が乱立する中、新しい織機を提案。"}, _CITATION, id="without a name"),
        pytest.param(
            {"summary": "新しいTransformerを提案。"}, "[Paper Note] Transformer: A Loom, Roe+, ICML'23", id="a common name"
        ),
        pytest.param(
            {"summary": "「Loom Zero」を提案。Spindleを導入し、計算を減らす。"},
            _CITATION,
            id="named after a part of the method",
        ),
    ],
)
def test_nothing_is_taken_over_against_a_doubt(fields: dict[str, Any], citation: str) -> None:
    assert cited_as(untitled(**fields), citation) == ()


def test_a_venue_tag_that_agrees_is_no_doubt() -> None:
    assert len(cited_as(untitled(tags=("ICML",)), _CITATION, "[Paper Note] Bobbin, Doe+, ACL'20")) == 1


def test_a_notes_own_citation_of_its_name_proves_nothing() -> None:
    note = note_of(_CITATION, summary=_SUMMARY)
    assert cited_titles((note,), [read_references(note)]) == ((),)


def test_a_stated_title_is_found_again_for_what_the_citation_adds() -> None:
    note = untitled(summary=None, title="Spindle: A Foundation Loom", title_source=TitleSource.STATED)
    (title,) = cited_as(note, "[Paper Note] Spindle: Spinning Graphs, Doe+, KDD'21", _CITATION)
    assert (title.author, title.venue, title.year) == ("Hong Roe", "ICML", 2023)


def test_candidates_that_are_known_already_are_used() -> None:
    note, other = untitled(), note_of(_CITATION, path="notes/0.md")
    references = [read_references(each) for each in (note, other)]
    known = [derive_titles(note), ()]
    assert cited_titles((note, other), references, known) == cited_titles((note, other), references)
    assert cited_titles((note, other), references, [(), ()]) == ((), ())
