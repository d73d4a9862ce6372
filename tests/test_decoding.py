"""Bytes to text: every Japanese encoding is recognised, and what is no text is shown and told."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite import decoding
from papersite.decoding import decode, encoded, visible_controls
from papersite.model import Problem

PATH = PurePosixPath("notes/a.txt")
TEXT = "論文のメモ。強化学習で方策を更新すると、報酬が上がった。\n# GRPO の実装 (2024年)\nカタカナの用語、記号①も。\n"
BASIC = TEXT.replace("①", "")


def kinds(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.kind for problem in problems]


@pytest.mark.parametrize(
    ("codec", "name", "text"),
    [
        ("utf-8", "utf-8", TEXT),
        ("utf-8-sig", "utf-8", TEXT),
        ("utf-16", "utf-16-le", TEXT),
        ("utf-16-le", "utf-16-le", TEXT),
        ("utf-16-be", "utf-16-be", TEXT),
        ("utf-32", "utf-32-le", TEXT),
        ("cp932", "cp932", TEXT),
        ("shift_jis", "cp932", BASIC),
        ("euc_jp", "euc-jp", BASIC),
        ("euc_jis_2004", "euc-jp", TEXT),
        ("iso2022_jp", "iso-2022-jp", BASIC),
        ("iso2022_jp_2004", "iso-2022-jp", TEXT),
        ("ascii", "utf-8", "Plain ASCII.\n"),
    ],
)
def test_every_japanese_encoding_is_recognised(codec: str, name: str, text: str) -> None:
    assert decode(text.encode(codec), PATH) == (text, name, ())


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "utf-16-le"])
@pytest.mark.parametrize("text", ["日本語", "題名: 手法の比較", "ASCII ばかりの中に、少しだけ"])
def test_a_few_words_are_enough(codec: str, text: str) -> None:
    assert decode(f"{text}\n".encode(codec), PATH)[0] == f"{text}\n"


def test_half_width_kana_do_not_make_it_another_encoding() -> None:
    text = "半角のｶﾀｶﾅが混じった文章です。\n"
    assert decode(text.encode("cp932"), PATH) == (text, "cp932", ())


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n", PATH)[0] == "a\nb\nc\n"


def test_only_a_leading_byte_order_mark_goes() -> None:
    assert decode("\ufeffa\ufeffb".encode(), PATH)[0] == "a\ufeffb"


def test_the_first_undecodable_byte_is_told_by_offset_and_line() -> None:
    data = "一行目\r\n二行目".encode() + b"\xff" + "の続き\n三行目".encode()
    text, name, problems = decode(data, PATH)
    assert (text, name) == ("一行目\n二行目\ufffdの続き\n三行目", "utf-8")
    assert kinds(problems) == ["undecodable-bytes"]
    assert "offset 20, line 2" in problems[0].message
    assert problems[0].origin is not None
    assert problems[0].origin.first_line == 2


def test_an_offset_counts_the_byte_order_mark() -> None:
    assert "offset 4, line 1" in decode(b"\xef\xbb\xbfa\xffb", PATH)[2][0].message


def test_a_text_cut_in_the_middle_of_a_character_is_still_what_it_was() -> None:
    for codec in ("utf-8", "cp932", "euc_jp"):
        text, _, problems = decode(BASIC.encode(codec) + "論".encode(codec)[:1], PATH)
        assert text.startswith(BASIC)
        assert kinds(problems) == ["undecodable-bytes"]


def test_a_broken_byte_does_not_make_utf8_a_western_encoding() -> None:
    text, name, problems = decode("A naïve approach to the café problem:\nthe long résumé".encode()[:-1], PATH)
    assert (text, name) == ("A naïve approach to the café problem:\nthe long résum\ufffd", "utf-8")
    assert kinds(problems) == ["undecodable-bytes"]


def test_lines_of_another_encoding_within_utf8_are_read_too() -> None:
    data = "日本語の行です。\n".encode() + "別の文字コードの行です。\n".encode("cp932") + "続きの行です。\n".encode()
    text, name, problems = decode(data, PATH)
    assert (text, name) == ("日本語の行です。\n別の文字コードの行です。\n続きの行です。\n", "utf-8")
    assert kinds(problems) == ["mixed-encodings"]
    assert "line 2" in problems[0].message


def test_what_is_neither_utf8_nor_japanese_is_guessed_and_told() -> None:
    text, _, problems = decode("Le café de la gare est fermé. Ça alors, où aller ?\n".encode("latin-1"), PATH)
    assert text == "Le café de la gare est fermé. Ça alors, où aller ?\n"
    assert kinds(problems) == ["guessed-encoding"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\x00b\n", "a\u2400b\n"),
        (b"a\x0cb\x1b[0m\x7f", "a\u240cb\u241b[0m\u2421"),
        ("a\x85b".encode(), "a\ufffdb"),
        (b"a\tb\n", "a\tb\n"),
    ],
)
def test_control_characters_are_shown(data: bytes, text: str) -> None:
    shown, _, problems = decode(data, PATH)
    assert shown == text
    assert kinds(problems) == (["control-characters"] if text != data.decode() else [])


def test_a_stray_nul_does_not_make_it_utf16() -> None:
    assert decode(TEXT.encode() + b"x\x00\n", PATH)[1] == "utf-8"


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))).filter(lambda text: not text.startswith("\ufeff"))
)
def test_all_that_is_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode(), PATH) == (text, "utf-8", ())


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_bytes_raise_and_no_control_character_is_left(data: bytes) -> None:
    text, _, _ = decode(data, PATH)
    assert not {c for c in text if (c < " " or "\x7f" <= c <= "\x9f") and c not in "\t\n"}
    text.encode()


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "utf-16-le"])
def test_a_large_file_is_read_whole_though_only_its_beginning_is_judged(codec: str) -> None:
    text = BASIC * 5_000
    assert decode(text.encode(codec), PATH)[0] == text


@given(st.text(st.characters() | st.sampled_from("\x00\t\n\r\x0c\x1f\x7f\x80\x85\x9f\xa0·\ud800あ")))
def test_a_page_in_bytes_is_its_text_with_visible_controls(text: str) -> None:
    assert encoded(text) == visible_controls(text).encode("utf-8", "replace")


PIECES = st.sampled_from(
    [b"\xef\xbb\xbf", b"\xff\xfe", b"\xc2\x85", "·".encode(), b"\r\n", b"\r", b"\x00", b"\x1b$B", b"\x0c", b"a", "論".encode()]
)


@given(st.lists(PIECES | st.binary(max_size=3), max_size=12).map(b"".join))
@settings(max_examples=300, deadline=None)
def test_the_short_way_to_a_plain_text_leads_where_the_long_one_does(data: bytes) -> None:
    found = decode(data, PATH)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "_plain", lambda data: None)
        assert decode(data, PATH) == found
