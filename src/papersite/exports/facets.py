"""What the list of all papers is narrowed by: for each kind of fact its values, and which of them each paper has.

Deflated, so that it is small on any server, compressing or not; deflate, and not gzip, holds no date and no system.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facet:
    """A kind of fact: its values with what they are called, and for each paper, in the list's order, the values it has."""

    name: str
    values: tuple[tuple[str, str], ...]
    papers: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class FacetsView:
    """All kinds of facts of all papers."""

    facets: tuple[Facet, ...]


def write_facets(view: FacetsView) -> bytes:
    """The facets as deflated JSON."""
    found = {facet.name: {"values": facet.values, "papers": facet.papers} for facet in view.facets}
    return zlib.compress(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 9)
