"""HTML as Markdown, each line with the line of the HTML that it comes from.

`markdownify` writes the Markdown. It knows no lines, so a mark that no text has is put before each piece of text, and read back
from what becomes of it. Hostile input costs little: what nests too deep for code that recurses, or is too long, is taken as its
bare text. Scripts, styles and what a page offers to click (`nav`, `button`, `form` fields) are no text of a note, nor is what
stands around its `main` or only `article` (https://html.spec.whatwg.org/multipage/grouping-content.html#the-main-element).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from papersite.formats.decoded import Line
from papersite.regex import lazy_regex

# Private use (Unicode 23.5): nobody's text has these; what has them loses them first.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = lazy_regex(f"{_OPEN}(\\d+){_CLOSE}")
_PRIVATE = lazy_regex(f"[{_OPEN}{_CLOSE}]")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "head", "title", "iframe", "object", "canvas"))
_CONTROLS = frozenset(("nav", "button", "select", "input", "textarea", "form"))
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_DEEPEST = 120  # elements; the converter takes about four frames for each, and Python has a thousand
_LONGEST = 20_000_000  # characters
_INLINE_TAG = lazy_regex(r"</?(?:i|b|u|em|strong|sub|sup|span|scp)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_TITLE = lazy_regex(r"<title[^>]*>([^<]*)</title>", re.IGNORECASE)
_LOOKS_LIKE = lazy_regex(
    r"<(?:p|div|br|h[1-6]|[uo]l|li|strong|em|a|span|blockquote|table|b|i|pre|code)\b[^<>]*>", re.IGNORECASE
)
# What is a tag for certain. All other `<` are text: a parser that looks for their ends takes minutes over a file of 200 KB that
# opens thousands of quotations. Bounds keep this linear.
_MARKUP = lazy_regex(r"</?[A-Za-z](?>[^<>\"']{1,500}|\"[^\"]{0,3000}\"|'[^']{0,3000}'){0,60}>|<[!?][^<>]{0,500}>")
# Files that a page holds within its addresses; a saved page has megabytes of them.
_HELD = lazy_regex(r"(?<=[\"'=(])data:[^\"'\s<>()]*", re.IGNORECASE)
_BLANKS = lazy_regex(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class HtmlText:
    """A page: its title as its head says it, and its text as Markdown lines with their source lines; 0 for none."""

    title: str
    lines: tuple[Line, ...]


def looks_like_html(text: str) -> bool:
    """Whether a text has elements of HTML in it, as notes of Zotero and comments of a site have."""
    return "<" in text and _LOOKS_LIKE.search(text) is not None


def without_inline_tags(text: str) -> str:
    """A title without the tags that libraries write into it (`<i>`, `<sub>`, `<span class="nocase">`)."""
    return _INLINE_TAG.sub("", text) if "<" in text else text


def read_html(html: str) -> HtmlText:
    """The text of a page or of a part of one. Never raises."""
    # BeautifulSoup takes a fifth of the time that papersite takes to start, and few notes are HTML.
    from papersite.formats.html_markdown import markdown_of

    html = _well_marked(_HELD.sub("", _PRIVATE.sub("", html)))
    scan = _Scan(html)
    found = _TITLE.search(html[:200_000])
    title = " ".join(unescape(found[1]).split()) if found else ""
    if scan.depth > _DEEPEST or len(html) > _LONGEST:
        return HtmlText(title, tuple(scan.bare_lines()))
    try:
        marked = markdown_of(scan.marked(), _MARK, _UNSEEN | _CONTROLS)
    except RecursionError:
        return HtmlText(title, tuple(scan.bare_lines()))
    return HtmlText(title, tuple(_placed(marked)))


def html_lines(html: str, line: int) -> list[Line]:
    """A part of HTML that stands on one source line (or in a string there) as Markdown."""
    return [(line if text.strip() else 0, text) for _, text in read_html(html).lines]


def _well_marked(html: str) -> str:
    """A page in which every `<` that opens no tag is written as the text it is."""
    html = _without_comments(html)
    pieces, done = [], 0
    for markup in _MARKUP.finditer(html):
        pieces += [html[done : markup.start()].replace("<", "&lt;"), markup[0]]
        done = markup.end()
    return "".join((*pieces, html[done:].replace("<", "&lt;")))


def _without_comments(html: str) -> str:
    """A page without its comments, line for line; one that never ends is text."""
    pieces, done = [], 0
    while (start := html.find("<!--", done)) >= 0 and (end := html.find("-->", start)) >= 0:
        pieces += [html[done:start], "\n" * html.count("\n", start, end)]
        done = end + 3
    return "".join((*pieces, html[done:]))


def _placed(marked: str) -> Iterator[Line]:
    """The lines of Markdown with the numbers that their marks say."""
    for text in _BLANKS.sub("\n\n", marked).split("\n"):
        number = _MARK.search(text)
        yield (int(number[1]) if number else 0), _MARK.sub("", text).rstrip()


class _Scan(HTMLParser):
    """Where the text of a page stands, and how deep its elements nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.depth = 0
        self._html = html
        self._starts = [0, *(match.end() for match in re.finditer("\n", html))]
        self._open: list[str] = []
        self._places: list[tuple[int, int]] = []  # offset, line
        self._texts: list[Line] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append(tag)
            self.depth = max(self.depth, len(self._open))

    def handle_endtag(self, tag: str) -> None:
        # `<p>` and `<li>` may stay open; what is closed closes those within it. A stray end tag closes nothing.
        if tag in self._open[-_DEEPEST:]:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};", unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};", unescape(f"&#{name};"))

    def _text(self, written: str, shown: str | None = None) -> None:
        if _UNSEEN.union(_CONTROLS).intersection(self._open[-_DEEPEST:]):
            return
        row, column = self.getpos()
        offset = self._starts[row - 1] + column
        for number, line in enumerate(written.split("\n"), start=row):
            if line.strip():
                self._places.append((offset + len(line) - len(line.lstrip()), number))
                self._texts.append((number, " ".join((shown if shown is not None else line).split())))
            offset += len(line) + 1

    def marked(self) -> str:
        """The page with a mark before each piece of its text."""
        pieces, done = [], 0
        for offset, number in self._places:
            pieces += [self._html[done:offset], f"{_OPEN}{number}{_CLOSE}"]
            done = offset
        return "".join((*pieces, self._html[done:]))

    def bare_lines(self) -> Iterator[Line]:
        """The text alone, a line for each line of the page that has any."""
        last, words = 0, ""
        for number, text in self._texts:
            if number != last and words:
                yield last, words
                words = ""
            last, words = number, f"{words} {text}".strip()
        if words:
            yield last, words
