"""Entries of reference sections and of lists of related work, as they stand in Markdown.

    **Vaswani et al., 2017:** "Attention Is All You Need". Why it matters.
    **LIMA:** why it matters
    \\[10] Ada Lovelace, and Charles Babbage. *Notes on an engine.*

What the words say is `bibliography`'s; this module knows where the words of the entry end, where remarks begin, and what span a
link can have. Where a section begins is `surface`'s.
"""

from __future__ import annotations

import re
from dataclasses import replace

from papersite.citations.bibliography import (
    Lead,
    clean_title,
    first_author,
    full_title,
    looks_like_title,
    quoted_title,
    read_lead,
    venue_behind,
    who_behind,
    year_behind,
)
from papersite.citations.shape import Parts
from papersite.citations.words import HIDDEN, JAPANESE
from papersite.regex import lazy_regex

_JAPANESE = lazy_regex(f"[{JAPANESE}]")
_NUMBER = lazy_regex(r"\\?\[\d{1,3}\\?\]\s*")
_BOLD = lazy_regex(r"\*\*(?P<lead>[^*\n]+(?:\*(?!\*)[^*\n]+)*)\*\*")
_PARAGRAPH_END = lazy_regex(r"\n[ \t>]*\n")
_ITALIC = lazy_regex(r"(?<![*\w])[*_](?P<title>[^*_]{3,300})[*_](?![*\w])")
# `Lovelace, A. (2017). Looms and what they count. *Engines*`: then the words in italics are where it appeared.
_TITLE_BEFORE = lazy_regex(r"\((?:19|20)\d\d[a-z]?\)[.,:]\s+[^.()]{8,300}\.\s*$")
_CITED_IN_BRACKETS = lazy_regex(r"[(（][^()（）\d]{2,60}(?:et\s+al\.?|\+),?\s*(?:19|20)\d\d[a-z]?[)）]")
_LAST_YEAR = lazy_regex(r"(?<!\d)((?:19|20)\d\d)\W*$")
_LETTER = lazy_regex(r"[A-Za-z\u00c0-\u024f]")


def read_listed(text: str, start: int, end: int, *, least: int) -> Parts | None:
    """The paper that a list entry from `start` to `end` is about, or None.

    `least` is how many words a bare title needs: one in a reference section, where a name (`LIMA`) is a paper too.
    """
    if number := _NUMBER.match(text, start, end):
        start = number.end()
    if bold := _BOLD.match(text, start, end):
        return _bold_entry(text, bold, end, least)
    stop = _PARAGRAPH_END.search(text, start, end)
    return _plain_entry(text, start, stop.start() if stop else end, least)


def _bold_entry(text: str, bold: re.Match[str], end: int, least: int) -> Parts | None:
    inside = bold.start("lead")
    if number := _NUMBER.match(text, inside, bold.end("lead")):
        inside = number.end()
    words = text[inside : bold.end("lead")]
    if len(_CITED_IN_BRACKETS.findall(words)) > 1:
        return None  # several names with their authors, each a mention
    lead, outside = read_lead(words), 0
    if lead.title is None and lead.author is None:
        return None  # the words in bold are Japanese: a field of study
    if lead.title is None:
        rest = bold.end() + len(text[bold.end() : end]) - len(text[bold.end() : end].lstrip(" :：\u3000"))
        title, outside = _title_behind(text, rest, end)
        lead = replace(lead, title=title)
    elif lead.author and lead.year and words.rstrip(" :：").endswith((f"({lead.title})", f"（{lead.title}）")):
        title, length = full_title(text[bold.end() : end])
        lead, outside = (replace(lead, title=title), bold.end() + length) if title else (lead, 0)
    elif lead.author is None and (who := who_behind(text, bold.end(), end)):
        lead, outside = _written_by(lead, who), who.end()
    if not _names_a_paper(lead, least):
        return None
    # A span keeps both marks of the emphasis or neither, so that it can become a link.
    stop = outside or inside + len(words.rstrip(" :：,，.。"))
    return Parts(bold.start() if outside else inside, stop, lead.title, lead.author, lead.venue, lead.year)


def _written_by(lead: Lead, who: re.Match[str]) -> Lead:
    author, venue, year = first_author(who["author"]), lead.venue or venue_behind(who), lead.year or year_behind(who)
    return replace(lead, author=author, venue=venue, year=year, sure=True)


def _plain_entry(text: str, start: int, end: int, least: int) -> Parts | None:
    words = text[start:end]
    if HIDDEN in words[:2]:
        return None
    if parts := _with_italic_title(words, start):
        return parts
    stop = _end_of_words(words)
    lead = read_lead(words[:stop])
    if lead.title is None and lead.author is not None and lead.venue is None:
        title, behind = _title_behind(text, start + stop, end)
        return Parts(start, behind, title, lead.author, None, lead.year) if title else None
    if not lead.sure and not _bare_title_fits(lead, words, stop, least):
        return None
    if not _names_a_paper(lead, least):
        return None
    return Parts(start, start + len(words[:stop].rstrip(" :：,，\n")), lead.title, lead.author, lead.venue, lead.year)


def _with_italic_title(words: str, start: int) -> Parts | None:
    italic = _ITALIC.search(words)
    if italic is None or _JAPANESE.search(words, 0, italic.start()) or _TITLE_BEFORE.search(words[: italic.start()]):
        return None
    before = words[: italic.start()].strip(" .,\n")
    author = first_author(before) if before else None
    title = clean_title(italic["title"])
    if title is None or not (author or looks_like_title(title)):
        return None
    year = None if _JAPANESE.search(words) else _LAST_YEAR.search(words)
    return Parts(start, start + italic.end(), title, author, None, int(year[1]) if year else None)


def _bare_title_fits(lead: Lead, words: str, stop: int, least: int) -> bool:
    """Whether words that nothing marks as a title are one: long enough, not glued to Japanese, not a term explained."""
    glued = stop < len(words) and bool(_JAPANESE.match(words, stop)) and stop > 0 and not words[stop - 1].isspace()
    explained = least > 1 and stop < len(words)
    return not glued and lead.title is not None and looks_like_title(lead.title, 5 if explained else max(least, 3))


def _end_of_words(words: str) -> int:
    """Where the remarks begin: at Japanese, an address, or hidden text."""
    stop = re.search(rf"[{JAPANESE}{HIDDEN}、。]|https?://", words)
    if stop is None:
        return len(words)
    if not _JAPANESE.match(stop[0]):
        return stop.start()
    cut = max(words.rfind(mark, 0, stop.start()) for mark in (":", "：", " - ", " — ", "("))
    return cut if cut > 0 and words[cut + 1 : stop.start()].strip() in ("", "-", "—") else stop.start()


def _title_behind(text: str, start: int, end: int) -> tuple[str | None, int]:
    """The title that remarks open with, quoted or in Latin words up to a colon, Japanese or an address; and its end, or 0."""
    line_end = text.find("\n", start, end)
    words = text[start : end if line_end < 0 else line_end]
    title, close = quoted_title(words)
    if title:
        return title, start + close
    remark = re.search(rf"[{JAPANESE}、。{HIDDEN}]|https?://", words)
    stop = remark.start() if remark else len(words)
    # A colon or a bracket right before the Japanese ends the title; so does a colon whose next word is glued to Japanese.
    for mark in (":", "：", "(", "（"):
        if (cut := words.rfind(mark, 0, stop)) > 0 and remark and " " not in words[cut + 1 : stop].strip():
            stop = cut
    title = clean_title(words[:stop])
    return (title, start + len(words[:stop].rstrip())) if title and _LETTER.search(title) else (None, 0)


def _names_a_paper(lead: Lead, least: int) -> bool:
    if lead.title is None:
        return lead.author is not None and (lead.year is not None or lead.venue is not None)
    if not _LETTER.search(lead.title):
        return False
    return lead.sure or least == 1 or looks_like_title(lead.title, least)
