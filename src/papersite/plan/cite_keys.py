"""The keys that papers are cited by: `vaswani2017attention`.

A key stands in manuscripts, so it must not change because the library grew. It is made of the record alone, in ASCII, as LaTeX
likes it; only where several records want one key, all but the one with the oldest note get what tells them apart behind it, and
that comes from their own identifier.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from papersite.exports.people import read_person
from papersite.model import IdScheme, Record, TitleSource
from papersite.regex import lazy_regex
from papersite.remembering.last_round import LastRound
from papersite.slugs import short_digest

# Latin letters that Unicode does not decompose.
PLAIN_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
_WORD = lazy_regex(r"[a-z0-9]+(?:[-'’./][a-z0-9]+)*")
_NOT_KEY = lazy_regex(r"[^a-z0-9]+")
# Words that say nothing of what a title is about.
_PLAIN = frozenset(("a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "in", "into"))
_PLAIN |= frozenset(("is", "it", "its", "of", "on", "or", "our", "the", "their", "this", "to", "towards", "toward", "under"))
_PLAIN |= frozenset(("via", "we", "what", "when", "where", "which", "who", "why", "with", "without"))
_LONGEST = 24  # characters of a part


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a record's key rests on: the one it wants, and who gives way to whom."""

    slug: str
    wanted: str
    age: tuple[dt.date, str]
    told_apart: str


def cite_keys(records: Sequence[Record], last: LastRound | None = None) -> dict[str, str]:
    """The key of each record, by slug. No two are equal, whatever the order of the records.

    A preview asks for all keys whenever a note changes, and one record is another then, if any is.
    """
    last = last or LastRound()
    return last.whole(_keys, last.each(_claim, records))


def _claim(record: Record) -> _Claim:
    return _Claim(record.slug, wanted_key(record), _age(record), _told_apart(record))


def _keys(claims: Sequence[_Claim]) -> dict[str, str]:
    rivals: defaultdict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        rivals[claim.wanted].append(claim)
    keys = {}
    taken = set(rivals)
    for wanted in sorted(rivals):
        oldest, *others = sorted(rivals[wanted], key=attrgetter("age"))
        keys[oldest.slug] = wanted
        for claim in others:
            key = f"{wanted}-{claim.told_apart}"
            # Two digests of three bytes are hardly ever equal; the slug is the record's own.
            key = key if key not in taken else f"{key}-{short_digest(claim.slug)}"
            while key in taken:
                key += "x"
            taken.add(key)
            keys[claim.slug] = key
    return keys


def wanted_key(record: Record) -> str:
    """A record's key if no other wants it: first author's family name, year, first word of the title that says something.

    What has no ASCII spelling is left out. A working title may change, so that an identifier names its paper; and a word alone
    names too little, so that without author and year what tells the record apart stands behind it.
    """
    provisional = record.title_source in (TitleSource.DERIVED, TitleSource.PLACEHOLDER)
    if provisional and record.ids:
        return f"{record.ids[0].scheme}-{_told_apart(record)}"
    key = _spelt(record.authors[0] if record.authors else "", str(record.year or ""), record.title)
    return key if key[-1:] != "-" else key + _told_apart(record)


def _spelt(author: str, year: str, title: str) -> str:
    """A key as far as words make it; a dash at its end says that it names too little."""
    family = _NOT_KEY.sub("", _folded(read_person(author).family))[:_LONGEST]
    word = next(_title_words(title), "")
    key = f"{family}{year}{word}" if family else f"{word}{year}"
    return key if (family and (year or word)) or (word and year) else f"{key or 'paper'}-"


def _age(record: Record) -> tuple[dt.date, str]:
    return (record.notes[0].date or dt.date.max if record.notes else dt.date.max, record.slug)


def _told_apart(record: Record) -> str:
    """The arXiv number as it is read, else a digest of the first identifier, else of the slug."""
    arxiv = record.id(IdScheme.ARXIV)
    return arxiv.replace("/", "-") if arxiv else short_digest(str(record.ids[0]) if record.ids else record.slug)


def _folded(text: str) -> str:
    """A text in lower-case ASCII: letters without their marks, a space for what has no such form."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN_LETTERS))
    return "".join(c if c.isascii() else " " for c in letters if not unicodedata.combining(c))


def _title_words(title: str) -> Iterator[str]:
    """The words of a title that say something, as a key may hold them: `gpt4` of GPT-4."""
    for word in _WORD.findall(_folded(title)):
        if word not in _PLAIN and len(word) > 1:
            yield _NOT_KEY.sub("", word)[:_LONGEST]
