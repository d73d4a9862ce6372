"""Digests of values: what makes two inputs the same input.

A view, a note or a config is reduced to nested tuples and lists of plain values, written out by `marshal`, and hashed. Types
are part of the digest (1, True, 1.0 and "1" are four values), lengths are written before contents, and nothing depends on the
machine, the hash seed, or which objects happen to be shared. Nothing here remembers anything: see `memo`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import marshal
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from pathlib import Path, PurePath
from typing import Any

from papersite.installed import versions_needed

_DIGEST_CHARS = 40  # 160 bits: no two inputs of any site meet by accident

# Version 2 of marshal's format is the newest one without references and without the mark of interned strings, both of which
# would tell equal values apart (https://docs.python.org/3/library/marshal.html#marshal.version). One call of `marshal.dumps`
# took half the time of appending every leaf to a bytearray: 12 against 20 µs for a card of eight fields.
_MARSHAL_VERSION = 2
_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})


def value_key(*parts: object) -> str:
    """The digest of some values, in this order: dataclasses, tuples, plain values, dates, enums, paths, mappings, sets.

    Lists count too, for TOML tables hold them. Raises TypeError for anything else.
    """
    return _digest(marshal.dumps(_reduce_each(parts), _MARSHAL_VERSION))


def field_keys(value: object) -> dict[str, str]:
    """The digest of each field of a dataclass, by name: equal when, and only when, `value_key` of the whole is equal.

    Keeping these instead of one digest costs a hash a field, and lets `memo.Trace` say which one changed.
    """
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"a {_name(type(value))} has no fields")
    return {field.name: value_key(getattr(value, field.name)) for field in fields(value)}


@cache
def engine_digest() -> str:
    """The digest of what turns inputs into pages: the package's own files, Python, and the packages it depends on.

    The default theme is left out, for templates and static files have keys of their own.
    """
    package = Path(__file__).parents[1]
    files = sorted(
        (path.relative_to(package).as_posix(), path.read_bytes())
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.relative_to(package).parts[0] != "theme"
    )
    return value_key(tuple(files), versions_needed(), sys.version_info[:3], unicodedata.unidata_version)


def _digest(data: bytes) -> str:
    # SHA-256 runs in hardware on the machines of today: three times the speed of BLAKE2b here.
    return hashlib.sha256(data).hexdigest()[:_DIGEST_CHARS]


# ── values as plain values ───────────────────────────────────────────────────────────────────────────────────────────
#
# A tuple stays a tuple. Whatever else is not plain becomes a list whose last entry says what it was, so that it equals no
# tuple and nothing of another type.

_Reduce = Callable[[Any], Any]


def _reduce_each(values: Any) -> tuple[Any, ...]:
    return tuple([value if type(value) in _PLAIN else _reduced(value) for value in values])


def _reduced(value: Any) -> Any:
    cls: Any = type(value)
    return _reducer(cls)(value)


@cache
def _reducer(cls: Any) -> _Reduce:
    """How values of exactly one type become plain."""
    if cls in _PLAIN:
        return lambda value: value
    if cls is tuple:
        return _reduce_each
    if cls is list:
        return lambda value: [*_reduce_each(value), "list"]
    if is_dataclass(cls):
        return _dataclass_reducer(cls)
    if issubclass(cls, Enum):
        return lambda value: [_reduced(value.value), f"enum {_name(cls)}"]
    if issubclass(cls, PurePath):
        return lambda value: [value.as_posix(), "path"]
    if issubclass(cls, dt.date | dt.time):
        return lambda value: [value.isoformat(), _name(cls)]
    if issubclass(cls, Mapping):
        return lambda value: [*_in_order((key, value[key]) for key in value), "mapping"]
    if issubclass(cls, frozenset):
        return lambda value: [*_in_order(value), "set"]
    if issubclass(cls, str):
        return lambda value: [str.__str__(value), f"str {_name(cls)}"]
    raise TypeError(f"no digest of a {_name(cls)}: it is not a frozen value")


def _dataclass_reducer(cls: Any) -> _Reduce:
    names = [field.name for field in fields(cls)]
    mark = " ".join((_name(cls), *names))
    if len(names) < 2:  # attrgetter gives no tuple for a single name
        return lambda value: [*_reduce_each(getattr(value, name) for name in names), mark]
    values_of = attrgetter(*names)
    # What all pages have in common comes thousands of times over as the very same object: 40 of 100 µs a page.
    frozen = cls.__dataclass_params__.frozen
    last: tuple[object, object] = (None, None)

    def reduce(value: object) -> object:
        nonlocal last
        known, reduced = last
        if value is not known:
            reduced = [*_reduce_each(values_of(value)), mark]
            if frozen:
                last = (value, reduced)
        return reduced

    return reduce


def _in_order(values: Any) -> list[bytes]:
    return sorted(marshal.dumps(_reduced(value), _MARSHAL_VERSION) for value in values)


def _name(cls: Any) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"
