"""Style attributes become classes, and the theme has every class that there can be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.markdown import render
from papersite.markdown.declarations import classes_of, stylesheet, without_style

STYLESHEET = Path(__file__).resolve().parents[2] / "static" / "css" / "declared.css"
CLASSES = set(re.findall(r"^\.([\w-]+) \{", stylesheet(), re.MULTILINE))


def test_the_theme_has_the_style_sheet_as_it_is_made() -> None:
    assert STYLESHEET.read_text(encoding="utf-8") == stylesheet()


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<td style="text-align:right">1</td>', '<td class="is-text-align-right">1</td>'),
        ('<td class="a" style="text-align:right" id="b">', '<td class="a is-text-align-right" id="b">'),
        ('<td style="text-align:right" class="a">', '<td class="a is-text-align-right">'),
        ('<mspace style="margin-left:-0.16666667em;"/>', '<mspace class="is-back-3"/>'),
        ('<p style="position:fixed">', "<p>"),
        ('<p title="a > b" style="width:48%">', '<p title="a > b" class="is-width-50">'),
        ("<p>no style=1 here</p>", "<p>no style=1 here</p>"),
    ],
    ids=["alone", "beside a class", "before a class", "in a formula", "not let through", "behind a title", "in text"],
)
def test_a_style_becomes_classes(html: str, made: str) -> None:
    assert without_style(html) == made


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|--:|:-:|\n| 1 | 2 |",
        "$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$",
        "$$\\begin{array}{l|r} a & b \\\\ \\hline c & d \\end{array}$$",
        "$a \\! b \\hspace{-1em} c$",
        "![図](a.png){width=40%}",
        "![図](a.png){width=300}",
        '<p style="text-align: center; position: fixed">中央</p>',
    ],
    ids=["a table", "aligned", "an array", "negative space", "a width in per cent", "a width in pixels", "raw HTML"],
)
def test_no_page_has_a_style_attribute_and_every_class_is_declared(text: str) -> None:
    html = render(text).html
    assert " style=" not in html
    used = {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split() if name.startswith("is-")}
    assert used <= CLASSES
    assert used or 'width="300"' in html


@given(st.text(alphabet="abcdefghilmnoprstwx:;-% 0123456789.", max_size=40))
def test_a_class_is_always_declared(style: str) -> None:
    assert set(classes_of(style)) <= CLASSES
