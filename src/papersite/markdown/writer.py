"""Tokens to HTML. Every kind of token has one function here, in one table; nothing here parses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from markdown_it.token import Token

from papersite.identity import identify
from papersite.markdown.highlight import code_html, read_info
from papersite.markdown.images import caption_of, is_lost, stands_alone
from papersite.markdown.languages import other_language
from papersite.markdown.lost import elsewhere_mark, lost_mark
from papersite.markdown.mathml import FormulaError, to_mathml
from papersite.markdown.page import Page, attributes, escape
from papersite.markdown.raw_html import SCHEMES
from papersite.markdown.texts import inline_text, soft_break
from papersite.regex import lazy_regex

_SCHEME = lazy_regex(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_CLOSING = lazy_regex(r"[,.;:!?)\]、。，．：；！？）」』】〉》…\-‐]{1,3}")


class Writer:
    """Writes one note. `page` gathers what the page has to know."""

    def __init__(self, page: Page, heading_ids: dict[int, tuple[int, str]]) -> None:
        self.page = page
        self._heading_ids = heading_ids  # by the id() of the opening token: level on the page, id
        self._links: list[str] = []  # what closes the links that are open
        self._anchors = {unquote(name) for _, name in heading_ids.values()}

    def write(self, tokens: Sequence[Token]) -> str:
        """The HTML of block tokens."""
        out: list[str] = []
        page = self.page
        for index, token in enumerate(tokens):
            if token.map:
                page.line = token.map[0] + 1
            if token.type == "inline":
                out.append(self.write_inline(token.children or ()))
            elif token.hidden:
                if token.nesting < 0 and tokens[index + 1].nesting > 0:
                    out.append("\n")
            elif (write := _BLOCKS.get(token.type)) is not None:
                out.append(write(self, tokens, index))
            else:
                out.append(_TAGS[token.type])
        return "".join(out)

    def write_inline(self, tokens: Sequence[Token]) -> str:
        """The HTML of inline tokens."""
        out: list[str] = []
        for index, token in enumerate(tokens):
            if token.type == "text":
                out.append(escape(token.content))
            elif (tag := _TAGS.get(token.type)) is not None:
                out.append(tag)
                self.page.line += token.type == "hardbreak"
            else:
                out.append(_INLINES[token.type](self, tokens, index))
        return "".join(out)

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _paragraph_open(self, tokens: Sequence[Token], index: int) -> str:
        inline = tokens[index + 1]
        if inline.children and stands_alone(inline.children):
            return self._figure_open(inline.children[0])
        return f"<p{self._lang(inline)}>"

    def _paragraph_close(self, tokens: Sequence[Token], index: int) -> str:
        inline = tokens[index - 1]
        if inline.children and stands_alone(inline.children):
            image = inline.children[0]
            if not is_lost(image):
                caption = caption_of(image)
                return f"<figcaption>{escape(caption)}</figcaption></figure>\n" if caption else "</figure>\n"
        return "</p>\n"

    def _figure_open(self, image: Token) -> str:
        return "<p>" if is_lost(image) else "<figure>"

    def _heading_open(self, tokens: Sequence[Token], index: int) -> str:
        level, name = self._heading_ids[id(tokens[index])]
        return f'<h{level} id="{escape(name)}"{self._lang(tokens[index + 1])}>'

    def _heading_close(self, tokens: Sequence[Token], index: int) -> str:
        level, name = self._heading_ids[id(tokens[index - 2])]
        anchor = f'<a class="heading-anchor" href="#{escape(name)}" aria-hidden="true" tabindex="-1"></a>'
        return f"{anchor}</h{level}>\n"

    def _cell_open(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        style = token.attrs.get("style")
        return f"<{token.tag}{attributes([('style', str(style) if style else None)])}{self._lang(tokens[index + 1])}>"

    def _list_open(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        pairs = [(name, str(value)) for name, value in token.attrs.items()]
        return f"<{token.tag}{attributes(pairs)}>\n"

    def _item_open(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        if "checked" in token.meta:
            checked = " checked" if token.meta["checked"] else ""
            return f'<li class="task"><input type="checkbox" disabled{checked}> '
        if index + 4 < len(tokens) and tokens[index + 1].hidden and tokens[index + 4].type == "list_item_close":
            return f"<li{self._lang(tokens[index + 2])}>"
        return "<li>"

    def _table_open(self, tokens: Sequence[Token], index: int) -> str:
        label = self._word("表", "table")
        return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}">\n<table>\n'

    def _callout_open(self, tokens: Sequence[Token], index: int) -> str:
        meta = tokens[index].meta
        if meta["fold"]:
            is_open = " open" if meta["fold"] == "+" else ""
            return f'<details class="callout callout-{meta["kind"]}"{is_open}>\n'
        return f'<div class="callout callout-{meta["kind"]}" role="note">\n'

    def _title_open(self, tokens: Sequence[Token], index: int) -> str:
        return f'<{tokens[index].tag} class="callout-title">'

    def _callout_close(self, tokens: Sequence[Token], index: int) -> str:
        return f"</{tokens[index].tag}>\n"

    def _fence(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        fence = read_info(token.info)
        if fence.lang == "mermaid":
            self.page.features.add("mermaid")
            return f'<pre class="mermaid" tabindex="0">{escape(token.content)}</pre>\n'
        if fence.lang in ("math", "latex-math"):
            return self._formula(token, token.content, display=True)
        html, known = code_html(token.content, fence)
        if known:
            self.page.features.add("code")
        return html

    def _code_block(self, tokens: Sequence[Token], index: int) -> str:
        return f'<div class="code"><pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre></div>\n'

    def _formula_block(self, tokens: Sequence[Token], index: int) -> str:
        return self._formula(tokens[index], tokens[index].content, display=True)

    def _definition(self, tokens: Sequence[Token], index: int) -> str:
        return f"<p>{escape(tokens[index].content)}</p>\n" if tokens[index].meta.get("shown") else ""

    def _html(self, tokens: Sequence[Token], index: int) -> str:
        return tokens[index].content

    def _footnotes_open(self, tokens: Sequence[Token], index: int) -> str:
        self.page.features.add("footnotes")
        label = self._word("脚注", "Footnotes")
        return f'<section class="footnotes" role="doc-endnotes" aria-label="{label}">\n<ol>\n'

    def _footnote_open(self, tokens: Sequence[Token], index: int) -> str:
        return f'<li id="{escape(self.page.id_prefix)}fn:{tokens[index].meta["number"]}">'

    def _footnote_back(self, tokens: Sequence[Token], index: int) -> str:
        meta = tokens[index].meta
        label = self._word("本文に戻る", "Back to text")
        base = f"{escape(self.page.id_prefix)}fnref:{meta['number']}"
        return "".join(
            f' <a class="footnote-back" role="doc-backlink" href="#{base}{f":{n}" if n > 1 else ""}" aria-label="{label}">↩</a>'
            for n in range(1, meta["mentions"] + 1)
        )

    # ── inline ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _code_inline(self, tokens: Sequence[Token], index: int) -> str:
        return f"<code>{escape(tokens[index].content)}</code>"

    def _softbreak(self, tokens: Sequence[Token], index: int) -> str:
        self.page.line += 1
        return soft_break(tokens, index)

    def _special(self, tokens: Sequence[Token], index: int) -> str:
        return escape(tokens[index].content)

    def _abbr_open(self, tokens: Sequence[Token], index: int) -> str:
        return f'<abbr title="{escape(str(tokens[index].attrs["title"]))}">'

    def _ruby(self, tokens: Sequence[Token], index: int) -> str:
        pairs = (f"{escape(b)}<rp>（</rp><rt>{escape(r)}</rt><rp>）</rp>" for b, r in tokens[index].meta["pairs"])
        return f"<ruby>{''.join(pairs)}</ruby>"

    def _formula_inline(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        html = self._formula(token, token.content, display=token.meta["display"])
        self.page.line += token.markup.count("\n")
        if token.meta["display"] or index + 1 == len(tokens) or tokens[index + 1].type != "text":
            return html
        # A browser would break the line between a formula and the comma behind it.
        tail = _CLOSING.match(tokens[index + 1].content)
        if tail is None:
            return html
        tokens[index + 1].content = tokens[index + 1].content[tail.end() :]
        return f'<span class="nowrap">{html}{escape(tail[0])}</span>'

    def _formula(self, token: Token, source: str, *, display: bool) -> str:
        try:
            html = to_mathml(source, display=display, macros=self.page.options.macros)
        except FormulaError as error:
            if "words" in token.meta:
                return escape(token.markup)
            self.page.problem("bad-math", f"the formula {_short(source)} cannot be set: {error}. Its source is shown instead.")
            shown = escape(source if token.type == "formula_block" else token.markup or source)
            return (
                f'<pre class="bad-math"><code>{shown}</code></pre>\n'
                if token.block
                else f'<code class="bad-math">{shown}</code>'
            )
        self.page.features.add("math")
        if token.type in ("formula_block", "fence"):
            return f'<div class="math-scroll" tabindex="0">{html}</div>\n'
        return f'<span class="from-words" title="{escape(token.markup)}">{html}</span>' if "words" in token.meta else html

    def _image(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        src = str(token.attrs["src"])
        alt = inline_text(token.children or ())
        scheme = _SCHEME.match(unquote(src))
        if scheme and scheme[1].lower() == "lost":
            return lost_mark(src.partition(":")[2], alt, self.page.lang)
        if scheme and scheme[1].lower() not in ("http", "https"):
            self.page.problem(
                "unsafe-html", f"an image with a {scheme[1].lower()}: address is not let through; save it as a file."
            )
            return lost_mark("figure", alt, self.page.lang)
        if scheme or src.startswith("//"):
            return elsewhere_mark(src, alt, self.page.lang, linked=bool(self._links))
        self.page.images.setdefault(unquote(src))
        title = None if len(tokens) == 1 else token.attrs.get("title")
        sizes = [(name, str(size)) for name, size in token.meta.items() if name in ("width", "height")]
        pixels = [(name, size.removesuffix("px")) for name, size in sizes if size.removesuffix("px").isdecimal()]
        style = ";".join(f"{name}:{size}" for name, size in sizes if (name, size.removesuffix("px")) not in pixels)
        pairs = [
            ("data-image", unquote(src)),
            ("alt", alt),
            ("title", str(title) if title else None),
            *pixels,
            ("style", style or None),
        ]
        return f'<img{attributes(pairs)} loading="lazy" decoding="async">'

    def _footnote_ref(self, tokens: Sequence[Token], index: int) -> str:
        number, times = tokens[index].meta["mention"]
        prefix = escape(self.page.id_prefix)
        name = f"{prefix}fnref:{number}{f':{times}' if times > 1 else ''}"
        return f'<sup class="footnote-ref"><a id="{name}" href="#{prefix}fn:{number}" role="doc-noteref">{number}</a></sup>'

    def _anchor_open(self, tokens: Sequence[Token], index: int) -> str:
        return f'<a class="ref" data-ref="{escape(tokens[index].meta["key"])}">'

    def _link_open(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        href = str(token.attrs.get("href", ""))
        closing, html = self._link(href, token, tokens, index)
        self._links.append(closing)
        return html

    def _link_close(self, tokens: Sequence[Token], index: int) -> str:
        return self._links.pop()

    def _link(self, href: str, token: Token, tokens: Sequence[Token], index: int) -> tuple[str, str]:
        title = token.attrs.get("title")
        titled = attributes([("title", str(title) if title else None)])
        scheme_match = _SCHEME.match(href)
        scheme = scheme_match[1].lower() if scheme_match else ""
        if "key" in token.meta:
            return "</a>", f'<a class="ref" data-ref="{escape(token.meta.get("reference") or token.meta["key"])}"{titled}>'
        if scheme == "lost":
            kind = href.partition(":")[2]
            following = tokens[index + 1]
            if following.type == "text":
                text, following.content = following.content, ""
                mark = lost_mark(kind, text, self.page.lang)
                return "", mark
            return "</span>", f'<span class="lost" data-lost="{escape(kind)}">'
        if scheme in ("doi", "arxiv") and (named := identify(href)):
            return "</a>", f'<a class="ref" data-ref="{escape(str(named.id))}"{titled}>'
        if scheme and scheme not in SCHEMES:
            self.page.problem("unsafe-html", f"a link with a {scheme}: address is not let through; its text stays.")
            return "", ""
        if href.startswith("#"):
            return "</a>", f'<a href="#{escape(self._fragment(href[1:]))}"{titled}>'
        external = scheme in ("http", "https") or href.startswith("//")
        found = identify(href) if external else None
        key = str(found.id) if found else token.meta.get("reference")
        if external:
            ref = f' class="ref" data-ref="{escape(key)}"' if key else ""
            if not key and tokens[index + 1].content.removesuffix("/") == href.removesuffix("/"):
                ref = ' class="bare"'  # what stands there is the address: on paper it need not stand there twice
            return "</a>", f'<a{ref} href="{escape(href)}"{titled} rel="noopener">'
        if key:
            return "</a>", f'<a class="ref" data-ref="{escape(key)}"{titled}>'
        return "</a>", f'<a href="{escape(href)}"{titled}>'

    def _fragment(self, name: str) -> str:
        """Where a link within the note leads: a heading's id has the note's prefix on the page."""
        prefixed = self.page.id_prefix + unquote(name)
        return prefixed if prefixed in self._anchors else unquote(name)

    def _word(self, ja: str, en: str) -> str:
        return ja if self.page.lang == "ja" else en

    def _lang(self, inline: Token) -> str:
        other = other_language(inline.content, self.page.lang)
        return f' lang="{other}"' if other else ""


def _short(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


_TAGS = {
    "paragraph_open": "<p>",
    "paragraph_close": "</p>\n",
    "blockquote_open": "<blockquote>\n",
    "blockquote_close": "</blockquote>\n",
    "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "list_item_close": "</li>\n",
    "hr": "<hr>\n",
    "thead_open": "<thead>\n",
    "thead_close": "</thead>\n",
    "tbody_open": "<tbody>\n",
    "tbody_close": "</tbody>\n",
    "tr_open": "<tr>",
    "tr_close": "</tr>\n",
    "th_close": "</th>",
    "td_close": "</td>",
    "table_close": "</table>\n</div>\n",
    "dl_open": "<dl>\n",
    "dl_close": "</dl>\n",
    "dt_open": "<dt>",
    "dt_close": "</dt>\n",
    "dd_open": "<dd>",
    "dd_close": "</dd>\n",
    "footnote_close": "</li>\n",
    "footnotes_close": "</ol>\n</section>\n",
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<s>",
    "s_close": "</s>",
    "mark_open": "<mark>",
    "mark_close": "</mark>",
    "sub_open": "<sub>",
    "sub_close": "</sub>",
    "sup_open": "<sup>",
    "sup_close": "</sup>",
    "hardbreak": "<br>\n",
    "anchor_close": "</a>",
    "abbr_close": "</abbr>",
}

_Write = Callable[[Writer, Sequence[Token], int], str]

_BLOCKS: dict[str, _Write] = {
    "paragraph_open": Writer._paragraph_open,
    "paragraph_close": Writer._paragraph_close,
    "heading_open": Writer._heading_open,
    "heading_close": Writer._heading_close,
    "th_open": Writer._cell_open,
    "td_open": Writer._cell_open,
    "bullet_list_open": Writer._list_open,
    "ordered_list_open": Writer._list_open,
    "list_item_open": Writer._item_open,
    "table_open": Writer._table_open,
    "callout_open": Writer._callout_open,
    "callout_title_open": Writer._title_open,
    "callout_title_close": Writer._callout_close,
    "callout_close": Writer._callout_close,
    "fence": Writer._fence,
    "code_block": Writer._code_block,
    "formula_block": Writer._formula_block,
    "definition": Writer._definition,
    "abbreviation": Writer._definition,
    "html_block": Writer._html,
    "footnotes_open": Writer._footnotes_open,
    "footnote_open": Writer._footnote_open,
    "footnote_back": Writer._footnote_back,
}

_INLINES: dict[str, _Write] = {
    "code_inline": Writer._code_inline,
    "softbreak": Writer._softbreak,
    "text_special": Writer._special,
    "ruby": Writer._ruby,
    "formula": Writer._formula_inline,
    "image": Writer._image,
    "footnote_ref": Writer._footnote_ref,
    "anchor_open": Writer._anchor_open,
    "link_open": Writer._link_open,
    "link_close": Writer._link_close,
    "html_inline": Writer._html,
    "abbr_open": Writer._abbr_open,
}
