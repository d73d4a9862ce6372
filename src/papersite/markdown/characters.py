"""What a character is to a Japanese text: CJK, Japanese, punctuation, white space.

The amendment for emphasis and the joining of soft breaks ask here; nothing here knows Markdown.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from papersite.regex import lazy_regex

# CJK characters as the CJK-friendly amendment defines them (https://github.com/tats-u/markdown-cjk-friendly, 2.1): East Asian
# Width W, F or H without default emoji presentation, or script Hangul. Unicode 17: EastAsianWidth.txt, emoji-data.txt,
# Scripts.txt; unassigned code points as UAX #11 says. Python's own tables are older, so the ranges stand here.
_CJK = lazy_regex(
    "[\u1100-\u11ff\u20a9\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u2ff0-\u303e"
    "\u3041-\u3096\u3099-\u30ff\u3105-\u312f\u3131-\u318e\u3190-\u31e5\u31ef-\u321e\u3220-\u3247\u3250-\ua48c\ua490-\ua4c6"
    "\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7c6\ud7cb-\ud7fb\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe52\ufe54-\ufe66\ufe68-\ufe6b"
    "\uff01-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7\uffda-\uffdc\uffe0-\uffe6\uffe8-\uffee"
    "\U00016fe0-\U00016fe4\U00016ff0-\U00016ff6\U00017000-\U00018cd5\U00018cff-\U00018d1e\U00018d80-\U00018df2"
    "\U0001aff0-\U0001aff3\U0001aff5-\U0001affb\U0001affd\U0001affe\U0001b000-\U0001b122\U0001b132\U0001b150-\U0001b152"
    "\U0001b155\U0001b164-\U0001b167\U0001b170-\U0001b2fb\U0001d300-\U0001d356\U0001d360-\U0001d376\U0001f200\U0001f202"
    "\U0001f210-\U0001f219\U0001f21b-\U0001f22e\U0001f230\U0001f231\U0001f237\U0001f23b\U0001f240-\U0001f248"
    "\U0001f260-\U0001f265\U00020000-\U0003fffd]"
)
# Korean is written with spaces between words. Scripts.txt: Hangul, and its halfwidth, circled and parenthesised forms.
_HANGUL = lazy_regex(
    "[\u1100-\u11ff\u302e\u302f\u3131-\u318e\u3200-\u321e\u3260-\u327e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa0-\uffdc]"
)
# Unicode white space as CommonMark 0.31.2 (2.1) has it: category Zs, tab, line feed, form feed, carriage return; a vertical
# tab too, as markdown-it has it.
_SPACES = frozenset(
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_QUOTES = frozenset("‘’“”")


class Character(NamedTuple):
    """What stands on one side of a run of delimiters. CJK is only told where neither side is white space."""

    space: bool
    punctuation: bool
    cjk: bool


@lru_cache(maxsize=1 << 14)
def character(char: str) -> Character:
    """The class of one character. Punctuation is category P or S (CommonMark 0.31.2, 2.1)."""
    return Character(char in _SPACES, unicodedata.category(char)[0] in "PS", is_cjk(char))


@lru_cache(maxsize=1 << 10)
def character_before(last: str, base: str) -> Character:
    """The class of what stands before a run: `last` is the nearest character and `base` the one before that.

    A variation selector (U+FE00 to U+FE0E) speaks for its base. U+FE01 makes a curly quotation mark fullwidth
    (StandardizedVariants.txt), which makes it CJK. An ideographic variation selector follows a Han character, so it is CJK.
    """
    if not "\ufe00" <= last <= "\ufe0e" or base in _SPACES:
        kind = character(last)
        return kind._replace(cjk=True) if "\U000e0100" <= last <= "\U000e01ef" else kind
    kind = character(base)
    return kind._replace(cjk=True) if last == "\ufe01" and base in _QUOTES else kind


def is_cjk(char: str) -> bool:
    """Whether a character is CJK by the amendment's definition."""
    return char >= "\u1100" and _CJK.match(char) is not None


@lru_cache(maxsize=1 << 14)
def joins_lines(char: str) -> bool:
    """Whether a line break beside this character means nothing: CJK, but not Korean, which has spaces between words."""
    return is_cjk(char) and _HANGUL.match(char) is None
