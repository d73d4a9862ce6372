"""Properties by name, as databases export them: which field of a note each fills, in English or Japanese.

Shared by the formats whose records are names with values (pages of Notion, tables). A property that no field knows, or whose
value does not fit, is the caller's to show, so that nothing is lost.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from papersite.formats.dates import find_date
from papersite.formats.opening import join_links, links_of
from papersite.formats.people import read_names, spoken
from papersite.formats.stated_titles import read_stated_title
from papersite.identity import identify, parse_id
from papersite.model import IdScheme, Note, TitleSource
from papersite.regex import lazy_regex

Filler = Callable[[Note, str], Note | None]

_NAMES = {
    "title": ("title", "name", "papertitle", "papername", "名前", "タイトル", "題名", "論文名", "論文タイトル", "論文題目"),
    "authors": ("author", "authors", "著者", "著者名", "論文著者"),
    "created": (
        "created", "createdtime", "createdat", "datecreated", "dateadded", "added", "addedat", "date", "dateread", "readdate",
        "readon", "作成日", "作成日時", "追加日", "追加日時", "日付", "読んだ日", "読了日", "登録日",
    ),
    "updated": (
        "updated", "updatedtime", "updatedat", "lasteditedtime", "lastedited", "lastupdated", "datemodified", "更新日",
        "最終更新日", "最終更新日時", "更新日時", "最終更新",
    ),
    "published": (
        "published", "publisheddate", "publishdate", "publicationdate", "dateofpublication", "submitted", "公開日", "発表日",
        "投稿日", "出版日", "投稿日付",
    ),
    "tags": (
        "tag", "tags", "keyword", "keywords", "topic", "topics", "category", "categories", "labels", "field", "area", "subject",
        "manualtags", "automatictags", "タグ", "キーワード", "カテゴリ", "カテゴリー", "分野", "トピック", "ジャンル", "領域",
    ),
    "url": (
        "url", "urls", "link", "links", "paper", "paperlink", "paperurl", "pdf", "pdflink", "pdfurl", "arxiv", "arxivlink",
        "arxivurl", "arxivid", "openreview", "code", "codelink", "github", "githublink", "repository", "project", "projectpage",
        "website", "論文", "論文リンク", "論文url", "リンク", "原文", "コード", "実装", "プロジェクトページ",
    ),
    "doi": ("doi",),
    "venue": (
        "venue", "conference", "journal", "conferencejournal", "journalconference", "publicationtitle", "proceedings",
        "proceedingstitle", "booktitle", "publishedin", "会議", "学会", "会議名", "学会名", "論文誌", "ジャーナル", "掲載誌",
        "採択会議", "発表先", "会議ジャーナル",
    ),
    "year": ("year", "publicationyear", "publishedyear", "年", "発表年", "出版年", "公開年", "年度"),
    "writer": (
        "owner", "createdby", "reader", "readby", "presenter", "writer", "作成者", "担当", "担当者", "記入者", "読んだ人",
    ),
    "summary": (
        "abstract", "abstractnote", "summary", "tldr", "oneline", "要約", "概要", "一言でいうと", "一言", "ひとこと",
        "アブストラクト",
    ),
}  # fmt: skip
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}
# A related page behind its name: `Vision (https://www.notion.so/…)`, `Vision (../Topics/Vision%200a1b….md)`.
_RELATED = lazy_regex(r"\s*\((?:https?://(?:www\.)?notion\.so/[^()\s]*|[^()\n]{0,300}\.(?:md|csv))\)")
_BETWEEN_TAGS = lazy_regex(r"[,，、;；\n]|\s+(?=#)")
_YEAR = lazy_regex(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ADDRESS = lazy_regex(r"(?:https?://|arxiv:|doi:)[^\s,、，]+", re.IGNORECASE)
_LINKED = lazy_regex(r"\[[^\[\]]*\]\((?P<url>[^()\s]+)\)")
_LONGEST_SUMMARY = 4000


def fold_property(name: str) -> str:
    """A property's name without case, width, spaces and signs."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def field_of(name: str) -> str | None:
    """The field that a property fills by its name."""
    return _FIELD_OF.get(fold_property(name))


def with_property(note: Note, name: str, value: str) -> Note | None:
    """The note with a property in its field; None if no field knows it, is free for it, or the value does not fit."""
    field, text = field_of(name), value.strip()
    return _FILLERS[field](note, text) if field and text else None


def with_year_in(note: Note, name: str, value: str) -> Note:
    """The note with the year of a day on which its paper came out; the day itself stays the caller's to show."""
    day = _day(value.strip()) if field_of(name) == "published" else None
    return replace(note, year=day.year) if day and note.year is None else note


def without_relations(value: str) -> str:
    """A value without the addresses of the related pages that it names."""
    return _RELATED.sub("", value)


def _day(text: str) -> dt.date | None:
    """A day that a value begins with; a time, or the end of a span, may follow."""
    found = find_date(text)
    return found.date if found and found.start <= 1 else None


def _title(note: Note, text: str) -> Note | None:
    stated = read_stated_title(without_relations(text))
    if note.title or stated is None or fold_property(stated.title) == "untitled":
        return None
    year, venue = note.year or stated.year, note.venue or stated.venue
    return replace(
        note,
        title=stated.title,
        title_source=TitleSource.STATED,
        authors=note.authors or stated.authors,
        venue=venue,
        year=year,
    )


def _authors(note: Note, text: str) -> Note | None:
    plain = without_relations(text)
    # `Lovelace, Ada; Babbage, Charles`
    turned = tuple(dict.fromkeys(filter(None, map(_family_first, plain.split(";"))))) if ";" in plain else ()
    names = turned or read_names(plain)
    return replace(note, authors=names) if names and not note.authors else None


def _family_first(name: str) -> str:
    """`Lovelace, Ada` and `King, Martin Luther, Jr.` as they are spoken."""
    family, *given = [part.strip() for part in name.split(",")]
    return spoken(family, "".join(given[:1]), *given[1:])


def _created(note: Note, text: str) -> Note | None:
    day = _day(text)
    return replace(note, date=day) if day and note.date is None else None


def _updated(note: Note, text: str) -> Note | None:
    day = _day(text)
    return replace(note, updated=day) if day and note.updated is None else None


def _published(note: Note, text: str) -> Note | None:
    """When the paper came out: of that the year is a field, and the day is shown where the year does not say it."""
    found = _YEAR.fullmatch(text)
    return replace(note, year=int(found[1])) if found and note.year in (None, int(found[1])) else None


def _tags(note: Note, text: str) -> Note | None:
    tags = (tag.strip().lstrip("#").strip() for tag in _BETWEEN_TAGS.split(without_relations(text)))
    return replace(note, tags=tuple(dict.fromkeys((*note.tags, *filter(None, tags)))))


def _url(note: Note, text: str) -> Note | None:
    found = _LINKED.fullmatch(text)
    addresses = [found["url"]] if found else _ADDRESS.findall(text)
    rest = "" if found else _ADDRESS.sub("", text)
    if not addresses:
        bare = parse_id(IdScheme.ARXIV, text)
        return _with_ids(note, (), bare.id.value, bare.version) if bare and bare.id.scheme is IdScheme.ARXIV else None
    if any(map(str.isalnum, rest)):
        return None
    urls = [each for each in addresses if "://" in each]
    links = join_links([links_of(urls), links_of([each for each in addresses if each not in urls])])
    return replace(
        note,
        ids=tuple(dict.fromkeys((*note.ids, *links.ids))),
        arxiv_version=note.arxiv_version if note.arxiv_version is not None else links.arxiv_version,
        urls=tuple(dict.fromkeys((*note.urls, *urls))),
    )


def _with_ids(note: Note, urls: tuple[str, ...], arxiv: str, version: int | None) -> Note:
    found = identify(f"arxiv:{arxiv}")
    ids = (found.id,) if found else ()
    version = note.arxiv_version if note.arxiv_version is not None else version
    return replace(note, ids=tuple(dict.fromkeys((*note.ids, *ids))), arxiv_version=version, urls=(*note.urls, *urls))


def _doi(note: Note, text: str) -> Note | None:
    found = parse_id(IdScheme.DOI, text)
    return replace(note, ids=tuple(dict.fromkeys((*note.ids, found.id)))) if found else None


def _venue(note: Note, text: str) -> Note | None:
    plain = " ".join(without_relations(text).split())
    return replace(note, venue=plain) if plain and not note.venue and "\n" not in text else None


def _year(note: Note, text: str) -> Note | None:
    found = _YEAR.fullmatch(text.removesuffix("年").removesuffix(".0"))
    return replace(note, year=int(found[1])) if found and note.year is None else None


def _writer(note: Note, text: str) -> Note | None:
    plain = " ".join(without_relations(text).split())
    return replace(note, writer=plain) if plain and not note.writer else None


def _summary(note: Note, text: str) -> Note | None:
    return replace(note, summary=text) if not note.summary and len(text) <= _LONGEST_SUMMARY else None


_FILLERS: dict[str, Filler] = {
    "title": _title,
    "authors": _authors,
    "created": _created,
    "updated": _updated,
    "published": _published,
    "tags": _tags,
    "url": _url,
    "doi": _doi,
    "venue": _venue,
    "year": _year,
    "writer": _writer,
    "summary": _summary,
}
