"""Names of authors as other tools want them: family and given apart where that is sure, else whole.

A name that is split wrongly sorts and abbreviates wrongly in every bibliography made of it; one that is kept whole only fails
to be abbreviated. So a name is split only where its writing tells the parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from papersite.regex import lazy_regex


@dataclass(frozen=True, slots=True)
class Person:
    """An author. `given` is empty for a name that must stay whole: that of a group, or one whose parts are not sure."""

    family: str
    given: str = ""
    suffix: str = ""  # `Jr.`, `III`

    @property
    def whole(self) -> bool:
        """Whether the name is not to be split."""
        return not self.given

    @property
    def family_first(self) -> bool:
        """Whether the name is read as 姓 名."""
        return bool(_EAST_ASIAN.search(self.family))


# Words that no person is called by.
_GROUP = lazy_regex(
    r"\b(?:team|ai|labs?|inc|ltd|llc|corp(?:oration)?|compan(?:y|ies)|universit\w+|institutes?|research|group|collaboration"
    r"|consortium|foundation|project|community|authors?|deepmind|society|association|department|google|microsoft|meta|nvidia)\b"
    r"|大学|研究|会社|機構|協会|学会|財団|チーム|グループ|委員会|編集部|大學|公司|연구",
    re.IGNORECASE,
)
_NO_NAME = lazy_regex(r"[\d/&+@:;()\[\]{}\"|<>_=\\]")
_EAST_ASIAN = lazy_regex(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff]")
# 姓 名: the family name in Han or Hangul, so that トム クルーズ, whose family name comes last, is none.
_FAMILY_GIVEN = lazy_regex(
    r"(?P<family>[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{1,5}|[\uac00-\ud7a3]{1,2}) "
    r"(?P<given>[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{1,6}|[\uac00-\ud7a3]{1,3})"
)
# Particles that belong to the family name behind them (Knuth's and BibTeX's "von" part), in lower case only.
_PARTICLES = frozenset(
    ("af", "al", "av", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el")
)
_PARTICLES |= frozenset(("ibn", "la", "le", "ten", "ter", "van", "von", "zu", "zum", "zur"))
_SUFFIXES = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"))
_MOST_WORDS = 6


def is_group(name: str) -> bool:
    """Whether a name is that of a group of people, by the words in it."""
    return bool(_GROUP.search(name))


@lru_cache(maxsize=1 << 15)
def read_person(name: str) -> Person:
    """A name's parts: `Family, Given`; `姓 名`; and `Given Family` of two to six words. Any other name stays whole."""
    name = " ".join(name.split())
    if is_group(name) or _NO_NAME.search(name):
        return Person(name)
    if _EAST_ASIAN.search(name):
        match = _FAMILY_GIVEN.fullmatch(name)
        return Person(match["family"], match["given"]) if match else Person(name)
    before, comma, after = (part.strip() for part in name.partition(","))
    if comma:
        if after.rstrip(".") + "." in _SUFFIXES:
            return _western(before.split(), after) or Person(name)
        return Person(name) if "," in after or not before or not after else Person(before, after)
    words = name.split()
    suffix = words.pop() if words and words[-1] in _SUFFIXES else ""
    return _western(words, suffix) or Person(name)


def _western(words: list[str], suffix: str) -> Person | None:
    """`Given Family`, particles with the family name; None if there are not both."""
    if not 2 <= len(words) <= _MOST_WORDS:
        return None
    start = next((place for place, word in enumerate(words[:-1]) if place and word in _PARTICLES), len(words) - 1)
    return Person(" ".join(words[start:]), " ".join(words[:start]), suffix)
