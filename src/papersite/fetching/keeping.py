"""WRITES notes/metadata.json: whole or not at all, for it is written after every answer and may be broken off at any."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from papersite.metadata import metadata_as_json
from papersite.model import PaperId, PaperMetadata


def keep(file: Path, known: Mapping[PaperId, PaperMetadata]) -> None:
    """All that is known, in place of what the file said. Raises OSError, and then the file is as it was."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(metadata_as_json(known))
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp's files are its owner's alone; this one is committed like any other.
        Path(name).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
