"""Raw HTML in notes: what is let through, and that nothing a note opens stays open.

Tags are read one by one and written anew, so that no other tag can hide in one: what is on the list keeps its allowed
attributes (nh3 judges those, urls and styles included), what is not is shown as text. A note's text is never lost, and
`<think>` or `<mask>` in a paper note is a token of a model far more often than an element. Elements are closed where their
container ends, and a closing tag that closes nothing is dropped, so that a note cannot break out of its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

import nh3
from markdown_it.common.html_blocks import block_names
from markdown_it.common.html_re import attribute
from markdown_it.token import Token

from papersite.markdown.lost import elsewhere_mark
from papersite.markdown.page import Page, escape
from papersite.regex import lazy_regex

_TABLE_PARTS = frozenset({"caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_ALLOWED = (
    _TABLE_PARTS
    | _VOID
    | frozenset(
        [
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "big",
            "blockquote",
            "cite",
            "code",
            "dd",
            "del",
            "details",
            "dfn",
            "div",
            "dl",
            "dt",
            "em",
            "figcaption",
            "figure",
            "font",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "i",
            "ins",
            "kbd",
            "li",
            "mark",
            "ol",
            "p",
            "pre",
            "q",
            "rp",
            "rt",
            "rtc",
            "ruby",
            "s",
            "samp",
            "section",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "summary",
            "sup",
            "table",
            "tt",
            "u",
            "ul",
            "var",
            "center",
        ]
    )
)
# What a browser would act upon, or fetch, or what would change the page around the note.
_UNSAFE = frozenset(
    [
        "applet",
        "audio",
        "base",
        "body",
        "button",
        "embed",
        "form",
        "frame",
        "frameset",
        "head",
        "html",
        "iframe",
        "input",
        "link",
        "math",
        "meta",
        "noscript",
        "object",
        "option",
        "param",
        "plaintext",
        "portal",
        "script",
        "select",
        "slot",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
        "xmp",
    ]
)
_ATTRIBUTES = {
    "*": {"title", "lang", "dir", "align", "style"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "valign", "width"},
    "th": {"colspan", "rowspan", "valign", "width", "scope"},
    "col": {"span", "width"},
    "colgroup": {"span"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "table": {"width"},
    "details": {"open"},
    "abbr": {"title"},
}
# Open tags within each other. Browsers nest no deeper than 512, and each further one would look at all around it.
_DEEPEST = 64
_STYLES = {"text-align", "vertical-align", "width", "max-width", "font-weight", "font-style", "text-decoration", "white-space"}
# Addresses of pages and of the programs in which researchers keep papers and notes; nothing that runs or carries content.
SCHEMES = {"http", "https", "mailto", "tel", "ftp", "irc", "magnet", "notion", "obsidian", "slack", "vscode", "zotero"}

_TAG = lazy_regex(rf"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>{attribute}*)\s*(?P<empty>/?)>")
_COMMENT = lazy_regex(r"<!--(?:>|->|.*?-->)", re.DOTALL)
_ATTRIBUTE = lazy_regex(r"\s([A-Za-z_:][A-Za-z0-9:._-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")


def settle(tokens: list[Token], page: Page) -> list[Token]:
    """Tokens whose raw HTML is safe and balanced within whatever holds it."""
    settled: list[Token] = []
    scopes: list[list[str]] = [[]]
    for token in tokens:
        if token.map:
            page.line = token.map[0] + 1
        if token.nesting > 0:
            settled.append(token)
            scopes.append([])
        elif token.nesting < 0:
            settled += _closers(scopes.pop(), "html_block")
            settled.append(token)
        elif token.type == "html_block":
            token.content = "".join(_safe(token.content, scopes[-1], page))
            settled.append(token)
        else:
            if token.children and any(child.type == "html_inline" for child in token.children):
                token.children = _settle_inline(token.children, page)
            settled.append(token)
    return settled + _closers(scopes.pop(), "html_block")


def _settle_inline(children: list[Token], page: Page) -> list[Token]:
    _free_sentence_tokens(children)
    settled: list[Token] = []
    scopes: list[list[str]] = [[]]
    for token in children:
        if token.nesting > 0:
            scopes.append([])
        elif token.nesting < 0:
            settled += _closers(scopes.pop(), "html_inline")
        elif token.type == "html_inline":
            token.content = "".join(_safe(token.content, scopes[-1], page))
        settled.append(token)
    return settled + _closers(scopes.pop(), "html_inline")


def _free_sentence_tokens(children: list[Token]) -> None:
    """Make text of each `<s>` and `</s>` without its other half: to a language model they begin and end a sentence."""
    opened: list[Token] = []
    lone: list[Token] = []
    for token in children:
        if token.type == "html_inline" and token.content == "<s>":
            opened.append(token)
        elif token.type == "html_inline" and token.content == "</s>":
            if opened:
                opened.pop()
            else:
                lone.append(token)
    for token in (*opened, *lone):
        token.type = "text"


def _safe(html: str, scope: list[str], page: Page) -> Iterator[str]:
    """Some raw HTML, piece by piece. `scope` are the elements open in this container, and is kept up to date."""
    html = _COMMENT.sub("", html)
    end = 0
    for match in _TAG.finditer(html):
        yield _text(html[end : match.start()])
        end = match.end()
        name = match["name"].lower()
        if name not in _ALLOWED:
            if name in _UNSAFE:
                page.problem(
                    "unsafe-html", f"<{name}> is not let through; it is shown as text. Remove it, or put it in a code block."
                )
            yield escape(match[0])
        elif match["close"]:
            yield from _close(name, scope)
        elif len(scope) >= _DEEPEST:
            yield escape(match[0])
        else:
            yield _open(name, match["attributes"], page, linked="a" in scope)
            if name not in _VOID:
                scope.append(name)
    yield _text(html[end:])


def _close(name: str, scope: list[str]) -> Iterator[str]:
    if name in scope:
        while True:
            closing = scope.pop()
            yield f"</{_written(closing)}>"
            if closing == name:
                break


def _closers(scope: list[str], kind: str) -> list[Token]:
    """Tokens that close what a container leaves open."""
    if not scope:
        return []
    return [Token(kind, "", 0, content="".join(f"</{_written(name)}>" for name in reversed(scope)))]


def _text(text: str) -> str:
    """Text between tags: references to characters stay, and a `<` that begins no tag is a `<`."""
    return text.replace("<", "&lt;") if "<" in text else text


def _written(name: str) -> str:
    # A heading of the note's own would break the page's outline; it stays large and is no heading.
    return "p" if name in _HEADINGS else name


def _open(name: str, written: str, page: Page, *, linked: bool) -> str:
    if not written.strip():
        return '<p class="heading">' if name in _HEADINGS else f"<{name}>"
    names = tuple(sorted({match[1].lower() for match in _ATTRIBUTE.finditer(written)}))
    cleaned = _clean(name, written)
    lost = _dangers(name, names, written, cleaned)
    for what in lost:
        page.problem("unsafe-html", f"{what} on <{name}> is not let through and was taken off.")
    extra = ' class="heading"' if name in _HEADINGS else ""
    if name == "img":
        return _image(cleaned, page, linked=linked)
    return f"<{_written(name)}{extra}{cleaned}>"


@lru_cache(maxsize=1 << 10)
def _clean(name: str, written: str) -> str:
    """The allowed attributes of a tag, as nh3 leaves them. Parts of tables only parse inside tables, so a span stands in."""
    tag = "span" if name in _TABLE_PARTS or name not in ("a", "img") else name
    html = nh3.clean(
        f"<{tag}{written}>",
        tags={tag},
        attributes={tag: _ATTRIBUTES.get(name, set()) | _ATTRIBUTES["*"]},
        url_schemes=SCHEMES,
        filter_style_properties=_STYLES,
        link_rel=None,
    )
    match = _TAG.match(html)
    attributes = match["attributes"].replace(' style=""', "") if match else ""
    href = re.search(r' href="(https?:)?//', attributes)
    return f'{attributes} rel="noopener"' if href else attributes


def _dangers(name: str, names: Iterable[str], written: str, cleaned: str) -> Iterator[str]:
    for attr in names:
        if attr.startswith("on"):
            yield f"the handler {attr}"
        elif attr in ("href", "src", "srcdoc", "action", "formaction", "xlink:href") and f" {attr}=" not in cleaned:
            yield f"the address in {attr}"
        elif attr == "style" and " style=" not in cleaned:
            yield "the style"


def _image(cleaned: str, page: Page, *, linked: bool) -> str:
    """A raw image, in a link or not; a local one is found at `fill`, like those of Markdown."""
    src = re.search(r' src="([^"]*)"', cleaned)
    if src is None:
        return f"<img{cleaned}>"
    address = unescape(src[1])
    if re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", address, re.IGNORECASE):
        alt = re.search(r' alt="([^"]*)"', cleaned)
        return elsewhere_mark(address, unescape(alt[1]) if alt else "", page.lang, linked=linked)
    page.images.setdefault(address)
    found_later = cleaned.replace(src[0], f' data-image="{src[1]}"')
    return f"<img{found_later}>"


def is_element(name: str) -> bool:
    """Whether a tag's name is one of HTML's, let through or not. Others are text: marks of models, types in angle brackets."""
    return name.lower() in _ALLOWED or name.lower() in _UNSAFE or name.lower() in block_names


def visible(html: str) -> str:
    """The text of raw HTML: without comments and elements, but with the tags that are shown as text."""
    return unescape(_TAG.sub(lambda tag: "" if tag["name"].lower() in _ALLOWED else tag[0], _COMMENT.sub("", html)))
