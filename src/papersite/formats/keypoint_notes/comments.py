"""Comments of keypoint notes: a reader's free text, made Markdown again, and the paper's own links that it states.

Copying took the bullets' signs, pictures and embedded posts from the page and left `・`, `image` and `Loading…`. They become
list marks and placeholders here; no word is added, lost or changed. Which lines are a comment is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papersite.formats.fences import Fence, code_mask, find_fences, mended
from papersite.formats.keypoint_notes.heads import trimmed
from papersite.identity import FoundId, identify, parse_id
from papersite.model import IdScheme, PaperId
from papersite.regex import lazy_regex

FIGURE = "![figure](lost:figure)"
POST = "[post](lost:post)"

_IMAGES = lazy_regex(r"[Ii]mage(?:\s+[Ii]mage)*")
_POSTS = lazy_regex(r"Loading(?:…|\.{3,})(?:\s*Loading(?:…|\.{3,}))*")
_LABELLED_POST = lazy_regex(r"(?P<label>[^:：]{1,40}[:：]\s*)(?P<post>Loading(?:…|\.{3,}))")
# A dot in a row of dots is an ellipsis, not a bullet.
_BULLET = lazy_regex(
    r"(?P<indent>[ \t\u00a0\u3000]*)"
    r"(?:(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap>[ \t\u00a0\u3000]+)|(?P<dot>[・･•◦▪‣])(?![・･•…])[ \t\u00a0\u3000]*)(?P<text>\S.*)"
)
_BARE_MARK = lazy_regex(r"(?P<indent>[ \t\u00a0\u3000]*)[-*+・•][ \t\u00a0\u3000]*")
_RULE = lazy_regex(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
_HEADING = lazy_regex(r"#{1,6}[ \t]")
_SUBHEADING = lazy_regex(r"#{2,6}[ \t]")
# A link whose address is set off by a space, unless it stands in inline code.
_SPACED_LINK = lazy_regex(r"`+[^`]*`+|(?<=\])\([ \t\u00a0\u3000]+(?=https?://)")
_WIDTHS = {" ": 1, "\u00a0": 1, "\u3000": 2}


@dataclass(frozen=True, slots=True)
class OwnLinks:
    """The links that a comment states as the paper's own, and the identifiers among them."""

    ids: tuple[PaperId, ...] = ()
    arxiv_version: int | None = None
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as Markdown: its lines with their numbers (0 for a line put in), and what else was found in it.

    `joined` are bare list marks that now stand before their placeholder, on its line; `unclosed` are the numbers of code
    fences that nothing closes.
    """

    lines: tuple[tuple[int, str], ...]
    links: OwnLinks
    joined: tuple[tuple[int, str], ...]
    unclosed: tuple[int, ...]


def read_comment(lines: Sequence[tuple[int, str]]) -> Comment:
    """The comment that numbered source lines make."""
    texts = [text for _, text in lines]
    found = _fences(texts)
    made, joined = _rewritten(lines, texts, found)
    links = _own_links(texts, code_mask(texts, found))
    return Comment(tuple(made), links, tuple(joined), tuple(lines[each.first - 1][0] for each in found if not each.closed))


def _rewritten(
    lines: Sequence[tuple[int, str]], texts: Sequence[str], found: Sequence[Fence]
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The lines as Markdown, and the list marks that were joined with what they mark."""
    fences = {fence.first: fence for fence in found}
    made: list[tuple[int, str]] = []
    joined: list[tuple[int, str]] = []
    outline = _Outline()
    at = 1
    while at <= len(lines):
        number, text = lines[at - 1]
        if fence := fences.get(at):
            made += ((lines[index - 1][0] if index else 0, code) for index, code in mended(texts, fence))
            at = fence.last + 1
            continue
        below = _placeholder_below(texts, at) if _BARE_MARK.fullmatch(text) else 0
        if below and below not in fences:
            joined.append((number, text))
            at, number = below, lines[below - 1][0]
            text = f"{text.rstrip()} {_placeholder(texts[below - 1])}"
        elif text.strip() == "-" and made and made[-1][1].strip() and not _BULLET.match(made[-1][1]):
            made.append((0, ""))  # a lone hyphen right below a paragraph would make that a heading
        made.append((number, outline.placed(text)))
        at += 1
    return made, joined


def _fences(texts: Sequence[str]) -> tuple[Fence, ...]:
    """The fences of a comment. One that never closes ends before what no code has: a placeholder, a dot, a subheading."""
    plain = [n for n, text in enumerate(texts, 1) if _placeholder(text) or _SUBHEADING.match(text) or text.startswith("・")]
    return find_fences(texts, sections=plain)


def _placeholder(text: str) -> str | None:
    """What a line becomes that holds nothing but the traces of pictures or posts."""
    if not ("mage" in text or "Loading" in text):
        return None
    text = trimmed(text)
    if _IMAGES.fullmatch(text):
        return " ".join(FIGURE for _ in text.split())
    if _POSTS.fullmatch(text):
        return " ".join(POST for _ in range(text.count("Loading")))
    return None


def _placeholder_below(texts: Sequence[str], at: int) -> int:
    """The line of the placeholder that a bare list mark belongs to: the next line, or the one behind a blank; 0 if none."""
    below = at + 1 if at < len(texts) and texts[at].strip() else at + 2
    return below if below <= len(texts) and _placeholder(texts[below - 1]) else 0


class _Outline:
    """The list items open at a line: how far each was indented, and the column where Markdown has its text."""

    __slots__ = ("after_blank", "items")

    def __init__(self) -> None:
        self.items: list[tuple[int, int]] = []
        self.after_blank = False

    def placed(self, line: str) -> str:
        """The line as Markdown, indented so that it stands in the list item it stood in."""
        if not line.strip():
            self.after_blank = True
            return line
        after_blank, self.after_blank = self.after_blank, False
        bullet = None if _RULE.fullmatch(line) else _BULLET.match(line)
        if bullet:
            return self._item(bullet)
        indent = _width(line[: len(line) - len(line.lstrip())])
        if indent == 0 and (after_blank or _HEADING.match(line)):
            self.items.clear()
        made = _words(line)
        if indent and after_blank and self.items:
            column = self._column(indent)
            return " " * column + made.lstrip()
        return made

    def _item(self, bullet: re.Match[str]) -> str:
        column = self._column(indent := _width(bullet["indent"]))
        mark = bullet["mark"] or "-"
        gap = bullet["gap"] or " "
        gap = gap if len(gap) <= 4 and not gap.strip(" ") else " "
        self.items.append((indent, column + len(mark) + len(gap)))
        # The word image alone in an entry may be meant: text, image, video.
        text = bullet["text"]
        return " " * column + mark + gap + (text if _IMAGES.fullmatch(trimmed(text)) else _words(text))

    def _column(self, indent: int) -> int:
        """Where a line so indented has to begin to belong to the innermost item that was indented less."""
        while self.items and self.items[-1][0] >= indent:
            self.items.pop()
        margin = self.items[-1][1] if self.items else 0
        return indent if margin <= indent <= margin + 3 else margin


def _words(text: str) -> str:
    """A line's text with its traces of media turned into placeholders, and its links into links."""
    if made := _placeholder(text):
        return text[: len(text) - len(text.lstrip())] + made
    if hit := _LABELLED_POST.fullmatch(text.rstrip()):
        return hit["label"] + POST
    return _SPACED_LINK.sub(lambda hit: hit[0] if hit[0][0] == "`" else "(", text) if "](" in text else text


def _width(indent: str) -> int:
    column = 0
    for sign in indent:
        column += 4 - column % 4 if sign == "\t" else _WIDTHS.get(sign, 1)
    return column


# ── the paper's own links ────────────────────────────────────────────────────────────────────────────────────────────

# What the label before a link may be, folded, if the link is the paper itself …
_PAPER_LABELS = lazy_regex(
    r"papers?|paperlink|arxiv|alphaxiv|pdf|abs|abstract|preprint|doi|acl|(?:acl)?anthology|[原元本]?論文|論文リンク|プレプリント"
)
# … or something that its authors put beside it. What others say of it (解説, slides, posts) is none of its own links.
_PAGE_LABELS = lazy_regex(
    r"(?:pj|project|web|home)?page|pj|project|(?:web)?site|(?:source)?code|github|gitlab|repo|repository|hf|huggingface|models?"
    r"|weights|checkpoints?|modelcard|datasets?|benchmark|leaderboard|demo|blog(?:post)?|tech(?:nical)?report|docs|documentation"
    r"|プロジェクト(?:ページ)?|公式(?:ページ|ブログ|実装)?|実装|コード|リポジトリ|モデル|データ(?:セット)?|デモ|ブログ"
    r"|テクニカルレポート|ドキュメント"
)
_OPENREVIEW = "openreview"
_LABELLED = lazy_regex(r"(?P<label>[\w*][^:：\[\]]{0,39})[:：]\**[ \t\u00a0\u3000]*(?P<links>.*)")
_LINKED_LABEL = lazy_regex(r"\[(?P<label>[^\[\]]{1,40})\]\(\s*(?P<links>https?://[^\s()]+)\s*\)")
_LIST_MARK = lazy_regex(r"[-*+・•][ \t\u00a0\u3000]+")
_URL = lazy_regex(r"\[[^\[\]]*\]\(\s*(?P<linked>https?://[^\s()]+)\s*\)|<?(?P<bare>https?://[^\s<>]+)>?")
_ASIDE = lazy_regex(r"[(（][^()（）]*[)）]")
_NOT_WORD = lazy_regex(r"[\W_]+")
_REGISTRIES = {"arxiv": IdScheme.ARXIV, "doi": IdScheme.DOI, "acl": IdScheme.ACL, "aclanthology": IdScheme.ACL}


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A line that is a label, folded here, and links or an identifier; `ahead` if only such and placeholders stand above."""

    label: str
    urls: tuple[str, ...]
    found: tuple[FoundId, ...]
    ahead: bool


def _own_links(texts: Sequence[str], code: Sequence[bool]) -> OwnLinks:
    """The links of the lines that are nothing but a known label and links, as in `pj page: https://…`.

    Ahead of the prose they may name the paper, of which the first of each registry counts; further down only OpenReview's
    page is surely the paper's own, for any other paper stated there may be one that the comment speaks of.
    """
    ids: dict[IdScheme, PaperId] = {}
    version: int | None = None
    urls: dict[str, None] = {}
    for line in _labelled(texts, code):
        names_paper = line.label.endswith(_OPENREVIEW) or (line.ahead and _PAPER_LABELS.fullmatch(line.label))
        if names_paper or _PAGE_LABELS.fullmatch(line.label):
            urls |= dict.fromkeys(line.urls)
        for found in line.found if names_paper else ():
            if ids.setdefault(found.id.scheme, found.id) == found.id and found.id.scheme is IdScheme.ARXIV:
                version = version or found.version
    return OwnLinks(tuple(ids.values()), version, tuple(urls))


def _labelled(texts: Sequence[str], code: Sequence[bool]) -> Iterator[_Labelled]:
    """The labelled lines of a comment that begin a paragraph, or follow one that does."""
    ahead = fresh = True
    waiting = ""  # a label whose links are to come
    for text, is_code in zip(texts, code, strict=True):
        line = trimmed(text)
        if not line:
            fresh = True
            continue
        if ahead and not waiting and (mark := _LIST_MARK.match(line)):
            line = line[mark.end() :]
        hit = None if waiting else _LINKED_LABEL.fullmatch(line)
        urls = () if hit else _only_urls(line)
        if not fresh or is_code or urls or text[0].isspace() or _LIST_MARK.match(line):
            hit = None
        else:
            hit = hit or _LABELLED.fullmatch(line)
        label = _folded(hit["label"]) if hit else waiting
        links = urls or (_only_urls(hit["links"]) if hit else ())
        found = tuple(filter(None, map(identify, links))) if links else _bare_id(label, hit["links"]) if hit else ()
        if label and (links or found):
            yield _Labelled(label, links, found, ahead)
        waiting = label if hit and not hit["links"] else ""
        fresh = bool(fresh and (links or found or waiting))
        ahead = bool(
            ahead and not is_code and (links or found or waiting or _placeholder(line) or _LABELLED_POST.fullmatch(line))
        )


def _only_urls(text: str) -> tuple[str, ...]:
    """The addresses of a text that is nothing else."""
    if "http" not in text or _URL.sub("", text).strip(" ,、/|"):
        return ()
    return tuple(hit["linked"] or hit["bare"] for hit in _URL.finditer(text))


def _bare_id(label: str, text: str) -> tuple[FoundId, ...]:
    """The identifier that a text without address is, under a label that may name the registry."""
    scheme = _REGISTRIES.get(label)
    found = parse_id(scheme, text) if scheme else identify(text)
    return (found,) if found and found.end >= len(text) else ()


def _folded(label: str) -> str:
    return _NOT_WORD.sub("", _ASIDE.sub("", label).casefold())
