"""Formulas: where TeX stands in a note, inline and as blocks. What becomes of it is `mathml`'s.

The delimiters are those people use: `$…$` by Pandoc's rule, `$$…$$`, `\\(…\\)`, `\\[…\\]`, and bare environments. The
backslashed ones are also Markdown's escapes for brackets (`\\[Paper Note\\]`), so what they enclose has to look like a formula.
"""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from papersite.regex import lazy_regex

_LONGEST = 10_000  # characters of one formula

_BACKSLASHED = {"(": lazy_regex(r"\\[()]"), "[": lazy_regex(r"\\[\[\]]")}
# A TeX command, a script, a relation or a sum.
_SIGN = lazy_regex(
    r"\\[A-Za-z,;!{|]|[\^=<>≤≥∈×·]|(?<![A-Za-z]{2})_(?:[{\\]|[A-Za-z0-9](?![A-Za-z0-9_]))"
    r"|[A-Za-z0-9)]\s*[+*/]\s*[A-Za-z0-9(]|\d-\d"
)
# Nothing but letters, as a name of a variable or a list of such.
_VARIABLE = lazy_regex(r"[A-Za-zα-ωΑ-Ω]'?(?:\s*,\s*[A-Za-zα-ωΑ-Ω]'?)*|\|[A-Za-z]\|")
_BEGIN = lazy_regex(
    r"\\begin\{((?:equation|align|alignat|flalign|gather|multline|eqnarray|displaymath|math|split|aligned|gathered|cases"
    r"|[pbBvV]?matrix)\*?)\}"
)
_PROSE = lazy_regex(r"[\u3041-\u3096\u30a1-\u30fa、。]")


def dollar(state: StateInline, silent: bool) -> bool:
    """`$…$` and `$$…$$`. Pandoc: no space just inside, no digit after the closing one, so `$5から$10` stays text."""
    src, start, limit = state.src, state.pos, state.posMax
    if src.startswith("$$", start):
        end = src.find("$$", start + 2, limit)
        content = src[start + 2 : end]
        if end < 0 or not content.strip() or "$" in content:
            return _literal(state, silent, "$$")
        return _push(state, silent, content, end + 2, display=True)
    end = dollar_end(src, start, limit)
    return end > 0 and _push(state, silent, src[start + 1 : end - 1], end, display=False)


def backslashed(state: StateInline, silent: bool) -> bool:
    """`\\(…\\)` and `\\[…\\]` around what looks like a formula, and environments written into a paragraph."""
    src, start = state.src, state.pos
    opener = src[start + 1 : start + 2]
    if opener == "b" and (begin := _BEGIN.match(src, start, state.posMax)):
        return environment_inline(state, silent, begin[1])
    if opener not in _BACKSLASHED:
        return False
    closer = _BACKSLASHED[opener].search(src, start + 2, min(state.posMax, start + _LONGEST))
    if closer is None or closer[0][1] == opener:
        return False
    content = src[start + 2 : closer.start()]
    if not looks_like_formula(content):
        return False
    return _push(state, silent, content, closer.end(), display=opener == "[")


def environment_inline(state: StateInline, silent: bool, name: str) -> bool:
    """`\\begin{name}…\\end{name}` inside a paragraph."""
    closing = f"\\end{{{name}}}"
    end = state.src.find(closing, state.pos, min(state.posMax, state.pos + _LONGEST))
    if end < 0:
        return False
    end += len(closing)
    return _push(state, silent, state.src[state.pos : end], end, display=True)


def formula_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A display formula on lines of its own, without blank lines, as TeX wants it."""
    if state.is_code_block(start_line):
        return False
    pos = state.bMarks[start_line] + state.tShift[start_line]
    first = state.src[pos : state.eMarks[start_line]].rstrip()
    if not first.startswith(("$$", "\\[", "\\begin{")):
        return False
    closing, inside = _closing(first)
    if not closing:
        return False
    lines = [first[inside:]]
    line = start_line
    opening = first[: first.index("}") + 1] if inside == 0 else first[:2]
    while closing not in lines[-1]:
        line += 1
        if line >= end_line or state.isEmpty(line) or state.sCount[line] < state.blkIndent or line - start_line > 200:
            return False
        lines.append(state.getLines(line, line + 1, state.blkIndent, False).rstrip())
        if opening in lines[-1] and opening != closing:
            return False
    if not lines[-1].endswith(closing) or lines[-1].count(closing) > 1:
        return False
    content = "\n".join(lines).removesuffix(closing) if inside else "\n".join(lines)
    if (
        not content.strip()
        or len(content) > _LONGEST
        or (opening == "\\[" and line == start_line and not looks_like_formula(content))
    ):
        return False
    if silent:
        return True
    token = state.push("formula_block", "math", 0)
    token.content = content.strip()
    token.markup = opening
    token.map = [start_line, line + 1]
    state.line = line + 1
    return True


def looks_like_formula(content: str) -> bool:
    """Whether text between backslashed brackets is a formula, and not words in escaped brackets."""
    content = content.strip()
    if _PROSE.search(content) and "\\" not in content:
        return False
    return _SIGN.search(content) is not None or _VARIABLE.fullmatch(content) is not None


def dollar_end(text: str, start: int, limit: int) -> int:
    """Where the inline formula that `$` at `start` opens ends, past its closing `$`; 0 if it opens none."""
    end = _next_dollar(text, start + 1, limit)
    content = text[start + 1 : end]
    if end < 0 or not content or content[0].isspace() or content[-1].isspace() or text[end + 1 : end + 2].isdigit():
        return 0
    return end + 1


def _closing(first: str) -> tuple[str, int]:
    if first.startswith("$$"):
        return "$$", 2
    if first.startswith("\\["):
        return "\\]", 2
    begin = _BEGIN.match(first)
    return (f"\\end{{{begin[1]}}}", 0) if begin else ("", 0)


def _next_dollar(src: str, pos: int, limit: int) -> int:
    """The next unescaped `$`, or -1."""
    while (pos := src.find("$", pos, limit)) >= 0:
        back = pos
        while src[back - 1] == "\\":
            back -= 1
        if (pos - back) % 2 == 0:
            return pos
        pos += 1
    return -1


def _literal(state: StateInline, silent: bool, text: str) -> bool:
    if not silent:
        state.append_pending(text)
    state.pos += len(text)
    return True


def _push(state: StateInline, silent: bool, content: str, end: int, *, display: bool) -> bool:
    if len(content) > _LONGEST:
        return False
    if not silent:
        token = state.push("formula", "math", 0)
        token.content = content.strip()
        token.markup = state.src[state.pos : end]
        token.meta["display"] = display
    state.pos = end
    return True
