"""The interface in the reader's language: its words, its numbers and its dates.

The words stand in `strings/<language>.toml`, one file per language with the same keys in each. Nothing here knows a page,
and no template holds a word of its own.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "strings"


@dataclass(frozen=True, slots=True)
class Strings:
    """The words of one language. As a value it is only the language, so that a view that carries it stays small."""

    language: str

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key such as `nav.papers`, with its `{names}` filled in.

        A key whose text depends on a number has the forms `one` and `other`, chosen by the value `n`. Raises KeyError for a
        key or a name that does not exist.
        """
        forms = catalogue(self.language)
        text = forms.get(key)
        if text is None:
            text = forms[f"{key}.one" if values.get("n") == 1 else f"{key}.other"]
        return text.format_map({name: self._shown(value) for name, value in values.items()}) if values else text

    def has(self, key: str) -> bool:
        """Whether the catalogue names a key: the name of a format of the site's own, say, has no words here."""
        return key in catalogue(self.language)

    def tongue(self, code: str) -> str:
        """A language by its name; by its code (BCP 47) where the catalogue has no name for it, for notes may be in any."""
        return self(f"lang.{code}") if self.has(f"lang.{code}") else code

    def day(self, date: dt.date) -> str:
        """A date as this language writes it: `2025年3月19日`, `19 March 2025`."""
        return self("date.day", y=str(date.year), m=self._month(date.month), d=str(date.day))

    def month(self, date: dt.date) -> str:
        """The month of a date: `2025年3月`, `March 2025`."""
        return self("date.month", y=str(date.year), m=self._month(date.month))

    def year(self, number: int) -> str:
        """A year: `2025年`, `2025`."""
        return self("date.year", y=str(number))

    def number(self, value: int) -> str:
        """A number with its thousands apart; both languages use commas."""
        return f"{value:,}"

    def _month(self, number: int) -> str:
        return self(f"date.months.{number}")

    def _shown(self, value: object) -> str:
        return self.number(value) if isinstance(value, int) else str(value)


@lru_cache(maxsize=8)
def catalogue(language: str) -> Mapping[str, str]:
    """The words of a language: dotted key to text. Raises FileNotFoundError for a language that has no catalogue."""
    return _flat(tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8")))


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = str(value)
    return flat
