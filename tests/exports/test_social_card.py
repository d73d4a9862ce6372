"""The picture of a page: a PNG of the right size, the same each time, whatever the title."""

from __future__ import annotations

import struct
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.errors import ConfigError
from papersite.exports.social_card import SocialCardView, materials, write_social_card

Image = pytest.importorskip("PIL.Image", reason="the extra social-cards is not installed")
pytest.importorskip("pylopdf_fonts_jp", reason="the extra social-cards is not installed")

VIEW = SocialCardView(
    site="論文ノート",
    title="推論能力を強化学習で引き出す",
    lang="ja",
    byline="山田 花子, 佐藤 太郎 +3",
    place="NeurIPS 2025",
    tags=("強化学習", "推論"),
    accent="",
    materials="here",
)


def pixels(view: SocialCardView) -> bytes:
    with Image.open(BytesIO(write_social_card(view))) as picture:
        return bytes(picture.convert("RGB").tobytes())


def colours(view: SocialCardView) -> set[tuple[int, int, int]]:
    with Image.open(BytesIO(write_social_card(view))) as picture:
        return {colour for _, colour in picture.convert("RGB").getcolors(1 << 16)}


def test_a_picture_is_a_png_of_the_size_that_open_graph_wants() -> None:
    data = write_social_card(VIEW)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (1200, 630)
    assert len(data) < 100_000


def test_the_same_view_gives_the_same_bytes() -> None:
    assert write_social_card(VIEW) == write_social_card(replace(VIEW))


@pytest.mark.parametrize("field", ["site", "title", "byline", "place"])
def test_every_text_is_seen(field: str) -> None:
    assert pixels(replace(VIEW, **{field: "別の"})) != pixels(VIEW)  # type: ignore[arg-type]


def test_tags_are_seen() -> None:
    assert pixels(replace(VIEW, tags=("推論",))) != pixels(VIEW)


@pytest.mark.parametrize("accent", ["", "#8a3ffc", "#ff0", "tomato", "white", "#ffffff80", "canvastext"])
def test_any_accent_can_be_read_on_the_ground(accent: str) -> None:
    with Image.open(BytesIO(write_social_card(replace(VIEW, accent=accent)))) as picture:
        band = picture.convert("RGB").getpixel((5, 300))
    light = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (c / 255 for c in band)]
    luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    assert (0.97 + 0.05) / (luminance + 0.05) > 4.4


def test_what_the_fonts_lack_is_left_out_or_shown_in_another_form() -> None:
    assert pixels(replace(VIEW, title="猫🐈\u200d⬛と\u202e犬")) == pixels(replace(VIEW, title="猫と犬"))
    assert pixels(replace(VIEW, title="Łukasz")) == pixels(replace(VIEW, title="Lukasz"))
    assert pixels(replace(VIEW, title="们한")) == pixels(replace(VIEW, title="〓〓"))


def test_a_letter_in_two_parts_is_one_letter() -> None:
    assert pixels(replace(VIEW, title="か\u3099くしゅう")) == pixels(replace(VIEW, title="がくしゅう"))


@pytest.mark.parametrize(
    "title",
    ["", "  ", "🙂", "\ud800", "x" * 3000, "とても長い題名" * 200, "a b " * 500, "\u0301" * 50, "السلام عليكم"],
    ids=["empty", "spaces", "emoji", "surrogate", "a word", "phrases", "words", "marks", "right to left"],
)
def test_any_title_gives_a_picture(title: str) -> None:
    assert len(colours(replace(VIEW, title=title, byline=title, site=title, place=title, tags=(title,)))) > 4


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_picture(text: str) -> None:
    assert write_social_card(replace(VIEW, title=text, lang="en", tags=(), place="", byline=text)).endswith(b"IEND\xaeB`\x82")


def test_materials_name_versions() -> None:
    assert "pillow " in materials()
    assert "pylopdf-fonts-jp " in materials()


def test_without_the_extra_a_site_that_wants_pictures_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    materials.cache_clear()
    monkeypatch.setattr("papersite.exports.social_card.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"papersite\[social-cards\]"):
        materials()


def test_nothing_of_the_extra_is_imported_before_a_picture_is_drawn() -> None:
    code = "import sys, papersite.plan; print([m for m in sys.modules if m.split('.')[0] in ('PIL', 'pylopdf_fonts_jp')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
