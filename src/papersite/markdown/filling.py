"""The second half of rendering: what depends on other notes and on published files goes into finished HTML.

Works on the HTML that `render` writes, by the exact shape of its references and images; it is no HTML parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from papersite.markdown.lost import lost_mark
from papersite.markdown.page import escape
from papersite.markdown.values import ImageFile

_REFERENCE = re.compile(r'<a class="ref" data-ref="([^"]*)"( href="[^"]*")?')
_IMAGE = re.compile(r'<img([^>]*?) data-image="([^"]*)"([^>]*)>')
_ALT = re.compile(r' alt="([^"]*)"')

# Where a paper can be read that no note is about, by the scheme of its key.
_SOURCES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}/",
}


def fill(html: str, targets: Mapping[str, str], images: Mapping[str, ImageFile]) -> str:
    """The HTML with its references resolved and its local images found.

    `targets` is the page of each key; an empty one is the page itself, to which nothing links. A reference that has its own
    address keeps it. A key without a target gets the class `unread`, and leads to the paper's own address if the key is one.
    An image that is not among `images` becomes a mark of what is lost.
    """
    html = _REFERENCE.sub(lambda match: _reference(match, targets), html)
    return _IMAGE.sub(lambda match: _image(match, images), html)


def _reference(match: re.Match[str], targets: Mapping[str, str]) -> str:
    key = unescape(match[1])
    href = match[2] or ""
    target = targets.get(key)
    if not href:
        address = target if target is not None else source_address(key)
        href = f' href="{escape(address)}"' if address else ""
        if target is None and href:
            href += ' rel="noopener"'
    name = "ref" if target is not None else "ref unread"
    return f'<a class="{name}" data-ref="{match[1]}"{href}'


def source_address(key: str) -> str:
    """Where the paper itself is, for a key that is an identifier; else empty."""
    scheme, _, value = key.partition(":")
    return _SOURCES[scheme].format(value) if scheme in _SOURCES else ""


def _image(match: re.Match[str], images: Mapping[str, ImageFile]) -> str:
    before, path, after = match.groups()
    image = images.get(unescape(path))
    if image is None:
        alt = _ALT.search(before + after)
        return lost_mark("figure", unescape(alt[1]) if alt else "", "")
    size = ""
    if image.width and image.height and " width=" not in before + after:
        size = f' width="{image.width}" height="{image.height}"'
    return f'<img{before} src="{escape(image.url)}"{after}{size}>'
