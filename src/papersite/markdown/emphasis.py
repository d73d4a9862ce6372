"""Emphasis, strong emphasis, strikethrough and ==marks== beside Japanese.

CommonMark's flanking rules know no script without spaces: `**「重要」**です` keeps its asterisks. This follows the CJK-friendly
amendment (https://github.com/tats-u/markdown-cjk-friendly, 6.2), which changes nothing where no CJK character is near.
Delimiters are paired by markdown-it; only what may open and what may close is decided here.
"""

from __future__ import annotations

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from papersite.markdown.characters import Character, character, character_before

_EDGE = Character(space=True, punctuation=False, cjk=False)


def flanking(src: str, start: int, end: int, limit: int, splits_words: bool) -> tuple[bool, bool]:
    """Whether the delimiter run `src[start:end]` can open and can close; beyond `limit` there is nothing.

    `splits_words` is False for `_`, which neither opens nor closes inside a word. With white space on neither side,
    CommonMark's conditions for `_` come down to punctuation before (opens) and after (closes); those for `*`, as amended, are
    written out at the end.
    """
    if start == 0:
        before = _EDGE
    elif (last := src[start - 1]) < "\ufe00":
        before = character(last)
    else:
        before = character_before(last, src[start - 2] if start > 1 else " ")
    after = character(src[end]) if end < limit else _EDGE
    if before.space or after.space:
        return not after.space, not before.space
    if not splits_words:
        return before.punctuation, after.punctuation
    cjk = before.cjk or after.cjk
    return (
        cjk or before.punctuation or not after.punctuation,
        cjk or after.punctuation or not before.punctuation,
    )


def mark(state: StateInline, silent: bool) -> bool:
    """`==` around text. Between two ASCII letters or digits it compares (`a==b`) and marks nothing."""
    start = state.pos
    src = state.src
    if silent or not src.startswith("==", start):
        return False
    end = start
    while end < state.posMax and src[end] == "=":
        end += 1
    token = state.push("text", "", 0)
    token.content = src[start:end]
    state.pos = end
    if end - start != 2:
        return True
    can_open, can_close = flanking(src, start, end, state.posMax, True)
    if start > 0 and _is_word(src[start - 1]) and end < state.posMax and _is_word(src[end]):
        can_open = can_close = False
    state.delimiters.append(
        Delimiter(marker=ord("="), length=0, token=len(state.tokens) - 1, end=-1, open=can_open, close=can_close)
    )
    return True


def pair_marks(state: StateInline) -> None:
    """Turn paired `==` into mark elements."""
    _pair(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _pair(state, meta["delimiters"])


def _pair(state: StateInline, delimiters: list[Delimiter]) -> None:
    for opener in delimiters:
        if opener.marker == 0x3D and opener.end >= 0:
            for delimiter, kind, nesting in ((opener, "mark_open", 1), (delimiters[opener.end], "mark_close", -1)):
                token = state.tokens[delimiter.token]
                token.type, token.tag, token.nesting, token.content = kind, "mark", nesting, ""  # type: ignore[assignment]


def _is_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")
