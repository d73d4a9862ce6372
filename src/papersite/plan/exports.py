"""The files that no template makes: which there are, where each stands, and what each sees.

How they are written is the matter of `exports/`: one module for each kind of file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from papersite.exports.robots import RobotsView, write_robots
from papersite.plan.citing import plan_citations
from papersite.plan.shelf import Shelf
from papersite.views import Export


def plan_exports(shelf: Shelf) -> tuple[Export, ...]:
    """All files of the site that no template makes, in a fixed order."""
    return tuple(_exports(shelf))


def _exports(shelf: Shelf) -> Iterator[Export]:
    yield Export(PurePosixPath("robots.txt"), write_robots, RobotsView(shelf.base_url))
    yield from plan_citations(shelf)
