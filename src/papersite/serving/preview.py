"""The preview of a real site: the stages of `build`, as far as `server` asks for them."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path, PurePosixPath

from papersite import build
from papersite.build import open_memo, with_levels
from papersite.config import FILE_NAME
from papersite.errors import PapersiteError
from papersite.model import Artefact, Problem
from papersite.publishing.manifest import read_manifest
from papersite.remembering.kept import Kept
from papersite.remembering.memo import Memo
from papersite.render import RenderedPage
from papersite.serving.server import serve
from papersite.site import Site
from papersite.theme import theme_dir
from papersite.whole_files import read_regular


@dataclass(frozen=True, slots=True)
class PreviewEdition:
    """An edition as the server sees it."""

    edition: build.Edition
    memo: Memo

    @property
    def base_path(self) -> str:
        """The path below which the site will stand on its host."""
        return self.edition.config.base_path

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong before anything is rendered."""
        return self.edition.problems

    def paths(self) -> Collection[PurePosixPath]:
        """Every file of the site."""
        return _Paths(self.edition)

    def render(self, path: PurePosixPath) -> RenderedPage:
        """A file, with the severities that the site gives to what is wrong with it."""
        rendered = self.edition.render(path, self.memo)
        return RenderedPage(rendered.artefact, with_levels(rendered.problems, self.edition.config))


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """A site as it stands in its folder, for as long as the edition that equals it is being assembled.

    READS the folder. A file that was touched since is that of the `coming` edition, which is waited for.
    """

    folder: Path
    base_path: str
    coming: Future[PreviewEdition]
    digests: Mapping[str, str]  # SHA-256, by path

    @property
    def problems(self) -> tuple[Problem, ...]:
        """None yet: they are told with the coming edition."""
        return ()

    def paths(self) -> Collection[PurePosixPath]:
        """Every file of the site."""
        return _Published(self.digests)

    def render(self, path: PurePosixPath) -> RenderedPage:
        """A file. Raises what assembling the coming edition raises, where that has to be waited for."""
        with suppress(OSError):
            data = read_regular(self.folder / path)
            if sha256(data).hexdigest() == self.digests[str(path)]:
                return RenderedPage(Artefact(path, data))
        return self.coming.result().render(path)


class _Published(Collection[PurePosixPath]):
    """The paths of some files, made when they are asked for."""

    def __init__(self, digests: Mapping[str, str]) -> None:
        self._digests = digests

    def __contains__(self, path: object) -> bool:
        return str(path) in self._digests

    def __iter__(self) -> Iterator[PurePosixPath]:
        return map(PurePosixPath, self._digests)

    def __len__(self) -> int:
        return len(self._digests)


class _Paths(Collection[PurePosixPath]):
    """All files of an edition, without a copy of any."""

    def __init__(self, edition: build.Edition) -> None:
        self._parts = (edition.plan.wishes, edition.assets, edition.search)

    def __contains__(self, path: object) -> bool:
        return any(path in part for part in self._parts)

    def __iter__(self) -> chain[PurePosixPath]:
        return chain(*self._parts)

    def __len__(self) -> int:
        return sum(map(len, self._parts))


class Rounds:
    """Edition after edition of a site. A change of site.toml is a change like any other: the site is opened anew."""

    def __init__(self, open_site: Callable[[], Site]) -> None:
        self._open = open_site
        self._kept = Kept()
        self._failed = False
        self.site = open_site()  # the last one that could be opened

    def next(self, memo: Memo, changed: Collection[Path] | None) -> build.Edition:
        """The newest edition; `changed` are the files that did, if that is known. Raises PapersiteError."""
        # What a round that failed had not come to is still to be looked at.
        if self._failed:
            changed = None
        self._failed = True
        self.site = self._open()
        with _no_collecting():
            try:
                edition = build.assemble(self.site, memo, kept=self._kept, changed=changed)
            except PapersiteError:
                raise
            except Exception:  # a fault of ours in what is kept would come again in each round to come
                self._kept, changed = Kept(), None
                edition = build.assemble(self.site, memo, kept=self._kept)
        self._failed = False
        if changed is None:
            # What is kept stays: looking through it for garbage again and again took up to 6 s a save at 10,000 notes. There is
            # none yet: of the objects of a first round over 300 notes not one was part of a circle.
            gc.freeze()
        return edition


@contextmanager
def _no_collecting() -> Iterator[None]:
    """A round makes many values and no circles, so looking for circles meanwhile is in vain: 0.2 s a save at 10,000 notes."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def preview(
    open_site: Callable[[], Site],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    poll: bool = False,
    quiet: bool = False,
    published: Path | None = None,
) -> int:
    """Shows a site until Ctrl-C; gives the exit status. Raises PapersiteError when it can't begin.

    `published` is a folder where the site is known to stand as a build would leave it now, if there is one.
    """

    rounds = Rounds(open_site)

    def say(text: str) -> None:
        if not quiet:
            sys.stderr.write(f"{text}\n")

    def watch_paths() -> tuple[Path, ...]:
        config, root = rounds.site.config, rounds.site.root
        own = (config.notes_dir, config.templates_dir, config.static_dir, FILE_NAME)
        return (*(root / name for name in own), theme_dir("templates"), theme_dir("static"))

    coming: Future[PreviewEdition] = Future()
    manifest = read_manifest(str(published)) if published else None
    with open_memo(rounds.site) as memo:

        def newest(changed: Collection[Path] | None) -> PreviewEdition:
            edition = rounds.next(memo, changed)
            memo.save()
            return PreviewEdition(edition, memo)

        def assemble(changed: Collection[Path] | None) -> PreviewEdition:
            try:
                edition = newest(changed)
            except BaseException as error:
                if not coming.done():
                    coming.set_exception(error)
                raise
            if not coming.done():
                coming.set_result(edition)
            return edition

        serve(
            assemble,
            watch_paths,
            host=host,
            port=port,
            open_browser=open_browser,
            poll=poll,
            roots=(rounds.site.root, theme_dir("templates").parent),
            say=say,
            first=PublishedEdition(published, rounds.site.config.base_path, coming, manifest.digests)
            if published and manifest
            else None,
        )
    return 0
