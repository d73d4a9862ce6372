"""The built-in vocabulary, in the TOML files beside this one, and how such a table is read.

A table says of each term its labels, the other ways it is written, and the terms above it:

    dense-retrieval = { en = "Dense retrieval", ja = "密ベクトル検索", aliases = ["vector search"], parents = ["retrieval"] }

The same shape extends or overrides the vocabulary in `[tags]` of site.toml and in notes/tags.toml, where `ignore` lists tags
to leave out. What the entries mean together (aliases, parents, cycles) is for `tags`; here they are only read.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath

from papersite.errors import ConfigError
from papersite.model import Origin
from papersite.toml_text import TomlError, read_toml

# The files of the built-in vocabulary and the kind of their terms, in the order in which terms are listed.
_FILES = (
    ("fields", "topic"),
    ("tasks", "topic"),
    ("methods", "topic"),
    ("models", "topic"),
    ("evaluation", "topic"),
    ("vision_speech", "topic"),
    ("people", "topic"),
    ("arxiv", "topic"),
    ("venues", "venue"),
    ("meta", "meta"),
)
KINDS = ("topic", "venue", "meta")
_FIELDS = ("en", "ja", "aliases", "parents", "kind", "hide")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a table says of one term; None and empty where it says nothing."""

    name: str
    en: str | None = None
    ja: str | None = None
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] | None = None
    kind: str | None = None
    hide: bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: its entries, in order, and the tags it tells to leave out."""

    entries: tuple[Entry, ...]
    ignored: tuple[str, ...] = ()


def read_table(table: Mapping[str, object], path: PurePosixPath, text: str = "") -> Table:
    """The entries of a parsed table. `text` is the file's, in which the lines of mistakes are looked up.

    Raises ConfigError with every mistake found, one a line: an unknown field, a value of the wrong type.
    """
    mistakes: list[tuple[int, str]] = []
    entries: list[Entry] = []
    ignored: tuple[str, ...] = ()
    for name, value in table.items():
        if name == "ignore":
            ignored = _strings(value) or ()
            if not isinstance(value, list) or len(ignored) != len(value):
                mistakes.append((line_of(text, name), f"ignore: expected a list of strings, found {value!r}"))
        elif isinstance(value, Mapping):
            mistakes += [(line_of(text, name, key), why) for key, why in _wrong(name, value)]
            entries.append(_entry(name, value))
        else:
            why = f'{name}: expected a table such as {{ aliases = ["…"] }}, found {value!r}'
            mistakes.append((line_of(text, name), why))
    report(mistakes, path)
    return Table(tuple(entries), ignored)


def read_text(text: str, path: PurePosixPath) -> Table:
    """The entries of a TOML file's text. Raises ConfigError where it is not TOML, and as `read_table` does."""
    try:
        table = read_toml(text)
    except TomlError as error:
        raise ConfigError(error.message, Origin(path, error.line, error.line)) from error
    return read_table(table, path, text)


def built_in_entries() -> tuple[tuple[str, Entry], ...]:
    """The built-in terms, each with the kind of its file."""
    folder = files(__package__)
    found = []
    for name, kind in _FILES:
        text = (folder / f"{name}.toml").read_text(encoding="utf-8")
        found += [(kind, entry) for entry in read_text(text, PurePosixPath(f"{name}.toml")).entries]
    return tuple(found)


def report(mistakes: Iterable[tuple[int, str]], path: PurePosixPath) -> None:
    """Raises ConfigError with all mistakes, in the order of their lines; does nothing if there are none."""
    ordered = sorted(mistakes)
    if not ordered:
        return
    (first, message), *rest = ordered
    raise ConfigError("\n".join([message, *(f"{path}:{line}: {why}" for line, why in rest)]), Origin(path, first, first))


def line_of(text: str, name: str, field: str = "") -> int:
    """The line where a table says something of a term, 1 where it can't be found: TOML parsers tell no places."""
    quoted = rf"""["']?{re.escape(name)}["']?"""
    header = re.compile(rf"\s*\[(?:[\w-]+\.)?{quoted}\]")
    assignment = re.compile(rf"\s*(?:[\w-]+\.)?{quoted}\s*[.=]")
    within = re.compile(rf"\s*{re.escape(field)}\s*=")
    found = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if header.match(line) or assignment.match(line):
            found = number
            if not field or assignment.match(line):
                return number
        elif found and line.lstrip().startswith("["):
            return found
        elif found and within.match(line):
            return number
    return found or 1


def _entry(name: str, value: Mapping[str, object]) -> Entry:
    def text(key: str) -> str | None:
        found = value.get(key)
        return found if isinstance(found, str) else None

    hide = value.get("hide")
    return Entry(
        name=name,
        en=text("en"),
        ja=text("ja"),
        aliases=_strings(value.get("aliases")) or (),
        parents=_strings(value.get("parents")),
        kind=text("kind"),
        hide=hide if isinstance(hide, bool) else None,
    )


def _wrong(name: str, value: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    """What can't be used in an entry: the key, and why."""
    for key, found in value.items():
        if key not in _FIELDS:
            near = difflib.get_close_matches(key, _FIELDS, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"known keys: {', '.join(_FIELDS)}"
            yield key, f'unknown key "{key}" in {name} ({hint})'
        elif key in {"aliases", "parents"} and len(_strings(found) or ()) != (len(found) if isinstance(found, list) else -1):
            yield key, f"{name}.{key}: expected a list of strings, found {found!r}"
        elif key == "hide" and not isinstance(found, bool):
            yield key, f"{name}.hide: expected true or false, found {found!r}"
        elif key in {"en", "ja"} and not (isinstance(found, str) and found.strip()):
            yield key, f"{name}.{key}: expected a label, found {found!r}"
        elif key == "kind" and found not in KINDS:
            yield key, f"{name}.kind: expected one of {', '.join(KINDS)}, found {found!r}"


def _strings(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(each for each in value if isinstance(each, str))
