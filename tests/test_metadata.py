"""notes/metadata.json: what is written is read again, two people's files merge, and a mistake costs its own entry only."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.metadata import PaperMetadata, metadata_as_json, parse_metadata
from papersite.model import IdScheme, PaperId, Severity

PATH = PurePosixPath("notes/metadata.json")
TRANSFORMER = PaperId(IdScheme.ARXIV, "1706.03762")

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
lines = words.map(lambda text: " ".join(text.split()))
entries = st.builds(
    PaperMetadata,
    source=st.sampled_from(["arxiv", "crossref", "openreview"]),
    title=lines,
    authors=st.lists(words, max_size=3).map(tuple),
    abstract=words,
    published=st.none() | st.dates(),
    venue=words,
    categories=st.lists(words, max_size=2).map(tuple),
    doi=words,
)
ids = st.from_regex(r"2[0-4](0[1-9]|1[0-2])\.[0-9]{5}", fullmatch=True).map(lambda number: PaperId(IdScheme.ARXIV, number))


@given(st.dictionaries(ids, entries | st.builds(PaperMetadata, source=st.just("arxiv"), found=st.just(False))))
def test_what_is_written_is_read_again(metadata: dict[PaperId, PaperMetadata]) -> None:
    assert parse_metadata(metadata_as_json(metadata), PATH) == (metadata, ())


def test_each_value_has_a_line_and_papers_are_in_order() -> None:
    later = PaperId(IdScheme.ARXIV, "1810.04805")
    text = metadata_as_json({later: PaperMetadata("arxiv", "B"), TRANSFORMER: PaperMetadata("arxiv", "A", ("X", "Y"))})
    assert text == (
        '{\n "arxiv:1706.03762": {\n  "authors": [\n   "X",\n   "Y"\n  ],\n  "source": "arxiv",\n  "title": "A"\n },\n'
        ' "arxiv:1810.04805": {\n  "source": "arxiv",\n  "title": "B"\n }\n}\n'
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": 3}, "title: expected a string"),
        ({"authors": "A"}, "authors: expected a list of strings"),
        ({"published": "soon"}, "published: expected a date"),
        ({"published": 2017}, "published: expected a date"),
        ([], "expected an object"),
    ],
    ids=["title", "authors", "date", "number for a date", "list"],
)
def test_a_mistake_costs_its_own_entry_only(wrong: object, said: str) -> None:
    text = json.dumps({"arxiv:1706.03762": {"title": "A"}, "arxiv:1810.04805": wrong}, indent=1)
    metadata, (problem,) = parse_metadata(text, PATH)
    assert metadata == {TRANSFORMER: PaperMetadata("", "A")}
    assert problem.kind == "bad-metadata"
    assert said in problem.message
    assert problem.origin
    assert '"arxiv:1810.04805"' in text.split("\n")[problem.origin.first_line - 1]


def test_a_key_that_is_no_identifier_is_told() -> None:
    metadata, (problem,) = parse_metadata('{"attention": {}}', PATH)
    assert not metadata
    assert "not an identifier" in problem.message


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "<<<<<<< ours\n{}", "[" * 9_999], ids=["empty", "cut", "list", "conflict", "deep"]
)
def test_a_broken_file_is_an_error_and_nothing_else(text: str) -> None:
    metadata, (problem,) = parse_metadata(text, PATH)
    assert not metadata
    assert problem.severity is Severity.ERROR


def test_dates_are_dates() -> None:
    metadata, _ = parse_metadata('{"arxiv:1706.03762": {"published": "2017-06-12"}}', PATH)
    assert metadata[TRANSFORMER].published == dt.date(2017, 6, 12)
