"""CSL-JSON, what citeproc, pandoc and Zotero read: the schema of the Citation Style Language 1.0.2
(https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json).
"""

from __future__ import annotations

import json
from functools import lru_cache

from papersite.exports.citation import Bibliography, Citation, Genre, one_line
from papersite.exports.people import Person

# The specification's appendix III; `article` is what it calls a preprint.
_TYPES = {
    Genre.CONFERENCE: "paper-conference",
    Genre.JOURNAL: "article-journal",
    Genre.PREPRINT: "article",
    Genre.WEB: "webpage",
    Genre.SOFTWARE: "software",
}


def write_csl_json(view: Bibliography) -> bytes:
    """The entries of some papers as one list, an entry a line."""
    return ("[\n" + ",\n".join(map(_entry, view.citations)) + "\n]\n").encode() if view.citations else b"[]\n"


@lru_cache(maxsize=1 << 14)
def _entry(citation: Citation) -> str:
    texts = {
        "title": citation.title,
        "container-title": citation.container,
        "DOI": citation.doi,
        "number": f"arXiv:{citation.arxiv}" if citation.arxiv else "",
        "publisher": "arXiv" if citation.genre is Genre.PREPRINT and citation.arxiv else "",
        "URL": citation.url,
        "keyword": ", ".join(word.replace(",", " ") for word in citation.keywords),
        "language": citation.lang,
        "note": citation.note,
    }
    entry: dict[str, object] = {"id": citation.key, "type": _TYPES[citation.genre]}
    entry |= {name: line for name, text in texts.items() if (line := one_line(text))}
    if names := [name for person in citation.people if (name := _name(person))]:
        entry["author"] = names
    if citation.year:
        entry["issued"] = {"date-parts": [[citation.year]]}
    return json.dumps(entry, ensure_ascii=False)


def _name(person: Person) -> dict[str, str]:
    family = one_line(person.family)
    if person.whole:
        return {"literal": family} if family else {}
    parts = {"family": family, "given": one_line(person.given), "suffix": one_line(person.suffix)}
    return {name: part for name, part in parts.items() if part}
