"""The last round: what it spares, and that nothing ever tells its results from those of a first round."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from papersite.remembering.last_round import LastRound

asked: list[object] = []


def doubled(number: int, times: int = 2) -> tuple[int, ...]:
    asked.append(number)
    return (number,) * times


def total(numbers: tuple[int, ...]) -> tuple[int]:
    asked.append(numbers)
    return (sum(numbers),)


def spent(last: LastRound, numbers: Sequence[int], *more: int) -> list[object]:
    """For what the function is called in a round."""
    asked.clear()
    last.each(doubled, numbers, given=more)
    return [*asked]


def test_only_what_changed_is_computed() -> None:
    last = LastRound()
    assert spent(last, [1, 2, 3]) == [1, 2, 3]
    assert spent(last, [1, 2, 3]) == []
    assert spent(last, [1, 9, 3]) == [9]
    assert spent(last, [0, 1, 9, 3, 4]) == [0, 4]
    assert spent(last, [3, 1]) == []
    assert spent(last, [1, 2]) == [2]


def test_what_is_given_to_all_counts_for_all() -> None:
    last = LastRound()
    assert spent(last, [1, 2], 3) == [1, 2]
    assert spent(last, [1, 2], 3) == []
    assert spent(last, [1, 2], 4) == [1, 2]
    assert last.each(doubled, [1], given=(1,)) == ((1,),)


def test_an_equal_result_stays_the_same_object() -> None:
    last = LastRound()
    first = last.whole(total, (1000, 2000))
    assert last.whole(total, (2000, 1000)) is first
    each = last.each(total, [(1000, 2000), (5,)])
    assert last.each(total, [(2000, 1000), (5,)]) is each


def test_a_whole_call_is_spared_only_for_the_same_inputs() -> None:
    last = LastRound()
    asked.clear()
    assert [last.whole(total, inputs) for inputs in ((1, 2), (1, 2), (1, 3))] == [(3,), (3,), (4,)]
    assert asked == [(1, 2), (1, 3)]


@given(st.lists(st.tuples(st.lists(st.integers(0, 5), max_size=8), st.integers(1, 2)), max_size=6))
def test_a_later_round_gives_what_a_first_one_would(rounds: list[tuple[list[int], int]]) -> None:
    last = LastRound()
    for numbers, times in rounds:
        assert last.each(doubled, numbers, given=(times,)) == tuple(doubled(number, times) for number in numbers)
        assert last.whole(total, tuple(numbers)) == total(tuple(numbers))


Groups = st.lists(st.lists(st.integers(0, 5), max_size=4).map(tuple), max_size=5).map(tuple)
Rounds = st.lists(st.tuples(st.lists(st.integers(0, 2), min_size=6, max_size=8), Groups | st.none()), max_size=5)


@given(Rounds)
def test_what_is_gathered_is_what_a_first_round_gathers(
    rounds: list[tuple[list[int], tuple[tuple[int, ...], ...] | None]],
) -> None:
    last = LastRound()
    groups: tuple[tuple[int, ...], ...] = ((0, 1), (5,), (1, 1, 2), ())
    for numbers, others in rounds:
        groups = groups if others is None else others
        column = [(1000 + number,) for number in numbers]  # equal, and not the same
        assert last.gathered("", column, groups) == LastRound().gathered("", column, groups)


def test_only_groups_with_another_member_are_gathered_anew() -> None:
    last, groups = LastRound(), ((0, 1), (2,), (1, 2))
    first = last.gathered("", ["a", "b", "c"], groups)
    assert last.gathered("", ["a", "b", "c"], groups) is first
    second = last.gathered("", ["a", "b", "x"], groups)
    assert second == (("a", "b"), ("x",), ("b", "x"))
    assert second[0] is first[0]
