"""Papers named in running text by less than a citation: a name with its authors in brackets, a quoted title.

    G-Eval(Liu+, 2023)    Transformer (Vaswani et al., 2017)    論文「A Survey on Something」    Foo Bar Bazという論文

Nothing here knows lists or links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papersite.citations.shape import Parts, century, tidy
from papersite.citations.words import HIDDEN, JAPANESE
from papersite.regex import lazy_regex

_AUTHOR = r"(?P<author>[^\W\d_][\w.'’\-]*(?: [^\W\d_][\w.'’\-]*){0,3})(?:\+|,?\s+et\s+al\b\.?)"
_VENUE = r"(?P<venue>[A-Za-z][\w .\-]{1,40}?)\s?(?:['’](?P<two>\d\d)(?!\d)|\s(?P<four>(?:19|20)\d\d))"
_MONTH = r"(?:,\s?(?:19|20)\d\d\.\d\d)?"
_WHO = lazy_regex(rf"\s?[(（]{_AUTHOR},?\s*(?:{_VENUE}{_MONTH}|(?P<year>(?:19|20)\d\d)[a-z]?)[)）]")
_ENTRY = lazy_regex(
    r"\n?[^\S\n]*(?:[-*+•・]|\d{1,3}[.)])\s*\*{0,2}"
    rf"(?P<name>[A-Za-z0-9][^{JAPANESE}{HIDDEN}\n()（）,.:：]{{0,80}})$"
)
_LATIN_RUN = lazy_regex(rf"[^{JAPANESE}{HIDDEN}\n()（）「」、。,.:：;*]*$")
# Capitals, digits or a mixed case make a word part of a name; small words join such words.
_NAMING = lazy_regex(r"[A-Z0-9][\w.+'’\-]*|[a-z]+[A-Z0-9][\w.+\-]*|[a-z]+(?:-[a-z]+)+")
_JOINING = lazy_regex(r"of|for|and|with|the|in|on|to|as|an|a")
_OPENING = lazy_regex(
    r"An?|And|As|At|By|For|From|If|In|Like|Of|On|Our|See|So|Such|That|The|These|This|To|Unlike|Using|We|When|With|"
    + _JOINING.pattern
)
_LOOK_BACK = 120
_SOME_AUTHOR = lazy_regex(r"\+|et\s+al\b")  # cheaper to look for than brackets and what is in them
_PAPER = "論文"

_QUOTED = lazy_regex(
    r"(?:論文\s{0,2}(?:である|の)?[「『“\"](?P<behind>[^「」『』“”\"\n]{8,300})[」』”\"]"
    r"|[「『](?P<before>[^「」『』\n]{8,300})[」』]\s?(?:という|と題した|と題する|の)論文)"
)
_CALLED_PAPER = lazy_regex(
    r"(?<![A-Za-z0-9'’:-])(?P<words>[A-Z][A-Za-z0-9'’-]{0,40}(?: [A-Za-z0-9][A-Za-z0-9'’:-]{0,40}){1,15})"
    r"\s?(?:という|と題した|と題する)論文"
)
_LATIN_WORD = lazy_regex(r"[A-Za-z\u00c0-\u024f][\w'’\-]*")


def find_mentions(text: str) -> Iterator[Parts]:
    """Names of papers with their authors and the year in brackets behind them."""
    if not _SOME_AUTHOR.search(text):
        return
    for who in _WHO.finditer(text):
        name = _name_before(text, who.start())
        if name is not None:
            start, words = name
            year = int(who["year"] or who["four"] or century(int(who["two"])))
            yield Parts(start, who.end(), tidy(words), who["author"], who["venue"], year)


def _name_before(text: str, end: int) -> tuple[int, str] | None:
    """The name right before an offset, and where it begins: all of a short list entry, else words that look like names."""
    begin = max(0, end - _LOOK_BACK)
    if (entry := _ENTRY.search(text, begin, end)) and len(entry["name"].split()) <= 8:
        return entry.start("name"), entry["name"].strip("* ")
    run = _LATIN_RUN.search(text[begin:end])
    tokens = list(re.finditer(r"\S+", run[0])) if run else []
    first = len(tokens)
    while first and (_NAMING.fullmatch(tokens[first - 1][0]) or _joins(tokens, first - 1)):
        first -= 1
    while first < len(tokens) and _OPENING.fullmatch(tokens[first][0]):
        first += 1
    if run is None or first == len(tokens):
        return None
    start = begin + run.start() + tokens[first].start()
    return start, text[start:end].rstrip()


def _joins(tokens: list[re.Match[str]], index: int) -> bool:
    return index + 1 < len(tokens) and _JOINING.fullmatch(tokens[index][0]) is not None


def find_quoted(text: str) -> Iterator[Parts]:
    """Latin titles in quotes that the text calls a paper (論文「…」, 「…」という論文), and names that it calls one."""
    if _PAPER not in text:
        return
    for hit in _QUOTED.finditer(text):
        group = "behind" if hit["behind"] else "before"
        title = tidy(hit[group])
        if len(_LATIN_WORD.findall(title)) >= 3 and not re.search(f"[{JAPANESE}{HIDDEN}]", title):
            yield Parts(hit.start(group), hit.end(group), title)
    for hit in _CALLED_PAPER.finditer(text):
        yield Parts(hit.start("words"), hit.end("words"), tidy(hit["words"]))
