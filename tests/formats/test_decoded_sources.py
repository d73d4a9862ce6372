"""Formats that hold their text in strings: nothing that a string says is lost, and no damage raises."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.account import account_for
from papersite.decoding import visible_controls
from papersite.formats import bibtex, cosense, csl_json, github_issues, read
from papersite.formats.contract import Format
from papersite.formats.json_values import Object, Scalar, read_json, scalars
from papersite.model import Parsed
from tests.formats.nothing_lost import source_of

WORDS = st.text(alphabet="abc漢字かな #*[]`$|\\\n-:>1", max_size=60)
LINE = st.text(alphabet="abc漢字かな #*[]`$|\\ -:>1", max_size=40)
ISSUE = st.fixed_dictionaries(
    {"number": st.integers(1, 99), "title": LINE, "body": st.none() | WORDS, "createdAt": st.just("2024-01-02T00:00:00Z")},
    optional={
        "labels": st.lists(st.fixed_dictionaries({"name": LINE}), max_size=2),
        "comments": st.lists(st.fixed_dictionaries({"body": WORDS, "author": st.just({"login": "mika"})}), max_size=2),
        "somethingNew": WORDS,
    },
)
# A page of a title alone is no note.
LINES = st.lists(LINE, max_size=6).map(lambda lines: [*lines, "終"])
PAGE = st.fixed_dictionaries(
    {"title": LINE, "created": st.integers(0, 2**31), "updated": st.integers(0, 2**31), "lines": LINES}
)
RECORD = st.fixed_dictionaries(
    {"type": st.just("article"), "title": LINE, "issued": st.just({"date-parts": [[2020]]})},
    optional={"note": WORDS, "volume": LINE, "abstract": WORDS},
)


def words_of(text: str) -> set[str]:
    """The runs of letters and digits of a text, for syntax may come and go around them."""
    return set(re.findall(r"[^\W_]+", text))


def said_by(parsed: Parsed) -> str:
    """All that some note says, in whatever field. A word may stand in it beside another, where syntax went from between."""
    return "\n".join(
        "\n".join((n.title or "", n.body.text, n.summary or "", *n.tags, *n.authors, n.venue or "", str(n.year or ""), *n.urls))
        for n in parsed.notes
    )


def all_strings(value: object) -> str:
    """All strings in a value but names and times, joined."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(
            all_strings(each) for key, each in value.items() if key not in {"createdAt", "author", "type", "issued"}
        )
    return "\n".join(map(all_strings, value)) if isinstance(value, list) else ""


@pytest.mark.parametrize(
    ("fmt", "records", "wrap"),
    [
        pytest.param(github_issues.FORMAT, ISSUE, lambda each: each, id="issues"),
        pytest.param(cosense.FORMAT, PAGE, lambda each: {"name": "", "pages": each}, id="pages"),
        pytest.param(csl_json.FORMAT, RECORD, lambda each: each, id="records"),
    ],
)
@settings(max_examples=60)
@given(data=st.data())
def test_every_word_of_a_record_is_in_a_note(
    fmt: Format, records: st.SearchStrategy[object], wrap: object, data: st.DataObject
) -> None:
    listed = data.draw(st.lists(records, min_size=1, max_size=3))
    assert callable(wrap)
    source = source_of(json.dumps(wrap(listed), ensure_ascii=False, indent=data.draw(st.sampled_from([None, 1]))), "dump.json")
    parsed = fmt.parse(source)
    assert len(parsed.notes) == len(listed)
    said = said_by(parsed)
    assert [word for word in words_of(all_strings(listed)) if word not in said] == []
    assert account_for(source, fmt.name, parsed).unaccounted == ()


@pytest.mark.parametrize("fmt", [github_issues.FORMAT, cosense.FORMAT, csl_json.FORMAT, bibtex.FORMAT], ids=lambda f: f.name)
@settings(max_examples=60)
@given(text=st.text(alphabet='{}[]",:\\ab@=\n0漢', max_size=200))
def test_no_text_makes_a_format_raise_or_lose_a_line(fmt: Format, text: str) -> None:
    source = source_of(text, "dump.json")
    fmt.detect(source)
    assert account_for(source, fmt.name, fmt.parse(source)).unaccounted == ()


@given(text=st.text(alphabet="<>abp/ &;=\"'漢\n!-", max_size=200))
def test_no_page_of_html_raises_or_loses_a_line(text: str) -> None:
    source = source_of(f"<html>{text}", "page.html")
    name, parsed = read(source)
    assert account_for(source, name, parsed).unaccounted == ()


def test_json_is_read_with_its_lines_and_as_far_as_it_goes() -> None:
    document = read_json('{"a": "x",\n "b": [1, "y"]}\nstray\n{"a": "z')
    first, second = document.values
    assert isinstance(first, Object)
    assert [(each.text, each.line) for each in scalars(first)] == [("x", 1), ("1", 2), ("y", 2)]
    assert second == Object((("a", Scalar("z", 4, 4)),), 4, 4)
    assert document.strays == (3,)
    assert document.cut_off


@given(
    value=st.recursive(
        st.text(max_size=5) | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner)
    )
)
def test_json_that_is_whole_is_read_as_the_standard_library_reads_it(value: object) -> None:
    (found,) = read_json(json.dumps([value])).values
    strings = [each.text for each in scalars(found)]
    assert strings == [visible_controls(leaf) for leaf in leaves(value)]


def leaves(value: object) -> list[str]:
    """The scalars of a value as text, in their order."""
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each)]
    return [str(value).replace("\r\n", "\n").replace("\r", "\n")]
