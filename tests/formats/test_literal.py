"""Plain text in Markdown: CommonMark shows what was written, and nothing is escaped that need not be."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from papersite.formats.literal import literal

MARKDOWN = MarkdownIt("commonmark")
SIGNS = st.text(st.sampled_from("ab_*<>#-+=~ 1.)[]:!あ、\\&"), max_size=30).map(str.strip)


def shown(markdown: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", MARKDOWN.render(markdown))).strip()


@pytest.mark.parametrize(
    "text",
    [
        "Ada Byron*1, Alan Turing*2,3",
        "<think>と書くと消える",
        "__init__ を呼ぶ",
        "# 見出しではない",
        "1. 項目ではない",
        "- 項目ではない",
        "> 引用ではない",
        "[名前]: 定義ではない",
        "=====",
        "~~~",
        "a*b*c",
    ],
)
def test_signs_that_markdown_would_take_are_shown(text: str) -> None:
    assert literal(text) != text
    assert shown(literal(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "snake_case と a * b と a < b",
        "`x *= 2` と書く",
        "**大事** なこと",
        "https://example.org/a_b_c",
        "<https://example.org/x>",
        "[name] ひとこと",
        "#hashtag",
        "x_i と $a*b*c$",
    ],
)
def test_what_needs_no_backslash_gets_none(text: str) -> None:
    assert literal(text) == text


@given(SIGNS)
@example("**")
@example("*a **b* c**")
@settings(max_examples=300)
def test_every_letter_is_still_shown(text: str) -> None:
    """Bold stays bold, entities and backslashes stay what they are to Markdown; no letter or digit is ever hidden."""
    letters = re.findall(r"[ab1あ]", text)
    assert re.findall(r"[ab1あ]", shown(literal(text))) == letters


@pytest.mark.parametrize("text", ["*", "_a", "<a", "`a ", "**a", "$a ", "[a"])
def test_repeated_signs_cost_no_more_than_a_backslash_each(text: str) -> None:
    """Also in time: a pattern that searched on from each sign would never end here."""
    long = text * 20_000
    assert literal(long).replace("\\", "") == long
