"""Three states of a text: what one side did is done, what both did differently at one place is nobody's to decide."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.importing.three_way import merge_lines

LINES = st.lists(st.sampled_from("abcdef"), max_size=8)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("abc", "aXbc", "abcY", "aXbcY"),
        ("abc", "abc", "aZ", "aZ"),
        ("abc", "ac", "abcd", "acd"),
        ("abc", "abcM", "abcT", "abcTM"),
        ("abc", "abcM", "abX", "abXM"),
        ("", "M", "T", "TM"),
        ("abc", "aXc", "aXc", "aXc"),
        ("abc", "abcN", "abcN", "abcN"),
        ("abc", "aXc", "aYc", None),
        ("abc", "aMbc", "aTbc", None),
        ("abc", "ac", "aXc", None),
        ("abc", "Xbc", "", None),
    ],
    ids=[
        "edits apart from each other are both done",
        "what only the dump did is done",
        "a line taken away stays away",
        "at the end both may add, the dump first",
        "a last line that grew and a line added behind it",
        "both began with nothing",
        "both did the same",
        "both added the same",
        "both changed one line",
        "both put something at one place",
        "one took away what the other changed",
        "the dump took everything away",
    ],
)
def test_merging(base: str, mine: str, theirs: str, merged: str | None) -> None:
    assert merge_lines(base, mine, theirs) == (None if merged is None else tuple(merged))


@given(LINES, LINES)
@settings(max_examples=80, deadline=None)
def test_a_side_that_did_nothing_decides_nothing(base: list[str], other: list[str]) -> None:
    assert merge_lines(base, other, base) == tuple(other)
    assert merge_lines(base, base, other) == tuple(other)
    assert merge_lines(base, other, other) == tuple(other)


@given(LINES, LINES, LINES)
@settings(max_examples=80, deadline=None)
def test_what_is_merged_holds_every_line_that_a_side_added(base: list[str], mine: list[str], theirs: list[str]) -> None:
    merged = merge_lines(base, mine, theirs)
    for line in "abcdef":
        if merged is not None and line not in base and (line in mine or line in theirs):
            assert line in merged
