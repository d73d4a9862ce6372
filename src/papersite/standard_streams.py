"""Standard output and error, which others own: they may be closed from the start, or stop taking what is written.

Light on purpose: it is loaded for every command, also those that answer at once.
"""

from __future__ import annotations

import os
import sys


def open_closed() -> None:
    """Has what was closed from the start (`papersite build >&-`) lead nowhere.

    A file of ours that took a closed stream's number would get what libraries write to that stream.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)
    # Python has none where there was none to open.
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)


def let_go_of_broken() -> None:
    """Has what can't be written to any more lead nowhere, or Python would try again at its exit, and complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
