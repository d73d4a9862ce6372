"""How a note's text opens: the heading that is its title, and the lines below it that link the paper itself.

Only the opening of a text says what the text is about; a link further on may be to any paper. So a link counts as the note's
own if it stands alone on a line, or behind a label that says so, near the top. Nothing here decides where a note begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from papersite.formats.links import LinkLine, read_link_line
from papersite.identity import identify
from papersite.regex import lazy_regex

NEAR_THE_TOP = 6  # written lines below the title that may still be its links

_ATX = lazy_regex(r" {0,3}#(?:[ \t]+(?P<text>.*))?$")
_ANY_ATX = lazy_regex(r" {0,3}#{1,6}(?:[ \t]|$)")
_CLOSING = lazy_regex(r"(?:^|[ \t])#+[ \t]*$")
_SETEXT = lazy_regex(r" {0,3}=+[ \t]*$")
_LINK = lazy_regex(r"!?\[(?P<text>(?:\\.|[^\[\]\\])*)\]\((?P<url>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(?:\s+\"[^\"]*\")?\)")
_BACKSLASH = lazy_regex(r"\\([!-/:-@\[-`{-~])")
_WRAPPED = lazy_regex(r"(?P<mark>\*\*|__|\*|_|`)(?P<text>[^*_`]+)(?P=mark)")

_ADDRESS = lazy_regex(r"https?://|arxiv\s?:\s?\d|doi\s?:\s?10\.|(?<![\d.])10\.\d{4,9}/", re.IGNORECASE)
# Labels that say "this is the paper (or its code, its page)", folded. 参考, 関連 and the like name other texts.
_OWN = frozenset((
    "論文", "論文リンク", "論文url", "論文ページ", "原論文", "元論文", "本論文", "原著", "原文", "出典", "リンク", "ソース",
    "paper", "paperlink", "paperurl", "viewpaper", "originalpaper", "original", "source", "url", "link", "links", "pdf",
    "abs", "html", "doi", "arxiv", "arxivid", "arxivlink", "arxivurl", "openreview", "acl", "aclanthology", "記事", "元記事",
    "コード", "実装", "公式実装", "リポジトリ", "プロジェクト", "プロジェクトページ", "公式サイト", "デモ",
    "code", "github", "repo", "repository", "implementation", "project", "projectpage", "website", "homepage", "demo",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class TitleHeading:
    """A title and the numbers (from 1) of the lines it is written on; `url` if the title is a link."""

    title: str
    lines: tuple[int, ...]
    url: str | None = None


def title_heading(lines: Sequence[str], numbers: Sequence[int], code: Sequence[bool]) -> TitleHeading | None:
    """The first-level heading that is the title of some lines (numbers from 1): it opens them, or it is the only one.

    Where several follow other text, they are the text's sections. `code` says which lines of the text are code.
    """
    found: TitleHeading | None = None
    opens = True
    for place, number in enumerate(numbers):
        line = lines[number - 1]
        if code[number - 1] or not line.strip():
            opens = opens and not line.strip()
            continue
        after = numbers[place + 1] if place + 1 < len(numbers) else 0
        heading = _heading_at(lines, number, after if after and not code[after - 1] else 0)
        if heading:
            if found is not None:
                return None
            found = heading
            if opens:
                return found
        opens = False
    return found


def _heading_at(lines: Sequence[str], number: int, after: int) -> TitleHeading | None:
    line = lines[number - 1]
    if atx := _ATX.match(line):
        title, url = read_title(_CLOSING.sub("", atx["text"] or ""))
        return TitleHeading(title, (number,), url) if title else None
    if after and _SETEXT.match(lines[after - 1]) and not _ANY_ATX.match(line) and not line.startswith("    "):
        title, url = read_title(line)
        return TitleHeading(title, (number, after), url) if title else None
    return None


def read_title(markdown: str) -> tuple[str, str | None]:
    """A title without its Markdown, and the address it links to if it is one link."""
    text = markdown.strip()
    link = _LINK.fullmatch(text)
    text = _LINK.sub(lambda match: match["text"], text)
    text = _WRAPPED.sub(lambda match: match["text"], text) if _WRAPPED.fullmatch(text) else text.replace("**", "")
    text = _BACKSLASH.sub(r"\1", text)
    return " ".join(text.split()), link["url"] if link and not text.startswith("!") else None


def own_links(line: str, *, labelled: bool = False) -> LinkLine | None:
    """The links of a line that is nothing but links to the paper itself, bare or behind a label; None of any other line.

    With `labelled`, a bare link is none either.
    """
    found = read_link_line(line)
    address = _ADDRESS.search(line)
    if found is None or address is None:
        return None
    label = "".join(c for c in line[: address.start()] if c.isalnum()).casefold()
    return found if label in _OWN or (not label and not labelled) else None


def links_of(urls: Iterable[str]) -> LinkLine:
    """Addresses with the identifiers that they name."""
    urls = tuple(dict.fromkeys(urls))
    found = [each for each in map(identify, urls) if each]
    version = next((each.version for each in found if each.version is not None), None)
    return LinkLine(urls, tuple(dict.fromkeys(each.id for each in found)), version)


def join_links(several: Iterable[LinkLine]) -> LinkLine:
    """The links of several lines together, each once, in their order."""
    several = tuple(several)
    return LinkLine(
        tuple(dict.fromkeys(url for links in several for url in links.urls)),
        tuple(dict.fromkeys(each for links in several for each in links.ids)),
        next((links.arxiv_version for links in several if links.arxiv_version is not None), None),
    )
