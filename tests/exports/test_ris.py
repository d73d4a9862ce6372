"""RIS: what is written, and that rispy finds every field as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from papersite.exports.citation import Bibliography, Citation, Genre, one_line
from papersite.exports.people import Person
from papersite.exports.ris import write_ris
from tests.exports.made_citations import CITATIONS, JAPANESE, TRANSFORMER


def test_a_paper_of_a_conference() -> None:
    assert write_ris(Bibliography((TRANSFORMER,))).decode().splitlines() == [
        "TY  - CPAPER",
        "ID  - vaswani2017attention",
        "TI  - Attention Is All You Need",
        "AU  - Vaswani, Ashish",
        "AU  - Shazeer, Noam",
        "PY  - 2017",
        "T2  - NeurIPS",
        "DO  - 10.5555/3295222",
        "AN  - arXiv:1706.03762",
        "UR  - https://arxiv.org/abs/1706.03762",
        "KW  - Attention",
        "KW  - Machine translation",
        "LA  - en",
        "ER  - ",
    ]


def test_japanese_is_read_back() -> None:
    (entry,) = rispy.loads(write_ris(Bibliography((JAPANESE,))).decode())
    assert entry["title"] == JAPANESE.title
    assert entry["authors"] == ["山田, 花子", "国立情報学研究所"]
    assert (entry["type_of_reference"], entry["secondary_title"], entry["language"]) == ("JOUR", "自然言語処理", "ja")


@pytest.mark.parametrize(
    ("person", "written"),
    [
        (Person("King", "Martin Luther", "Jr."), "King, Martin Luther, Jr."),
        (Person("Alice, Bob and Friends"), "Alice Bob and Friends"),
    ],
)
def test_a_comma_stands_between_the_parts_of_a_name_alone(person: Person, written: str) -> None:
    (entry,) = rispy.loads(write_ris(Bibliography((replace(TRANSFORMER, people=(person,)),))).decode())
    assert entry["authors"] == [written]


def test_each_genre_has_a_type_that_readers_know() -> None:
    for genre in Genre:
        (entry,) = rispy.loads(write_ris(Bibliography((replace(TRANSFORMER, genre=genre),))).decode())
        assert entry["type_of_reference"] in rispy.TYPE_OF_REFERENCE_MAPPING


@given(st.lists(CITATIONS, max_size=3, unique_by=lambda citation: citation.key))
def test_any_text_is_read_back_as_it_was(citations: list[Citation]) -> None:
    entries = rispy.loads(write_ris(Bibliography(tuple(citations))).decode())
    assert [entry["id"] for entry in entries] == [citation.key for citation in citations]
    for citation, entry in zip(citations, entries, strict=True):
        assert entry.get("title", "") == one_line(citation.title)
        assert entry.get("secondary_title", "") == one_line(citation.container)
        assert entry.get("keywords", []) == [word for word in map(one_line, citation.keywords) if word]
        assert entry.get("notes", []) == [note for note in (one_line(citation.note),) if note]
