"""Abbreviations: `*[RLHF]: reinforcement learning from human feedback` explains the word wherever the note has it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it.token import Token

_MOST = 300  # of one note; each place in the text is tried for all of them


def abbreviate(tokens: list[Token], meanings: Mapping[str, str]) -> set[str]:
    """Mark abbreviations in the inline texts, in place; returns those that were found.

    An ASCII word is only found whole; Japanese may touch it, for Japanese has no spaces.
    """
    found: set[str] = set()
    names = sorted(list(meanings)[:_MOST], key=len, reverse=True)
    pattern = re.compile(
        "|".join(rf"(?<![A-Za-z0-9_]){re.escape(n)}(?![A-Za-z0-9_])" if n.isascii() else re.escape(n) for n in names)
    )
    for token in tokens:
        if token.type == "inline" and token.children and pattern.search(token.content):
            token.children = [part for child in token.children for part in _split(child, pattern, meanings, found)]
    return found


def _split(token: Token, pattern: re.Pattern[str], meanings: Mapping[str, str], found: set[str]) -> list[Token]:
    if token.type != "text":
        return [token]
    parts: list[Token] = []
    end = 0
    for match in pattern.finditer(token.content):
        if match.start() > end:
            parts.append(Token("text", "", 0, content=token.content[end : match.start()]))
        parts.append(Token("abbr_open", "abbr", 1, attrs={"title": meanings[match[0]]}))
        parts.append(Token("text", "", 0, content=match[0]))
        parts.append(Token("abbr_close", "abbr", -1))
        found.add(match[0])
        end = match.end()
    if end < len(token.content):
        parts.append(Token("text", "", 0, content=token.content[end:]))
    return parts
