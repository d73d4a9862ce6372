"""What registries add to a paper's page: abstract, subjects, the day it came out, as `notes/metadata.json` keeps them.

What the notes say stands elsewhere on the page; nothing here is a word of theirs.
"""

from __future__ import annotations

from papersite.language import detect_language
from papersite.model import Record
from papersite.views import Registered

_NAMES = {"arxiv": "arXiv", "crossref": "Crossref", "openreview": "OpenReview"}


def registered(record: Record) -> Registered | None:
    """What a registry says of a record's paper; None where it says nothing of this."""
    if not (record.abstract or record.categories or record.published):
        return None
    sources = {fact.field: fact.source for fact in record.facts}
    source = sources.get("abstract", "")
    abstract = " ".join((record.abstract or "").split())
    return Registered(
        abstract=abstract,
        lang=detect_language(abstract) if abstract else "",
        source=_NAMES.get(source, source),
        categories=record.categories,
        published=record.published,
    )
