"""What reference managers are told about a record, and in which files."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from papersite.config import Config
from papersite.exports.citation import Citation, Genre
from papersite.exports.people import Person
from papersite.model import Fact, IdScheme, Kind, PaperId, Record
from papersite.plan.citing import Citations, citation_of, plan_citations
from papersite.plan.shelf import shelve
from papersite.plan.wishes import contents_of
from tests.small_library import ALIGNMENT, LIBRARY, RLHF, TRANSFORMER, UNDATED

SHELF = shelve(LIBRARY, Config(), ())


def cited(record: Record) -> Citation:
    return citation_of(record, "key", SHELF.terms)


def test_a_record_becomes_a_citation_of_its_paper() -> None:
    assert cited(RLHF) == Citation(
        key="key",
        genre=Genre.CONFERENCE,
        title="Training language models to follow instructions with human feedback",
        people=(
            Person("Ouyang", "Long"),
            Person("Wu", "Jeff"),
            Person("Jiang", "Xu"),
            Person("Almeida", "Diogo"),
            Person("Wainwright", "Carroll"),
        ),
        year=2022,
        container="NeurIPS",
        arxiv="2203.02155",
        url="https://arxiv.org/abs/2203.02155",
        keywords=("Reinforcement learning", "Alignment"),
        lang="en",
    )


def test_a_working_title_is_said_to_be_one() -> None:
    assert cited(ALIGNMENT).note == "Working title, taken from a note on the paper"
    assert cited(UNDATED).note == ""


def test_authors_known_from_a_citation_alone_may_be_more() -> None:
    assert cited(replace(TRANSFORMER, facts=(Fact("authors", "Vaswani", "cited"),))).more_people
    assert not cited(TRANSFORMER).more_people


@pytest.mark.parametrize(
    ("record", "genre", "container"),
    [
        (replace(TRANSFORMER, venue="ICML 2024"), Genre.CONFERENCE, "ICML 2024"),
        (replace(TRANSFORMER, venue="EMNLP Findings"), Genre.CONFERENCE, "EMNLP Findings"),
        (replace(TRANSFORMER, venue="Symposium on Nature"), Genre.CONFERENCE, "Symposium on Nature"),
        (replace(TRANSFORMER, venue="TACL"), Genre.JOURNAL, "TACL"),
        (replace(TRANSFORMER, venue="Nature Machine Intelligence"), Genre.JOURNAL, "Nature Machine Intelligence"),
        (replace(TRANSFORMER, venue="IEEE Transactions on Robotics"), Genre.JOURNAL, "IEEE Transactions on Robotics"),
        (replace(TRANSFORMER, venue="Machine Learning (journal)"), Genre.JOURNAL, "Machine Learning"),
        (replace(TRANSFORMER, venue="自然言語処理（論文誌）"), Genre.JOURNAL, "自然言語処理"),
        (replace(TRANSFORMER, venue="arXiv"), Genre.PREPRINT, ""),
        (replace(TRANSFORMER, venue=None), Genre.PREPRINT, ""),
        (replace(TRANSFORMER, venue=None, kind=Kind.ARTICLE), Genre.PREPRINT, ""),
        (replace(TRANSFORMER, venue=None, kind=Kind.ARTICLE, ids=()), Genre.WEB, ""),
        (replace(TRANSFORMER, venue=None, kind=Kind.SOFTWARE), Genre.SOFTWARE, ""),
    ],
)
def test_the_venue_and_the_kind_tell_the_genre(record: Record, genre: Genre, container: str) -> None:
    assert (cited(record).genre, cited(record).container) == (genre, container)


@pytest.mark.parametrize(
    ("tags", "found"),
    [(("cs.CL", "LLM"), "cs.CL"), (("cs.CL", "cs.LG"), ""), (("LLM",), ""), (("hep-th",), "hep-th")],
)
def test_the_one_category_that_tags_name_is_the_class(tags: tuple[str, ...], found: str) -> None:
    note = replace(TRANSFORMER.notes[0], tags=tags)
    assert cited(replace(TRANSFORMER, notes=(note,))).arxiv_class == found


def test_the_first_category_that_arxiv_names_is_the_primary_one() -> None:
    note = replace(TRANSFORMER.notes[0], tags=("stat.ML",))
    assert cited(replace(TRANSFORMER, notes=(note,), categories=("68T50", "cs.CL", "cs.LG"))).arxiv_class == "cs.CL"


def test_a_paper_outside_arxiv_has_no_class() -> None:
    note = replace(TRANSFORMER.notes[0], tags=("cs.CL",))
    assert cited(replace(TRANSFORMER, notes=(note,), ids=(PaperId(IdScheme.DOI, "10.1/x"),))).arxiv_class == ""


def test_the_address_is_a_registrys_before_a_page_and_a_page_before_code() -> None:
    own = ("https://github.com/a/b", "https://example.org/paper")
    assert cited(replace(TRANSFORMER, urls=own)).url == "https://arxiv.org/abs/1706.03762"
    assert cited(replace(TRANSFORMER, urls=own, ids=())).url == "https://example.org/paper"
    assert cited(replace(TRANSFORMER, urls=own[:1], ids=())).url == "https://github.com/a/b"
    assert cited(replace(TRANSFORMER, urls=(), ids=())).url == ""


def test_each_paper_each_tag_and_the_list_of_papers_have_three_files() -> None:
    paths = [str(wish.path) for wish in plan_citations(contents_of(SHELF))]
    folders = [
        "papers/rlhf/cite",
        "papers/transformer/cite",
        "papers/alignment-notes/cite",
        "papers/undated/cite",
        "papers/papers",
    ]
    folders += [f"tags/{slug}/papers" for slug in SHELF.tagged]
    assert sorted(paths) == sorted(f"{name}.{ending}" for name in folders for ending in ("bib", "ris", "json"))


def test_a_tags_file_holds_the_papers_of_its_page() -> None:
    files = {str(wish.path): wish.made(SHELF).bytes for wish in plan_citations(contents_of(SHELF))}
    keys = [entry["id"] for entry in json.loads(files["tags/machine-learning/papers.json"])]
    citations = Citations(SHELF)
    assert keys == [citations[record.slug].key for record in SHELF.tagged["machine-learning"]]
