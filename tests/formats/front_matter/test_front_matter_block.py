"""Front matter as written: where it begins and ends, what its keys say, and that no text makes it costly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.formats.front_matter.block import MAX_CHARACTERS, Block, read_block


def block_of(text: str) -> Block:
    block = read_block(text.split("\n"))
    assert block is not None
    return block


def values(block: Block) -> dict[str, object]:
    return {entry.key: entry.value for entry in block.entries}


def test_yaml_values_stay_as_written() -> None:
    block = block_of("---\ndate: 2024-01-05\nyear: 2017\ndraft: yes\nversion: 1.10\nnone:\ntags: [a, b]\n---\n")
    assert values(block) == {
        "date": "2024-01-05",
        "year": "2017",
        "draft": "yes",
        "version": "1.10",
        "none": None,
        "tags": ("a", "b"),
    }
    assert [entry.line for entry in block.entries] == [2, 3, 4, 5, 6, 7]
    assert (block.first, block.last, block.readable, block.troubles) == (1, 8, True, ())


def test_toml_values_become_text_too() -> None:
    block = block_of('+++\ntitle = "A"\ndate = 2024-01-05\ndraft = true\n[extra]\narxiv = "1703.06114"\n+++\n')
    assert values(block) == {"title": "A", "date": "2024-01-05", "draft": "true", "extra": {"arxiv": "1703.06114"}}
    assert [entry.line for entry in block.entries] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "text",
    [
        "# 題名\n\n本文",
        "---\n\n本文だけ。\n\n---\n続き",
        "---\n- a\n- b\n---\n",
        "本文\n---\ntitle: A\n---\n",
        "---",
        "",
        "----\ntitle: A\n----\n",
    ],
)
def test_a_thematic_break_opens_no_front_matter(text: str) -> None:
    assert read_block(text.split("\n")) is None


def test_blank_lines_above_are_forgiven() -> None:
    assert block_of("\n\n---\ntitle: A\n---\n").entries[0].line == 4


def test_a_block_that_is_never_closed_ends_where_the_keys_end() -> None:
    block = block_of("---\ntitle: A\ntags:\n  - b\n\n本文: これは鍵ではない\n")
    assert (block.last, values(block)) == (4, {"title": "A", "tags": ("b",)})
    assert [trouble.line for trouble in block.troubles] == [1]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: Deep Sets: a note", "Deep Sets: a note"),
        ("title: [Paper Note] Deep Sets", "[Paper Note] Deep Sets"),
        ("title: @mio の話", "@mio の話"),
        ("title: `code` の話", "`code` の話"),
        ("title: *大事*", "*大事*"),
        ('title: "Sets" and more', '"Sets" and more'),
        ("title: it's: fine", "it's: fine"),
    ],
)
def test_a_value_that_breaks_yaml_is_read_as_text_and_told(line: str, value: str) -> None:
    block = block_of(f"---\ndate: 2024-01-05\n{line}\ntags: [a]\n---\n")
    assert values(block) == {"date": "2024-01-05", "title": value, "tags": ("a",)}
    assert [trouble.line for trouble in block.troubles] == [3]


def test_of_two_equal_keys_the_first_counts() -> None:
    block = block_of("---\ntitle: A\ndate: 2024-01-05\ntitle: B\n---\n")
    assert values(block)["title"] == "A"
    assert [(trouble.line, "line 2" in trouble.message) for trouble in block.troubles] == [(4, True)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('---\ntitle: A\nsummary: "never closed\n---\n', 3, id="a quotation without end"),
        pytest.param("---\ntitle: A\n\ttags: b\n---\n", 3, id="a tab"),
        pytest.param("---\ntitle: A\njust words\n---\n", 3, id="a line without a key"),
        pytest.param("---\ntitle: " + "[" * 5000 + "\n---\n", 2, id="nesting without end"),
        pytest.param("---\ntitle: &a [*a]\n---\n", 2, id="an alias to itself"),
        pytest.param(f"---\ntitle: {'a' * MAX_CHARACTERS}\n---\n", 1, id="too long"),
        pytest.param('+++\ntitle = "A"\ntitle = "B"\nx = 1\n+++\n', 3, id="TOML with a key twice"),
        pytest.param("+++\ntitle = " + "[" * 5000 + "\n+++\n", 2, id="TOML nesting without end"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int) -> None:
    block = block_of(text)
    assert not block.readable
    assert block.entries == ()
    assert [trouble.line for trouble in block.troubles] == [line]
    assert "`" in block.troubles[0].message


def test_aliases_that_unfold_to_millions_are_refused() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9))
    block = block_of(f"---\nl0: &l0 [{', '.join('x' * 9)}]\n{levels}---\n")
    assert not block.readable
    assert "unfold" in block.troubles[0].message


def test_tags_of_yaml_run_no_code() -> None:
    assert values(block_of("---\ntitle: !!python/object/apply:os.getcwd []\n---\n")) == {"title": ()}


@given(st.text(max_size=200), st.sampled_from(["---", "+++"]))
@settings(max_examples=200, deadline=None)
def test_no_text_raises(text: str, fence: str) -> None:
    read_block(f"{fence}\ntitle: a\n{text}\n{fence}\n".split("\n"))
    read_block(f"{fence}\ntitle = a\n{text}".split("\n"))
