"""Whether a text is Japanese or English, however mixed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("注意機構だけで系列を変換する。", "ja", id="Japanese"),
        pytest.param("A sequence model made of attention only.", "en", id="English"),
        pytest.param("Transformer は self-attention と feed-forward network を重ねる", "ja", id="English terms in Japanese"),
        pytest.param("We call this method 注意 (attention) and use it everywhere in the model.", "en", id="one Japanese word"),
        pytest.param("提案手法", "ja", id="Han only"),
        pytest.param("ﾃｽﾄ", "ja", id="half-width katakana"),
        pytest.param("1706.03762 + 42", "en", id="neither"),
        pytest.param("", "en", id="nothing"),
    ],
)
def test_the_script_tells_the_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@given(st.text(max_size=80))
def test_only_two_languages_are_claimed(text: str) -> None:
    assert detect_language(text) in ("ja", "en")


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=80))
def test_latin_script_is_never_japanese(text: str) -> None:
    assert detect_language(text) == "en"


@given(st.text(alphabet="あいうえおかきくけこ", min_size=1), st.text(alphabet="0123456789 .,", max_size=20))
def test_kana_without_latin_words_is_japanese(kana: str, rest: str) -> None:
    assert detect_language(rest + kana + rest) == "ja"
