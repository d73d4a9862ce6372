"""Lists of names: how they are cut, and which marks go."""

from __future__ import annotations

import pytest

from papersite.formats.people import clean_name, read_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Byron, Alan Turing", ("Ada Byron", "Alan Turing")),
        ("Ada Byron*1,\xa0Alan Turing*2,3,\xa0Grace Hopper†", ("Ada Byron", "Alan Turing", "Grace Hopper")),
        ("Ada Byron, Alan Turing, and Grace Hopper", ("Ada Byron", "Alan Turing", "Grace Hopper")),
        ("Byron, Ada and Turing, Alan", ("Ada Byron", "Alan Turing")),
        ("一ノ瀬 春(東大)、戸田 健2", ("一ノ瀬 春", "戸田 健")),
        ("Ada Byron et al.", ("Ada Byron",)),
        ("一ノ瀬 春 他3名", ("一ノ瀬 春",)),
        ("Ada Byron, Ada Byron", ("Ada Byron",)),
        ("László A. Jeni1", ("László A. Jeni",)),
        ("1, 2, *", ()),
        ("", ()),
    ],
)
def test_names_are_cut_and_cleaned(text: str, names: tuple[str, ...]) -> None:
    assert read_names(text) == names


def test_what_is_too_long_for_a_name_is_left_alone() -> None:
    text = "a" + "(1)" * 100_000
    assert clean_name(text) == text
