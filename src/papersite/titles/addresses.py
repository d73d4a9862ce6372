"""Names in the addresses that a note gives as its paper's own: a repository, a project page, the slides that explain it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from papersite.model import Note
from papersite.regex import lazy_regex
from papersite.titles.candidates import Candidate

_LABELLED = lazy_regex(
    r"^[^\S\n]*(?:[-*] )?(?P<label>[^\s:：-][^:：\n]{0,24}?) ?[:：] ?(?P<url>https?://[^\s<>]+)[^\S\n]*$", re.MULTILINE
)
_OWN = lazy_regex(
    r"(?:code|repo(?:sitory)?|github|hf|hugging ?face|model|dataset|blog|pj ?page|project ?page|paper|technical report"
    r"|公式.*|プロジェクトページ|テクニカルレポート|コード|リポジトリ|論文|実装)",
    re.IGNORECASE,
)
_SLIDES = lazy_regex(r"(?:.*(?:スライド|slides?|slideshare|資料).*)", re.IGNORECASE)
_INTRODUCING = lazy_regex(r"^(?:introducing|announcing|meet|presenting)[-_]", re.IGNORECASE)
_REPORT = lazy_regex(
    r"[-_ ]?(?:technical[-_ ]?)?(?:report|paper|model[-_ ]?card|system[-_ ]?card|preprint)?\.pdf$", re.IGNORECASE
)
_SMALL = frozenset(("a", "an", "and", "by", "for", "from", "in", "of", "on", "the", "to", "via", "with"))


def names_in_addresses(note: Note) -> Iterator[Candidate]:
    """Names from the note's own addresses, and from those that its body labels as the paper's."""
    for url in note.urls:
        yield from _named(url)
    for hit in _LABELLED.finditer(note.body.text):
        if _OWN.fullmatch(hit["label"]):
            yield from _named(hit["url"])
        elif _SLIDES.fullmatch(hit["label"]):
            yield from _titled(hit["url"])


def _named(url: str) -> Iterator[Candidate]:
    """The name of a repository, a model, a project page or a report."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = [unquote(piece) for piece in parts.path.split("/") if piece]
    name, strength = "", 0
    if host in ("github.com", "gitlab.com") and len(path) == 2:
        name, strength = path[1], 70
    elif host == "huggingface.co":
        path = path[1:] if path[:1] in (["datasets"], ["spaces"]) else path
        if len(path) == 2 and path[0] not in ("collections", "papers", "blog"):
            name, strength = path[1], 56
    elif host.endswith(".github.io") and len(path) < 2:
        name, strength = (path[0], 58) if path else (host, 54)
    elif path and path[-1].lower().endswith(".pdf") and _REPORT.sub("", path[-1]) != path[-1][:-4]:
        name, strength = _REPORT.sub("", path[-1]).replace("_", " "), 56
    elif path and _INTRODUCING.match(path[-1]):
        name, strength = _INTRODUCING.sub("", path[-1]), 60
    name = name.removesuffix(".git").removesuffix(".github.io").strip("-_ ")
    if 2 < len(name) <= 40 and re.search(r"[A-Za-z]{2}", name) and name.count("-") < 4:
        yield Candidate(name, "address", url, strength)


def _titled(url: str) -> Iterator[Candidate]:
    """The title in the address of some slides: `…/get-to-the-point-summarization-with-pointergenerator-networks`."""
    path = [piece for piece in urlsplit(url).path.split("/") if piece]
    slug = max(path, key=len, default="").lower()
    words = slug.split("-")
    if len(words) >= 4 and all(word.isalpha() for word in words):
        shown = [word if word in _SMALL and place else word.capitalize() for place, word in enumerate(words)]
        yield Candidate(" ".join(shown), "slides", url, 59)
