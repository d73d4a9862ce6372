"""Reading time: Japanese by the character, English by the word."""

from __future__ import annotations

import pytest

from papersite.reading import reading_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        pytest.param("", 1, id="nothing takes a minute"),
        pytest.param("あ" * 1500, 3, id="five hundred Japanese characters a minute"),
        pytest.param("word " * 920, 4, id="two hundred and thirty English words a minute"),
        pytest.param("あ" * 1000 + " word" * 460, 4, id="a mixed text is the sum of both"),
        pytest.param("https://example.org/" + "a/" * 2000, 1, id="an address is not read"),
        pytest.param("```\n" + "x y z\n" * 800 + "```\n", 1, id="a listing is looked at"),
        pytest.param("```\n" + "word\n" * 920, 4, id="a fence that is never closed hides nothing"),
    ],
)
def test_a_text_takes_its_time(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes


def test_several_texts_take_as_long_as_one_of_all() -> None:
    assert reading_minutes("あ" * 700, "あ" * 800) == reading_minutes("あ" * 1500)
