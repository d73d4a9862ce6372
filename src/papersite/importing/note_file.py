"""An imported note as a file: its fields as YAML front matter, and below them its body, line by line as it is.

What is written reads back as the same note, with its format and its place in the dump (`formats.front_matter.imports` reads
them); `reads_back` proves it before anything is kept. Nothing here knows where files lie.
"""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import groupby
from pathlib import PurePosixPath
from sys import maxsize
from typing import Any

import yaml

from papersite.formats import front_matter
from papersite.identity import parse_id
from papersite.model import Body, Confidence, IdScheme, Kind, Note, Origin, PaperId, Source, TitleSource
from papersite.regex import lazy_regex

_NOWHERE = Origin(PurePosixPath())
# Line ends to YAML 1.1 which are none to us, and the mark that it drops (https://yaml.org/spec/1.1/#b-char).
_FOREIGN_BREAK = lazy_regex("[\x85\u2028\u2029\ufeff]")


def write_note(note: Note) -> str:
    """The file that a note becomes. `reads_back` says whether it is the same note."""
    body = f"\n{note.body.text}\n" if note.body.text else ""
    return f"---\n{as_yaml(_fields_of(note))}---\n{body}"


def read_note(text: str, path: PurePosixPath = _NOWHERE.path) -> Note | None:
    """The note that a file holds; None for a file without front matter, which is no imported one."""
    source = Source(path, b"", text)
    if front_matter.FORMAT.detect(source) is not Confidence.CERTAIN:
        return None
    return front_matter.FORMAT.parse(source).notes[0]


def as_yaml(values: dict[str, object]) -> str:
    """Keys and values as front matter has them: a key a line, unless a text has lines of its own."""
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=maxsize)


def reads_back(note: Note, text: str) -> tuple[str, ...]:
    """The fields in which a file differs from the note it was written from: none, if all is well."""
    read = read_note(text)
    if read is None:
        return ("source",)
    one, other = said(note), said(read)
    differing = [each.name for each in fields(Note) if getattr(one, each.name) != getattr(other, each.name)]
    return (*differing, *(["source"] if read.imported_from != note.place else []))


def said(note: Note) -> Note:
    """What a note says, without where it stands."""
    return replace(
        note,
        origin=_NOWHERE,
        imported_from=None,
        body=Body(note.body.text),
        listed=tuple(replace(each, line=0) for each in note.listed),
        field_lines=(),
    )


# ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fields_of(note: Note) -> dict[str, object]:
    """The fields of a note in the order in which they are written; those that say nothing are left out."""
    found: dict[str, object] = {
        "title": note.title,
        "authors": Row(note.authors),
        "date": note.date,
        "updated": note.updated,
        "tags": Row(note.tags),
        **_identifiers(note),
        "urls": Row(note.urls),
        "venue": note.venue,
        "year": note.year,
        "kind": None if note.kind is Kind.PAPER else str(note.kind),
        "lang": note.lang,
        "writer": note.writer,
        "summary": note.summary,
        "machine_written": Row(note.machine_written),
        "listed": [_listed(each.title, each.authors, each.text, each.relation) for each in note.listed],
        "aliases": Row(note.aliases),
        "slug": note.slug,
        "draft": note.draft,
    }
    return {name: value for name, value in found.items() if _says_something(value)} | {"source": _source(note)}


def _source(note: Note) -> dict[str, object]:
    place = note.place
    found = {"format": note.format, "path": str(place.path), "lines": f"{place.first_line}-{place.last_line}"}
    # A title that only the text gave away is never here: it is found again at each build.
    return found | ({"title": note.title} if note.title_source is TitleSource.STATED else {})


def _identifiers(note: Note) -> dict[str, object]:
    """A key for each registry, or one for all where that would lose their order or their form."""
    shown: list[tuple[IdScheme, str]] = []
    version = f"v{note.arxiv_version}" if note.arxiv_version is not None else ""
    for paper_id in note.ids:
        is_arxiv = paper_id.scheme is IdScheme.ARXIV
        shown.append((paper_id.scheme, paper_id.value + (version if is_arxiv else "")))
        version = "" if is_arxiv else version
    groups = [(scheme, [value for _, value in group]) for scheme, group in groupby(shown, key=lambda pair: pair[0])]
    if len({scheme for scheme, _ in groups}) < len(groups) or not all(map(_is_read_alike, note.ids)):
        return {"ids": Row([f"{scheme}:{value}" for scheme, value in shown])}
    return {str(scheme): Row(values) if len(values) > 1 else values[0] for scheme, values in groups}


def _is_read_alike(paper_id: PaperId) -> bool:
    found = parse_id(paper_id.scheme, paper_id.value)
    return found is not None and found.id == paper_id


def _listed(title: str, authors: tuple[str, ...], text: str, relation: str) -> dict[str, object]:
    found: dict[str, object] = {"title": title, "authors": Row(authors), "text": text, "relation": relation}
    return {name: value for name, value in found.items() if _says_something(value)}


def _says_something(value: object) -> bool:
    return value is not None and value is not False and value not in ("", [])


# ── YAML ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Row(list[str]):
    """A list that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """PyYAML's own emitter, for that of libyaml is not the same in each build of it."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _FOREIGN_BREAK.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _one_line(dumper: yaml.SafeDumper, row: Row) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)


def _block(dumper: yaml.SafeDumper, mapping: dict[str, object]) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping.items(), flow_style=False)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Row, _one_line)
_Dumper.add_representer(dict, _block)
