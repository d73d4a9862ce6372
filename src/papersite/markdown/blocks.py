"""The block parser: nesting that stays bounded, and the blocks that only exist here."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim, normalizeReference
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import html_block as commonmark_html_block
from markdown_it.rules_block import reference as commonmark_reference
from mdit_py_plugins.deflist import deflist_plugin

from papersite.markdown.page import page_of
from papersite.markdown.raw_html import is_element
from papersite.regex import lazy_regex

BlockRule = Callable[[StateBlock, int, int, bool], bool]

_DEFINED = lazy_regex(r"\s{0,3}\[((?:[^\[\]\\]|\\.)+)\]:")
_UNDERLINE = lazy_regex(r"(?:=+|-+)[ \t]*\Z")
_ABBREVIATION = lazy_regex(r"\*\[([^\[\]\n]{1,100})\]:[ \t]*(\S[^\n]*)")
# Raw HTML that runs to a mark of its own (CommonMark 4.6, kinds 1 to 5), and that mark. Without the mark it would run to the
# end of the note and hide what follows, so there it is no raw HTML.
_RUNS_TO = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
_TAG_NAME = lazy_regex(r"</?([A-Za-z][A-Za-z0-9-]*)")
_VERBATIM = lazy_regex(r"<(script|pre|style|textarea)(?=[\s>]|$)", re.IGNORECASE)


Rule = tuple[str, BlockRule, str, tuple[str, ...]]


class Interrupts(Ruler[BlockRule]):
    """Rules by the characters that a line must begin with for them; markdown-it asks every rule about every line.

    A rule is a name, a function, those characters (none for any), and the blocks that it may interrupt.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__()
        for name, rule, _, chains in rules:
            self.push(name, rule, {"alt": list(chains)})
        self._starting = _by_first(rules, "")
        names = {chain for rule in rules for chain in rule[3]}
        self._interrupting = {name: [self._interrupt(_by_first(rules, name))] for name in names}

    def starting(self, char: str) -> tuple[BlockRule, ...]:
        """The rules for a line that begins with a character."""
        return self._starting.get(char) or self._starting[""]

    def getRules(self, chainName: str = "") -> list[BlockRule]:  # noqa: N802, N803
        """One rule that stands for all that may interrupt a block; markdown-it's own rules ask for it."""
        return self._interrupting[chainName]

    @staticmethod
    def _interrupt(table: dict[str, tuple[BlockRule, ...]]) -> BlockRule:
        anywhere = table[""]

        def interrupts(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
            return any(rule(state, line, end_line, silent) for rule in table.get(first_char(state, line), anywhere))

        return interrupts


def _by_first(rules: tuple[Rule, ...], chain: str) -> dict[str, tuple[BlockRule, ...]]:
    chosen = [(rule, starts) for _, rule, starts, chains in rules if not chain or chain in chains]
    chars = {char for _, starts in chosen for char in starts}
    return {char: tuple(rule for rule, starts in chosen if not starts or (char and char in starts)) for char in ("", *chars)}


def first_char(state: StateBlock, line: int) -> str:
    """The first character of a line that is no white space, or nothing."""
    pos = state.bMarks[line] + state.tShift[line]
    return state.src[pos] if pos < state.eMarks[line] else ""


class BlockParser(ParserBlock):
    """A block parser over a literal table of rules."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__()
        self.ruler = self._rules = Interrupts(rules)

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Push the tokens of some lines. At the deepest level all that is left are paragraphs; markdown-it drops such text."""
        deepest = state.level >= state.md.options.maxNesting
        line = startLine
        blank = False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            for rule in (paragraph,) if deepest else self._rules.starting(first_char(state, line)):
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


def paragraph(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A paragraph, or the heading that an underline makes of it (CommonMark 4.3 and 4.8), in one walk over its lines."""
    (interrupts,) = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    underlined = not state.is_code_block(start_line)
    line = start_line + 1
    level = 0
    while line < state.lineMax and not state.isEmpty(line):
        indent = state.sCount[line]
        if indent - state.blkIndent <= 3 or (state.blkIndent and first_char(state, line) in "`~"):
            if underlined and line < end_line and indent >= state.blkIndent and (level := _underline(state, line)):
                break
            # A negative indent is a quote's lazy line, which the quote has looked at.
            if indent >= 0 and interrupts(state, line, end_line, True):
                break
        line += 1
    state.parentType = parent
    tag = f"h{level}" if level else "p"
    kind = "heading" if level else "paragraph"
    state.line = line + 1 if level else line
    opening = state.push(f"{kind}_open", tag, 1)
    opening.map = [start_line, state.line]
    inline = state.push("inline", "", 0)
    inline.content = mdTrim(state.getLines(start_line, line, state.blkIndent, False))
    inline.map = [start_line, line]
    inline.children = []
    state.push(f"{kind}_close", tag, -1)
    return True


def _underline(state: StateBlock, line: int) -> int:
    """The level of the heading that a line of `=` or `-` makes, or 0."""
    if first_char(state, line) not in ("=", "-"):
        return 0
    match = _UNDERLINE.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])
    return 0 if match is None else 1 if match[0][0] == "=" else 2


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
        name, known = match[1].strip(), page_of(state.env).abbreviations
        is_first = name not in known
        known.setdefault(name, match[2].strip())
        token = state.push("abbreviation", "", 0)
        token.map = [start_line, start_line + 1]
        token.content = match[0]
        token.meta = {"name": name if is_first else ""}
        state.line = start_line + 1
    return True


def html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Raw HTML as CommonMark finds it, except for what never ends and for tags that are no elements, such as `<think>`."""
    pos = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("<", pos):
        return False
    closing = next((end for begin, end in _RUNS_TO if state.src.startswith(begin, pos)), "")
    if closing and state.src.find(closing, pos + 2, state.eMarks[state.lineMax - 1]) < 0:
        return False
    if (named := _TAG_NAME.match(state.src, pos)) and not is_element(named[1]):
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
