"""Folding: what is spelt otherwise but means the same is one; and a piece of a text never has a gram that the text lacks."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.search.folding import _MAY_BE_MARKED, BUCKETS, buckets_of, fold, grams

# Letters that fold in some way, and some that don't: kana, Han, Latin with and without accents, signs, spaces.
TEXTS = st.text("あアガがｶﾞーｰ強化学習々éeEＡaß-‐ \n.,。GRPO40①", min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("トランスフォーマー", "とらんすふぉーまー", id="katakana and hiragana"),
        pytest.param("ﾄﾗﾝｽﾌｫｰﾏｰ", "トランスフォーマー", id="half-width kana"),
        pytest.param("ガ", "カ\u3099", id="a voicing mark that stands alone"),
        pytest.param("ＧＲＰＯ", "grpo", id="wide and large letters"),
        pytest.param("Gonçalo", "Goncalo", id="accents"),
        pytest.param("on-policy", "onpolicy", id="a hyphen inside a word"),
        pytest.param("on\u2010policy", "on-policy", id="another hyphen"),
        pytest.param("self\u00adevolving", "selfevolving", id="a soft hyphen"),
        pytest.param("①", "1", id="a number in a circle"),
        pytest.param("Σίσυφος", "σίσυφοσ", id="the sigma at a word's end"),
    ],
)
def test_what_is_spelt_otherwise_is_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("が", "か"), ("ハ", "バ"), ("ビール", "ビル"), ("C-", "C"), ("a - b", "ab"), ("学習", "学")],
)
def test_what_is_another_word_stays_another(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("強化学習", {"強化", "化学", "学習"}, id="pairs of Japanese characters"),
        pytest.param("GRPO", {"^gr", "grp", "rpo"}, id="threes of Latin letters, and how the word begins"),
        pytest.param("RLで", {"^rl"}, id="each script by itself"),
        pytest.param("モデル。学習", {"もで", "でる", "学習"}, id="nothing across punctuation"),
        pytest.param("a 学 、", set(), id="single characters have none"),
        pytest.param("on-policy", {"^on", "onp", "npo", "pol", "oli", "lic", "icy"}, id="a word with a hyphen is one"),
        pytest.param("𠮷野家", {"𠮷野", "野家"}, id="rare characters are one each"),
    ],
)
def test_the_grams_of_a_text(text: str, found: set[str]) -> None:
    assert grams(fold(text)) == found


@settings(max_examples=150)
@given(TEXTS)
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(max_examples=150)
@given(TEXTS, st.data())
def test_a_piece_of_a_folded_text_has_no_gram_that_the_text_lacks(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    piece = folded[start : data.draw(st.integers(start, len(folded)))]
    inside = {gram for gram in grams(piece) if not gram.startswith("^")}  # how a word begins is not known inside of it
    assert inside <= grams(folded)


def test_whether_a_character_may_be_marked_is_known_without_taking_it_apart() -> None:
    elsewhere = (chr(code) for code in range(0xC0, 0x30000) if not 0xD800 <= code < 0xE000)
    unmarked = "".join(char for char in elsewhere if not _MAY_BE_MARKED.match(char))
    assert not re.search("[\u0300-\u036f]", unicodedata.normalize("NFD", unmarked))


LATIN = [chr(ord("a") + place) for place in range(26)]
HAN = [chr(0x4E00 + place) for place in range(133)]


@pytest.mark.parametrize(
    "some",
    [
        pytest.param([a + b + c for a in LATIN for b in LATIN for c in LATIN], id="Latin threes"),
        pytest.param([a + b for a in HAN for b in HAN], id="Han pairs"),
    ],
)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_grams_are_spread_over_all_buckets(some: list[str], which: int) -> None:
    counts = [0] * BUCKETS
    for gram in some:
        counts[buckets_of(gram)[which]] += 1
    # Some 17,600 grams over 16,384 buckets: by chance a third of them stay empty, and none gets more than a handful.
    assert 0.31 < counts.count(0) / BUCKETS < 0.37
    assert max(counts) <= 10
