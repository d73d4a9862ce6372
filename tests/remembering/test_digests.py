"""Digests of values: equal for equal values wherever they are made, different for everything else."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import subprocess
import sys
from dataclasses import dataclass, fields, replace
from enum import Enum, StrEnum
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.model import Body, IdScheme, Note, Origin, PaperId
from papersite.remembering import digests
from papersite.remembering.digests import engine_digest, field_keys, value_key


@dataclass(frozen=True, slots=True)
class Left:
    a: object
    b: object = None


@dataclass(frozen=True, slots=True)
class Right:
    a: object
    b: object = None


@dataclass(frozen=True, slots=True)
class Single:
    only: object


class Colour(StrEnum):
    RED = "red"


class Paint(Enum):
    RED = "red"


NOTE = Note(
    format="front_matter",
    origin=Origin(PurePosixPath("notes/a.md"), 3, 9),
    body=Body("強化学習の要点。\n- reward", (5, 6)),
    title="報酬設計の話",
    date=dt.date(2025, 4, 1),
    ids=(PaperId(IdScheme.ARXIV, "1706.03762"),),
)

DIFFERENT = [
    *(None, True, False, 0, 1, 2**70, 1.0, 0.0, -0.0, "", "1", "a", b"a", "red", Colour.RED, Paint.RED),
    *((), ("a",), ("a", "b"), ("ab",), ("a", ("b",)), (("a",), "b"), ("ab", ""), [], ["a"], ("a", "list"), ["a", "list"]),
    *(Left(1), Left(1, ()), Right(1), Left(None, 1), Left((1, None)), Single(1), Single((1,)), Single(None)),
    *(dt.date(2025, 4, 1), dt.datetime(2025, 4, 1), dt.time(4, 1), "2025-04-01"),
    *(PurePosixPath("a"), PurePosixPath("a/b"), {}, {"a": 1}, {"a": 2}, {1: "a"}, frozenset(), frozenset({"a"})),
    *("が", "か\u3099", "\ud800", "a\0b", "a\0", float("inf")),
]


def test_values_that_differ_in_anything_have_different_keys() -> None:
    keys = [value_key(value) for value in DIFFERENT]
    clashes = [(one, other) for (one, a), (other, b) in itertools.combinations(zip(DIFFERENT, keys, strict=True), 2) if a == b]
    assert not clashes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"a": 1, "b": (2,)}, {"b": (2,), "a": 1}, id="the order of a mapping"),
        pytest.param(frozenset(map(str, range(40))), frozenset(map(str, reversed(range(40)))), id="the order of a set"),
        pytest.param({"a": 1}, MappingProxyType({"a": 1}), id="the type of a mapping"),
        pytest.param(("word",) * 2, ("word", "".join(["wo", "rd"])), id="which strings are shared or interned"),
        pytest.param((Left(1),) * 2, (Left(1), Left(1)), id="which dataclasses are shared"),
        pytest.param(float("nan"), float("nan"), id="which not-a-number it is"),
    ],
)
def test_no_key_depends_on(one: object, other: object) -> None:
    assert value_key(one) == value_key(other)


def test_parts_are_not_run_together() -> None:
    assert len({value_key("ab", "c"), value_key("a", "bc"), value_key("abc"), value_key(("ab", "c"))}) == 4


@pytest.mark.parametrize("value", [object(), {1, 2}, bytearray(b"a"), len, Left, iter(())], ids=lambda v: type(v).__name__)
def test_what_is_no_frozen_value_is_refused_by_name(value: object) -> None:
    with pytest.raises(TypeError, match=type(value).__name__):
        value_key(("inside", value))


def test_every_field_of_a_dataclass_counts_also_those_left_out_of_its_comparison() -> None:
    changed: dict[str, object] = {field.name: "something else" for field in fields(NOTE)}
    keys = {value_key(replace(NOTE, **{name: value})) for name, value in changed.items()}  # type: ignore[arg-type]
    assert len(keys | {value_key(NOTE)}) == len(changed) + 1


@dataclass
class Mutable:
    a: object
    b: object = None


def test_a_value_that_may_change_is_looked_at_anew_each_time() -> None:
    value = Mutable(1)
    before = value_key(value)
    value.a = 2
    assert value_key(value) != before
    assert value_key(Left(1)) == value_key(Left(1)) != value_key(Left(2))


def test_field_keys_say_which_field_changed() -> None:
    before, after = field_keys(NOTE), field_keys(replace(NOTE, title="別の題"))
    assert {name for name in before if before[name] != after[name]} == {"title"}


def test_field_keys_are_for_instances_of_dataclasses_only() -> None:
    for value in ("text", Left):
        with pytest.raises(TypeError, match="no fields"):
            field_keys(value)


@pytest.mark.slow
def test_keys_are_the_same_in_another_process_with_another_hash_seed() -> None:
    code = (
        "from papersite.remembering.digests import engine_digest, value_key\n"
        "from papersite.model import Body, IdScheme, PaperId\n"
        "body = Body('報酬の設計', (1, 2))\n"
        "line = value_key(body, IdScheme.ARXIV, frozenset({'a', 'b', 'c'}), {'x': 1, 'y': 2}) + ' ' + engine_digest()\n"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code + "print(line)"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]
    here: dict[str, str] = {}
    exec(code, here)
    assert [run.communicate()[0].strip() for run in runs] == [here["line"]] * 2


def test_the_engine_is_another_one_when_its_own_files_change_and_only_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "__file__", str(tmp_path / "remembering" / "digests.py"))
    seen = []
    for name, text in [
        ("formats/a.py", "1"),
        ("formats/a.py", "2"),
        ("b.py", "2"),
        ("tags.toml", ""),
        ("theme/templates/page.html", "a theme has keys of its own"),
        ("__pycache__/b.pyc", ""),
    ]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
        seen.append(engine_digest.__wrapped__())
    assert len(set(seen)) == 4
    assert seen[3] == seen[4] == seen[5]


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.builds(Left, inner, inner) | st.builds(Right, inner),
    max_leaves=8,
)


@given(_values, _values)
def test_keys_are_equal_exactly_when_values_and_types_are(one: object, other: object) -> None:
    # The representation tells types apart, which == does not (1 == True == 1.0).
    assert (value_key(one) == value_key(other)) == (repr(one) == repr(other))
