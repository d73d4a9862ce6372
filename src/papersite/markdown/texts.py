"""What a reader sees of tokens, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from papersite.markdown.characters import joins_lines
from papersite.markdown.raw_html import visible

# What a reader does not read past: marks, tags, and the small number of a footnote, which clings to what is before it.
_TRANSPARENT = frozenset({"reference_open", "reference_close", "html_inline", "footnote_ref"})


def inline_text(tokens: Iterable[Token]) -> str:
    """The visible text of inline tokens; a formula is its TeX, an image its alternative text."""
    listed = list(tokens)
    out: list[str] = []
    for index, token in enumerate(listed):
        if token.type in ("text", "text_special", "code_inline", "formula"):
            out.append(token.content)
        elif token.type == "softbreak":
            out.append(soft_break(listed, index).replace("\n", " "))
        elif token.type == "html_inline":
            out.append(visible(token.content))
        elif token.type == "hardbreak":
            out.append(" ")
        elif token.type == "ruby":
            out += (base for base, _ in token.meta["pairs"])
        elif token.type == "image":
            out.append(inline_text(token.children or ()))
    return "".join(out)


def soft_break(tokens: Sequence[Token], index: int) -> str:
    """What the soft break at `index` is: nothing between two characters that Japanese sets solid, else a line's end."""
    before = _edge(tokens, index, -1)
    return "" if before and joins_lines(before) and (after := _edge(tokens, index, 1)) and joins_lines(after) else "\n"


def _edge(tokens: Sequence[Token], index: int, step: int) -> str:
    """The visible character next to a break, through emphasis and links; empty beside code, formulas and images."""
    index += step
    while 0 <= index < len(tokens):
        token = tokens[index]
        if token.type in ("text", "text_special"):
            if token.content:
                return token.content[0 if step > 0 else -1]
        elif token.type == "ruby":
            return str(token.meta["pairs"][0 if step > 0 else -1][0])[0 if step > 0 else -1]
        elif token.nesting == 0 and token.type not in _TRANSPARENT:
            return ""
        index += step
    return ""
