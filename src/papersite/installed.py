"""What is installed beside papersite, by the names of folders and the heads of their metadata.

READS the folders that Python imports from. `importlib.metadata` says the same, but it loads an email parser: 70 ms of each
start, where this takes 3.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import takewhile

# `name-version.dist-info`, with `_` for the name's `-` and `.`
# (https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-dist-info-directory).
_FOLDER = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)\.dist-info")
# A requirement opens with the distribution's name (PEP 508).
_NAME = re.compile(r"\s*([\w.-]+)")


def metadata_folders() -> Iterator[tuple[str, str]]:
    """The metadata folders of distributions that Python would find: a place on its path, and a name there; in its order."""
    for place in sys.path:
        with suppress(OSError):
            yield from (
                (place, name) for name in sorted(os.listdir(place or ".")) if name.endswith((".dist-info", ".egg-info"))
            )


@cache
def versions_needed(distribution: str = "papersite") -> tuple[tuple[str, str], ...]:
    """Names and versions of a distribution and of all that it needs, directly or through another; "" for what is not there."""
    folders: dict[str, tuple[str, str]] = {}
    for place, folder in metadata_folders():
        if match := _FOLDER.fullmatch(folder):
            folders.setdefault(_normal(match["name"]), (os.path.join(place, folder), match["version"]))
    found: dict[str, str] = {}
    wanted = [distribution]
    while wanted:
        name = wanted.pop()
        if name not in found:
            folder, found[name] = folders.get(name, ("", ""))
            wanted += _needs(folder)
    return tuple(sorted(found.items()))


def _needs(folder: str) -> Iterator[str]:
    """The names of what a distribution requires, without that of its extras."""
    with suppress(OSError), open(os.path.join(folder, "METADATA"), encoding="utf-8", errors="replace") as file:
        # The fields end where the description begins, at a blank line
        # (https://packaging.python.org/en/latest/specifications/core-metadata/).
        for line in takewhile(str.strip, file):
            field, _, requirement = line.partition(":")
            if field == "Requires-Dist" and "extra ==" not in requirement and (match := _NAME.match(requirement)):
                yield _normal(match[1])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
