"""A body to HTML, to its headings, or to plain text: the stages in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from markdown_it.token import Token

from papersite.markdown import footnotes, raw_html
from papersite.markdown.abbreviations import abbreviate
from papersite.markdown.declarations import without_style
from papersite.markdown.headings import fit_levels, heading_id
from papersite.markdown.page import Definitions, Page
from papersite.markdown.parser import parse_blocks, parse_inlines
from papersite.markdown.references import Places
from papersite.markdown.texts import inline_text
from papersite.markdown.values import MarkdownOptions, Reading, Rendered
from papersite.markdown.writer import Writer
from papersite.model import Heading, Reference
from papersite.regex import lazy_regex

_SENTENCE = lazy_regex(r".*?(?:[。！？][」』）]*|[!?](?=\s|$)|(?<!e\.g)(?<!i\.e)(?<!al)(?<!vs)(?<!cf)(?<!Fig)\.(?=\s|$)|$)")


def render(
    text: str,
    references: Iterable[Reference] = (),
    *,
    lang: str = "ja",
    top_level: int = 2,
    id_prefix: str = "",
    options: MarkdownOptions = MarkdownOptions(),  # noqa: B008 - frozen
) -> Rendered:
    """A body as HTML that does not depend on other notes; `fill` puts in what does. Raises nothing.

    `references` are those of this text, with offsets into it. `top_level` is the level of the note's highest headings on the
    page, and `id_prefix` keeps its ids apart from those of other notes there.
    """
    return read(text, references, lang=lang, top_level=top_level, id_prefix=id_prefix, options=options).rendered


def read(
    text: str,
    references: Iterable[Reference] = (),
    *,
    lang: str = "ja",
    top_level: int = 2,
    id_prefix: str = "",
    options: MarkdownOptions = MarkdownOptions(),  # noqa: B008 - frozen
) -> Reading:
    """What `render`, `outline` and `plain_text` make of a body, parsed once for all three: parsing is most of their work."""
    page = Page(options=options, lang=lang, top_level=top_level, id_prefix=id_prefix)
    tokens, env = parse_blocks(text, page)
    given = tuple(references)
    parse_inlines(tokens, env, Places(text, given) if given else None)
    _keep_definitions(tokens, env["references"], page)
    # A callout without a title is shown under a word of the note's language.
    own_words = lang != Page().lang and any(token.type == "callout_open" for token in tokens)
    plain = plain_text(text) if own_words else _shown(tokens)
    named = _name_headings(tokens, page)
    tokens, defined = footnotes.take_out(tokens)
    notes = footnotes.gather(env["notes"], defined)
    if page.raw:
        tokens, notes = raw_html.settle(tokens, page), raw_html.settle(notes, page)
    html = Writer(page, named).write([*tokens, *notes])
    if " style=" in html:
        html = without_style(html)
        page.features.add("styles")
    rendered = Rendered(
        html=html,
        headings=tuple(page.headings),
        problems=tuple(page.problems),
        images=tuple(page.images),
        features=tuple(sorted(page.features)),
    )
    bare = tuple(replace(heading, id=heading.id.removeprefix(id_prefix)) for heading in page.headings)
    return Reading(rendered, bare, plain)


def outline(text: str, *, id_prefix: str = "") -> tuple[Heading, ...]:
    """The headings of a body, with the ids that `render` gives them."""
    page = Page(id_prefix=id_prefix)
    tokens, env = parse_blocks(text, page)
    kept = [token for index, token in enumerate(tokens) if token.type == "inline" and tokens[index - 1].type == "heading_open"]
    parse_inlines(kept, env)
    _name_headings(tokens, page)
    return tuple(page.headings)


def plain_text(text: str) -> str:
    """The visible text of a body without markup, one line per block: for summaries and for search."""
    page = Page()
    tokens, env = parse_blocks(text, page)
    parse_inlines(tokens, env)
    _keep_definitions(tokens, env["references"], page)
    return _shown(tokens)


def _shown(tokens: Iterable[Token]) -> str:
    """The visible text of tokens whose inline texts are read."""
    lines = []
    for token in tokens:
        if token.type == "inline":
            lines.append(inline_text(token.children or ()))
        elif token.type in ("fence", "code_block", "formula_block") or token.meta.get("shown"):
            lines.append(token.content.rstrip("\n"))
        elif token.type == "html_block":
            lines.append(raw_html.visible(token.content).strip())
    return "\n".join(line for line in lines if line.strip())


def first_sentence(text: str) -> str:
    """The first sentence of the visible text, as far as punctuation tells."""
    for line in plain_text(text).split("\n"):
        if line.strip():
            match = _SENTENCE.match(line.strip())
            return match[0].strip() if match and match[0].strip() else line.strip()
    return ""


def _name_headings(tokens: list[Token], page: Page) -> dict[int, tuple[int, str]]:
    """The level on the page and the id of each heading, by the identity of its opening token; fills `page.headings`."""
    found = [(index, token) for index, token in enumerate(tokens) if token.type == "heading_open"]
    levels = fit_levels((int(token.tag[1:]) for _, token in found), page.top_level)
    named = {}
    for (index, token), level in zip(found, levels, strict=True):
        text = inline_text(tokens[index + 1].children or ()).strip()
        name = page.id_prefix + page.unique_id(heading_id(text))
        named[id(token)] = (level, name)
        page.headings.append(Heading(level=int(token.tag[1:]), text=text, id=name))
    return named


def _keep_definitions(tokens: list[Token], definitions: Definitions, page: Page) -> None:
    """Show the definitions that nothing uses, and put in the abbreviations."""
    used = abbreviate(tokens, page.abbreviations) if page.abbreviations else set()
    for token in tokens:
        if token.type == "definition":
            token.meta["shown"] = token.meta["label"] not in definitions.used
        elif token.type == "abbreviation":
            token.meta["shown"] = token.meta["name"] not in used
