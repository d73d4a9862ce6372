"""Which lines are code: CommonMark's fences, the mercies for pasted text, and fences that never close."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from papersite.formats.fences import code_mask, find_fences, mended
from tests.steps import steps


def shown(text: str) -> str:
    """One letter for each line: `c` for code, `.` for the rest."""
    return "".join("c" if code else "." for code in code_mask(text.split("\n")))


CLOSED = (
    pytest.param("a\n```\n# no heading\n```\nb", ".ccc.", id="backticks"),
    pytest.param("~~~ python\n```\n# no heading\n~~~\n# heading", "cccc.", id="tildes with backticks inside"),
    pytest.param("````\n```\n````\nb", "ccc.", id="a shorter fence inside a longer one closes nothing"),
    pytest.param("```\nx\n`````\nb", "ccc.", id="a longer fence closes"),
    pytest.param("```\nx\n``` py\ny\n```\nb", "ccccc.", id="a fence with an info string closes nothing"),
    pytest.param("```md\nx\n```py\ny\n```\nb", "ccccc.", id="nor inside a sample of Markdown"),
    pytest.param("```\nx\n~~~\ny\n```\nb", "ccccc.", id="the other sign closes nothing"),
    pytest.param("``` a `b` ```\nb", "..", id="backticks with backticks behind them are inline code"),
    pytest.param("``\nb\n``", "...", id="two backticks are no fence"),
    pytest.param("> ```\nb", "..", id="a fence in a quotation is left alone"),
    pytest.param("```\ns = '''\n    ```\n'''\n```\nb", "ccccc.", id="a fence indented by four closes nothing at the margin"),
    pytest.param("1.  a\n\n    ```py\n    # x\n    ```\n\n    b", "..ccc..", id="in a list item, indented by four"),
    pytest.param(
        "- a\n    - b\n        - c\n            ```\n            # x\n            ```\n- d", "...ccc.", id="by twelve"
    ),
    pytest.param("- ```py\n  # x\n  ```\n- b", "ccc.", id="on the line of the bullet"),
    pytest.param("- 1. ```py\n     # x\n     ```\n# b", "ccc.", id="on the line of two markers"),
    pytest.param("-\n  ```\n  # x\n  ```\n# b", ".ccc.", id="under an empty bullet"),
    pytest.param("a\n\n      ```\n# x\n      ```\n# b", "..ccc.", id="too deep for CommonMark, yet meant as a fence"),
    pytest.param("- a\n\t```\n\t# x\n\t```\n# b", ".ccc.", id="indented by a tab"),
    pytest.param("1.  a\n    ```py\n# x\ny = 1\n    ```\nb", ".cccc.", id="code that fell out of its list item"),
    pytest.param("1.  a\n    ```py\n    x\n```\nb", ".ccc.", id="a closing fence that fell out of its list item"),
)


@pytest.mark.parametrize(("text", "expected"), CLOSED)
def test_a_closed_fence_holds_code_and_nothing_else(text: str, expected: str) -> None:
    assert shown(text) == expected
    assert all(fence.closed for fence in find_fences(text.split("\n")))


UNCLOSED = (
    pytest.param("a\n```py\nx\n\nb\n", (), (), (2, 5), id="at the end of the text"),
    pytest.param("1.  a\n    ```\n    x\n2.  b\n    ```\n    y\n    ```", (), (), (2, 3), id="at the end of its list item"),
    pytest.param("1.  a\n    ```\n    x\n\nb", (), (), (2, 3), id="before text outside of its list"),
    pytest.param("1.  a\n    ```\n    x\nb\n```\ny\n```", (), (), (2, 3), id="before a fence outside of its list"),
    pytest.param("```py\nx\n\n## 2. b\nc", (4,), (), (1, 2), id="before a section"),
    pytest.param("```py\nx\n## 2. b\n```py\ny\n```", (3,), (), (1, 2), id="before a section that has a fence of its own"),
    pytest.param("```py\nx\n\nb\n```py\ny\n```", (), (), (1, 4), id="before another fence for code, where none can open"),
    pytest.param("```\nx\n---\n# b", (), (3,), (1, 2), id="before an end"),
    pytest.param("```\nx\n---\n# b\n```\ny\n```\nc", (), (3,), (1, 2), id="before an end behind which fences come in pairs"),
    pytest.param("```\nx\n## 2. a\n---\n# b\n```\nd", (3,), (4,), (1, 2), id="before a section and an end"),
    pytest.param("```\nx\n---\n# b\n---\n```\ny\n```", (), (3, 5), (1, 2), id="before the first of two ends"),
)


@pytest.mark.parametrize(("text", "sections", "ends", "expected"), UNCLOSED)
def test_an_unclosed_fence_ends(text: str, sections: tuple[int], ends: tuple[int], expected: tuple[int, int]) -> None:
    first = next(fence for fence in find_fences(text.split("\n"), sections, ends))
    assert not first.closed
    assert (first.first, first.last) == expected


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        pytest.param("```py\nx\n---\n# b\n```\nd", (3,), id="an end in a block that names its language"),
        pytest.param("```\nx\n---\n# b\n---\n# c\n```\nd", (3, 5), id="two ends"),
        pytest.param("```py\n---\n# b\n```\n---\n```py\ny\n```", (2, 5), id="a block and an end, and such below"),
    ],
)
def test_a_fence_that_closes_holds_the_ends_in_it(text: str, ends: tuple[int, ...]) -> None:
    lines = text.split("\n")
    fences = find_fences(lines, (), ends)
    assert all(fence.closed for fence in fences)
    assert fences[0].last == lines.index("```", 1) + 1


def test_a_sample_of_markdown_in_a_closed_fence_is_code_though_it_has_sections_and_ends() -> None:
    lines = ["```md", "---", "# a", "## 1. b", "```", "c"]
    assert [(fence.last, fence.closed) for fence in find_fences(lines, sections=(4,), ends=(2,))] == [(5, True)]


def test_code_that_fell_out_of_its_list_item_moves_back_as_a_whole() -> None:
    lines = ["1.  a", "    ```py", "def f():", "    # x", "", "    ```"]
    (fence,) = find_fences(lines)
    assert mended(lines, fence) == [(2, "    ```py"), (3, "    def f():"), (4, "        # x"), (5, ""), (6, "    ```")]


def test_a_fence_in_order_stays_as_it_is() -> None:
    lines = ["1.  a", "    ```py", "      x", "    ```"]
    (fence,) = find_fences(lines)
    assert mended(lines, fence) == [(2, "    ```py"), (3, "      x"), (4, "    ```")]


def test_an_unclosed_fence_gets_a_closing_line_of_no_source_line() -> None:
    lines = ["~~~~", "x", "## 2. b"]
    (fence,) = find_fences(lines, sections=(3,))
    assert mended(lines, fence) == [(1, "~~~~"), (2, "x"), (0, "~~~~")]


def commonmark_mask(text: str) -> list[bool]:
    mask = [False] * len(text.split("\n"))
    for token in MarkdownIt().parse(text):
        if token.type == "fence" and token.map:
            mask[token.map[0] : token.map[1]] = [True] * (token.map[1] - token.map[0])
    return mask


FLAT = ("", "a", "# b", "```", "  ```", "````", "```py", "~~~", "~~~ py", "``` `", "a ```")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FLAT), max_size=12))
def test_outside_lists_the_mask_is_commonmarks(lines: list[str]) -> None:
    theirs, ours = commonmark_mask("\n".join(lines)), code_mask(lines)
    assert [number for number, line in enumerate(lines) if line and ours[number] != theirs[number]] == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from((*FLAT, "- a", "  b", "1.  c", "    d", "    ```", "    ```py", "        ```", "---", "## 2. e")),
        max_size=16,
    ),
    st.sets(st.integers(1, 16), max_size=3),
    st.sets(st.integers(1, 16), max_size=3),
)
def test_fences_never_overlap_and_stay_within_the_text(lines: list[str], sections: set[int], ends: set[int]) -> None:
    last = 0
    for fence in find_fences(lines, sections, ends):
        assert last < fence.first <= fence.last <= len(lines)
        assert [number for number, _ in mended(lines, fence) if number] == list(range(fence.first, fence.last + 1))
        last = fence.last


def test_long_damage_is_read_in_linear_time() -> None:
    unit = ["```py", "x", "## 1. a", "~~~", "- ```", "b", "---", "    ```"]

    def cost(times: int) -> int:
        lines = unit * times
        return steps(lambda: find_fences(lines, range(3, len(lines), len(unit)), range(7, len(lines), len(unit))))

    assert cost(1200) < 8 * cost(300)


def test_the_fences_of_real_digests_are_commonmarks(dumps_dir: Path) -> None:
    path = dumps_dir / "paper-digests.md"
    if not path.is_file():
        pytest.skip(f"no {path}")
    text = path.read_text(encoding="utf-8")
    lines, theirs, ours = text.split("\n"), commonmark_mask(text), code_mask(text.split("\n"))
    assert [number for number, line in enumerate(lines) if line.strip() and ours[number] != theirs[number]] == []
