"""Copied text as Markdown: nesting, paragraphs and headings come out as CommonMark's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from papersite.formats.copied import bare_headings, fenced, item_text, to_markdown, width
from papersite.formats.fences import find_fences

MARKDOWN = MarkdownIt("commonmark")


def markdown_of(text: str, *, headings: bool = False) -> str:
    lines = text.split("\n")
    numbers = range(1, len(lines) + 1)
    found = bare_headings(lines, numbers) if headings else ()
    fences = {fence.first: fence for fence in find_fences(lines)}
    return "\n".join(line for _, line in to_markdown(lines, numbers, found, fences))


@pytest.mark.parametrize(
    ("copied", "markdown"),
    [
        pytest.param("  • a\n    • b\n  • c", "- a\n  - b\n- c", id="bullets nest by their indentation"),
        pytest.param("• a\n◦ b\n▪ c\n‣ d\n・e", "- a\n- b\n- c\n- d\n- e", id="every bullet sign is a bullet"),
        pytest.param("  1. a\n      • b\n  1. c", "1. a\n   - b\n1. c", id="below a number text begins three columns in"),
        pytest.param("  • a\n      1. b\n        1. c", "- a\n  1. b\n     1. c", id="any deeper column is one level deeper"),
        pytest.param("  • a\n    2. b", "- a\n\n  2. b", id="a list that begins at two needs a blank line above"),
        pytest.param("  • a\n    •", "- a\n\n  -", id="an empty item makes no heading of its parent"),
        pytest.param("  1. a\n    a. b\n      i. c", "1. a\n   - a. b\n     - i. c", id="lettered items keep their letters"),
        pytest.param("a\nb", "a\n\nb", id="two lines are two paragraphs"),
        pytest.param("a\n  • b\nc", "a\n\n- b\n\nc", id="a list runs on into no paragraph"),
        pytest.param("  • a\n    b", "- a\n\n  b", id="text below an item belongs to it"),
        pytest.param("  • a\n      1. b\n      c", "- a\n  1. b\n\n  c", id="text at a number's column belongs to its parent"),
        pytest.param("    a", "a", id="indented text outside of lists is no code"),
        pytest.param("a\n---\nb", "a\n\n---\n\nb", id="a divider underlines no text"),
        pytest.param("  • - a", "- \\- a", id="an item's text is no list of its own"),
        pytest.param("  • a\n    ```\n    x\n    ```", "- a\n\n  ```\n  x\n  ```", id="code stays in its item"),
        pytest.param("```\n• a", "```\n• a\n```", id="a fence that never closes is closed"),
    ],
)
def test_structure_is_written_anew(copied: str, markdown: str) -> None:
    assert markdown_of(copied) == markdown


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param("結果\n\n本文。", {1}, id="a short line with text to follow"),
        pytest.param("本文。\n\n結果", set(), id="none without text to follow"),
        pytest.param("本文。\n結果\n\n本文。", set(), id="none below another line"),
        pytest.param("本文。\n\n結果\n本文。", set(), id="none above another line"),
        pytest.param("\xa0\n結果\n\n本文", set(), id="none below an empty paragraph"),
        pytest.param("結果は良かった。\n\n本文", set(), id="no sentence"),
        pytest.param("結果は、思ったよりもずっと良い値\n\n本文", set(), id="no long clause with a comma"),
        pytest.param("大きな画像を小さな部品に分けてから扱う\n\n本文", set(), id="no long clause that ends as one"),
        pytest.param("提案手法: Some Model (SM)\n\n本文", {1}, id="with a colon inside"),
        pytest.param("なぜ必要か?\n\n本文", {1}, id="a question"),
        pytest.param("[mio] 感想\n\n本文", set(), id="no remark of a participant"),
        pytest.param("  • 項目\n\n本文", set(), id="no list item"),
        pytest.param("https://example.org/\n\n本文", set(), id="no address"),
        pytest.param("1. 背景\n\n本文。\n\n2. 手法\n\n本文。", {1, 5}, id="numbered sections"),
        pytest.param("1. 一つ目\n\n2. 二つ目\n\n本文", set(), id="numbers that follow each other are items"),
        pytest.param("実験\n\n比較対象\n\n本文", {1, 3}, id="one heading right below another"),
        pytest.param("### 結果\n\n本文", {1}, id="with its own hashes"),
    ],
)
def test_headings_are_told_from_short_paragraphs(text: str, headings: set[int]) -> None:
    lines = text.split("\n")
    assert bare_headings(lines, range(1, len(lines) + 1)) == headings


def test_headings_become_second_level_and_keep_their_signs() -> None:
    assert markdown_of("C# と *比較*\n\n本文", headings=True) == "## C# と \\*比較\\*\n\n本文"
    assert markdown_of("# 結果\n\n本文", headings=True) == "## 結果\n\n本文"
    assert markdown_of("### 結果\n\n本文", headings=True) == "### 結果\n\n本文"


def test_the_text_of_an_item_is_what_stands_behind_its_marker() -> None:
    assert item_text("  • a") == "a"
    assert item_text("3) b") == "b"
    assert item_text("c") is None


def test_a_fence_is_longer_than_any_in_the_code() -> None:
    assert fenced(["a", "````", "b"], 1, 3, "md") == [(0, "`````md"), (1, "a"), (2, "````"), (3, "b"), (0, "`````")]


def test_full_width_characters_count_two_columns() -> None:
    assert width("ab結果") == 6


# ── lists of every shape ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Item:
    ordered: bool
    text: str
    below: tuple[Item, ...]


TEXTS = st.sampled_from(
    ["語", "- x", "1. y", "# z", "> q", "*a*", "a_b_c", "__d__", "[m]: n", "<b>", "```", "---", "===", "長い 文。"]
)
TREES = st.lists(
    st.recursive(
        st.builds(Item, st.booleans(), TEXTS, st.just(())),
        lambda below: st.builds(Item, st.booleans(), TEXTS, st.lists(below, min_size=1, max_size=3).map(tuple)),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


def as_copied(items: tuple[Item, ...], indent: int, step: int) -> Iterator[str]:
    """Items as Notion copies them: all numbers are 1, and how far a level is indented varies."""
    for item in items:
        yield f"{' ' * indent}{'1.' if item.ordered else '•'} {item.text}"
        yield from as_copied(item.below, indent + step, 6 - step)


def flat(items: tuple[Item, ...], depth: int = 1) -> Iterator[tuple[int, bool, str]]:
    for item in items:
        yield depth, item.ordered, item.text
        yield from flat(item.below, depth + 1)


def rendered(node: SyntaxTreeNode, depth: int = 0) -> Iterator[tuple[int, bool, str]]:
    for child in node.children:
        if child.type == "list_item":
            first = child.children[0]
            yield depth, node.type == "ordered_list", "".join(part.content for part in first.children[0].children)
        yield from rendered(child, depth + (child.type in {"bullet_list", "ordered_list"}))


@given(TREES.map(tuple), st.sampled_from([2, 4]))
@settings(max_examples=150, deadline=None)
def test_lists_of_every_shape_come_out_of_commonmark_as_they_were(items: tuple[Item, ...], step: int) -> None:
    copied = list(as_copied(items, 2, step))
    markdown = "\n".join(line for _, line in to_markdown(copied, range(1, len(copied) + 1)))
    tree = SyntaxTreeNode(MARKDOWN.parse(markdown))
    assert list(rendered(tree)) == list(flat(items))
