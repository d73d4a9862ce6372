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
LOOM_DOI = PaperId(IdScheme.DOI, "10.1/loom")
LOOM_ACL = PaperId(IdScheme.ACL, "P18-1234")


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
        pytest.param(
            (cited("One Loom Again", paper=TRANSFORMER), cited("One Loom Again", paper=LOOM_ACL)),
            id="identifiers of two registries",
        ),
        pytest.param(
            (cited("Weave and Think Twice"), cited("Weave and Think Twice: A Study")),
            id="a name of four words that one paper has",
        ),
        pytest.param((cited("Loom"), cited("Loom: A Weaver", author="Al Doe")), id="a name without an author"),
        pytest.param(
            (cited("Loom", author="Al Doe"), cited("Loom: A Weaver")), id="a name with the author that is missing there"
        ),
        pytest.param(
            (cited("Loom", author="Doe"), cited("Loom: A Weaver", author="Al Doe")), id="a name and its author's name"
        ),
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
        pytest.param(
            (cited("Attention", author="Jo Roe"), cited("Attention: A History of Looms", author="Jo Roe")), id="a common word"
        ),
        pytest.param((cited("Loom", author="Jo Roe"), cited("Loom: A Weaver", author="Al Doe")), id="a name by another author"),
    ],
)
def test_references_that_could_be_two_papers_stay_apart(references: tuple[Reference, ...]) -> None:
    assert len(missing(*((reference,) for reference in references))) == len(references)


def test_references_are_one_entry_through_others_whatever_joins_first() -> None:
    by_title = [
        cited(title, paper=paper)
        for title, paper in (
            ("One Loom Again", TRANSFORMER), ("Three Looms Again", TRANSFORMER), ("Two Looms Again", None),
            ("One Loom Again", LOOM_DOI), ("Two Looms Again", LOOM_DOI), ("Three Looms Again", LOOM_DOI),
        )
    ]  # fmt: skip
    assert len(missing(tuple(by_title))) == 1
    long = "Weaving With All Looms"
    known_by_name = (cited(long, paper=TRANSFORMER), cited(long, paper=LOOM_DOI), cited("DAPO", paper=LOOM_DOI))
    assert len(missing((*known_by_name, cited("DAPO: An Open System")))) == 1
    twice = (cited("DAPO: An Open System", paper=TRANSFORMER), cited("DAPO: An Open System", paper=LOOM_DOI))
    assert len(missing((*twice, cited("DAPO")))) == 1
    named = (cited("DAPO: An Open System", paper=LOOM_DOI), cited("Looming", paper=LOOM_DOI), cited("Looming: A Weaver"))
    assert len(missing((*named, cited("DAPO"), cited("Dapo")))) == 1


def test_two_papers_of_one_title_keep_no_others_apart() -> None:
    apart = tuple(cited("One Common Title", paper=paper) for paper in (TRANSFORMER, PaperId(IdScheme.ARXIV, "1810.04805")))
    assert len(missing((*apart, cited("The Same Loom", paper=LOOM_DOI), cited("The Same Loom")))) == 3


def test_what_has_a_record_hides_nothing_that_is_cited_beside_it() -> None:
    assert [paper.title for paper in missing((cited("Own Title Number 0"), cited("The Same Loom")))] == ["The Same Loom"]


def test_titles_stand_in_order_whatever_their_case() -> None:
    assert [p.title for p in missing((cited("Zigzag Looms"), cited("a Loom Again")))] == ["a Loom Again", "Zigzag Looms"]


@pytest.mark.parametrize(
    ("often", "full"),
    [
        pytest.param("DAPO", "DAPO: Open", id="a name"),
        pytest.param("Fine Loom Cloth", "Looms Weave Fine Cloth", id="three words"),
    ],
)
def test_a_full_title_is_shown_before_a_shorter_one_that_is_given_more_often(often: str, full: str) -> None:
    references = tuple(cited(title, paper=TRANSFORMER) for title in (often, often, full))
    assert [paper.title for paper in missing(references)] == [full]
    registered = {TRANSFORMER: replace(REGISTERED, title="As Registered")}
    assert [paper.title for paper in missing(references[:2], metadata=registered)] == ["As Registered"]


@pytest.mark.parametrize(
    ("reference", "is_paper"),
    [
        pytest.param(cited("Weaver"), True, id="a name with a capital"),
        pytest.param(cited("loom2"), True, id="a name with a digit"),
        pytest.param(cited("weaver"), False, id="a lone word"),
        pytest.param(cited("weaving looms"), True, id="two words"),
        pytest.param(cited("weaver", year=2020), True, id="a lone word and a year"),
        pytest.param(cited("weaver", author="Roe"), True, id="a lone word and an author"),
        pytest.param(cited("12", author="Roe"), False, id="a number and an author"),
        pytest.param(cited("Deep Learning"), False, id="what many papers are about"),
    ],
)
def test_a_title_without_an_identifier_names_a_paper_if_it_can(reference: Reference, is_paper: bool) -> None:
    assert bool(missing((reference,))) is is_paper


def test_a_venue_is_shown_however_many_citations_name_none() -> None:
    bare, placed = cited("The Same Loom"), cited("The Same Loom", venue="NeurIPS", year=2017)
    assert [(paper.venue, paper.year) for paper in missing((bare, bare, placed))] == [("NeurIPS", 2017)]
    assert [paper.venue for paper in missing((bare,))] == [None]


def test_a_registry_dates_what_neither_citations_nor_the_identifier_do() -> None:
    published = {LOOM_DOI: PaperMetadata("crossref", published=dt.date(2018, 3, 1))}
    assert [(p.venue, p.year) for p in missing((cited("The Same Loom", paper=LOOM_DOI),), metadata=published)] == [(None, 2018)]


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
    assert missing((named,), (bare,), metadata={TRANSFORMER: REGISTERED}) == (replace(paper, cited_by=("r0", "r1")),)
    assert len(missing((bare,), (named,))) == 2
