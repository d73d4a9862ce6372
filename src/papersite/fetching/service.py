"""What a registry is to `fetch`: how many identifiers one request may hold, how often it may be asked, how answers are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from papersite.metadata import PaperMetadata
from papersite.model import IdScheme, PaperId

_ABSTRACT_LENGTH = 10_000
_NAMES = 5_000  # papers of large collaborations have about three thousand authors


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the registries are. Another may be a mirror, or a server of a test."""

    arxiv: str = "https://export.arxiv.org/api/query"
    crossref: str = "https://api.crossref.org/works"
    openreview: str = "https://api2.openreview.net/notes"

    @classmethod
    def given(cls, arxiv: str, crossref: str, openreview: str) -> Addresses:
        """Those that are given, and the registries' own for the empty ones."""
        given = {"arxiv": arxiv, "crossref": crossref, "openreview": openreview}
        return cls(**{name: address for name, address in given.items() if address})


@dataclass(frozen=True, slots=True)
class Request:
    """One question: an address and its parameters."""

    url: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What of an answer is believed. What was asked and stands in neither is unknown, and may be asked again."""

    found: Mapping[PaperId, PaperMetadata] = field(default_factory=dict)
    absent: tuple[PaperId, ...] = ()
    doubts: tuple[str, ...] = ()


class BadAnswerError(Exception):
    """An answer that is not what the registry's interface promises; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Service:
    """A registry. `pace` is the least time between two requests, in seconds."""

    name: str
    scheme: IdScheme
    batch: int
    pace: float
    request: Callable[[Sequence[PaperId], Addresses], Request]
    read: Callable[[bytes, Sequence[PaperId]], Answer]


def one_line(text: object) -> str:
    """A short text as one line, without characters that cannot be seen; empty if it is no text."""
    if not isinstance(text, str):
        return ""
    seen = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)
    return " ".join(seen.split())[:1_000]


def paragraph(text: object) -> str:
    """An abstract as one paragraph, cut where no abstract ends."""
    if not isinstance(text, str):
        return ""
    seen = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)
    return " ".join(seen.split())[:_ABSTRACT_LENGTH]


def names(texts: Sequence[object]) -> tuple[str, ...]:
    """Names of people as they are given, without doubles."""
    return tuple(dict.fromkeys(name for text in texts[:_NAMES] if (name := one_line(text))))
