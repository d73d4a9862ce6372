"""Code that lost its fence: a page copied as text shows a code block as bare lines.

As paragraphs its lines would lose their indentation, and `@property` would look like a person. A run of lines is taken for code
only if most of them look like nothing else and none of them is a sentence; a lone command stays the paragraph it looks like.
"""

from __future__ import annotations

from collections.abc import Sequence

from papersite.regex import lazy_regex

# Words and signs that begin or end a line of code and hardly ever one of prose.
_SURE = lazy_regex(
    r"\s*(?:"
    r"(?:async\s+)?def\s+\w+\s*\(|class\s+\w+\s*[:({]|import\s+[\w.{*]|from\s+[\w.]+\s+import\b|return\b(?:\s+\S+)?\s*;?$"
    r"|(?:for|while|if|elif|with)\b.*:$|(?:else|try|finally)\s*:$|except\b.*:$|print\(|raise\s+\w+|assert\s+\w"
    r"|(?:const|let|var|export|function|func|fn|pub|struct|public|private|static|void|int|float)\s+[\w*&].*[=({;]"
    r"|#include\b|#!/|>>>\s|\$\s\w|(?:pip|npm|git|docker|curl|uv|cargo|go|apt|brew|python3?)\s+[\w-]"
    r"|SELECT\s.+\bFROM\b|(?:FROM|RUN|COPY|CMD)\s+\S|[)\]}]+[,;]?$|</?\w[^>]*>$)"
    r"|.*[{;]$"
)
# What code has too, but so have formulas and lists.
_LIKELY = lazy_regex(
    r"\s*(?:[\w.\[\]\"']+\s*(?:[-+*/|&]?=|:=)\s*\S|[\w.]+\(.*\)?[:;,]?$|[\"'\w.-]+\s*:\s*[\"'\w\[{-].*,?$|#\s|//|--\w|@\w+)"
)
_PROSE = lazy_regex(r"[。、！？「」]|^\s*[•◦▪‣・]")
_MOST_LINES = 400


def find_bare_code(lines: Sequence[str], taken: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    """The runs of lines that are code without a fence, by first and last line number; `taken` lines are none of them.

    A run goes on over a blank line to what is indented, or is surely code.
    """
    # Most texts have no such line, and to see that costs little.
    if not any(line.isascii() and _SURE.match(line) for line in lines):
        return ()
    found: list[tuple[int, int]] = []
    number = 1
    while number <= len(lines):
        if taken[number - 1] or not _may_begin(lines[number - 1]):
            number += 1
            continue
        last = _end_of_run(lines, taken, number)
        if _is_code(lines[number - 1 : last]):
            found.append((number, last))
        number = last + 1
    return tuple(found)


def _may_begin(line: str) -> bool:
    return bool(line.strip()) and not _PROSE.search(line) and bool(_SURE.match(line) or _LIKELY.match(line))


def _end_of_run(lines: Sequence[str], taken: Sequence[bool], first: int) -> int:
    last = first
    while last < len(lines) and last - first < _MOST_LINES and not taken[last]:
        line = lines[last]
        if line.strip():
            if _PROSE.search(line) and not line.lstrip().startswith(("#", "//", '"', "'")):
                break
            last += 1
            continue
        after = lines[last + 1] if last + 1 < len(lines) and not taken[last + 1] else ""
        goes_on = after[:1].isspace() or _SURE.match(after) or (_LIKELY.match(after) and _SURE.match(lines[last - 1]))
        if not after.strip() or _PROSE.search(after) or not goes_on:
            break
        last += 2
    return last


def _is_code(run: Sequence[str]) -> bool:
    written = [line for line in run if line.strip()]
    sure = sum(_SURE.match(line) is not None for line in written)
    looks = sum(bool(_SURE.match(line) or _LIKELY.match(line) or line[0].isspace()) for line in written)
    return len(written) > 1 and sure > 0 and 5 * looks >= 4 * len(written) and 3 * sure >= len(written)
