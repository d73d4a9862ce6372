"""What a file of the site points to, and which places on it can be pointed to. Pure: bytes in, addresses out.

Works on the HTML, XML and JSON that this package writes, whose tags and attributes are well formed; it is no browser. A regular
expression, because `html.parser` takes many times as long.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

from papersite.regex import lazy_regex


@dataclass(frozen=True, slots=True)
class Pointers:
    """Addresses as a file writes them, each once and in order, and the ids of an HTML page.

    Most stand relative to the file; those `from_root` stand from the site's root, as the search joins them.
    """

    addresses: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    from_root: bool = False


# An opening tag; a comment, a script or a style sheet, whose text is no markup.
_OWN = r'[^<>"]*(?:"[^"]*"[^<>"]*)*'
_TAG = lazy_regex(rf"<!--.*?-->|<(script|style)\b({_OWN})>.*?</\1>|<([a-zA-Z][^\s<>\"/]*)(\s{_OWN})>", re.DOTALL)
_ATTRIBUTE = lazy_regex(r'([^\s"=<>/]+)="([^"]*)"')
_ADDRESSES = frozenset(("href", "src", "action", "poster", "cite", "data", "data-module", "data-engine"))
_REFRESH = lazy_regex(r"\s*\d+\s*;\s*url=(.*)", re.IGNORECASE | re.DOTALL)
_MARKDOWN = lazy_regex(r"\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)")
_FEED_KEYS = ("home_page_url", "feed_url")


def read_pointers(path: PurePosixPath, data: bytes) -> Pointers:
    """What a file points to; nothing for kinds of files that point nowhere."""
    if path.parts[0] == "search":
        return Pointers(tuple(dict.fromkeys(_of_search(path, data))), from_root=True)
    match path.suffix:
        case ".html":
            return _of_html(data.decode("utf-8", "replace"))
        case ".xml":
            return Pointers(tuple(dict.fromkeys(_of_xml(data))))
        case ".json" if path.stem in ("feed", "changes"):
            return Pointers(tuple(dict.fromkeys(_of_feed(json.loads(data)))))
        case ".txt" if path.stem in ("llms", "robots"):
            text = data.decode("utf-8", "replace")
            sitemaps = (line.partition(":")[2].strip() for line in text.split("\n") if line.startswith("Sitemap:"))
            return Pointers(tuple(dict.fromkeys((*_MARKDOWN.findall(text), *sitemaps))))
    return Pointers()


def _of_html(text: str) -> Pointers:
    addresses: dict[str, None] = {}
    ids = set()
    for script_or_style, own, tag, others in _TAG.findall(text):
        attributes = dict(_ATTRIBUTE.findall(own if script_or_style else others))
        if "id" in attributes:
            ids.add(unescape(attributes["id"]))
        if tag == "a" and "name" in attributes:
            ids.add(unescape(attributes["name"]))
        for name, value in attributes.items():
            if name in _ADDRESSES:
                addresses[unescape(value).strip()] = None
            elif name == "srcset":
                addresses |= dict.fromkeys(_of_set(unescape(value)))
            elif name == "content" and tag == "meta" and (found := _REFRESH.match(unescape(value))):
                addresses[found[1].strip()] = None
    return Pointers(tuple(addresses), frozenset(ids))


def _of_set(value: str) -> Iterator[str]:
    """The addresses of a `srcset`, before their sizes."""
    yield from (words[0] for candidate in value.split(",") if (words := candidate.split()))


def _of_xml(data: bytes) -> Iterator[str]:
    """Of a feed its links and ids and those in its texts, of a sitemap its places."""
    for element in ElementTree.fromstring(data).iter():
        name = element.tag.rpartition("}")[2]
        if name == "link":
            yield element.get("href", "")
        elif name in ("loc", "id"):
            yield (element.text or "").partition("#")[0]
        elif name == "content":
            yield from _of_html(element.text or "").addresses


def _of_feed(feed: dict[str, Any]) -> Iterator[str]:
    yield from (feed[key] for key in _FEED_KEYS)
    for entry in feed["items"]:
        yield entry["url"]
        yield from _of_html(entry.get("content_html", "")).addresses


def _of_search(path: PurePosixPath, data: bytes) -> Iterator[str]:
    """The pages that the search leads to: papers and tags by the index, places on a paper's page by its text."""
    if path.name == "index.bin":
        index = json.loads(zlib.decompress(data))
        yield from (f"papers/{paper[0]}/" for paper in index["papers"])
    elif path.parent.name == "text":
        # A title and facts are no places of their own: they are found at the top.
        sections = (name for name, _ in json.loads(data) if name not in ("title", "facts"))
        yield from (f"papers/{path.stem}/#{name}" for name in sections)
