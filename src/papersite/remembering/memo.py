"""The memo: what an expensive pure function made of which input, in memory and on disk, and why a page was made anew.

A value is remembered under a kind (`parse`, `markdown`, `render` …) and a key, the digest of everything the function saw.
Equal keys are equal values, so nothing is ever out of date; what no build asks for any more is dropped. How values lie on
disk is the store's business (see `store`), how inputs become keys that of `digests`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, cast

from papersite.remembering.digests import engine_digest, field_keys, value_key
from papersite.remembering.store import Entry, Relay, Store, decode, encode

__all__ = ["Memo", "Trace", "engine_digest", "field_keys", "value_key"]

_TRACE = "trace"
_BATCH = 32 << 20  # bytes that wait for the disk before they are written

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trace:
    """What a page was last made from (names and digests), and which inputs had changed; nothing had for a new page."""

    inputs: tuple[tuple[str, str], ...]
    changed: tuple[str, ...] = ()
    new: bool = False


class Memo:
    """Values by kind and key. Safe to share between threads; not between processes, each of which opens its own.

    What `recall` gives is shared, so it must be frozen; None is never remembered.
    """

    def __init__(self, store: Store | Relay | None = None) -> None:
        self._store = store
        self._values: dict[Entry, object] = {}
        self._used: set[Entry] = set()
        self._waiting: dict[Entry, bytes] = {}
        self._waiting_bytes = 0
        self._grown = False
        self._lock = threading.RLock()

    @classmethod
    def open(cls, root: Path, engine: str | None = None) -> Memo:
        """The memo of the site at `root`, kept in its `.papersite/`. Never raises: what can't be used is empty."""
        return cls(Store(root, engine or engine_digest()))

    def recall(self, kind: str, key: str) -> object | None:
        """The value remembered under a kind and key, or None."""
        entry = (kind, key)
        with self._lock:
            value = self._values.get(entry)
            if value is None:
                value = self._read(entry)
            if value is not None:
                self._values[entry] = value
                self._used.add(entry)
            return value

    def remember(self, kind: str, key: str, value: object) -> None:
        """Keeps a value. Raises TypeError for one that could not be read back from disk (see `store.encode`)."""
        entry = (kind, key)
        with self._lock:
            if self._store is not None:
                data = encode(value)
                self._waiting[entry] = data
                self._waiting_bytes += len(data)
            self._values[entry] = value
            self._used.add(entry)
            self._grown = True
            if self._waiting_bytes > _BATCH:
                self._write()

    def call(self, kind: str, key: str, compute: Callable[[], T]) -> T:
        """The value remembered under a kind and key, or else the computed one, which is then remembered.

        Two threads that miss at once both compute: the values are equal.
        """
        value = self.recall(kind, key)
        if value is None:
            value = compute()
            self.remember(kind, key, value)
        return cast(T, value)

    def adopt(self, rows: Iterable[tuple[Entry, bytes]]) -> None:
        """Keeps what a worker remembered: values as `store.encode` wrote them."""
        with self._lock:
            for entry, data in rows:
                self._waiting[entry] = data
                self._waiting_bytes += len(data)
                self._used.add(entry)
                self._grown = True
            if self._waiting_bytes > _BATCH:
                self._write()

    def use(self, entries: Iterable[Entry]) -> None:
        """Counts values as used, wherever they are: they are needed as long as what was made of them is."""
        with self._lock:
            self._used.update(entries)

    def trace(self, page: str, inputs: Mapping[str, str]) -> Trace:
        """Notes what a page is made from now; tells what changed since it was last made of something else."""
        now = tuple(sorted(inputs.items()))
        before = self.explain(page)
        if before is not None and before.inputs == now:
            return before
        trace = Trace(now, new=True) if before is None else Trace(now, _differences(before.inputs, now))
        self.remember(_TRACE, page, trace)
        return trace

    def explain(self, page: str) -> Trace | None:
        """Why a page was last made, or None for a page never made by this engine."""
        found = self.recall(_TRACE, page)
        return found if isinstance(found, Trace) else None

    def write(self) -> None:
        """Writes what is new, and forgets it in memory. The round goes on."""
        with self._lock:
            self._write()
            if self._store is not None:
                self._values = {}

    def save(self, *, complete: bool = False, room: int = 0) -> tuple[Entry, ...]:
        """Ends a round: writes what is new, and forgets in memory what the round did not use, if there is not so much room.
        Returns what it used.

        A complete round is one that asked for everything the site needs, as `build` does: only then are entries without use
        counted, and dropped after some builds. A round that remembered nothing new prunes nothing, so that building an
        unchanged site writes nothing.
        """
        with self._lock:
            self._write()
            if complete and self._grown and isinstance(self._store, Store):
                # A page that is recalled is not traced again: its trace stays as long as the store.
                self._store.prune(self._used, spared=_TRACE)
            if len(self._values) > room:
                self._values = {entry: value for entry, value in self._values.items() if entry in self._used}
            used, self._used = tuple(self._used), set()
            self._grown = False
            return used

    def close(self) -> None:
        """Writes what is new and gives the file back. The memo goes on in memory."""
        with self._lock:
            self._write()
            if self._store is not None:
                self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _read(self, entry: Entry) -> object | None:
        data = self._waiting.get(entry) or (self._store.read(entry) if self._store else None)
        if data is None:
            return None
        try:
            return decode(data)
        except ValueError:
            return None

    def _write(self) -> None:
        if self._store is not None and self._waiting:
            self._store.write(self._waiting.items())
        elif self._waiting:
            self._values |= {entry: decode(data) for entry, data in self._waiting.items()}
        self._waiting = {}
        self._waiting_bytes = 0


def _differences(before: tuple[tuple[str, str], ...], now: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The names of inputs that differ, came or went."""
    return tuple(sorted({name for name, _ in set(before) ^ set(now)}))
