"""Long lists in pages: every entry stands on one, in order, and a month that is cut keeps its number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.config import Config
from papersite.plan.addresses import href
from papersite.plan.parts import month_sizes, months_of, nth_part, parts_needed, place_of_entry
from papersite.plan.shelf import shelve
from papersite.views import Part
from papersite.views.parts import part_url
from tests.small_library import LIBRARY

CARD = shelve(LIBRARY, Config(), ()).cards["rlhf"]

T = TypeVar("T")


def parts_of(url: str, entries: Sequence[T], most: int) -> list[tuple[Part, Sequence[T]]]:
    """All pages of a list."""
    return [nth_part(url, entries, number, most) for number in range(1, parts_needed(len(entries), most) + 1)]


@given(entries=st.lists(st.integers(), max_size=30), most=st.integers(1, 9))
def test_the_pages_of_a_list_are_the_list(entries: list[int], most: int) -> None:
    parts = parts_of("/papers/", entries, most)
    assert [entry for _, found in parts for entry in found] == entries
    assert all(entries[part.first - 1 : part.last] == found for part, found in parts)
    assert [part.number for part, _ in parts] == list(range(1, len(parts) + 1))
    assert {(part.count, part.total) for part, _ in parts} == {(len(parts), len(entries))}


def test_a_list_that_fits_keeps_its_address_and_what_follows_stands_below() -> None:
    parts = [part for part, _ in parts_of("/tags/強化学習/", range(5), 2)]
    assert [part.url for part in parts] == ["/tags/強化学習/", "/tags/強化学習/page/2/", "/tags/強化学習/page/3/"]
    first, second, third = (href(part.url) for part in parts)
    assert {part.whole for part in parts} == {first}
    assert all(url.isascii() for url in (first, second, third))
    assert [(part.newer, part.older) for part in parts] == [("", second), (first, third), (second, "")]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param(1, [1, 2, 3, 20], id="the first page"),
        pytest.param(10, [1, 8, 9, 10, 11, 12, 20], id="one in the middle"),
        pytest.param(20, [1, 18, 19, 20], id="the last page"),
    ],
)
def test_a_page_leads_to_the_ends_and_to_those_about_it(number: int, shown: list[int]) -> None:
    part = [part for part, _ in parts_of("/papers/", range(20), 1)][number - 1]
    assert part.near == tuple((near, part_url("/papers/", near).removeprefix("/")) for near in shown)


def test_a_month_that_is_cut_keeps_its_whole_number() -> None:
    march = [replace(CARD, date=dt.date(2024, 3, 1))] * 150
    undated = [replace(CARD, date=None)] * 2
    cards = march + undated
    sizes = month_sizes([card.date for card in cards])
    first, second = (months_of(nth_part("/papers/", cards, number)[1], sizes) for number in (1, 2))
    assert [(month.first, len(month.cards), month.count) for month in (*first, *second)] == [
        (dt.date(2024, 3, 1), 100, 150),
        (dt.date(2024, 3, 1), 50, 150),
        (None, 2, 2),
    ]


def test_an_entry_is_found_on_its_page() -> None:
    assert place_of_entry("/papers/", 99, "2024-03") == "papers/#2024-03"
    assert place_of_entry("/papers/", 100, "2024-03") == "papers/page/2/#2024-03"
