"""A folder and the tree that is made ready to take its place: staging, exchanging, and keeping the old one.

The staged tree stands beside the folder, with hard links for what stays, and the two are exchanged by one system call, so
that whoever looks sees one whole tree or the other, also after a `kill -9` at any moment. Nothing here knows what a site is;
whose a file is, the caller says.

The old tree is kept as the next stage: what it shares with the folder is already linked, so that publishing one page of
10,000 makes no folders. Made anew each time, a stage of 10,000 folders took 2 to 20 s on a slow disk, and as long to remove.
It costs the folders' own space, and no file's: both trees name the same files.

No files are flushed: what a killed process wrote is safe with the system, what a power cut takes is not our promise. Flushing
10,000 pages one by one takes minutes.
"""

# Plain strings for paths: ten thousand files are looked at five times each, and making a Path costs as much as a system call.

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from papersite.publishing.hidden import FOLDER, make_hidden

# A tree beside the folder has its own inode number in its name while it is being staged, or waits to be. Under another
# number it is the site that the exchange brought there, and may hold files of others that came in the last moment.
_BESIDE = "{name}-{inode}"
INSIDE = ".papersite-staged"

# What a file system, a mount point or a missing right answers when two folders can't be exchanged, or files not linked.
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EBUSY, errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK}


# Windows makes text of what is written otherwise, and a started program would inherit the file.
_AS_IT_IS = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


Inode: TypeAlias = tuple[int, int]  # the device that a file is on, its number there


class CannotExchangeError(Exception):
    """Whole trees can't be exchanged here."""


class InTheWayError(Exception):
    """Something that is not ours stands where a file or folder of ours must go. `str()` of it is the path in the folder."""


# ── the staged tree ──────────────────────────────────────────────────────────────────────────────────────────────────


class Stage:
    """A tree in the making: beside the folder where that can be, so that the two can be exchanged, else inside it.

    It may hold anything from earlier runs; at the exchange it holds what was put there since, and nothing else.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._put: set[str] = set()
        self._folders: set[str] = {""}
        self._new: set[str] = set()  # folders that were not there: what is in them was put there by this stage
        self.root = ""
        if _may_be_exchanged(folder):
            with suppress(CannotExchangeError):
                self.root = _root_beside(folder)
        self.exchangeable = self.root != ""
        if not self.exchangeable:
            self.root = _root_inside(folder)

    def move_inside(self, paths: Iterable[str]) -> None:
        """Gives up the exchange: these files of the tree are copied to one inside the folder, on the same mount for certain."""
        if not self.exchangeable:
            return
        beside, self.root = self.root, _root_inside(self._folder)
        self.exchangeable, self._put, self._folders, self._new = False, set(), {""}, set()
        for path in paths:
            with open(os.path.join(beside, path), "rb") as file:
                self.write(path, file.read())

    def write(self, path: str, data: bytes) -> None:
        """A new file of the tree."""
        write_file(self._place(path), data)

    def link(self, path: str, known: Inode | None = None) -> None:
        """A file of the folder, which the tree will have too: the same file, not a copy; `known` is which it is, if that is.

        Raises InTheWayError where the tree has got something else, CannotExchangeError where files can't be linked.
        """
        if path in self._put or path in self._folders:
            raise InTheWayError(path)
        source, target = os.path.join(self._folder, path), os.path.join(self.root, path)
        folder = os.path.dirname(path)
        self._make_folder(folder)
        if folder not in self._new and _inode(target) == (known or _inode(source)):
            self._put.add(path)
            return
        try:
            os.link(source, self._place(path), follow_symlinks=False)
        except OSError as error:
            raise _or_cannot(error) from error

    def carry(self, ours: Collection[str]) -> None:
        """Links what stands in the folder and is not ours. Raises InTheWayError, CannotExchangeError."""
        our_folders = folders_of(ours)
        for path, folder in walk(self._folder):
            if not folder and path not in ours:
                with suppress(FileNotFoundError):  # gone since
                    self.link(path)
            elif folder and path not in our_folders:
                self._make_folder(path)

    def exchange(self) -> None:
        """Puts the tree in the folder's place, and the folder's in the tree's. Raises CannotExchangeError."""
        for path, folder in reversed(walk(self.root)):
            if folder and path not in self._folders:
                os.rmdir(os.path.join(self.root, path))
            elif not folder and path not in self._put:
                os.unlink(os.path.join(self.root, path))
        os.chmod(self.root, os.stat(self._folder).st_mode & 0o7777)
        try:
            _exchange(self.root, self._folder)
        except OSError as error:
            raise _or_cannot(error) from error

    def _place(self, path: str) -> str:
        """The path of a file to be put into the tree, free, in a folder that is there."""
        folder, target = os.path.dirname(path), os.path.join(self.root, path)
        self._make_folder(folder)
        if folder not in self._new or path in self._put or path in self._folders:
            remove_tree(target)
        self._put.add(path)
        return target

    def _make_folder(self, path: str) -> None:
        if path in self._folders:
            return
        if path in self._put:
            raise InTheWayError(path)
        above, target = os.path.dirname(path), os.path.join(self.root, path)
        self._make_folder(above)
        if above in self._new:
            os.mkdir(target)
            self._new.add(path)
        elif not is_folder(target):
            remove_tree(target)
            os.mkdir(target)
            self._new.add(path)
        self._folders.add(path)


def write_file(path: str, data: bytes) -> None:
    """Writes a file that must not be there yet. Every byte of a site goes through here."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _AS_IT_IS, 0o666)
    try:
        written = os.write(file, data)
        while written < len(data):
            written += os.write(file, data[written:])
    finally:
        os.close(file)


def is_folder(path: str) -> bool:
    """Whether a path is a folder itself, no link to one."""
    return os.path.isdir(path) and not os.path.islink(path)


def walk(root: str) -> list[tuple[str, bool]]:
    """What a tree holds, as paths from its root and whether each is a folder; a folder before what it holds."""
    found: list[tuple[str, bool]] = []
    waiting = [""]
    while waiting:
        path = waiting.pop()
        start = f"{path}/" if path else ""
        with os.scandir(os.path.join(root, path)) as entries:
            inside = [(start + entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
        found += inside
        waiting += [inner for inner, folder in inside if folder]
    return found


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that holds some of these paths, at any depth."""
    found = {""}
    for path in paths:
        while (path := os.path.dirname(path)) not in found:
            found.add(path)
    return found


def _inode(path: str) -> Inode | None:
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_dev, status.st_ino


def _is_newer(one: str, other: str) -> bool:
    return not os.path.lexists(other) or os.lstat(one).st_mtime_ns > os.lstat(other).st_mtime_ns


def remove_tree(path: str) -> None:
    """Removes a tree, or a file, if it is there."""
    if is_folder(path):
        for inner, folder in reversed(walk(path)):
            (os.rmdir if folder else os.unlink)(os.path.join(path, inner))
        os.rmdir(path)
    else:
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(path)


def _or_cannot(error: OSError) -> Exception:
    return CannotExchangeError(str(error)) if error.errno in _CANNOT else error


# ── trees beside the folder ──────────────────────────────────────────────────────────────────────────────────────────


def stages(folder: str) -> list[str]:
    """The trees that wait for the next run, or that a killed one had begun."""
    beside = [path for path, inode in _trees_beside(folder) if os.lstat(path).st_ino == inode]
    return [path for path in (os.path.join(folder, INSIDE), *beside) if is_folder(path)]


def old_sites(folder: str) -> list[str]:
    """The trees whose place the folder has taken, and that are not put aside yet."""
    return [path for path, inode in _trees_beside(folder) if os.lstat(path).st_ino != inode]


def bring_over(old_site: str, folder: str, ours: Collection[str]) -> None:
    """What is not ours, and came to an old site or changed there in the last moment before the exchange, goes to the folder.

    Of two the newer stays: after a killed run somebody may have changed the one in the folder since.
    """
    our_folders = folders_of(ours)
    for path, is_dir in walk(old_site):
        here, there = os.path.join(old_site, path), os.path.join(folder, path)
        if is_dir and path not in our_folders:
            os.makedirs(there, exist_ok=True)
        elif not is_dir and path not in ours and _is_newer(here, there):
            os.makedirs(os.path.dirname(there), exist_ok=True)
            os.replace(here, there)


def close_to_others(tree: str) -> None:
    """What the site has no more should not be read here."""
    os.chmod(tree, 0o700)


def is_closed(tree: str) -> bool:
    """Whether nobody else can look into a tree."""
    return os.stat(tree).st_mode & 0o777 == 0o700


def own_number(tree: str, folder: str) -> str:
    """Makes a tree the next stage of a folder."""
    parent, name = os.path.split(folder)
    root = os.path.join(parent, FOLDER, _BESIDE.format(name=name, inode=os.lstat(tree).st_ino))
    os.rename(tree, root)
    return root


def prepare_next(folder: str, paths: Iterable[str]) -> None:
    """Has a stage wait for the next run, with these files of the folder already linked, if that can be."""
    try:
        stage = Stage(folder)
        for path in paths:
            stage.link(path)
    except (OSError, CannotExchangeError):
        remove_stages(folder)


def remove_stages(folder: str) -> None:
    """Removes whatever is staged, so that it takes no room."""
    for tree in stages(folder):
        with suppress(OSError):  # what can't be removed is the next stage
            remove_tree(tree)


def _trees_beside(folder: str) -> list[tuple[str, int]]:
    parent, name = os.path.split(folder)
    where = os.path.join(parent, FOLDER)
    if not os.path.isdir(where):
        return []
    split = ((entry, *entry.rpartition("-")) for entry in sorted(os.listdir(where)))
    return [(os.path.join(where, entry), int(inode)) for entry, stem, _, inode in split if stem == name and inode.isdecimal()]


def _root_beside(folder: str) -> str:
    """The tree that waits beside the folder, or else a new one. Raises CannotExchangeError."""
    if waiting := [tree for tree in stages(folder) if os.path.dirname(tree) != folder]:
        for tree in waiting[1:]:  # of runs that were killed before they had one
            with suppress(OSError):
                remove_tree(tree)
        close_to_others(waiting[0])  # it has the folder's mode where it was almost exchanged
        return waiting[0]
    parent, name = os.path.split(folder)
    try:
        hidden = make_hidden(Path(parent))
        # Two empty trees show whether there is an exchange here. Under these numbers a killed run's are taken for old sites in
        # which there is nothing, and put aside.
        first, second = (os.path.join(hidden, _BESIDE.format(name=name, inode=number)) for number in (0, 1))
        os.mkdir(first, 0o700)
        os.mkdir(second, 0o700)
        try:
            _exchange(first, second)
        except OSError:
            os.rmdir(first)
            raise
        finally:
            os.rmdir(second)
    except OSError as error:
        if isinstance(error, FileExistsError | NotADirectoryError):  # somebody's file has the hidden folder's name
            raise CannotExchangeError(str(error)) from error
        raise _or_cannot(error) from error
    return own_number(first, folder)


def _root_inside(folder: str) -> str:
    root = os.path.join(folder, INSIDE)
    remove_tree(root)
    os.mkdir(root)
    return root


def _may_be_exchanged(folder: str) -> bool:
    """Not a file system of its own, and not where this process stands, for it would then stand in the old site."""
    if os.lstat(folder).st_dev != os.lstat(os.path.dirname(folder)).st_dev:
        return False
    try:
        return not Path.cwd().is_relative_to(folder)
    except FileNotFoundError:
        return True


# ── the exchange ─────────────────────────────────────────────────────────────────────────────────────────────────────

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h; ext4, xfs, btrfs, tmpfs, f2fs, zfs 2.2
_RENAME_SWAP = 2  # sys/stdio.h of macOS; APFS


def _exchange(one: str, other: str) -> None:
    """Two paths change places in one step (renameat2(2) of Linux, renamex_np(2) of macOS). Raises OSError."""
    if sys.platform == "win32":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        result = library.renamex_np(os.fsencode(one), os.fsencode(other), ctypes.c_uint(_RENAME_SWAP))
    elif hasattr(library, "renameat2"):
        result = library.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE))
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), other)
