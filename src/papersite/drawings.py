"""SVG images: drawings that do nothing but show.

Within a page a browser shows a drawing as a picture, and nothing in it runs. Opened by itself it is a document of the site: its
scripts run, its links lead anywhere and what it names is fetched. So what would act is taken out of the drawings of notes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

from papersite.regex import lazy_regex

# Elements of SVG and of the HTML in a foreignObject that run, fetch, or change the document around them.
_ACTIVE = frozenset((
    "applet", "audio", "base", "embed", "form", "frame", "frameset", "handler", "iframe", "link", "listener", "meta", "object",
    "portal", "script", "template", "video",
))  # fmt: skip
_ADDRESSES = frozenset(
    ["action", "background", "base", "data", "formaction", "href", "ping", "poster", "src", "srcdoc", "srcset"]
)
_UNSEEN = lazy_regex(r"[\s\x00-\x1f]+")  # browsers take line ends and tabs out of an address, wherever they stand
_SCHEME = lazy_regex(r"([a-z][a-z0-9+.-]*):|[/\\]{2}", re.IGNORECASE)
_PICTURE = lazy_regex(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
# Style sheets may name parts of the drawing and pictures within it; an escape could hide anything else.
_FETCHING_STYLE = lazy_regex(r"@import|url\(\s*[\"']?\s*(?!#|data:image/)|image-set|\\", re.IGNORECASE)


class DrawingError(ValueError):
    """A drawing that is no well-formed XML; the message says why."""


class _Builder(ElementTree.TreeBuilder):
    """A tree, and whether a style sheet is called for above it: one in XSLT makes another document of it."""

    is_styled = False

    def pi(self, target: str, text: str | None = None) -> None:  # type: ignore[override]
        """Looks at an instruction; none of them is part of the tree."""
        self.is_styled = self.is_styled or target.lower() == "xml-stylesheet"


# A preview asks for every drawing again after each save.
@lru_cache(maxsize=1 << 10)
def inert(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A drawing without what would act, and the names of what was taken out; as it is if nothing was. Raises DrawingError."""
    builder = _Builder()
    parser = ElementTree.XMLParser(target=builder)
    try:
        parser.feed(data)
        root: ElementTree.Element = parser.close()
        if _name(root.tag) in _ACTIVE:
            raise DrawingError(f"it is a <{_name(root.tag)}>")
        taken = dict.fromkeys(["xml-stylesheet"] if builder.is_styled else [])
        for element in list(root.iter()):
            taken |= dict.fromkeys(_quieten(element))
        return (ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) if taken else data), tuple(taken)
    except (ElementTree.ParseError, LookupError, ValueError, RecursionError) as error:
        raise DrawingError(str(error)) from None


def _quieten(element: ElementTree.Element) -> list[str]:
    """Takes from an element its children and attributes that would act; gives their names."""
    taken = []
    for child in [child for child in element if _acts(child)]:
        taken.append(f"<{_name(child.tag)}>")
        element.remove(child)
    for attribute, value in list(element.attrib.items()):
        name = _name(attribute)
        if name.startswith("on") or (name in _ADDRESSES and _leads_on(element, value)) or _FETCHING_STYLE.search(value):
            taken.append(name)
            del element.attrib[attribute]
    return taken


def _acts(element: ElementTree.Element) -> bool:
    name = _name(element.tag)
    if name == "style":
        return _FETCHING_STYLE.search("".join(element.itertext())) is not None
    # An animation may give an element any attribute.
    aim = element.get("attributeName", "").lower().rpartition(":")[2]
    return name in _ACTIVE or aim in _ADDRESSES or aim.startswith("on")


def _leads_on(element: ElementTree.Element, address: str) -> bool:
    address = _UNSEEN.sub("", address)
    match = _SCHEME.match(address)
    if match is None or _PICTURE.match(address):
        return False
    return not (_name(element.tag) == "a" and (match[1] or "").lower() in {"http", "https", "mailto"})


def _name(tag: object) -> str:
    """A tag's or an attribute's name without its namespace."""
    return str(tag).rpartition("}")[2].lower()
