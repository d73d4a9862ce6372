"""Which names are split into family and given, and which stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.exports.people import Person, read_person


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ashish Vaswani", Person("Vaswani", "Ashish")),
        ("Kris M. Kitani", Person("Kitani", "Kris M.")),
        ("László A. Jeni", Person("Jeni", "László A.")),
        ("Laurens van der Maaten", Person("van der Maaten", "Laurens")),
        ("Vaswani, Ashish", Person("Vaswani", "Ashish")),
        ("Martin Luther King Jr.", Person("King", "Martin Luther", "Jr.")),
        ("Martin Luther King, Jr.", Person("King", "Martin Luther", "Jr.")),
        ("山田 花子", Person("山田", "花子")),
        ("山田　花子", Person("山田", "花子")),
        ("佐々木 あかり", Person("佐々木", "あかり")),
        ("김 민수", Person("김", "민수")),
    ],
)
def test_a_name_whose_writing_tells_its_parts_is_split(name: str, person: Person) -> None:
    assert read_person(name) == person


@pytest.mark.parametrize(
    "name",
    [
        "Carbonell",
        "山田花子",
        "トム クルーズ",
        "アラン・チューリング",
        "山田 Hanako",
        "Gemini Team",
        "Google DeepMind",
        "OpenAI",
        "DeepSeek-AI",
        "東京大学 松尾研究室",
        "株式会社 山田",
        "AI at Meta",
        "One, Two, Three",
        "A Phrase Of Far Too Many Words",
        "user_42",
        "Jr.",
    ],
)
def test_a_name_that_may_be_a_group_or_whose_parts_are_not_sure_stays_whole(name: str) -> None:
    assert read_person(name) == Person(name)
    assert read_person(name).whole


@given(st.text(max_size=30) | st.lists(st.sampled_from(("van", "de", "Jr.", ",", "Ann", "Bo", "山田", "花子"))).map(" ".join))
def test_no_letter_of_a_name_is_lost(name: str) -> None:
    person = read_person(name)
    parts = "".join((person.family, person.given, person.suffix))
    assert sorted("".join(parts.split()).replace(",", "")) == sorted("".join(name.split()).replace(",", ""))
