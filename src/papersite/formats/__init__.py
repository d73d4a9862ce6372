"""The formats: what a dump looks like, and how notes are read from it.

A format knows nothing of slugs, HTML, config or other formats. Adding one is one module here, one line in `FORMATS` and one
folder of golden files under `tests/formats/`. `detect` reads structure, never a file's name and never one sample's wording;
`parse` never raises: what is damaged becomes a problem, and its text a note.
"""

from __future__ import annotations

from papersite.formats import (
    bibtex,
    cosense,
    csl_json,
    front_matter,
    github_issues,
    keypoint_notes,
    keypoint_store,
    notion_page,
    obsidian_note,
    other_file,
    paper_digest,
    paper_table,
    paper_template,
    plain,
    qa_article,
    science_article,
    study_meeting,
    zenn_article,
)
from papersite.formats.contract import Format
from papersite.formats.reading import read_with
from papersite.model import Confidence, Parsed, Source

__all__ = ["FORMATS", "Format", "choose", "read"]

# The surest format wins; among equals the earlier one. The last one takes whatever no other knows.
FORMATS: tuple[Format, ...] = (
    keypoint_store.FORMAT,
    zenn_article.FORMAT,
    obsidian_note.FORMAT,
    front_matter.FORMAT,
    github_issues.FORMAT,
    cosense.FORMAT,
    csl_json.FORMAT,
    bibtex.FORMAT,
    paper_table.FORMAT,
    notion_page.FORMAT,
    paper_template.FORMAT,
    keypoint_notes.FORMAT,
    paper_digest.FORMAT,
    study_meeting.FORMAT,
    qa_article.FORMAT,
    science_article.FORMAT,
    plain.FORMAT,
    other_file.FORMAT,
)


def read(source: Source) -> tuple[str, Parsed]:
    """The name of the format of a source, and what it makes of it. HTML is read as the Markdown that it shows."""
    return read_with(choose, source)


def choose(source: Source) -> Format:
    """The format of a source: the surest one, the earlier among equals. Nobody is asked after one that is certain, nor before
    an imported note's own.
    """
    if front_matter.is_imported(source):
        return front_matter.FORMAT
    best, surest = FORMATS[-1], Confidence.NO
    for fmt in FORMATS:
        confidence = fmt.detect(source)
        if confidence > surest:
            best, surest = fmt, confidence
        if surest is Confidence.CERTAIN:
            break
    return best
