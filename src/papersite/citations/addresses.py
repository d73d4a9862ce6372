"""What a note's Markdown links to: addresses of papers, wiki links, links to other notes' files, and citation keys.

Also the flat text: the body with every link replaced by its words, in which citations are read. Nothing here knows what a
citation looks like, and no address is followed.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from papersite.citations.words import covered
from papersite.identity import find_ids, identify, name_key
from papersite.model import IdScheme, PaperId, ReferenceForm
from papersite.regex import lazy_regex


@dataclass(frozen=True, slots=True)
class Address:
    """Something that points elsewhere: where it is written, its words if it has any, and what it points to.

    `key` is empty for an address that names no paper and no note (a web page, say).
    """

    start: int
    end: int
    form: ReferenceForm
    key: str = ""
    words: str | None = None
    words_start: int = 0
    id: PaperId | None = None
    target: str = ""


_LINK = lazy_regex(
    r"(?<![!\\])\[(?P<words>(?:[^\[\]\n\\]|\\.|\[[^\[\]\n]{0,80}\]){1,400})\]"
    r"\(\s*<?(?P<target>[^()\s<>]*(?:\([^()\s<>]*\)[^()\s<>]*)*)>?(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
_WIKI = lazy_regex(r"(?<![!\\])\[\[(?P<name>[^\[\]|#\n]{1,200})(?:#[^\[\]|\n]*)?(?:\\?\|(?P<words>[^\[\]\n]{1,200}))?\]\]")
_URL = lazy_regex(r"<?https?://[^\s<>\"'`\x00\u3000-\u9fff\uff00-\uffef]+>?")
_CLOSING = {")": "(", "]": "["}
_URL_END = ".,;:!?*_~"
_SCHEMES = "|".join(IdScheme)
_KEY = lazy_regex(
    rf"(?<![\w@./])@(?:(?P<scheme>{_SCHEMES}):[A-Za-z0-9][A-Za-z0-9./()_:<>-]*|(?P<name>[^\W_][\w:.+/-]*))", re.IGNORECASE
)
_KEYS = lazy_regex(r"(?<![\w\]\\])\[(?P<inside>[^\[\]\n@]{0,80}@[^\[\]\n]{1,300})\](?!\()")
_NOTE_SUFFIXES = frozenset((".md", ".markdown", ".mdown", ".txt"))


def find_addresses(text: str, path: PurePosixPath) -> tuple[Address, ...]:
    """All that a body points to, from left to right, not overlapping. `path` is the note's own, relative to the site's root."""
    found: list[Address] = []
    for sign, finder in (("[[", _wikilinks), ("](", lambda rest: _links(rest, path)), ("@", _keys), ("://", _urls), ("", _ids)):
        if sign in text:
            new = finder(covered(text, [(a.start, a.end) for a in found]))
            found = sorted((*found, *new), key=lambda address: address.start)
    return tuple(found)


def _links(text: str, path: PurePosixPath) -> list[Address]:
    found = []
    for hit in _LINK.finditer(text):
        target, words = hit["target"], hit["words"]
        if note := _note_file(target, path):
            form, key, paper = ReferenceForm.PATH, f"path:{note}", None
        else:
            identified = identify(target)
            paper = identified.id if identified else None
            form, key = ReferenceForm.URL, str(paper) if paper else ""
        found.append(Address(hit.start(), hit.end(), form, key, words, hit.start("words"), paper, target))
    return found


def _note_file(target: str, path: PurePosixPath) -> str | None:
    """The file, relative to notes/, that a relative link leads to from the file `path`; None for any other link."""
    local = unquote(target.partition("#")[0].partition("?")[0])
    if not local or local.startswith("/") or re.match(r"[A-Za-z][\w+.-]*:", target):
        return None
    if PurePosixPath(local).suffix.lower() not in _NOTE_SUFFIXES:
        return None
    full = posixpath.normpath(posixpath.join(str(path.parent), local))
    return None if full.startswith("../") else below_notes(PurePosixPath(full))


def below_notes(path: PurePosixPath) -> str:
    """A path relative to notes/: as it stands in a `path:` key."""
    return str(PurePosixPath(*path.parts[1:])) if len(path.parts) > 1 and path.parts[0] == "notes" else str(path)


def _wikilinks(text: str) -> list[Address]:
    found = []
    for hit in _WIKI.finditer(text):
        key = name_key(hit["name"])
        if key:
            name = hit["name"].rstrip()
            words = hit["words"] or name.rpartition("/")[2].lstrip()
            start = hit.start("words") if hit["words"] else hit.start("name") + len(name) - len(words)
            found.append(Address(hit.start(), hit.end(), ReferenceForm.WIKILINK, key, words, start, paper_of(key)))
    return found


def paper_of(key: str) -> PaperId | None:
    """The identifier that a key is, or None."""
    scheme, _, value = key.partition(":")
    return PaperId(IdScheme(scheme), value) if scheme in tuple(IdScheme) else None


def _keys(text: str) -> list[Address]:
    found = []
    for group in _KEYS.finditer(text):
        keys = list(_KEY.finditer(text, group.start("inside"), group.end("inside")))
        alone = len(keys) == 1 and keys[0][0] == group["inside"].strip("- ")
        for hit in keys:
            span = group.span() if alone else hit.span()
            found += _key(hit, *span)
    inside = covered(text, [(a.start, a.end) for a in found])
    return found + [address for hit in _KEY.finditer(inside) if hit["scheme"] for address in _key(hit, *hit.span())]


def _key(hit: re.Match[str], start: int, end: int) -> list[Address]:
    written = hit[0].lstrip("@")
    name = written.rstrip(".,:;/")
    if end == hit.end():
        end -= len(written) - len(name)
    key = name_key(name)
    return [Address(start, end, ReferenceForm.KEY, key, None, 0, paper_of(key))] if key else []


def _urls(text: str) -> list[Address]:
    found = []
    for hit in _URL.finditer(text):
        url = hit[0]
        if not (url[0] == "<" and url[-1] == ">"):
            url = _without_punctuation(url.strip("<>"))
        start = hit.start() + (hit[0][0] == "<" and url[0] != "<")
        target = url.strip("<>")
        identified = identify(target)
        paper = identified.id if identified else None
        key = str(paper) if paper else ""
        found.append(Address(start, start + len(url), ReferenceForm.URL, key, None, 0, paper, target))
    return found


def _without_punctuation(url: str) -> str:
    """An address in running text without the punctuation of the sentence around it (GFM 0.29, 6.9)."""
    while url and (url[-1] in _URL_END or (url[-1] in _CLOSING and url.count(url[-1]) > url.count(_CLOSING[url[-1]]))):
        url = url[:-1]
    return url


def _ids(text: str) -> list[Address]:
    return [Address(f.start, f.end, ReferenceForm.URL, str(f.id), None, 0, f.id) for f in find_ids(text)]


# ── the flat text ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Flat:
    """A text with each link replaced by its words, and the way back from its offsets."""

    text: str
    _starts: tuple[int, ...]  # offsets in `text` where a piece begins
    _origins: tuple[int, ...]  # and where that piece begins in the body

    def origin(self, offset: int) -> int:
        """Where the body has the character that the flat text has at an offset."""
        piece = bisect_right(self._starts, offset) - 1
        return self._origins[piece] + offset - self._starts[piece]

    def offset(self, origin: int) -> int:
        """Where the flat text has what the body has at `origin`; the end of a link's words for what stands behind them."""
        piece = bisect_right(self._origins, origin) - 1
        end = self._starts[piece + 1] if piece + 1 < len(self._starts) else len(self.text)
        return min(self._starts[piece] + origin - self._origins[piece], end)


def flatten(text: str, addresses: Sequence[Address]) -> Flat:
    """The text with links and wiki links replaced by their words."""
    pieces: list[str] = []
    starts, origins, length, done = [0], [0], 0, 0
    for address in addresses:
        if address.words is None:
            continue
        words_end = address.words_start + len(address.words)
        for start, end in ((done, address.start), (address.words_start, words_end)):
            pieces.append(text[start:end])
            starts.append(length)
            origins.append(start)
            length += end - start
        done = address.end
    starts.append(length)
    origins.append(done)
    return Flat("".join((*pieces, text[done:])), tuple(starts), tuple(origins))
