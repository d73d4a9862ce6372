"""Question-and-answer articles: what asks, what surrounds the questions, and what damage does. Samples: `qa_article/`."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.account import account_for
from papersite.formats.qa_article import FORMAT, detect, parse
from papersite.model import Confidence, Note, Parsed, Source
from tests.steps import steps

HEAD = "Deep Sets\n\nhttps://arxiv.org/abs/1703.06114v3\n"
ANSWERS = "Q1 目的は?\n\n集合を扱う。\n\nQ2 方法は?\n\n和をとる。\n\nQ3 札は?\n\n#集合 #不変性\n"


def source(text: str) -> Source:
    return Source(PurePosixPath("notes/article.txt"), text.encode(), text)


def read(text: str) -> Parsed:
    parsed = parse(source(text))
    assert account_for(source(text), FORMAT.name, parsed).unaccounted == ()
    return parsed


def only(text: str) -> Note:
    (note,) = read(text).notes
    return note


def headings(note: Note) -> list[str]:
    return [line.removeprefix("## ") for line in note.body.text.split("\n") if line.startswith("## ")]


def rules(text: str) -> list[tuple[str, str]]:
    return [(drop.text, drop.rule) for drop in read(text).dropped]


# ── what asks ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "question",
    [
        "Q2 方法は?",
        "Q2. 方法は?",
        "Q2：方法は?",
        "Ｑ２　方法は?",
        "【Q2】方法は?",
        "Q.2 方法は?",
        "q2、方法は?",
        "2 方法は?",
        "2. 方法は?",
    ],
)
def test_a_question_is_a_heading_worded_as_it_is(question: str) -> None:
    note = only(f"{HEAD}\nQ1 目的は?\n\n集合を扱う。\n\n{question}\n\n和をとる。\n\nQ3 札は?\n\n#集合\n")
    assert headings(note) == ["Q1 目的は?", question, "Q3 札は?"]


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("1. 和をとる。\n2. 割る。\n3. 足す。\n4. 引く。", id="entries of a list"),
        pytest.param("1 和をとる。\n\n2 割る。\n\n3 足す。\n\n4 引く。", id="entries of a list without marks"),
        pytest.param("  4. 字下げした一つだけの番号", id="an entry whose list lost its start, beside text"),
        pytest.param("```\nQ4 注釈\n```", id="a comment in code"),
        pytest.param("20 枚の計算機で、三日かかる。", id="a sentence that begins with another number"),
        pytest.param("QA の作り方も述べる。", id="a word that begins with the letter"),
    ],
)
def test_an_answer_may_hold_numbers(inside: str) -> None:
    note = only(f"{HEAD}\nQ1 目的は?\n\n集合を扱う。\n\nQ2 方法は?\n\nQ3 結果は?\n\n手順。\n{inside}\n\n以上。\n\n#集合\n")
    assert headings(note) == ["Q1 目的は?", "Q2 方法は?", "Q3 結果は?"]


def test_a_last_question_with_a_bare_number_follows_a_list_of_its_length() -> None:
    note = only(f"{HEAD}\nQ1 目的は?\n\nQ2 方法は?\n\n  1. 一つ目\n\n  2. 二つ目\n\n3 札は?\n#集合\n")
    assert headings(note) == ["Q1 目的は?", "Q2 方法は?", "3 札は?"]


def test_a_fence_that_never_closes_hides_no_question() -> None:
    text = f"{HEAD}\nQ1 目的は?\n\n```py\nx = 1\n\nQ2 方法は?\n\n和をとる。\n\nQ3 札は?\n\n#集合\n"
    assert headings(only(text)) == ["Q1 目的は?", "Q2 方法は?", "Q3 札は?"]
    assert [problem.kind for problem in read(text).problems] == ["unclosed-fence"]


def test_a_fence_that_never_closes_hides_no_article() -> None:
    text = f"{HEAD}\n{ANSWERS}\n```\nx = 1\n\n{HEAD.replace('1703.06114', '1810.00825')}\n{ANSWERS}"
    assert [(note.title, len(headings(note))) for note in read(text).notes] == [("Deep Sets", 3), ("Deep Sets", 3)]


def test_the_text_below_an_entry_belongs_to_it() -> None:
    note = only(
        f"{HEAD}\nQ1 目的は?\n\n  1. 一つ目:\n    そのつづき。\n\n  2. 二つ目:\n    そのつづき。\n\nQ2 札は?\n\nQ3 他は?\n"
    )
    assert "1. 一つ目:\n\n   そのつづき。\n\n2. 二つ目:\n\n   そのつづき。" in note.body.text


# ── the head ─────────────────────────────────────────────────────────────────────────────────────────────────────────

TITLES = (
    pytest.param(f"見出し\n\n{HEAD}\n{ANSWERS}", "Deep Sets", id="above the address, below a label"),
    pytest.param(f"表紙の写真\n筆者\n\n{HEAD}\n{ANSWERS}", "Deep Sets", id="below two labels"),
    pytest.param(
        f"Deep Sets\n12\n2017年3月10日\n\nhttps://arxiv.org/abs/1703.06114\n\n{ANSWERS}", "Deep Sets", id="above counts"
    ),
    pytest.param(f"見出し\n\nDeep Sets\n\n{ANSWERS}", "Deep Sets", id="without an address"),
    pytest.param(f"https://arxiv.org/abs/1703.06114\n\nDeep Sets\n\n{ANSWERS}", "Deep Sets", id="below the address"),
    pytest.param(f"# Deep Sets\n\narXiv:1703.06114\n\n{ANSWERS}", "Deep Sets", id="as a heading"),
    pytest.param(
        f"LLM-generated Sets: Not All Are Accurate\n\narXiv:1703.06114\n\n{ANSWERS}",
        "LLM-generated Sets: Not All Are Accurate",
        id="with the words of a disclaimer",
    ),
    pytest.param(f"見出し\n\nhttps://arxiv.org/abs/1703.06114\n\n{ANSWERS}", None, id="lost, with a label left"),
)


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_the_title_is_found(text: str, title: str | None) -> None:
    note = only(text)
    assert note.title == title
    assert headings(note) == ["Q1 目的は?", "Q2 方法は?", "Q3 札は?"]
    assert ("missing-title" in {problem.kind for problem in read(text).problems}) is (title is None)


DISCLAIMERS = (
    pytest.param("以下はGPT-4に要約させた文です。", "dropped", id="a machine, and what it did"),
    pytest.param("AIによる要約のため、内容の正確さは保証できません。", "dropped", id="a machine, and no warranty"),
    pytest.param("This article was written by an LLM.", "dropped", id="in English"),
    pytest.param("内容に誤りを含む可能性があります。", "quoted", id="no warranty, and no machine"),
    pytest.param("この記事はAIが生成したものではありません。", "kept", id="a denial"),
    pytest.param("LLM の学習についての論文です。", "kept", id="a paper about machines"),
)


@pytest.mark.parametrize(("line", "place"), DISCLAIMERS)
def test_a_disclaimer_marks_what_a_machine_wrote(line: str, place: str) -> None:
    text = f"{HEAD}{line}\n\n{ANSWERS}"
    note = only(text)
    assert note.machine_written == (() if place == "kept" else ("body",))
    assert (line, "disclaimer") in rules(text) or place != "dropped"
    above = note.body.text.split("## ")[0].strip()
    assert above == {"dropped": "", "quoted": f"> {line}", "kept": line}[place]


def test_an_address_may_name_its_paper_in_any_way() -> None:
    note = only(f"Deep Sets\n\n[論文](https://openreview.net/forum?id=abcdef) / arXiv:1703.06114v2\n\n{ANSWERS}")
    assert [str(each) for each in note.ids] == ["openreview:abcdef", "arxiv:1703.06114"]
    assert note.arxiv_version == 2


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────────

TAGS = (
    pytest.param("#集合 #不変性", ("集合", "不変性"), id="with spaces"),
    pytest.param("#集合\u00a0#不変性\u3000＃置換", ("集合", "不変性", "置換"), id="with other spaces, full-width"),
    pytest.param("#集合#不変性", ("集合", "不変性"), id="with nothing between"),
    pytest.param("#集合\n#不変性\n\n#集合", ("集合", "不変性"), id="on several lines, one twice"),
    pytest.param("- #集合\n- #不変性", ("集合", "不変性"), id="in a list"),
    pytest.param("集合、不変性", (), id="none"),
)


@pytest.mark.parametrize(("line", "tags"), TAGS)
def test_the_hashtags_at_the_end_become_tags(line: str, tags: tuple[str, ...]) -> None:
    note = only(f"{HEAD}\nQ1 目的は?\n\nC# で #1 を目ざす #話。\n\nQ2 方法は?\n\n和。\n\nQ3 札は?\n\n{line}\n")
    assert note.tags == tags
    assert line.split("\n")[-1] in note.body.text


def test_short_lines_below_the_hashtags_are_the_pages() -> None:
    assert rules(f"{HEAD}\n{ANSWERS}\n36\nこの記事を贈る\n") == [("36", "page-footer"), ("この記事を贈る", "page-footer")]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("この論文を読んで考えたことを、少し長くなりますが書き残しておきます。" * 2, id="long text"),
        pytest.param("追記：続きの論文が出た。", id="text with a label"),
        pytest.param("https://example.org/next", id="an address"),
    ],
)
def test_what_the_writer_added_below_the_hashtags_stays(line: str) -> None:
    assert line in only(f"{HEAD}\n{ANSWERS}\n{line}\n").body.text


# ── several, damaged, large ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("見出し\n\nSet Transformer\n\nhttps://arxiv.org/abs/1810.00825\n", id="with all its parts"),
        pytest.param("Set Transformer\nhttps://arxiv.org/abs/1810.00825\nAIで作成した文です。\n", id="with a disclaimer"),
        pytest.param("---\n\nSet Transformer\n", id="without an address"),
    ],
)
def test_the_next_article_begins_with_its_title(head: str) -> None:
    first, second = read(f"{HEAD}\n{ANSWERS}\nスキ 3\n\n{head}\n{ANSWERS}").notes
    assert (first.title, second.title) == ("Deep Sets", "Set Transformer")
    assert headings(first) == headings(second) == ["Q1 目的は?", "Q2 方法は?", "Q3 札は?"]
    assert first.body.text.endswith("#集合 #不変性")


def test_an_article_whose_first_question_is_lost_begins_below_its_address() -> None:
    lost = ANSWERS.replace("Q1 目的は?\n\n", "")
    first, second = read(f"{HEAD}\n{ANSWERS}\nSet Transformer\n\nhttps://arxiv.org/abs/1810.00825\n\n{lost}").notes
    assert second.title == "Set Transformer"
    assert headings(second) == ["Q2 方法は?", "Q3 札は?"]
    assert headings(first) == ["Q1 目的は?", "Q2 方法は?", "Q3 札は?"]


def test_a_text_without_questions_is_a_note_with_a_problem() -> None:
    parsed = read("Deep Sets\n\nhttps://arxiv.org/abs/1703.06114\n\n感想だけ。")
    assert parsed.notes[0].body.text == "感想だけ。"
    assert "malformed-record" in {problem.kind for problem in parsed.problems}


def test_a_blank_source_has_no_notes() -> None:
    assert read("\n\u3000\n") == Parsed()


DETECTED = (
    pytest.param(f"{HEAD}\n{ANSWERS}", Confidence.CERTAIN, id="questions, address and hashtags"),
    pytest.param(f"Deep Sets\n\n{ANSWERS}", Confidence.LIKELY, id="questions and hashtags"),
    pytest.param("Q1 一?\n\nQ2 二?\n\nQ3 三?", Confidence.POSSIBLE, id="questions alone"),
    pytest.param(f"{HEAD}\nQ1 一?\n\nQ2 二?", Confidence.NO, id="two questions"),
    pytest.param(f"{HEAD}\nQ5 一?\n\nQ6 二?\n\nQ7 三?", Confidence.NO, id="questions that begin nowhere"),
    pytest.param(f"{HEAD}\n1. 一\n2. 二\n3. 三\n\n#集合", Confidence.NO, id="a list"),
    pytest.param(f"@2024年1月5日\n\n{HEAD}\n{ANSWERS}", Confidence.NO, id="a page with other fields"),
    pytest.param(f"---\ntitle: a\n---\n\n{HEAD}\n{ANSWERS}", Confidence.NO, id="front matter"),
    pytest.param("", Confidence.NO, id="nothing"),
)


@pytest.mark.parametrize(("text", "confidence"), DETECTED)
def test_an_article_is_detected_by_its_structure(text: str, confidence: Confidence) -> None:
    assert detect(source(text)) is confidence


PIECES = (
    *(
        "Q1 一?",
        "Q2 二?",
        "Ｑ３ 三?",
        "4 四?",
        "5. 五?",
        "  1. 項目:",
        "    つづき",
        "• 項目",
        "#集合 ＃不変性",
        "題名らしい行 A",
    ),
    *(
        "https://arxiv.org/abs/1703.06114",
        "AIで作成した文です。",
        "2024年1月5日",
        "目次",
        "```",
        "---",
        "本文。",
        "\u3000",
        "",
        "",
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=24))
def test_every_line_goes_to_one_place_and_keeps_its_words(lines: list[str]) -> None:
    result = read("\n".join(lines))
    places = [number for note in result.notes for number in (*note.body.lines, *note.field_lines) if number]
    places += [drop.line for drop in result.dropped]
    written = [number for number in places if lines[number - 1].strip()]
    assert len(written) == len(set(written))
    for note in result.notes:
        for number, text in zip(note.body.lines, note.body.text.split("\n"), strict=bool(note.body.lines)):
            assert not number or text.endswith(lines[number - 1].strip().removeprefix("• "))


@settings(max_examples=100, deadline=None)
@given(st.text("QＱ123 .:\n#＃あa。-`\u3000\u00a0\ufeff", max_size=80))
def test_no_text_is_too_damaged(text: str) -> None:
    read(text)


def test_a_large_file_is_read_in_linear_time() -> None:
    answer = "長い答え。" * 400
    article = f"{HEAD}\n" + "".join(f"Q{n} 問い?\n\n{answer}\n\n  1. 項目:\n    つづき\n\n" for n in range(1, 7)) + "#集合\n\n"
    once = steps(lambda: read(article * 3))
    assert steps(lambda: read(article * 12)) < 4.4 * once
    assert len(read(article * 12).notes) == 12


def test_a_real_article_loses_no_question(dumps_dir: Path) -> None:
    path = dumps_dir / "qa-article.txt"
    if not path.is_file():
        pytest.skip(f"no {path}")
    text = path.read_text(encoding="utf-8")
    note = only(text)
    assert detect(source(text)) is Confidence.CERTAIN
    assert len(headings(note)) == 7
    assert len(note.tags) == 5
    assert note.title and note.ids and note.urls and note.machine_written == ("body",)
    assert read(text).problems == ()
