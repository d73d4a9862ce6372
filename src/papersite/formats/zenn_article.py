"""Zenn articles: Markdown below front matter with `emoji`, `type` and `topics` (https://zenn.dev/zenn/articles/zenn-cli-guide).

All of the block is front matter's to read but for what is Zenn's own: the picture and the type, and that `published` is no
date. An article speaks of papers rather than being one, so only an address behind a label that says so, near its top, is its
paper's; where the article says that it is about one (`…【論文】`), also the one that stands alone there.

In the body, embeds (`@[card](https://…)`) become the addresses they show; its other syntax is Markdown to this site too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from papersite.formats import front_matter
from papersite.formats.body import lines_of
from papersite.formats.contract import Format
from papersite.formats.fences import code_mask
from papersite.formats.front_matter.block import Block, read_block
from papersite.formats.opening import NEAR_THE_TOP, join_links, own_links
from papersite.model import Body, Confidence, Kind, Note, Parsed, Source
from papersite.regex import lazy_regex

_NAME = "zenn_article"
_TYPES = frozenset(("tech", "idea"))
_OWN_KEYS = frozenset(("emoji", "type", "topics"))
_NOT_TOLD = lazy_regex(r'(?:unknown field )?"(?:emoji|type|publication_name|price|free|chapters|toc_depth)"')
#
# https://zenn.dev/zenn/articles/markdown-guide#%E3%82%B3%E3%83%B3%E3%83%86%E3%83%B3%E3%83%84%E3%81%AE%E5%9F%8B%E3%82%81%E8%BE%BC%E3%81%BF
_EMBED = lazy_regex(r"@\[[a-z]{2,20}\]\((?P<target>[^()\s]+)\)")
_ABOUT_ONE = lazy_regex(r"[【\[(（]論文[^【】\[\]()（）]{0,6}[】\])）]|論文(?:紹介|解説|メモ|読み|まとめ|要約)")
_VIDEO = lazy_regex(r"@\[youtube\]\((?P<id>[\w-]{5,20})\)")


def detect(source: Source) -> Confidence:
    """Certain of front matter that has an emoji, a type and topics, likely of two of them."""
    if not source.text[:64].lstrip("\ufeff \t\n").startswith("---") or "emoji" not in source.text[:4000]:
        return Confidence.NO
    block = read_block(lines_of(source))
    if block is None or not block.readable:
        return Confidence.NO
    keys = {entry.key for entry in block.entries}
    if "emoji" not in keys or not keys & {"topics", "type"}:
        return Confidence.NO
    return Confidence.CERTAIN if keys >= _OWN_KEYS and _type(block) in _TYPES else Confidence.LIKELY


def parse(source: Source) -> Parsed:
    """One note: an article."""
    parsed = front_matter.FORMAT.parse(source)
    note = parsed.notes[0]
    lines = note.body.text.split("\n") if note.body.text else []
    code = code_mask(lines)
    shown = [line if code[number] else _shown(line) for number, line in enumerate(lines)]
    note = replace(
        _with_links(note, lines, code), format=_NAME, kind=Kind.ARTICLE, body=Body("\n".join(shown), note.body.lines)
    )
    problems = tuple(
        problem for problem in parsed.problems if problem.kind != "missing-date" and not _NOT_TOLD.match(problem.message)
    )
    return Parsed((note,), parsed.dropped, problems)


FORMAT = Format(_NAME, 2, detect, parse)


def _type(block: Block) -> object:
    return next((entry.value for entry in block.entries if entry.key == "type"), None)


def _shown(line: str) -> str:
    if "@[" not in line:
        return line
    line = _VIDEO.sub(r"<https://www.youtube.com/watch?v=\g<id>>", line)
    return _EMBED.sub(lambda embed: f"<{embed['target']}>" if "://" in embed["target"] else embed[0], line)


def _with_links(note: Note, lines: Sequence[str], code: Sequence[bool]) -> Note:
    near = [number for number, line in enumerate(lines) if line.strip() and not code[number]][: 2 * NEAR_THE_TOP]
    about_one = _ABOUT_ONE.search(note.title or "") is not None
    links = join_links(found for number in near if (found := own_links(lines[number], labelled=not about_one)))
    if note.ids or len(links.ids) != 1:
        return note
    return replace(note, ids=links.ids, arxiv_version=links.arxiv_version, urls=tuple(dict.fromkeys((*note.urls, *links.urls))))
