"""What a note's Markdown says of its own paper, wherever the Markdown came from: a template's parts, or links at its top.

Shared by the formats whose records hold a text and say its title elsewhere. The lines stay as they are, but for a sentence that
a template sums the paper up in, which becomes the summary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from papersite.formats.fences import code_mask
from papersite.formats.links import LinkLine
from papersite.formats.opening import NEAR_THE_TOP, join_links, own_links
from papersite.formats.template import NO_LINKS, links_above, read_template

Line = tuple[int, str]


@dataclass(frozen=True, slots=True)
class MarkdownNote:
    """The lines of a text without its summary, and what they say of the paper."""

    lines: tuple[Line, ...]
    links: LinkLine = NO_LINKS
    title: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    tags: tuple[str, ...] = ()
    summary: str | None = None


def read_markdown(lines: Sequence[Line]) -> MarkdownNote:
    """A text with what it says of its paper. Links are the paper's own in a template's part for them, or alone near the top."""
    texts = [text for _, text in lines]
    code = code_mask(texts)
    template = read_template(texts, 1, len(texts), code)
    first_part = template.sections[0].line if template else len(texts) + 1
    near = [n for n, text in enumerate(texts[: first_part - 1], start=1) if text.strip() and not code[n - 1]][:NEAR_THE_TOP]
    # A bare address counts where nothing was said before it; behind words it may be another paper's.
    opening = True
    found: list[LinkLine] = [template.links] if template else []
    for number in near:
        line = texts[number - 1]
        links = links_above(line) if template else own_links(line, labelled=not opening)
        opening = opening and (links is not None or line.lstrip().startswith("#"))
        if links:
            found.append(links)
    links = join_links(found)
    if template is None:
        return MarkdownNote(tuple(lines), links)
    gone = set(template.one_line[1]) if template.one_line else set()
    return MarkdownNote(
        tuple(line for number, line in enumerate(lines, start=1) if number not in gone),
        links,
        template.title,
        template.authors,
        template.venue,
        template.year,
        template.tags,
        template.one_line[0] if template.one_line else None,
    )
