"""The colours of code: readable, and the file in the theme is what the function makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pygments.styles import get_style_by_name

from papersite.markdown.code_style import contrast, readable, stylesheet

STYLESHEET = Path(__file__).resolve().parents[2] / "static" / "css" / "code.css"


def test_the_theme_has_the_style_sheet_as_it_is_made() -> None:
    assert STYLESHEET.read_text(encoding="utf-8") == stylesheet()


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("000000", "ffffff", 21.0), ("777777", "ffffff", 4.48), ("ffffff", "ffffff", 1.0)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(("style", "paper"), [("friendly", "f5f2eb"), ("github-dark", "1e2126")])
def test_every_colour_can_be_read(style: str, paper: str) -> None:
    colours = {kind["color"] for _, kind in get_style_by_name(style) if kind["color"]}
    assert any(contrast(colour, paper) < 4.5 for colour in colours)
    assert all(contrast(readable(colour, paper), paper) >= 4.5 for colour in colours)
