"""Search without a server: files that a page reads to find papers by any piece of their text.

    search/index.bin         every paper in a line, and the tags with all their names: what is shown and filtered (JSON)
    search/authors.json      who wrote which papers; read only when an author is asked for
    search/grams/<n>.bin     a part of the signatures: which papers have which grams
    search/text/<slug>.json  a paper's text, to make sure and to show the sentence

A paper's signature is a set of bits: each gram of its text (see `folding`) sets three of them. Stored bucket by bucket, a query
reads the rows of a few of its grams, and the papers in all of them are those that may match; their texts, read as they are
shown, say which do. So the signatures may hold too much but never too little, and what is shown is exact.

Measured at 1,000 notes of 4.4 KB: a first query reads 0.1 to 0.2 MB. An eighth of all bits are set, so of a thousand papers
without it two pass for a query of two characters, and none for a longer one. Why no postings: a list of papers for each of
150,000 grams takes a dictionary to find it, and a second to make.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from papersite.config import Config
from papersite.markdown import plain_text
from papersite.model import Artefact, Library, Record, Term, Texts, TitleSource
from papersite.remembering.digests import value_key
from papersite.remembering.last_round import LastRound
from papersite.remembering.memo import Memo
from papersite.remembering.store import Entry
from papersite.search.folding import BUCKETS, buckets_of, fold, grams
from papersite.workers import Workers

__all__ = ["SearchFiles", "remember_text", "remembered_text", "search_artefacts", "search_files"]

FOLDER = PurePosixPath("search")
_INDEX = "index.bin"
_AUTHORS = "authors.json"
_SIGNATURES = "signatures"
_TEXT = "plain text"
_PART_BYTES = 8_000  # a part of the signatures: a query reads a handful

Section = tuple[str, str]  # the id on the paper's page where a text stands, the text
Eight = tuple[tuple[Section, ...], ...]  # the texts of eight papers, or of those left


def search_artefacts(library: Library, config: Config, memo: Memo) -> tuple[Artefact, ...]:
    """The files of the search."""
    return tuple(search_files(library, config, memo).values())


def search_files(library: Library, config: Config, memo: Memo, last: LastRound | None = None) -> SearchFiles:
    """The files of the search by their paths, each made when it is asked for."""
    # The oldest first, so that a new paper comes last and moves no other one's bits.
    records = library.records[::-1]
    paths = (last or LastRound()).whole(_paths, tuple([record.slug for record in records]))
    return SearchFiles(paths, records, library.terms, config, memo)


def _paths(slugs: Sequence[str]) -> dict[PurePosixPath, int]:
    """The paths of all files, and the place of the paper or of the part that a file is of."""
    return {
        **{FOLDER / name: 0 for name in (_INDEX, _AUTHORS)},
        **{FOLDER / f"grams/{number}.bin": number for number in range(BUCKETS // rows_of_a_part(len(slugs)))},
        **{FOLDER / f"text/{slug}.json": place for place, slug in enumerate(slugs)},
    }


class SearchFiles(Mapping[PurePosixPath, Artefact]):
    """The files of the search. Only the signatures need all texts, and are made once for all their parts."""

    def __init__(
        self, paths: Mapping[PurePosixPath, int], records: Sequence[Record], terms: Sequence[Term], config: Config, memo: Memo
    ) -> None:
        self._paths = paths
        self._records = records
        self._terms = terms
        self._config = config
        self._memo = memo
        self._texts: dict[int, tuple[Section, ...]] = {}

    def shown(self, path: PurePosixPath) -> tuple[Texts, str]:
        """Whose texts a file shows, and of which paper it is."""
        kind = path.relative_to(FOLDER).parts[0]
        if kind == "text":
            return Texts.OWN, self._records[self._paths[path]].slug
        return Texts.ALL if kind == "grams" else Texts.NONE, ""

    def uses(self, path: PurePosixPath) -> tuple[Entry, ...]:
        """The remembered values that a file is made of."""
        texts, _ = self.shown(path)
        if texts is Texts.OWN:
            return tuple((_TEXT, value_key(note.body.text)) for note in self._records[self._paths[path]].notes)
        # All parts are made of the same signatures.
        return tuple((_SIGNATURES, key) for key in self._keys) if texts is Texts.ALL and not self._paths[path] else ()

    def sign(self, workers: Workers) -> None:
        """Makes the signatures that are not remembered, which takes the most time of all that is made here."""
        eights = dict(zip(self._keys, range(0, len(self._records), 8), strict=True))
        missing = [key for key in eights if self._memo.recall(_SIGNATURES, key) is None]
        columns = workers.each(_signed, None, missing, lambda key: self._eight(eights[key]), "signing papers for the search")
        for key, column in zip(missing, columns, strict=True):
            self._memo.remember(_SIGNATURES, key, column)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        """What the signatures of each eight papers are remembered by: their texts as written, which are at hand."""
        written = [
            (record.title, _facts(record), record.summary, *(n.body.text for n in record.notes)) for record in self._records
        ]
        return tuple([value_key(*written[first : first + 8]) for first in range(0, len(written), 8)])

    def _eight(self, first: int) -> Eight:
        return tuple(map(self._text, range(first, min(first + 8, len(self._records)))))

    def __iter__(self) -> Iterator[PurePosixPath]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __getitem__(self, path: PurePosixPath) -> Artefact:
        place, name = self._paths[path], path.relative_to(FOLDER)
        if name.parts[0] == "text":
            return _json(str(name), self._text(place))
        if name.parts[0] == "grams":
            return Artefact(path, self._parts[place])
        if str(name) == _INDEX:
            return _deflated(_INDEX, _index(self._records, self._terms, self._config))
        return _json(_AUTHORS, _authors(self._records))

    @cached_property
    def _parts(self) -> tuple[bytes, ...]:
        return tuple(_parts(map(self._signature, self._keys, range(0, len(self._records), 8)), len(self._records)))

    def _signature(self, key: str, first: int) -> bytes:
        return self._memo.call(_SIGNATURES, key, lambda: _column(self._eight(first)))

    def _text(self, place: int) -> tuple[Section, ...]:
        if place not in self._texts:
            self._texts[place] = tuple(_sections(self._records[place], self._memo))
        return self._texts[place]


def _json(name: str, value: object) -> Artefact:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Artefact(FOLDER / name, text.encode("utf-8", "replace"))


def _deflated(name: str, value: object) -> Artefact:
    # The largest file that every search needs is small on any server, compressing or not: 0.2 MB become 0.06 at 1,000 notes.
    # Deflate, and not gzip, holds no date and no system.
    plain = _json(name, value)
    return Artefact(plain.path, zlib.compress(plain.data, 9))


# ── what is found in a paper ─────────────────────────────────────────────────────────────────────────────────────────


def _sections(record: Record, memo: Memo) -> Iterator[Section]:
    """A paper's texts: its title, what names it, its summary, its notes. Its tags, with all their names, are in the index."""
    yield "title", record.title
    yield "facts", _facts(record)
    if record.summary:
        yield "page-summary", record.summary
    for number, note in enumerate(record.notes, start=1):
        yield f"note-{number}", remembered_text(note.body.text, memo)


def _facts(record: Record) -> str:
    facts = (*record.authors, record.venue or "", str(record.year or ""), *(paper.value for paper in record.ids))
    return "\n".join(fact for fact in facts if fact)


def remembered_text(text: str, memo: Memo) -> str:
    """The visible text of a note's Markdown, or a space if there is none."""
    return memo.call(_TEXT, value_key(text), lambda: plain_text(text) or " ")


def remember_text(text: str, plain: str, memo: Memo) -> None:
    """Keeps the visible text of a note's Markdown for `remembered_text`."""
    memo.remember(_TEXT, value_key(text), plain or " ")


# ── signatures ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _parts(columns: Iterable[bytes], papers: int) -> Iterator[bytes]:
    """The signatures bucket by bucket: a row of one bit a paper, the first paper in the lowest bit of the first byte."""
    width = row_bytes(papers)
    rows = bytearray(BUCKETS * width)
    for place, column in enumerate(columns):
        rows[place::width] = column
    step = rows_of_a_part(papers)
    for first in range(0, BUCKETS, step):
        yield bytes(rows[first * width : (first + step) * width])


def _signed(_: None, eight: Eight) -> bytes:
    return _column(eight)


def _column(eight: Eight) -> bytes:
    """The signatures of eight papers: a byte for each bucket."""
    column = bytearray(BUCKETS)
    papers: dict[str, int] = {}  # the papers of a gram, a bit each: papers share most of their grams
    for place, sections in enumerate(eight):
        for gram in set().union(*(grams(fold(text)) for _, text in sections)):
            papers[gram] = papers.get(gram, 0) | 1 << place
    for gram, bits in papers.items():
        for bucket in buckets_of(gram):
            column[bucket] |= bits
    return bytes(column)


def row_bytes(papers: int) -> int:
    """The bytes of a row: one bit a paper."""
    return (papers + 7) // 8


def rows_of_a_part(papers: int) -> int:
    """How many rows stand in one file: a power of two, as many as stay below the size of a part, at least one."""
    rows = BUCKETS
    while rows > 1 and rows * row_bytes(papers) > _PART_BYTES:
        rows //= 2
    return rows


# ── what is shown and filtered ───────────────────────────────────────────────────────────────────────────────────────


def _index(records: Sequence[Record], terms: Sequence[Term], config: Config) -> dict[str, object]:
    """Every paper in a line. Tags and venues stand as places in their tables, venues from 1; what is absent is 0."""
    above = _with_parents({tag for record in records for tag in record.tags}, {term.slug: term for term in terms})
    tags = [term for term in terms if term.slug in above]
    tag_places = {term.slug: place for place, term in enumerate(tags)}
    venues = sorted({record.venue for record in records if record.venue})
    venue_places = {venue: place for place, venue in enumerate(venues, start=1)}
    return {
        "rows": rows_of_a_part(len(records)),
        "venues": venues,
        "tags": [
            [
                term.slug,
                *((term.ja, term.en) if config.language == "ja" else (term.en, term.ja)),
                list(term.aliases),
                [tag_places[parent] for parent in term.parents if parent in tag_places],
                term.kind,
            ]
            for term in tags
        ],
        "papers": [
            [
                record.slug,
                record.title,
                record.date.isoformat() if record.date else 0,
                record.year or 0,
                venue_places.get(record.venue or "", 0),
                [tag_places[tag] for tag in record.tags if tag in tag_places],
                record.lang,
                int(record.title_source in (TitleSource.DERIVED, TitleSource.PLACEHOLDER)),
            ]
            for record in records
        ],
    }


def _with_parents(slugs: set[str], terms: dict[str, Term]) -> set[str]:
    found: set[str] = set()
    waiting = list(slugs)
    while waiting:
        slug = waiting.pop()
        if slug in terms and slug not in found:
            found.add(slug)
            waiting += terms[slug].parents
    return found


def _authors(records: Iterable[Record]) -> list[tuple[str, list[int]]]:
    """Authors and the places of their papers, by name."""
    papers: dict[str, list[int]] = {}
    for place, record in enumerate(records):
        for name in dict.fromkeys(record.authors):
            papers.setdefault(name, []).append(place)
    return sorted(papers.items())
