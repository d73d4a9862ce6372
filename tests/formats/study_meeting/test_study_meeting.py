"""Study meetings: what is a topic and whose, what is none, and that nothing is lost whatever the page looks like."""

from __future__ import annotations

import datetime as dt
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.formats.study_meeting import FORMAT, detect, parse
from papersite.formats.study_meeting.marks import read_meeting_line, read_presenter, read_section, read_topic_line
from papersite.model import Confidence, IdScheme, Kind, Note, PaperId, Source
from tests.formats.nothing_lost import assert_nothing_lost, source_of


def notes_of(text: str) -> tuple[Note, ...]:
    return assert_nothing_lost(FORMAT, source_of(text)).notes


def titles_of(text: str) -> list[str | None]:
    return [note.title for note in notes_of(text)]


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("@Mio Sakaki", "Mio Sakaki"),
        ("＠榊 澪", "榊 澪"),
        ("@Mio Sakaki(mio)", "Mio Sakaki(mio)"),
        ("@Mio Sakaki (mio)", "Mio Sakaki (mio)"),
        ("@MioSakaki", "MioSakaki"),
        ("@mio", "mio"),
        ("@J. Sakaki-O'Neil", "J. Sakaki-O'Neil"),
        ("@榊さん", "榊さん"),
        ("@Mio Sakaki, @Ken Todo", "Mio Sakaki, Ken Todo"),
        ("@榊 @戸田", "榊, 戸田"),
    ],
)
def test_a_mention_alone_on_its_line_names_a_presenter(line: str, name: str) -> None:
    assert read_presenter(line) == name


@pytest.mark.parametrize(
    "line",
    [
        "mio@example.com",
        "@arxiv:1706.03762",
        "@pytest.fixture",
        "@dataclass(frozen=True)",
        "@article{key,",
        "@2025年11月18日",
        "@November 18, 2025",
        "@here",
        "@Mio Sakaki これも読みたい",
        "@Mio Sakaki が発表した。",
        "  @Mio Sakaki",
        "@",
        "Mio Sakaki",
    ],
)
def test_other_lines_with_an_at_sign_name_none(line: str) -> None:
    assert read_presenter(line) is None


@pytest.mark.parametrize(
    ("line", "kind", "title"),
    [
        ("[論文] Deep Sets", Kind.PAPER, "Deep Sets"),
        ("［論文］Deep Sets", Kind.PAPER, "Deep Sets"),
        ("【論文】 Deep Sets", Kind.PAPER, "Deep Sets"),
        ("[paper]Deep Sets", Kind.PAPER, "Deep Sets"),
        ("[OSS] vLLM", Kind.SOFTWARE, "vLLM"),
        ("[ｏｓｓ] vLLM", Kind.SOFTWARE, "vLLM"),
        ("[記事] 量子化の今", Kind.ARTICLE, "量子化の今"),
        ("[Tech Blog] 量子化の今", Kind.ARTICLE, "量子化の今"),
        ("[論文/blog] 量子化の今", Kind.PAPER, "量子化の今"),
        ("[論文][blog] 量子化の今", Kind.PAPER, "量子化の今"),
        ("### [論文] Deep Sets", Kind.PAPER, "Deep Sets"),
        ("[論文] [Deep Sets](https://arxiv.org/abs/1703.06114)", Kind.PAPER, "Deep Sets"),
        ("[論文] Deep Sets https://arxiv.org/abs/1703.06114", Kind.PAPER, "Deep Sets"),
        ("[論文]", Kind.PAPER, ""),
    ],
)
def test_a_known_tag_begins_a_topic(line: str, kind: Kind, title: str) -> None:
    topic = read_topic_line(line)
    assert topic is not None
    assert (topic.kind, topic.title) == (kind, title)


@pytest.mark.parametrize(
    "line",
    [
        "[mio] 面白い",
        "[論文]では別の定義を使う",
        "[論文] を読んだ。",
        "[Paper Note] Deep Sets, Zaheer+",
        "[1] Deep Sets",
        "[ ] 後で読む",
        "論文",
    ],
)
def test_other_brackets_begin_none(line: str) -> None:
    assert read_topic_line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "2025-11-18 論文輪講会",
        "2025/11/18 論文輪講会",
        "2025年11月18日(火) 論文輪講会",
        "Nov 18, 2025 論文輪講会",
        "【2025-11-18】論文輪講会",
        "論文輪講会 2025-11-18",
        "# 2025-11-18 論文輪講会",
        "@2025年11月18日 論文輪講会",
    ],
)
def test_a_date_and_a_name_are_a_meeting(line: str) -> None:
    meeting = read_meeting_line(line)
    assert meeting is not None
    assert (meeting.name, meeting.date) == ("論文輪講会", dt.date(2025, 11, 18))


def test_a_sentence_with_a_date_is_no_meeting() -> None:
    assert read_meeting_line("2025-11-18 に公開され、すぐに広まった") is None


def test_sections_are_told_by_their_last_word() -> None:
    assert read_section("今週のTOPIC") == "今週の"
    assert read_section("メインＴＯＰＩＣ") == "メイン"
    assert read_section("Topics") == ""
    assert read_section("TOPIC modelling の話") is None


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────

HEAD = "2025-11-18 論文輪講会\n\n今週のTOPIC\n\n※ 種類を書く\n\n"


def test_a_presenter_may_have_several_topics_each_with_the_meetings_date() -> None:
    notes = notes_of(
        HEAD + "@Mio Sakaki(mio)\n\n[論文] Deep Sets\n\n  • a\n\n[oss] vLLM\n\n  • b\n\n@Ken Todo\n\n[blog] 量子化\n\n  • c"
    )
    assert [(note.title, note.writer, note.kind) for note in notes] == [
        ("Deep Sets", "Mio Sakaki(mio)", Kind.PAPER),
        ("vLLM", "Mio Sakaki(mio)", Kind.SOFTWARE),
        ("量子化", "Ken Todo", Kind.ARTICLE),
    ]
    assert {note.date for note in notes} == {dt.date(2025, 11, 18)}


def test_a_topic_needs_no_presenter_and_no_meeting() -> None:
    (note,) = notes_of("[論文] Deep Sets\n\n  • 順序によらない関数")
    assert (note.title, note.writer, note.date) == ("Deep Sets", None, None)


def test_the_first_line_below_a_presenter_is_a_topic_without_a_tag() -> None:
    (note,) = notes_of(HEAD + "@Mio Sakaki\n\nDeep Sets and Their Friends\n\n  • https://example.org/ の解説\n")
    assert (note.title, note.kind) == ("Deep Sets and Their Friends", Kind.ARTICLE)


@pytest.mark.parametrize(
    "link",
    [
        "https://arxiv.org/abs/1703.06114",
        "  • 論文: https://openreview.net/forum?id=abcDEF123",
        "https://aclanthology.org/P19-1285/",
        "https://doi.org/10.1145/3292500.3330701",
    ],
)
def test_a_topic_without_a_tag_that_links_a_paper_is_about_a_paper(link: str) -> None:
    (note,) = notes_of(HEAD + f"@Mio Sakaki\n\nDeep Sets\n\n{link}\n\n  • 順序によらない")
    assert note.kind is Kind.PAPER
    assert len(note.ids) == 1


def test_an_article_that_links_a_paper_is_not_that_paper() -> None:
    (note,) = notes_of(HEAD + "@Mio Sakaki\n\n[blog] Deep Sets を読む\nhttps://arxiv.org/abs/1703.06114\n\n  • 解説")
    assert note.ids == ()
    assert note.urls == ("https://arxiv.org/abs/1703.06114",)


def test_links_further_down_are_not_the_papers_own() -> None:
    (note,) = notes_of(HEAD + "@Mio Sakaki\n\n[論文] Deep Sets\n\n本文。\n\nhttps://arxiv.org/abs/1706.03762\n\n続き。")
    assert (note.ids, note.urls) == ((), ())


@pytest.mark.parametrize(
    "line",
    [
        "問題設定",
        "結果",
        "1. 既存手法",
        "Limitation",
        "提案手法: Some Network (SN)",
        "VQA & Dense Tasks",
        "Step1: Cut",
        "まとめ",
        "[mio] 感想",
    ],
)
def test_bare_lines_within_a_topic_open_none(line: str) -> None:
    assert titles_of(HEAD + f"@Mio Sakaki\n\n[論文] Deep Sets\n\n{line}\n\n  • 本文\n\n{line} 2\n\n本文。") == ["Deep Sets"]


def test_a_property_table_that_repeats_a_bare_line_opens_a_topic_with_the_same_presenter() -> None:
    table = "タイトルSegment Anything\n著者Ada Byron*1, Alan Turing2\n論文リンクhttps://arxiv.org/abs/2304.02643"
    notes = notes_of(
        HEAD + f"@Mio Sakaki\n\n[論文] Deep Sets\n\n  • a\n\n(SAM) Segment Anything\n\n\xa0\n{table}\n\n結果\n\n  • b"
    )
    assert [(note.title, note.writer) for note in notes] == [("Deep Sets", "Mio Sakaki"), ("Segment Anything", "Mio Sakaki")]
    assert notes[1].ids == (PaperId(IdScheme.ARXIV, "2304.02643"),)
    assert notes[1].authors == ("Ada Byron", "Alan Turing")
    assert "## 結果" in notes[1].body.text


@pytest.mark.parametrize("place", range(3))
def test_a_property_table_with_a_blank_line_in_it_opens_a_topic_too(place: int) -> None:
    table = ["タイトルDeep Sets", "著者Ada Byron", "会議NeurIPS 2017", "論文リンクhttps://arxiv.org/abs/1703.06114"]
    table.insert(place + 1, "")
    notes = notes_of(HEAD + "@Mio Sakaki\n\n[論文] PointNet\n\n  • a\n\nDeep Sets\n\n" + "\n".join(table) + "\n\n結果\n\n  • b")
    assert [note.title for note in notes] == ["PointNet", "Deep Sets"]
    assert (notes[1].authors, notes[1].venue) == (("Ada Byron",), "NeurIPS 2017")
    assert notes[1].ids == (PaperId(IdScheme.ARXIV, "1703.06114"),)


def test_a_property_table_below_a_heading_of_another_name_opens_none() -> None:
    table = "タイトルSegment Anything\n論文リンクhttps://arxiv.org/abs/2304.02643"
    assert titles_of(HEAD + f"@Mio Sakaki\n\n[論文] Deep Sets\n\n  • a\n\n関連研究\n\n{table}") == ["Deep Sets"]


def test_only_the_rows_that_link_the_paper_give_its_identifier() -> None:
    table = "タイトルDeep Sets\n論文リンクhttps://arxiv.org/abs/1703.06114\nコードhttps://arxiv.org/abs/1706.03762"
    (note,) = notes_of(HEAD + f"@Mio Sakaki\n\n[論文] Deep Sets\n\n{table}\n\n本文。")
    assert note.ids == (PaperId(IdScheme.ARXIV, "1703.06114"),)
    assert len(note.urls) == 2


def test_a_date_below_a_line_of_text_begins_no_meeting() -> None:
    text = HEAD + "@Mio Sakaki\n\n[論文] Deep Sets\n\n前回の記録:\n2025-11-11 論文輪講会\n\n@Ken Todo\n\n[oss] vLLM\n\n  • a"
    assert {note.date for note in notes_of(text)} == {dt.date(2025, 11, 18)}


def test_references_with_tags_are_no_topics() -> None:
    body = "  • a\n\n参考\n\n[論文] Set Transformer\n[blog] 集合の話\n\n本文\n[論文] PointNet\n"
    assert titles_of(HEAD + f"@Mio Sakaki\n\n[論文] Deep Sets\n\n{body}") == ["Deep Sets"]


def test_where_no_blank_lines_are_left_tags_still_begin_topics() -> None:
    page = "2025-11-18 論文輪講会\n@Mio Sakaki\n[論文] Deep Sets\n  • a\n[oss] vLLM\n  • b\n@Ken Todo\n[blog] 量子化\n  • c"
    assert titles_of(page) == ["Deep Sets", "vLLM", "量子化"]


def test_instructions_go_down_to_the_first_presenter_but_never_far() -> None:
    near = parse(source_of("2025-11-18 輪講会\n\n※ 種類を書く\n\n一人10分\n\n@Mio Sakaki\n\n[論文] A\n\n本文。"))
    assert [drop.line for drop in near.dropped] == [3, 5]
    far = parse(source_of("2025-11-18 輪講会\n\n※ 種類を書く\n\n" + "長い話。\n" * 12 + "\n@Mio Sakaki\n\n[論文] A\n\n本文。"))
    assert [drop.line for drop in far.dropped] == [3]
    assert "長い話。" in far.notes[0].body.text


def test_a_second_section_has_no_presenter_until_one_is_named() -> None:
    notes = notes_of(HEAD + "@Mio Sakaki\n\n[論文] Deep Sets\n\n  • a\n\nメインTOPIC\n\n集合を扱う network\n\n本文。")
    assert [(note.title, note.writer) for note in notes] == [("Deep Sets", "Mio Sakaki"), ("集合を扱う network", None)]


def test_a_line_that_is_said_twice_in_a_row_is_a_picture_and_its_caption() -> None:
    parsed = parse(source_of(HEAD + "@Mio Sakaki\n\n[論文] Deep Sets\n\nFig.1: overview\nFig.1: overview\n\n  • 語\n  • 語"))
    assert [(drop.line, drop.rule) for drop in parsed.dropped if drop.rule == "repeated-caption"] == [(12, "repeated-caption")]
    assert parsed.notes[0].body.text.count("Fig.1: overview") == 1
    assert parsed.notes[0].body.text.count("- 語") == 2


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        pytest.param("2025-02-31 論文輪講会\n\n@Mio Sakaki\n\n[論文] A\n\n本文。", "bad-date", 1, id="no such day"),
        pytest.param("@Mio Sakaki\n\n[論文] A\n\n本文。", "missing-date", 1, id="no meeting"),
        pytest.param(HEAD + "@Mio Sakaki\n\n  • 本文", "missing-title", 9, id="no title"),
        pytest.param(HEAD + "@Mio Sakaki\n\n@Ken Todo\n\n[論文] A\n\n本文。", "empty-note", 7, id="no topic"),
        pytest.param(HEAD + "@Mio Sakaki\n\n[論文] A", "empty-note", 9, id="no text"),
        pytest.param(
            "2025-11-18 輪講会\n\nまえがき。\n\n@Mio Sakaki\n\n[論文] A\n\n本文。", "stray-text", 3, id="text before a topic"
        ),
        pytest.param(
            HEAD + "@Mio Sakaki\n\n[論文] A\n\n```\nx = 1\n\n[論文] B\n\n本文。", "unclosed-fence", 11, id="code without end"
        ),
        pytest.param("2025-11-18 輪講会", "empty-note", 1, id="nothing but a meeting"),
    ],
)
def test_damage_is_told_with_its_line(text: str, kind: str, line: int) -> None:
    problems = assert_nothing_lost(FORMAT, source_of(text)).problems
    assert (kind, line) in [(problem.kind, problem.origin.first_line) for problem in problems if problem.origin]


def test_unclosed_code_swallows_no_neighbour() -> None:
    assert titles_of(HEAD + "@Mio Sakaki\n\n[論文] A\n\n```\nx = 1\n\n[論文] B\n\n本文。") == ["A", "B"]


# ── detection ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        (HEAD + "@Mio Sakaki\n\n[論文] A\n\n本文。", Confidence.CERTAIN),
        ("2025-11-18 輪講会\n\n[論文] A\n\n本文。", Confidence.CERTAIN),
        ("@Mio Sakaki\n\n[論文] A\n\n本文。", Confidence.CERTAIN),
        ("[論文] A\n\n  • a\n\n[oss] B\n\n  • b", Confidence.LIKELY),
        ("# 題名\n\n[論文] A を読む\n\n本文。", Confidence.NO),
        ("2025-11-18\n\n日記。", Confidence.NO),
        ("", Confidence.NO),
    ],
)
def test_confidence_follows_the_marks(text: str, confidence: Confidence) -> None:
    assert detect(source_of(text)) is confidence


# ── whatever the page looks like ─────────────────────────────────────────────────────────────────────────────────────

LINES = st.sampled_from(
    [
        *(
            "",
            "",
            "",
            "\xa0",
            "2025-11-18 論文輪講会",
            "2025-13-45 輪講会",
            "今週のTOPIC",
            "メインTOPIC",
            "※ 注意",
            "参加者: 榊",
        ),
        *(
            "@Mio Sakaki(mio)",
            "@mio",
            "＠榊",
            "@pytest.fixture",
            "[論文] Deep Sets",
            "［oss］vLLM",
            "[blog]",
            "[mio] 感想",
            "[論文]では",
        ),
        *(
            "  • 項目",
            "    • 下の項目",
            "      1. 番号",
            "・",
            "  1. ",
            "    続きの行",
            "結果",
            "1. 背景",
            "本文が続く。",
            "Fig.1: x",
            "Fig.1: x",
        ),
        *(
            "タイトルDeep Sets",
            "著者Ada Byron*1",
            "論文リンクhttps://arxiv.org/abs/1703.06114",
            "https://example.org/",
            "```",
            "import torch",
        ),
        *(
            "def f():",
            "    return 1",
            "---",
            "**太字** と *星*",
            "| a | b |",
            "> 引用",
            "<think>",
            "\u200b",
            "\t• tab",
            "# 見出し",
        ),
    ]
)


@given(st.lists(LINES | st.text(max_size=30).map(lambda text: text.replace("\n", " ").replace("\r", " ")), max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_line_and_no_word_is_ever_lost(lines: list[str]) -> None:
    assert_nothing_lost(FORMAT, source_of("\n".join(lines)))


@given(st.lists(LINES, max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_page_put_below_another_changes_nothing_above(lines: list[str]) -> None:
    """A damaged meeting never eats the one before it."""
    above = HEAD + "@Mio Sakaki\n\n[論文] Deep Sets\n\n  • 順序によらない\n\n@Ken Todo\n\n[blog] 量子化\n\n  • 解説\n"
    below = "\n".join(["", "2025-11-25 論文輪講会", "", "@Aoi Hino", "", "[論文] PointNet", "", *lines])
    assert parse(source_of(above + below)).notes[:2] == parse(source_of(above)).notes


def test_a_long_topic_is_still_one() -> None:
    page = HEAD + "@Mio Sakaki\n\n[論文] Deep Sets\n\n結果\n\n" + "  • 項目\n    1. 番号\n本文が続く。\n\n" * 5_000
    (note,) = parse(source_of(page)).notes
    assert note.body.text.count("- 項目") == 5_000


# ── a real page ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_real_page_has_its_topics_and_no_others(dumps_dir: Path) -> None:
    """Counted by hand: seven topics of six presenters; one tagged as software, four as papers with the one by its table."""
    data = (dumps_dir / "study-meeting.txt").read_bytes()
    source = Source(PurePosixPath("notes/study-meeting.txt"), data, data.decode())
    parsed = assert_nothing_lost(FORMAT, source)
    assert detect(source) is Confidence.CERTAIN
    assert [note.origin.first_line for note in parsed.notes] == [11, 60, 67, 103, 202, 268, 291]
    kinds = [Kind.PAPER, Kind.SOFTWARE, Kind.ARTICLE, Kind.PAPER, Kind.PAPER, Kind.ARTICLE, Kind.PAPER]
    assert [note.kind for note in parsed.notes] == kinds
    assert len({note.writer for note in parsed.notes}) == 6
    assert {note.date for note in parsed.notes} == {dt.date(2025, 11, 18)}
    assert [len(note.authors) for note in parsed.notes] == [0, 0, 0, 0, 0, 0, 6]
    headings = [sum(line.startswith("## ") for line in note.body.text.split("\n")) for note in parsed.notes]
    assert headings == [0, 0, 4, 10, 8, 0, 14]
    assert [drop.line for drop in parsed.dropped] == [3, 5, 6, 7, 418, 420, 423]
    assert parsed.problems == ()
