"""XML that any parser reads: text without what XML can't hold, and an element tree as a file.

The trees are made by `xml.etree.ElementTree`, which escapes what has to be escaped but lets through characters that are none
of XML's. Nothing here knows a feed or a sitemap.
"""

from __future__ import annotations

from xml.etree import ElementTree

from papersite.regex import lazy_regex

# All but the production Char of XML 1.0 (https://www.w3.org/TR/xml/#charsets): most control characters, lone surrogates, and
# the two non-characters at the end of the first plane.
_NO_CHAR = lazy_regex("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """A text with U+FFFD for each character that XML can't hold, even escaped."""
    # What can be printed is a character of XML, too, and most texts are looked through in no time that way.
    return text if text.isprintable() else _NO_CHAR.sub("\ufffd", text)


def add(parent: ElementTree.Element, name: str, text: str = "", /, **attributes: str) -> ElementTree.Element:
    """A new last child of an element. An attribute whose name is a word of Python is given with `_` behind it."""
    found = {key.rstrip("_").replace("__", ":"): xml_text(value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, name, found)
    if text:
        child.text = xml_text(text)
    return child


def document(root: ElementTree.Element) -> bytes:
    """An element as a UTF-8 file."""
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
