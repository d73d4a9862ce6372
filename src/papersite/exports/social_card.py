"""The picture that stands for a page where its address is shared: 1200 by 630 pixels, as Open Graph's readers want it.

Pillow draws it, in Noto Serif JP and Noto Sans JP (SIL Open Font License) from the package pylopdf-fonts-jp; both come with the
extra `social-cards` and are imported when the first picture is drawn. The same view gives the same bytes: text is laid out by
Pillow itself, for whether its other engine is there differs from machine to machine.
"""

from __future__ import annotations

import colorsys
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from papersite.errors import ConfigError
from papersite.exports.card_lines import Measure, Setting, broken, cut, filled, set_title
from papersite.phrases import phrases_of

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
_MATERIALS = {"pillow": "PIL", "pylopdf-fonts-jp": "pylopdf_fonts_jp"}  # distribution, module
# The colours of the light scheme (static/css/site.css).
_PAPER, _INK, _INK_SOFT, _LINE, _ACCENT = "#fdfcf9", "#24262b", "#5b5f68", "#e4dfd5", "#1b5a8c"
_BAND = 20
_LEFT, _RIGHT = 96, 1112
_SITE_LINE, _RULE, _BYLINE, _TAG_LINE = 108, 474, 530, 580  # base lines, but for the rule
_TITLE_TOP, _TITLE_BOTTOM = 136, 452
_SETTINGS = (Setting(78, 104, 2), Setting(70, 94, 3), Setting(60, 82, 3), Setting(52, 72, 4), Setting(44, 62, 5))
_SMALL = 30
_LONGEST_TITLE = 400  # characters; no picture has room for as many
_PLACE_WIDTH = 460
# Letters that Unicode does not decompose and the fonts lack.
_PLAIN_LETTERS = str.maketrans("ŁłĐđŊŋ", "LlDdNn")
# What a Japanese printer sets where a type is missing.
_GETA = "〓"


@dataclass(frozen=True, slots=True)
class SocialCardView:
    """What a picture shows. `materials` names the fonts and the drawing library: with others the picture is another."""

    site: str
    title: str
    lang: str  # of the title
    byline: str
    place: str  # venue and year
    tags: tuple[str, ...]
    accent: str  # a colour of CSS, or empty
    materials: str


@cache
def materials() -> str:
    """What pictures are made with. Raises ConfigError where it is not installed."""
    try:
        if all(map(find_spec, _MATERIALS.values())):
            return ", ".join(f"{name} {version(name)}" for name in _MATERIALS)
    except PackageNotFoundError:
        pass
    raise ConfigError(
        "exports.social_cards: Pillow and fonts are not installed; pip install 'papersite[social-cards]', or set it to false"
    )


def write_social_card(view: SocialCardView) -> bytes:
    """The picture as PNG."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    accent = _dark(view.accent)
    draw.rectangle((0, 0, _BAND - 1, HEIGHT), fill=accent)
    _line(draw, _SITE_LINE, view.site, accent)
    _title(draw, view)
    draw.rectangle((_LEFT, _RULE, _RIGHT, _RULE + 1), fill=_LINE)
    place_width = _line(draw, _BYLINE, view.place, _INK_SOFT, width=_PLACE_WIDTH, to_the_right=True)
    if view.tags or view.place:
        _line(draw, _BYLINE, view.byline, _INK, width=_RIGHT - _LEFT - (place_width + 40 if place_width else 0))
        _line(draw, _TAG_LINE, "  ".join(f"#{tag}" for tag in view.tags), accent)
    else:
        _two_lines(draw, view.byline)
    stream = BytesIO()
    # Flat colours and their edges: 64 of them look the same in 40 % of the bytes. Level 9 takes 50 ms more to save 2 kB of 31.
    picture.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(stream, "PNG", compress_level=6)
    return stream.getvalue()


def _title(draw: ImageDraw, view: SocialCardView) -> None:
    phrases = phrases_of(_drawable(view.title[:_LONGEST_TITLE], "serif") or _GETA, view.lang)
    title = set_title(phrases, _SETTINGS, lambda size: _measure("serif", size), _RIGHT - _LEFT)
    height = title.setting.leading * (len(title.lines) - 1) + title.setting.size
    top = _TITLE_TOP + (_TITLE_BOTTOM - _TITLE_TOP - height) // 2
    for number, line in enumerate(title.lines):
        # The em box of both fonts has its base line at 0.88.
        base = top + number * title.setting.leading + round(0.88 * title.setting.size)
        draw.text((_LEFT, base), line, font=_font("serif", title.setting.size), fill=_INK, anchor="ls")


def _two_lines(draw: ImageDraw, text: str) -> None:
    measure = _measure("sans", _SMALL)
    shown = _drawable(text[:_LONGEST_TITLE], "sans")
    pieces = [piece for phrase in phrases_of(shown, "ja") for piece in broken(phrase, measure, _RIGHT - _LEFT)]
    for base, line in zip((_BYLINE, _TAG_LINE), filled(pieces, measure, _RIGHT - _LEFT, 2), strict=False):
        draw.text((_LEFT, base), line, font=_font("sans", _SMALL), fill=_INK, anchor="ls")


def _line(
    draw: ImageDraw, base: int, text: str, colour: str, *, width: float = _RIGHT - _LEFT, to_the_right: bool = False
) -> float:
    """A line of small type, cut where the width ends. Gives its width."""
    measure = _measure("sans", _SMALL)
    shown = cut(_drawable(text[:_LONGEST_TITLE], "sans"), measure, width)
    place = (_RIGHT, base) if to_the_right else (_LEFT, base)
    draw.text(place, shown, font=_font("sans", _SMALL), fill=colour, anchor="rs" if to_the_right else "ls")
    return measure(shown)


@lru_cache(maxsize=64)
def _dark(accent: str) -> str:
    """An accent dark enough to be read on paper: the colour itself, or the same hue with less light."""
    from PIL import ImageColor

    try:
        red, green, blue = ImageColor.getrgb(accent or _ACCENT)[:3]
    except ValueError:  # a colour of CSS that Pillow does not know
        red, green, blue = ImageColor.getrgb(_ACCENT)[:3]
    hue, light, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    while _luminance(*(channel := colorsys.hls_to_rgb(hue, light, saturation))) > _MOST_LIGHT:
        light -= 0.01
    return "#" + "".join(f"{round(255 * value):02x}" for value in channel)


# A contrast of 4.5 to the paper (WCAG 2.2, success criterion 1.4.3), whose own luminance is 0.97.
_MOST_LIGHT = (0.97 + 0.05) / 4.5 - 0.05


def _luminance(*channels: float) -> float:
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# ── fonts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _font(face: str, size: int) -> FreeTypeFont:
    import pylopdf_fonts_jp
    from PIL import ImageFont

    path = pylopdf_fonts_jp.serif_path() if face == "serif" else pylopdf_fonts_jp.sans_path()
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _measure(face: str, size: int) -> Measure:
    """The width of a text in a font: its letters' widths, for without its other engine Pillow knows no pairs in these fonts."""
    letter = lru_cache(maxsize=1 << 14)(_font(face, size).getlength)
    return lambda text: sum(map(letter, text))


def _drawable(text: str, face: str) -> str:
    """A text in one line as the font can show it: a letter that it lacks becomes its plain form or 〓, any other sign goes."""
    shown = "".join(_shown(character, face) for character in unicodedata.normalize("NFC", text))
    return " ".join(shown.split())


@lru_cache(maxsize=1 << 14)
def _shown(character: str, face: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn", "Co"):
        return ""
    folded = unicodedata.normalize("NFKC", character)
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    for form in (character, folded, bare, character.translate(_PLAIN_LETTERS)):
        if form and all(_has(c, face) for c in form):
            return form
    return _GETA if unicodedata.category(character)[0] in "LN" else ""


@lru_cache(maxsize=1 << 14)
def _has(character: str, face: str) -> bool:
    """Whether a font has a character, seen by what it draws: Pillow tells no character map."""
    return _drawn(character, face) != _drawn("\uffff", face)


def _drawn(character: str, face: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(face, 24).getmask(character)
    return mask.size, bytes(mask)
