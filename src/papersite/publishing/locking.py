"""One at a time: a lock on a folder, held by a process as long as it lives.

The lock is one of the system on the folder itself (flock): no file is left behind, and it ends with its process. Where the
system has none, as on Windows and on some network file systems, nothing is locked.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

if sys.platform != "win32":
    import fcntl


class FolderInUseError(Exception):
    """Another process holds the folder."""


_held: set[int] = set()


def _forget_held() -> None:
    # A forked worker shares the lock; one that outlives its killed parent would keep it.
    for descriptor in _held:
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_held)


@contextmanager
def locked(folder: str) -> Iterator[Callable[[str], None]]:
    """Holds a folder that exists, and by the function given further ones, until the end. Raises FolderInUseError."""
    with ExitStack() as stack:

        def hold(path: str) -> None:
            descriptor = _lock(path)
            if descriptor is not None:
                stack.callback(_release, descriptor)

        hold(folder)
        yield hold


def _lock(folder: str) -> int | None:
    if sys.platform == "win32":
        return None
    while True:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        _held.add(descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _release(descriptor)
            raise FolderInUseError from None
        except OSError:  # network file systems without locks
            return descriptor
        # Whoever held it may have exchanged the folder since it was opened.
        if os.path.samestat(os.fstat(descriptor), os.stat(folder)):
            return descriptor
        _release(descriptor)


def _release(descriptor: int) -> None:
    _held.discard(descriptor)
    os.close(descriptor)
