"""The disk part of the memo: rows of bytes in one SQLite file, and values as bytes that are safe to read back.

The file is a cache and nobody's only copy: old, foreign, damaged, half written, locked or read-only, it is a miss, never an
error and never wrong bytes. Every row carries a digest over its key and its bytes. It may also come from elsewhere, in a
cloned repository or a restored CI cache: the digests are no proof against somebody who meant harm, so reading a value back
makes instances of papersite's own data types and nothing else. It can't run code; that it can lie about a page, so can a
template.

Measured with 10,000 pages of 15 KB: 1.3 s to write all, 0.8 s to read all, 1 ms to add one, 6 ms to open, 145 MB. zlib would
halve the size and triple the reading. One file rewritten per build, the other candidate, reads as fast, but writes
everything for one changed note.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import io
import pickle
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from papersite.frozen import built, field_names
from papersite.publishing.hidden import FOLDER, make_hidden

FILE_NAME = "memo.sqlite3"
KEPT_BUILDS = 4  # how many builds an entry may go unused: going back and forth between branches costs nothing

Entry = tuple[str, str]  # kind, key

# ── values as bytes ──────────────────────────────────────────────────────────────────────────────────────────────────


def encode(value: object) -> bytes:
    """A value as bytes. Raises TypeError when `decode` would not read it back."""
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=5).dump(value)
    return buffer.getvalue()


def decode(data: bytes) -> object:
    """The value of bytes that `encode` made. Raises ValueError for any others."""
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # what a made-up pickle raises can't be listed
        raise ValueError(f"not a remembered value: {error}") from error


def revive(name: str, *parts: Any) -> object:
    """One value of ours from its type's name and its parts: the only thing a stored pickle may call.

    Nothing of a dataclass runs: its fields are set as they stood. Raises LookupError for a name that is no type of ours.
    """
    cls = _type_named(name)
    return built(cls, parts) if _has_fields(cls) else cls(*parts)


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        cls: Any = type(obj)
        if obj is revive:
            return NotImplemented  # by name
        if not _is_ours(cls):
            raise TypeError(f"a {cls.__module__}.{cls.__qualname__} can't be remembered")
        return revive, (f"{cls.__module__}:{cls.__qualname__}", *_parts(obj))


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) != (revive.__module__, revive.__name__):
            raise pickle.UnpicklingError(f"{module}.{name} is not read back")
        return _Revive()


class _Revive:
    """`revive` as an object without attributes: a pickle can set attributes of whatever it is given."""

    __slots__ = ()

    def __call__(self, name: str, *parts: Any) -> object:
        return revive(name, *parts)


_FOREIGN = {f"{cls.__module__}:{cls.__qualname__}": cls for cls in (PurePosixPath, dt.date)}


def _parts(value: Any) -> tuple[Any, ...]:
    if isinstance(value, Enum):
        return (value.value,)
    if isinstance(value, dt.date):
        return value.year, value.month, value.day
    if isinstance(value, PurePosixPath):
        return (str(value),)
    cls: Any = type(value)
    return tuple([getattr(value, name) for name in field_names(cls)])


@cache
def _type_named(name: str) -> Any:
    """One of our types by `module:name`. Only this package is imported from, and no dots are followed inside a module."""
    if foreign := _FOREIGN.get(name):
        return foreign
    module, _, attribute = name.partition(":")
    if module.partition(".")[0] == __package__.partition(".")[0]:
        cls = vars(importlib.import_module(module)).get(attribute)
        if isinstance(cls, type) and cls.__module__ == module and _is_ours(cls):
            return cls
    raise LookupError(f"{name} is no type of ours")


@cache
def _is_ours(cls: Any) -> bool:
    if cls in _FOREIGN.values():
        return True
    return cls.__module__.partition(".")[0] == __package__.partition(".")[0] and (_has_fields(cls) or issubclass(cls, Enum))


@cache
def _has_fields(cls: Any) -> bool:
    return is_dataclass(cls)


# ── rows in a file ───────────────────────────────────────────────────────────────────────────────────────────────────

# The statements as SQLite keeps them: a file whose schema reads otherwise is not ours. A view with our table's name, say,
# could answer for ever.
_SCHEMA = (
    "CREATE TABLE engine (digest TEXT NOT NULL)",
    "CREATE TABLE entries (kind TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, key))",
    "CREATE TABLE idle (kind TEXT NOT NULL, key TEXT NOT NULL, builds INTEGER NOT NULL, PRIMARY KEY (kind, key))",
)
_DIGEST_BYTES = 16

# What sqlite3 says of a damaged file may hold some of its bytes, which need be no text.
_DAMAGED = (sqlite3.Error, UnicodeDecodeError)


class Store:
    """The rows of one file, of one engine. Any trouble with the file makes it an empty one that keeps nothing."""

    def __init__(self, root: Path, engine: str, *, shared: bool = False) -> None:
        """`shared` opens a file that another process is writing; it is only read then."""
        self._path = root / FOLDER / FILE_NAME
        self._engine = engine
        self._writable = not shared
        self._kinds: frozenset[object] | None = None  # there can be no others; None: any
        if shared:
            self._connection = self._open_for_reading("mode=ro")
            # In a first build workers ask thousands of times for what can't be there: they see what was there when they began.
            self._kinds = frozenset(kind for (kind,) in self._select("SELECT DISTINCT kind FROM entries"))
        else:
            self._connection = self._open_for_writing() or self._open_for_reading("immutable=1")

    def read(self, entry: Entry) -> bytes | None:
        """The bytes kept for an entry, or None."""
        if self._kinds is not None and entry[0] not in self._kinds:
            return None
        rows = self._select("SELECT value FROM entries WHERE kind = ? AND key = ?", entry)
        if not rows or not isinstance(row := rows[0][0], bytes):
            return None
        digest, value = row[:_DIGEST_BYTES], row[_DIGEST_BYTES:]
        return value if digest == _row_digest(self._engine, entry, value) else None

    def write(self, rows: Iterable[tuple[Entry, bytes]]) -> None:
        """Keeps the bytes of some entries, all of them or, when that can't be, none."""
        self._change(
            "INSERT OR REPLACE INTO entries VALUES (?, ?, ?)",
            [(*entry, _row_digest(self._engine, entry, value) + value) for entry, value in rows],
        )

    def prune(self, used: set[Entry], spared: str = "") -> None:
        """Counts a build against every entry it did not use, and drops the entries that too many builds had no use for.

        The entries of one kind may be spared.
        """
        kept = {(kind, key) for kind, key in self._select("SELECT kind, key FROM entries WHERE kind != ?", (spared,))}
        idle = {(kind, key): builds for kind, key, builds in self._select("SELECT kind, key, builds FROM idle")}
        unused = {entry: idle.get(entry, 0) + 1 for entry in kept - used}
        gone = [entry for entry, builds in unused.items() if builds > KEPT_BUILDS]
        self._change("DELETE FROM entries WHERE kind = ? AND key = ?", gone)
        self._change("DELETE FROM idle WHERE kind = ? AND key = ?", [*gone, *(idle.keys() & used)])
        self._change(
            "INSERT OR REPLACE INTO idle VALUES (?, ?, ?)",
            [(*entry, builds) for entry, builds in unused.items() if builds <= KEPT_BUILDS],
        )

    def close(self) -> None:
        """Gives the file back; the store is empty from then on."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*_DAMAGED):
                connection.close()

    # Opening.

    def _open_for_writing(self) -> sqlite3.Connection | None:
        try:
            make_hidden(self._path.parent.parent)
            if self._path.is_symlink() or not _looks_like_sqlite(self._path):
                self._remove()
            # Ours is a write-ahead log, so a rollback journal here is foreign, and replaying one can delete other files
            # (it may name a super-journal).
            self._path.with_name(FILE_NAME + "-journal").unlink(missing_ok=True)
            connection = _connect(self._path)
            if not self._is_ours(connection):
                connection.close()
                self._remove()
                connection = _connect(self._path)
                self._lay_out(connection)
            return connection
        except sqlite3.OperationalError:  # locked, read-only, full
            return None
        except _DAMAGED:  # the next run finds a clean place
            with suppress(OSError):
                self._remove()
            return None
        except OSError:
            return None

    def _open_for_reading(self, how: str) -> sqlite3.Connection | None:
        """A file that can't be written, as in a read-only checkout: `immutable` needs no lock and no log beside it."""
        self._writable = False
        try:
            if not _looks_like_sqlite(self._path):
                return None
            uri = f"{self._path.absolute().as_uri()}?{how}"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            if self._is_ours(connection):
                return connection
            connection.close()
        except (OSError, *_DAMAGED):
            pass
        return None

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
        if found != [(statement,) for statement in _SCHEMA]:
            return False
        return connection.execute("SELECT digest FROM engine").fetchall() == [(self._engine,)]

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        with connection:
            for statement in _SCHEMA:
                connection.execute(statement)
            connection.execute("INSERT INTO engine VALUES (?)", (self._engine,))

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self._path.with_name(FILE_NAME + suffix).unlink(missing_ok=True)

    # Statements.

    def _select(self, statement: str, values: tuple[object, ...] = ()) -> list[Any]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(statement, values).fetchall()
        except _DAMAGED as error:
            self._give_up(error)
            return []

    def _change(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if self._connection is None or not self._writable or not rows:
            return
        try:
            with self._connection:
                self._connection.executemany(statement, rows)
        except _DAMAGED as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Locked or full, the file is only read from now on; damaged, it goes, unless it is not ours to write."""
        was_writable, self._writable = self._writable, False
        if not isinstance(error, sqlite3.OperationalError):
            self.close()
            if was_writable:
                with suppress(OSError):
                    self._remove()


class Relay:
    """The store of a worker: it reads what is on disk, and hands on what is new for its owner to write."""

    def __init__(self, root: Path, engine: str) -> None:
        self._store = Store(root, engine, shared=True)
        self._new: list[tuple[Entry, bytes]] = []

    def read(self, entry: Entry) -> bytes | None:
        """The bytes kept for an entry, or None."""
        return self._store.read(entry)

    def write(self, rows: Iterable[tuple[Entry, bytes]]) -> None:
        """Takes the bytes of some entries, to be handed on."""
        self._new += rows

    def take(self) -> tuple[tuple[Entry, bytes], ...]:
        """What is new since it was last taken."""
        taken, self._new = tuple(self._new), []
        return taken

    def close(self) -> None:
        """Gives the file back."""
        self._store.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=1.0, check_same_thread=False)
    try:
        # No waiting for the disk: a killed process loses nothing by it, and what a power cut damages is a miss.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def _looks_like_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except FileNotFoundError:
        return False


def _row_digest(engine: str, entry: Entry, value: bytes) -> bytes:
    digest = hashlib.sha256(repr((engine, *entry)).encode("utf-8", "surrogatepass"))
    digest.update(value)
    return digest.digest()[:_DIGEST_BYTES]
