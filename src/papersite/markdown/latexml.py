"""Formulas that reached a note as LaTeXML's words: `caligraphic_S start_POSTSUBSCRIPT pre end_POSTSUBSCRIPT`.

arXiv's HTML pages carry each formula in words for those who cannot see it, and copying, or a language model that read such a
page, leaves the words. They say the whole structure, so they are turned back into TeX. Words that only look alike stay text:
`italic_text` alone is no formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papersite.regex import lazy_regex

# LaTeXML's fonts, by what TeX calls them; several may stand before one symbol.
_FONTS = {
    "italic": "",
    "bold": r"\boldsymbol",
    "caligraphic": r"\mathcal",
    "script": r"\mathscr",
    "blackboard": r"\mathbb",
    "roman": r"\mathrm",
    "fraktur": r"\mathfrak",
    "sansserif": r"\mathsf",
    "typewriter": r"\mathtt",
}
_ACCENTS = {
    "over^": r"\hat",
    "over~": r"\tilde",
    "over¯": r"\bar",
    "over˙": r"\dot",
    "over¨": r"\ddot",
    "over→": r"\vec",
    "over⏞": r"\overbrace",
    "under¯": r"\underline",
    "under⏟": r"\underbrace",
    "square-root": r"\sqrt",
}
_SCRIPTS = {"POSTSUBSCRIPT": "_", "POSTSUPERSCRIPT": "^", "FLOATSUBSCRIPT": "_", "FLOATSUPERSCRIPT": "^"}
_GROUPS = frozenset({*_SCRIPTS, "ARG", "OPERATOR", "ROW", "CELL", "ARRAY", "BINOP", "RELOP", "BIGOP", "POSTFIX", "ATOM"})
_DEEPEST = 20

_FONT = "|".join(_FONTS)
_ACCENT = "|".join(re.escape(name) for name in sorted(_ACCENTS, key=len, reverse=True))
_WORD = lazy_regex(
    rf"(?<![A-Za-z_])(?:(?P<fonts>(?:(?:{_FONT})_)+)(?P<symbol>[A-Za-z]+|[^\sA-Za-z_])"
    rf"|(?P<side>start|end)_(?P<group>{'|'.join(sorted(_GROUPS, key=len, reverse=True))})(?![A-Za-z_])"
    rf"|(?P<accent>{_ACCENT})(?=\s+start_ARG)|(?P<fraction>divide|binomial|nth-root)(?=\s+start_ARG))"
)
# Between the words at the top level: numbers, brackets, operators, single letters. Anything longer is prose.
_GLUE = lazy_regex(
    r"(?:\s|\d|[()\[\]|,.:;=+\-−*/<>≤≥≪≫∈∉⊂⊆∪∩×·∘⊙⊗⊕∼≈≡≠≔→←↦∀∃∂∇∑∏∫∞∥‖′'!…⋯∝⊤†]|(?<![A-Za-z])[A-Za-z](?![A-Za-z])){0,24}"
)
_INSIDE = lazy_regex(r"[^\u3002\n]{0,60}")
# What a script stands on if no word of LaTeXML's does.
_BASE = lazy_regex(r"(?:(?<![^\W_])(?:[A-Za-z]{1,12}|\d{1,6})|[)\]|∑∏∫∇∂∥‖′])\s*\Z")
_MARKS = ("start_", "italic_", "caligraphic_", "blackboard_", "bold_", "roman_", "fraktur_")


@dataclass(frozen=True, slots=True)
class Residue:
    """A run of LaTeXML's words: where it stands in a text, and the TeX it says."""

    start: int
    end: int
    tex: str


def find_residue(text: str) -> Iterator[Residue]:
    """The formulas in words of a text, in order."""
    if not any(mark in text for mark in _MARKS):
        return
    run: list[re.Match[str]] = []
    depth = 0
    for word in _WORD.finditer(text):
        if run and not (_INSIDE if depth else _GLUE).fullmatch(text, run[-1].end(), word.start()):
            yield from _read(text, run)
            run, depth = [], 0
        if word["side"] == "end" and depth == 0:
            yield from _read(text, run)
            run = []
            continue
        depth += {"start": 1, "end": -1}.get(word["side"] or "", 0)
        run.append(word)
    yield from _read(text, run)


def _read(text: str, words: Sequence[re.Match[str]]) -> Iterator[Residue]:
    """The formula in a run of words, if it is one: closed groups, or a font with a single symbol."""
    words = _closed(words)
    if not words or not any(word["side"] or len(word["symbol"] or "xx") == 1 for word in words):
        return
    start = words[0].start()
    if words[0]["side"] and (base := _BASE.search(text, max(0, start - 14), start)):
        start = base.start()
    pieces = _Pieces(text[start : words[0].start()], text, words)
    tex = pieces.read(0)
    if tex.strip():
        yield Residue(start, words[-1].end(), " ".join(tex.split()))


def _closed(words: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """The words up to the first group that stays open or is too deep."""
    opened: list[int] = []
    for index, word in enumerate(words):
        if word["side"] == "start":
            opened.append(index)
            if len(opened) > _DEEPEST:
                return words[: opened[0]]
        elif word["side"] == "end":
            opened.pop()
    return words[: opened[0]] if opened else words


class _Pieces:
    """Reads a run of words from left to right; what stands between two words is TeX as it is."""

    def __init__(self, lead: str, text: str, words: Sequence[re.Match[str]]) -> None:
        self._lead = lead
        self._text = text
        self._words = words
        self._index = 0

    def read(self, depth: int) -> str:
        """TeX up to the end of the group that is open, or of the run."""
        out = [_plain(self._lead)] if depth == 0 else []
        while self._index < len(self._words):
            word = self._words[self._index]
            self._index += 1
            if word["side"] == "end":
                break
            out.append(self._word(word, depth))
            out.append(self._after())
        return " ".join(out)

    def _word(self, word: re.Match[str], depth: int) -> str:
        if word["symbol"]:
            return _symbol(word["fonts"], word["symbol"])
        if word["side"]:
            inner = self._after() + self.read(depth + 1)
            if mark := _SCRIPTS.get(word["group"]):
                return f"{mark}{{{inner}}}"
            return rf"\operatorname{{{inner}}}" if word["group"] == "OPERATOR" and inner.strip().isalpha() else f"{{{inner}}}"
        if word["accent"]:
            return f"{_ACCENTS[word['accent']]}{self._argument(depth)}"
        first, second = self._argument(depth), self._argument(depth)
        if word["fraction"] == "nth-root":
            return rf"\sqrt[{first[1:-1]}]{second}"
        return rf"\{'frac' if word['fraction'] == 'divide' else 'binom'}{first}{second}"

    def _argument(self, depth: int) -> str:
        """The group that follows, in braces; empty braces if none does."""
        if (
            self._index < len(self._words)
            and self._words[self._index]["group"] == "ARG"
            and self._words[self._index]["side"] == "start"
        ):
            self._index += 1
            return f"{{{self._after()}{self.read(depth + 1)}}}"
        return "{}"

    def _after(self) -> str:
        """What stands between the last word read and the next."""
        if self._index >= len(self._words):
            return ""
        return _plain(self._text[self._words[self._index - 1].end() : self._words[self._index].start()])


def _symbol(fonts: str, symbol: str) -> str:
    tex = symbol if len(symbol) == 1 else rf"\mathit{{{symbol}}}"
    names = fonts.rstrip("_").split("_")
    for name in reversed(names):
        command = _FONTS[name]
        if command:
            tex = f"{command}{{{symbol if tex.startswith(chr(92) + 'mathit') else tex}}}"
    return _escape_symbol(tex)


def _escape_symbol(tex: str) -> str:
    return tex.replace("{%}", r"{\%}").replace("{#}", r"{\#}")


_SPECIAL = lazy_regex(r"[\\#%&$_{}^~]")


def _plain(text: str) -> str:
    """Text between words as TeX: letters that form a word stand upright, and nothing in it is a command."""
    text = _SPECIAL.sub(lambda m: {"\\": r"\backslash ", "^": r"\hat{}", "~": r"\sim "}.get(m[0], "\\" + m[0]), text)
    return re.sub(r"(?<![A-Za-z\\])[A-Za-z]{2,}", lambda m: rf"\mathrm{{{m[0]}}}", text)
