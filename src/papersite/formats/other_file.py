"""Other files: what is no text and holds no notes that any format knows, such as a site's own settings in JSON.

A file of prose is always a note, for somebody wrote it; a table or a JSON file beside the notes may be anything. So it becomes
no page, which is told, and none of its lines is accounted for.
"""

from __future__ import annotations

from papersite.formats.contract import Format
from papersite.model import Confidence, Parsed, Problem, Severity, Source

_NAME = "other_file"


def detect(source: Source) -> Confidence:
    """Possible, whatever it is: it is asked last."""
    return Confidence.POSSIBLE


def parse(source: Source) -> Parsed:
    """No note, and that the file was passed over."""
    message = "this file holds no notes that any format knows; it was passed over"
    return Parsed(problems=(Problem("no-notes", message, source.origin(1), Severity.INFO),), passed_over=True)


FORMAT = Format(_NAME, 1, detect, parse)
