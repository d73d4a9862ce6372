"""Headings: ids that keep Japanese, and levels that fit the page they are put into."""

from __future__ import annotations

from collections.abc import Iterable

from papersite.regex import lazy_regex

# What an id keeps, as GitHub's anchors do: letters, marks and digits of any script, `_` and `-`; spaces become `-`.
_DROPPED = lazy_regex(r"[^\w\- \u3000]")
_SPACES = lazy_regex(r"[ \u3000]+")


def heading_id(text: str) -> str:
    """The id of a heading by its text alone, so that it stays when other text changes: `既存研究では`, `1-what-is-new`."""
    return _SPACES.sub("-", _DROPPED.sub("", text.lower()).strip()).strip("-") or "section"


def fit_levels(levels: Iterable[int], top: int) -> list[int]:
    """The levels that headings get on a page whose own begin at `top`: no level skipped, none below 6.

    Each is one deeper than the nearest heading before it that was of a higher rank in the note.
    """
    open_levels: list[int] = []
    fitted = []
    for level in levels:
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        fitted.append(min(6, top + len(open_levels) - 1))
    return fitted
