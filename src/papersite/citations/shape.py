"""The shape `Title, Author+, Venue'YY, YYYY.MM`, any part of which may be missing: where it begins and ends, and its parts.

Two ways in: from a known beginning (a `[Paper Note]` mark, a list entry) and from the unmistakable author or venue in the
middle of running text, back to where the title must begin. Nothing here knows lists, links or notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from papersite.citations.words import HIDDEN, JAPANESE, KANA
from papersite.regex import lazy_regex


@dataclass(frozen=True, slots=True)
class Parts:
    """What a citation names, and where it stands: `start` at its title, `end` behind its last part."""

    start: int
    end: int
    title: str | None
    author: str | None = None
    venue: str | None = None
    year: int | None = None


_APOSTROPHE = "'’‘′＇`´"
_COMMA = r"\*{0,2}\s?[,，]\s*\*{0,2}"  # emphasis may end at a comma, and begin behind it
_WORD = r"[^\W_][\w.'’\-·]*"
# `Hao Wang+`, `Vaswani et al.`, `Ito+ (with Ada Park)`: at most six words before the mark.
_MANY = lazy_regex(
    rf"{_COMMA}(?P<author>{_WORD}(?:[ ]{_WORD}){{0,5}}?)\s?(?:\+(?![\w+])|,?\s+et\s+al\b\.?)(?:\s?\([^()\n]{{1,60}}\))?"
)
# What an author's mark has in it, and what the end of an entry without one has: cheaply found, where most lines have neither.
MANY_SIGN = lazy_regex(r"\+|et\s+al")
YEAR_SIGN = lazy_regex(r"[,，]\s*[^,，\n]{0,90}\d\d")
_VENUE = lazy_regex(
    rf"{_COMMA}(?P<venue>[^,，、。「」『』()（）\[\]\n{HIDDEN}{KANA}]{{1,80}}?)\s?"
    rf"(?:[{_APOSTROPHE}]\s?(?P<two>\d\d)(?!\d)|\s(?P<four>(?:19|20)\d\d)(?![\d./-]))"
)
# The site that this shape comes from writes the month of the first version behind the venue: `ACL'22, 2021.10`.
_DATE = lazy_regex(rf"{_COMMA}(?P<year>(?:19|20)\d\d)(?P<month>[./-](?:1[0-2]|0?[1-9]))?(?![\d/])(?!\.\d)")
_MONTH = lazy_regex(rf"{_COMMA}(?P<year>(?:19|20)\d\d)\.(?:1[0-2]|0[1-9])(?!\d)")
_YEAR_AT_END = lazy_regex(rf"{_COMMA}(?P<year>(?:19|20)\d\d)(?=[\s.]*$)")
_UNKNOWN = lazy_regex(rf"{_COMMA}N/A(?!\w)")
_PIECE = lazy_regex(rf"{_COMMA}(?P<piece>[^,，、。「」『』()（）\[\]\n{HIDDEN}{KANA}]{{1,80}})(?=\s?[,，]|\s*$)")
_LAST_PIECE = lazy_regex(r"[,，]\s+(?P<piece>[^,，\s](?:[^,，]*[^,，\s])?)\s*$")
# What may stand behind a venue's year, before the date or the end: a track or an award.
_HONOUR = (
    r"(?:Findings|Outstanding|Best|Honou?rable|Mention|Papers?|Awards?|Runner-?[Uu]p|Workshops?|Oral|Spotlight|Poster|Demos?"
    r"|Demonstrations?|Short|Long|Industry|Track|Main|Conference|System|Tutorial|Datasets|and|Benchmarks|Student|Research"
    r"|Notable|Top|Companion|Proceedings|Extended|Abstracts?|SRW|Invited)"
)
_HONOURS = lazy_regex(rf"(?:[ ]\(?{_HONOUR}\b\)?)+")
_WORDS_TO_THE_END = lazy_regex(
    rf"(?:[ ](?:\(?[A-Z0-9][\w.&'’\-]*\)?|on|of|for|and|in|the|@)){{1,8}}(?=\s*$|{_COMMA}(?:19|20)\d\d)"
)

_JAPANESE = lazy_regex(f"[{JAPANESE}]")
_PROSE_BEHIND = lazy_regex(rf"[^{JAPANESE}\s]\s+[{KANA}]|、")
_LATIN_WORD = lazy_regex(r"[A-Za-z\u00c0-\u024f][\w'’\-]*")
_SMALL = lazy_regex(
    r"(?:an?|and|as|at|by|for|from|in|into|is|of|on|or|over|the|to|under|via|vs|with|without)[,:]?", re.IGNORECASE
)
_LONGEST_TITLE = 300
_SHORTEST_JAPANESE = 8  # characters of a title without a mark
_MOST_PIECES = 4  # between an author and the year


def read_from(text: str, start: int, limit: int) -> Parts | None:
    """The citation whose title begins at `start`, in text up to `limit` on one line; None if there is no title."""
    start = _skip_space(text, start, limit)
    region = text[start:limit]
    hit = _first(region, _MANY, _VENUE, _MONTH)
    if hit and _is_title(region[: hit.start()]):
        parts = _from_many(region, hit) if hit.re == _MANY else _from_venue(region, hit)
        return replace(parts, start=start, end=start + parts.end)
    end = _end_of_bare_title(region)
    title = tidy(region[:end])
    return Parts(start, start + len(region[:end].rstrip()), title) if title else None


def _first(region: str, *patterns: re.Pattern[str]) -> re.Match[str] | None:
    """The match that begins first, the earlier pattern's of two at one place."""
    hits = [hit for pattern in patterns if (hit := pattern.search(region))]
    return min(hits, key=lambda hit: hit.start(), default=None)


def _is_title(text: str) -> bool:
    """Whether all of a text can be one title.

    A sentence in it shows that the title ended before, and so does a space between Latin words and Japanese: a Japanese title
    has none (LLMの学習), and in prose one stands behind a citation.
    """
    if not text.strip() or len(text) > _LONGEST_TITLE or HIDDEN in text or "。" in text:
        return False
    return bool(_JAPANESE.match(text.lstrip('「『"“ '))) or not _PROSE_BEHIND.search(text)


def _from_many(region: str, hit: re.Match[str]) -> Parts:
    venue, year, end = _tail(region, hit.end(), len(region))
    return Parts(0, end, tidy(region[: hit.start()]), hit["author"], venue, year)


def _from_venue(region: str, hit: re.Match[str]) -> Parts:
    """A citation without `+`: the piece before the venue is its author if it looks like a name."""
    venue, year, end = _tail(region, hit.start(), len(region))
    left, author = region[: hit.start()], None
    while (last := _LAST_PIECE.search(left)) and (last["piece"] == "N/A" or "@" in last["piece"]):
        left = left[: last.start()]
    # A month proves the shape, so that any one word before it is its author (npaka, OpenAI).
    if last and (_is_name(last["piece"]) or (hit.re == _MONTH and len(last["piece"].split()) == 1)):
        left, author = left[: last.start()], last["piece"]
    return Parts(0, end, tidy(left), author, venue, year)


def _is_name(piece: str) -> bool:
    """One to four words that all begin with a capital (Noam Shazeer, Meta, ByteDance Seed Team), or a site's name."""
    words = piece.split()
    if not 1 <= len(words) <= 4 or ":" in piece:
        return False
    return all(word[0].isupper() or word in ("de", "van", "von", "der", "la") for word in words)


def _are_names(text: str) -> bool:
    return all(_is_name(piece) for piece in re.split(r",\s+", text.strip()))


def _tail(text: str, position: int, limit: int) -> tuple[str | None, int | None, int]:
    """The venue, the year and the end of the pieces that follow an author: affiliations and `N/A` are passed over."""
    free: list[str] = []
    end = ends = position
    while True:
        if hit := _UNKNOWN.match(text, ends, limit):
            end = ends = hit.end()
        elif hit := _DATE.match(text, ends, limit):
            return ", ".join(free) or None, int(hit["year"]), hit.end()
        elif hit := _VENUE.match(text, ends, limit):
            return _with_date(text, hit, limit)
        elif (hit := _PIECE.match(text, ends, limit)) and len(free) < _MOST_PIECES:
            free.append(hit["piece"].strip())
            ends = hit.end()
        else:
            break
    # Without a year behind them, pieces are a venue only if they close the line and look like one.
    if len(free) == 1 and not text[ends:limit].strip() and _is_venue(free[0]):
        return free[0], None, ends - (len(text[position:ends]) - len(text[position:ends].rstrip()))
    return None, None, end


def _is_venue(piece: str) -> bool:
    words = piece.split()
    return len(words) <= 8 and all(word[0].isupper() or _SMALL.fullmatch(word) or word == "arXiv" for word in words)


def _with_date(text: str, hit: re.Match[str], limit: int) -> tuple[str, int, int]:
    """A venue, its year, and the end of what belongs to them: honours, and the date behind."""
    end = hit.end()
    end = max(end, *(more.end() for pattern in (_HONOURS, _WORDS_TO_THE_END) if (more := pattern.match(text, end, limit))), 0)
    if date := _DATE.match(text, end, limit):
        end = date.end()
    year = int(hit["four"]) if hit["four"] else century(int(hit["two"]))
    return hit["venue"].strip(), year, end


def century(two: int) -> int:
    """The year that two digits mean: papers are of 1950 to 2049."""
    return 1900 + two if two >= 50 else 2000 + two


def _end_of_bare_title(region: str) -> int:
    """Where a title ends that nothing follows: before Japanese (if it is not Japanese itself), a bracket or an address."""
    stop = re.search(rf"[。、「」『』{HIDDEN}]|https?://|\s[-–—|→]\s", region)
    end = stop.start() if stop else len(region)
    if not _JAPANESE.match(region) and (japanese := _JAPANESE.search(region, 0, end)):
        end = japanese.start()
    return _before_open_bracket(region, end)


def _before_open_bracket(region: str, end: int) -> int:
    """The end, or where a closing bracket stands that opens nowhere in between, or an opening one that never closes."""
    opened: list[int] = []
    for index in range(end):
        if region[index] in "(（":
            opened.append(index)
        elif region[index] in ")）":
            if not opened:
                return index
            opened.pop()
    return opened[0] if opened else end


# ── from the middle of running text ──────────────────────────────────────────────────────────────────────────────────

# Where a title cannot reach back over: Japanese, sentence ends, closed brackets, addresses, hidden text.
_WALL = lazy_regex(
    rf"[{JAPANESE}、。，；：！？「」『』【】〈〉《》（）\[\]|→・{HIDDEN}\n]|https?://\S+|\s[-–—]\s|[.!;]\s+(?=[A-Z])"
)
_CUE = lazy_regex(
    r"(?:e\.g\.,?|i\.e\.,?|cf\.?|c\.f\.|see(?: also)?|ref(?:erence)?s?|paper|title|via|from|and|or|with|in|by)[:.]?\s+",
    re.IGNORECASE,
)
_PROSE = lazy_regex(r"\b(?:we|i|it|this|that|these|they|is|are|was|were|be|has|have|our|their|which|who)\b", re.IGNORECASE)


def find_many(text: str, start: int, limit: int) -> re.Match[str] | None:
    """The next `, Author+` (or `, Author et al.`) from `start` on."""
    return _MANY.search(text, start, limit)


def read_around(text: str, many: re.Match[str], begin: int, limit: int, *, whole: bool) -> Parts | None:
    """The citation around a `, Author+` in running text that reaches from `begin` to `limit`.

    `whole` says that `begin` opens a list entry: then the author alone is proof enough. In prose a venue or a date has to
    follow.
    """
    venue, year, end = _tail(text, many.end(), limit)
    if "+" not in many[0] and (year is None or _are_names(text[begin : many.start()])):
        return None  # one more name in a list of authors
    entry = whole and _is_title(text[begin : many.start()]) and not _WALL_IN_ENTRY.search(text, begin, many.start())
    if year is None and not (entry and len(_LATIN_WORD.findall(text, begin, many.start())) > 1):
        return None
    start = begin if entry else _start_of_title(text, begin, many.start())
    start = _skip_space(text, start, many.start())
    title = tidy(text[start : many.start()])
    if not title or not _plausible(title, entry=entry):
        return None
    return Parts(start, end, title, many["author"], venue, year)


# A title that opens a list entry may hold colons, dashes and brackets, but no address and no end of a citation before it.
_WALL_IN_ENTRY = lazy_regex(rf"https?://|[{HIDDEN}、]|\]\s")


def _start_of_title(text: str, begin: int, end: int) -> int:
    begin = max(begin, end - _LONGEST_TITLE)
    walls = list(_WALL.finditer(text, begin, end))
    start = walls[-1].end() if walls else begin
    glued = bool(walls) and bool(_JAPANESE.fullmatch(walls[-1][0])) and text[start : start + 1].strip() != ""
    start = _behind_open_bracket(text, start, end)
    start = _skip_space(text, start, end)
    if glued:
        start = _behind_glued_name(text, start, end)
    if not walls:
        start = _behind_prose(text, start, end)
    while cue := _CUE.match(text, start, end):
        start = cue.end()
    return start


def _behind_glued_name(text: str, start: int, end: int) -> int:
    """A capitalised name glued to the Japanese before it (`古くはBM25 Weighting Words …`) belongs to that sentence."""
    words = text[start:end].split(" ")
    if len(words) > 3 and sum(c.isupper() for c in words[0]) > 1 and words[1][:1].isupper():
        return start + len(words[0]) + 1
    return start


def _behind_prose(text: str, start: int, end: int) -> int:
    """In an English sentence a title in title case begins behind the last word that is neither small nor capitalised."""
    words = list(re.finditer(r"\S+", text[start:end]))
    first = len(words)
    while first and (_SMALL.fullmatch(words[first - 1][0]) or not words[first - 1][0][0].islower()):
        first -= 1
    while first < len(words) and _SMALL.fullmatch(words[first][0]) and words[first][0].islower():
        first += 1
    if len(words) - first < 3 or not _PROSE.search(text, start, start + (words[first].start() if first else 0)):
        return start
    return start + words[first].start()


def _behind_open_bracket(text: str, start: int, end: int) -> int:
    """Behind an opening bracket that does not close before the title's end."""
    depth = 0
    for index in range(end - 1, start - 1, -1):
        if text[index] == ")":
            depth += 1
        elif text[index] == "(":
            if depth == 0:
                return index + 1
            depth -= 1
    return start


def _plausible(title: str, *, entry: bool) -> bool:
    """Whether a text can be the title of a paper cited without a mark."""
    if entry and _JAPANESE.match(title):
        return True
    words = _LATIN_WORD.findall(title)
    if not words or title[0] in ",.;:)]}":
        return False
    return len(words) >= 2 or (entry and len(title) > 2)


# ── a list entry without `+` ─────────────────────────────────────────────────────────────────────────────────────────

_CLOSED = lazy_regex(rf"[\s\-–—.。,、;|/]*(?:$|[(（\[{JAPANESE}:：「→]|https?://|(?:doi|arxiv)\s?:)", re.IGNORECASE)


def read_entry(text: str, start: int, limit: int, *, trusted: bool) -> Parts | None:
    """A list entry that ends in `Venue'YY` or in `Author, YYYY.MM`, without `+`; None if it is anything else.

    `trusted` says that its list is one of papers, so that any word before a full year is a venue (`Nature 2020`), and a year
    alone may close an entry.
    """
    start = _skip_space(text, start, limit)
    region = text[start:limit]
    hit = _first(region, _VENUE, _MONTH, *((_YEAR_AT_END,) if trusted else ()))
    if hit is None or not _is_title(region[: hit.start()]) or _WALL_IN_ENTRY.search(region, 0, hit.start()):
        return None
    if hit.re == _VENUE and hit["four"] and not trusted and not _is_acronym(hit["venue"]):
        return None
    parts = _from_venue(region, hit)
    if not parts.title or not _CLOSED.match(region, parts.end) or (hit.re != _VENUE and not parts.author):
        return None
    if not _stands_alone(parts.title, whole=not region[parts.end :].strip(), least=2 if hit.re == _VENUE else 1):
        return None
    return replace(parts, start=start, end=start + parts.end)


def _stands_alone(title: str, *, whole: bool, least: int) -> bool:
    """Whether the title of an entry is one: long enough, and if it is Japanese with nothing said behind the citation."""
    if _JAPANESE.search(title):
        return whole and len(title) >= _SHORTEST_JAPANESE
    return bool(_LATIN_WORD.search(title)) and len(re.findall(r"\w+", title)) >= least


def _is_acronym(venue: str) -> bool:
    return venue == "arXiv" or sum(char.isupper() for char in venue) > 1


def tidy(title: str) -> str:
    """A title as it would be printed: no Markdown marks around it, no quotes around all of it, single spaces."""
    text = re.sub(r"\s+", " ", title.replace("**", "")).strip().rstrip(",，").strip()
    text = re.sub(r"\\([\[\]*_#])", r"\1", text)
    while len(text) > 1 and text[0] + text[-1] in ("**", "__", '""', "“”", "「」", "『』", "''", "‘’"):
        text = text[1:-1].strip()
    return text


def _skip_space(text: str, start: int, limit: int) -> int:
    while start < limit and text[start] in " \t\u3000\u00a0*":
        start += 1
    return start
