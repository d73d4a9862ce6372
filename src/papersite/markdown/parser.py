"""The one configured parser: which rules there are, in which order, and the way from a text to tokens."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it import rules_block as block
from markdown_it import rules_inline as inline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.balance_pairs import link_pairs
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

from papersite.markdown import blocks, containers, emphasis, fences, footnotes, formulas, images, keys, scripts, tables
from papersite.markdown.blocks import BlockParser
from papersite.markdown.footnotes import Footnotes, footnotes_of
from papersite.markdown.inline import InlineParser, InlineRule, Stop
from papersite.markdown.page import Definitions, Page, page_of
from papersite.markdown.references import Places, find_stops, link_references
from papersite.model import LONGEST_BODY

_NESTING = 60  # containers within containers; each costs three frames of Python's stack


def _footnote(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    pos = state.bMarks[start_line] + state.tShift[start_line]
    if not footnotes.LABELLED.match(state.src, pos, state.eMarks[start_line]):
        return False
    if not footnote_def(state, start_line, end_line, silent):
        return False
    if not silent:
        footnotes_of(state.env).defined.update(label[1:] for label in state.env["footnotes"]["refs"])
        state.env["footnotes"]["refs"].clear()
    return True


def _html_inline(state: StateInline, silent: bool) -> bool:
    found: bool = inline.html_inline(state, silent)
    if found and not silent:
        page_of(state.env).raw = True
    return found


def _placed(rule: InlineRule) -> InlineRule:
    """A rule that makes links, which then know where they stand."""

    def placed(state: StateInline, silent: bool) -> bool:
        start, made = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[made : made + 2]:
            if token.type == "link_open":
                token.meta["at"] = (start, state.pos)
                break
        return True

    return placed


# Name, rule, the characters a line must begin with (empty: any), and the blocks it may interrupt. The order is CommonMark's,
# with ours before what they would be taken for.
_TEXT = ("paragraph", "reference", "blockquote")
_BLOCK_RULES = (
    ("table", tables.table, "", ("paragraph", "reference")),
    ("fence", fences.fence, "`~", (*_TEXT, "list")),
    ("code", block.code, "", ()),
    ("formula", formulas.formula_block, "$\\", (*_TEXT, "list")),
    ("colons", containers.colon_callout, ":", (*_TEXT, "list")),
    ("blockquote", block.blockquote, ">", (*_TEXT, "list")),
    ("hr", block.hr, "*-_", (*_TEXT, "list")),
    ("list", block.list_block, "*-+0123456789", _TEXT),
    ("footnote", _footnote, "[", ("paragraph", "reference")),
    ("abbreviation", blocks.abbreviation, "*", ("paragraph", "reference")),
    ("reference", blocks.definition, "[", ()),
    ("html_block", blocks.html_block, "<", _TEXT),
    ("heading", block.heading, "#", _TEXT),
    ("deflist", blocks.definition_list, "", _TEXT),
    ("paragraph", blocks.paragraph, "", ()),
)

# Name, the characters it starts at, and rule; the first that matches wins.
_INLINE_RULES = (
    ("newline", "\n", inline.newline),
    ("formula", "\\", formulas.backslashed),
    ("escape", "\\", inline.escape),
    ("dollar", "$", formulas.dollar),
    ("backticks", "`", inline.backtick),
    ("strikethrough", "~", inline.strikethrough.tokenize),
    ("subscript", "~", scripts.subscript),
    ("footnote_inline", "^", footnotes.footnote_inline),
    ("superscript", "^", scripts.superscript),
    ("emphasis", "*_", inline.emphasis.tokenize),
    ("mark", "=", emphasis.mark),
    ("ruby", "{", scripts.ruby),
    ("footnote", "[", footnotes.footnote_reference),
    ("wikilink", "[", keys.wikilink),
    ("citation", "[", keys.citation),
    ("link", "[", _placed(inline.link)),
    ("image", "!", images.image),
    ("autolink", "<", _placed(inline.autolink)),
    ("html_inline", "<", _html_inline),
    ("entity", "&", inline.entity),
)

_PAIR_RULES = (link_pairs, inline.strikethrough.postProcess, inline.emphasis.postProcess, emphasis.pair_marks)


class Markdown(MarkdownIt):
    """markdown-it with this room's rules. Addresses are judged when they are written, not here."""

    def __init__(self) -> None:
        super().__init__("zero", {"maxNesting": _NESTING, "html": True})
        self.block = BlockParser(_BLOCK_RULES)
        self.inline = InlineParser(_INLINE_RULES, _PAIR_RULES, _stops)

    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Every address is a link to the parser; the writer lets through what is safe and reports the rest."""
        return True


def _stops(src: str, env: Any) -> list[Stop]:
    # Texts within this one (alternative texts, inline footnotes) have offsets of their own and get no spans.
    return find_stops(src, env.pop("spans", ()))


@lru_cache(maxsize=1)
def markdown() -> Markdown:
    """The parser; it keeps no state between texts."""
    return Markdown()


def parse_blocks(text: str, page: Page) -> tuple[list[Token], dict[str, Any]]:
    """The block tokens of a text, inline texts unread, and the environment to read them in."""
    env: dict[str, Any] = {"page": page, "references": Definitions(), "notes": Footnotes()}
    tokens: list[Token] = []
    if len(text) > LONGEST_BODY:
        found = f"a text of {len(text):,} characters is shown as it stands; up to {LONGEST_BODY:,} are read as Markdown."
        page.problem("too-long", found)
        return [Token("code_block", "code", 0, content=text.replace("\0", "\ufffd"), block=True, map=[0, 1])], env
    markdown().block.parse(text.replace("\0", "\ufffd"), markdown(), env, tokens)
    containers.tasks(tokens)
    return containers.callouts(tokens, page.lang), env


def parse_inlines(tokens: list[Token], env: dict[str, Any], places: Places | None = None) -> None:
    """Read the inline texts among block tokens, in place."""
    parser = markdown()
    for token in tokens:
        if token.type != "inline":
            continue
        spans = places.spans(token) if places else ()
        env["spans"] = spans
        children = parser.inline.parse(token.content, parser, env, [])
        token.children = link_references(children) if spans else children
