"""The second half of rendering: what depends on other notes and on published files goes into finished HTML.

Works on the HTML that `render` writes, by the exact shape of its references and images; it is no HTML parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import quote

from papersite.markdown.lost import lost_mark
from papersite.markdown.page import escape
from papersite.markdown.values import ImageFile
from papersite.regex import lazy_regex

# A link never holds another, so the nearest `</a>` is its own.
_REFERENCE = lazy_regex(r'<a class="ref" data-ref="([^"]*)"(?: href="([^"]*)")?([^>]*)>(.*?)</a>', re.DOTALL)
_IMAGE = lazy_regex(r'<img([^>]*?) data-image="([^"]*)"([^>]*)>')
_ALT = lazy_regex(r' alt="([^"]*)"')

# Where a paper can be read that no note is about, by the scheme of its key.
_SOURCES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}/",
}


def fill(html: str, targets: Mapping[str, str], images: Mapping[str, ImageFile], *, lang: str = "ja") -> str:
    """The HTML with its references resolved and its local images found.

    `targets` is the page of each key; an empty one is the page itself, to which nothing links. A reference that has its own
    address keeps it, and a small link to the note comes behind. A key without a target gets the class `unread`, and leads to
    the paper's own address if the key is an identifier. An image that is not among `images` becomes a mark of what is lost.
    """
    html = _REFERENCE.sub(lambda match: _reference(match, targets, lang), html)
    return _IMAGE.sub(lambda match: _image(match, images, lang), html)


def _reference(match: re.Match[str], targets: Mapping[str, str], lang: str) -> str:
    key, own, rest, text = match.groups()
    target = targets.get(unescape(key))
    name = "ref" if target is not None else "ref unread"
    if own is not None:
        word = "ノート" if lang == "ja" else "note"
        note = f'<sup class="ref-note"><a href="{escape(target)}">{word}</a></sup>' if target else ""
        return f'<a class="{name}" data-ref="{key}" href="{own}"{rest}>{text}</a>{note}'
    if target is None and (source := source_address(unescape(key))):
        return f'<a class="{name}" data-ref="{key}" href="{escape(source)}" rel="noopener"{rest}>{text}</a>'
    if not target:
        return f'<span class="{name}" data-ref="{key}"{rest}>{text}</span>'
    return f'<a class="{name}" data-ref="{key}" href="{escape(target)}"{rest}>{text}</a>'


def source_address(key: str) -> str:
    """Where the paper itself is, for a key that is an identifier; else empty."""
    scheme, _, value = key.partition(":")
    return _SOURCES[scheme].format(quote(value, safe="/:;()._-")) if scheme in _SOURCES else ""


def _image(match: re.Match[str], images: Mapping[str, ImageFile], lang: str) -> str:
    before, path, after = match.groups()
    image = images.get(unescape(path))
    if image is None:
        alt = _ALT.search(before + after)
        return lost_mark("figure", unescape(alt[1]) if alt else "", lang)
    size = ""
    if image.width and image.height and " width=" not in before + after:
        size = f' width="{image.width}" height="{image.height}"'
    return f'<img{before} src="{escape(image.url)}"{after}{size}>'
