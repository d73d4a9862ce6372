"""Small runs beside or above a word: `H~2~O`, `x^2^`, and ruby `{漢字|かんじ}`.

Each is read at one go by a bounded regular expression, so that a stray `~`, `^` or `{` costs nothing.
"""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from papersite.markdown.characters import is_cjk
from papersite.regex import lazy_regex

# Pandoc's rule, no white space inside, and narrower: Japanese writes ranges (`10~20個、30~40個`), so that what is lowered is
# short and ASCII, stands on a letter or a bracket, and no digit follows.
_SUB = lazy_regex(r"~([A-Za-z0-9+\-=().*∞]{1,16})~(?![0-9~])")
_SUP = lazy_regex(r"\^([A-Za-z0-9+\-=().*∞†‡]{1,16})\^(?![0-9^])")
_RUBY = lazy_regex(r"\{([^{}|\n]{1,60})((?:\|[^{}|\n]{1,60}){1,60})\}")
_BASE = lazy_regex(r"[^\W\d_]|[)\]}]")


def subscript(state: StateInline, silent: bool) -> bool:
    """`~…~` on a letter. Two tildes are a strikethrough, which is another rule."""
    return _script(state, silent, _SUB, "sub", _BASE)


def superscript(state: StateInline, silent: bool) -> bool:
    """`^…^` on a letter, a digit or a bracket."""
    return _script(state, silent, _SUP, "sup", re.compile(r"\w|[)\]}]"))


def _script(state: StateInline, silent: bool, pattern: re.Pattern[str], tag: str, base: re.Pattern[str]) -> bool:
    match = pattern.match(state.src, state.pos, state.posMax)
    if match is None or state.pos == 0 or not base.match(state.src[state.pos - 1]):
        return False
    if not silent:
        state.push(f"{tag}_open", tag, 1)
        state.push("text", "", 0).content = match[1]
        state.push(f"{tag}_close", tag, -1)
    state.pos = match.end()
    return True


def ruby(state: StateInline, silent: bool) -> bool:
    """`{base|reading}`, or one reading per character. The base has a CJK character, so that sets `{x|y}` stay text."""
    match = _RUBY.match(state.src, state.pos, state.posMax)
    if match is None or not any(map(is_cjk, match[1])):
        return False
    readings = match[2][1:].split("|")
    if len(readings) > 1 and len(readings) != len(match[1]):
        return False
    if not silent:
        bases = list(match[1]) if len(readings) > 1 else [match[1]]
        state.push("ruby", "ruby", 0).meta["pairs"] = tuple(zip(bases, readings, strict=True))
    state.pos = match.end()
    return True
