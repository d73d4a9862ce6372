"""Science articles: the head, the lists beside the article, the paper it tells of, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papersite.formats.science_article import FORMAT, detect, parse
from papersite.formats.science_article.lines import (
    is_contents,
    is_list_heading,
    is_reading_time,
    read_authors,
    read_categories,
    read_source_line,
)
from papersite.model import Confidence, IdScheme, Kind, Note, PaperId, Source, TitleSource
from tests.formats.nothing_lost import assert_nothing_lost, source_of

HEAD = (
    "News Site\n\nやさしい科学\n\n# 物理学# 光学\n\n割れない鏡\n\n膜を重ねた鏡の話。\n\nNoor Ali, Pia Lind\n\n― 3 分で読む\n\n"
)
BODY = "鏡は膜の重なりでできている。\n\n重ねる順番\n\n順番を変えると色が変わる。\n"
ENTRY = "\n光学虹の作り方\n\n雨の後に見る。\n\nGus Hart\n\n― 1 分で読む\n"


def note_of(text: str) -> Note:
    (note,) = assert_nothing_lost(FORMAT, source_of(text)).notes
    return note


def dropped(text: str, rule: str) -> list[int]:
    return [drop.line for drop in parse(source_of(text)).dropped if drop.rule == rule]


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line", ["― 1 分で読む", "— 12 min read", "― 5 minute read", "- 5 min read", "– 3 分で読む", "―― 4 Min. Lesezeit"]
)
def test_reading_times(line: str) -> None:
    assert is_reading_time(line)


@pytest.mark.parametrize("line", ["5 min read", "- 5 apples", "― 話は三つある", "― 3", "1 分で読む"])
def test_no_reading_times(line: str) -> None:
    assert not is_reading_time(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Noor Ali, Pia Lind", ("Noor Ali", "Pia Lind")),
        ("Noor Ali", ("Noor Ali",)),
        ("Ana P. Duarte, J. van der Berg, Li Wen", ("Ana P. Duarte", "J. van der Berg", "Li Wen")),
        ("Bo van der Berg", ("Bo van der Berg",)),
        ("一ノ瀬 春, 戸田 健", ("一ノ瀬 春", "戸田 健")),
    ],
)
def test_authors_are_names_between_commas(line: str, names: tuple[str, ...]) -> None:
    assert read_authors(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "A new method is faster, smaller, and cheaper.",
        "膜を重ねた鏡の話。",
        "mirrors that last",
        "Mirrors that Last",
        "重ねる順番",
        "",
    ],
)
def test_sentences_are_no_authors(line: str) -> None:
    assert read_authors(line) == ()


def test_categories_have_a_sign_each() -> None:
    assert read_categories("# Computer Science# Computation and Language") == ("Computer Science", "Computation and Language")
    assert read_categories("# 物理学") == ("物理学",)
    assert read_categories("## 見出し") == ()
    assert read_categories("本文 # 注") == ()


def test_headings_of_lists_and_contents() -> None:
    assert is_list_heading("著者たちからもっと読む")
    assert is_list_heading("Similar Articles")
    assert not is_list_heading("類似の記事を集めた結果")
    assert is_contents("目次")
    assert is_contents("Table of Contents")
    assert not is_contents("目次の作り方")


def test_a_label_states_something_of_the_paper() -> None:
    row = read_source_line("ソースURL: https://arxiv.org/abs/2403.12968")
    assert row is not None
    assert (row.field, row.label, row.value) == ("url", "ソースURL", "https://arxiv.org/abs/2403.12968")
    assert read_source_line("著者はこう述べる") is None


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_head_fills_the_fields_and_the_site_goes() -> None:
    note = note_of(HEAD + BODY)
    assert (note.title, note.title_source, note.summary) == ("割れない鏡", TitleSource.STATED, "膜を重ねた鏡の話。")
    assert (note.tags, note.authors) == (("物理学", "光学"), ("Noor Ali", "Pia Lind"))
    assert (note.kind, note.machine_written) == (Kind.PAPER, ("body", "summary"))
    assert note.body.text == "鏡は膜の重なりでできている。\n\n## 重ねる順番\n\n順番を変えると色が変わる。"
    assert dropped(HEAD + BODY, "site-chrome") == [1, 3]
    assert dropped(HEAD + BODY, "reading-time") == [13]


def test_a_table_of_contents_goes_with_its_entries_and_the_caption_stays() -> None:
    text = HEAD + "鏡の写鏡の写真。光が返\n目次\n\n重ねる順番\n" + BODY
    note = note_of(text)
    assert dropped(text, "table-of-contents") == [16, 18]
    assert note.body.text.startswith("![figure](lost:figure)\n鏡の写鏡の写真。光が返\n\n鏡は膜の")
    assert "## 重ねる順番" in note.body.text


def test_entries_of_lists_stand_beside_the_article() -> None:
    text = HEAD + BODY + "\n著者たちからもっと読む\n" + ENTRY + "\n類似の記事\n" + ENTRY + ENTRY.replace("虹", "霧")
    note = note_of(text)
    assert [(entry.title, entry.relation) for entry in note.listed] == [
        ("虹の作り方", "著者たちからもっと読む"),
        ("虹の作り方", "類似の記事"),
        ("霧の作り方", "類似の記事"),
    ]
    assert (note.listed[0].authors, note.listed[0].text) == (("Gus Hart",), "雨の後に見る。")
    assert "虹" not in note.body.text
    assert note.body.text.endswith("順番を変えると色が変わる。")


def test_the_heading_of_a_list_may_be_in_another_language() -> None:
    note = note_of(HEAD + BODY + "\nÄhnliche Artikel\n" + ENTRY)
    assert [(entry.title, entry.relation) for entry in note.listed] == [("虹の作り方", "Ähnliche Artikel")]


def test_the_original_paper_gives_its_identifier_but_not_its_title() -> None:
    source = "\nオリジナルソース\n\nタイトル: Multilayer Mirrors\n\n著者: Noor Ali, Pia Lind, Cy Third\n\nソースURL: https://arxiv.org/abs/2403.12968v2\n"
    note = note_of(HEAD + BODY + source)
    assert (note.title, note.ids, note.arxiv_version) == ("割れない鏡", (PaperId(IdScheme.ARXIV, "2403.12968"),), 2)
    assert note.authors == ("Noor Ali", "Pia Lind")
    assert "## オリジナルソース" in note.body.text
    assert "- **タイトル** Multilayer Mirrors" in note.body.text


def test_without_a_line_of_authors_the_original_papers_count() -> None:
    source = "\nOriginal Source\n\nAuthors: Noor Ali, Cy Third\n\nSource URL: https://arxiv.org/abs/2403.12968\n"
    note = note_of(HEAD.replace("Noor Ali, Pia Lind\n\n", "") + BODY + source)
    assert note.authors == ("Noor Ali", "Cy Third")
    assert note.summary == "膜を重ねた鏡の話。"


def test_labels_in_running_text_state_nothing() -> None:
    note = note_of(HEAD + BODY + "\n概要: 膜の話。\n\n著者: 不明。\n")
    assert note.authors == ("Noor Ali", "Pia Lind")
    assert "- **" not in note.body.text


def test_each_article_of_a_file_is_a_note() -> None:
    parsed = assert_nothing_lost(FORMAT, source_of(HEAD + BODY + "\n" + HEAD.replace("割れない", "曇らない") + BODY))
    assert [note.title for note in parsed.notes] == ["割れない鏡", "曇らない鏡"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("# 物理学# 光学\n\n― 3 分で読む\n\n" + BODY, "missing-title", id="no title"),
        pytest.param(HEAD.replace("# 物理学# 光学\n\n", "") + BODY, "missing-tags", id="no categories"),
        pytest.param(HEAD + BODY, "missing-link", id="no link to the paper"),
        pytest.param(HEAD, "empty-note", id="no text"),
    ],
)
def test_damage_is_told(text: str, kind: str) -> None:
    assert kind in {problem.kind for problem in assert_nothing_lost(FORMAT, source_of(text)).problems}


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        (HEAD + BODY, Confidence.CERTAIN),
        (HEAD.replace("# 物理学# 光学\n\n", "") + BODY + ENTRY, Confidence.LIKELY),
        ("# 題名\n\n本文。\n\n― 3 つの話\n", Confidence.NO),
        ("#NLP #LLM\n\n本文。", Confidence.NO),
        ("", Confidence.NO),
    ],
)
def test_confidence_follows_the_skeleton(text: str, confidence: Confidence) -> None:
    assert detect(source_of(text)) is confidence


LINES = st.sampled_from(
    [
        *(
            "",
            "",
            "",
            "\xa0",
            "News Site",
            "# 物理学# 光学",
            "# A",
            "割れない鏡",
            "膜を重ねた鏡の話。",
            "Noor Ali, Pia Lind",
            "― 3 分で読む",
        ),
        *(
            "目次",
            "重ねる順番",
            "重ねる順番",
            "本文が続く。",
            "類似の記事",
            "More from authors",
            "光学虹の作り方",
            "  • 項目",
            "    1. 番号",
        ),
        *(
            "オリジナルソース",
            "タイトル: Mirrors",
            "Source URL: https://arxiv.org/abs/2403.12968",
            "https://example.org/",
            "© News Site",
            "```",
        ),
    ]
)


@given(st.lists(LINES | st.text(max_size=30).map(lambda text: text.replace("\n", " ").replace("\r", " ")), max_size=40))
@settings(max_examples=200, deadline=None)
@example(["News Site", "News Site", "割れない鏡", "割れない鏡", "# 物理学# 光学", "― 3 分で読む", "News Site", "目次"])
def test_no_line_and_no_word_is_ever_lost(lines: list[str]) -> None:
    assert_nothing_lost(FORMAT, source_of("\n".join(lines)))


def test_a_long_page_keeps_all_its_entries() -> None:
    page = HEAD + BODY * 5_000 + "\n類似の記事\n" + ENTRY * 2_000
    (note,) = parse(source_of(page)).notes
    assert len(note.listed) == 2_000


def test_the_real_page_is_one_note_with_three_listed_articles(dumps_dir: Path) -> None:
    """Counted by hand: two categories, six authors, twelve sections; one article of the authors and two similar ones."""
    data = (dumps_dir / "science-article.txt").read_bytes()
    source = Source(PurePosixPath("notes/science-article.txt"), data, data.decode())
    assert detect(source) is Confidence.CERTAIN
    (note,) = assert_nothing_lost(FORMAT, source).notes
    assert (len(note.tags), len(note.authors)) == (2, 6)
    assert note.summary == source.lines[8]
    assert sum(line.startswith("## ") for line in note.body.text.split("\n")) == 12
    assert [(entry.line, len(entry.authors)) for entry in note.listed] == [(83, 3), (93, 3), (101, 3)]
    assert [source.lines[entry.line - 1].removesuffix(entry.title) for entry in note.listed][:2] == [note.tags[1]] * 2
    assert len({entry.relation for entry in note.listed}) == 2
