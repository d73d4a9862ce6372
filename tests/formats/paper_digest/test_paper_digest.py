"""Digests: what opens a paper, what its head states, and what its tweet says. Whole samples stand in `paper_digest/`."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from papersite.account import account_for
from papersite.formats.paper_digest import FORMAT, detect, parse
from papersite.model import Confidence, Note, Parsed, Severity, Source

LINK = "[View Paper](http://arxiv.org/abs/1706.03762v7)"
OTHER = "[View Paper](http://arxiv.org/abs/1810.04805v2)"
SECTIONS = "## 1. 背景\n\n系列を一語ずつ読んでいた。\n\n## 2. ツイート\n\n注意だけで足りる。 #Transformer"


def source(text: str) -> Source:
    return Source(PurePosixPath("notes/digest.md"), text.encode(), text)


def read(text: str) -> Parsed:
    parsed = parse(source(text))
    assert account_for(source(text), FORMAT.name, parsed).unaccounted == ()
    return parsed


def only(text: str) -> Note:
    (note,) = read(text).notes
    return note


def titles(text: str) -> list[str | None]:
    return [note.title for note in read(text).notes]


def kinds(text: str) -> list[str]:
    return [problem.kind for problem in read(text).problems]


# ── what opens a paper ───────────────────────────────────────────────────────────────────────────────────────────────

OPENS = (
    pytest.param(f"# A\n\n{LINK}\n\n{SECTIONS}\n\n---\n\n# B\n\n{OTHER}\n\n{SECTIONS}", id="behind a separator"),
    pytest.param(f"# A\n{LINK}\n{SECTIONS}\n# B\n{OTHER}\n{SECTIONS}", id="without separator or blank lines"),
    pytest.param(f"# A\n\n{LINK}\n\n{SECTIONS}\n---\n# B\n\n{SECTIONS}", id="without an address, by its sections"),
    pytest.param(f"# A\n\n{SECTIONS}\n\n---\n\n# B\n\n{OTHER}\n\n短い感想だけ。", id="without sections, by its address"),
    pytest.param(f"# A\n\n{LINK}\n\n{SECTIONS}\n\n***\n\n# B\n一言。\n\n二言。\n{OTHER}", id="with text before the address"),
    pytest.param(f"# A\n{LINK}\n{SECTIONS}\n\n—\n\n#B\n{OTHER}\n{SECTIONS}", id="without a space behind its sign"),
    pytest.param(f"# A\n{LINK}\n{SECTIONS}\n\nB\n===\n{OTHER}\n{SECTIONS}", id="underlined"),
    pytest.param(f"# A\n{LINK}\n{SECTIONS}\n---\nB\n{OTHER}\n{SECTIONS}", id="its sign lost"),
    pytest.param(f"# A\n{LINK}\n{SECTIONS}\n\nはい、承知しました。\n\n# B\n{OTHER}\n{SECTIONS}", id="below a preamble"),
    pytest.param(f"# A\n{LINK}\n\n```py\n# c\n---\n# B\n{OTHER}\n{SECTIONS}", id="behind a fence that never closes"),
    pytest.param(f"# A\n{LINK}\n\n```\n# c\n```\n# B\n{OTHER}\n{SECTIONS}", id="right behind a fence that closes"),
)


@pytest.mark.parametrize("text", OPENS)
def test_a_paper_opens(text: str) -> None:
    assert titles(text) == ["A", "B"]


STAYS = (
    pytest.param("```py\n# B\n```", id="a comment in code"),
    pytest.param("1.  x\n\n            ```py\n            # B\n            ```", id="a comment in code, deeply indented"),
    pytest.param(f"```md\n---\n# B\n{OTHER}\n```", id="a sample in code"),
    pytest.param("# B\n\n本文の見出し。", id="a heading with neither address nor sections"),
    pytest.param("# B\n\n本文の見出し。\n\n## 3. 次の節", id="a heading within the numbering"),
    pytest.param("---\n\n# B\n\n## 3. 次の節", id="a heading behind a break within the numbering"),
    pytest.param(f"# B\n\n{LINK}\n{OTHER}", id="a heading over a list of papers"),
    pytest.param(f"- {OTHER}\n- {LINK}", id="addresses in the text"),
    pytest.param(f"#AI #ML\n{OTHER}", id="hashtags above an address"),
    pytest.param("---\n\n本文はまだ続く。", id="a break"),
    pytest.param("**B**\n\n## 3. 次の節", id="an emphasised line"),
    pytest.param("### B\n\n## 1. 番号が戻る節", id="a section that repeats a number"),
)


@pytest.mark.parametrize("inside", STAYS)
def test_a_paper_does_not_open(inside: str) -> None:
    text = f"# A\n\n{LINK}\n\n{SECTIONS}\n\n{inside}"
    assert titles(text) == ["A"]
    assert inside.splitlines()[-1] in only(text).body.text


def test_a_paper_without_title_and_address_opens_where_the_numbering_begins_anew_behind_a_separator() -> None:
    text = f"# A\n\n{LINK}\n\n{SECTIONS}\n\n---\n\n{SECTIONS}"
    assert titles(text) == ["A", None]
    assert kinds(text) == ["missing-title", "missing-link"]


def test_a_paper_that_lost_its_first_section_too_opens_behind_the_separator() -> None:
    text = f"# A\n\n{LINK}\n\n{SECTIONS}\n\n## 3. 文献\n\n---\n\n残った答え。\n\n## 2. 方法\n\n組む。"
    assert [(note.title, note.body.text.split("\n")[0]) for note in read(text).notes] == [
        ("A", "## 1. 背景"),
        (None, "残った答え。"),
    ]


def test_a_paper_that_lost_all_lines_above_its_sections_opens_where_its_neighbours_first_heading_comes_again() -> None:
    assert titles(f"# A\n\n{LINK}\n\n{SECTIONS}\n\n{SECTIONS}") == ["A", None]


def test_a_heading_that_stands_twice_in_a_row_opens_nothing() -> None:
    assert titles(f"# A\n\n{LINK}\n\n## 1. 背景\n\n{SECTIONS}") == ["A"]


# ── the head ─────────────────────────────────────────────────────────────────────────────────────────────────────────

TITLES = (
    pytest.param("# A ##", "A", id="with a closing sequence"),
    pytest.param("# A of C#", "A of C#", id="ending in a sign of its own"),
    pytest.param("# $x^2$: “A” 🚀", "$x^2$: “A” 🚀", id="with math, quotes and an emoji"),
    pytest.param("#\u3000甲\u00a0乙", "甲\u00a0乙", id="behind an ideographic space"),
    pytest.param("# **A**", "A", id="emphasised as a whole"),
    pytest.param("# A **B**", "A **B**", id="emphasised in part"),
    pytest.param("# [A (B)](https://example.org/a)", "A (B)", id="linked"),
    pytest.param("#", None, id="empty"),
)


@pytest.mark.parametrize(("line", "title"), TITLES)
def test_a_title_is_as_written(line: str, title: str | None) -> None:
    assert only(f"{line}\n\n{LINK}\n\n{SECTIONS}").title == title


def test_a_preamble_below_the_address_is_dropped_and_an_abstract_stays() -> None:
    parsed = read(f"# A\n\n{LINK}\n\n以下に要約をまとめます。\n\n本論文は注意を論じる。\n\n{SECTIONS}")
    assert [(drop.line, drop.rule) for drop in parsed.dropped] == [(5, "llm-preamble")]
    assert parsed.notes[0].body.text.startswith("本論文は注意を論じる。\n\n## 1.")


def test_long_text_behind_a_separator_is_kept_with_the_paper_below() -> None:
    parsed = read(f"# A\n\n{LINK}\n\n{SECTIONS}\n\n---\n\n編集した人の長い感想。\n\n# B\n\n{OTHER}\n\n{SECTIONS}")
    assert parsed.notes[1].body.text.startswith("編集した人の長い感想。")
    assert [(p.kind, p.origin and p.origin.first_line) for p in parsed.problems] == [("stray-text", 15)]


@pytest.mark.parametrize("line", ["# 迷った見出し", "#AI #ML", "```", "```py"])
def test_a_line_that_strayed_in_above_a_title_leaves_the_paper_before_as_it_was(line: str) -> None:
    first, second = read(f"# A\n\n{LINK}\n\n{SECTIONS}\n\n---\n\n{line}\n# B\n\n{OTHER}\n\n{SECTIONS}\n\n```py\nx\n```").notes
    assert first == only(f"# A\n\n{LINK}\n\n{SECTIONS}")
    assert (second.title, second.body.text.split("\n")[0]) == ("B", line)


def test_addresses_below_the_abstract_are_the_bodys() -> None:
    note = only(f"# A\n\n{LINK}\n\n[Code](https://example.org/c)\n\n概要。\n\n{OTHER}\n\n{SECTIONS}")
    assert note.urls == ("http://arxiv.org/abs/1706.03762v7", "https://example.org/c")
    assert OTHER in note.body.text


def test_stated_authors_and_dates_become_fields_and_other_fields_stay() -> None:
    note = only(f"# A\n{LINK}\n**Authors:** X. Yi, Z. Wu\nDate: 2018-10-11\nVenue: somewhere\n\n{SECTIONS}")
    assert note.authors == ("X. Yi", "Z. Wu")
    assert str(note.date) == "2018-10-11"
    assert note.body.text.startswith("Venue: somewhere")


def test_a_date_without_a_day_stays_in_the_body_and_is_a_problem() -> None:
    text = f"# A\n{LINK}\n\nPublished: 去年\n\n{SECTIONS}"
    assert only(text).date is None
    assert "Published: 去年" in only(text).body.text
    assert kinds(text) == ["bad-date"]


# ── the tweet ────────────────────────────────────────────────────────────────────────────────────────────────────────

TWEETS = (
    pytest.param("## 8. 140字で\n\n速い #A #B", ("A", "B"), "速い", id="below a heading that speaks of its length"),
    pytest.param("## まとめ\n\n速い！#A", ("A",), "速い！", id="in a short last section"),
    pytest.param("## 8. Tweet\n\n速い。\n\n#A #B", ("A", "B"), "速い。", id="with its hashtags in a paragraph of their own"),
    pytest.param("## 8. Tweet\n\n以下にツイートをまとめます。\n\n速い #A", ("A",), "速い", id="below a preamble"),
    pytest.param("## 8. Tweet\n\n```\n速い #A\n```", ("A",), "速い", id="in a fence"),
    pytest.param("## 8. Tweet\n\n速い #A\n\n## 9. 追記\n\n長い追記。", ("A",), "速い", id="before another section"),
    pytest.param("## 8. Tweet\n\n速い", (), "速い", id="without hashtags"),
    pytest.param("## 7. 文献\n\n- 一つ目 [#1]\n\n速い #A", ("A",), "速い", id="as the last paragraph of a long section"),
    pytest.param("## 7. 文献\n\n- 一つ目 [#1]", (), None, id="none at all"),
)


@pytest.mark.parametrize(("section", "tags", "summary"), TWEETS)
def test_a_tweet_becomes_tags_and_summary_and_stays_in_the_body(
    section: str, tags: tuple[str, ...], summary: str | None
) -> None:
    filler = "長い本文が続く。" * 100
    section = section.replace("- 一つ目", filler + "\n- 一つ目")
    text = f"# A\n\n{LINK}\n\n## 1. 背景\n\n{filler}\n\n{section}"
    note = only(text)
    assert (note.tags, note.summary) == (tags, summary)
    assert section in note.body.text
    infos = [problem for problem in read(text).problems if problem.severity is Severity.INFO]
    assert [problem.kind for problem in infos] == ([] if tags else ["missing-tags"])


# ── detection and cost ───────────────────────────────────────────────────────────────────────────────────────────────

DETECTED = (
    pytest.param(f"# A\n\n{LINK}\n\n{SECTIONS}\n\n---\n\n# B\n\n{OTHER}\n\n## 節", Confidence.CERTAIN, id="two papers"),
    pytest.param(f"# A\n\n{LINK}\n\n{SECTIONS}", Confidence.CERTAIN, id="one paper with numbered sections and a tweet"),
    pytest.param(f"# A\n\n{LINK}\n\n## 1. 一\n\n## 2. 二", Confidence.LIKELY, id="one paper with numbered sections"),
    pytest.param(f"# A\n\n{LINK}\n\n### 2. 二\n\n### 3. 三\n\n速い #A", Confidence.CERTAIN, id="one with deeper sections"),
    pytest.param(f"# A\n\n{LINK}\n\n## 一", Confidence.POSSIBLE, id="one paper with a section"),
    pytest.param("# A\n\n## 一\n\n## 二", Confidence.NO, id="headings alone"),
    pytest.param(f"---\ntitle: A\n---\n\n# A\n\n{LINK}\n\n{SECTIONS}", Confidence.NO, id="front matter"),
    pytest.param(f"- {LINK}\n- {OTHER}", Confidence.NO, id="a list of papers"),
    pytest.param("", Confidence.NO, id="nothing"),
)


@pytest.mark.parametrize(("text", "confidence"), DETECTED)
def test_a_digest_is_detected_by_its_structure(text: str, confidence: Confidence) -> None:
    assert detect(source(text)) is confidence


def test_a_blank_source_has_no_notes() -> None:
    assert read("\n \n\u00a0\n") == Parsed()
    assert read("---\n").notes == ()


def test_a_large_digest_is_read_whole() -> None:
    code = "1.  x\n\n    ```py\n    # y\n    z = 1\n    ```\n\n"
    text = f"# A\n\n{LINK}\n\n## 1. 背景\n\n{code * 20}{'本文。' * 300}\n\n## 2. ツイート\n\n速い #A\n\n---\n\n" * 60
    assert len(read(text).notes) == 60


def test_real_digests_lose_no_line_and_no_part(dumps_dir: Path) -> None:
    path = dumps_dir / "paper-digests.md"
    if not path.is_file():
        pytest.skip(f"no {path}")
    text = path.read_text(encoding="utf-8")
    parsed = read(text)
    assert detect(source(text)) is Confidence.CERTAIN
    assert len(parsed.notes) == text.count("\n[View Paper](")
    assert parsed.problems == ()
    assert all(note.title and note.ids and note.urls and note.tags and note.summary for note in parsed.notes)
