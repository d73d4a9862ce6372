"""What each paper has of the facts that the list of all papers is narrowed by.

A fact is named as the pages name it: tags by slug, people, venues and years by the name of their page. So a page can lead to
the list narrowed to what it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlencode

from papersite.exports.facets import Facet, FacetsView
from papersite.model import Note, Record
from papersite.plan.addresses import PAPERS, href
from papersite.plan.shelf import Group, Shelf

# Formats of notes that say nothing of where a note comes from: a reader calls both a note.
_PLAIN_NOTES = frozenset({"front_matter", "plain"})


def facets_view(shelf: Shelf) -> FacetsView:
    """All facts of all papers, in the order in which the form asks for them; `month` is for headings only."""
    return FacetsView(
        (
            _by_members(shelf, "tag", {slug: (shelf.chip(slug).label, found) for slug, found in shelf.tagged.items()}),
            _by_group(shelf, "venue", shelf.venues),
            _by_group(shelf, "year", shelf.years),
            _by_group(shelf, "author", shelf.authors),
            _by_value(shelf, "kind", lambda record: [record.kind.value]),
            _by_value(shelf, "lang", lambda record: [record.lang]),
            _by_value(shelf, "source", lambda record: map(source_of, record.notes)),
            _by_value(shelf, "writer", lambda record: (note.writer for note in record.notes if note.writer)),
            _by_value(shelf, "month", lambda record: [f"{record.date:%Y-%m}"] if record.date else [""]),
        )
    )


def asked_for(view: FacetsView) -> tuple[str, ...]:
    """The kinds of facts that a form asks for: those of which papers have different ones."""
    return tuple(facet.name for facet in view.facets if facet.name != "month" and len(set(facet.papers)) > 1)


def facet_link(kind: str, value: str) -> str:
    """The way from the site's root to the list of all papers, narrowed to those that have a value."""
    return f"{href(PAPERS)}?{urlencode({kind: value})}"


def source_of(note: Note) -> str:
    """What kind of dump a note comes from."""
    return "note" if note.format in _PLAIN_NOTES else note.format


def _by_group(shelf: Shelf, name: str, groups: Mapping[str, Group]) -> Facet:
    return _by_members(shelf, name, {group.name: (group.name, group.records) for group in groups.values()})


def _by_members(shelf: Shelf, name: str, members: Mapping[str, tuple[str, Iterable[Record]]]) -> Facet:
    own: dict[str, list[int]] = {record.slug: [] for record in shelf.library.records}
    for number, (_, records) in enumerate(members.values()):
        for record in records:
            own[record.slug].append(number)
    values = tuple((value, label) for value, (label, _) in members.items())
    return Facet(name, values, tuple(tuple(own[record.slug]) for record in shelf.library.records))


def _by_value(shelf: Shelf, name: str, values_of: Callable[[Record], Iterable[str]]) -> Facet:
    numbers: dict[str, int] = {}
    papers = [
        tuple(dict.fromkeys(numbers.setdefault(value, len(numbers)) for value in values_of(record)))
        for record in shelf.library.records
    ]
    return Facet(name, tuple((value, value) for value in numbers), tuple(papers))
