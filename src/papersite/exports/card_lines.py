"""Where the lines of a title end on a picture: the largest size that fits, lines of like length, breaks where reading pauses.

Widths come from a function, so that this knows no font.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Setting:
    """A size of type in pixels, its distance from line to line, and the most lines that have room."""

    size: int
    leading: int
    lines: int


@dataclass(frozen=True, slots=True)
class SetTitle:
    """A title as lines of one size."""

    setting: Setting
    lines: tuple[str, ...]


def set_title(phrases: Sequence[str], settings: Sequence[Setting], measure: Callable[[int], Measure], width: float) -> SetTitle:
    """A title's phrases in the first setting that has room for them; in the last one, cut with an ellipsis if need be.

    Only the last setting breaks inside a phrase: a word that is too long for a line has smaller type before it is broken.
    """
    for setting in settings:
        lines = balanced(phrases, measure(setting.size), width)
        if lines and len(lines) <= setting.lines:
            return SetTitle(setting, lines)
    last = settings[-1]
    widths = measure(last.size)
    pieces = [piece for phrase in phrases for piece in broken(phrase, widths, width)]
    return SetTitle(last, filled(pieces, widths, width, last.lines))


def filled(pieces: Sequence[str], measure: Measure, width: float, most: int) -> tuple[str, ...]:
    """Pieces in lines of like length; if these are too many, in full lines, the last one cut."""
    lines = balanced(pieces, measure, width)
    if len(lines) <= most:
        return lines
    full = _greedy(pieces, measure, width)
    return (*(line.strip() for line in full[: most - 1]), cut("".join(full[most - 1 :]), measure, width))


def cut(text: str, measure: Measure, width: float) -> str:
    """A text in one line: as much of it as has room, with an ellipsis where something is left out."""
    text = text.strip()
    if measure(text) <= width:
        return text
    # The ellipsis of a Japanese font stands as high as its letters' middle, which looks odd behind Latin ones.
    while text and measure(text + _ellipsis(text)) > width:
        text = text[:-1]
    return text.rstrip(" 、。,.;:・") + _ellipsis(text)


def _ellipsis(text: str) -> str:
    return "..." if text[-1:].isascii() else "…"


def balanced(phrases: Sequence[str], measure: Measure, width: float) -> tuple[str, ...]:
    """The fewest lines that hold the phrases, as even in length as they can be; empty if a phrase is wider than a line.

    The squares of what the lines leave free are made least (Knuth and Plass 1981, without stretching).
    """
    widths = [measure(phrase) for phrase in phrases]
    if not phrases or max(measure(phrase.strip()) for phrase in phrases) > width:
        return ()
    ends = [0.0, *accumulate(widths)]
    # For each number of phrases: lines and free squares of the best way to set them, and where its last line begins.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(phrases) + 1):
        trailing = widths[end - 1] - measure(phrases[end - 1].rstrip())
        choices = []
        for start in range(end - 1, -1, -1):
            free = width - (ends[end] - ends[start] - trailing)
            if free < 0 and start < end - 1:
                break
            lines, squares, _ = best[start]
            choices.append((lines + 1, squares + free * free, start))
        best.append(min(choices))
    cuts = [len(phrases)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][2])
    return tuple("".join(phrases[start:end]).strip() for end, start in zip(cuts[-2::-1], cuts[:0:-1], strict=True))


def _greedy(pieces: Sequence[str], measure: Measure, width: float) -> tuple[str, ...]:
    """Lines filled one after another, with their spaces."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and measure((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return tuple(lines)


def broken(phrase: str, measure: Measure, width: float) -> list[str]:
    """A phrase in pieces that have room in a line; one that has is one piece."""
    pieces = [""]
    for character in phrase:
        if pieces[-1] and measure((pieces[-1] + character).strip()) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
