"""Which paper is meant: identifiers found in text and addresses, and titles folded for comparison.

Everything here is a pure function of a string or an identifier. Folding is for matching only; what is shown is never folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from papersite.model import IdScheme, PaperId
from papersite.regex import lazy_regex

# arXiv identifiers: YYMM.NNNN until 2014-12, YYMM.NNNNN since, archive(.SC)/YYMMNNN before 2007-04, each with an optional
# version (https://info.arxiv.org/help/arxiv_identifier.html). The version is kept apart: v1 and v2 are one paper.
_ARXIV_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_ARXIV_OLD = (
    r"(?:astro-ph|cond-mat|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|nlin|nucl-ex|nucl-th|physics|quant-ph|math|cs|q-bio"
    r"|q-fin|stat|cmp-lg|eess|econ)(?:\.[A-Z]{2})?/\d{7}"
)
_ARXIV_ID = rf"(?P<arxiv>{_ARXIV_NEW}|{_ARXIV_OLD})(?:v(?P<version>\d+))?(?!\d)"
# Hosts that serve arXiv papers under their arXiv identifiers.
_ARXIV_URL = (
    r"(?:(?:www\.|export\.|browse\.|[a-z]{2}\.)?arxiv\.org/(?:abs|pdf|html|format|ps|e-print|src)/"
    r"|(?:www\.)?alphaxiv\.org/(?:[a-z]{2}/)?(?:abs|pdf|overview|html|audio|resources)/"
    r"|(?:www\.)?huggingface\.co/papers/|hf\.co/papers/"
    r"|(?:www\.)?semanticscholar\.org/arxiv/|(?:www\.)?papers\.cool/arxiv/"
    r"|ar5iv\.(?:labs\.arxiv\.)?org/(?:abs|html)/)" + _ARXIV_ID + r"(?:\.pdf)?"
)
# DOI names: a prefix 10.NNNN and a suffix of nearly anything (ISO 26324, DOI Handbook 2.2); in running text the suffix ends
# at white space, quotes, brackets and non-ASCII.
_DOI_ID = r"(?P<doi>10\.\d{4,9}/[^\s\"'<>\[\]{}|\\^`、。，．！？：；「」『』（）【】〈〉《》…\u3000-\u9fff\uff00-\uffef]+)"
_DOI_URL = rf"(?:(?:dx\.|www\.)?doi\.org/|doi:\s?|dl\.acm\.org/doi/(?:abs/|pdf/|full/|fullHtml/)?){_DOI_ID}"
_OPENREVIEW_URL = (
    r"(?:www\.)?openreview\.net/(?:forum|pdf|attachment|references/pdf|revisions)"
    r"\?(?:[^\s#]*?&)?id=(?P<openreview>[A-Za-z0-9_-]+)"
)
# ACL Anthology identifiers: YYYY.venue-volume.number since 2020, X00-0000 before (https://aclanthology.org/info/ids/).
_ACL_ID = r"(?P<acl>\d{4}\.[a-z]\w*-\w+\.\d+|[A-Z]\d{2}-\d{4,5})"
_ACL_FOLDERS = r"(?:papers/(?:[A-Z]/[A-Z]\d{2}/)?)?"
_ACL_URL = rf"(?:www\.)?(?:aclanthology\.(?:org|info)|aclweb\.org/anthology)/{_ACL_FOLDERS}{_ACL_ID}(?![A-Za-z0-9_-])"
_SCHEME = r"(?:https?://)?"

_ADDRESS = lazy_regex(rf"(?<![A-Za-z0-9_.@/-]){_SCHEME}(?:{_ARXIV_URL}|{_OPENREVIEW_URL}|{_ACL_URL}|{_DOI_URL})", re.IGNORECASE)
# What every such address has in it: most texts have none, and need no closer look.
_HINT = lazy_regex(r"arxiv|10\.\d{4}|openreview|acl(?:anthology|web)|huggingface|hf\.co|ar5iv|papers\.cool", re.IGNORECASE)
_PREFIXED = lazy_regex(rf"(?<![A-Za-z0-9_/])arxiv\s?:\s?{_ARXIV_ID}", re.IGNORECASE)
_BARE = {
    IdScheme.ARXIV: lazy_regex(rf"(?:arxiv:)?{_ARXIV_ID}", re.IGNORECASE),
    IdScheme.DOI: lazy_regex(rf"(?:doi:\s?|https?://(?:dx\.|www\.)?doi\.org/)?{_DOI_ID}", re.IGNORECASE),
    IdScheme.ACL: lazy_regex(_ACL_ID),
    IdScheme.OPENREVIEW: lazy_regex(r"(?P<openreview>[\w-]{6,})"),
}
# Where a value is nothing but a DOI, its suffix may be any characters but white space: the DOIs that publishers made of SICIs
# (ANSI/NISO Z39.56) have angle and square brackets. Libraries put their proxy's name behind the resolver's.
_WHOLE_DOI = lazy_regex(
    r"(?:doi:\s?|https?://(?:[\w-]+\.){0,4}doi\.org(?:\.[\w.-]{1,80})?/)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE
)
# In an address `?` and `#` inside a DOI are percent-encoded, so a plain one begins the query or the fragment.
_DOI_END = lazy_regex(r"[?#]")
_REST_OF_ADDRESS = lazy_regex(r"(?:\.pdf)?/?(?:[?#&]\S*)?")
# DOIs that registries give to what has another identifier of its own.
_ARXIV_DOI = lazy_regex(rf"10\.48550/arxiv\.{_ARXIV_ID}", re.IGNORECASE)
_ACL_DOI = lazy_regex(rf"10\.18653/v1/{_ACL_ID}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundId:
    """An identifier found in a text: what it names, the arXiv version if one was given, and where it stands."""

    id: PaperId
    version: int | None
    start: int
    end: int


def find_ids(text: str) -> Iterator[FoundId]:
    """The identifiers written in a text as addresses, `arXiv:…` or `doi:…`, from left to right, not overlapping."""
    if not _HINT.search(text):
        return
    end = 0
    matches = sorted((*_ADDRESS.finditer(text), *_PREFIXED.finditer(text)), key=lambda m: (m.start(), -m.end()))
    for match in matches:
        if match.start() < end:
            continue
        found = _from_match(match)
        if found is not None:
            end = found.end
            yield found


def identify(address: str) -> FoundId | None:
    """The paper that an address is about, or None. The whole address must be of a form that names one paper.

    Only a query or a fragment may follow (`…/abs/1706.03762?context=cs`, `…/forum?id=x#discussion`).
    """
    text = unquote(address.strip())
    match = _ADDRESS.match(text) or _PREFIXED.match(text)
    if match is None or not _REST_OF_ADDRESS.fullmatch(text, match.end()):
        return None
    return _from_match(match)


def parse_id(scheme: IdScheme, value: str) -> FoundId | None:
    """An identifier given as such (a front-matter field, say), bare, prefixed or as an address; None if it is none."""
    text = unquote(value.strip())
    found = identify(text)
    if found is not None:
        return found if found.id.scheme is scheme or scheme is IdScheme.DOI else None
    match = _BARE[scheme].fullmatch(text) or (_WHOLE_DOI.fullmatch(text) if scheme is IdScheme.DOI else None)
    return _from_match(match) if match else None


def _from_match(match: re.Match[str]) -> FoundId | None:
    groups = match.groupdict()
    start, end = match.span()
    if arxiv := groups.get("arxiv"):
        version = groups.get("version")
        return FoundId(_arxiv(arxiv), int(version) if version else None, start, end)
    if openreview := groups.get("openreview"):
        return FoundId(PaperId(IdScheme.OPENREVIEW, openreview), None, start, end)
    if acl := groups.get("acl"):
        return FoundId(_acl(acl), None, start, end)
    doi = groups.get("doi")
    if not doi:
        return None
    kept = _trim_doi(doi)
    end -= len(doi) - len(kept)
    if hit := _ARXIV_DOI.fullmatch(kept):
        version = hit["version"]
        return FoundId(_arxiv(hit["arxiv"]), int(version) if version else None, start, end)
    if hit := _ACL_DOI.fullmatch(kept):
        return FoundId(_acl(hit["acl"]), None, start, end)
    # DOI names compare without regard to ASCII case (DOI Handbook 2.4).
    return FoundId(PaperId(IdScheme.DOI, kept.lower()), None, start, end)


def _arxiv(value: str) -> PaperId:
    # Old identifiers drop the subject class: cs.CL/0001001 and cs/0001001 are one paper.
    archive, slash, number = value.lower().partition("/")
    return PaperId(IdScheme.ARXIV, f"{archive.split('.')[0]}/{number}" if slash else value)


def _acl(value: str) -> PaperId:
    return PaperId(IdScheme.ACL, value.lower() if "." in value else value.upper())


def _trim_doi(doi: str) -> str:
    """A DOI in running text without the punctuation that belongs to the sentence around it."""
    doi = _DOI_END.split(doi, maxsplit=1)[0]
    while doi and (doi[-1] in ".,;:!?*_~" or (doi[-1] == ")" and doi.count(")") > doi.count("("))):
        doi = doi[:-1]
    return doi.removesuffix(".pdf")


_NOTE_MARK = lazy_regex(r"^\s*\\?\[\s*paper\s+note\s*\\?\]\s*", re.IGNORECASE)
_NOT_WORD = lazy_regex(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def fold_title(title: str) -> str:
    """A title reduced to what two spellings of it share: NFKC, case folded, no marks, no punctuation, no spaces.

    A leading `[Paper Note]` goes; an author or venue tail must be cut before (see `citations`). C++ and C# keep their signs,
    so that they differ from C.
    """
    text = unicodedata.normalize("NFKC", _NOTE_MARK.sub("", title)).casefold()
    text = text.replace("c++", "cplusplus").replace("c#", "csharp")
    text = "".join(c for c in unicodedata.normalize("NFD", text) if c not in _LATIN_MARKS)
    return _NOT_WORD.sub("", unicodedata.normalize("NFC", text))


# Accents fold (Gonçalo = Goncalo); the Japanese voicing marks U+3099 and U+309A do not, for they make another letter.
_LATIN_MARKS = frozenset(chr(c) for c in range(0x0300, 0x0370))


# The name that opens a title: before a colon, or before a dash with white space around it. A colon inside a name
# (`4:3`, `C::B`) has no space behind it, but a full-width one needs none.
_HEAD = lazy_regex(r"(?P<head>[^:：]{1,200}?)\s*(?::(?=\s)|：|\s[–—-]{1,2}\s)\s*(?=\S)")


def title_head(title: str) -> str | None:
    """The name before a title's colon: `DAPO` of "DAPO: An Open-Source System"; None for a title without one."""
    match = _HEAD.match(_NOTE_MARK.sub("", title).strip())
    return match["head"].strip() or None if match else None


def name_key(name: str) -> str:
    """What a wiki link or a citation key means: an identifier (`arxiv:1706.03762`) if it is one, else `wiki:<folded name>`.

    Empty for a name that has nothing to fold.
    """
    scheme, colon, value = name.strip().partition(":")
    found = parse_id(IdScheme(scheme.lower()), value) if colon and scheme.lower() in tuple(IdScheme) else None
    found = found or identify(name) or parse_id(IdScheme.ARXIV, name) or parse_id(IdScheme.DOI, name)
    if found:
        return str(found.id)
    folded = fold_title(name)
    return f"wiki:{folded}" if folded else ""


def title_forms(title: str) -> tuple[str, ...]:
    """The foldings under which a title may be cited: as it stands, and without an abbreviation in brackets at either end.

    `(APT) Adaptive Patches` and `Adaptive Patches (APT)` are cited as "Adaptive Patches".
    """
    text = _NOTE_MARK.sub("", title).strip()
    forms = (text, _LEADING_ABBREVIATION.sub("", text), _TRAILING_ABBREVIATION.sub("", text))
    return tuple(dict.fromkeys(folded for form in forms if (folded := fold_title(form))))


_LEADING_ABBREVIATION = lazy_regex(r"^[(（]\s?[A-Z][\w.+-]{1,14}\s?[)）]\s*(?=\S)")
_TRAILING_ABBREVIATION = lazy_regex(r"(?<=\S)\s*[(（]\s?[A-Z][\w.+-]{1,14}\s?[)）]$")


def year_of(paper_id: PaperId) -> int | None:
    """The year that an identifier itself tells: when arXiv got the paper, or that of the Anthology's volume."""
    value = paper_id.value
    if paper_id.scheme is IdScheme.ARXIV:
        two = int(value.rpartition("/")[2][:2])
        return 1900 + two if two > 90 else 2000 + two  # arXiv opened in 1991
    if paper_id.scheme is IdScheme.ACL:
        if "." in value:
            return int(value[:4])
        two = int(value[1:3])
        return 1900 + two if two > 59 else 2000 + two  # the Anthology's first proceedings are of 1965
    return None
