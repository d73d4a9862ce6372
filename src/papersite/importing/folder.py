"""READS dumps and a folder of imported notes, WRITES what an import makes of them. Nothing is decided here.

What was imported last lies beside the notes in `.imported/`, which no build reads: a copy of each file as it was written, and
for a conflict the dump's version as `<name>.new`. It belongs under version control with the notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from papersite.errors import PapersiteError
from papersite.importing.plan import Change, Outcome, plan_import
from papersite.library import SourceReading, read_alone
from papersite.model import Problem, Source
from papersite.sources import decode, is_dump, is_ignored, read_source
from papersite.whole_files import write_whole

BASES = ".imported"
RIVAL = ".new"


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did, or would do: a change for each file, and what was wrong with the dumps.

    `passed_over` are files that are notes of their own already; `doubled` are dumps that a build would read beside the files
    made of them.
    """

    target: Path
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()
    passed_over: tuple[Path, ...] = ()
    doubled: tuple[Path, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing is left for the user to settle."""
        return not self.passed_over and not any(c.outcome in {Outcome.CONFLICT, Outcome.REFUSED} for c in self.changes)


def import_dumps(
    dumps: Sequence[Path], target: Path, root: Path, notes_dir: Path, *, prune: bool = False, dry_run: bool = False
) -> Import:
    """Imports dumps, or all in a folder, into the folder `target`; `root` is the site's folder, `notes_dir` that of its notes.

    Raises PapersiteError for a dump that can't be read, for two of one name (a dump is known again by it), and for a target
    that can't be written.
    """
    read = [(path, source, read_alone(source)) for path, source in _read_dumps(dumps, root)]
    raw = [each for each in read if not _is_note(each[2])]
    files, bases, rivals = _texts(target, ".md"), _texts(target / BASES, ".md"), _texts(target / BASES, RIVAL)
    changes = plan_import(
        [note for _, _, reading in raw for note in reading.parsed.notes],
        files,
        bases,
        waiting=[name.removesuffix(RIVAL) for name in rivals],
        prune=prune,
    )
    if not dry_run:
        try:
            for change in changes:
                _carry_out(change, target, files, bases)
        except OSError as error:
            raise PapersiteError(f"{error.filename} can't be written: {error.strerror}") from error
    return Import(
        target=target,
        changes=changes,
        problems=tuple(each for _, source, reading in raw for each in (*source.problems, *reading.parsed.problems)),
        passed_over=tuple(path for path, _, reading in read if _is_note(reading) and path in dumps),
        doubled=tuple(path for path, _, _ in raw if _inside(path, notes_dir)) if _inside(target, notes_dir) else (),
    )


def _is_note(reading: SourceReading) -> bool:
    return reading.format == "front_matter"


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_dumps(dumps: Iterable[Path], root: Path) -> Iterator[tuple[Path, Source]]:
    """The dumps. Their paths are told from the site's root, or are bare names outside of it."""
    paths = dict.fromkeys(path for dump in dumps for path in (_dumps_below(dump) if dump.is_dir() else (dump,)))
    by_name: dict[str, Path] = {}
    for path in paths:
        if by_name.setdefault(path.name, path) != path:
            raise PapersiteError(
                f"{by_name[path.name]} and {path} have one name, by which a dump is known again: rename one of them"
            )
        if not path.exists():
            raise PapersiteError(f"no such dump: {path}")
        real = path.resolve()
        source = read_source(real, root.resolve() if _inside(path, root) else real.parent)
        if isinstance(source, Problem):
            raise PapersiteError(source.message, source.origin)
        yield path, source


def _dumps_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and is_dump(path.name) and not any(map(is_ignored, path.relative_to(folder).parts)):
            yield path


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _texts(folder: Path, suffix: str) -> dict[str, str]:
    """The texts of the files below a folder that end so, by their paths in it. One that can't be read is there, but empty."""
    found = {}
    for path in sorted(folder.rglob(f"*{suffix}")):
        name = path.relative_to(folder)
        if path.is_file() and not any(map(is_ignored, name.parts)):
            try:
                data = path.read_bytes()
            except OSError:
                data = b""
            found[name.as_posix()] = decode(data, PurePosixPath(name.as_posix()))[0]
    return found


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _carry_out(change: Change, target: Path, files: Mapping[str, str], bases: Mapping[str, str]) -> None:
    """One change. The file comes before its base: killed in between, the next import finds both sides to agree."""
    _put(target / change.name, change.text, files.get(change.name))
    _put(target / BASES / change.name, change.base, bases.get(change.name))
    if change.former_name:
        _put(target / BASES / change.former_name, None, bases.get(change.former_name))
    rival = target / BASES / f"{change.name}{RIVAL}"
    if change.rival is not None:
        _put(rival, change.rival, None)
    elif change.outcome is not Outcome.CONFLICT:
        rival.unlink(missing_ok=True)


def _put(path: Path, text: str | None, before: str | None) -> None:
    """A file with a text, or no file, given what is there; in one step, so that a killed import leaves no half a note."""
    if text == before:
        return
    if text is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)
