"""A small edition of given files, for tests of what shows editions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from papersite.model import Artefact, Problem


@dataclass(frozen=True)
class RenderedFile:
    artefact: Artefact
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class FakeEdition:
    """A site of given files; a file whose bytes are an error fails with it."""

    files: Mapping[str, bytes | Exception]
    base_path: str = "/"
    problems: tuple[Problem, ...] = ()
    own_problems: tuple[Problem, ...] = ()
    rendered: list[str] = field(default_factory=list)

    def paths(self) -> Collection[PurePosixPath]:
        return {PurePosixPath(name) for name in self.files}

    def render(self, path: PurePosixPath) -> RenderedFile:
        self.rendered.append(str(path))
        data = self.files[str(path)]
        if isinstance(data, Exception):
            raise data
        return RenderedFile(Artefact(path, data), self.own_problems)
