"""Citations by name in running text: `[[wikilink]]`, `[[id|text]]`, `[@key]`. Each becomes a link that carries a key.

Whether a key means a record is not known here (see `references` and `fill`).
"""

from __future__ import annotations

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from papersite.identity import name_key
from papersite.regex import lazy_regex

_WIKI = lazy_regex(r"\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]|\n]{1,300}))?\]\](?!\()")
# Pandoc's citations: one or more keys, each perhaps with a locator.
_CITED = lazy_regex(
    r"\[-?@[^\s\[\];,@]{1,200}(?:,[^\[\];@\n]{0,200})?(?:;\s*-?@[^\s\[\];,@]{1,200}(?:,[^\[\];@\n]{0,200})?)*\](?![(\[])"
)
_CITED_KEY = lazy_regex(r"@([^\s\[\];,@]+)")
_LETTER = lazy_regex(r"[^\W\d_]")


def wikilink(state: StateInline, silent: bool) -> bool:
    """`[[name]]` or `[[name|text]]`. A name has a letter, for `[[0.1, 0.2]]` is a matrix; a defined `[name]` is a link."""
    if not state.src.startswith("[[", state.pos):
        return False
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if match is None or normalizeReference(match[1]) in state.env["references"]:
        return False
    name, _, section = match[1].strip().partition("#")
    key = name_key((name or section).strip())
    if not key or (key.startswith("wiki:") and not _LETTER.search(key[5:])):
        return False
    if not silent:
        if state.linkLevel:
            state.append_pending(match[2] or match[1])
        else:
            _push_key(state, key, match[2] or match[1], match.span())
    state.pos = match.end()
    return True


def citation(state: StateInline, silent: bool) -> bool:
    """`[@key]` or `[@key, p. 3; @other]`, as Pandoc writes them. Brackets and locators stay text."""
    if not state.src.startswith(("[@", "[-@"), state.pos):
        return False
    match = _CITED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        end = match.start()
        for key in _CITED_KEY.finditer(state.src, match.start(), match.end()):
            state.append_pending(state.src[end : key.start()])
            written = key[1].rstrip(".:")
            end = key.start() + 1 + len(written)
            meant = name_key(written)
            if state.linkLevel or not meant:
                state.append_pending(written)
            else:
                _push_key(state, meant, written, (key.start(), end))
        state.append_pending(state.src[end : match.end()])
    state.pos = match.end()
    return True


def _push_key(state: StateInline, key: str, text: str, at: tuple[int, int]) -> None:
    """A link to whatever a key means, which knows where it stands."""
    token = state.push("link_open", "a", 1)
    token.meta = {"key": key, "at": at}
    token = state.push("text", "", 0)
    token.content = text
    state.push("link_close", "a", -1)
