"""The files of a published site: which paths they may have, and the list, kept in the folder, of those that are ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from papersite.errors import PublishError
from papersite.regex import lazy_regex

MANIFEST = ".papersite-manifest"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which files of a folder are ours: the SHA-256 of each. `time` is when it was written, in nanoseconds.

    It is written as sha256sum does, so that `sha256sum -c` checks a site; it holds no times, so equal sites are equal files.
    """

    digests: Mapping[str, str] = field(default_factory=dict)
    time: int = 0


def read_manifest(folder: str) -> Manifest | None:
    """The manifest of a folder; None if there is none, or one that we would not have written."""
    path = Path(folder, MANIFEST)
    try:
        if path.is_symlink():
            return None
        time, text = path.stat().st_mtime_ns, path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    digests = {}
    *lines, rest = text.split("\n")
    if rest:
        return None
    for line in lines:
        digest, separator, name = line.partition("  ")
        if len(digest) != 64 or not separator or _objection(name):
            return None
        digests[name] = digest
    return Manifest(digests, time)


def manifest_text(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()


_NO_NAMES = frozenset(("", ".", ".."))
_CONTROL = lazy_regex(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def _objection(path: str) -> str | None:
    """Why a path can't be published, or None."""
    if path in {"", "."} or path.startswith("/"):
        return "it is not a path below the output folder"
    if not _NO_NAMES.isdisjoint(path.split("/")):
        return "it has an empty part, `.` or `..`"
    if "\\" in path:
        return "a backslash separates folders on some systems"
    if _CONTROL.search(path):
        return "it has a control character"
    if path.startswith(".papersite"):
        return "the name is kept for papersite's own files"
    return None


class SitePaths:
    """The paths of a site, for systems that tell neither case nor Unicode composition apart, as macOS and Windows do.

    Paths that are `known` to stand beside each other are looked at only if another comes: most sites have those of the last.
    """

    def __init__(self, known: Container[str] = ()) -> None:
        self._claimed: dict[str, tuple[str, bool]] = {}  # folded: as spelled, whether a file
        self._known = known
        self._waiting: dict[str, None] | None = {}  # known ones that were added; None once another one was

    def add(self, path: str) -> None:
        """Takes one more file. Raises PublishError if it can't stand beside the others."""
        if self._waiting is not None:
            if path in self._known and path not in self._waiting:
                self._waiting[path] = None
                return
            waiting, self._waiting = self._waiting, None
            for each in waiting:
                self.add(each)
        if objection := _objection(path):
            raise PublishError(f'"{path}" can\'t be published: {objection}')
        self._claim(path, is_file=True)
        while (path := path.rpartition("/")[0]) and self._claim(path, is_file=False):
            pass

    def _claim(self, path: str, *, is_file: bool) -> bool:
        """Whether the path is new."""
        folded = unicodedata.normalize("NFC", path.casefold())
        if folded not in self._claimed:
            self._claimed[folded] = (path, is_file)
            return True
        spelled, taken_by_file = self._claimed[folded]
        if spelled != path:
            raise PublishError(f'"{spelled}" and "{path}" are one path on systems that ignore case')
        if is_file and taken_by_file:
            raise PublishError(f'two files want to be "{path}"')
        if is_file or taken_by_file:
            raise PublishError(f'"{path}" is wanted as a file and as a folder')
        return False
