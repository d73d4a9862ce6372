"""The files that no template makes: which there are, where each stands, and what each sees.

How they are written is the matter of `exports/`: one module for each kind of file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from papersite.exports.facets import write_facets
from papersite.exports.graph import write_graph
from papersite.exports.robots import RobotsView, write_robots
from papersite.plan.addresses import FACETS, path_of
from papersite.plan.citing import plan_citations
from papersite.plan.facets import facets_view
from papersite.plan.graph import FILE as GRAPH_FILE
from papersite.plan.graph import graph_file
from papersite.plan.shelf import Shelf
from papersite.plan.wishes import Contents, ExportWish


def plan_exports(contents: Contents) -> Iterator[ExportWish]:
    """All files of the site that no template makes, in a fixed order. What a file sees is made when it is asked for."""
    yield ExportWish(PurePosixPath("robots.txt"), write_robots, _robots)
    yield ExportWish(path_of(FACETS), write_facets, lambda shelf, _: shelf.shared(facets_view))
    yield from plan_citations(contents)
    if "graph" in contents.site.sections:
        yield ExportWish(PurePosixPath(GRAPH_FILE), write_graph, lambda shelf, _: graph_file(shelf))


def _robots(shelf: Shelf, _of: str) -> RobotsView:
    return RobotsView(shelf.base_url)
