"""READS notes/: every dump below a folder, as bytes and as text.

This is one of the two ends that touch the world, and it only reads. A file that can't be read becomes a problem and the rest
still loads. What may be a dump is decided by its name alone; other files are assets, which are the business of whoever shows
them, and what registries say (`metadata`) is no note. Prose always is one; of tables and the like `formats` finds out whether
they hold notes.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from papersite.decoding import decode
from papersite.metadata import METADATA_FILE
from papersite.model import Origin, Problem, Severity, Source
from papersite.whole_files import is_of_the_file, read_regular

__all__ = [
    "DUMP_SUFFIXES",
    "MAX_BYTES",
    "PROSE_SUFFIXES",
    "decode",
    "is_dump",
    "is_ignored",
    "read_source",
    "read_sources",
    "source_path",
]

PROSE_SUFFIXES = (".md", ".markdown", ".txt", ".text")
DUMP_SUFFIXES = (*PROSE_SUFFIXES, ".json", ".jsonl", ".ndjson", ".bib", ".xml", ".html", ".htm", ".csv")
MAX_BYTES = 64 * 1024 * 1024


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is none of ours: hidden, or a temporary file of an editor.

    Vim tests whether it may write with a file `4913` and keeps `x~` and `.x.swp`; Emacs keeps `#x#` and `.#x`; word
    processors `~$x`.
    """
    return name.startswith((".", "~$", "#")) or name.endswith(("~", ".swp", ".tmp")) or name == "4913"


def is_dump(name: str) -> bool:
    """Whether a file of this name is a dump to read, rather than an asset beside one."""
    return not is_ignored(name) and name.casefold().endswith(DUMP_SUFFIXES)


def source_path(real: Path, root: Path) -> PurePosixPath:
    """The name under which a file is spoken of: relative to the site's root, in NFC, always printable as UTF-8.

    macOS hands names out in NFD, and a name may be no UTF-8 at all; the file itself is opened by its real name.
    """
    relative = real.relative_to(root) if real.is_relative_to(root) else real
    printable = os.fsencode(relative.as_posix()).decode("utf-8", "replace")
    return PurePosixPath(unicodedata.normalize("NFC", printable))


class Reader(Protocol):
    """How one dump is read: `read_source`, or what remembers that it did."""

    def __call__(self, file: Path, root: Path, *, max_bytes: int = MAX_BYTES) -> Source | Problem:
        """One dump, or the problem that kept it from being read."""


def read_sources(
    notes_dir: Path, root: Path, *, max_bytes: int = MAX_BYTES, read: Reader | None = None
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """The dumps below `notes_dir`, sorted by path, and a problem for each file or folder that could not be read.

    What is wrong inside a file that was read stands in its `Source.problems`. `root` is the folder that paths are relative to.
    """
    read = read or read_source
    walk = _Walk(notes_dir, root)
    sources: list[Source] = []
    problems: list[Problem] = []
    for file in walk.dumps():
        found = read(file, root, max_bytes=max_bytes)
        if isinstance(found, Source):
            sources.append(found)
        else:
            problems.append(found)
    problems += walk.problems
    sources.sort(key=lambda source: source.path)
    return tuple(sources), tuple(sorted(problems, key=lambda problem: (str(problem.origin), problem.kind)))


def read_source(file: Path, root: Path, *, max_bytes: int = MAX_BYTES) -> Source | Problem:
    """One dump, or the problem that kept it from being read. Raises OSError where it is not the file's own."""
    path = source_path(file, root)
    try:
        data = read_regular(file, max_bytes + 1)
    except OSError as error:
        if not is_of_the_file(error):
            raise
        return _unreadable(path, error.strerror or str(error))
    if len(data) > max_bytes:
        message = f"this file is larger than {max_bytes:,} bytes and was not read; split it"
        return Problem("too-large", message, Origin(path), Severity.ERROR)
    text, encoding, problems = decode(data, path)
    return Source(path, data, text, encoding, problems)


def _unreadable(path: PurePosixPath, reason: str) -> Problem:
    return Problem("unreadable", f"this could not be read ({reason}); everything else was", Origin(path), Severity.ERROR)


class _Walk:
    """A walk over one folder that never leaves it, never runs in circles, and names each file once.

    Links come last: what is among the dumps under its own name already would, through a link, be a second note.
    """

    def __init__(self, notes_dir: Path, root: Path) -> None:
        self._notes_dir = notes_dir
        self._top = os.path.realpath(notes_dir)
        self._root = root
        self._seen: set[str] = set()  # real paths of folders and files
        self._links: list[Path] = []
        self.problems: list[Problem] = []

    def dumps(self) -> Iterator[Path]:
        """The dumps, by their own names first."""
        yield from self._below(self._notes_dir)
        while self._links:
            links, self._links = sorted(self._links), []
            for link in links:
                yield from self._through(link)

    def _below(self, start: Path) -> Iterator[Path]:
        folders = [start]
        while folders:
            folder = folders.pop()
            real = os.path.realpath(folder)
            self._seen.add(real)
            try:
                with os.scandir(folder) as entries:
                    found = sorted((each.name, each.is_symlink(), each.is_dir(follow_symlinks=False)) for each in entries)
            except OSError as error:
                if not is_of_the_file(error):
                    raise
                self.problems.append(_unreadable(source_path(folder, self._root), error.strerror or str(error)))
                continue
            for name, is_link, is_folder in found:
                if is_ignored(name):
                    continue
                if is_link:
                    self._links.append(folder / name)
                elif is_folder:
                    folders.append(folder / name)
                elif is_dump(name) and not (folder == self._notes_dir and name == METADATA_FILE):
                    self._seen.add(f"{real.rstrip(os.sep)}{os.sep}{name}")
                    yield folder / name

    def _through(self, link: Path) -> Iterator[Path]:
        real = os.path.realpath(link)
        if real != self._top and not real.startswith(self._top.rstrip(os.sep) + os.sep):
            message = "this link points out of the notes folder and was not followed; copy what it points to"
            self._refuse(link, "outside-symlink", message)
        elif real == os.path.realpath(link.parent) or os.path.realpath(link.parent).startswith(real + os.sep):
            self._refuse(link, "symlink-loop", "this link leads back to a folder that it stands in; it was not followed")
        elif real in self._seen:
            return
        elif Path(real).is_dir():
            yield from self._below(link)
        elif is_dump(link.name):
            self._seen.add(real)
            yield link

    def _refuse(self, link: Path, kind: str, message: str) -> None:
        self.problems.append(Problem(kind, message, Origin(source_path(link, self._root))))
