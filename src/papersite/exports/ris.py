"""RIS, the format of reference managers before BibTeX knew Unicode: a tag of two letters and a value a line.

The tags are those of the RIS specification of Research Information Systems as its readers agree on them (EndNote, Mendeley,
Zotero). A value is one line, so nothing in a text can begin another tag.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from papersite.exports.citation import Bibliography, Citation, Genre, one_line
from papersite.exports.people import Person

# A preprint has no type of its own; GEN, which says least, is also what Zotero writes for it.
_TYPES = {
    Genre.CONFERENCE: "CPAPER",
    Genre.JOURNAL: "JOUR",
    Genre.PREPRINT: "GEN",
    Genre.WEB: "ELEC",
    Genre.SOFTWARE: "COMP",
}


def write_ris(view: Bibliography) -> bytes:
    """The entries of some papers, an empty line between."""
    return "\n".join(map(_entry, view.citations)).encode()


@lru_cache(maxsize=1 << 14)
def _entry(citation: Citation) -> str:
    lines = "".join(f"{tag}  - {line}\n" for tag, value in _fields(citation) if (line := one_line(value)))
    return f"TY  - {_TYPES[citation.genre]}\n{lines}ER  - \n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "ID", citation.key
    yield "TI", citation.title
    for person in citation.people:
        yield "AU", _name(person)
    yield "PY", str(citation.year or "")
    yield "T2", citation.container
    yield "DO", citation.doi
    if citation.arxiv:
        yield "AN", f"arXiv:{citation.arxiv}"
    yield "UR", citation.url
    for word in citation.keywords:
        yield "KW", word
    yield "LA", citation.lang
    yield "N1", citation.note


def _name(person: Person) -> str:
    """`Family, Given, Suffix`; of a name that must stay whole a comma would make two parts."""
    if person.whole:
        return person.family.replace(",", " ")
    parts = (person.family, person.given, person.suffix)
    return ", ".join(filter(None, (one_line(part.replace(",", " ")) for part in parts)))
