"""What a reference manager is told about one paper: the value that BibTeX, RIS and CSL-JSON are written from.

It describes the paper, not the notes about it. How it is written down is the matter of the modules beside this one, and all of
them may rely on nothing here but the types: any text may be in it, for notes are damaged by copy and paste.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from papersite.exports.people import Person
from papersite.regex import lazy_regex


class Genre(StrEnum):
    """What kind of publication a paper is, as far as reference managers care."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    PREPRINT = "preprint"
    WEB = "web"
    SOFTWARE = "software"


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper's bibliographic facts. Absent is empty or None. `url` is an http or https address."""

    key: str
    genre: Genre
    title: str
    people: tuple[Person, ...] = ()
    more_people: bool = False  # the list is known to be cut
    year: int | None = None
    container: str = ""  # the conference or the journal
    doi: str = ""
    arxiv: str = ""
    arxiv_class: str = ""
    url: str = ""
    keywords: tuple[str, ...] = ()
    lang: str = ""  # of the title, BCP 47
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """Some papers, in order."""

    citations: tuple[Citation, ...]


_CONTROL = lazy_regex(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def one_line(text: str) -> str:
    """A text in one line: white space of any kind is one space, control characters and halves of surrogate pairs are gone."""
    # Most texts are fit as they are, and seeing that takes a tenth of the time: no white space but U+0020 is printable.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(_CONTROL.sub("", " ".join(text.split())).split())
