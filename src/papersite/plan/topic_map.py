"""The map of topics on the front page: areas of the library, each with its topics, as large as they have papers.

The vocabulary's tops are too wide to be areas: where one holds a good part of the library, the topics right below it are the
areas instead. A topic below several areas stands in the smallest of them, so that each is on the map once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from papersite.plan.shelf import Shelf
from papersite.views import MapArea, MapTopic

AREAS_SHOWN = 12
TOPICS_SHOWN = 14
SIZES = 5
_TOO_WIDE = 0.5  # of the papers of the library
_FEW = 8  # papers; in a smaller library the tops are the areas


def topic_map(shelf: Shelf) -> tuple[MapArea, ...]:
    """The areas, the largest first, each with its topics, the largest first."""
    sizes = {slug: len(found) for slug, found in shelf.tagged.items() if shelf.terms[slug].kind == "topic"}
    areas = sorted(_areas(shelf, sizes), key=lambda slug: (-sizes[slug], slug))[:AREAS_SHOWN]
    placed: set[str] = set(areas)
    topics: dict[str, list[str]] = {}
    for area in reversed(areas):
        topics[area] = [slug for slug in sizes if area in shelf.above[slug] and slug not in placed]
        placed.update(topics[area])
    largest = max((sizes[slug] for found in topics.values() for slug in found), default=1)
    return tuple(_area(shelf, area, _ranked(topics[area], sizes), largest) for area in areas if topics[area])


def _areas(shelf: Shelf, sizes: dict[str, int]) -> set[str]:
    """The tops of the vocabulary; in place of one that is too wide, and is more than its parts, what is right below it."""
    limit = max(_FEW, _TOO_WIDE * len(shelf.library.records))
    areas: set[str] = set()
    waiting = [slug for slug in sizes if not any(parent in sizes for parent in shelf.terms[slug].parents)]
    seen = set(waiting)
    while waiting:
        slug = waiting.pop()
        below = [child for child in shelf.children.get(slug, ()) if child in sizes]
        parts = [child for child in below if any(grandchild in sizes for grandchild in shelf.children.get(child, ()))]
        if sizes[slug] > limit and len(parts) > 1:
            waiting += [part for part in parts if part not in seen]
            seen.update(parts)
        if below:
            areas.add(slug)
    return areas


def _ranked(slugs: Iterable[str], sizes: dict[str, int]) -> list[str]:
    return sorted(slugs, key=lambda slug: (-sizes[slug], slug))


def _area(shelf: Shelf, area: str, topics: list[str], largest: int) -> MapArea:
    chips = shelf.chips(topics[:TOPICS_SHOWN])
    shown = tuple(MapTopic(chip, _size(chip.count, largest)) for chip in chips)
    return MapArea(shelf.chip(area), shown, len(topics) - len(shown))


def _size(count: int, largest: int) -> int:
    """From 1 to `SIZES`: numbers of papers differ by powers, so their logarithms are what an eye can compare."""
    return 1 + round((SIZES - 1) * math.log(count) / math.log(largest)) if largest > 1 else 1
