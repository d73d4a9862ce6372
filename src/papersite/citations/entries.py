"""Entries of reference sections, in the many ways people and machines write them.

    **Vaswani et al., 2017:** "Attention Is All You Need". Why it matters.
    **[11] Ada Lovelace, and Charles Babbage. Notes on an engine. Proceedings of Nothing**: why it matters
    **R. Rafailov et al., “Direct preference optimization,”** why it matters
    **LIMA:** why it matters

An entry gives a title, a first author, a venue and a year, or some of them. What names a field of study rather than a paper
is none. Nothing here knows where a section begins; `surface` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from papersite.citations.shape import Parts, tidy
from papersite.citations.words import HIDDEN, JAPANESE, plain

_JAPANESE = re.compile(f"[{JAPANESE}]")
_NUMBER = re.compile(r"\\?\[\d{1,3}\\?\]\s*")
_BOLD = re.compile(r"\*\*(?P<lead>[^*\n]+(?:\*(?!\*)[^*\n]+)*)\*\*")
_PARAGRAPH_END = re.compile(r"\n[ \t>]*\n")
_ITALIC = re.compile(r"(?<![*\w])[*_](?P<title>[^*_]{3,300})[*_](?![*\w])")

_YEAR = r"(?P<year>(?:19|20)\d\d)[a-z]?"
_ET_AL = r",?\s+et\s+al\b\.?"
_QUOTED = re.compile(r"(?:“(?P<a>[^“”]{3,300})”|\"(?P<b>[^\"]{3,300})\"|「(?P<c>[^「」]{3,300})」|『(?P<d>[^『』]{3,300})』)")
# `Ho et al., 2020`, `[Ho et al., 2020]`, `Team OLMo, 2024`, `Devlin and Chang (2019)`: who and when, without a title.
_WHO_AND_WHEN = re.compile(
    rf"[\[(]?(?P<author>[^\d\[\]():,“\"]{{2,60}}?)(?:{_ET_AL}|\+|(?:\s+(?:and|&)\s+[^\d\[\]():,“\"]{{2,40}}?))?"
    rf"[,\s]\s*\(?{_YEAR}[)\]]{{0,2}}"
)
_IN_BRACKETS = re.compile(r"\s*[(（](?P<inside>[^()（）]{2,200})[)）]")
# `(Adam Paszke et al.)`, `(Paszke+, 2019)`, `[Paszke et al., 2019]`: behind a title.
_WHO_BEHIND = re.compile(
    rf"\s*[(（\[](?P<author>[^()（）\[\]\d:]{{2,60}}?)(?:(?P<many>{_ET_AL}|\s?\+)(?:,?\s*{_YEAR})?|,?\s+(?P<only>(?:19|20)\d\d))[)）\]]"
)
_AUTHORS_ET_AL = re.compile(rf"(?P<authors>[^:“\"]{{2,600}}?){_ET_AL}[,:.]?\s+(?=\S)")
_AUTHORS_AND_YEAR = re.compile(rf"(?P<authors>[A-Z][^:“\"()]{{2,600}}?)\s*\({_YEAR}\)[.,:]?\s+(?=\S)")
_SENTENCE_END = re.compile(r"\.(?:\s+|$)")
_INITIALS = re.compile(r"(?:[A-Z]\.?-?)+")
_LAST_YEAR = re.compile(rf"[,.\s(]+{_YEAR}\)?[.\s]*$")
_FIRST_YEAR = re.compile(rf"\(?{_YEAR}\)?[.,:]\s+(?=\S)")
_ANY_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
# Proceedings and journals, which some entries give in place of a title.
_VENUE = re.compile(
    r"(?:In:?\s+)?(?:Advances\s+in\b|Proceedings\b|Proc\.|(?:The\s+)?(?:\d+\w*\s+)?(?:Annual\s+)?(?:International|European|Asian)\s+Conference"
    r"|IEEE\b|ACM\s+Trans|Journal\s+of|Transactions\s+(?:of|on)|arXiv\s+preprint|Annual\s+Meeting|Conference\s+on)",
    re.IGNORECASE,
)
_EDITORS = re.compile(r"^(?:In:?\s+)?(?:.{0,400}?\beditors?,\s+)?(?P<venue>[^:,]{2,120})", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\s+\((?![^()]*\b(?:19|20)\d\d)[^()]{2,80}\)$")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][\w'’\-]*")


@dataclass(frozen=True, slots=True)
class _Lead:
    """What the first words of an entry say, before its remarks."""

    title: str | None
    author: str | None = None
    venue: str | None = None
    year: int | None = None
    sure: bool = True  # false where only the place says that these words are a title


def read_listed(text: str, start: int, end: int, *, least: int) -> Parts | None:
    """The paper that a list entry from `start` to `end` is about, or None.

    `least` is how many words a bare title needs: one in a reference section, where a name (`LIMA`) is a paper too.
    """
    if number := _NUMBER.match(text, start, end):
        start = number.end()
    bold = _BOLD.match(text, start, end)
    if bold:
        return _bold_entry(text, bold, end, least)
    stop = _PARAGRAPH_END.search(text, start, end)
    return _plain_entry(text, start, stop.start() if stop else end, least)


def _bold_entry(text: str, bold: re.Match[str], end: int, least: int) -> Parts | None:
    inside = bold.start("lead")
    if number := _NUMBER.match(text, inside, bold.end("lead")):
        inside = number.end()
    words = text[inside : bold.end("lead")]
    lead = _read_lead(words)
    stop = inside + len(words.rstrip(" :：,，.。"))
    rest = bold.end()
    rest += len(text[rest:end]) - len(text[rest:end].lstrip(" :：\u3000"))
    if lead.title is None and lead.author is None:
        return None  # the words in bold are Japanese: a field of study
    if lead.title is None and lead.venue is None:
        title, stop = _title_behind(text, rest, end)
        lead = replace(lead, title=title)
        outside = title is not None
    else:
        who = _WHO_BEHIND.match(text, bold.end(), end) if lead.author is None else None
        outside = who is not None
        if who:
            stop = who.end()
            lead = replace(lead, author=who["author"].strip(), year=lead.year or _number(who["year"] or who["only"]), sure=True)
    if not _names_a_paper(lead, least):
        return None
    if lead.title is None and not outside:
        stop = inside + len(words.rstrip(" :：,，"))
    # A span keeps both marks of the emphasis or neither, so that it can become a link.
    return Parts(bold.start() if outside else inside, stop, lead.title, lead.author, lead.venue, lead.year)


def _plain_entry(text: str, start: int, end: int, least: int) -> Parts | None:
    words = text[start:end]
    if HIDDEN in words[:2]:
        return None
    if (italic := _ITALIC.search(words)) and not _JAPANESE.search(words, 0, italic.start()):
        before = words[: italic.start()].strip(" .,\n")
        author = _first_author(before) if before else None
        title = _title(italic["title"])
        if title and (author or looks_like_title(title)):
            more = _LAST_YEAR.search(words) if not _JAPANESE.search(words) else None
            return Parts(start, start + italic.end(), title, author, None, int(more["year"]) if more else None)
    stop = _end_of_words(words)
    lead = _read_lead(words[:stop])
    if lead.title is None and lead.author is not None and lead.venue is None:
        title, behind = _title_behind(text, start + stop, end)
        if title is None:
            return None
        return Parts(start, behind, title, lead.author, None, lead.year)
    glued = stop < len(words) and bool(_JAPANESE.match(words, stop)) and stop > 0 and not words[stop - 1].isspace()
    if not lead.sure and (glued or lead.title is None or not looks_like_title(lead.title, max(least, 3))):
        return None
    if not lead.sure and least > 1 and stop < len(words) and not looks_like_title(lead.title or "", 5):
        return None  # a name and a remark: as likely a term explained as a paper
    if not _names_a_paper(lead, least):
        return None
    return Parts(start, start + len(words[:stop].rstrip(" :：,，\n")), lead.title, lead.author, lead.venue, lead.year)


def _end_of_words(words: str) -> int:
    """Where the remarks begin: at Japanese, an address, or hidden text."""
    stop = re.search(rf"[{JAPANESE}{HIDDEN}、。]|https?://", words)
    if stop is None:
        return len(words)
    if stop[0] in "、。" or not _JAPANESE.match(words, stop.start()):
        return stop.start()
    cut = max(words.rfind(mark, 0, stop.start()) for mark in (":", "：", " - ", " — ", "("))
    return cut if cut > 0 and words[cut + 1 : stop.start()].strip() in ("", "-") else stop.start()


def _read_lead(words: str) -> _Lead:
    """Authors, title, venue and year of an entry's first words, whichever of its many orders they stand in."""
    words = plain(words).rstrip(" :：,，")
    quoted = _QUOTED.search(words)
    if quoted and not _JAPANESE.search(words, 0, quoted.start()):
        return _around_quotes(words, quoted)
    if _JAPANESE.search(words):
        return _Lead(None, sure=False)
    if who := _WHO_AND_WHEN.match(words):
        return _behind_who_and_when(words, who)
    if (behind := _last_bracket(words)) and (title := _title(words[: behind.start()])):
        return _Lead(title, _first_author(behind["author"]), None, _number(behind["year"] or behind["only"]))
    if many := _AUTHORS_AND_YEAR.match(words):
        return replace(_behind_authors(words[many.end() :], many["authors"]), year=int(many["year"]))
    if many := _AUTHORS_ET_AL.match(words):
        return _behind_authors(words[many.end() :], many["authors"])
    if split := _after_names(words):
        return _behind_authors(words[split:], words[:split])
    year = _LAST_YEAR.search(words)
    title = _title(words[: year.start()] if year else words)
    return _Lead(title, year=int(year["year"]) if year else None, sure=False)


def _last_bracket(words: str) -> re.Match[str] | None:
    """`(Vaswani et al., 2017)` at the end of some words."""
    start = max(words.rfind("("), words.rfind("（"), words.rfind("["))
    return _WHO_BEHIND.fullmatch(words, start) if start > 0 else None


def _around_quotes(words: str, quoted: re.Match[str]) -> _Lead:
    before, behind = words[: quoted.start()].strip(" ,，:："), words[quoted.end() :]
    year = _ANY_YEAR.search(behind) or _ANY_YEAR.search(before)
    title = _title(next(inside for inside in quoted.groups() if inside))
    who = _WHO_BEHIND.match(behind)
    author = _first_author(_ANY_YEAR.sub("", before).strip(" ,()[]") if before else who["author"] if who else "")
    return _Lead(title, author, _venue(behind[who.end() :] if who else behind), int(year["year"]) if year else None)


def _behind_who_and_when(words: str, who: re.Match[str]) -> _Lead:
    rest = words[who.end() :]
    author, year = _first_author(who["author"]), int(who["year"])
    if name := _IN_BRACKETS.fullmatch(rest.rstrip(" :：")):
        return _Lead(_title(name["inside"]), author, None, year)
    rest = rest.strip(" :：,，.–—-")
    if not rest:
        return _Lead(None, author, None, year)
    lead = _behind_authors(rest, who["author"])
    return replace(lead, year=lead.year or year)


def _behind_authors(words: str, authors: str) -> _Lead:
    """Title, venue and year in what follows the authors; the year may come first (`A. Name. 2019. Title.`)."""
    author = _first_author(authors)
    if first := _FIRST_YEAR.match(words):
        lead = _behind_authors(words[first.end() :], authors)
        return replace(lead, year=int(first["year"]))
    if _VENUE.match(words):
        year = _ANY_YEAR.search(words)
        return _Lead(None, author, _venue(words), int(year["year"]) if year else None)
    end = _SENTENCE_END.search(words)
    title, more = (words[: end.start()], words[end.end() :]) if end else (words, "")
    year = _LAST_YEAR.search(title)
    if year:
        title = title[: year.start()]
    else:
        years = list(_ANY_YEAR.finditer(more))
        year = years[-1] if years else None
    return _Lead(_title(title), author, _venue(more), int(year["year"]) if year else None)


def _after_names(words: str) -> int:
    """Where the title begins behind `A. Name, B. Name, and C. Name. `; 0 if the words do not open with names."""
    for end in _SENTENCE_END.finditer(words):
        before = words[: end.start()]
        last = before.split()[-1] if before.split() else ""
        if _INITIALS.fullmatch(last) or end.end() == len(words):
            continue
        names = [name for name in re.split(r",\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", before) if name.strip(". ")]
        fits = all(_is_name(name.strip()) for name in names)
        single = len(names) == 1 and 2 <= len(before.split()) <= 3 and len(words[end.end() :].split()) > 2
        return end.end() if fits and (len(names) > 1 or single) else 0
    return 0


def _is_name(text: str) -> bool:
    words = text.split()
    small = {"de", "van", "von", "der", "den", "la", "di", "al", "bin", "et"}
    return 1 <= len(words) <= 5 and all(word[0].isupper() or word.lower() in small or word.strip(".") == "" for word in words)


def _first_author(authors: str) -> str | None:
    """The first of some authors: `Vaswani, A.` of "Vaswani, A., Shazeer, N.", `C. Wang` of "C. Wang and R. Zhang"."""
    pieces = re.split(r",\s*|;\s*|\s+(?:and|&)\s+", authors.strip(" ,.[]"))
    first = re.sub(r"(?:\s+et\s+al\.?|\+)$", "", pieces[0].strip())
    return first or None


def _venue(words: str) -> str | None:
    words = words.strip(" ,.")
    hit = _EDITORS.match(words) if words else None
    venue = _LAST_YEAR.sub("", hit["venue"]).strip(" ,.") if hit else ""
    if venue.lower().startswith("arxiv"):
        return "arXiv"
    return venue if len(venue) > 1 and not _ANY_YEAR.fullmatch(venue) and not _JAPANESE.search(venue) else None


def _title_behind(text: str, start: int, end: int) -> tuple[str | None, int]:
    """The title that remarks open with: quoted, or the Latin words before a colon or the Japanese; and where it ends."""
    line_end = text.find("\n", start, end)
    words = text[start : end if line_end < 0 else line_end]
    if quoted := _QUOTED.match(words):
        return _title(next(inside for inside in quoted.groups() if inside)), start + quoted.end()
    japanese = re.search(rf"[{JAPANESE}、。{HIDDEN}]", words)
    stop = japanese.start() if japanese else len(words)
    # A colon or a bracket right before the Japanese ends the title; so does a colon whose next word is glued to Japanese.
    for mark in (":", "：", "(", "（"):
        if (cut := words.rfind(mark, 0, stop)) > 0 and japanese and " " not in words[cut + 1 : stop].strip():
            stop = cut
    title = _title(words[:stop])
    return (title, start + len(words[:stop].rstrip())) if title and _WORD.search(title) else (None, start)


def _title(words: str) -> str | None:
    """A title without the full stop, the comma or the bracketed abbreviation behind it."""
    title = _ABBREVIATION.sub("", tidy(plain(words)).rstrip(".,:：; "))
    return tidy(title) or None


def _names_a_paper(lead: _Lead, least: int) -> bool:
    if lead.title is None:
        return lead.author is not None and (lead.year is not None or lead.venue is not None)
    if lead.sure:
        return bool(_WORD.search(lead.title))
    return _WORD.search(lead.title) is not None and (least == 1 or looks_like_title(lead.title, least))


def looks_like_title(title: str, words: int = 3) -> bool:
    """Whether Latin words that nothing else marks can be a title: enough of them, or a name, a colon and what it is."""
    if _JAPANESE.search(title):
        return False
    found = [word for word in _WORD.findall(title) if len(word) > 1]
    return len(found) >= words or bool(re.match(r"[A-Z][^:]*:\s+\S+\s+\S", title))


def _number(text: str | None) -> int | None:
    return int(text) if text else None
