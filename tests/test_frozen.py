"""Values made and copied past their constructors are what the constructors make."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import pytest

from papersite.frozen import built, replaced
from papersite.model import Library, Note, Record, Reference
from tests.small_library import LIBRARY, RLHF


@dataclass(frozen=True, slots=True)
class One:
    """A value of one field."""

    only: int


@dataclass(frozen=True)
class Loose:
    """A value without slots, and with a default."""

    a: int
    b: str = "b"


@dataclass(frozen=True, slots=True)
class Busy:
    """A value that looks at itself when it is made."""

    a: int

    def __post_init__(self) -> None:
        """Refuses nothing."""


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        (RLHF, {"slug": "x", "notes": ()}),
        (RLHF, {}),
        (RLHF.notes[0], {"body": None}),
        (LIBRARY, {"records": ()}),
        (One(1), {"only": 2}),
        (One(1), {}),
        (Loose(1), {"a": 2}),
        (Loose(1, "c"), {"b": "d"}),
    ],
    ids=lambda given: type(given).__name__,
)
def test_a_copy_is_what_replace_makes(value: Any, changes: dict[str, object]) -> None:
    copy = replaced(value, **changes)
    assert copy == replace(value, **changes)
    assert type(copy) is type(value) and hash(copy) == hash(replace(value, **changes))


@pytest.mark.parametrize("cls", [Note, Record, Reference, Library])
def test_every_field_is_copied(cls: Any) -> None:
    """Each field holds its own name, so that none can take another's place."""
    names = [field.name for field in fields(cls)]
    value = built(cls, names)
    assert [getattr(value, name) for name in names] == names
    assert [getattr(replaced(value, **{names[-1]: 1}), name) for name in names] == [*names[:-1], 1]


def test_what_is_no_field_or_no_plain_value_is_refused() -> None:
    with pytest.raises(TypeError, match="no colour, size"):
        replaced(RLHF, colour=1, size=2)
    with pytest.raises(TypeError, match="Busy"):
        replaced(Busy(1), a=2)
    with pytest.raises(TypeError, match="int"):
        replaced(1, real=2)


@pytest.mark.parametrize("parts", [(), (1,), (1, "b", 3)])
def test_too_few_or_too_many_parts_are_refused(parts: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="zip"):
        built(Loose, parts)
