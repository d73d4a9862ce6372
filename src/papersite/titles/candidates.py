"""What a title is read from: a candidate says its ground, the words it stands on, and how strong it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from papersite.identity import fold_title
from papersite.model import Origin

# Strength is in steps that only matter against each other. What a note says of "this paper" is above 80; a name that it only
# uses is below 60; words that name nothing, but tell the paper from others, are at 20.
SURE = 80
CLAUSE = 20
_SEEN_TWICE = 4  # a name on two grounds is this much stronger


@dataclass(frozen=True, slots=True)
class Candidate:
    """A title that a note's text suggests, on what ground (`rule`), in which words, and how strongly (0 to 100)."""

    title: str
    rule: str
    evidence: str
    strength: int
    origin: Origin | None = None  # of the words


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates, each name once, the strongest first; of equals the one found first."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        key = fold_title(candidate.title)
        if not key:
            continue
        other = best.get(key)
        if other is None:
            best[key] = candidate
        else:
            stronger = max(other, candidate, key=lambda each: each.strength)
            twice = other.rule != candidate.rule
            best[key] = replace(stronger, strength=min(100, stronger.strength + _SEEN_TWICE)) if twice else stronger
    return tuple(sorted(best.values(), key=lambda each: -each.strength))
