"""graph.json: which papers cite which, which are near which and why; what the page /graph/ draws, and open to other programs.

Papers, tags and groups name one another by their place in the file's own lists, so that a thousand papers stay a small file.
Everything stands in the order of the view, which is that of the library; docs/json.md tells what the keys mean.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GraphTag:
    """A topic: its name in the site's language, and the places of those right above it."""

    slug: str
    label: str
    parents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphPaper:
    """A paper: the places of its tags, the group it is coloured by, and how many papers it is joined with."""

    slug: str
    title: str
    lang: str  # of the title
    year: int | None
    tags: tuple[int, ...]
    group: int | None
    degree: int


@dataclass(frozen=True, slots=True)
class NearPair:
    """Two papers that are related, the earlier first: how near, and why: a reason (a key of the strings) and its detail."""

    one: int
    other: int
    weight: float
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class GraphFile:
    """All that the file holds. A citation is a pair of the citing paper's place and the cited one's."""

    papers: tuple[GraphPaper, ...]
    tags: tuple[GraphTag, ...]
    groups: tuple[int, ...]  # places of the tags that give papers their colour
    cites: tuple[tuple[int, int], ...]
    related: tuple[NearPair, ...]


def write_graph(view: GraphFile) -> bytes:
    """The file's bytes: JSON without spaces, one paper, tag or edge a line, so that a difference can be read."""
    lists: dict[str, Sequence[object]] = {
        "papers": [_paper(paper) for paper in view.papers],
        "tags": [{"slug": tag.slug, "label": tag.label, "parents": tag.parents} for tag in view.tags],
        "groups": view.groups,
        "cites": view.cites,
        "related": [(pair.one, pair.other, pair.weight, pair.reason, pair.detail) for pair in view.related],
    }
    parts = (f'"{name}":[\n' + ",\n".join(map(_line, entries)) + "\n]" for name, entries in lists.items())
    return ("{" + ",\n".join(parts) + "}\n").encode("utf-8", "replace")


def _paper(paper: GraphPaper) -> dict[str, object]:
    return {
        "slug": paper.slug,
        "title": paper.title,
        "lang": paper.lang,
        "year": paper.year,
        "tags": paper.tags,
        "group": paper.group,
        "degree": paper.degree,
    }


def _line(entry: object) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
