"""HTML as Markdown, each line with the line of the HTML that it comes from.

`markdownify` writes the Markdown. It knows no lines, so a mark that no text has is put before each piece of text, and read back
from what becomes of it. Hostile input costs little: what nests too deep for code that recurses, or is too long, is taken as its
bare text. Scripts, styles and what a page offers to click (`nav`, `button`, `form` fields) are no text of a note, nor is what
stands around its `main` or only `article` (https://html.spec.whatwg.org/multipage/grouping-content.html#the-main-element).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag
from markdownify import MarkdownConverter

from papersite.formats.decoded import Line

# Private use (Unicode 23.5): nobody's text has these; what has them loses them first.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_PRIVATE = re.compile(f"[{_OPEN}{_CLOSE}]")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "head", "title", "iframe", "object", "canvas"))
_CONTROLS = frozenset(("nav", "button", "select", "input", "textarea", "form"))
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_DEEPEST = 120  # elements; the converter takes about four frames for each, and Python has a thousand
_LONGEST = 20_000_000  # characters
_LANGUAGE = re.compile(r"(?:language|lang|highlight-source|brush:)[-:]? ?([A-Za-z0-9_+#-]{1,20})")
_INLINE_TAG = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|span|scp)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>", re.IGNORECASE)
_LOOKS_LIKE = re.compile(
    r"<(?:p|div|br|h[1-6]|[uo]l|li|strong|em|a|span|blockquote|table|b|i|pre|code)\b[^<>]*>", re.IGNORECASE
)
# What is a tag for certain. All other `<` are text: a parser that looks for their ends takes minutes over a file of 200 KB that
# opens thousands of quotations. Bounds keep this linear.
_MARKUP = re.compile(r"</?[A-Za-z](?>[^<>\"']{1,500}|\"[^\"]{0,3000}\"|'[^']{0,3000}'){0,60}>|<[!?][^<>]{0,500}>")
# Files that a page holds within its addresses; a saved page has megabytes of them.
_HELD = re.compile(r"(?<=[\"'=(])data:[^\"'\s<>()]*", re.IGNORECASE)
_ANCHORS = frozenset(("¶", "#", "§", "🔗"))
_AROUND = ("header", "footer", "aside")
_ROLES_AROUND = ("navigation", "banner", "contentinfo", "search", "complementary")
_BLANKS = re.compile(r"\n{3,}")


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
    html = _well_marked(_HELD.sub("", _PRIVATE.sub("", html)))
    scan = _Scan(html)
    found = _TITLE.search(html[:200_000])
    title = " ".join(unescape(found[1]).split()) if found else ""
    if scan.depth > _DEEPEST or len(html) > _LONGEST:
        return HtmlText(title, tuple(scan.bare_lines()))
    try:
        marked = _markdown(scan.marked())
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


def _markdown(html: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(html, "html.parser")
    _formulas(soup)
    for element in soup(list(_UNSEEN | _CONTROLS)):
        element.decompose()
    for image in soup("img"):
        if "<" in str(image.get("src", "")):  # a drawing held within its address
            image["src"] = ""
        if not image.get("src") and not str(image.get("alt") or "").strip():
            image.decompose()
    for link in soup("a"):
        # What a page shows behind its headings to be linked to.
        if str(link.get("href", "")).startswith("#") and _MARK.sub("", link.get_text()).strip() in _ANCHORS:
            link.decompose()
    # Escapes would break formulas, and a saved page was not written to be Markdown: what looks like emphasis seldom is.
    converter = MarkdownConverter(
        heading_style="ATX",
        bullets="-",
        escape_asterisks=False,
        escape_underscores=False,
        code_language_callback=_language,
        newline_style="BACKSLASH",
    )
    return str(converter.convert_soup(_content(soup))).strip("\n")


def _content(soup: BeautifulSoup) -> Tag:
    """What a page is about: its main part or only article, or all of it but what frames pages. A head with the title stays."""
    for name, found in (("main", soup("main") or soup(role="main")), ("article", soup("article"))):
        if (
            len(found) == 1
            and isinstance(found[0], Tag)
            and (name == "main" or not soup("main"))
            and found[0].get_text().strip()
        ):
            return found[0]
    for element in [*soup(list(_AROUND)), *soup(role=list(_ROLES_AROUND))]:
        if (
            isinstance(element, Tag)
            and not element.decomposed
            and not element.find_parent("article")
            and not element.find("h1")
        ):
            element.decompose()
    return soup


def _formulas(soup: BeautifulSoup) -> None:
    """Formulas as their TeX: MathJax keeps it in a script, KaTeX and MathML in an annotation."""
    for script in soup("script"):
        kind = str(script.get("type", ""))
        if kind.startswith("math/tex") and script.string:
            mark = "$$" if "display" in kind else "$"
            script.replace_with(f"{mark}{script.string.strip()}{mark}")
    for note in soup("annotation"):
        outer = note.find_parent(class_="katex") or note.find_parent("math")
        if note.get("encoding") == "application/x-tex" and isinstance(outer, Tag) and outer.parent is not None:
            first = _MARK.search(outer.get_text())
            outer.replace_with(f"{first[0] if first else ''}${_MARK.sub('', note.get_text()).strip()}$")


def _language(element: Tag) -> str | None:
    for each in (element, element.find("code"), element.parent):
        if isinstance(each, Tag) and (found := _LANGUAGE.search(str(each.get("class") or ""))):
            return found[1]
    return None
