"""Lines that are nothing but a paper's address: `[View Paper](http://…)`, `論文: https://…`, `arXiv:2503.14125`.

What an address means is `papersite.identity`'s to say; here stands only how a line that consists of addresses looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from papersite.identity import FoundId, find_ids, identify
from papersite.model import IdScheme, PaperId
from papersite.regex import lazy_regex

# A Markdown link (CommonMark 6.3), its destination with at most one level of brackets; an autolink; a bare address.
_LINK = lazy_regex(
    r"\[[^\[\]\n]{0,300}\]\(\s*<?(?P<inline>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\s*\)"
    r"|<(?P<auto>https?://[^\s<>]+)>"
    r"|(?P<bare>https?://[!-;=?-~]+)",
    re.IGNORECASE,
)
_IMAGE = lazy_regex(r"!\[[^\[\]\n]{0,300}\]\([^\s()]*\)")  # a badge inside a link is none of the addresses
_HOLE = "\0"  # stands for an address in what is left of the line
_ORNAMENT = lazy_regex(r"[\[\]()（）<>「」『』*_`\"'|\\~→⇒▶►🔗📄📝📎]|^\s*[-+•・]\s|^\s*>+")
# What may stand around the addresses: a short label before them, with a colon or a word or two long; separators between.
_SHAPE = lazy_regex(rf"\s*(?:[^{_HOLE}:：。.!！?？]{{1,24}}[:：]\s*|[^{_HOLE}:：。!！?？,、]{{1,12}})?(?:{_HOLE}[\s,、・/;]*)+")
_PUNCTUATION = ".,;:!?'\"*_~`|\\"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_ADDRESS_SIGN = lazy_regex(r"://|arxiv|doi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A line of addresses: those as written, and what papers they name, with the arXiv version if one is given."""

    urls: tuple[str, ...]
    ids: tuple[PaperId, ...]
    arxiv_version: int | None = None


def read_link_line(line: str) -> LinkLine | None:
    """The addresses of a line that is nothing else, or None. Broken link brackets are forgiven."""
    if not _ADDRESS_SIGN.search(line):
        return None
    urls: list[str] = []

    def hole(match: re.Match[str]) -> str:
        url = match["inline"] or match["auto"] or trimmed_url(match["bare"] or "")
        tail = match[0][match[0].find(url) + len(url) :] if match["bare"] else ""
        if "." not in url:
            return match[0]
        urls.append(url)
        return _HOLE + tail

    rest = _LINK.sub(hole, _IMAGE.sub("", line.replace(_HOLE, " ")))
    found = [each for each in map(identify, urls) if each]
    for each in reversed(list(find_ids(rest))):
        found.append(each)
        rest = rest[: each.start] + _HOLE + rest[each.end :]
    if not _SHAPE.fullmatch(_ORNAMENT.sub("", rest)):
        return None
    return LinkLine(tuple(dict.fromkeys(urls)), _ids(found), _version(found))


def joined(links: Iterable[LinkLine]) -> LinkLine:
    """The addresses of several lines as one, each once, in their order."""
    several = tuple(links)
    return LinkLine(
        tuple(dict.fromkeys(url for link in several for url in link.urls)),
        tuple(dict.fromkeys(each for link in several for each in link.ids)),
        next((link.arxiv_version for link in several if link.arxiv_version), None),
    )


def trimmed_url(text: str) -> str:
    """A bare address without the punctuation of the sentence around it; brackets that it opens itself stay closed."""
    unpaired = {closing: text.count(closing) - text.count(opening) for closing, opening in _BRACKETS.items()}
    end = len(text)
    while end and (text[end - 1] in _PUNCTUATION or unpaired.get(text[end - 1], 0) > 0):
        end -= 1
        if text[end] in unpaired:
            unpaired[text[end]] -= 1
    return text[:end]


def _ids(found: list[FoundId]) -> tuple[PaperId, ...]:
    return tuple(dict.fromkeys(each.id for each in found))


def _version(found: list[FoundId]) -> int | None:
    return next((each.version for each in found if each.id.scheme is IdScheme.ARXIV and each.version), None)
