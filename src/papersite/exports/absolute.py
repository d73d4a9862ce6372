"""A note's HTML outside of its page: with whole addresses, and without what only the page's scripts and styles can use.

Works on the HTML that `markdown` writes, whose attributes stand in double quotes; it is no HTML parser.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

from papersite.regex import lazy_regex

# An opening tag, and one of its attributes. A quotation mark opens a value up to the next one, so each is read in one way.
_TAG = lazy_regex(r'<[a-zA-Z][^\s<>"]*\s([^<>"]*(?:"[^"]*"[^<>"]*)*)>')
_ATTRIBUTE = lazy_regex(r'\s+([^\s"=<>]+)(?:="([^"]*)")?')
_ADDRESSES = frozenset(("href", "src", "cite", "poster"))
_OF_THE_PAGE = frozenset(("tabindex", "loading", "decoding", "style"))
_HEADING_ANCHOR = lazy_regex(r'<a class="heading-anchor"[^>]*></a>')


def absolute_html(html: str, page: str) -> str:
    """The HTML of a note of a page, given the page's absolute address."""

    def attribute(match: re.Match[str]) -> str:
        name, value = match.groups()
        if name.startswith("data-") or name in _OF_THE_PAGE:
            return ""
        if value is not None and name in _ADDRESSES:
            return f' {name}="{_whole(page, value)}"'
        return f' srcset="{_whole_set(page, value)}"' if value is not None and name == "srcset" else match[0]

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), _HEADING_ANCHOR.sub("", html))


def _whole(page: str, written: str) -> str:
    try:
        return escape(urljoin(page, unescape(written)))
    except ValueError:  # a bracket that opens no IPv6 address
        return written


def _whole_set(page: str, written: str) -> str:
    """The candidates of a `srcset`, each an address and perhaps a size."""
    candidates = (each.strip().partition(" ") for each in written.split(","))
    return ", ".join(f"{_whole(page, way)}{space}{size}" for way, space, size in candidates if way)
