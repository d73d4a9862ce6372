"""The rules that a feed has to keep, as the W3C feed validator knows them: of RFC 4287 and JSON Feed 1.1 what matters here.

Each function gives what is wrong; nothing is well.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")  # RFC 3339, section 5.6
_RELATIVE = re.compile(r"""<[a-z][^>]*\s(?:href|src|cite|poster|data)="(?![a-z][a-z0-9+.-]*:)""", re.IGNORECASE)
_OF_THE_PAGE = re.compile(r'<(?:script|iframe|style)\b|\s(?:data-[\w-]+|style|on\w+)="', re.IGNORECASE)
_ONCE = ("id", "title", "updated", "subtitle", "generator", "published", "summary", "content")


def wrong_in_atom(data: bytes) -> list[str]:
    """What the rules of Atom are broken by; raises ParseError for what is no XML."""
    root = ElementTree.fromstring(data)
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    return [*_wrong_in_element(root, "feed"), *_wrong_in_feed(root)]


def _wrong_in_feed(root: ElementTree.Element) -> Iterator[str]:
    entries = root.findall(f"{ATOM}entry")
    links = [link.attrib for link in root.findall(f"{ATOM}link")]
    if [link.get("rel") for link in links].count("self") != 1:
        yield "feed: not one link to itself"
    if next((link["href"] for link in links if link.get("rel") == "self"), "") != root.findtext(f"{ATOM}id"):
        yield "feed: its id is not its address"
    has_author = root.find(f"{ATOM}author") is not None
    for entry in entries:
        yield from _wrong_in_element(entry, "entry")
        if not has_author and entry.find(f"{ATOM}author") is None:  # 4.1.2
            yield "entry: nobody wrote it"
        alternates = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        if not alternates and entry.find(f"{ATOM}content") is None:
            yield "entry: neither a link nor content"
        kinds = Counter((link.get("type"), link.get("hreflang")) for link in alternates)
        if any(count > 1 for count in kinds.values()):
            yield "entry: two alternates of one type and language"
        published, updated = entry.findtext(f"{ATOM}published") or "", entry.findtext(f"{ATOM}updated") or ""
        if published > updated:
            yield "entry: changed before it was published"
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    yield from (f"two entries are {each}" for each, count in ids.items() if count > 1)
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    if days and root.findtext(f"{ATOM}updated") != max(days):
        yield "feed: it is not as new as its newest entry"


def _wrong_in_element(element: ElementTree.Element, name: str) -> Iterator[str]:
    counts = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from (f"{name}: {counts[needed]} × {needed}" for needed in ("id", "title", "updated") if counts[needed] != 1)
    yield from (f"{name}: {counts[each]} × {each}" for each in _ONCE if counts[each] > 1)
    for child in element:
        tag = child.tag.removeprefix(ATOM)
        if tag in ("updated", "published") and not _DATE.fullmatch(child.text or ""):
            yield f"{name}: {tag} is {child.text!r}"
        if tag == "id" and not _is_whole(child.text or ""):
            yield f"{name}: its id {child.text!r} is no whole address"
        if tag == "link" and not _is_whole(child.get("href", "")):
            yield f"{name}: a link to {child.get('href')!r}"
        if tag == "author" and not child.findtext(f"{ATOM}name"):
            yield f"{name}: an author without a name"
        if tag == "category" and not child.get("term"):
            yield f"{name}: a category without a term"
        if tag == "content":
            yield from _wrong_in_html(child.text or "")


def wrong_in_json_feed(data: bytes) -> list[str]:
    """What the rules of JSON Feed are broken by."""
    feed: dict[str, Any] = json.loads(data)
    wrong = []
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        wrong.append("version")
    wrong += [name for name in ("home_page_url", "feed_url") if not _is_whole(feed.get(name, ""))]
    wrong += ["title"] if not feed.get("title") else []
    ids = Counter(entry["id"] for entry in feed["items"])
    wrong += [f"two entries are {each}" for each, count in ids.items() if count > 1]
    for entry in feed["items"]:
        wrong += [f"{name} of an entry" for name in ("id", "url") if not _is_whole(entry.get(name, ""))]
        wrong += ["content"] if not (entry.get("content_html") or entry.get("content_text")) else []
        wrong += [name for name in ("date_published", "date_modified") if not _DATE.fullmatch(entry.get(name, ""))]
        wrong += [name for name, value in entry.items() if value in ("", [], None)]
        wrong += _wrong_in_html(entry.get("content_html", ""))
    return wrong


def _wrong_in_html(html: str) -> list[str]:
    wrong = [f"an address that is relative: {found[0]}" for found in _RELATIVE.finditer(html)]
    return wrong + [f"of the page only: {found[0]}" for found in _OF_THE_PAGE.finditer(html)]


def _is_whole(address: str) -> bool:
    return address.isascii() and bool(urlsplit(address).scheme and urlsplit(address).netloc) and " " not in address
