"""Publishing: what is new, changed and gone is put into the output folder, and nothing else is touched.

At every moment, also after a `kill -9` or on a full disk, the folder holds one whole site, the old or the new (see `staging`).
Files that did not change keep their inode and time, for rsync's and the pages hosts' sake. A manifest in the folder says which
files are ours; others are carried along and never removed.

Where trees can't be exchanged (the folder is a mount point, its parent can't be written, the file system can't do it), files
are renamed into their places one after the other, pages last but for the manifest: then every file is whole at every moment,
but a killed run leaves some new and some old, until the next run.

What the exchange costs: whoever holds the folder itself open, a container's bind mount say, keeps seeing the old site.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from papersite.errors import PublishError
from papersite.model import Artefact
from papersite.publishing.locking import FolderInUseError, locked
from papersite.publishing.manifest import MANIFEST, Manifest, SitePaths, manifest_text, read_manifest
from papersite.publishing.staging import (
    INSIDE,
    CannotExchangeError,
    Inode,
    InTheWayError,
    Stage,
    bring_over,
    close_to_others,
    folders_of,
    is_closed,
    is_folder,
    old_sites,
    own_number,
    prepare_next,
    remove_stages,
    remove_tree,
    walk,
)


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: the files written, removed and left as they were, and whether all changed at one moment."""

    written: tuple[PurePosixPath, ...]
    removed: tuple[PurePosixPath, ...]
    unchanged: tuple[PurePosixPath, ...]
    at_once: bool = True


def publish(artefacts: Iterable[Artefact], output_dir: Path, *, force: bool = False) -> Published:
    """Makes the output folder hold these files, and of our own no others.

    The artefacts are taken one by one, so they may be made on the way; what making them raises passes through. `force` adopts
    a folder that is not ours: its files stay, but those that the site needs are replaced. Raises PublishError: a path that
    can't be published, two that are one on some systems, a folder that is not ours, another run at work, a disk that is full
    or can't be written. The old site then stands as it was.
    """
    with publishing(output_dir, force=force) as publication:
        for artefact in artefacts:
            publication.add(artefact)
        return publication.finish()


@contextmanager
def publishing(output_dir: Path, *, force: bool = False) -> Iterator[Publication]:
    """`publish` step by step, for a caller that knows without the bytes which files are what they were."""
    with _opened(output_dir, force) as change:
        yield Publication(output_dir, change)


def standing(output_dir: Path) -> dict[str, str]:
    """The SHA-256 of each file of a folder that stands as it was published, by its path; nothing if the folder is not ours."""
    manifest = read_manifest(str(output_dir))
    return {path: manifest.digests[path] for path in _standing(str(output_dir), manifest)} if manifest else {}


def _standing(folder: str, manifest: Manifest) -> dict[str, Inode]:
    """The files that stand as they were published. Those that may have been touched since the manifest was written are read."""
    found = {}
    for path, digest in manifest.digests.items():
        file = os.path.join(folder, path)
        try:
            status = os.lstat(file)
            if stat.S_ISREG(status.st_mode) and (
                status.st_mtime_ns < manifest.time or hashlib.sha256(Path(file).read_bytes()).hexdigest() == digest
            ):
                found[path] = status.st_dev, status.st_ino
        except (FileNotFoundError, NotADirectoryError):
            continue
    return found


class Publication:
    """A site being put into its folder. Nothing changes there before `finish`, and nothing at all without it."""

    def __init__(self, output_dir: Path, change: _Change) -> None:
        self._output_dir = output_dir
        self._change = change

    def standing(self) -> dict[str, str]:
        """The SHA-256 of each file that stands as it was published, by its path."""
        with _told(self._output_dir):
            return self._change.standing()

    def read(self, path: str) -> bytes:
        """The bytes of a file that stands. Raises OSError."""
        return (self._output_dir / path).read_bytes()

    def keep(self, path: PurePosixPath, digest: str) -> None:
        """Takes a file of the site that is `standing`."""
        self._change.keep(path, digest)

    def add(self, artefact: Artefact, digest: str = "") -> None:
        """Takes a file of the site, with its SHA-256 where that is known. Raises PublishError."""
        with _told(self._output_dir):
            self._change.add(artefact, digest)

    def finish(self) -> Published:
        """Makes the folder hold what was taken. Raises PublishError."""
        with _told(self._output_dir):
            return self._change.finish()


@contextmanager
def _opened(output_dir: Path, force: bool) -> Iterator[_Change]:
    """An output folder of ours, locked, and at the end without any trace of how it was changed."""
    with ExitStack() as stack:
        with _told(output_dir):
            folder = os.path.realpath(output_dir)
            if _made(folder):
                stack.callback(_remove_if_empty, folder)
            hold = stack.enter_context(locked(folder))
            _put_aside_old_sites(folder)
            remove_tree(os.path.join(folder, INSIDE))
            before = read_manifest(folder)
            if before is None and not force and os.listdir(folder):
                raise PublishError(
                    f"{output_dir} is not empty and has no readable {MANIFEST}, so papersite did not publish it: "
                    "choose another folder, or adopt this one with --force (what is in it stays)"
                )
        try:
            yield _Change(folder, before, force, hold)
        except BaseException:
            with suppress(OSError):  # the error that brought us here says more
                _put_aside_old_sites(folder)
                remove_stages(folder)
            raise


def _put_aside_old_sites(folder: str, known: Collection[str] | None = None) -> None:
    """Ends what this run or a killed one began: the site before the last one becomes the stage of the next. `known` are the
    files that are ours in the old and in the new one, where they need not be looked up.
    """
    for tree in old_sites(folder):
        manifest = None if known else read_manifest(tree)
        # A stage in the making has no manifest. In a copy of all this it has another inode number, too.
        if known or manifest or not is_closed(tree):
            ours = known or {*(manifest or Manifest()).digests, *(read_manifest(folder) or Manifest()).digests}
            bring_over(tree, folder, {MANIFEST, *ours})
            close_to_others(tree)
            remove_tree(os.path.join(tree, MANIFEST))
        own_number(tree, folder)


def _made(folder: str) -> bool:
    """Whether it was this run that made a folder; another may do so at the same moment. Raises OSError."""
    if os.path.isdir(folder):
        return False
    try:
        os.makedirs(folder)
    except FileExistsError:
        if os.path.isdir(folder):
            return False
        raise
    return True


def _remove_if_empty(folder: str) -> None:
    with suppress(OSError):
        os.rmdir(folder)


@contextmanager
def _told(output_dir: Path) -> Iterator[None]:
    """Errors of the system as sentences for people."""
    try:
        yield
    except FolderInUseError:
        raise PublishError(f"another papersite is publishing to {output_dir}: wait until it is done, or stop it") from None
    except InTheWayError as error:
        raise PublishError(
            f"{output_dir}/{error} is in the way of a file to publish, and papersite did not write it: move it elsewhere"
        ) from None
    except OSError as error:
        raise PublishError(f"{output_dir}: {_sentence(error)}") from error


def _sentence(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "the disk is full; the site there is as it was"
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"no permission to write there ({error.strerror}: {error.filename}); the site is as it was"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"a folder is needed, but {error.filename} is something else"
    return f"can't be published to: {error.strerror or error}" + (f" ({error.filename})" if error.filename else "")


# ── the change ───────────────────────────────────────────────────────────────────────────────────────────────────────

# Stands in the manifest of a folder that is being changed file by file, for a file that may be old or new.
_EITHER = "0" * 64


class _Change:
    """The difference between the folder and the site to be: gathered file by file, then made at once."""

    def __init__(self, folder: str, before: Manifest | None, force: bool, hold: Callable[[str], None]) -> None:
        self._folder = folder
        self._is_ours = before is not None
        self._before = before or Manifest()
        self._force = force
        self._hold = hold
        self._paths = SitePaths(self._before.digests)
        self._digests: dict[str, str] = {}
        self._written: list[str] = []
        self._unchanged: list[PurePosixPath] = []
        self._our_folders = folders_of(self._before.digests)
        self._free: set[str] = set()  # folders that others have nothing against
        self._there: dict[str, bool] = {"": True}  # whether a folder stands, or what leads to one
        self._inodes: dict[str, Inode] = {}  # of the files that stand
        self._stage: Stage | None = None

    def standing(self) -> dict[str, str]:
        """The digests of the files that are as the last run left them."""
        self._inodes = _standing(self._folder, self._before)
        return {path: self._before.digests[path] for path in self._inodes}

    def keep(self, path: PurePosixPath, digest: str) -> None:
        """Takes one file of the site to be that is there already."""
        self._paths.add(str(path))
        self._digests[str(path)] = digest
        self._unchanged.append(path)

    def add(self, artefact: Artefact, digest: str) -> None:
        """Takes one file of the site to be, and stages it if it is not there already."""
        path = str(artefact.path)
        self._paths.add(path)
        self._digests[path] = digest or hashlib.sha256(artefact.data).hexdigest()
        if self._is_there(os.path.dirname(path)):
            if self._stands(path, artefact.data):
                self._unchanged.append(artefact.path)
                return
            self._look_in_the_way(path)
        self._staged().write(path, artefact.data)
        self._written.append(path)

    def finish(self) -> Published:
        """Makes the folder hold what was added."""
        removed = sorted(self._before.digests.keys() - self._digests.keys())
        at_once = True
        if self._written or removed or not self._is_ours or self._digests != self._before.digests:
            at_once = self._exchange()
            if at_once:
                try:
                    _put_aside_old_sites(self._folder, self._before.digests.keys() | self._digests.keys())
                except OSError as error:
                    raise PublishError(
                        f"{error.filename}: {error.strerror}; the new site stands, but what others put there meanwhile may be "
                        "missing: publish again"
                    ) from error
                if not self._is_ours:
                    prepare_next(self._folder, self._digests)
            else:
                self._staged().move_inside(self._written)
                try:
                    self._move_in_place(removed)
                except OSError as error:
                    raise PublishError(
                        f"{error.filename}: {error.strerror}; publish again, some files are not as new yet"
                    ) from error
                remove_stages(self._folder)
        return Published(_as_paths(self._written), _as_paths(removed), tuple(self._unchanged), at_once)

    def _is_there(self, path: str) -> bool:
        """Whether anything stands where a folder of the site must; below what is not there nothing can stand."""
        if path not in self._there:
            above = self._is_there(os.path.dirname(path))
            self._there[path] = above and os.path.lexists(os.path.join(self._folder, path))
        return self._there[path]

    def _stands(self, path: str, data: bytes) -> bool:
        """Whether the folder holds this very file. Its bytes are read only if it is not as the last run left it."""
        file = os.path.join(self._folder, path)
        try:
            status = os.lstat(file)
            if not stat.S_ISREG(status.st_mode) or status.st_size != len(data):
                return False
            before = self._before.digests.get(path, _EITHER)
            if status.st_mtime_ns < self._before.time and before != _EITHER:
                return before == self._digests[path]
            return Path(file).read_bytes() == data
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _look_in_the_way(self, path: str) -> None:
        """Raises InTheWayError if others have put something where a file must go, or one of the folders above it."""
        file = os.path.join(self._folder, path)
        if is_folder(file):
            inside = (f"{path}/{inner}" for inner, folder in walk(file) if not folder)
            if path not in self._our_folders or not self._before.digests.keys() >= set(inside):
                raise InTheWayError(path)
        elif os.path.lexists(file) and path not in self._before.digests and not self._force:
            raise InTheWayError(path)
        while (path := os.path.dirname(path)) and path not in self._free:
            file = os.path.join(self._folder, path)
            if os.path.lexists(file) and not is_folder(file) and path not in self._before.digests:
                raise InTheWayError(path)
            self._free.add(path)

    def _staged(self) -> Stage:
        if self._stage is None:
            self._stage = Stage(self._folder)
            remove_tree(os.path.join(self._stage.root, MANIFEST))
        return self._stage

    def _exchange(self) -> bool:
        """Completes the staged tree and puts it in the folder's place; False where that can't be."""
        stage = self._staged()
        if not stage.exchangeable:
            return False
        try:
            for path in self._unchanged:
                stage.link(str(path), self._inodes.get(str(path)))
            stage.carry({MANIFEST, *self._before.digests, *self._digests})
            stage.write(MANIFEST, manifest_text(self._digests))
            self._hold(stage.root)
            stage.exchange()
        except CannotExchangeError:
            return False
        return True

    def _move_in_place(self, removed: list[str]) -> None:
        """Moves the staged files one by one. Whatever happens on the way, the manifest names every file of ours."""
        either = dict.fromkeys(self._written, _EITHER)
        self._put_manifest(".papersite-pending", {**self._before.digests, **self._digests, **either})
        # A file where a folder must be now, or the other way round, has to go first; all others stay until nothing needs them.
        first = set(removed) & folders_of(self._written)
        first |= {path for path in removed if not folders_of([path]).isdisjoint(self._written)}
        for path in first:
            self._remove(path)
        for path in sorted(self._written, key=lambda path: path.endswith(".html")):
            self._move(path, path)
        for path in removed:
            if path not in first:
                self._remove(path)
        self._put_manifest(".papersite-final", self._digests)

    def _put_manifest(self, staged_as: str, digests: Mapping[str, str]) -> None:
        self._staged().write(staged_as, manifest_text(digests))
        self._move(staged_as, MANIFEST)

    def _move(self, staged: str, path: str) -> None:
        parent = os.path.join(self._folder, os.path.dirname(path)).rstrip("/")
        os.makedirs(parent, exist_ok=True)
        if os.path.realpath(parent) != parent:  # a link that somebody has just put there may lead anywhere
            raise InTheWayError(os.path.dirname(path))
        os.replace(os.path.join(self._staged().root, staged), os.path.join(self._folder, path))

    def _remove(self, path: str) -> None:
        file = os.path.join(self._folder, path)
        if os.path.realpath(os.path.dirname(file)) != os.path.dirname(file) or is_folder(file):
            return
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(file)
        while path := os.path.dirname(path):
            try:
                os.rmdir(os.path.join(self._folder, path))
            except FileNotFoundError:
                continue
            except OSError as error:
                if error.errno in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}:
                    return
                raise


def _as_paths(paths: Iterable[str]) -> tuple[PurePosixPath, ...]:
    return tuple(map(PurePosixPath, paths))
