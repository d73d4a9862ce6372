"""Front matter notes: what each field takes, what is told, and what becomes of titles and unreadable blocks."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.formats.front_matter import FORMAT, detect
from papersite.model import Confidence, IdScheme, Kind, Note, PaperId, Parsed, TitleSource
from tests.formats.nothing_lost import assert_nothing_lost, source_of

SETS = PaperId(IdScheme.ARXIV, "1703.06114")


def parsed_of(*lines: str, body: str = "本文。") -> Parsed:
    return assert_nothing_lost(FORMAT, source_of("\n".join(["---", *lines, "---", body]), "note.md"))


def note_of(*lines: str, body: str = "本文。") -> Note:
    (note,) = parsed_of(*lines, body=body).notes
    return note


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("authors: Ada Byron, Alan Turing", "authors", ("Ada Byron", "Alan Turing")),
        ("authors: [Ada Byron, Alan Turing]", "authors", ("Ada Byron", "Alan Turing")),
        ("author: Byron, Ada and Turing, Alan", "authors", ("Ada Byron", "Alan Turing")),
        ("authors: [{name: Ada Byron, affiliation: X}]", "authors", ("Ada Byron",)),
        ("date: 2024/1/5", "date", dt.date(2024, 1, 5)),
        ("date: 2024年1月5日", "date", dt.date(2024, 1, 5)),
        ("date: 2024-01-05T10:00:00Z", "date", dt.date(2024, 1, 5)),
        ("lastmod: 2024-01-06", "updated", dt.date(2024, 1, 6)),
        ("tags: a, b、c", "tags", ("a", "b", "c")),
        ("tags: ['#a', b c]", "tags", ("a", "b c")),
        ("tags: #a #b", "tags", ("a", "b")),
        ("keywords: [C++, C#]", "tags", ("C++", "C#")),
        ("aliases: /old/", "aliases", ("/old/",)),
        ("slug: deep-sets", "slug", "deep-sets"),
        ("arxiv: 1703.06114v3", "ids", (SETS,)),
        ("arxiv: 1703.06114v3", "arxiv_version", 3),
        ("arxiv: https://arxiv.org/abs/1703.06114", "ids", (SETS,)),
        ("doi: 10.1145/3292500.3330701", "ids", (PaperId(IdScheme.DOI, "10.1145/3292500.3330701"),)),
        ("openreview: abcDEF123", "ids", (PaperId(IdScheme.OPENREVIEW, "abcDEF123"),)),
        ("acl: P19-1285", "ids", (PaperId(IdScheme.ACL, "P19-1285"),)),
        ("url: https://arxiv.org/abs/1703.06114", "ids", (SETS,)),
        ("links: [https://a.example/, https://b.example/]", "urls", ("https://a.example/", "https://b.example/")),
        ("links: {code: https://a.example/}", "urls", ("https://a.example/",)),
        ("venue: NeurIPS", "venue", "NeurIPS"),
        ("year: 2017", "year", 2017),
        ("draft: true", "draft", True),
        ("published: false", "draft", True),
        ("published: 2024-01-05", "date", dt.date(2024, 1, 5)),
        ("lang: en-GB", "lang", "en"),
        ("abstract: 集合の関数。", "summary", "集合の関数。"),
        ("writer: 榊", "writer", "榊"),
        ("kind: OSS", "kind", Kind.SOFTWARE),
        ("extra: {arxiv: '1703.06114'}", "ids", (SETS,)),
        ("Title: Deep Sets", "title", "Deep Sets"),
    ],
)
def test_each_field_takes_what_people_write(line: str, field: str, value: object) -> None:
    parsed = parsed_of(line)
    assert getattr(parsed.notes[0], field) == value
    assert not {problem.kind for problem in parsed.problems} & {
        "unknown-field",
        "malformed-record",
        "bad-date",
        "bad-front-matter",
    }


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("autors: Ada Byron", "unknown-field", '"authors"'),
        ("mood: calm", "unknown-field", '"mood"'),
        ("date: 2024-13-01", "bad-date", "2024-13-01"),
        ("date: [1, 2]", "bad-date", "2024-01-05"),
        ("updated: soon", "bad-date", "soon"),
        ("title: [a, b]", "malformed-record", "a line of text"),
        ("year: soon", "malformed-record", "soon"),
        ("arxiv: none", "malformed-record", "arXiv"),
        ("url: www.example.org", "malformed-record", "https://"),
        ("draft: perhaps", "malformed-record", "true or false"),
        ("kind: poem", "malformed-record", "poem"),
        ("tags: {a: b}", "malformed-record", "list"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(line: str, kind: str, words: str) -> None:
    told = [problem for problem in parsed_of("venue: ICML", line).problems if problem.kind == kind and words in problem.message]
    assert [problem.origin.first_line for problem in told if problem.origin] == [3]


@pytest.mark.parametrize("line", ["layout: post", "math: true", "date:", "tags: []", "title: ''"])
def test_keys_of_other_generators_and_empty_values_are_no_problem(line: str) -> None:
    kinds = {problem.kind for problem in parsed_of(line).problems}
    assert not kinds & {"unknown-field", "malformed-record", "bad-date"}


def test_the_language_is_detected_unless_it_is_said() -> None:
    assert note_of("title: Deep Sets", body="本文は日本語で書く。").lang == "ja"
    assert note_of("title: Deep Sets", body="All in English.").lang == "en"


def test_a_heading_that_only_repeats_the_title_is_left_out() -> None:
    note = note_of("title: Deep Sets", body="# Deep sets\n\n本文。")
    assert (note.title, note.title_source, note.body.text) == ("Deep Sets", TitleSource.FRONT_MATTER, "本文。")
    assert note.field_lines == (1, 2, 3, 4)


def test_a_heading_that_says_something_else_stays() -> None:
    assert note_of("title: Deep Sets", body="# 読書メモ\n\n本文。").body.text == "# 読書メモ\n\n本文。"


def test_without_a_title_the_heading_is_it() -> None:
    note = note_of("date: 2024-01-05", body="# 読書メモ\n\n本文。")
    assert (note.title, note.title_source, note.body.text) == ("読書メモ", TitleSource.STATED, "本文。")


def test_a_heading_in_code_is_none_and_a_file_name_is_no_title() -> None:
    parsed = parsed_of("date: 2024-01-05", body="```\n# x\n```")
    assert parsed.notes[0].title is None
    assert "missing-title" in {problem.kind for problem in parsed.problems}


def test_an_unreadable_block_is_shown_as_code_and_the_text_below_it_stays() -> None:
    parsed = parsed_of('title: "Deep Sets', "tags: ```", body="# 読書メモ\n\n本文。")
    assert parsed.notes[0].body.text == '````yaml\n---\ntitle: "Deep Sets\ntags: ```\n---\n````\n\n\n本文。'
    assert parsed.notes[0].title == "読書メモ"
    assert [
        problem.origin.first_line for problem in parsed.problems if problem.kind == "bad-front-matter" and problem.origin
    ] == [2]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("---\ntitle: A\n---\n本文", Confidence.CERTAIN),
        ("+++\ntitle = 'A'\n+++\n本文", Confidence.CERTAIN),
        ("---\n---\n本文", Confidence.CERTAIN),
        ("---\ntitle: A\n\n本文", Confidence.LIKELY),
        ("---\n\n本文\n\n---\n", Confidence.NO),
        ("# 題名\n\n---\ntitle: A\n---\n", Confidence.NO),
        ("", Confidence.NO),
    ],
)
def test_confidence_follows_the_block(text: str, confidence: Confidence) -> None:
    assert detect(source_of(text)) is confidence


LINES = st.sampled_from(
    [
        *(
            "---",
            "+++",
            "...",
            "title: A",
            "title: A: B",
            "tags: #a",
            "  - b",
            "date: 2024-13-01",
            "x = 1",
            "[extra]",
            "",
            "# 見出し",
        ),
        *("====", "```", "本文", 'k: "', "\tk: v", "&a: *a", "{", "? x", "!!set", "<<: *a", "--- # x", "\ufeff---"),
    ]
)


@given(st.lists(LINES | st.text(max_size=20).map(lambda text: text.replace("\n", " ").replace("\r", " ")), max_size=20))
@settings(max_examples=200, deadline=None)
def test_no_line_and_no_word_is_ever_lost(lines: list[str]) -> None:
    assert_nothing_lost(FORMAT, source_of("\n".join(lines)))
    assert_nothing_lost(FORMAT, source_of("\n".join(["---", "title: A", *lines])))
