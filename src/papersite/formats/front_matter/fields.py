"""What the keys of front matter mean: which field of a note each fills, and which values fit it.

A key that no field knows by its own names may be a property as databases name it (see `properties`). What none knows is told
with the nearest name, and what does not fit is told; both are the caller's to show. Keys that other site generators use for
their own ends are known and mean nothing here.

What is particular to an imported note stands in `front_matter.imports`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from papersite.formats.dates import parse_date
from papersite.formats.front_matter.block import Entry, Value
from papersite.formats.front_matter.imports import (
    AS_THEY_STAND,
    Filler,
    identifiers,
    listed,
    machine_written,
    read_provenance,
    with_provenance,
)
from papersite.formats.people import clean_name, read_names
from papersite.formats.properties import with_property
from papersite.identity import FoundId, identify, parse_id
from papersite.model import IdScheme, Kind, Note, TitleSource
from papersite.regex import lazy_regex

# Names of each field, the first one its own.
_NAMES = {
    "title": ("title", "タイトル", "題名"),
    "authors": ("authors", "author", "著者"),
    "date": ("date", "created", "created_at", "published_at", "日付"),
    "updated": ("updated", "updated_at", "lastmod", "modified", "last_modified", "更新日"),
    "tags": ("tags", "tag", "keywords", "categories", "category", "topics", "タグ"),
    "aliases": ("aliases", "alias", "redirect_from"),
    "slug": ("slug",),
    "arxiv": ("arxiv", "arxiv_id", "arxivid", "eprint"),
    "doi": ("doi",),
    "ids": ("ids", "identifiers"),
    "openreview": ("openreview", "openreview_id"),
    "acl": ("acl", "acl_id", "anthology"),
    "venue": ("venue", "conference", "journal", "booktitle", "会議"),
    "year": ("year", "年"),
    "urls": (
        "url",
        "urls",
        "link",
        "links",
        "pdf",
        "paper",
        "code",
        "project",
        "github",
        "website",
        "homepage",
        "demo",
        "slides",
    ),
    "draft": ("draft",),
    "published": ("published", "publish"),
    "lang": ("lang", "language", "言語"),
    "summary": ("summary", "abstract", "description", "tldr", "要約", "概要"),
    "writer": ("writer", "reader", "noted_by", "担当"),
    "kind": ("kind", "type", "種類"),
    "machine_written": ("machine_written",),
    "listed": ("listed",),
    "source": ("source",),
}
_FIELD_OF = {name: known for known, names in _NAMES.items() for name in names}
# Tables in which other generators keep keys that mean the same.
_TABLES = frozenset(("extra", "params", "taxonomies"))
_NOT_OURS = frozenset((
    "layout", "permalink", "template", "id", "uid", "weight", "menu", "section", "series", "parent", "nav_order",
    "sidebar_position", "comments", "share", "sitemap", "robots", "outputs", "markup", "math", "mathjax", "katex", "toc",
    "cssclass", "cssclasses", "cover", "image", "images", "thumbnail", "hidden", "pin", "pinned", "featured", "subtitle",
    "excerpt", "blogpost", "orphan", "emoji", "publication_name", "price", "free", "chapters", "toc_depth",
))  # fmt: skip
_KINDS = {
    **dict.fromkeys(("paper", "論文", "preprint", "survey"), Kind.PAPER),
    **dict.fromkeys(("article", "blog", "post", "記事", "ブログ", "slide", "slides", "news", "book"), Kind.ARTICLE),
    **dict.fromkeys(("software", "oss", "tool", "code", "library", "repository", "ソフトウェア", "ツール"), Kind.SOFTWARE),
}
_TRUE, _FALSE = frozenset(("true", "yes", "on", "1")), frozenset(("false", "no", "off", "0"))

# Fields whose values say something to this program alone: one that does not fit tells a reader nothing.
_OURS_ALONE = frozenset(("kind", "draft", "published", "lang", "slug", "source", "machine_written", "listed", "ids", "aliases"))

_COMMAS = lazy_regex(r"[,，、;；\n]")
_HASHED = lazy_regex(r"(?:^|\s)#(?=\S)")


@dataclass(frozen=True, slots=True)
class Told:
    """What was wrong with a field: kind of problem, message, line."""

    kind: str
    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """A note with the fields that front matter fills, what was wrong with them, and keys with values that filled none."""

    note: Note
    told: tuple[Told, ...] = ()
    left: tuple[tuple[str, str], ...] = ()


def read_fields(note: Note, entries: Sequence[Entry], lines: Sequence[str]) -> Fields:
    """What the entries of front matter say of a note; `lines` are the source's.

    Of two keys for one field the earlier counts; lists join.
    """
    told: list[Told] = []
    left: list[tuple[str, str]] = []
    provenance = next(filter(None, (read_provenance(entry.value) for entry in entries if _key(entry) == "source")), None)
    for entry in _flat(entries):
        key = _key(entry)
        known = _FIELD_OF.get(key)
        value = entry.value
        if known == "tags" and value is None:
            value = _after_comment(lines, entry.line)
        if known is None:
            if key in _NOT_OURS:
                continue
            text = ", ".join(_texts(value) or ()) if isinstance(value, tuple) else _listed(value)
            if text and (as_property := with_property(note, entry.key, text)):
                note = as_property
                continue
            told.append(Told("unknown-field", _unknown(entry.key, key), entry.line))
            left += [(entry.key, text)] if text else []
        elif value not in (None, "", ()):
            exact = AS_THEY_STAND.get(known) if provenance else None
            filled = (exact and exact(note, value)) or _FILLERS[known](note, value)
            if filled is None:
                told.append(Told(_problem_of(known), _misfit(known, entry), entry.line))
                left += [(entry.key, _listed(value))] if known not in _OURS_ALONE else []
            note = filled or note
    return Fields(with_provenance(note, provenance) if provenance else note, tuple(told), tuple(left))


def _key(entry: Entry) -> str:
    return entry.key.strip().casefold().replace("-", "_").replace(" ", "_")


def _flat(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.key in _TABLES and isinstance(entry.value, Mapping):
            yield from (Entry(key, value, entry.line) for key, value in entry.value.items())
        else:
            yield entry


def _unknown(written: str, key: str) -> str:
    near = get_close_matches(key[:40], _FIELD_OF, n=1, cutoff=0.7)
    hint = f' (did you mean "{near[0]}"?)' if near else ""
    return f'unknown field "{written}"{hint}; it is listed below the text'


_EXPECTED = {
    "title": "a line of text",
    "date": "a day such as 2024-01-05",
    "updated": "a day such as 2024-01-05",
    "arxiv": "an arXiv identifier such as 1706.03762",
    "doi": "a DOI such as 10.1145/3292500.3330701",
    "openreview": "an OpenReview identifier or address",
    "acl": "an ACL Anthology identifier such as 2023.acl-long.1",
    "year": "a year such as 2024",
    "urls": "an address that begins with https://",
    "draft": "true or false",
    "published": "true, false or a day such as 2024-01-05",
    "lang": "a language code such as ja or en",
    "kind": "paper, article or software",
    "ids": "a list such as [arxiv:1706.03762, doi:10.1145/3292500.3330701]",
    "machine_written": "summary, body, or a list of both",
    "listed": "a list of papers, each with a title",
    "source": "an address, or the format, path and lines of the dump it was imported from",
}


def _problem_of(known: str) -> str:
    return "bad-date" if known in {"date", "updated"} else "malformed-record"


def _misfit(known: str, entry: Entry) -> str:
    value = str(entry.value)
    shown = value if len(value) <= 60 else f"{value[:60]}…"
    return f'"{entry.key}" is "{shown}"; expected {_EXPECTED.get(known, "text or a list of texts")}. It fills no field'


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _text(value: Value) -> str | None:
    """A value that is one text, on one line."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _texts(value: Value) -> tuple[str, ...] | None:
    """A value that is a text with commas, or a list of texts; None if it is neither. `- Foo: bar` in a list is a text."""
    if isinstance(value, str):
        return tuple(filter(None, (part.strip() for part in _COMMAS.split(value.strip().strip("[]")))))
    if isinstance(value, tuple):
        return tuple(filter(None, (_listed(each) for each in value)))
    return None


def _listed(value: Value) -> str:
    if isinstance(value, Mapping):
        name = value.get("name")
        return _text(name) or "" if name else ", ".join(f"{key}: {_listed(each)}" for key, each in value.items())
    return _text(value) or "" if not isinstance(value, tuple) else ", ".join(map(_listed, value))


def _hashtags(text: str) -> tuple[str, ...]:
    """Tags in one text, between commas or each behind its `#`."""
    parts = _HASHED.split(text) if _HASHED.search(text) else _COMMAS.split(text.strip("[]"))
    return tuple(filter(None, (part.strip().strip(",、").lstrip("#") for part in parts)))


def _day(value: Value) -> dt.date | None:
    return parse_date(value) if isinstance(value, str) else None


def _joined(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """Both, each text once."""
    return tuple(filter(None, dict.fromkeys((*one, *other))))


def _after_comment(lines: Sequence[str], number: int) -> str:
    """What stands behind a key that YAML found empty: `tags: #a #b` is a comment to it, and tags to who wrote it."""
    _, _, after = lines[number - 1].partition(":")
    return after.strip() if after.strip().startswith("#") and not after.strip().startswith("# ") else ""


# ── fillers: a note with a field filled from a value, or None if the value does not fit ─────────────────────────────


def _title(note: Note, value: Value) -> Note | None:
    text = _text(value)
    return note if note.title else replace(note, title=text, title_source=TitleSource.FRONT_MATTER) if text else None


def _authors(note: Note, value: Value) -> Note | None:
    texts = _texts(value)
    if texts is None:
        return None
    names = read_names(value) if isinstance(value, str) else map(clean_name, texts)
    return replace(note, authors=_joined(note.authors, names))


def _date(note: Note, value: Value) -> Note | None:
    day = _day(value)
    return replace(note, date=note.date or day) if day else None


def _updated(note: Note, value: Value) -> Note | None:
    day = _day(value)
    return replace(note, updated=note.updated or day) if day else None


def _tags(note: Note, value: Value) -> Note | None:
    texts = _hashtags(value) if isinstance(value, str) else _texts(value)
    return None if texts is None else replace(note, tags=_joined(note.tags, (text.lstrip("#") for text in texts)))


def _aliases(note: Note, value: Value) -> Note | None:
    texts = _texts(value)
    return None if texts is None else replace(note, aliases=_joined(note.aliases, texts))


def _slug(note: Note, value: Value) -> Note | None:
    text = _text(value)
    return replace(note, slug=note.slug or text) if text else None


def _identifier(scheme: IdScheme) -> Filler:
    def fill(note: Note, value: Value) -> Note | None:
        texts = value if isinstance(value, tuple) else (value,)
        found = [parse_id(scheme, text) if isinstance(text, str) else None for text in texts]
        if None in found:
            return None
        urls = (text.strip() for text in texts if isinstance(text, str) and "://" in text)
        return _with_ids(note, filter(None, found), urls)

    return fill


def _source(note: Note, value: Value) -> Note | None:
    """Where the note was imported from, which is read with the whole of it; or, as other tools write it, an address."""
    return note if read_provenance(value) else _urls(note, value)


def _venue(note: Note, value: Value) -> Note | None:
    text = _text(value)
    return replace(note, venue=note.venue or text) if text else None


def _year(note: Note, value: Value) -> Note | None:
    match = re.fullmatch(r"((?:1[5-9]|20)\d{2})年?", value.strip()) if isinstance(value, str) else None
    return replace(note, year=note.year or int(match[1])) if match else None


def _urls(note: Note, value: Value) -> Note | None:
    texts = tuple(value.values()) if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,)
    urls = [text.strip() for text in texts if isinstance(text, str) and re.match(r"\s*https?://\S+\s*$", text)]
    return _with_ids(note, filter(None, map(identify, urls)), urls) if len(urls) == len(texts) else None


def _with_ids(note: Note, found: Iterable[FoundId], urls: Iterable[str]) -> Note:
    found = tuple(found)
    version = next((each.version for each in found if each.version is not None), None)
    return replace(
        note,
        ids=tuple(dict.fromkeys((*note.ids, *(each.id for each in found)))),
        arxiv_version=note.arxiv_version if note.arxiv_version is not None else version,
        urls=_joined(note.urls, urls),
    )


def _draft(note: Note, value: Value) -> Note | None:
    said = value.strip().casefold() if isinstance(value, str) else None
    return replace(note, draft=note.draft or said in _TRUE) if said in _TRUE | _FALSE else None


def _published(note: Note, value: Value) -> Note | None:
    """`published` is a day to some generators and a flag to others."""
    said = value.strip().casefold() if isinstance(value, str) else None
    return replace(note, draft=note.draft or said in _FALSE) if said in _TRUE | _FALSE else _date(note, value)


def _lang(note: Note, value: Value) -> Note | None:
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_]\w+)*", value.strip().casefold()) if isinstance(value, str) else None
    return replace(note, lang=note.lang or match[1]) if match else None


def _summary(note: Note, value: Value) -> Note | None:
    text = value.strip() if isinstance(value, str) else None
    return replace(note, summary=note.summary or text) if text else None


def _writer(note: Note, value: Value) -> Note | None:
    texts = _texts(value)
    return replace(note, writer=note.writer or ", ".join(texts)) if texts else None


def _kind(note: Note, value: Value) -> Note | None:
    kind = _KINDS.get(value.strip().casefold()) if isinstance(value, str) else None
    return replace(note, kind=kind) if kind else None


_FILLERS: dict[str, Filler] = {
    "title": _title,
    "authors": _authors,
    "date": _date,
    "updated": _updated,
    "tags": _tags,
    "aliases": _aliases,
    "slug": _slug,
    "arxiv": _identifier(IdScheme.ARXIV),
    "doi": _identifier(IdScheme.DOI),
    "openreview": _identifier(IdScheme.OPENREVIEW),
    "acl": _identifier(IdScheme.ACL),
    "venue": _venue,
    "year": _year,
    "urls": _urls,
    "draft": _draft,
    "published": _published,
    "lang": _lang,
    "summary": _summary,
    "writer": _writer,
    "kind": _kind,
    "ids": identifiers,
    "machine_written": machine_written,
    "listed": listed,
    "source": _source,
}
