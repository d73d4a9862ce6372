"""Flattened property tables: what is one, and what it says."""

from __future__ import annotations

import pytest

from papersite.formats.property_table import read_property_table
from papersite.model import IdScheme, PaperId

TABLE = [
    "",
    "タイトルSegment Anything",
    "著者Alexander Kirillov*1,\xa0Eric Mintun1",
    "所属1 Meta AI",
    "会議ICCV 2023",
    "公開日2023年4月",
    "論文リンクhttps://arxiv.org/abs/2304.02643v1",
    "コードhttps://github.com/facebookresearch/segment-anything",
    "本文が続く",
]


def test_a_table_states_the_paper() -> None:
    table = read_property_table(TABLE, 1, "(SAM) Segment Anything")
    assert table is not None
    assert table.title == "Segment Anything"
    assert table.authors == ("Alexander Kirillov", "Eric Mintun")
    assert (table.venue, table.year) == ("ICCV 2023", 2023)
    assert table.links.ids == (PaperId(IdScheme.ARXIV, "2304.02643"),)
    assert table.links.arxiv_version == 1
    assert table.links.urls == ("https://arxiv.org/abs/2304.02643v1", "https://github.com/facebookresearch/segment-anything")
    assert table.links_paper
    assert table.names("(SAM) Segment Anything")
    assert not table.names("Deep Sets")
    assert [row.number for row in table.rows] == [2, 3, 4, 5, 6, 7, 8]


def test_its_rows_show_label_and_value() -> None:
    table = read_property_table(TABLE, 1, None)
    assert table is not None
    assert table.as_markdown()[1] == (3, "- **著者** Alexander Kirillov\\*1,\xa0Eric Mintun1")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("著者らは三段階で集めた\n論文では半自動と呼ぶ", id="sentences that begin with a label"),
        pytest.param("コードは公開されている\nコードhttps://example.org/", id="one row below a sentence"),
        pytest.param("コードhttps://example.org/", id="a single row"),
        pytest.param("コードhttps://example.org/\nコードhttps://example.com/", id="one label over and over"),
        pytest.param("著者Ada Byron\n所属Analytical Society", id="nothing that can be nothing else"),
        pytest.param("Authors are few\nCode is open", id="English sentences"),
        pytest.param("", id="nothing"),
    ],
)
def test_sentences_are_no_table(text: str) -> None:
    assert read_property_table(text.split("\n"), 1, "Segment Anything") is None


def test_a_title_row_alone_is_enough_if_it_repeats_the_title() -> None:
    lines = ["タイトル: Deep Sets", "著者: Manzil Zaheer"]
    assert read_property_table(lines, 1, "Deep Sets を読む") is not None
    assert read_property_table(lines, 1, "別の題名") is None


def test_a_code_link_is_not_the_papers_identifier() -> None:
    lines = ["タイトルDeep Sets", "コードhttps://arxiv.org/abs/1703.06114"]
    table = read_property_table(lines, 1, "Deep Sets")
    assert table is not None
    assert table.links.ids == ()
    assert not table.links_paper


def test_blank_lines_between_rows_part_no_table() -> None:
    table = read_property_table([line for row in TABLE for line in (row, "")], 1, "Segment Anything")
    assert table is not None
    assert [row.number for row in table.rows] == [3, 5, 7, 9, 11, 13, 15]
    assert table.links.ids == (PaperId(IdScheme.ARXIV, "2304.02643"),)


@pytest.mark.parametrize("heading", ["分野別の結果", "タイトル画面の例", "著者紹介"])
def test_a_heading_below_the_table_that_begins_like_a_row_is_none(heading: str) -> None:
    table = read_property_table([*TABLE[:-1], "", heading], 1, None)
    assert table is not None
    assert [row.number for row in table.rows] == [2, 3, 4, 5, 6, 7, 8]
