"""The keys that papers are cited by: what they are made of, and that they stay."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.model import IdScheme, PaperId, Record, TitleSource
from papersite.plan.cite_keys import cite_keys, wanted_key
from tests.small_library import ALIGNMENT, TRANSFORMER, UNDATED


def paper(slug: str, day: int = 1, **changes: object) -> Record:
    """A record of its own, with a note of its own day."""
    note = replace(TRANSFORMER.notes[0], date=dt.date(2024, 5, day))
    return replace(TRANSFORMER, slug=slug, notes=(note,), **changes)  # type: ignore[arg-type]


def arxiv(number: str) -> tuple[PaperId, ...]:
    return (PaperId(IdScheme.ARXIV, number),)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, "vaswani2017attention"),
        ({"authors": ("Łukasz Kaiser",)}, "kaiser2017attention"),
        ({"authors": ("Bernhard Schölkopf",)}, "scholkopf2017attention"),
        ({"authors": ("Søren Gøtzsche",)}, "gotzsche2017attention"),
        ({"authors": ("Laurens van der Maaten",)}, "vandermaaten2017attention"),
        ({"title": "The GPT-4 Technical Report"}, "vaswani2017gpt4"),
        ({"title": "On the Dangers of Stochastic Parrots"}, "vaswani2017dangers"),
        ({"title": "ＲＬＨＦの手引き"}, "vaswani2017rlhf"),
        ({"title": "注意だけでよい"}, "vaswani2017"),
        ({"authors": ("山田 花子",)}, "attention2017"),
        ({"authors": ()}, "attention2017"),
        ({"authors": ("山田 花子",), "title": "小さなLLMの評価"}, "llm2017"),
        ({"authors": ("山田 花子",), "title": "注意だけでよい"}, "2017-1706.03762"),
        ({"authors": ("山田 花子",), "title": "注意だけでよい", "year": None}, "paper-1706.03762"),
        ({"authors": (), "year": None}, "attention-1706.03762"),
        ({"title_source": TitleSource.DERIVED}, "arxiv-1706.03762"),
    ],
)
def test_a_key_is_made_of_family_name_year_and_word(changes: dict[str, object], key: str) -> None:
    assert wanted_key(replace(paper("transformer"), **changes)) == key  # type: ignore[arg-type]


def test_of_papers_that_want_one_key_the_oldest_keeps_it_and_the_others_say_their_number() -> None:
    records = (paper("b", 9, ids=arxiv("2405.00002")), paper("a", 5, ids=arxiv("2405.00001")), paper("c", 20, ids=()))
    keys = cite_keys(records)
    assert keys["a"] == "vaswani2017attention"
    assert keys["b"] == "vaswani2017attention-2405.00002"
    assert re.fullmatch(r"vaswani2017attention-[0-9a-f]{8}", keys["c"])


def test_a_newer_paper_changes_no_key() -> None:
    old = (paper("a", 5, ids=arxiv("2405.00001")), paper("b", 9, ids=arxiv("2405.00002")), UNDATED, ALIGNMENT)
    before = cite_keys(old)
    after = cite_keys((paper("0-newest", 30, ids=arxiv("2405.00009")), *old))
    assert {slug: after[slug] for slug in before} == before


NAMES = st.sampled_from(("Wei Wang", "Wei Wang", "山田 花子", "OpenAI", ""))
TITLES = st.sampled_from(("Large Models", "Large Data", "大きなモデル", "Large Models-2405.00001"))
NUMBERS = st.none() | st.integers(1, 3)
YEARS = st.none() | st.just(2024)


@given(st.lists(st.tuples(NAMES, TITLES, NUMBERS, YEARS), max_size=8), st.randoms(use_true_random=False))
def test_keys_are_ascii_unequal_and_the_same_in_any_order(
    rows: list[tuple[str, str, int | None, int | None]], chance: random.Random
) -> None:
    records = [
        paper(
            f"p{place}",
            place + 1,
            authors=(name,) if name else (),
            title=title,
            ids=arxiv(f"2405.{place}000{number}") if number else (),
            year=year,
        )
        for place, (name, title, number, year) in enumerate(rows)
    ]
    keys = cite_keys(records)
    assert len(set(keys.values())) == len(records)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*", key) for key in keys.values())
    chance.shuffle(records)
    assert cite_keys(records) == keys
