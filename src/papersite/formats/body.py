"""Bodies with their source lines: what every format builds its notes from."""

from __future__ import annotations

from collections.abc import Iterable

from papersite.model import Body, Source


def body_of(lines: Iterable[tuple[int, str]]) -> Body:
    """A body from (source line number, text) pairs, without blank lines at either end; 0 numbers a line put in by us.

    A text that holds line ends itself, as a decoded value can, becomes so many lines of its source line.
    """
    kept = [(number, part) for number, text in lines for part in (text.split("\n") if "\n" in text else (text,))]
    while kept and not kept[-1][1].strip():
        kept.pop()
    # Not one by one: many blank lines would make that quadratic.
    first = next((index for index, (_, text) in enumerate(kept) if text.strip()), 0)
    kept = kept[first:]
    return Body("\n".join(text for _, text in kept), tuple(number for number, _ in kept))


def lines_of(source: Source) -> list[str]:
    """The lines of a source, without the byte order mark that a text not read from a file may have."""
    first, *others = source.lines
    bare = first.removeprefix("\ufeff")
    return [bare if bare.strip() else first, *others]
