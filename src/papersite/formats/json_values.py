"""JSON with the source lines of every value, read even where it is damaged.

A dump that was cut off, is several documents in a row (`gh … --paginate`, one object a line), or has text between its values is
read as far as it goes; what is no JSON is handed back with its lines. The standard library's reader gives no positions and
nothing at all of a damaged file. Numbers, `true`, `false` and `null` keep the text they were written as (RFC 8259).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from papersite.decoding import visible_controls
from papersite.regex import lazy_regex

_TOKEN = lazy_regex(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_OTHER_SCALAR = lazy_regex(r"-?\d[\d.eE+-]*|true|false|null")
_STRAY_SURROGATE = lazy_regex("[\ud800-\udfff]")
_DEEPEST = 100  # nobody's notes nest so deep, and code over values may recurse


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, or the text of a number, `true`, `false` or `null`, and its first and last line."""

    text: str
    line: int
    last_line: int
    quoted: bool = True

    @property
    def is_null(self) -> bool:
        """Whether nothing is said here."""
        return not self.quoted and self.text == "null"


@dataclass(frozen=True, slots=True)
class Array:
    """Values in a row, and the lines of the brackets around them."""

    values: tuple[Value, ...]
    line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Object:
    """Members in their order, and the lines of the brackets around them. Of two members of one name both are there."""

    members: tuple[tuple[str, Value], ...]
    line: int
    last_line: int

    def get(self, *names: str) -> Value | None:
        """The member of the first of some names that there is, unless it is null."""
        for name in names:
            for key, value in self.members:
                if key == name and not (isinstance(value, Scalar) and value.is_null):
                    return value
        return None

    def text(self, *names: str) -> str:
        """The text of the first of some members that is a scalar, or an empty one."""
        found = next((value for name in names if isinstance(value := self.get(name), Scalar)), None)
        return found.text if found else ""


Value = Scalar | Array | Object


@dataclass(frozen=True, slots=True)
class Document:
    """The values of a text one after another, the lines that are no JSON, and whether the text breaks off."""

    values: tuple[Value, ...]
    strays: tuple[int, ...] = ()
    cut_off: bool = False


def read_json(text: str) -> Document:
    """The values of a text. Never raises; a value that nests too deep is cut there."""
    return _Reader(text).read()


def scalars(value: Value) -> Iterator[Scalar]:
    """All scalars in a value, in their order."""
    if isinstance(value, Scalar):
        yield value
    elif isinstance(value, Array):
        for each in value.values:
            yield from scalars(each)
    else:
        for _, each in value.members:
            yield from scalars(each)


@dataclass(slots=True)
class _Open:
    """An array or object that is not closed yet; `key` waits for its value."""

    is_object: bool
    line: int
    values: list[Value] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    key: Scalar | None = None
    after_colon: bool = False


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [at for at, c in enumerate(text) if c == "\n"]
        self._found: list[Value] = []
        self._stack: list[_Open] = []
        self._strays: set[int] = set()

    def read(self) -> Document:
        for token in _TOKEN.finditer(self._text):
            line = bisect_right(self._ends, token.start()) + 1
            word = token[0]
            if word in "[{":
                if len(self._stack) >= _DEEPEST:
                    self._strays.add(line)
                else:
                    self._stack.append(_Open(word == "{", line))
            elif word in "]}":
                self._close(word == "}", line)
            elif word == ":":
                if self._stack and self._stack[-1].key:
                    self._stack[-1].after_colon = True
            elif word == ",":
                self._drop_key()
            else:
                self._scalar(word, line, bisect_right(self._ends, token.end() - 1) + 1)
        cut_off = bool(self._stack)
        last = len(self._ends) + 1
        while self._stack:
            self._close(self._stack[-1].is_object, last)
        return Document(tuple(self._found), tuple(sorted(self._strays)), cut_off)

    def _scalar(self, word: str, line: int, last_line: int) -> None:
        if word[0] == '"':
            value = Scalar(_decoded(word), line, last_line)
        elif _OTHER_SCALAR.fullmatch(word):
            value = Scalar(word, line, last_line, quoted=False)
        else:
            self._strays.add(line)
            return
        top = self._stack[-1] if self._stack else None
        if top is None and not value.quoted:
            self._strays.add(line)
        elif top is not None and top.is_object and not top.after_colon:
            self._drop_key()
            top.key = value
        else:
            self._put(value)

    def _put(self, value: Value) -> None:
        if not self._stack:
            self._found.append(value)
            return
        top = self._stack[-1]
        if top.is_object:
            if top.key is None:
                self._strays.update(range(value.line, value.last_line + 1))
                return
            top.keys.append(top.key.text)
            top.key, top.after_colon = None, False
        top.values.append(value)

    def _close(self, is_object: bool, line: int) -> None:
        while self._stack and self._stack[-1].is_object is not is_object and any(o.is_object is is_object for o in self._stack):
            self._pop(line)  # a bracket is lost: what it closed ends with what is around it
        if self._stack and self._stack[-1].is_object is is_object:
            self._pop(line)
        else:
            self._strays.add(line)

    def _pop(self, line: int) -> None:
        self._drop_key()
        top = self._stack.pop()
        members = tuple(zip(top.keys, top.values, strict=True)) if top.is_object else ()
        self._put(Object(members, top.line, line) if top.is_object else Array(tuple(top.values), top.line, line))

    def _drop_key(self) -> None:
        """A key that never got its value is text without a place."""
        if self._stack and (key := self._stack[-1].key):
            self._strays.update(range(key.line, key.last_line + 1))
            self._stack[-1].key, self._stack[-1].after_colon = None, False


def _decoded(word: str) -> str:
    """The text of a string, closed or cut off; what can't be decoded stays as written."""
    closed = len(word) > 1 and word.endswith('"') and not _is_escaped(word)
    try:
        text = json.loads(word if closed else f'{word}"', strict=False)
    except ValueError:
        text = word.strip('"')
    # A half of a surrogate pair is no character, and could not be written as UTF-8 (RFC 8259, 8.2).
    return visible_controls(_STRAY_SURROGATE.sub("\ufffd", str(text)).replace("\r\n", "\n").replace("\r", "\n"))


def _is_escaped(word: str) -> bool:
    """Whether the last sign of a word has an odd number of backslashes before it."""
    before = word[:-1]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
