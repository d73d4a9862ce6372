"""From HTML whose pieces of text are marked to Markdown, by BeautifulSoup and markdownify (see `html_text`)."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag
from markdownify import MarkdownConverter

from papersite.regex import lazy_regex

_ROLES_AROUND = ("navigation", "banner", "contentinfo", "search", "complementary")
_AROUND = ("header", "footer", "aside")
_ANCHORS = frozenset(("¶", "#", "§", "🔗"))
_LANGUAGE = lazy_regex(r"(?:language|lang|highlight-source|brush:)[-:]? ?([A-Za-z0-9_+#-]{1,20})")


def markdown_of(html: str, mark: re.Pattern[str], left_out: frozenset[str]) -> str:
    """The Markdown of a page without some elements. Marks, which stand before its pieces of text, are no text of it.

    Raises RecursionError where elements nest deeper than the converter can follow.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(html, "html.parser")
    _formulas(soup, mark)
    for element in soup(list(left_out)):
        element.decompose()
    for image in soup("img"):
        if "<" in str(image.get("src", "")):  # a drawing held within its address
            image["src"] = ""
        if not image.get("src") and not str(image.get("alt") or "").strip():
            image.decompose()
    for link in soup("a"):
        # What a page shows behind its headings to be linked to.
        if str(link.get("href", "")).startswith("#") and mark.sub("", link.get_text()).strip() in _ANCHORS:
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


def _formulas(soup: BeautifulSoup, mark: re.Pattern[str]) -> None:
    """Formulas as their TeX: MathJax keeps it in a script, KaTeX and MathML in an annotation."""
    for script in soup("script"):
        kind = str(script.get("type", ""))
        if kind.startswith("math/tex") and script.string:
            sign = "$$" if "display" in kind else "$"
            script.replace_with(f"{sign}{script.string.strip()}{sign}")
    for note in soup("annotation"):
        outer = note.find_parent(class_="katex") or note.find_parent("math")
        if note.get("encoding") == "application/x-tex" and isinstance(outer, Tag) and outer.parent is not None:
            first = mark.search(outer.get_text())
            outer.replace_with(f"{first[0] if first else ''}${mark.sub('', note.get_text()).strip()}$")


def _language(element: Tag) -> str | None:
    for each in (element, element.find("code"), element.parent):
        if isinstance(each, Tag) and (found := _LANGUAGE.search(str(each.get("class") or ""))):
            return found[1]
    return None
