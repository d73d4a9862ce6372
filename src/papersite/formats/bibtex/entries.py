"""One entry of a BibTeX library as a note: which field fills which, and what LaTeX in it means."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bibtexparser.model import Entry, Field
from pylatexenc.latex2text import LatexNodes2Text

from papersite.formats.body import body_of
from papersite.formats.dates import find_date
from papersite.formats.decoded import Line
from papersite.formats.html_text import html_lines, looks_like_html
from papersite.formats.literal import literal_inline
from papersite.formats.opening import join_links, links_of
from papersite.formats.people import read_names, spoken
from papersite.identity import parse_id
from papersite.language import detect_language
from papersite.model import Dropped, IdScheme, Kind, Note, Source, TitleSource
from papersite.regex import lazy_regex

_NAME = "bibtex"
_VENUES = ("journaltitle", "journal", "booktitle", "eventtitle", "series", "howpublished", "school", "institution", "publisher")
_DAYS = {"timestamp": "date", "date-added": "date", "dateadded": "date", "added": "date", "urldate": "date"}
_CHANGED = ("date-modified", "datemodified", "modificationdate", "modified")
_TAGS = ("keywords", "mendeley-tags", "tags", "groups", "keyword")
_TEXTS = ("annote", "annotation", "note", "notes", "comment", "comments", "review", "memo", "mendeley-notes", "addendum")
_SUMMARY = ("abstract", "tldr")
# What is said of the library and not of the paper.
_IGNORED = frozenset((
    "file", "owner", "local-url", "bdsk-file-1", "bdsk-file-2", "bdsk-url-1", "bdsk-url-2", "mendeley-groups", "__markedentry",
    "ids", "langid", "read", "rating-internal", "issn", "isbn", "shorttitle", "primaryclass", "archiveprefix", "eprinttype",
    "adsurl", "adsnote", "biburl", "bibsource", "creationdate", "pmid", "pubstate", "options", "copyright", "libraryCatalog",
    "librarycatalog", "accessed",
))  # fmt: skip
_SOFTWARE, _ARTICLES = frozenset(("software", "dataset")), frozenset(("online", "electronic", "book", "manual", "webpage"))
_YEAR = lazy_regex(r"(?<!\d)((?:1[5-9]|20)\d\d)(?!\d)")
_CONCATENATED = lazy_regex(r"\s*#\s*(?![^{]*\})")
# `arXiv preprint arXiv:1706.03762`, `arXiv:1912.12132 [cs, stat]`: to libraries without a field for it a journal.
_PREPRINT = lazy_regex(
    r"arxiv(?: e-?prints?| preprint)?(?:[ ,:]+arxiv)?[: ]+(?P<id>\d{4}\.\d{4,5}(?:v\d+)?)(?: ?\[[^\[\]]{1,60}\])?$",
    re.IGNORECASE,
)
_SIGNS = lazy_regex(r"\\([&%$#_{}])")
_DEEPEST = 30  # braces; the converter recurses
logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
_TO_TEXT = LatexNodes2Text(math_mode="verbatim", keep_comments=True)


def note_of(source: Source, entry: Entry, strings: Mapping[str, str], numbers: Sequence[int]) -> tuple[Note, list[Dropped]]:
    """An entry's note, and the lines of fields that say nothing of the paper; `numbers` are the entry's written lines."""
    note = Note(_NAME, source.origin(numbers[0], numbers[-1]), kind=_kind(entry.entry_type))
    shown: list[Line] = []
    texts: list[Line] = []
    ignored: set[int] = set()
    places = [(field.start_line or 0) + 1 for field in entry.fields]
    for field, first, following in zip(entry.fields, places, [*places, numbers[-1] + 1][1:], strict=True):
        key, value = field.key.casefold().strip(), _value(field, strings)
        lines = range(first, max(first + 1, following))
        if not value:
            continue
        if key in _IGNORED and key not in {"archiveprefix", "eprinttype"}:
            ignored.update(lines)
            continue
        filled = _filled(note, key, value, entry)
        if filled is not None:
            note = filled
        elif key in _TEXTS or "\n\n" in value or looks_like_html(value):
            texts += [*([(0, "")] if texts else []), *_text(value, first, len(lines))]
        elif key not in {"archiveprefix", "eprinttype"}:
            shown.append((first, f"- **{literal_inline(key)}:** {literal_inline(' '.join(plain(value).split()))}"))
    body = body_of([*texts, *([(0, "")] if texts and shown else []), *shown])
    dropped = [
        Dropped(number, source.lines[number - 1], "library-metadata")
        for number in sorted(ignored)
        if number not in body.lines and number in numbers
    ]
    gone = {drop.line for drop in dropped}
    words = f"{note.title or ''}\n{note.summary or ''}\n{body.text}"
    taken = tuple(number for number in numbers if number not in body.lines and number not in gone)
    return replace(note, body=body, lang=detect_language(words), field_lines=taken), dropped


def plain(value: str) -> str:
    """A value without LaTeX: accents are letters, braces that only keep a case are gone, formulas stay."""
    if not re.search(r"[\\{}~$]|--|''|``", value) or _depth(value) > _DEEPEST:
        return value
    # To LaTeX a bare `%` begins a comment that ends with the line; in a library it is nearly always a sign that was not
    # escaped.
    text = re.sub(r"(?<!\\)%", r"\\%", value)
    try:
        return str(_TO_TEXT.latex_to_text(text)).strip()
    except (RecursionError, ValueError, IndexError, AttributeError, TypeError):
        return value


def _filled(note: Note, key: str, value: str, entry: Entry) -> Note | None:
    """The note with a field filled; None if the field fills none."""
    text = " ".join(plain(value).split())
    match key:
        case "title" if not note.title and any(map(str.isalnum, text)):
            return replace(note, title=text, title_source=TitleSource.STATED)
        case "author" if not note.authors and (names := _people(value)):
            return replace(note, authors=names)
        case "year" | "date" if note.year is None and (found := _YEAR.search(text)):
            return replace(note, year=int(found[1]))
        case "doi" | "url" | "eprint" | "arxiv" | "arxivid" | "link" | "ee":
            return _address(note, key, value.strip().replace("\\_", "_").replace("\\%", "%").replace("\\&", "&"), entry)
    if key in _VENUES[:4] and not note.venue and text:
        preprint = _PREPRINT.match(text)
        named = _address(note, "arxiv", preprint["id"], entry) if preprint else None
        return replace(named or note, venue="arXiv" if preprint else text)
    if key in _TAGS:
        tags = (tag.strip() for tag in re.split(r"[,;\n、]", plain(value)))
        return replace(note, tags=tuple(dict.fromkeys((*note.tags, *filter(None, tags)))))
    if key in _DAYS and note.date is None and (day := find_date(text)) and day.date:
        return replace(note, date=day.date)
    if key in _CHANGED and note.updated is None and (day := find_date(text)) and day.date:
        return replace(note, updated=day.date)
    if key in _SUMMARY and not note.summary:
        return replace(note, summary=text)
    return None


def _address(note: Note, key: str, value: str, entry: Entry) -> Note | None:
    scheme = IdScheme.DOI if key == "doi" else IdScheme.ARXIV
    said = {field.key.casefold(): str(field.value).casefold() for field in entry.fields}
    other = said.get("archiveprefix", said.get("eprinttype", "arxiv")).strip('{}" ')
    if key == "eprint" and other not in ("arxiv", ""):
        return None
    found = parse_id(scheme, value) if key not in {"url", "link", "ee"} else None
    urls = [value] if re.match(r"https?://\S+$", value) else []
    links = join_links([links_of(urls)])
    ids = (found.id,) if found else links.ids
    if not ids and not urls:
        return None
    version = found.version if found else links.arxiv_version
    return replace(
        note,
        ids=tuple(dict.fromkeys((*note.ids, *ids))),
        arxiv_version=note.arxiv_version if note.arxiv_version is not None else version,
        urls=tuple(dict.fromkeys((*note.urls, *urls))),
    )


def _people(value: str) -> tuple[str, ...]:
    """Names between `and`, the family name first where a comma says so; a name in braces is an organisation's."""
    names = []
    for name in re.split(r"\s+and\s+", " ".join(value.split())):
        if name.startswith("{") and name.endswith("}") and "{" not in name[1:]:
            names.append(" ".join(plain(name[1:-1]).split()))
            continue
        halves = [half.strip() for half in plain(name).split(",")]
        # `Family, Given` and `Family, Jr., Given`
        names.append(spoken(halves[0], halves[-1], *halves[1:-1]) if len(halves) > 1 else halves[0])
    found = (read[0] if len(read := read_names(name)) == 1 else name for name in names if name != "others")
    return tuple(dict.fromkeys(name for name in found if any(map(str.isalpha, name))))


def _text(value: str, first: int, height: int) -> list[Line]:
    """An annotation as Markdown. LaTeX stays, for formulas are Markdown's too, but for signs that it only escapes."""
    if looks_like_html(value):
        return html_lines(value, first)
    texts = _SIGNS.sub(r"\1", value).split("\n")
    return [(first + min(n, height - 1), text.strip() if n else text) for n, text in enumerate(texts)]


def _value(field: Field, strings: Mapping[str, str]) -> str:
    """A field's text: braces or quotes taken off, abbreviations written out, pieces put together."""
    pieces = []
    for piece in _pieces(str(field.value)):
        bare = piece.strip()
        if len(bare) > 1 and bare[0] + bare[-1] in ("{}", '""'):
            pieces.append(bare[1:-1])
        else:
            pieces.append(strings.get(bare.casefold(), bare))
    return "".join(pieces).strip()


def _pieces(value: str) -> list[str]:
    """The parts of a value between `#` outside of braces and quotes."""
    if "#" not in value:
        return [value]
    parts, depth, quoted, begin = [], 0, False, 0
    for at, sign in enumerate(value):
        depth += (sign == "{") - (sign == "}")
        quoted ^= sign == '"' and depth == 0
        if sign == "#" and depth == 0 and not quoted:
            parts.append(value[begin:at])
            begin = at + 1
    return [*parts, value[begin:]]


def _depth(value: str) -> int:
    depth = deepest = 0
    for sign in value:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest


def _kind(entry_type: str) -> Kind:
    name = entry_type.casefold()
    return Kind.SOFTWARE if name in _SOFTWARE else Kind.ARTICLE if name in _ARTICLES else Kind.PAPER
