"""Notes as files: whatever a note says comes back from its file, and what a user writes there is read like anybody's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.formats import FORMATS, choose, front_matter
from papersite.formats.body import body_of
from papersite.importing.note_file import read_note, reads_back, said, write_note
from papersite.model import Body, Cited, IdScheme, Kind, Note, Origin, PaperId, Source, TitleSource

PLACE = Origin(PurePosixPath("notes/page.txt"), 4, 20)
NOTE = Note("keypoint_notes", PLACE, Body("本文。", (6,)), date=dt.date(2024, 3, 1), tags=("NLP", "C#"))

# What a text can hold after decoding: no controls but tabs, no line ends but ours, no halves of characters.
CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"), include_characters="\t:#'\"-[]{},&*!|>%@`\u00a0\u2028\ufeff")
LINES = st.text(CHARACTERS, max_size=20)
TEXTS = LINES.map(str.strip).filter(bool)
SUMMARIES = st.lists(LINES, min_size=1, max_size=4).map(lambda lines: "\n".join(lines).strip()).filter(bool)
BODIES = st.lists(
    st.sampled_from(["---", "```", "# 見出し", "", "+++", "title: x", "...", "    x", "\u00a0"]) | LINES, max_size=8
)
IDS = st.lists(
    st.sampled_from(
        [
            PaperId(IdScheme.ARXIV, "1706.03762"),
            PaperId(IdScheme.ARXIV, "cs/0001001"),
            PaperId(IdScheme.DOI, "10.1145/3292500.3330701"),
            PaperId(IdScheme.DOI, "10.1016/s0140-6736%2820%2930183-5"),
            PaperId(IdScheme.OPENREVIEW, "B1x-LwQ_"),
            PaperId(IdScheme.ACL, "2023.acl-long.1"),
        ]
    ),
    unique=True,
    max_size=4,
)
DAYS = st.none() | st.dates()


def body(lines: list[str]) -> Body:
    """A body as formats make them, without blank lines at its ends."""
    return body_of(enumerate(lines, start=1))


@st.composite
def notes(draw: st.DrawFn) -> Note:
    title = draw(st.none() | TEXTS)
    ids = draw(IDS)
    return Note(
        format=draw(st.sampled_from([fmt.name for fmt in FORMATS])),
        origin=draw(st.builds(Origin, st.just(PLACE.path), st.integers(1, 99), st.integers(100, 999))),
        body=body(draw(BODIES)),
        title=title,
        title_source=draw(st.sampled_from([TitleSource.STATED, TitleSource.FRONT_MATTER])) if title else None,
        authors=tuple(draw(st.lists(TEXTS, max_size=3))),
        date=draw(DAYS),
        updated=draw(DAYS),
        tags=tuple(draw(st.lists(TEXTS.filter(lambda text: not text.startswith("#")), max_size=4))),
        ids=tuple(ids),
        arxiv_version=draw(st.none() | st.integers(1, 12)) if any(each.scheme is IdScheme.ARXIV for each in ids) else None,
        urls=tuple(
            draw(st.lists(st.sampled_from(["https://example.org/a,b", "https://arxiv.org/abs/1706.03762v9"]), unique=True))
        )
        if ids
        else (),
        venue=draw(st.none() | TEXTS),
        year=draw(st.none() | st.integers(1950, 2050)),
        lang=draw(st.sampled_from(["ja", "en"])),
        writer=draw(st.none() | TEXTS),
        kind=draw(st.sampled_from(Kind)),
        summary=draw(st.none() | SUMMARIES),
        listed=tuple(
            draw(
                st.lists(
                    st.builds(Cited, TEXTS, st.lists(TEXTS, max_size=2).map(tuple), TEXTS | st.just(""), TEXTS), max_size=2
                )
            )
        ),
        machine_written=draw(st.sampled_from([(), ("summary",), ("summary", "body")])),
    )


@given(notes())
@settings(max_examples=150, deadline=None)
def test_what_is_written_reads_back(note: Note) -> None:
    text = write_note(note)
    assert reads_back(note, text) == ()
    read = read_note(text)
    assert read is not None
    assert said(read) == said(note)
    assert read.imported_from == note.origin
    assert write_note(read) == text, "importing what was imported changes nothing"
    assert choose(Source(PurePosixPath("notes/a.md"), text.encode(), text)) is front_matter.FORMAT


@pytest.mark.parametrize(
    "text",
    [
        "---\nまだ本文\n---",
        "# 見出しが先\n\n本文",
        "見出しは\n====\n\n一つ",
        "```\n閉じない",
        "    字下げされたコード",
        "\u00a0空白\u00a0",
        "title: これは本文\ntags: [a]",
        "行末の空白  \n次の行",
        "",
    ],
    ids=lambda text: text.split("\n")[0] or "nothing",
)
def test_a_body_stays_as_it_is(text: str) -> None:
    note = replace(NOTE, body=Body(text))
    read = read_note(write_note(note))
    assert read is not None
    assert read.body.text == text
    assert read.title is None


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029", "\ufeff"])
def test_what_yaml_takes_for_a_line_end_is_written_in_escapes(mark: str) -> None:
    note = replace(NOTE, venue=f"一{mark}二", tags=(f"三{mark}四",))
    text = write_note(note)
    assert mark not in text
    assert reads_back(note, text) == ()


def test_lines_of_the_body_are_those_of_the_new_file() -> None:
    text = write_note(replace(NOTE, body=Body("一行目\n\n三行目", (6, 7, 8))))
    read = read_note(text)
    assert read is not None
    assert [text.split("\n")[number - 1] for number in read.body.lines] == ["一行目", "", "三行目"]


def test_a_title_that_the_dump_states_stays_the_dumps_until_the_user_writes_another() -> None:
    note = replace(NOTE, title="Deep Sets", title_source=TitleSource.STATED)
    text = write_note(note)
    mine = read_note(text.replace("title: Deep Sets", "title: Deep Sets (集合)", 1))
    assert mine is not None
    assert (mine.title, mine.title_source) == ("Deep Sets (集合)", TitleSource.FRONT_MATTER)
    given_by_the_user = read_note(write_note(NOTE).replace("---\n", "---\ntitle: Deep Sets\n", 1))
    assert given_by_the_user is not None
    assert given_by_the_user.title_source is TitleSource.FRONT_MATTER


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("tags: [A B, C]", ("A B", "C")),
        ("tags: A B, C", ("A B", "C")),
        ("tags: ['#A B']", ("A B",)),
        ("tags: '#A #B'", ("A", "B")),
    ],
)
def test_tags_that_a_user_writes_are_read_in_every_form(written: str, tags: tuple[str, ...]) -> None:
    read = read_note(write_note(NOTE).replace("tags: [NLP, C#]", written))
    assert read is not None
    assert read.tags == tags


@pytest.mark.parametrize("written", ["url: https://arxiv.org/abs/1706.03762", "urls: ['https://arxiv.org/abs/1706.03762']"])
def test_an_address_that_a_user_adds_names_the_paper(written: str) -> None:
    read = read_note(write_note(NOTE).replace("lang: ja", f"lang: ja\n{written}"))
    assert read is not None
    assert read.ids == (PaperId(IdScheme.ARXIV, "1706.03762"),)


def test_the_addresses_of_a_paper_that_is_known_name_no_other() -> None:
    doi = PaperId(IdScheme.DOI, "10.1145/3292500.3330701")
    read = read_note(write_note(replace(NOTE, ids=(doi,), urls=("https://arxiv.org/abs/1706.03762v9",))))
    assert read is not None
    assert (read.ids, read.arxiv_version) == ((doi,), None)


def test_without_its_source_a_file_is_the_users_own_note() -> None:
    text = write_note(replace(NOTE, machine_written=("body",)))
    read = read_note(text[: text.index("source:")] + text[text.index("---\n\n") :])
    assert read is not None
    assert (read.format, read.imported_from, read.machine_written) == ("front_matter", None, ("body",))


@pytest.mark.parametrize(
    "text",
    [
        "## どんなもの？\n\n## 技術や手法のキモはどこ？\n\n## 議論はある？",
        "[[Set Transformer]]と比べる。\n\nrating:: 5\nmood:: calm",
        '<a class="button" href="#">#NLP</a><br><span class="issue_date">Issue Date: 2024-01-05</span>',
        "<paper-entry>\n<title>Deep Sets</title>\n</paper-entry>",
    ],
)
def test_an_imported_note_is_read_by_its_front_matter_whatever_its_text_looks_like(text: str) -> None:
    # `read_note` asks that format alone, which is right only as long as no other one is asked first.
    written = write_note(replace(NOTE, body=Body(text, (0,) * (text.count("\n") + 1))))
    assert choose(Source(PurePosixPath("notes/a.md"), written.encode(), written)) is front_matter.FORMAT


def test_what_would_not_read_back_is_told() -> None:
    huge = replace(NOTE, summary="長い要約。" * 20_000)
    assert "summary" in reads_back(huge, write_note(huge))
