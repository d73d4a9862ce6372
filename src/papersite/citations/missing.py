"""Papers that notes cite but none is about, each once, however it is cited; the most cited first."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from papersite.citations.resolving import References, is_distinctive, names_of, same_person
from papersite.identity import fold_title, title_forms, title_head, year_of
from papersite.model import PaperId, PaperMetadata, Record, Reference, Unread

T = TypeVar("T")

_NO_PAPER = frozenset(("wiki", "path", "author"))
_PREPRINTS = frozenset(("arxiv", "corr", "biorxiv", "openreview"))


def unread(
    references: References,
    records: Sequence[Record],
    resolved: Mapping[str, str],
    metadata: Mapping[PaperId, PaperMetadata] | None = None,
) -> tuple[Unread, ...]:
    """The cited papers without a record, by the number of records that cite them, then the newest, then by title.

    References of one paper are put together where one gives an identifier and a title and another the same title, and where
    a bare name is the head of exactly one full title. Names that mean no single paper are left out. What registries say of an
    identifier fills in what no citation does.
    """
    groups = _by_key(references, records, resolved, metadata or {})
    papers = [paper for keys in _same_papers(groups) if (paper := _unread([groups[key] for key in keys], records))]
    return tuple(sorted(papers, key=lambda each: (-len(each.cited_by), -(each.year or 0), each.title.casefold(), each.key)))


@dataclass(slots=True)
class _Group:
    """The references of one key, the records that have them, and what a registry says of the key's paper."""

    references: list[Reference] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)
    registered: PaperMetadata | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles given, each once."""
        given = [reference.title for reference in self.references]
        given += [self.registered.title] if self.registered else []
        return tuple(dict.fromkeys(filter(None, given)))


def _by_key(
    references: References,
    records: Sequence[Record],
    resolved: Mapping[str, str],
    metadata: Mapping[PaperId, PaperMetadata],
) -> dict[str, _Group]:
    groups: dict[str, _Group] = defaultdict(_Group)
    for record, notes in zip(records, references, strict=True):
        for reference in (each for found in notes for each in found):
            if reference.key in resolved or reference.key.partition(":")[0] in _NO_PAPER:
                continue
            group = groups[reference.key]
            group.references.append(reference)
            group.sources[record.slug] = None
            if reference.id and (said := metadata.get(reference.id)) and said.found:
                group.registered = said
    return groups


def _same_papers(groups: Mapping[str, _Group]) -> Iterator[tuple[str, ...]]:
    """The keys of each paper: joined by title, then bare names by the one full title that they open."""
    by_form: dict[str, list[str]] = defaultdict(list)
    for key, group in groups.items():
        for form in {form for title in group.titles for form in title_forms(title)}:
            by_form[form].append(key)
    leader = {key: key for key in groups}

    def find(key: str) -> str:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for keys in by_form.values():
        # Two identifiers of one registry are two papers, even of one title.
        with_id = [key for key in keys if not key.startswith("title:")]
        if len({key.partition(":")[0] for key in with_id}) < len(with_id):
            continue
        for key in keys[1:]:
            leader[find(key)] = find(keys[0])
    by_head: dict[str, set[str]] = defaultdict(set)
    for key, group in groups.items():
        for head in {head for title in group.titles if (head := title_head(title))}:
            by_head[fold_title(head)].add(find(key))
    for key, group in groups.items():
        for title in group.titles:
            for name, alone in names_of(title, short=True):
                whole = by_head.get(name, set())
                if alone and is_distinctive(name) and len(whole) == 1:
                    other = next(iter(whole))
                    if _one_author(group, groups[other]):
                        leader[find(key)] = find(other)
    papers: dict[str, list[str]] = defaultdict(list)
    for key in groups:
        papers[find(key)].append(key)
    yield from (tuple(keys) for keys in papers.values())


def _one_author(one: _Group, other: _Group) -> bool:
    mine, theirs = _most_often(r.author for r in one.references), _most_often(r.author for r in other.references)
    return mine is None or theirs is None or same_person(mine, theirs)


def _unread(groups: Sequence[_Group], records: Sequence[Record]) -> Unread | None:
    references = [reference for group in groups for reference in group.references]
    paper_id = next((reference.id for reference in references if reference.id), None)
    said = next((group.registered for group in groups if group.registered), None)
    title = _title(references, said.title if said else "")
    if title is None and paper_id is None:
        return None
    if title is not None and paper_id is None and not _can_be_a_paper(title, references):
        return None
    sources = {slug for group in groups for slug in group.sources}
    venue, year = _venue_and_year(references, paper_id, said.published if said else None)
    return Unread(
        key=str(paper_id) if paper_id else f"title:{fold_title(title or '')}",
        title=title or str(paper_id),
        author=_fullest(references),
        venue=venue or (said.venue if said else "") or None,
        year=year,
        id=paper_id,
        cited_by=tuple(record.slug for record in records if record.slug in sources),
        authors=said.authors if said else (),
    )


def _title(references: Sequence[Reference], registered: str) -> str | None:
    """The title given most often among the full ones, else the registry's, else the name given most often."""
    titles = [reference.title for reference in references if reference.title]
    full = [title for title in titles if title_head(title) or len(title.split()) > 3]
    return _most_often(full) or registered or _most_often(titles)


def _can_be_a_paper(title: str, references: Sequence[Reference]) -> bool:
    """A title with an author or a year can, and so can one of several words; a lone word must be a name."""
    if any(reference.author or reference.year for reference in references):
        return any(char.isalpha() for char in title)
    return is_distinctive(fold_title(title)) and (len(title.split()) > 1 or any(c.isupper() or c.isdigit() for c in title))


def _fullest(references: Sequence[Reference]) -> str | None:
    """The author as most citations give it; `Hao Wang` before `Wang` where both are given."""
    authors = Counter(reference.author for reference in references if reference.author)
    return max(authors, key=lambda name: (len(name.split()) > 1, authors[name]), default=None)


def _venue_and_year(
    references: Sequence[Reference], paper_id: PaperId | None, published: dt.date | None
) -> tuple[str | None, int | None]:
    """Proceedings before preprints, and the year that stands beside them."""
    stated = Counter((r.venue, r.year) for r in references if r.venue)
    best = max(stated, key=lambda pair: ((pair[0] or "").casefold() not in _PREPRINTS, stated[pair]), default=(None, None))
    year = best[1] or _most_often(reference.year for reference in references) or (published.year if published else None)
    year = year or (year_of(paper_id) if paper_id else None)
    return best[0], year


def _most_often(values: Iterable[T | None]) -> T | None:
    """The most frequent value that is not None, the first of several; None if there is none."""
    counts = Counter(value for value in values if value is not None)
    return max(counts, key=counts.__getitem__, default=None)
