"""Whether a build would change anything, told without reading a note: by the bytes of all it depends on.

After a build a record is kept: a digest of every file that the build could have read (notes, templates, static files,
settings, papersite itself), what was asked for, how the published files looked, and what was said. Where all of that is as it
was, a build would say the same again and write nothing.

No times are trusted for inputs: contents are read each time, and hashing 1,000 notes takes 0.05 s. They are looked at before
the build and after it, and nothing is recorded if they differ, so what changes while it is built is never taken for built.
Whatever is odd (a link, a file that can't be read) makes the answer "don't know", and the build runs. Nothing here imports the
rest of papersite, for that takes longer than looking.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from papersite.installed import metadata_folders
from papersite.publishing.hidden import FOLDER, make_hidden

FILE_NAME = "last-build.json"
_MANIFEST = ".papersite-manifest"
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Said:
    """What the last build said: its summary as it would be now, its problems as plain values, and where it published."""

    summary: str
    output: Path
    problems: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The digest of what stood at some places when it was looked whether a build would change anything."""

    places: tuple[str, ...]
    digest: str | None


class Look:
    """A look at everything a build of a site depends on; `given` is what the user asked for, as text. What has been `seen`
    since the user asked is not looked at again.
    """

    def __init__(self, root: Path, given: Sequence[str | None], places: Iterable[Path], seen: Seen | None = None) -> None:
        self._root = root.absolute()
        self._given = [sys.version, str(self._root), *given]
        self._places = sorted({str(place.absolute()) for place in places})
        self._digest = seen.digest if seen and list(seen.places) == self._places else _digest_of(self._places)

    def keep(self, output: Path, summary: str, problems: Sequence[Mapping[str, object]]) -> None:
        """Records a build that began after the look, unless what it depends on changed since. Never raises."""
        if self._digest is None or _digest_of(self._places) != self._digest:
            return
        output = output.absolute()
        record = {
            "given": self._given,
            "places": self._places,
            "inputs": self._digest,
            "output": str(output),
            "published": _published(output),
            "summary": summary,
            "problems": list(problems),
        }
        with suppress(OSError):
            path = make_hidden(self._root) / FILE_NAME
            for begun in path.parent.glob(f"{FILE_NAME}-*"):  # by runs that were killed
                begun.unlink()
            fresh = path.with_name(f"{FILE_NAME}-{os.getpid()}")
            fresh.write_text(json.dumps(record), encoding="utf-8")
            os.replace(fresh, path)


def said_before(root: Path, given: Sequence[str | None]) -> tuple[Said | None, Seen | None]:
    """What the last build said, if the same one now would change nothing, None where it might, or where that is not known; and
    what was seen to find out.
    """
    seen: Seen | None = None
    try:
        record = json.loads((root / FOLDER / FILE_NAME).read_text(encoding="utf-8"))
        if record["given"] != [sys.version, str(root.absolute()), *given]:
            return None, None
        seen = Seen(tuple(record["places"]), _digest_of(record["places"]))
        if seen.digest != record["inputs"] or _published(Path(record["output"])) != (record["published"] or ""):
            return None, seen
        return Said(record["summary"], Path(record["output"]), tuple(record["problems"])), seen
    except (OSError, ValueError, KeyError, TypeError):
        return None, seen


def _digest_of(places: Iterable[str]) -> str | None:
    """The digest of all files below some places, of papersite itself and of what is installed; None if one is odd."""
    digest = hashlib.sha256()
    try:
        for place in (*places, str(_PACKAGE)):
            for path in _files(place):
                with open(path, "rb") as file:
                    data = file.read()
                digest.update(b"%d %d " % (len(os.fsencode(path)), len(data)) + os.fsencode(path))
                digest.update(data)
        digest.update("\0".join(name for _, name in metadata_folders()).encode("utf-8", "surrogateescape"))
    except OSError:
        return None
    return digest.hexdigest()


def _files(place: str) -> Iterator[str]:
    """The files at or below a place, in order, without hidden ones. Raises OSError for a link or what is neither."""
    try:
        mode = os.lstat(place).st_mode
    except FileNotFoundError:
        return
    if stat.S_ISREG(mode):
        yield place
    elif stat.S_ISDIR(mode):
        for name in sorted(os.listdir(place)):
            if not name.startswith(".") and name != "__pycache__":
                yield from _files(os.path.join(place, name))
    else:
        raise OSError(f"{place} is neither a file nor a folder")


def _published(output: Path) -> str | None:
    """The digest of a published folder's manifest, and of how each of our files looks; None if one is missing."""
    digest = hashlib.sha256()
    try:
        manifest = (output / _MANIFEST).read_bytes()
        digest.update(manifest)
        for line in manifest.decode().splitlines():
            found = os.lstat(os.path.join(output, line[66:]))
            looks = (
                found.st_mode,
                found.st_size,
                found.st_mtime_ns,
                found.st_ctime_ns if os.name == "posix" else 0,
                found.st_ino,
            )
            digest.update(repr(looks).encode())
    except (OSError, ValueError):
        return None
    return digest.hexdigest()
