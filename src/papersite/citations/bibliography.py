"""Authors, title, venue and year in the words of a bibliographic entry, whichever of its many orders they stand in.

    Vaswani et al., 2017        Ho et al., Cascades of Noise        Ada Lovelace and Charles Babbage. Looms. In Engines, 1843
    Lovelace, A. (2017). Looms  A. Lovelace et al., “Looms,”        Looms (Lovelace et al., 2017)

A string in, parts out: nothing here knows Markdown, offsets or lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from papersite.citations.shape import century, tidy
from papersite.citations.words import HIDDEN, JAPANESE, plain
from papersite.regex import lazy_regex


@dataclass(frozen=True, slots=True)
class Lead:
    """What an entry says of its paper, before any remarks."""

    title: str | None
    author: str | None = None
    venue: str | None = None
    year: int | None = None
    sure: bool = True  # false where only the place says that these words are a title


_JAPANESE = lazy_regex(f"[{JAPANESE}]")
_YEAR = r"(?P<year>(?:19|20)\d\d)[a-z]?"
_ET_AL = r",?\s+et\s+al\b\.?"
_NAME = r"[^\d\[\]():,“\"]"
_ACRONYM = r"[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*"  # of a venue
_QUOTED = lazy_regex(r"(?:“(?P<a>[^“”]{3,300})”|\"(?P<b>[^\"]{3,300})\"|「(?P<c>[^「」]{3,300})」|『(?P<d>[^『』]{3,300})』)")
# `Ho et al., 2020`, `[Ho et al., 2020]`, `Team OLMo, 2024`, `Devlin and Chang (2019)`: who and when, without a title.
_WHO_AND_WHEN = lazy_regex(
    rf"[\[(]?(?P<author>{_NAME}{{2,60}}?(?:\s+(?:and|&)\s+{_NAME}{{2,40}}?)?)"
    rf"(?:(?:{_ET_AL}|\+)(?:,?\s+(?P<venue>{_ACRONYM}))?)?[,\s]\s*\(?{_YEAR}[)\]]{{0,2}}"
)
_SENTENCE_BREAK = lazy_regex(r"\w\w\.\s")  # behind a name, not behind initials
_KEY = lazy_regex(rf"\[(?P<author>[A-Z][a-z]+)(?:EtAl)?{_YEAR}\]")  # [Vaswani2017]
_IN_BRACKETS = lazy_regex(r"\s*[(（](?P<inside>[^()（）]{2,200})[)）]")
# Behind a title: `(Adam Paszke et al.)`, `(Paszke+, 2019)`, `(Paszke et al., NeurIPS 2019)`, `[OpenAI, 2023]`, or
# `by Adam Paszke et al.`
_PLACE = r"[A-Z][A-Za-z.&' -]{0,40}?"
_PLACE_AND_YEAR = rf"(?:(?P<venue>{_PLACE})\s?)?{_YEAR}(?:,\s*(?P<behind>{_ACRONYM}))?|(?P<place>{_PLACE})\s?['’](?P<two>\d\d)"
_WHO_IN_BRACKETS = lazy_regex(
    r"\s*[(（\[](?P<author>[^()（）\[\]\d:]{2,60}?)"
    rf"(?:(?:{_ET_AL}|\s?\+)(?:,?\s*(?:{_PLACE_AND_YEAR}))?"
    r"|,?\s+(?P<only>(?:19|20)\d\d))[)）\]]"
)
_BY_WHOM = lazy_regex(rf"\s*(?:by\s+|[-–—]\s+)?(?P<author>[A-Z]{_NAME}{{1,50}}?){_ET_AL}")
# An acronym without a comma before the year: `(NeurIPS 2017)`, but not `(Vaswani 2017)` nor `(OpenAI, 2023)`.
_VENUE_IN_BRACKETS = lazy_regex(
    r"\s*[(（](?P<venue>[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z.&' -]{0,40}?)[\s']+(?P<year>(?:19|20)\d\d)[)）]"
)
_TITLE_THEN_WHO = lazy_regex(rf"(?P<title>.{{8,300}}?),\s+(?P<author>{_NAME}{{2,40}}?){_ET_AL}[,\s]*(?:\(?{_YEAR}\)?)?")
_AUTHORS_ET_AL = lazy_regex(rf"(?P<authors>[^:“\"]{{2,600}}?){_ET_AL}[,:.]?\s+(?=\S)")
_AUTHORS_AND_YEAR = lazy_regex(rf"(?P<authors>[A-Z][^:“\"()]{{2,600}}?)\s*\({_YEAR}\)[.,:]?\s+(?=\S)")
_SENTENCE_END = lazy_regex(r"\.(?:\s+|$)")
_INITIALS = lazy_regex(r"(?:[A-Z]\.?-?)+")
_LAST_YEAR = lazy_regex(rf"[,.\s(]+{_YEAR}\)?[.\s]*$")
_FIRST_YEAR = lazy_regex(rf"\(?{_YEAR}\)?[.,:]\s+(?=\S)")
_ANY_YEAR = lazy_regex(rf"(?<!\d){_YEAR}(?!\d)")
# Proceedings and journals, which some entries give in place of a title.
_VENUE = lazy_regex(
    r"(?:In:?\s+)?(?:Advances\s+in\b|Proceedings\b|Proc\.|IEEE\b|ACM\s+Trans|Journal\s+of|Transactions\s+(?:of|on)"
    r"|(?:The\s+)?(?:\d+\w*\s+)?(?:Annual\s+)?(?:International|European|Asian)\s+Conference|Conference\s+on"
    r"|Annual\s+Meeting|arXiv\s+preprint)",
    re.IGNORECASE,
)
_EDITORS = lazy_regex(r"^(?:In:?\s+)?(?:.{0,400}?\beditors?,\s+)?(?P<venue>[^:,]{2,120})", re.IGNORECASE)
_ABBREVIATION = lazy_regex(r"\s+\((?![^()]*\b(?:19|20)\d\d)[^()]{2,80}\)$")
_PART = lazy_regex(
    r"(?:fig(?:ure|\.)|tables?|sections?|appendi(?:x|ces)|eq(?:uation|\.)|algorithm|chapter)\s*[\dA-Z.]+", re.IGNORECASE
)
_IN_ITALICS = lazy_regex(r"\*(?P<title>[^*\n]{8,300})\*(?!\*)")
_LATIN_TO_A_STOP = lazy_regex(rf"(?P<title>[A-Z](?:[^.。,、(（\n{JAPANESE}{HIDDEN}]|\.(?=\w)){{7,300}})(?=[.。,、(（\n]|$)")
_SMALL_WORD = 4  # letters; titles may leave such words without a capital
_SMALL = frozenset(("de", "van", "von", "der", "den", "la", "di", "al", "bin", "et"))
_WORD = lazy_regex(r"[A-Za-z\u00c0-\u024f][\w'’\-]*")


def read_lead(words: str) -> Lead:
    """What the first words of an entry say; nothing if they are Japanese, but for a quoted title."""
    words = plain(words).rstrip(" :：,，")
    quoted = _QUOTED.search(words)
    if quoted and not _JAPANESE.search(words, 0, quoted.start()):
        return _around_quotes(words, quoted)
    if _JAPANESE.search(words) or _PART.fullmatch(words):
        return Lead(None, sure=False)
    who = _KEY.match(words) or _WHO_AND_WHEN.match(words)
    if who and not _SENTENCE_BREAK.search(who["author"]):
        return _behind_who_and_when(words, who)
    return _with_bracket_behind(words) or _with_authors_before(words) or _title_alone(words)


def who_behind(words: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """The authors that stand right behind a title: `(Adam Paszke et al.)`, `by Adam Paszke et al.`"""
    limit = len(words) if end is None else end
    return _WHO_IN_BRACKETS.match(words, start, limit) or _BY_WHOM.match(words, start, limit)


def year_behind(who: re.Match[str]) -> int | None:
    """The year that stands beside the authors behind a title."""
    groups = who.groupdict()
    year = groups.get("year") or groups.get("only")
    if two := groups.get("two"):
        return century(int(two))
    return int(year) if year else None


def venue_behind(who: re.Match[str]) -> str | None:
    """The venue that stands between such authors and the year: `(Adam Paszke et al., NeurIPS 2019)`."""
    groups = who.groupdict()
    return groups.get("venue") or groups.get("place") or groups.get("behind")


def quoted_title(words: str) -> tuple[str | None, int]:
    """The title in the quotes that some words open with, and where they close; None and 0 if they open otherwise."""
    hit = _QUOTED.match(words)
    return (_inside(hit), hit.end()) if hit else (None, 0)


def full_title(words: str) -> tuple[str | None, int]:
    """The title that some words clearly open with, and where it ends: quoted, in italics, or all in capitals to a stop.

    `: Language Models are Few-Shot Learners. …` behind the short name of a paper; a sentence about it is none.
    """
    start = len(words) - len(words.lstrip(" :：\u3000"))
    title, end = quoted_title(words[start:])
    if title:
        return title, start + end
    hit = _IN_ITALICS.match(words, start) or _LATIN_TO_A_STOP.match(words, start)
    if hit is None or not looks_like_title(hit["title"]):
        return None, 0
    weighty = [word for word in _WORD.findall(hit["title"]) if len(word) > _SMALL_WORD]
    capital = all(word[0].isupper() for word in weighty) and len(weighty) > 1
    return (clean_title(hit["title"]), hit.end()) if capital or hit.re == _IN_ITALICS else (None, 0)


def clean_title(words: str) -> str | None:
    """A title without the full stop, the comma or the bracketed abbreviation behind it."""
    title = _ABBREVIATION.sub("", tidy(plain(words)).rstrip(".,:：; "))
    return tidy(title) or None


def looks_like_title(title: str, words: int = 3) -> bool:
    """Whether Latin words that nothing else marks can be a title: enough of them, or a name, a colon and what it is."""
    if _JAPANESE.search(title):
        return False
    found = [word for word in _WORD.findall(title) if len(word) > 1]
    return len(found) >= words or bool(re.match(r"[A-Z][^:]*:\s+\S+\s+\S", title))


def first_author(authors: str) -> str | None:
    """The first of some authors: `Vaswani` of "Vaswani, A., Shazeer, N.", `C. Wang` of "C. Wang and R. Zhang"."""
    pieces = re.split(r",\s*|;\s*|\s+(?:and|&)\s+", authors.strip(" ,.[]"))
    return re.sub(r"(?:\s+et\s+al\.?|\+)$", "", pieces[0].strip()) or None


def _inside(quoted: re.Match[str]) -> str | None:
    return clean_title(next(inside for inside in quoted.groups() if inside))


def _around_quotes(words: str, quoted: re.Match[str]) -> Lead:
    before, behind = words[: quoted.start()].strip(" ,，:："), words[quoted.end() :]
    year = _ANY_YEAR.search(behind) or _ANY_YEAR.search(before)
    who = None if before else who_behind(behind)
    author = who["author"] if who else _ANY_YEAR.sub("", before).strip(" ,()[]")
    venue = _venue(behind[who.end() :] if who else behind)
    return Lead(_inside(quoted), first_author(author), venue, int(year["year"]) if year else None)


def _behind_who_and_when(words: str, who: re.Match[str]) -> Lead:
    rest = words[who.end() :].strip(" :：,，.–—-")
    author, year = first_author(who["author"]), int(who["year"])
    venue = who.groupdict().get("venue")
    if name := _IN_BRACKETS.fullmatch(rest):
        return Lead(clean_title(name["inside"]), author, venue, year)
    if not rest:
        return Lead(None, author, venue, year)
    if (name := _IN_BRACKETS.match(rest)) and (title := full_title(rest[name.end() :])[0]):
        return Lead(title, author, venue, year)
    lead = _behind_authors(rest, who["author"])
    return replace(lead, venue=lead.venue or venue, year=lead.year or year)


def _with_bracket_behind(words: str) -> Lead | None:
    """`Looms (Lovelace et al., 2017)`, `Looms (Engines 1843)`."""
    start = max(words.rfind("("), words.rfind("（"), words.rfind("["))
    title = clean_title(words[:start]) if start > 0 else None
    if title is None:
        return None
    if place := _VENUE_IN_BRACKETS.fullmatch(words, start):
        return Lead(title, None, place["venue"].strip(), int(place["year"]))
    who = _WHO_IN_BRACKETS.fullmatch(words, start)
    return Lead(title, first_author(who["author"]), venue_behind(who), year_behind(who)) if who else None


def _with_authors_before(words: str) -> Lead | None:
    if (hit := _TITLE_THEN_WHO.fullmatch(words)) and not _are_names(hit["title"]):
        return Lead(clean_title(hit["title"]), first_author(hit["author"]), None, year_behind(hit))
    if many := _AUTHORS_AND_YEAR.match(words):
        return replace(_behind_authors(words[many.end() :], many["authors"]), year=int(many["year"]))
    if many := _AUTHORS_ET_AL.match(words):
        return _behind_authors(words[many.end() :], many["authors"])
    split = _after_names(words)
    return _behind_authors(words[split:], words[:split]) if split else None


def _title_alone(words: str) -> Lead:
    year = _LAST_YEAR.search(words)
    title = clean_title(words[: year.start()] if year else words)
    return Lead(title, year=int(year["year"]) if year else None, sure=False)


def _behind_authors(words: str, authors: str) -> Lead:
    """Title, venue and year in what follows the authors; the year may come first (`A. Name. 2019. Title.`)."""
    author = first_author(authors)
    if first := _FIRST_YEAR.match(words):
        lead = _behind_authors(words[first.end() :], authors)
        return replace(lead, year=int(first["year"]))
    if _VENUE.match(words):
        year = _ANY_YEAR.search(words)
        return Lead(None, author, _venue(words), int(year["year"]) if year else None)
    end = _SENTENCE_END.search(words)
    title, more = (words[: end.start()], words[end.end() :]) if end else (words, "")
    year = _LAST_YEAR.search(title)
    if year:
        title = title[: year.start()]
    else:
        years = list(_ANY_YEAR.finditer(more))
        year = years[-1] if years else None
    return Lead(clean_title(title), author, _venue(more), int(year["year"]) if year else None)


def _after_names(words: str) -> int:
    """Where the title begins behind `A. Name, B. Name, and C. Name. `; 0 if the words do not open with names.

    A single name (Noam Shazeer, OpenAI) is one if what follows is long enough to be a title, or ends before a venue.
    """
    for end in _SENTENCE_END.finditer(words):
        before, rest = words[: end.start()], words[end.end() :]
        last = before.split()[-1] if before.split() else ""
        if _INITIALS.fullmatch(last) or not rest:
            continue
        if not _are_names(before):
            return 0
        length = len(before.split())
        several = "," in before or " and " in before or "&" in before
        alone = length < 4 and len(rest.split()) > 2 and (length > 1 or _SENTENCE_END.search(rest) is not None)
        return end.end() if several or alone else 0
    return 0


def _are_names(text: str) -> bool:
    names = [name for name in re.split(r",\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", text) if name.strip(". ")]
    return all(_is_name(name.strip()) for name in names)


def _is_name(text: str) -> bool:
    words = text.split()
    fitting = (word[0].isupper() or word.lower() in _SMALL or not word.strip(".") for word in words)
    return 1 <= len(words) <= 5 and all(fitting)


def _venue(words: str) -> str | None:
    words = words.strip(" ,.")
    words = words[1:-1] if words[:1] + words[-1:] == "()" else words
    hit = _EDITORS.match(words) if words else None
    venue = _LAST_YEAR.sub("", hit["venue"]).strip(" ,.") if hit else ""
    if venue.lower().startswith("arxiv"):
        return "arXiv"
    return venue if len(venue) > 1 and not _ANY_YEAR.fullmatch(venue) and not _JAPANESE.search(venue) else None
