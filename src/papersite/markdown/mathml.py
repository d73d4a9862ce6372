"""TeX to MathML, at build time. This is the one place that knows the converter.

A formula that cannot be set says why. The converter recurses in native code, and a formula nested by the thousand ends the
whole process (measured: 3,000 levels pass on a stack of 8 MiB, 300 do not on one of 512 KiB), so depth is bounded beforehand.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from math_core import LatexError, LatexToMathML

from papersite.regex import lazy_regex

_DEEPEST = 50  # groups, \left…\right and environments within one another
_MOST = 600  # commands; each may take the next as its argument, so they bound the depth too
_EXPANSIONS = 200

# What papers use and the converter lacks, in terms of what it has.
_MACROS = {
    "mbox": r"\text{#1}",
    "hbox": r"\text{#1}",
    "textup": r"\text{#1}",
    "mathds": r"\mathbb{#1}",
    "mathbbm": r"\mathbb{#1}",
    "mathnormal": "#1",
    "pmb": r"\boldsymbol{#1}",
    "ensuremath": "#1",
    "mathclap": "#1",
    "mathllap": "#1",
    "mathrlap": "#1",
    "mathlarger": "#1",
    "smash": "#1",
    "substack": r"\begin{subarray}{c}#1\end{subarray}",
    "norm": r"\left\lVert #1\right\rVert",
    "abs": r"\left\lvert #1\right\rvert",
    "hdots": r"\ldots",
    "hfill": r"\quad",
    "ref": r"\text{#1}",
}
# Environments by another name, and whether they take an argument that says how many columns there are.
_ENVIRONMENTS = {
    "equation": "equation*",
    "align": "align*",
    "gather": "gather*",
    "multline": "multline*",
    "flalign": "align*",
    "flalign*": "align*",
    "eqnarray": "align*",
    "eqnarray*": "align*",
    "alignat": "align*",
    "alignat*": "align*",
    "alignedat": "aligned",
    "split": "aligned",
    "smallmatrix": "matrix",
}
_ENVIRONMENT = lazy_regex(r"\\(begin|end)\{([a-z]+\*?)\}(?:(?<=at\})\{\d+\}|(?<=at\*\})\{\d+\})?")
_BARE = lazy_regex(r"\\(?:begin|end)\{(?:displaymath|math)\}")
# What only matters to a whole document or to a line of print.
_IGNORED = lazy_regex(
    r"\\label\s*\{[^{}]*\}|\\(?:vspace|rule)\*?\s*\{[^{}]*\}(?:\{[^{}]*\})?|\\[-/]"
    r"|\\(?:nonumber|notag|allowbreak|tiny|scriptsize|footnotesize|small|normalsize|large|Large)(?![A-Za-z])"
)
_OPERATOR = lazy_regex(r"\\DeclareMathOperator(\*?)\s*\{?(\\[A-Za-z]+)\}?\s*\{([^{}]*)\}")
_TEXT = lazy_regex(r"\\(?:text|textrm|mbox)\{([^{}$]*)\$([^{}$]*)\$([^{}$]*)\}")
_NESTING = lazy_regex(r"\\(?P<open>left|begin)(?![A-Za-z])|\\(?P<close>right|end)(?![A-Za-z])|\\.|[{}]", re.DOTALL)
_COMMAND = lazy_regex(r"\\[A-Za-z]+")
_NUMBERED = lazy_regex(r"\\begin\{(?:equation|align|gather|multline)")


# Characters that the converter only takes as commands.
_CHARACTERS = str.maketrans(
    {"∅": r"\emptyset ", "√": r"\surd ", "∠": r"\angle ", "∴": r"\therefore ", "∵": r"\because ", "⊤": r"\top ", "⊥": r"\bot "}
)


class FormulaError(ValueError):
    """A formula that cannot be set; the message says why."""


@lru_cache(maxsize=1 << 12)
def to_mathml(source: str, *, display: bool, macros: tuple[tuple[str, str], ...] = ()) -> str:
    """A formula as a MathML element that carries its source in `alttext`.

    Raises FormulaError for what the converter does not know.
    """
    tex = _prepare(source, display)
    if _is_too_deep(tex):
        raise FormulaError("it is nested too deeply")
    try:
        html = _converter(macros).convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise FormulaError(_reason(error)) from None
    head, _, rest = html.partition(">")
    return f'{head} alttext="{escape(source)}">{rest}'


def _prepare(source: str, display: bool) -> str:
    """A formula in the words of the converter."""
    tex = _IGNORED.sub("", _BARE.sub("", source.translate(_CHARACTERS)))
    tex = _OPERATOR.sub(r"\\newcommand{\2}{\\operatorname\1{\3}}", tex)
    tex = _TEXT.sub(r"\\text{\1}\2\\text{\3}", tex)
    tex = _ENVIRONMENT.sub(lambda m: rf"\{m[1]}{{{_ENVIRONMENTS.get(m[2], m[2])}}}", tex)
    if "\\tag" in tex and display and not _NUMBERED.search(tex):
        tex = rf"\begin{{equation*}}{tex}\end{{equation*}}"
    return tex.strip()


def _is_too_deep(tex: str) -> bool:
    depth = 0
    for match in _NESTING.finditer(tex):
        if match["open"] or match[0] == "{":
            depth += 1
            if depth > _DEEPEST:
                return True
        elif match["close"] or match[0] == "}":
            depth -= 1
    return len(_COMMAND.findall(tex)) > _MOST


def _reason(error: LatexError) -> str:
    """The converter's message without its offset."""
    return re.sub(r"^\d+:\s*", "", str(error).strip().partition("\n")[0]).rstrip(".") or "it cannot be read"


@lru_cache(maxsize=8)
def _converter(macros: tuple[tuple[str, str], ...]) -> LatexToMathML:
    try:
        return LatexToMathML(
            macros={**_MACROS, **dict(macros)},
            fancy_error=False,
            allow_unreliable_rendering=True,
            max_expansions=_EXPANSIONS,
        )
    except LatexError as error:
        raise FormulaError(f"the site's macros cannot be read: {_reason(error)}") from None
