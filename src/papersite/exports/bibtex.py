r"""BibTeX (http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf), with the fields that arXiv and biblatex add to it.

Every value stands in braces, and BibTeX counts braces even behind a backslash. So no brace of a text is written as one: what
LaTeX takes for more than a letter is written as a command, and any text gives an entry that can be read. Letters of all scripts
stay as they are: biber, upBibTeX and BibTeX itself pass UTF-8 on. Why no library writes it: docs/decisions/citation-files.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from papersite.exports.citation import Bibliography, Citation, Genre, one_line
from papersite.exports.people import Person
from papersite.regex import lazy_regex

_TYPES = {
    Genre.CONFERENCE: "inproceedings",
    Genre.JOURNAL: "article",
    Genre.PREPRINT: "misc",
    Genre.WEB: "online",
    Genre.SOFTWARE: "software",
}
_CONTAINERS = {
    Genre.CONFERENCE: "booktitle",
    Genre.JOURNAL: "journal",
    Genre.WEB: "organization",
    Genre.SOFTWARE: "organization",
}
_COMMANDS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: "\\" + sign for sign in "#$%&_"},
    }
)
# What BibTeX would take for the end of a name or of its part.
_SPLITS = lazy_regex(r",|(?:^|\s)and(?:\s|$)", re.IGNORECASE)
# Signs of an address that stand in a biblatex `url`, which is printed verbatim; a percent sign there already escapes another.
_URL_SAFE = "%/:=&?~#+!$,;'@()*[]"


def write_bibtex(view: Bibliography) -> bytes:
    """The entries of some papers, an empty line between."""
    return "\n".join(map(_entry, view.citations)).encode()


@lru_cache(maxsize=1 << 14)
def _entry(citation: Citation) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(citation) if value)
    return f"@{_TYPES[citation.genre]}{{{citation.key},\n{fields}}}\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    title = _text(citation.title)
    # A second pair of braces keeps the title's capitals, which most styles would lower.
    yield "title", f"{{{title}}}" if title else ""
    names = [name for person in citation.people if (name := _name(person))]
    yield "author", " and ".join([*names, "others"] if names and citation.more_people else names)
    yield "year", str(citation.year or "")
    yield _CONTAINERS.get(citation.genre, "howpublished"), _text(citation.container)
    yield "doi", _verbatim(citation.doi)
    if citation.arxiv:
        yield "eprint", _verbatim(citation.arxiv)
        yield "archivePrefix", "arXiv"
        yield "primaryClass", _verbatim(citation.arxiv_class)
    yield "url", _verbatim(citation.url)
    yield "keywords", ", ".join(filter(None, (_text(word.replace(",", " ")) for word in citation.keywords)))
    yield "note", _text(citation.note)


def _text(text: str) -> str:
    return one_line(text).translate(_COMMANDS)


def _verbatim(address: str) -> str:
    """An address or an identifier, which is printed as it stands: what would break the braces is percent-encoded."""
    return quote(one_line(address), safe=_URL_SAFE)


def _name(person: Person) -> str:
    """`Family, Given` or `Family, Jr., Given`; a name that must stay whole in braces of its own."""
    family, suffix, given = map(_text, (person.family, person.suffix, person.given))
    if not given or not family:
        return f"{{{family or given}}}" if family or given else ""
    return ", ".join(f"{{{part}}}" if _SPLITS.search(part) else part for part in (family, suffix, given) if part)
