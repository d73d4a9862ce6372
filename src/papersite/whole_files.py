"""Files read and written whole, and nothing but files.

A pipe or device that stands where a file is expected is refused instead of waited for, and a file is replaced at one moment:
whoever looks, also after a `kill -9` or on a full disk, finds the old text or the new one, and no litter beside it.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_MORE = 1 << 14  # bytes asked for where there should be none


def is_of_the_file(error: OSError) -> bool:
    """Whether an error says something of the file, not that this process may open no more files or has no memory left."""
    return error.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOMEM)


def read_regular(file: Path, limit: int = -1) -> bytes:
    """Up to `limit` bytes of a regular file. Raises OSError, also for what is no such file."""
    # Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError("it is no regular file")
        return b"".join(_parts(descriptor, limit if limit >= 0 else sys.maxsize, status.st_size))
    finally:
        os.close(descriptor)


def _parts(descriptor: int, limit: int, size: int) -> Iterator[bytes]:
    """What a file holds, asked for by its size, for it may grow meanwhile.

    Asked for by the limit, each file lies in a mapping of its own, of which Linux allows a process 65,530.
    """
    wanted = size + 1
    while limit > 0 and (part := os.read(descriptor, min(limit, max(wanted, _MORE)))):
        limit -= len(part)
        wanted -= len(part)
        yield part


def write_whole(file: Path, text: str) -> None:
    """A text in place of what a file says, or as a new file. Raises OSError, and then the file is as it was.

    What a link leads to is written, not the link; the mode stays.
    """
    real = file.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{real.name[:50]}.", suffix=".tmp", dir=real.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode("utf-8", "replace"))
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp's files are its owner's alone; this one is committed like any other.
        Path(name).chmod(stat.S_IMODE(real.stat().st_mode) if real.exists() else 0o666 & ~_umask())
        Path(name).replace(real)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    # The only way to ask for it is to set it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
