"""The hidden folder `.papersite/`: for what papersite may lose and make again. It keeps itself out of version control."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

FOLDER = ".papersite"


def make_hidden(parent: Path) -> Path:
    """The hidden folder in another one, made if it is not there. Raises OSError where it can't be."""
    folder = parent / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), (folder / ".gitignore").open("x", encoding="utf-8") as file:
        file.write("*\n")
    return folder
