"""TeX to MathML, at build time. This is the one place that knows the converter.

A formula that cannot be set shows its source and says why. The converter recurses, and a formula nested by the thousand ends
the process with a segmentation fault (measured: 1,000 levels pass, 20,000 do not), so depth is bounded before it is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from math_core import LatexError, LatexToMathML

_DEEPEST = 200
_COMMANDS = 1500  # commands, scripts and groups in one formula; each may nest the next
_OPENING = re.compile(r"\\[A-Za-z]+|[{^_]")
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}|\\nonumber(?![A-Za-z])|\\notag(?![A-Za-z])")
_TAG = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")
_NUMBERED = re.compile(r"\\begin\{(equation|align|alignat|flalign|gather|multline|eqnarray)\}")
_WRAPPERS = re.compile(r"\\(begin|end)\{(?:displaymath|math)\}")


class FormulaError(ValueError):
    """A formula that cannot be set; the message says why."""


def to_mathml(source: str, *, display: bool, macros: tuple[tuple[str, str], ...] = ()) -> str:
    """A formula as a MathML element that carries its source in `alttext`.

    Raises FormulaError for what the converter does not know.
    """
    return _convert(source, display, macros)


@lru_cache(maxsize=1 << 12)
def _convert(source: str, display: bool, macros: tuple[tuple[str, str], ...]) -> str:
    tex, tag = _prepare(source)
    if len(_OPENING.findall(tex)) > _COMMANDS or _depth(tex) > _DEEPEST:
        raise FormulaError("it is nested too deeply")
    try:
        html = _converter(macros).convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise FormulaError(_reason(str(error))) from None
    head, _, rest = html.partition(">")
    html = f'{head} alttext="{escape(source)}">{rest}'
    return f'{html}<span class="equation-tag">({escape(tag)})</span>' if tag else html


def _prepare(source: str) -> tuple[str, str]:
    """A formula without what only a whole document can number: labels go, a tag is told apart, environments lose numbers."""
    tex = _WRAPPERS.sub("", _LABEL.sub("", source))
    tag = _TAG.search(tex)
    tex = _NUMBERED.sub(lambda m: f"\\begin{{{m[1]}*}}", tex)
    for name in set(_NUMBERED.findall(source)):
        tex = tex.replace(f"\\end{{{name}}}", f"\\end{{{name}*}}")
    return _TAG.sub("", tex), tag[1] if tag else ""


def _depth(tex: str) -> int:
    depth = deepest = 0
    for char in tex:
        if char == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif char == "}":
            depth -= 1
    return deepest


def _reason(message: str) -> str:
    """The converter's message without its offset."""
    return re.sub(r"^\d+:\s*", "", message.strip().splitlines()[0]) if message.strip() else "it cannot be read"


@lru_cache(maxsize=8)
def _converter(macros: tuple[tuple[str, str], ...]) -> LatexToMathML:
    try:
        return LatexToMathML(macros=dict(macros), fancy_error=False, allow_unreliable_rendering=True)
    except LatexError as error:
        raise FormulaError(f"the site's macros cannot be read: {_reason(str(error))}") from None
