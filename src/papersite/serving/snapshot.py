"""What a preview shows at one moment: an edition of the site, or the last good one and why there is no newer.

A snapshot is never changed but for the pages it has rendered so far; a newer one takes its place. No HTTP here: an address
becomes a found page, a redirect or nothing, and a state becomes plain values.
"""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import quote

from papersite.errors import PapersiteError
from papersite.model import Artefact, Origin, Problem, Severity

PROBLEMS_SHOWN = 50
_AROUND = 2  # lines of an excerpt before and after
_LONGEST_LINE = 200
_KEPT_PAGES = 500  # pages rendered earlier that stand in for ones that fail
NOT_FOUND = PurePosixPath("404.html")


class Rendered(Protocol):
    """A file of the site and what went wrong on the way."""

    @property
    def artefact(self) -> Artefact:
        """The file."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What went wrong."""


class Edition(Protocol):
    """One state of a whole site, whose files are rendered when they are asked for."""

    @property
    def base_path(self) -> str:
        """The path below which the site will stand on its host: `/` or `/papers/`."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is known to be wrong before anything is rendered."""

    def paths(self) -> Collection[PurePosixPath]:
        """Every file of the site."""

    def render(self, path: PurePosixPath) -> Rendered:
        """A file. Raises PapersiteError when its template fails."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something could not be made: what to tell, and where it comes from."""

    message: str
    origin: Origin | None = None

    @staticmethod
    def of(error: Exception) -> Failure:
        """An error as a failure; one that nobody foresaw with its last lines."""
        if isinstance(error, PapersiteError):
            return Failure(error.message, error.origin)
        return Failure("".join(traceback.format_exception(error)[-3:]))


@dataclass(frozen=True, slots=True)
class Found:
    """A file to show; `failure` says why it is not what it should be."""

    path: PurePosixPath
    rendered: Rendered | None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """A folder asked for without its slash."""

    to: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a preview. `edition` is the last good one, None while there was none; `failure` is why it is not newer."""

    number: int = 0
    edition: Edition | None = None
    failure: Failure | None = None
    _rendered: dict[PurePosixPath, Rendered] = field(default_factory=dict, compare=False, repr=False)
    _earlier: Mapping[PurePosixPath, Rendered] = field(default_factory=dict, compare=False, repr=False)

    def renewed(self, edition: Edition) -> Snapshot:
        """The next snapshot, of a new edition."""
        earlier = {**self._earlier, **self._rendered}
        return Snapshot(self.number + 1, edition, None, {}, dict(list(earlier.items())[-_KEPT_PAGES:]))

    def failed(self, failure: Failure) -> Snapshot:
        """The next snapshot, of the same edition, for there is no new one."""
        return replace(self, number=self.number + 1, failure=failure)

    def at(self, address: str) -> PurePosixPath | Redirect | None:
        """The file that an address means (its path, decoded, with the first slash), or None."""
        if self.edition is None or not address.startswith("/"):
            return None
        base = self.edition.base_path
        found = self._at(address[1:], self.edition.paths())
        if found is None and base != "/" and address.startswith(base):
            # The 404 page names the site's own place on its host, which here is the root.
            found = self._at(address[len(base) :], self.edition.paths())
        return found

    def find(self, path: PurePosixPath) -> Found:
        """A file, rendered now or before. Where that fails, the file as it was when it last could be."""
        if self.edition is None:
            return Found(path, None, self.failure)
        if (rendered := self._rendered.get(path)) is not None:
            return Found(path, rendered)
        try:
            rendered = self._rendered[path] = self.edition.render(path)
        except Exception as error:  # whatever a template does, the preview goes on
            return Found(path, self._earlier.get(path), Failure.of(error))
        return Found(path, rendered)

    @staticmethod
    def _at(name: str, paths: Collection[PurePosixPath]) -> PurePosixPath | Redirect | None:
        wanted = f"{name}index.html" if not name or name.endswith("/") else name
        path = PurePosixPath(wanted)
        if path in paths:
            return path if str(path) == wanted else None  # `a//b` and `a/./b` are no addresses of `a/b`
        if str(path) == name and path / "index.html" in paths:
            return Redirect(f"/{quote(name)}/")
        return None


def state(snapshot: Snapshot, found: Found | None, etag: str, roots: Sequence[Path]) -> dict[str, object]:
    """What an open page is told: its newest version, and what is wrong with it and with the site, as JSON holds it.

    `roots` are the folders that the paths of problems are relative to; the first that has the file gives the excerpt.
    """
    failure = snapshot.failure or (found.failure if found else None)
    own = found.rendered.problems if found and found.rendered else ()
    known = snapshot.edition.problems if snapshot.edition else ()
    problems = [problem for problem in (*own, *known) if problem.severity is not Severity.INFO]
    return {
        "number": snapshot.number,
        "page": etag,
        "failure": None if failure is None else _told(failure.message, failure.origin, roots),
        "problems": [
            {"kind": problem.kind, "severity": str(problem.severity), **_told(problem.message, problem.origin, roots)}
            for problem in problems[:PROBLEMS_SHOWN]
        ],
        "count": len(problems),
    }


def _told(message: str, origin: Origin | None, roots: Sequence[Path]) -> dict[str, object]:
    return {
        "message": message,
        "place": str(origin) if origin else "",
        "excerpt": [{"line": number, "text": text, "here": here} for number, text, here in excerpt(origin, roots)],
    }


def excerpt(origin: Origin | None, roots: Sequence[Path]) -> Iterator[tuple[int, str, bool]]:
    """The lines around a place: number, text, and whether it is meant. None of a file that can't be read."""
    if origin is None:
        return
    for root in roots:
        file = root / origin.path
        if not file.resolve().is_relative_to(root.resolve()) or not file.is_file():
            continue
        first = max(1, origin.first_line - _AROUND)
        try:
            with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
                for number, line in enumerate(islice(lines, first - 1, origin.first_line + _AROUND), start=first):
                    yield number, line.rstrip("\r\n")[:_LONGEST_LINE], number == origin.first_line
        except OSError:
            return
        return
