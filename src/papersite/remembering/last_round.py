"""Doing a thing again when little has changed: what equals the last round's inputs has the last round's result.

A round runs every stage over everything, as if for the first time; here a stage is spared that is asked the same again, and a
result that comes out equal stays the same object, so that what rests on it is spared too. Nothing is invalidated and there is
no graph: a result depends on the inputs that stand in the call, and on nothing else. Functions must be pure and their inputs
and results frozen; mappings are no inputs, for dicts that differ in order are equal. Nothing is kept on disk (see `memo`), and
only the last round is kept at all.

Equality of tuples looks at identity first, so columns are compared block by block: finding the one of 10,000 rows that is
another takes 0.3 ms a column. Zipping them to rows and comparing those took ten times as long, and left 10,000 tuples behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from operator import is_, is_not
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_Columns = tuple[Sequence[Any], ...]
_BLOCK = 256  # rows compared at once


@dataclass(frozen=True, slots=True)
class _Table:
    """What a function was asked for each row, and what it gave."""

    given: tuple[Any, ...]
    columns: _Columns
    results: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Gathering:
    """What was gathered from a column."""

    column: Sequence[Any]
    groups: tuple[tuple[int, ...], ...]
    members: tuple[tuple[Any, ...], ...]
    _holding: dict[int, list[int]] = field(default_factory=dict)

    def holding(self, place: int) -> Sequence[int]:
        """The groups that hold a place."""
        if not self._holding:
            for number, group in enumerate(self.groups):
                for at in group:
                    self._holding.setdefault(at, []).append(number)
        return self._holding.get(place, ())


class LastRound:
    """Inputs and results of the last calls, by function. One round goes on at a time; what it made may be asked for from any
    thread, for each call reads what is known at once and writes at once.
    """

    def __init__(self) -> None:
        self._whole: dict[Callable[..., Any], tuple[tuple[Any, ...], Any]] = {}
        self._each: dict[Callable[..., Any] | str, _Table] = {}
        self._gathered: dict[str, _Gathering] = {}

    def whole(self, function: Callable[P, T], *inputs: P.args, **none: P.kwargs) -> T:
        """`function(*inputs)`: the last result if the inputs are equal to the last ones, or if the result is."""
        last = self._whole.get(function)
        if last is not None and last[0] == inputs:
            result: T = last[1]
        else:
            result = function(*inputs, **none)
            if last is not None and last[1] == result:
                result = last[1]
        self._whole[function] = (inputs, result)
        return result

    def each(
        self, function: Callable[..., T], *columns: Sequence[Any], given: tuple[Any, ...] = (), name: str = ""
    ) -> tuple[T, ...]:
        """`function(*row, *given)` for each row of some columns, where only rows that came or changed are computed.

        What is given to all rows must be the same for any to be spared. A function that is made anew each round needs a name.
        Columns are kept as they are, so they must not change later.
        """
        key = name or function
        last = self._each.get(key)

        def computed(place: int) -> T:
            return function(*[column[place] for column in columns], *given)

        results: tuple[T, ...]
        size = _height(columns)
        if last is None or last.given != given:
            results = tuple([function(*row, *given) for row in zip(*columns, strict=True)])
            results = results if last is None else _kept(results, last.results)
        elif size == len(last.results):
            results = _renewed(columns, last, computed)
        else:
            results = _moved(columns, last, computed)
        self._each[key] = _Table(given, columns, results)
        return results

    def gathered(self, name: str, column: Sequence[T], groups: tuple[tuple[int, ...], ...]) -> tuple[tuple[T, ...], ...]:
        """The members of groups, which are places in a column; where groups stay, only those with other members are anew.

        Putting 10,000 groups together takes 4 ms.
        """
        last = self._gathered.get(name)
        if last is None or last.groups is not groups or len(last.column) != len(column):
            made = _Gathering(column, groups, tuple([tuple([column[at] for at in group]) for group in groups]))
        else:
            members: list[tuple[Any, ...]] | None = None
            for place in _others((column,), (last.column,)):
                members = [*last.members] if members is None else members
                for number in last.holding(place):
                    members[number] = tuple([column[at] for at in groups[number]])
            made = last if members is None else replace(last, column=column, members=tuple(members))
        self._gathered[name] = made
        return made.members


def _height(columns: _Columns) -> int:
    size = len(columns[0])
    if any(len(column) != size for column in columns):
        raise ValueError("columns of different lengths")
    return size


def _renewed(columns: _Columns, last: _Table, computed: Callable[[int], T]) -> tuple[T, ...]:
    """The results for as many rows as there were."""
    others = [place for place in _others(columns, last.columns) if _row(columns, place) != _row(last.columns, place)]
    known: dict[tuple[Any, ...], Any] = {}
    if len(others) > 1:  # a row may have changed its place with another
        known = {_identity(_row(last.columns, at)): last.results[at] for at in others}
    results: list[T] | None = None
    for place in others:
        same = _identity(_row(columns, place))
        result = known[same] if same in known else computed(place)
        if result != last.results[place]:
            results = [*last.results] if results is None else results
            results[place] = result
    return last.results if results is None else tuple(results)


def _moved(columns: _Columns, last: _Table, computed: Callable[[int], T]) -> tuple[T, ...]:
    """The results where rows came or went: those before and behind stay, and a row among them is known by what it holds."""
    size, before = _height(columns), len(last.results)
    start = _alike(columns, last.columns)
    end = min(_alike(columns, last.columns, backwards=True), size - start, before - start)
    known = {_identity(_row(last.columns, at)): last.results[at] for at in range(start, before - end)}
    middle = [
        known[same] if (same := _identity(_row(columns, at))) in known else computed(at) for at in range(start, size - end)
    ]
    return (*last.results[:start], *middle, *last.results[before - end :])


def _row(columns: _Columns, place: int) -> tuple[Any, ...]:
    return tuple([column[place] for column in columns])


def _others(columns: _Columns, last: _Columns) -> Iterator[int]:
    """The places of rows that may not be equal, as far as there are rows on both sides."""
    pairs = [(new, old) for new, old in zip(columns, last, strict=True) if new is not old]
    rows = min(_height(columns), _height(last)) if pairs else 0
    for start in range(0, rows, _BLOCK):
        block = slice(start, min(start + _BLOCK, rows))
        others: set[int] = set()
        for new, old in pairs:
            here, there = new[block], old[block]
            if here != there:
                others.update(compress(range(block.start, block.stop), map(is_not, here, there)))
        yield from sorted(others)


def _alike(columns: _Columns, last: _Columns, *, backwards: bool = False) -> int:
    """How many rows are equal from one end on."""
    if backwards:
        columns, last = tuple(column[::-1] for column in columns), tuple(column[::-1] for column in last)
    places = (place for place in _others(columns, last) if _row(columns, place) != _row(last, place))
    return next(places, min(_height(columns), _height(last)))


def _kept(results: tuple[Any, ...], last: tuple[Any, ...]) -> tuple[Any, ...]:
    """The results, where each that equals the last one at its place is the last one."""
    if len(results) != len(last):
        return results
    kept = tuple([old if new is old or new == old else new for new, old in zip(results, last, strict=True)])
    return last if all(map(is_, kept, last)) else kept


def _identity(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The very objects that a row holds: by these a row is known that moved among others."""
    return tuple([tuple(map(id, each)) if type(each) is tuple else id(each) for each in row])
