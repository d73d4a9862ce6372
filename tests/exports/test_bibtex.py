"""BibTeX: what is written, and that a strict reader finds every field as it was."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string

from papersite.exports.bibtex import write_bibtex
from papersite.exports.citation import Bibliography, Citation, Genre, one_line
from papersite.exports.people import Person
from tests.exports.made_citations import CITATIONS, JAPANESE, TRANSFORMER

_COMMAND_OR_BRACE = re.compile(r"\\([a-z]+)\{\}|\\(.)|[{}]")
_SIGNS = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^"}


def read(*citations: Citation) -> BibliographyData:
    return parse_string(write_bibtex(Bibliography(citations)).decode(), "bibtex")


def printed(value: str) -> str:
    """A field as LaTeX prints it: commands are their signs, braces that group are gone."""
    return _COMMAND_OR_BRACE.sub(lambda match: _SIGNS[match[1]] if match[1] else match[2] or "", value)


def test_a_paper_of_a_conference() -> None:
    assert (
        write_bibtex(Bibliography((TRANSFORMER,))).decode()
        == """@inproceedings{vaswani2017attention,
  title = {{Attention Is All You Need}},
  author = {Vaswani, Ashish and Shazeer, Noam},
  year = {2017},
  booktitle = {NeurIPS},
  doi = {10.5555/3295222},
  eprint = {1706.03762},
  archivePrefix = {arXiv},
  primaryClass = {cs.CL},
  url = {https://arxiv.org/abs/1706.03762},
  keywords = {Attention, Machine translation},
}
"""
    )


def test_a_japanese_article_keeps_its_letters_and_the_name_of_a_group_whole() -> None:
    assert (
        write_bibtex(Bibliography((JAPANESE,))).decode()
        == r"""@article{yamada2023llm,
  title = {{小さな LLM の評価：100\% の再現をめざして}},
  author = {山田, 花子 and {国立情報学研究所}},
  year = {2023},
  journal = {自然言語処理},
}
"""
    )


@pytest.mark.parametrize(
    ("genre", "kind"),
    [
        (Genre.CONFERENCE, "inproceedings"),
        (Genre.JOURNAL, "article"),
        (Genre.PREPRINT, "misc"),
        (Genre.WEB, "online"),
        (Genre.SOFTWARE, "software"),
    ],
)
def test_each_genre_has_its_type(genre: Genre, kind: str) -> None:
    (entry,) = read(replace(TRANSFORMER, genre=genre)).entries.values()
    assert entry.type == kind


@pytest.mark.parametrize(
    ("person", "family", "given_name"),
    [
        (Person("van der Maaten", "Laurens"), "van der Maaten", "Laurens"),
        (Person("山田", "花子"), "山田", "花子"),
        (Person("Alice and Bob, Inc."), "{Alice and Bob, Inc.}", ""),
        (Person("others"), "{others}", ""),
        (Person("Smith, the elder", "J. and K."), "{Smith, the elder}", "{J. and K.}"),
    ],
)
def test_a_reader_splits_names_where_they_are_split(person: Person, family: str, given_name: str) -> None:
    (entry,) = read(replace(TRANSFORMER, people=(person,))).entries.values()
    (author,) = entry.persons["author"]
    assert " ".join([*author.prelast_names, *author.last_names]) == family
    assert " ".join(author.first_names) == given_name


def test_a_cut_list_of_authors_says_that_there_are_others() -> None:
    text = write_bibtex(Bibliography((replace(TRANSFORMER, more_people=True),)))
    assert b"author = {Vaswani, Ashish and Shazeer, Noam and others}," in text


@given(st.lists(CITATIONS, max_size=3, unique_by=lambda citation: citation.key))
def test_any_text_is_read_back_as_it_was(citations: list[Citation]) -> None:
    entries = read(*citations).entries
    assert list(entries) == [citation.key for citation in citations]
    for citation, entry in zip(citations, entries.values(), strict=True):
        found = {name: printed(value) for name, value in entry.fields.items()}
        assert found.get("title", "") == one_line(citation.title)
        assert found.get("note", "") == one_line(citation.note)
        assert found.get("year", "") == str(citation.year or "")
        assert one_line(citation.container) in ("", *found.values())


@given(st.lists(CITATIONS, min_size=1, max_size=2, unique_by=lambda citation: citation.key))
def test_every_author_is_read_back(citations: list[Citation]) -> None:
    entries = read(*citations).entries
    for citation in citations:
        named = [person for person in citation.people if one_line(person.family) or one_line(person.given)]
        others = bool(named) and citation.more_people
        assert len(entries[citation.key].persons.get("author", ())) == len(named) + others


@given(st.text(st.characters(codec="ascii"), max_size=30))
def test_an_address_holds_nothing_that_ends_a_value(path: str) -> None:
    (entry,) = read(replace(TRANSFORMER, url=f"https://example.org/{path}")).entries.values()
    assert not set(entry.fields["url"]) & set('{}\\"<>^`| ')
