"""Slugs: the part of a page's address that a person reads, made from a title, a name or a tag.

A slug is safe as a file name on every system, as a part of a path and inside Markdown brackets. Japanese stays Japanese.
Nothing here knows what is named; two texts that mean different things and make one slug are told apart by `unique_slugs`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b

from papersite.regex import lazy_regex

LONGEST = 80
# File systems bound a name by 255 bytes, and 80 characters of the rarer Han planes are 320; room is left for `.html` and such.
_LONGEST_BYTES = 240
# Names that Windows keeps for devices, with any extension
# (https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions).
_RESERVED = lazy_regex(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
# Signs that carry meaning in names of the field. Without words for them C, C++ and C# would be one slug, and so A and A*.
_SIGNS = {"+": "-plus-", "&": "-and-", "@": "-at-", "*": "-star-", "%": "-percent-"}
_SHARP = lazy_regex(r"(?<![^\W_])([a-z])#(?!\w)")
_DOTTED_NAME = lazy_regex(r"(?<!\S)\.(?=[a-z])")  # .NET
_APOSTROPHE = lazy_regex(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
_NUMBER_POINT = lazy_regex(r"(?<=\d)\.(?=\d)")
_INVISIBLE = frozenset("\u115f\u1160\u2800\u3164")


@lru_cache(maxsize=1 << 15)
def slugify(text: str) -> str:
    """The slug of a text: lower case, words joined by single dashes, at most 80 characters, never empty, never `.` or `..`.

    It depends on the text alone and is its own slug. A text without a letter or a digit gets one made of a digest, and so does
    the end of a text that is cut.
    """
    words = _words(text)
    if not words:
        return f"x-{short_digest(text)}"
    slug = _bounded(words)
    # The underscore is made here and nowhere else, so that the escaped name is no other text's slug.
    return re.sub(r"^\w+", r"\g<0>_", slug) if _RESERVED.match(slug) else slug


def unique_slugs(wanted: Mapping[str, str]) -> dict[str, str]:
    """A slug of its own for each key, given the slug it wants; slugs that differ by case only count as equal.

    Among keys that want one slug the least keeps it, and each other gets a digest of its key behind it: what a key gets
    depends on the keys that want the same slug, never on the order of the mapping nor on unrelated keys.
    """
    rivals: defaultdict[str, list[str]] = defaultdict(list)
    for key, slug in wanted.items():
        rivals[slug.casefold()].append(key)
    given = {min(keys): wanted[min(keys)] for keys in rivals.values()}
    taken = set(rivals)
    for keys in rivals.values():
        for key in sorted(keys)[1:]:
            given[key] = _beside(wanted[key], key, taken)
            taken.add(given[key].casefold())
    return {key: given[key] for key in wanted}


def short_digest(text: str, length: int = 8) -> str:
    """A short, stable digest of a text, in hexadecimal."""
    return blake2b(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def _beside(slug: str, key: str, taken: set[str]) -> str:
    for length in range(6, 65):
        tail = f"-{short_digest(key, length)}"
        found = _cut(slug, LONGEST - len(tail), _LONGEST_BYTES - len(tail)) + tail
        if found.casefold() not in taken:
            return found
    raise AssertionError("two keys with one digest")


def _words(text: str) -> str:
    """The words of a text in lower case, joined by dashes; a point stays between digits only."""
    text = _APOSTROPHE.sub("", _folded(text))
    text = _DOTTED_NAME.sub("dot-", _SHARP.sub(r"\1-sharp", text))
    kept = []
    for place, char in enumerate(text):
        if char in _SIGNS:
            kept.append(_SIGNS[char])
        elif _is_word(char) or (char == "." and _NUMBER_POINT.match(text, place)):
            kept.append(char)
        else:
            kept.append("-")
    return re.sub(r"-{2,}", "-", "".join(kept)).strip("-")


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def _folded(text: str) -> str:
    """NFKC and case folded until both hold, without Latin accents and what can't be seen."""
    while True:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        folded = "".join(c for c in unicodedata.normalize("NFD", folded) if not _unseen(c))
        folded = unicodedata.normalize("NFKC", folded)
        if folded == text:
            return text
        text = folded


def _unseen(char: str) -> bool:
    # U+0300 to U+036F are the Latin marks; the Japanese voicing marks U+3099 and U+309A make another letter and stay.
    return "\u0300" <= char <= "\u036f" or char in _INVISIBLE or _is_selector(char) or unicodedata.category(char) == "Cf"


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _bounded(slug: str) -> str:
    if len(slug) <= LONGEST and len(slug.encode()) <= _LONGEST_BYTES:
        return slug
    tail = f"-{short_digest(slug, 6)}"
    return _cut(slug, LONGEST - len(tail), _LONGEST_BYTES - len(tail)) + tail


def _cut(slug: str, characters: int, size: int) -> str:
    """The beginning of a slug that fits, up to a dash where one stands in its second half."""
    kept = slug[:characters].encode()[:size].decode("utf-8", "ignore")
    if kept == slug:
        return slug
    dash = kept.rfind("-")
    if not slug[len(kept)].startswith("-") and dash > len(kept) // 2:
        kept = kept[:dash]
    return kept.strip("-.")
