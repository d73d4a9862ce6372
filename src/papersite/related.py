"""Papers near a paper, and why: they cite the same papers, are cited together, share rare tags, or use the same rare words.

Every kind of evidence is an index from a feature to the papers that have it. A feature that many papers share says little and
costs most, so those are left out or looked at only near the paper: the cost is that of the indexes, and never grows with the
square of the library. The order of the papers given decides ties, so that the result is the same each time.
"""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from papersite.model import Related
from papersite.regex import lazy_regex

SHOWN = 8  # related papers of one paper
_DETAILS = 3  # features named in one reason
_LEAST = 0.5  # below this, nearness is chance


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a paper that could bring it near another one."""

    slug: str
    cites: frozenset[str] = frozenset()  # slugs of records, and keys of papers without one
    tags: tuple[str, ...] = ()
    text: str = ""  # title and summary


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of evidence: what one shared feature counts before its rarity is weighed in, and how far it is followed.

    Two papers that cite the same work are near whatever their words; a shared word alone never outweighs a shared citation.
    """

    name: str
    weight: float
    most: int  # papers; beyond, a feature neither tells papers apart nor is cheap
    share: float = 1.0  # of the library, for the same reason in small ones


_KINDS = (
    _Kind("coupled", 4.0, 60),
    _Kind("cocited", 3.0, 60),
    _Kind("tags", 1.0, 200, 0.15),
    _Kind("words", 0.3, 20, 0.1),
)
_FEW = 6  # papers that may share a feature in the smallest library
_NEIGHBOURS = 16  # papers followed from one feature: those beside the paper in the order of the library
_WORDS_PER_PAPER = 24  # the rarest ones

_WORD = lazy_regex(r"[a-z][a-z0-9+-]{3,}|[ァ-ヴー]{3,}|[一-鿿々]{2,6}")


def related(profiles: Sequence[Profile], names: Mapping[str, str] | None = None) -> Sequence[tuple[Related, ...]]:
    """For each paper at most `SHOWN` others, the nearest first, with reasons in the order coupled, cocited, tags, words.

    `names` says how a feature is shown (the label of a tag, the title of a cited paper); others are shown as they are. Each
    paper's are found when they are first asked for.
    """
    return _Nearness(tuple(profiles), names or {})


class _Nearness(Sequence[tuple[Related, ...]]):
    """What is near each paper, by its place. A preview asks for a few papers, and never waits for the others."""

    def __init__(self, profiles: Sequence[Profile], names: Mapping[str, str]) -> None:
        self._profiles = profiles
        self._names = names
        self._found: dict[int, tuple[Related, ...]] = {}

    def __len__(self) -> int:
        return len(self._profiles)

    @overload
    def __getitem__(self, place: int) -> tuple[Related, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[tuple[Related, ...], ...]: ...
    def __getitem__(self, place: int | slice) -> tuple[Related, ...] | tuple[tuple[Related, ...], ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        place = range(len(self))[place]
        if place not in self._found:
            self._found[place] = _nearest(place, self._profiles, self._indexes, self._names)
        return self._found[place]

    @cached_property
    def _indexes(self) -> tuple[_Index, ...]:
        profiles = self._profiles
        return (
            _Index(_KINDS[0], [profile.cites for profile in profiles]),
            _Index(_KINDS[1], _citing(profiles)),
            _Index(_KINDS[2], [frozenset(profile.tags) for profile in profiles]),
            _Index(_KINDS[3], _rare_words([profile.text for profile in profiles])),
        )


class _Index:
    """Which papers have a feature, for one kind of evidence; features that too many have are left out."""

    def __init__(self, kind: _Kind, features: Sequence[frozenset[str]]) -> None:
        self.kind = kind
        self._features = features
        places: dict[str, list[int]] = defaultdict(list)
        for place, own in enumerate(features):
            for feature in own:
                places[feature].append(place)
        most = min(kind.most, max(_FEW, int(kind.share * len(features))))
        self._places = {feature: found for feature, found in places.items() if 1 < len(found) <= most}
        self._weights = {
            feature: kind.weight * math.log(1 + len(features) / len(found)) / math.log(1 + len(features))
            for feature, found in self._places.items()
        }

    def near(self, place: int) -> Iterator[tuple[int, float]]:
        """Papers that share a feature with a paper, with what it counts; a paper comes once for each feature."""
        for feature in self._features[place]:
            found = self._places.get(feature)
            if found is None:
                continue
            weight = self._weights[feature]
            middle = bisect_left(found, place)
            for other in found[max(0, middle - _NEIGHBOURS) : middle + _NEIGHBOURS + 1]:
                if other != place:
                    yield other, weight

    def shared(self, one: int, other: int) -> list[str]:
        """The features that two papers share, the weightiest first."""
        both = self._features[one] & self._features[other]
        return sorted(both & self._weights.keys(), key=lambda feature: (-self._weights[feature], feature))

    def weight(self, features: Sequence[str]) -> float:
        """What some features count together."""
        return sum(self._weights[feature] for feature in features)


def _nearest(
    place: int, profiles: Sequence[Profile], indexes: Sequence[_Index], names: Mapping[str, str]
) -> tuple[Related, ...]:
    near: dict[int, float] = defaultdict(float)
    for index in indexes:
        for other, weight in index.near(place):
            near[other] += weight
    # Of a feature with many papers only some were followed, so the likely ones are weighed again by all that they share.
    # Rounding makes the sums independent of the order of the features.
    ranking = sorted((-round(weight, 6), other) for other, weight in near.items() if weight >= _LEAST / 2)
    best: list[tuple[float, int, list[tuple[_Index, list[str]]]]] = []
    for _, other in ranking[: 2 * SHOWN]:
        shared = [(index, index.shared(place, other)) for index in indexes]
        weight = round(sum(index.weight(features) for index, features in shared), 4)
        if weight >= _LEAST:
            best.append((weight, other, shared))
    return tuple(
        Related(
            profiles[other].slug,
            weight,
            tuple((index.kind.name, _detail(features, names)) for index, features in shared if features),
        )
        for weight, other, shared in sorted(best, key=lambda each: -each[0])[:SHOWN]
    )


def _detail(features: Sequence[str], names: Mapping[str, str]) -> str:
    more = len(features) - _DETAILS
    return ", ".join(names.get(feature, feature) for feature in features[:_DETAILS]) + (f" +{more}" if more > 0 else "")


def _citing(profiles: Sequence[Profile]) -> list[frozenset[str]]:
    """For each paper the slugs of those that cite it: two papers that share one are cited together."""
    citing: dict[str, set[str]] = defaultdict(set)
    for profile in profiles:
        for target in profile.cites:
            citing[target].add(profile.slug)
    return [frozenset(citing.get(profile.slug, ())) for profile in profiles]


def _rare_words(texts: Sequence[str]) -> list[frozenset[str]]:
    """For each text its rarest words that another text has too: Latin words, katakana words, Han words."""
    words = [frozenset(_WORD.findall(unicodedata.normalize("NFKC", text).lower())) for text in texts]
    counts = Counter(word for own in words for word in own)
    return [
        frozenset(sorted((word for word in own if counts[word] > 1), key=lambda word: (counts[word], word))[:_WORDS_PER_PAPER])
        for own in words
    ]
