"""Plain texts: which line is the title, which links are the paper's, and that all the rest stays as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.formats.plain import FORMAT, detect
from papersite.model import Confidence, IdScheme, Note, PaperId, Severity
from tests.formats.nothing_lost import assert_nothing_lost, source_of

COT = PaperId(IdScheme.ARXIV, "2201.11903")
LINK = "https://arxiv.org/abs/2201.11903v6"


def note_of(text: str) -> Note:
    (note,) = assert_nothing_lost(FORMAT, source_of(text)).notes
    return note


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        pytest.param("# 題名\n\n本文。", "題名", "本文。", id="a heading"),
        pytest.param("題名の行\n\n本文。", "題名の行", "本文。", id="a line that stands alone"),
        pytest.param("題名の行\nhttps://example.org/\n\n本文。", "題名の行", "本文。", id="a line above a link"),
        pytest.param("本文。\n\n# 題名", "題名", "本文。", id="a heading further down"),
        pytest.param("一文目。\n\n本文。", None, "一文目。\n\n本文。", id="no sentence"),
        pytest.param("一行目\n二行目\n\n本文。", None, "一行目\n二行目\n\n本文。", id="no first line of a paragraph"),
        pytest.param("- 項目\n\n本文。", None, "- 項目\n\n本文。", id="no list item"),
        pytest.param("本文。\n\n# A\n\n# B", None, "本文。\n\n# A\n\n# B", id="no section among several"),
        pytest.param("```\n# x\n```", None, "```\n# x\n```", id="no code"),
    ],
)
def test_the_title_opens_the_text(text: str, title: str | None, body: str) -> None:
    note = note_of(text)
    assert (note.title, note.body.text) == (title, body)


@pytest.mark.parametrize(
    "text",
    [
        f"# 題名\n\n{LINK}\n\n本文。",
        f"# 題名\n\narXiv: {LINK}\n\n本文。",
        f"# 題名\n\n- 論文: {LINK}\n\n本文。",
        f"# 題名\n\nURL: {LINK}\n\n本文。",
        f"# [題名]({LINK})\n\n本文。",
        "# 題名\n\narXiv:2201.11903v6\n\n本文。",
        f"本文。\n\n論文: {LINK}\n",
    ],
)
def test_links_near_the_top_say_which_paper_it_is(text: str) -> None:
    note = note_of(text)
    assert (note.ids, note.arxiv_version) == ((COT,), 6)


@pytest.mark.parametrize(
    "text",
    [
        f"# 題名\n\n本文。\n\n{LINK}\n",
        f"# 題名\n\n参考: {LINK}\n",
        f"# 題名\n\n本文に {LINK} と書く。",
        "# 題名\n\n" + "本文。\n\n" * 6 + f"論文: {LINK}\n",
        f"本文。\n\n{LINK}\n",
        f"# 題名\n\n```\n{LINK}\n```\n",
    ],
)
def test_other_links_do_not(text: str) -> None:
    assert note_of(text).ids == ()


@pytest.mark.parametrize(
    ("name", "text", "severity"),
    [
        ("note.md", "# 題名\n\n本文。", Severity.INFO),
        ("note.md", "本文。", Severity.WARNING),
        ("note.txt", "# 題名\n\n本文。", Severity.WARNING),
    ],
)
def test_that_no_format_knows_it_is_a_fact_of_markdown_and_a_warning_of_text(name: str, text: str, severity: Severity) -> None:
    problems = assert_nothing_lost(FORMAT, source_of(text, name)).problems
    assert [problem.severity for problem in problems if problem.kind == "unknown-format"] == [severity]


@pytest.mark.parametrize("text", ["", "\n \n", "\xa0"])
def test_where_nothing_is_written_there_is_no_note(text: str) -> None:
    parsed = assert_nothing_lost(FORMAT, source_of(text))
    assert parsed.notes == ()
    assert [problem.kind for problem in parsed.problems] == ["empty-note"]


def test_it_takes_whatever_no_other_format_knows() -> None:
    assert detect(source_of("")) is Confidence.POSSIBLE


LINES = st.sampled_from(
    [
        "",
        "",
        "# 題名",
        "題名",
        "====",
        "```",
        "~~~",
        LINK,
        f"論文: {LINK}",
        "- 項目",
        "    字下げ",
        "> 引用",
        "本文。",
        "\u2028",
    ]
)


@given(st.lists(LINES | st.text(max_size=20).map(lambda text: text.replace("\n", " ").replace("\r", " ")), max_size=20))
@settings(max_examples=150, deadline=None)
def test_no_line_and_no_word_is_ever_lost(lines: list[str]) -> None:
    assert_nothing_lost(FORMAT, source_of("\n".join(lines)))
