"""Front matter as it is written: the block above a text, and its keys with values and line numbers. YAML (`---`), TOML (`+++`).

Values stay the text they were written as (`2024-01-05`, `1.10`, `yes`), for what a field means is `front_matter`'s to say.
A hostile or broken block costs little: it is read only up to a size, a depth and a number of values, aliases counted wherever
they are used, and before the parser that would recurse over it. A line that breaks YAML only because a value has a colon or a
bracket in it is read as text, and told.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from papersite.regex import lazy_regex

Value = str | tuple["Value", ...] | Mapping[str, "Value"] | None

MAX_CHARACTERS = 64 * 1024
_MAX_DEPTH = 20
_MAX_VALUES = 10_000
_MAX_REPAIRS = 20
_LONGEST_EXCERPT = 80  # characters

_YAML_FENCE, _TOML_FENCE = "---", "+++"
_KEY = lazy_regex(r"[\w\"'][^:#{}\[\]]{0,40}:(?=\s|$)|[\w\"'][\w .\"'-]{0,40}\s?=|\[{1,2}[\w.-]+\]{1,2}$")
_GOES_ON = lazy_regex(r"\s|-(?=\s|$)|#")
# `key: value` and `- value`, the value plain, or begun with a quotation that ends too early.
_PLAIN_LINE = lazy_regex(
    r"(?P<before>\s*(?:-\s+)?[^\s:#'\"][^:#'\"]*:\s+|\s*-\s+)(?P<value>[^\s'\"|>].*|\"[^\"]*\"\s*[^\s#].*|'[^']*'\s*[^\s#'].*)$"
)
_TOML_PLACE = lazy_regex(r"\(at line (\d+), column \d+\)")
# libyaml looks no deeper than 1,000 since 0.2.6, and says so before the events that tell of the depth.
_TOO_DEEP = "exceeded maximum nesting depth"
# What ends a line to YAML 1.1 (5.4) and to nobody else here; left in, each would move the lines below it by one.
_OTHER_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")
# libyaml is ten times faster than PyYAML's own parser; wheels have it, but not every build.
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key, its value, and the line of the source it stands on."""

    key: str
    value: Value
    line: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a block, and the line of the source where."""

    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its first and last line with their fences, its entries, what was wrong; `readable` if it was understood."""

    language: str  # yaml, toml
    first: int
    last: int
    entries: tuple[Entry, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    readable: bool = True


def find_block(lines: Sequence[str]) -> tuple[int, int, bool] | None:
    """The first and last line of the front matter above a text, and whether it is closed; None if there is none.

    A text may begin with a thematic break, so that something between the fences must look like a key.
    """
    first = next((number for number, line in enumerate(lines[:5], start=1) if line.strip()), 0)
    if not first or (fence := lines[first - 1].rstrip()) not in (_YAML_FENCE, _TOML_FENCE):
        return None
    closing = {_YAML_FENCE, "..."} if fence == _YAML_FENCE else {_TOML_FENCE}
    last = next((n for n in range(first + 1, len(lines) + 1) if lines[n - 1].rstrip() in closing), None)
    if last is not None and (last == first + 1 or any(map(_KEY.match, lines[first : min(last - 1, first + 50)]))):
        return first, last, True
    if len(lines) > first and _KEY.match(lines[first]):
        end = first + 1
        while end < len(lines) and (_KEY.match(lines[end]) or (_GOES_ON.match(lines[end]) and lines[end].strip())):
            end += 1
        return first, end, False
    return None


def read_block(lines: Sequence[str]) -> Block | None:
    """The front matter above a text, or None. Never raises."""
    found = find_block(lines)
    if found is None:
        return None
    first, last, closed = found
    language = "yaml" if lines[first - 1].rstrip() == _YAML_FENCE else "toml"
    inside = list(lines[first : last - 1 if closed else last])
    troubles: list[Trouble] = []
    if not closed:
        message = f'the front matter that "{lines[first - 1].rstrip()}" opens here is never closed; it was ended on line {last}'
        troubles.append(Trouble(message, first))
    try:
        if sum(map(len, inside)) > MAX_CHARACTERS:
            raise _UnreadableError(f"it is longer than {MAX_CHARACTERS:,} characters", first)
        entries, found_troubles = _read_yaml(inside, first) if language == "yaml" else _read_toml(inside, first)
    except _UnreadableError as error:
        excerpt = lines[error.line - 1].strip()[:_LONGEST_EXCERPT]
        message = f"this front matter can't be read ({error.message}): `{excerpt}`. It is shown as it stands"
        troubles.append(Trouble(message, error.line))
        return Block(language, first, last, (), tuple(troubles), readable=False)
    return Block(language, first, last, entries, (*troubles, *found_troubles))


class _UnreadableError(Exception):
    """A block that can't be understood, and the line that says why."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message, self.line = message, line


# ── YAML ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_yaml(inside: list[str], above: int) -> tuple[tuple[Entry, ...], tuple[Trouble, ...]]:
    """The entries of some lines of YAML; `above` is the number of the line above the first of them."""
    inside = [line.translate(_OTHER_BREAKS) for line in inside]
    troubles: list[Trouble] = []
    while True:
        try:
            node = _compose("\n".join(inside))
            break
        except yaml.YAMLError as error:
            mended = _quoted(inside, error) if len(troubles) < _MAX_REPAIRS and _TOO_DEEP not in str(error) else None
            if mended is None:
                line = above + 1 + min(_line_of(error), len(inside) - 1)
                raise _UnreadableError(_reason(error), line) from None
            message = f"this value was read as text; put it in quotes: {inside[mended].strip()}"
            troubles.append(Trouble(message, above + 1 + mended))
        except _TooMuchError as error:
            raise _UnreadableError(str(error), above + 1) from None
    if node is None:
        return (), tuple(troubles)
    if not isinstance(node, yaml.MappingNode):
        raise _UnreadableError("it is no list of keys and values", above + 1)
    budget = _Budget()
    entries: dict[str, Entry] = {}
    try:
        for key_node, value_node in node.value:
            line = above + 1 + key_node.start_mark.line
            key = budget.value(key_node, 0)
            if not isinstance(key, str):
                troubles.append(Trouble("a key must be text; this one was left out", line))
            elif key in entries:
                message = f'"{key}" is already said on line {entries[key].line}; that one counts'
                troubles.append(Trouble(message, line))
            else:
                entries[key] = Entry(key, budget.value(value_node, 0), line)
    except _TooMuchError as error:
        raise _UnreadableError(str(error), above + 1) from None
    return tuple(entries.values()), tuple(troubles)


class _TooMuchError(Exception):
    """A block with more in it than any note has."""


def _compose(text: str) -> yaml.Node | None:
    """The nodes of a YAML text, once its events have shown that it nests no deeper than the composer's recursion can go."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH or count > 2 * _MAX_VALUES:
            raise _TooMuchError("it nests too deep" if depth > _MAX_DEPTH else "it holds too much")
    node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    return node


class _Budget:
    """Turns nodes to values, each counted wherever an alias repeats it, so that a small text can't unfold to a huge one."""

    def __init__(self) -> None:
        self._left = _MAX_VALUES

    def value(self, node: yaml.Node, depth: int) -> Value:
        self._left -= 1
        if self._left < 0 or depth > _MAX_DEPTH:
            raise _TooMuchError("its aliases unfold to too much")
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.value(child, depth + 1) for child in node.value)
        if isinstance(node, yaml.MappingNode):
            pairs = ((self.value(key, depth + 1), self.value(child, depth + 1)) for key, child in node.value)
            return {key if isinstance(key, str) else "": value for key, value in pairs}
        return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _line_of(error: yaml.YAMLError) -> int:
    """The line, from 0, that a YAML error is about: where what is not understood begins, or else where the parser stopped."""
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    if str(getattr(error, "context", None)).startswith("while scanning"):
        marks.reverse()
    return next((mark.line for mark in marks if mark is not None), 0)


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error).split("\n")[0]


def _quoted(lines: list[str], error: yaml.YAMLError) -> int | None:
    """Puts the value on the line of an error in quotes, if it is a plain one; gives that line, or None."""
    for mark in (getattr(error, "problem_mark", None), getattr(error, "context_mark", None)):
        index = min(mark.line, len(lines) - 1) if mark is not None and lines else -1
        match = _PLAIN_LINE.match(lines[index]) if index >= 0 else None
        if match:
            value = match["value"].rstrip().replace("'", "''")
            lines[index] = f"{match['before']}'{value}'"
            return index
    return None


# ── TOML ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_toml(inside: Sequence[str], above: int) -> tuple[tuple[Entry, ...], tuple[Trouble, ...]]:
    try:
        table = tomllib.loads("\n".join(inside))
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = above + int(place[1]) if place else above + len(inside)
        raise _UnreadableError(_TOML_PLACE.sub("", str(error)).strip(), min(line, above + max(1, len(inside)))) from None
    except (RecursionError, ValueError):
        raise _UnreadableError("it nests too deep, or a number in it is too long", above + 1) from None
    places = dict(_toml_keys(inside, above))
    return tuple(Entry(key, _from_toml(value, 0), places.get(key, above + 1)) for key, value in table.items()), ()


def _toml_keys(inside: Iterable[str], above: int) -> Iterator[tuple[str, int]]:
    """The keys of TOML lines and where they stand, the last first, so that a dictionary keeps the first of each."""
    for number, line in reversed(list(enumerate(inside, start=above + 1))):
        if match := re.match(r"\s*\[?\s*[\"']?([^\"'=.\]\s]+)", line):
            yield match[1], number


def _from_toml(value: object, depth: int) -> Value:
    if depth > _MAX_DEPTH:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list):
        return tuple(_from_toml(each, depth + 1) for each in value)
    if isinstance(value, dict):
        return {str(key): _from_toml(each, depth + 1) for key, each in value.items()}
    return str(value)
