"""Feeds: what readers subscribe to, as Atom (RFC 4287) and as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

Both say the same: an entry is a paper's page, its address is its id, and its days are those of its notes; a day begins at
midnight UTC, for the notes know no time of day. Every address is absolute. An entry holds a text, or the notes as HTML.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree

from papersite.exports.absolute import absolute_html
from papersite.exports.wellformed import add, document, xml_text
from papersite.strings import Strings
from papersite.views import NoteView, Prose

_ATOM = "http://www.w3.org/2005/Atom"
_LEAD = 280  # characters of the notes that stand in for a summary
_SENTENCE_ENDS = "。．！？.!?"


@dataclass(frozen=True, slots=True)
class FeedTag:
    """A tag of an entry: its name in addresses, and its name for readers."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A paper in a feed. `byline` are its authors and where it came out, `paper` is where the paper itself is, if known.

    `text` is the Markdown of the first note, whose beginning stands in for a summary; `notes` are shown by full feeds only. The
    paper's `slug` is not shown.
    """

    slug: str
    id: str
    url: str
    title: str
    lang: str
    published: dt.date
    updated: dt.date
    byline: str = ""
    writers: tuple[str, ...] = ()
    tags: tuple[FeedTag, ...] = ()
    paper: str = ""
    summary: str = ""
    text: str = ""
    notes: tuple[NoteView, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed: its own address, the page that it goes with, and its entries, the newest first.

    Its kind is `all`, `changes`, `tag` or `author`, its name that of the tag or the author, its title the site's.
    """

    kind: str
    name: str
    url: str
    page: str
    title: str
    description: str
    lang: str
    author: str
    updated: dt.date
    entries: tuple[FeedEntry, ...]
    full: bool = False


# ── Atom ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_atom(view: FeedView, prose: Prose) -> bytes:
    """A feed as Atom."""
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": view.lang})
    add(root, "id", view.url)
    add(root, "title", _title(view))
    if view.description:
        add(root, "subtitle", view.description)
    add(root, "updated", _moment(view.updated))
    add(add(root, "author"), "name", view.author)
    add(root, "link", rel="self", type_="application/atom+xml", href=view.url)
    add(root, "link", rel="alternate", type_="text/html", href=view.page)
    add(root, "generator", "papersite")
    for entry in view.entries:
        _atom_entry(add(root, "entry", xml__lang=entry.lang), entry, view.full, prose)
    return document(root)


def _atom_entry(parent: ElementTree.Element, entry: FeedEntry, full: bool, prose: Prose) -> None:
    add(parent, "id", entry.id)
    add(parent, "title", entry.title)
    add(parent, "published", _moment(entry.published))
    add(parent, "updated", _moment(entry.updated))
    for writer in entry.writers:
        add(add(parent, "author"), "name", writer)
    add(parent, "link", rel="alternate", type_="text/html", href=entry.url)
    if entry.paper:
        add(parent, "link", rel="related", href=entry.paper)
    for tag in entry.tags:
        add(parent, "category", term=tag.slug, label=tag.label)
    if full:
        if entry.summary:
            add(parent, "summary", entry.summary)
        add(parent, "content", _html(entry, prose), type_="html")
    else:
        add(parent, "summary", _text(entry, prose))


# ── JSON Feed ────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_json_feed(view: FeedView, prose: Prose) -> bytes:
    """A feed as JSON Feed."""
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(view),
        "home_page_url": view.page,
        "feed_url": view.url,
        **({"description": view.description} if view.description else {}),
        "language": view.lang,
        "authors": [{"name": view.author}],
        "items": [_json_entry(entry, view.full, prose) for entry in view.entries],
    }
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _json_entry(entry: FeedEntry, full: bool, prose: Prose) -> dict[str, object]:
    said: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.paper,
        "title": entry.title,
        "summary": entry.summary,
        "date_published": _moment(entry.published),
        "date_modified": _moment(entry.updated),
        "authors": [{"name": writer} for writer in entry.writers],
        "tags": [tag.label for tag in entry.tags],
        "language": entry.lang,
    }
    content = {"content_html": _html(entry, prose)} if full else {"content_text": _text(entry, prose)}
    return {name: value for name, value in said.items() if value} | content


# ── what both say ───────────────────────────────────────────────────────────────────────────────────────────────


def _title(view: FeedView) -> str:
    return Strings(view.lang)(f"feed.{view.kind}", title=view.title, name=view.name)


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(entry: FeedEntry, prose: Prose) -> str:
    """The byline, and the summary or what the notes begin with; the title where there is nothing else."""
    said = entry.summary or (_lead(prose.text(entry.text)) if entry.text else "")
    return "\n".join(part for part in (entry.byline, said) if part) or entry.title


def _lead(text: str) -> str:
    """The beginning of a text, up to the last sentence that ends within bounds."""
    words = " ".join(text[: 4 * _LEAD].split())  # most often that is enough of a text of thousands of characters
    if len(words) <= _LEAD:
        words = " ".join(text.split())
    if len(words) <= _LEAD:
        return words
    cut = words[:_LEAD]
    end = max(cut.rfind(sign) for sign in _SENTENCE_ENDS)
    return cut[: end + 1] if end > _LEAD // 2 else cut.rstrip() + "…"


def _html(entry: FeedEntry, prose: Prose) -> str:
    """The byline and the notes as HTML that stands for itself."""
    parts = [f"<p>{escape(entry.byline)}</p>"] if entry.byline else []
    parts += (absolute_html(prose.html(note, number), entry.url) for number, note in enumerate(entry.notes))
    return xml_text("\n".join(parts)) or f"<p>{escape(entry.title)}</p>"
