"""What a preview keeps from round to round: what it read of which files, and what it concluded (see `last_round`).

READS the disk through `sources`. A round that is told which files changed, all of them dumps that were there, reads those and
nothing else; any other round looks at every file and reads those that look otherwise than before. So what is told only saves
time: the watcher looks at everything again once it is quiet, and tells what it had missed (see `watch`).
"""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar, cast

from papersite.model import Problem, Source
from papersite.remembering.last_round import LastRound
from papersite.sources import MAX_BYTES, read_source, read_sources

T = TypeVar("T")

# A file changed twice between two ticks of its file system's clock looks the same. That of FAT ticks every two seconds.
_TICK = 2_000_000_000  # nanoseconds

Mark = tuple[int, int, int, int]


class FilesRead:
    """What was made of files when they were read. A file is known by its size, inode and times of change.

    Of the two, a program may set the first back, as unpacking and restoring do; the second is the system's.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[Mark | None, object]] = {}
        self._used: set[str] = set()

    def read(self, file: Path, read: Callable[[Path], T]) -> T:
        """`read(file)`, now or when the file last looked as it does now. What equals the last reading is that very object."""
        path, now = str(file.absolute()), time.time_ns()
        self._used.add(path)
        mark = _mark(file)
        before, last = self._known.get(path, (None, None))
        if mark is not None and mark == before:
            return cast(T, last)
        made = read(file)
        if made == last:
            made = last
        old_enough = mark is not None and 0 <= mark[0] < now - _TICK
        self._known[path] = (mark if old_enough else None, made)
        return made

    def forget_unused(self) -> None:
        """Ends a round that looked at every file: what it did not come by is gone."""
        self._known = {path: known for path, known in self._known.items() if path in self._used}
        self._used.clear()


def _mark(file: Path) -> Mark | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


class Kept:
    """What one site's rounds hand on, for one thread at a time. The round after one that failed must look at everything."""

    def __init__(self) -> None:
        self.last = LastRound()
        self.files = FilesRead()
        self._only_notes = False
        self._others: dict[str, object] = {}
        self._sources: tuple[Source, ...] = ()
        self._problems: tuple[Problem, ...] = ()
        self._places: dict[str, int] | None = None  # of the sources, by file; None before all were looked at

    def sources(
        self, notes_dir: Path, root: Path, changed: Collection[Path] | None = None
    ) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
        """What `read_sources` gives. If these files are known to be all that changed, others need not be looked at."""
        renewed = None if changed is None else self._renewed(changed, root)
        self._only_notes = renewed is not None
        self._sources, self._problems = renewed or self._walked(notes_dir, root)
        return self._sources, self._problems

    def other(self, name: str, read: Callable[[], T]) -> T:
        """What is read of files that are no dumps: what it was, if this round knows that only dumps changed."""
        if not self._only_notes or name not in self._others:
            made = read()
            self._others[name] = self._others[name] if self._others.get(name) == made else made
        return cast(T, self._others[name])

    def done(self) -> None:
        """Ends a round."""
        if not self._only_notes:
            self.files.forget_unused()

    def _renewed(self, changed: Collection[Path], root: Path) -> tuple[tuple[Source, ...], tuple[Problem, ...]] | None:
        if self._places is None:
            return None
        sources = list(self._sources)
        for file in changed:
            place = self._places.get(str(file))
            if place is None or not _is_regular(file):
                return None
            source = self.files.read(file, lambda file: read_source(file, root))
            if not isinstance(source, Source) or source.path != sources[place].path:
                return None
            sources[place] = source
        return tuple(sources), self._problems

    def _walked(self, notes_dir: Path, root: Path) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
        files: dict[int, str] = {}

        def read(file: Path, root: Path, *, max_bytes: int = MAX_BYTES) -> Source | Problem:
            found = self.files.read(file, lambda file: read_source(file, root, max_bytes=max_bytes))
            files[id(found)] = str(file.absolute())
            return found

        sources, problems = read_sources(notes_dir, root, read=read)
        self._places = {files[id(source)]: place for place, source in enumerate(sources)}
        return sources, problems


def _is_regular(file: Path) -> bool:
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return False
