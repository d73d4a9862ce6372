"""Where the lines of a title end: in the largest size that fits, evenly, and never beyond the margin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.exports.card_lines import Measure, Setting, balanced, broken, cut, set_title

SETTINGS = (Setting(4, 5, 1), Setting(2, 3, 2), Setting(1, 2, 3))
WIDTH = 20


def of_size(size: int) -> Measure:
    """A font whose letters are all as wide as its size."""
    return lambda text: len(text) * size


def words(title: str) -> list[str]:
    return [word + " " for word in title.split(" ")[:-1]] + title.split(" ")[-1:]


@pytest.mark.parametrize(
    ("title", "size", "lines"),
    [
        ("abcde", 4, ("abcde",)),
        ("abcde fghij", 2, ("abcde", "fghij")),
        ("aaaaaaaa bb cc dddddddd", 1, ("aaaaaaaa bb", "cc dddddddd")),
        ("abcdefghijklmno", 1, ("abcdefghijklmno",)),
        ("abcdefghijklmnopqrstuvwxyz", 1, ("abcdefghijklmnopqrst", "uvwxyz")),
        ("a " * 40 + "b", 1, ("a " * 9 + "a", "a " * 9 + "a", "a a a a a a a a a...")),
    ],
    ids=["large", "smaller", "even lines", "smaller before broken", "broken at last", "cut"],
)
def test_a_title_is_set_in_the_largest_size_that_has_room(title: str, size: int, lines: tuple[str, ...]) -> None:
    found = set_title(words(title), SETTINGS, of_size, WIDTH)
    assert (found.setting.size, found.lines) == (size, lines)


PIECES = st.lists(st.text("あいう字ab", min_size=1, max_size=30) | st.sampled_from(("the ", "of ")), min_size=1, max_size=30)


@given(PIECES)
def test_no_line_is_too_long_and_none_too_many(pieces: list[str]) -> None:
    found = set_title(pieces, SETTINGS, of_size, WIDTH)
    assert 0 < len(found.lines) <= found.setting.lines
    assert all(len(line) * found.setting.size <= WIDTH for line in found.lines)


@given(PIECES)
def test_lines_hold_the_whole_title_in_order_unless_it_is_cut(pieces: list[str]) -> None:
    lines = set_title(pieces, SETTINGS, of_size, WIDTH).lines
    shown = "".join(lines).replace(" ", "")
    title = "".join(pieces).replace(" ", "")
    assert shown == title or title.startswith(shown.rstrip(".…"))
    assert (shown == title) or lines[-1].endswith(("...", "…"))


@given(PIECES)
def test_even_lines_are_no_more_than_full_ones(pieces: list[str]) -> None:
    measure = of_size(1)
    pieces = [part for piece in pieces for part in broken(piece, measure, WIDTH)]
    full: list[str] = [""]
    for piece in pieces:
        if full[-1] and len((full[-1] + piece).rstrip()) > WIDTH:
            full.append("")
        full[-1] += piece
    lines = balanced(pieces, measure, WIDTH)
    assert len(lines) <= len(full)
    free = [WIDTH - len(line) for line in lines]
    assert sum(f * f for f in free) <= sum((WIDTH - len(line.strip())) ** 2 for line in full) or len(lines) < len(full)


@given(st.text("あab 、.", max_size=40), st.integers(3, 30))
def test_a_cut_text_has_room(text: str, width: int) -> None:
    found = cut(text, len, width)
    assert len(found) <= width
    assert found == text.strip() or found.endswith(("...", "…"))


def test_breaks_stand_at_the_ends_of_phrases() -> None:
    lines = balanced(["推論能力を", "強化学習により", "引き出す", "方法"], of_size(2), WIDTH)
    assert lines == ("推論能力を", "強化学習により", "引き出す方法")
