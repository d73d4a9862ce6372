"""Watching files: which of them changed, told in batches that miss nothing.

An event of the system is only a hint where to look; what changed is the difference of two looks at the disk. So nothing depends
on how an editor saves (in place, by renaming, with swap files), on how events are ordered, merged or lost, or on whether a
folder was there when watching began. Without events (`poll`, for network folders) the looks come by the clock.

A look at 10,000 files takes 60 ms, at 200 files 1 ms. So while events name single files, these are looked at and no others;
once it is quiet after a batch, a look at everything makes sure that no event was lost. Nothing here knows what the files mean.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from papersite.sources import is_ignored

QUIET = 0.02  # seconds without a change that end a batch
HALFWAY = 0.15  # the same, while a file of it is gone or empty: an editor may be about to put another in its place
LONGEST = 0.5  # seconds after which a batch ends however much goes on
POLL = 0.5  # seconds between looks where there are no events
SURE = 0.3  # seconds after a batch until all is looked at again, to make sure that its events told everything

# Reading a file is an event too, and we read them all.
_EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]

# Time of change, size, and inode: an editor may keep the first two.
Look = dict[str, tuple[int, int, int, int]]
# A folder on the disk, its inode, and whether all below it counts.
_Place = tuple[str, int, bool]
_FOLDER_CAME_OR_WENT = (DirCreatedEvent, DirDeletedEvent, DirMovedEvent)


class Watch:
    """Watches files and folders, which need not exist yet, from the moment it is made until it is closed.

    `polls` says whether it looks by the clock: as asked for, or because the system has no room for more watches.
    """

    def __init__(
        self,
        paths: Iterable[Path],
        *,
        poll: bool = False,
        quiet: float = QUIET,
        halfway: float = HALFWAY,
        longest: float = LONGEST,
    ) -> None:
        self._paths = tuple(os.path.abspath(path) for path in paths)
        self._quiet = quiet
        self._halfway = halfway
        self._longest = longest
        self._woken = threading.Event()
        self._closed = threading.Event()
        self._events = None if poll else _Events(self._woken)
        self._whole = True  # the next look has to be at everything
        self._unsure = False  # the last one was at single files
        self._folders: tuple[str, ...] = ()  # those of the paths below which single files can be looked at
        self._last: Look = {}
        self._last = self._look()

    @property
    def polls(self) -> bool:
        """Whether it looks by the clock."""
        return self._events is None

    def batches(self) -> Iterator[frozenset[Path]]:
        """What changed, was added or removed, as often as something did; ends when the watch is closed."""
        while self._wait():
            batch = self._changed()
            end = time.monotonic() + self._longest
            while batch and not self._closed.wait(self._quiet if self._stands(batch) else max(self._quiet, self._halfway)):
                more = self._changed()
                batch |= more
                if not more or time.monotonic() > end:
                    yield frozenset(map(Path, batch))
                    break

    def watch(self, paths: Iterable[Path]) -> None:
        """Watches these paths from now on. What stands at new ones comes in the next batch."""
        absolute = tuple(os.path.abspath(path) for path in paths)
        if absolute != self._paths:
            self._paths = absolute
            self._whole = True
            self._woken.set()

    def close(self) -> None:
        """Stops watching, and ends the batches."""
        self._closed.set()
        self._woken.set()
        if self._events is not None:
            self._events.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _wait(self) -> bool:
        unsure = self._unsure and not self.polls
        woken = self._woken.wait(POLL if self.polls else SURE if unsure else None)
        self._woken.clear()
        self._whole = not woken
        return not self._closed.is_set()

    def _stands(self, batch: Iterable[str]) -> bool:
        return all(self._last.get(path, (0, 0, 0))[1] for path in batch)

    def _changed(self) -> set[str]:
        before, self._last = self._last, self._look()
        return {path for path, _ in before.items() ^ self._last.items()}

    def _look(self) -> Look:
        named = self._events.named() if self._events is not None else None
        if named is not None and self._folders and not self._whole and (found := self._look_at(named)) is not None:
            self._unsure = True
            return found
        self._unsure = self._whole = False
        # Events tell real names, looks those asked for.
        self._folders = self._paths if all(os.path.realpath(path) == path for path in self._paths) else ()
        # First the events, then the look: what changes between the two is seen, what changes later wakes us.
        if self._events is not None and not self._events.follow(_places(self._paths)):
            self._events.stop()
            self._events = None
        return look(self._paths)

    def _look_at(self, named: Iterable[str]) -> Look | None:
        """The last look, with these files as they are now. None where that may not be all there is to see."""
        found = dict(self._last)
        for path in named:
            folder = next((folder for folder in self._folders if path == folder or path.startswith(folder + os.sep)), None)
            if folder is None or any(is_ignored(part) for part in path[len(folder) :].split(os.sep)):
                continue
            try:
                status = os.lstat(path)
            except OSError:
                found.pop(path, None)
                continue
            if not stat.S_ISREG(status.st_mode):
                return None
            found[path] = _mark(status)
        return found


def look(paths: Iterable[str]) -> Look:
    """The files there are now, at these paths and below. Hidden files and editors' own are left out.

    A link to a folder is followed where that stands below these paths and under no name of its own that counts: a hidden one.
    """
    found: Look = {}
    folders: list[str] = []
    for path in paths:
        with suppress(OSError):
            status = os.stat(path)
            if stat.S_ISDIR(status.st_mode):
                folders.append(path)
            else:
                found[path] = _mark(status)
    tops = tuple(os.path.realpath(path) for path in folders)
    links: list[str] = []
    seen: set[str] = set()
    while folders or links:
        folder = folders.pop() if folders else links.pop()
        real = os.path.realpath(folder)
        if real in seen or not any(real == top or real.startswith(top.rstrip(os.sep) + os.sep) for top in tops):
            continue
        seen.add(real)
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if is_ignored(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                    continue
                with suppress(OSError):
                    if entry.is_dir():
                        found[entry.path] = _mark(entry.stat(follow_symlinks=False))
                        links.append(entry.path)
                        continue
                    # A link counts with what it leads to; the file that a link is stays the same when that changes.
                    found[entry.path] = _mark(entry.stat())
    return found


def _mark(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns


def _places(paths: Iterable[str]) -> set[_Place]:
    """Where events can tell of these paths: folders with all below, and the folder around each path, real or still to be."""
    places: set[_Place] = set()
    for path in paths:
        real = os.path.realpath(path)
        if os.path.isdir(real):
            places |= _place(real, whole=True)
        for inner in {path, real}:
            around = os.path.dirname(inner)
            while not os.path.isdir(around) and around != os.path.dirname(around):
                around = os.path.dirname(around)
            places |= _place(os.path.realpath(around), whole=False)
    return places


def _place(folder: str, *, whole: bool) -> set[_Place]:
    with suppress(OSError):
        return {(folder, os.stat(folder).st_ino, whole)}
    return set()


class _Events(FileSystemEventHandler):
    """The system's events about some folders, each of which wakes whoever waits."""

    def __init__(self, woken: threading.Event) -> None:
        self._woken = woken
        self._observer: BaseObserver = Observer()
        self._observer.daemon = True
        self._observer.start()
        self._watches: dict[_Place, ObservedWatch] = {}
        self._stale: set[str] = set()
        self._named: set[str] | None = None
        self._lock = threading.Lock()

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)} - {""}
        with self._lock:
            # A folder made again in the place of a removed one often has its inode, but not its watch.
            if isinstance(event, _FOLDER_CAME_OR_WENT):
                self._stale |= paths
                self._named = None
            elif self._named is not None:
                self._named |= paths
        self._woken.set()

    def named(self) -> set[str] | None:
        """The files that events named since this was last asked; None where they told of more than single files."""
        with self._lock:
            named, self._named = self._named, set()
        return named

    def follow(self, places: set[_Place]) -> bool:
        """Listens at these places and no others. False when the system has no room for so many."""
        with self._lock:
            stale, self._stale = self._stale, set()
        for place in [place for place in self._watches if place not in places or place[0] in stale]:
            with suppress(KeyError, OSError):
                self._observer.unschedule(self._watches[place])
            del self._watches[place]
        for place in places - self._watches.keys():
            folder, _, whole = place
            try:
                self._watches[place] = self._observer.schedule(self, folder, recursive=whole, event_filter=_EVENTS)
            except FileNotFoundError:
                with self._lock:
                    self._named = None
                self._woken.set()  # gone since: look again
            except OSError:
                return False
        return True

    def stop(self) -> None:
        self._observer.stop()
