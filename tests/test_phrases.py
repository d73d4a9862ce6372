"""Titles break between phrases, and lose nothing by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from papersite.phrases import phrased, phrases_of


def test_a_japanese_title_may_break_between_its_phrases() -> None:
    assert phrased("推論能力を向上させる方法", "ja") == Markup("推論能力を<wbr>向上させる<wbr>方法")


def test_an_english_title_breaks_at_its_spaces() -> None:
    assert phrased("Attention Is All You Need", "en") == Markup("Attention Is All You Need")


def test_what_looks_like_a_tag_is_text() -> None:
    assert phrased("<b>注意</b>だけで十分", "ja").replace("<wbr>", "") == "&lt;b&gt;注意&lt;/b&gt;だけで十分"


@given(st.text(alphabet="注意機構をカナ 「」、<&>aB1", max_size=30))
def test_nothing_is_lost(title: str) -> None:
    assert phrased(title, "ja").replace("<wbr>", "") == str(escape(title))


@pytest.mark.parametrize(
    ("title", "lang", "pieces"),
    [
        ("推論能力を向上させる方法", "ja", ("推論能力を", "向上させる", "方法")),
        ("Attention Is All", "en", ("Attention ", "Is ", "All")),
        ("Self-Supervised with U-Net", "en", ("Self-", "Supervised ", "with ", "U-Net")),
    ],
)
def test_a_picture_may_break_a_title_at_spaces_too(title: str, lang: str, pieces: tuple[str, ...]) -> None:
    assert phrases_of(title, lang) == pieces


@given(st.text(alphabet="注意機構をカナ 「」、-aB1xyz", max_size=30), st.sampled_from(("ja", "en")))
def test_pieces_are_the_whole_title(title: str, lang: str) -> None:
    assert "".join(phrases_of(title, lang)) == title
