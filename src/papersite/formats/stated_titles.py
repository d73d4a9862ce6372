"""The title that a store of notes gives a paper: alone, behind a mark, or with authors and venue as a citation writes them.

`[Paper Note] Deep Sets, Manzil Zaheer+, NeurIPS'17, 2017.03`, `【論文メモ】Deep Sets (NeurIPS 2017)`, `[2017] Deep Sets`.
A mark goes only if it says no more than that this is a note on a paper, or when it came out; what else stands in brackets may
be part of the title.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from papersite.citations.shape import MANY_SIGN, read_from
from papersite.regex import lazy_regex

_MARK = lazy_regex(
    r"\s*(?:\[(?P<square>[^\[\]]{1,20})\]|【(?P<corner>[^【】]{1,20})】|(?P<word>[^\s:：\[\]【】]{1,12})\s?[:：])\s*"
)
# What a mark may say, folded: a paper, a note, that it is one.
_MARKS = frozenset((
    "論文", "論文メモ", "論文紹介", "論文読み", "論文まとめ", "論文要約", "論文解説", "論文ノート", "論文輪読", "読書メモ",
    "メモ", "まとめ", "要約", "文献", "文献メモ", "サーベイ", "paper", "papernote", "papernotes", "papermemo", "papersummary",
    "note", "papersummaries", "reading", "template", "arxiv", "pdf", "wip", "survey", "review", "paperreview",
))  # fmt: skip
# `[2019] Title`, `[CVPR 2020] Title`, `20170612 Title`: when or where it came out, before a title.
_YEAR_BEFORE = lazy_regex(
    r"\s*(?:[\[(【](?:(?P<venue>(?=[^\s\d]*[A-Z][^\s\d]*[A-Z])[A-Za-z]{2,12})[ '’-]?)?(?P<year>(?:19|20)\d\d)"
    r"(?:[-/.]\d\d?){0,2}[\])】]|(?P<day>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?=[\s_-]))"
    r"[\s_:：-]*(?=\S*[^\W\d])"
)
# `(CVPR 2020)`, `[NeurIPS'17]` behind a title. A venue has two capitals, so that `(Part 2)` stays.
_VENUE_BEHIND = lazy_regex(
    r"\s*[(（\[](?P<venue>(?=[^\s\d]*[A-Z][^\s\d]*[A-Z])[A-Za-z][A-Za-z&+ -]{1,20}?)[ '’-]?(?P<year>(?:19|20)?\d\d)[)）\]]\s*$"
)
_DATE_BEHIND = lazy_regex(r",\s*(?P<year>(?:19|20)\d\d)(?P<month>\.(?:0[1-9]|1[0-2]))?\s*$")
_YEAR_IN_VENUE = lazy_regex(r",\s*(?P<venue>[A-Za-z][A-Za-z&@/-]{1,24})[ '’_]?(?P<year>(?:20)?\d\d)(?: [\w() -]{1,30})?\s*$")
_MANY_BEHIND = lazy_regex(r",\s*(?P<author>[^,+]{1,60}?)\s?\+(?=,|\s*$)")
_CENTURY_TURNS = 50  # `'49` and below are of this century


@dataclass(frozen=True, slots=True)
class StatedTitle:
    """A paper's title, and what was said behind it."""

    title: str
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None


def read_stated_title(written: str, *, cited: bool = False) -> StatedTitle | None:
    """The title in a line that is nothing but one; None if no word is left. `cited` says that a citation is expected."""
    text = " ".join(written.split())
    while (mark := _MARK.match(text)) and _folded(mark[mark.lastgroup or 0]) in _MARKS:
        text = text[mark.end() :]
    if before := _YEAR_BEFORE.match(text):
        found = read_stated_title(text[before.end() :], cited=cited)
        year = int(before["year"] or before["day"][:4])
        return replace(found, venue=found.venue or before["venue"], year=found.year or year) if found else None
    if behind := _VENUE_BEHIND.search(text):
        title = text[: behind.start()].strip()
        if title:
            year = int(behind["year"])
            full = year if year > 99 else year + (2000 if year < _CENTURY_TURNS else 1900)
            return StatedTitle(title, (), behind["venue"].strip(), full)
    if cited or text != " ".join(written.split()) or MANY_SIGN.search(text):
        if cited and (found := _read_citation(text)):
            return found
        parts = read_from(text, 0, len(text))
        if parts and parts.title and parts.end == len(text) and (parts.author or parts.year):
            return StatedTitle(parts.title, (parts.author,) if parts.author else (), parts.venue, parts.year)
    return StatedTitle(text) if any(map(str.isalnum, text)) else None


def _read_citation(text: str) -> StatedTitle | None:
    """`Title, Author+, Affiliation, Venue23, 2023.05`, from its end: each part may be missing, but not all."""
    rest, year, venue = text, None, None
    month = False
    if date := _DATE_BEHIND.search(rest):
        rest, year, month = rest[: date.start()], int(date["year"]), bool(date["month"])
    if behind := _YEAR_IN_VENUE.search(rest):
        rest, venue = rest[: behind.start()], behind["venue"]
        year = year or (int(behind["year"]) if len(behind["year"]) == 4 else 2000 + int(behind["year"]))
    if many := _MANY_BEHIND.search(rest):
        return StatedTitle(rest[: many.start()].strip(), (many["author"].strip(),), venue, year)
    # A month shows that somebody wrote the whole of it, so that the last piece is who wrote the paper.
    title, comma, author = rest.rpartition(", ")
    if month and comma and len(author.split()) <= 5:
        return StatedTitle(title.strip(), (author.strip(),), venue, year)
    return StatedTitle(rest.strip(), (), venue, year) if year and rest.strip() else None


def _folded(mark: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", mark).casefold() if c.isalnum())
