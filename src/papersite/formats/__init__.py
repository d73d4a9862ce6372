"""The formats: what a dump looks like, and how notes are read from it.

A format knows nothing of slugs, HTML, config or other formats. Adding one is one module here, one line in `FORMATS` and one
folder of golden files under `tests/formats/`. `detect` reads structure, never a file's name and never one sample's wording;
`parse` never raises: what is damaged becomes a problem, and its text a note.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from papersite.model import Confidence, Parsed, Source


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of dump. `version` goes up when `parse` makes something else of the same bytes."""

    name: str
    version: int
    detect: Callable[[Source], Confidence]
    parse: Callable[[Source], Parsed]


# Formats name the type above, so they are imported below it.
from papersite.formats import (  # noqa: E402
    front_matter,
    keypoint_notes,
    paper_digest,
    plain,
    qa_article,
    science_article,
    study_meeting,
)

# The surest format wins; among equals the earlier one. The last one takes whatever no other knows.
FORMATS: tuple[Format, ...] = (
    front_matter.FORMAT,
    keypoint_notes.FORMAT,
    paper_digest.FORMAT,
    study_meeting.FORMAT,
    qa_article.FORMAT,
    science_article.FORMAT,
    plain.FORMAT,
)


def choose(source: Source) -> Format:
    """The format of a source: the surest one, the earlier among equals."""
    return max(FORMATS, key=lambda fmt: fmt.detect(source))
