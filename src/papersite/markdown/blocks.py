"""The block parser: nesting that stays bounded, and the blocks that only exist here."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_block import html_block as commonmark_html_block
from markdown_it.rules_block import reference as commonmark_reference
from mdit_py_plugins.deflist import deflist_plugin

from papersite.markdown.page import page_of

BlockRule = Callable[[StateBlock, int, int, bool], bool]

_DEFINED = re.compile(r"\s{0,3}\[((?:[^\[\]\\]|\\.)+)\]:")
_ABBREVIATION = re.compile(r"\*\[([^\[\]\n]{1,100})\]:[ \t]*(\S[^\n]*)")
# Raw HTML that runs to a mark of its own (CommonMark 4.6, kinds 1 to 5), and that mark. Without the mark it would run to the
# end of the note and hide what follows, so there it is no raw HTML.
_RUNS_TO = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
_VERBATIM = re.compile(r"<(script|pre|style|textarea)(?=[\s>]|$)", re.IGNORECASE)


class BlockParser(ParserBlock):
    """A block parser over a literal table of rules: name, rule, and what a silent match may interrupt."""

    def __init__(self, rules: tuple[tuple[str, BlockRule, tuple[str, ...]], ...]) -> None:
        super().__init__()
        self.ruler = Ruler[BlockRule]()
        for name, rule, interrupts in rules:
            self.ruler.push(name, rule, {"alt": list(interrupts)})

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Push the tokens of some lines. At the deepest level all that is left are paragraphs; markdown-it drops such text."""
        rules = [paragraph] if state.level >= state.md.options.maxNesting else self.ruler.getRules("")
        line = startLine
        blank = False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            for rule in rules:
                if rule(state, line, endLine, False):
                    break
            # A list is loose if a blank line stands between its parts, and not if one stands at its end.
            state.tight = not blank
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                blank = True
            if line < endLine and state.isEmpty(line):
                blank = True
                line += 1
                state.line = line


def definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A link definition. It leaves a token behind, so that a definition no link uses can be shown and isn't lost."""
    known = len(state.env["references"])
    if silent or not commonmark_reference(state, start_line, end_line, silent):
        return False
    text = state.getLines(start_line, state.line, state.blkIndent, False)
    match = _DEFINED.match(text)
    label = normalizeReference(match[1]) if match else ""
    token = state.push("definition", "", 0)
    token.map = [start_line, state.line]
    token.content = text.strip()
    token.meta = {"label": label if len(state.env["references"]) > known else ""}
    return True


def abbreviation(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """`*[HTML]: Hypertext Markup Language` on a line of its own."""
    pos = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("*[", pos) or state.is_code_block(start_line):
        return False
    match = _ABBREVIATION.fullmatch(state.src[pos : state.eMarks[start_line]])
    if match is None:
        return False
    if not silent:
        page_of(state.env).abbreviations.setdefault(match[1].strip(), match[2].strip())
        token = state.push("abbreviation", "", 0)
        token.map = [start_line, start_line + 1]
        token.content = match[0]
        token.meta = {"name": match[1].strip()}
        state.line = start_line + 1
    return True


def html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Raw HTML as CommonMark finds it, except for what never ends."""
    pos = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("<", pos):
        return False
    closing = next((end for begin, end in _RUNS_TO if state.src.startswith(begin, pos)), "")
    if closing and state.src.find(closing, pos + 2, state.eMarks[state.lineMax - 1]) < 0:
        return False
    if (verbatim := _VERBATIM.match(state.src, pos)) and not _closes(state, pos, verbatim[1]):
        return False
    found: bool = commonmark_html_block(state, start_line, end_line, silent)
    if found and not silent:
        page_of(state.env).raw = True
    return found


def _closes(state: StateBlock, pos: int, name: str) -> bool:
    """Whether a closing tag of this name stands anywhere after `pos`."""
    last = state.env.setdefault("last_closing", {})
    if name not in last:
        last[name] = max((m.start() for m in re.finditer(f"</{name}>", state.src, re.IGNORECASE)), default=-1)
    return bool(last[name] > pos)


def _deflist_rule() -> BlockRule:
    """The rule of mdit-py-plugins, which only comes as a plugin of a whole parser."""
    parser = MarkdownIt("zero").use(deflist_plugin)
    return next(rule.fn for rule in parser.block.ruler.__rules__ if rule.name == "deflist")


_deflist = _deflist_rule()


def definition_list(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A term, and below it definitions that begin with `:`. Pandoc's `~` begins none, for `~` is a tilde in Japanese notes."""
    if not silent:
        below = start_line + 1
        if below < end_line and state.isEmpty(below):
            below += 1
        if below >= end_line or not state.src.startswith(":", state.bMarks[below] + state.tShift[below]):
            return False
    return _deflist(state, start_line, end_line, silent)
