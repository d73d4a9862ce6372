"""Papers cited but not noted: each once, the most cited first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from papersite.citations import resolve, unread
from papersite.model import IdScheme, PaperId, PaperMetadata, Record, Reference, Unread
from tests.citations.small_notes import cited, read, record_of

TRANSFORMER = PaperId(IdScheme.ARXIV, "1706.03762")


def missing(
    *notes: tuple[Reference, ...],
    records: tuple[Record, ...] | None = None,
    metadata: Mapping[PaperId, PaperMetadata] | None = None,
) -> tuple[Unread, ...]:
    """What is unread where each of some records has one note with these references."""
    known = records or tuple(record_of(f"r{place}", f"Own Title Number {place}") for place in range(len(notes)))
    references = tuple((found,) for found in notes)
    resolved = resolve((reference for found in notes for reference in found), known)
    return unread(references, known, resolved, metadata)


def test_a_cited_paper_without_a_record_is_unread() -> None:
    (paper,) = missing((cited("Attention Is All You Need", author="Vaswani", venue="NeurIPS", year=2017),))
    assert paper == Unread(
        "title:attentionisallyouneed", "Attention Is All You Need", "Vaswani", "NeurIPS", 2017, None, ("r0",)
    )


def test_a_cited_paper_with_a_record_is_not() -> None:
    assert missing((cited("Own Title Number 1"),), ()) == ()


def test_the_most_cited_come_first_then_the_newest_then_by_title() -> None:
    old, new, often = (
        cited("Old Looms Again", year=2001),
        cited("New Looms Again", year=2024),
        cited("Often Cited Looms", year=1990),
    )
    undated, beside = cited("An Undated Loom"), cited("Beside New Looms", year=2024)
    papers = missing((old, often, undated), (new, beside), (often, often))
    assert [(paper.title, len(paper.cited_by)) for paper in papers] == [
        ("Often Cited Looms", 2),
        ("Beside New Looms", 1),
        ("New Looms Again", 1),
        ("Old Looms Again", 1),
        ("An Undated Loom", 1),
    ]


def test_a_record_that_cites_twice_counts_once_and_in_the_order_of_the_library() -> None:
    loom = cited("The Same Loom")
    (paper,) = missing((loom, loom), (), (loom,))
    assert paper.cited_by == ("r0", "r2")


@pytest.mark.parametrize(
    "references",
    [
        pytest.param(
            (cited("Attention Is All You Need", paper=TRANSFORMER), cited("Attention is all you need")),
            id="an identifier and its title",
        ),
        pytest.param((cited("DAPO"), cited("DAPO: An Open System")), id="a name and its only full title"),
        pytest.param((cited("Adaptive Patches (APT)"), cited("Adaptive Patches")), id="with and without the abbreviation"),
    ],
)
def test_references_to_one_paper_are_one_entry(references: tuple[Reference, ...]) -> None:
    assert [paper.cited_by for paper in missing(*((reference,) for reference in references))] == [("r0", "r1")]


@pytest.mark.parametrize(
    "references",
    [
        pytest.param(
            (cited("DAPO"), cited("DAPO: An Open System"), cited("DAPO: Another")), id="a name that two full titles share"
        ),
        pytest.param(
            (
                cited("One Common Title", paper=TRANSFORMER),
                cited("One Common Title", paper=PaperId(IdScheme.ARXIV, "1810.04805")),
            ),
            id="one title, two identifiers",
        ),
        pytest.param((cited("Loom", author="Jo Roe"), cited("Loom: A Weaver", author="Al Doe")), id="a name by another author"),
    ],
)
def test_references_that_could_be_two_papers_stay_apart(references: tuple[Reference, ...]) -> None:
    assert len(missing(*((reference,) for reference in references))) == len(references)


def test_the_fullest_spelling_the_proceedings_and_the_whole_name_are_shown() -> None:
    preprint = cited("Layer Norms", author="Ba", venue="arXiv", year=2016)
    published = cited("Layer norms", author="Jimmy Ba", venue="NeurIPS", year=2017)
    (paper,) = missing((preprint,), (published,), (preprint,))
    assert (paper.title, paper.author, paper.venue, paper.year) == ("Layer Norms", "Jimmy Ba", "NeurIPS", 2017)


def test_an_address_without_a_title_is_a_paper_named_by_its_identifier() -> None:
    (paper,) = missing(read("https://arxiv.org/abs/1706.03762"))
    assert (paper.key, paper.title, paper.year, paper.id) == ("arxiv:1706.03762", "arxiv:1706.03762", 2017, TRANSFORMER)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("[[nobody]] [x](nowhere.md) [@unknown2020]", id="names of notes that are missing"),
        pytest.param("## 参考文献\n- **Transformer:** 基礎", id="a common noun"),
        pytest.param("## 参考文献\n- **Jo Roe, and Al Doe. Proceedings of Looms**: 元", id="authors and a venue"),
    ],
)
def test_what_names_no_single_paper_is_left_out(body: str) -> None:
    references = read(body)
    assert references
    assert missing(references) == ()


REGISTERED = PaperMetadata(
    "arxiv", "Attention Is All You Need", ("Ashish Vaswani", "Noam Shazeer"), published=dt.date(2017, 6, 12), venue="NIPS"
)


def test_a_registry_names_what_is_cited_by_its_identifier_alone() -> None:
    bare = replace(cited("an address", paper=TRANSFORMER), title=None)
    (paper,) = missing((bare,), metadata={TRANSFORMER: REGISTERED})
    assert (paper.title, paper.authors, paper.venue, paper.year) == (REGISTERED.title, REGISTERED.authors, "NIPS", 2017)
    assert missing((bare,))[0].title == "arxiv:1706.03762"
    assert missing((bare,), metadata={TRANSFORMER: PaperMetadata("arxiv", found=False)})[0].title == "arxiv:1706.03762"


def test_a_registrys_title_joins_an_identifier_with_a_title_cited_elsewhere() -> None:
    bare, named = (
        replace(cited("an address", paper=TRANSFORMER), title=None),
        cited("Attention is all you need", author="Vaswani", year=2018),
    )
    (paper,) = missing((bare,), (named,), metadata={TRANSFORMER: REGISTERED})
    assert (paper.key, paper.cited_by) == ("arxiv:1706.03762", ("r0", "r1"))
    assert (paper.title, paper.author, paper.year) == ("Attention is all you need", "Vaswani", 2018), "citations come first"
    assert len(missing((bare,), (named,))) == 2
