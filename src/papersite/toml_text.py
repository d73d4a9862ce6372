"""TOML that people write: read with the line of a mistake, and only as deep and as long as any of our files is.

The standard library's reader recurses over nested values and raises a bare ValueError for a number of 5,000 digits; both are
mistakes of a file like any other here. What the keys mean is their reader's business.
"""

from __future__ import annotations

import tomllib
from typing import Any

from papersite.regex import lazy_regex

MAX_CHARACTERS = 1 << 20
_MAX_DEPTH = 20
_PLACE = lazy_regex(r"\(at line (\d+), column \d+\)")


class TomlError(Exception):
    """A text that is no TOML of ours: why, and the line from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message, self.line = message, line


def read_toml(text: str) -> dict[str, Any]:
    """The tables of a text. Raises TomlError."""
    if len(text) > MAX_CHARACTERS:
        raise TomlError(f"longer than {MAX_CHARACTERS:,} characters, and was not read", 1)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        raise TomlError(f"not TOML: {error}", int(place[1]) if place else max(1, text.count("\n"))) from error
    except RecursionError:
        raise TomlError("it nests too deep", 1) from None
    except ValueError as error:  # of a number, as Python reads it
        raise TomlError(f"a number in it can't be read: {error}", 1) from error
    if _is_deep(tables):
        raise TomlError("it nests too deep", 1)
    return tables


def _is_deep(tables: dict[str, Any]) -> bool:
    level: list[Any] = [tables]
    for _ in range(_MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
    return bool(level)
