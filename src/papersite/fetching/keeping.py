"""WRITES notes/metadata.json: whole or not at all, for it is written after every answer and may be broken off at any."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from papersite.metadata import metadata_as_json
from papersite.model import PaperId, PaperMetadata
from papersite.whole_files import write_whole


def keep(file: Path, known: Mapping[PaperId, PaperMetadata]) -> None:
    """All that is known, in place of what the file said. Raises OSError, and then the file is as it was."""
    write_whole(file, metadata_as_json(known))
