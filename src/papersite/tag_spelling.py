"""How one idea is spelt in many tags: the keys under which spellings meet, and the parts a tag is made of.

Everything here is a pure function of a string and knows no vocabulary. Keys are for matching only and are never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from papersite.regex import lazy_regex
from papersite.slugs import slugify

_SEPARATORS = lazy_regex(r"[^\w+#]+|_+")
_LATIN_MARKS = lazy_regex("[\u0300-\u036f]")
# A capital after a small letter or digit, or before a small letter: LargeLanguageModels, LLMServing.
_HUMP = lazy_regex(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SMALL_WORDS = frozenset({"as", "at", "by", "in", "of", "on", "or", "to"})
_BRACKETED = lazy_regex(r"([^()]*[^()\s])\s*\(([^()]+)\)")
# ICLR'25, ICLR’25, ICLR 2025, ICLR-2025, ICLR2025; two digits without an apostrophe (ICLR25) only behind a letter, at the end.
_YEAR = lazy_regex(r"[\s\-_,]*(?:['’‘`´]\s?(?P<short>\d\d)(?!\d)|(?<!\d)['’]?(?P<long>(?:19|20)\d\d)(?!\d))")
_BARE_YEAR = lazy_regex(r"(?<=[A-Za-z])\d\d$")
_TRACKS = (
    ("Findings", lazy_regex(r"\bfindings(?:\s+of(?:\s+the)?)?\b", re.IGNORECASE)),
    ("Workshop", lazy_regex(r"\bworkshops?\b", re.IGNORECASE)),
    ("Demo", lazy_regex(r"\b(?:system\s+)?demo(?:s|nstrations?)?\b", re.IGNORECASE)),
    ("Industry", lazy_regex(r"\bindustry(?:\s+track)?\b", re.IGNORECASE)),
    ("Datasets and Benchmarks", lazy_regex(r"\b(?:datasets?\s+(?:and|&)\s+benchmarks?|d&b)(?:\s+track)?\b", re.IGNORECASE)),
    ("SRW", lazy_regex(r"\b(?:srw|student\s+research\s+workshop)\b", re.IGNORECASE)),
    ("Tutorial", lazy_regex(r"\btutorials?\b", re.IGNORECASE)),
    ("", lazy_regex(r"\b(?:main|long|short|oral|poster|spotlight|best\s+paper|outstanding\s+paper)\b", re.IGNORECASE)),
)


def clean_tag(tag: str) -> str:
    """A tag as it may be shown: without its mark and the space around it, in NFKC."""
    return " ".join(unicodedata.normalize("NFKC", tag).strip().lstrip("#").split())


@lru_cache(maxsize=1 << 15)
def tag_key(tag: str) -> str:
    """The key that spellings of one tag share: no case, no accents, nothing between words, no long-vowel marks.

    C++ and C# keep their signs, and British spellings meet American ones. The long-vowel mark goes everywhere, since
    コンピュータービジョン has a form without it inside the word too; pairs that only it tells apart (ビール, ビル) are no tags.
    """
    text = unicodedata.normalize("NFKC", tag).casefold().replace("&", " and ").replace("'", "").replace("’", "")
    text = text.replace("isation", "ization").replace("modelling", "modeling").replace("behaviour", "behavior")
    text = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text))
    return _SEPARATORS.sub("", unicodedata.normalize("NFC", text)).replace("ー", "").lstrip("#")


def singular_key(tag: str) -> str:
    """The key of a tag without the `s` of an English plural at its end; the plain key where there is none.

    A tag all in capitals is a name or an acronym, so its S is its own: ANNS is not a plural of ANN.
    """
    key = tag_key(tag)
    if len(key) < 3 or not key.isascii() or not key.endswith("s") or key.endswith(("ss", "us", "is")):
        return key
    if not any(c.islower() for c in tag):
        return key
    if len(key) > 4 and key.endswith("ies"):
        return key[:-3] + "y"
    if key.endswith(("sses", "xes", "ches", "shes")):
        return key[:-2]
    return key[:-1] if len(key) > 3 or re.search(r"[A-Z]{2}s$", tag) else key


def tag_words(tag: str) -> tuple[str, ...]:
    """The words of a tag, at spaces, signs and humps: `Mixture-of-Experts` and `MixtureOfExperts` have three."""
    text = unicodedata.normalize("NFKC", tag)
    return tuple(word for part in _SEPARATORS.split(text) for word in _HUMP.split(part) if word)


def tag_slug(tag: str) -> str:
    """The slug of a tag that no vocabulary knows. Humps become dashes where every part is a word, so LoRA stays `lora`."""

    def opened(part: str) -> str:
        humps = _HUMP.split(part)
        whole = all(len(hump) > 2 or hump.lower() in _SMALL_WORDS for hump in humps)
        return "-".join(humps) if whole else part

    text = unicodedata.normalize("NFKC", tag)
    return slugify(re.sub(r"[A-Za-z0-9]+", lambda match: opened(match[0]), text))


def bracket_parts(tag: str) -> tuple[str, str] | None:
    """What stands before and inside the brackets of `Head (Inner)`, or None."""
    match = _BRACKETED.fullmatch(unicodedata.normalize("NFKC", tag).strip())
    return (match[1].strip(), match[2].strip()) if match else None


def slash_parts(tag: str) -> tuple[str, ...]:
    """The parts of a tag with slashes, or nothing."""
    parts = tuple(part.strip() for part in unicodedata.normalize("NFKC", tag).split("/"))
    return parts if len(parts) > 1 and all(parts) else ()


def is_acronym(short: str, long: str) -> bool:
    """Whether one text is the initials of the other's words, small words counted or not: ILP, MoE, PEFT are."""
    key = tag_key(short)
    words = [word.casefold() for word in tag_words(long)]
    if len(words) < 2 or not 2 <= len(key) <= 8:
        return False
    initials = "".join(word[0] for word in words)
    without_small = "".join(word[0] for word in words if word not in _SMALL_WORDS)
    return key in {initials, without_small}


def split_year(text: str) -> tuple[str, int | None]:
    """A text without the year of a venue in it, and that year: `ICLR'25` gives `ICLR`, 2025.

    A year of two digits needs an apostrophe, and is of 1970 to 2069.
    """
    plain = clean_tag(text)
    found = _YEAR.search(plain)
    if found is None:
        return plain, None
    year = int(found["long"]) if found["long"] else _full_year(int(found["short"]))
    return _trimmed(f"{plain[: found.start()]} {plain[found.end() :]}"), year


def split_venue(text: str) -> Iterator[tuple[str, str, int | None]]:
    """The ways to read a text as a venue: (name, track, year), the surest first. Whether the name is a venue is not asked.

    `Findings of EMNLP 2023` gives `EMNLP`, `Findings`, 2023.
    """
    plain, year = split_year(text)
    for track, pattern in _TRACKS:
        rest, count = pattern.subn(" ", plain, count=1)
        if count and rest.strip():
            yield _trimmed(rest), track, year
    yield _trimmed(plain), "", year
    bare = _BARE_YEAR.search(plain)
    if bare and year is None:
        yield plain[: bare.start()], "", _full_year(int(bare[0]))


def _full_year(short: int) -> int:
    return short + (2000 if short < 70 else 1900)


def _trimmed(text: str) -> str:
    return " ".join(text.split()).strip(" -_,:/()")
