"""How text is folded for search, and the grams it is found by. `static/js/search.js` does the same: change both or neither.

Japanese has no spaces and the reader types a piece of what she remembers, so whatever is found is found as a substring: of two
Japanese characters or more anywhere, of three Latin ones or more anywhere, of two Latin ones at the beginning of a word.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from papersite.regex import lazy_regex

# Letters that are written without spaces or too few to cut by words: Greek, Cyrillic, kana, Han, Hangul.
_WIDE = (
    "\u0370-\u03ff\u0400-\u04ff\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
# Looking ahead finds the pairs and threes that overlap, in half the time of cutting each run into them.
_GRAM = lazy_regex(rf"(?=([{_WIDE}]{{2}}|[a-z0-9]{{3}}))")
_WORD_BEGIN = lazy_regex(r"(?<![a-z0-9])[a-z0-9]{2}")
# A hyphen inside a word is spelling: on-policy and onpolicy are one.
_HYPHEN = lazy_regex(r"(?<=[a-z0-9])[-\u2010\u2011\u2013](?=[a-z0-9])")
_SOFT_HYPHEN = "\u00ad"
BUCKET_BITS = 14
BUCKETS = 1 << BUCKET_BITS

# Where the characters are that have one of these marks when they are taken apart; most texts have none.
_MAY_BE_MARKED = lazy_regex("[\u00c0-\u04f9\u1e00-\u1fff\u212b\u2190-\u22ff\u2adc]")
_LATIN_MARKS = lazy_regex("[\u0300-\u036f]")
_TO_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}


def fold(text: str) -> str:
    """A text as it is compared: NFKC, small letters, no Latin accents, hiragana for katakana, no hyphens inside words."""
    text = unicodedata.normalize("NFKC", text).lower().replace("ς", "σ").replace(_SOFT_HYPHEN, "")
    if _MAY_BE_MARKED.search(text):
        text = unicodedata.normalize("NFC", _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text)))
    return _HYPHEN.sub("", text.translate(_TO_HIRAGANA))


def grams(folded: str) -> set[str]:
    """The grams of a folded text: pairs of wide letters, threes of Latin ones, and `^` with the first two of a Latin word."""
    found = set(_GRAM.findall(folded))
    found.update(["^" + begin for begin in _WORD_BEGIN.findall(folded)])
    return found


@lru_cache(maxsize=1 << 18)
def buckets_of(gram: str) -> tuple[int, int, int]:
    """The three buckets of a gram, each of `BUCKETS`: from the low, high and middle bits of a hash of its code points.

    FNV-1a alone leaves the high bits of two neighbouring Han pairs alike, so they are mixed as MurmurHash3 does at its end.
    """
    value = 0x811C9DC5
    for char in gram:
        value = (value ^ ord(char)) * 0x01000193 & 0xFFFFFFFF
    value = (value ^ value >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    value = (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    value ^= value >> 16
    return value & BUCKETS - 1, value >> 32 - BUCKET_BITS, value >> 9 & BUCKETS - 1
