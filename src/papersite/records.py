"""Records: which notes are about one paper, and what they say of it together.

Identity. Notes that share an identifier (arXiv, DOI, OpenReview, ACL Anthology; versions dropped) are one record. A note that
shares no identifier joins the notes of the same folded title, unless those name more than one paper. Two notes with
different identifiers are never merged by title alone: they are a near miss, which `papersite check` lists.

Trust. A merged value is the most trusted note's, and a `Fact` says whose it was. The order: what the user wrote in review.toml,
front matter, then the formats as listed in `TITLE_TRUST` and `FIELD_TRUST`, then what registries say of an identifier, and what
follows from tags, citations and ids.
Nothing here reads bodies or renders anything.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar

from papersite.frozen import replaced
from papersite.identity import fold_title, parse_id, year_of
from papersite.model import (
    Fact,
    IdScheme,
    Kind,
    Note,
    Origin,
    PaperId,
    Problem,
    Record,
    Severity,
    TitleSource,
)
from papersite.remembering.last_round import LastRound
from papersite.slugs import slugify
from papersite.table_rows import without_repeated_rows
from papersite.tags import Vocabulary

# Whose title is the paper's own: a digest copies it from the paper's page, a science article gives a headline instead.
TITLE_TRUST = (
    "front_matter",
    "keypoint_store",
    "github_issues",
    "paper_template",
    "cosense",
    "notion_page",
    "obsidian_note",
    "paper_table",
    "bibtex",
    "csl_json",
    "paper_digest",
    "qa_article",
    "study_meeting",
    "keypoint_notes",
    "plain",
    "zenn_article",
    "science_article",
)
# Whose other fields to believe: people before machines, metadata before prose.
FIELD_TRUST = (
    "front_matter",
    "github_issues",
    "paper_template",
    "cosense",
    "notion_page",
    "obsidian_note",
    "paper_table",
    "bibtex",
    "csl_json",
    "keypoint_store",
    "study_meeting",
    "keypoint_notes",
    "plain",
    "zenn_article",
    "paper_digest",
    "science_article",
    "qa_article",
)
# Titles that name the paper itself, so that two notes with one of them can be one record.
_NAMING = frozenset(
    {TitleSource.OVERRIDE, TitleSource.FRONT_MATTER, TitleSource.STATED, TitleSource.FETCHED, TitleSource.CITED}
)
# Below this many folded characters a title is a name such as "Magika", which a paper and its software share.
_SHORT_TITLE = 12
_TITLE_ORDER = tuple(TitleSource)


@dataclass(frozen=True, slots=True)
class CitedAs:
    """How other notes cite the paper of a note: what its citation adds to what the note says itself."""

    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None


def merge_into_records(
    notes: Sequence[Note],
    vocabulary: Vocabulary,
    cited_as: Sequence[CitedAs | None] = (),
    last: LastRound | None = None,
) -> tuple[tuple[Record, ...], tuple[tuple[int, ...], ...], tuple[Problem, ...]]:
    """The records of a library, newest first, the places of the notes that each is made of, and what was doubtful about it.

    Every note must have a title by now (see `titles`); `cited_as` is what the citations of each add, if there are any. The
    order of the notes does not matter. What the last round made of the same notes is not made again.
    """
    last = last or LastRound()
    order = last.whole(_in_order, last.each(_note_order, notes))
    groups, problems = last.whole(_group, last.each(_naming_part, notes), order)
    members = last.gathered("members", notes, groups)
    citations = last.gathered("citations", cited_as or (None,) * len(notes), groups)
    tags = last.each(_tags, members)
    meant = last.each(_meant, tags, given=(last.whole(_meanings, tags, vocabulary),))
    merged = last.each(_merge, members, citations, meant)
    slugs, slug_problems = last.whole(_slugs, last.each(_slug_wish, merged))
    records = last.each(_with_slug, merged, slugs)
    newest_first = last.whole(_newest_first, last.each(record_order, records))
    return (
        tuple([records[place] for place in newest_first]),
        last.whole(_rearranged, groups, newest_first),
        (*problems, *slug_problems),
    )


def _in_order(keys: Sequence[tuple[str, int, int]]) -> tuple[int, ...]:
    return tuple(sorted(range(len(keys)), key=keys.__getitem__))


def _newest_first(keys: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    return tuple(sorted(range(len(keys)), key=keys.__getitem__))


def _rearranged(groups: Sequence[tuple[int, ...]], order: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    return tuple([groups[place] for place in order])


def record_order(record: Record) -> tuple[int, str]:
    """Newest first, undated last, then by slug."""
    return (-(record.date or dt.date.min).toordinal(), record.slug)


def _note_order(note: Note) -> tuple[str, int, int]:
    return (str(note.place.path), note.place.first_line, note.place.last_line)


# ── identity ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _naming_part(note: Note) -> Note:
    """What of a note says which paper it is about."""
    return Note(note.format, note.origin, title=note.title, title_source=note.title_source, ids=note.ids, kind=note.kind)


def _group(parts: Sequence[Note], order: Sequence[int]) -> tuple[tuple[tuple[int, ...], ...], tuple[Problem, ...]]:
    """The places of the notes of each paper, in the order of each group's first note."""
    notes = [parts[place] for place in order]
    leader = _groups_by_id(notes)
    by_title: dict[str, list[int]] = defaultdict(list)
    for index, note in enumerate(notes):
        if note.title_source in _NAMING and note.title and (folded := fold_title(note.title)):
            by_title[folded].append(index)
    problems: list[Problem] = []
    for folded, members in by_title.items():
        papers: dict[int, int] = {}  # the first note of each paper that has this title, by the paper's leader
        for index in members:
            if notes[index].ids:
                papers.setdefault(leader.find(index), index)
        with_ids, without = list(papers.values()), [i for i in members if not notes[i].ids]
        if len(with_ids) > 1:
            problems += _near_misses(notes, with_ids, without)
            with_ids = []
        # A short name is shared by things of one kind only, so that what joins is the first of its kind.
        firsts: dict[Kind | None, int] = {}
        for index in (*with_ids, *without):
            kind = notes[index].kind if len(folded) < _SHORT_TITLE else None
            leader.join(firsts.setdefault(kind, index), index)
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(notes)):
        groups[leader.find(index)].append(index)
    return tuple([tuple([order[index] for index in group]) for group in groups.values()]), tuple(problems)


def _groups_by_id(notes: Sequence[Note]) -> _Leaders:
    leader = _Leaders(len(notes))
    first: dict[PaperId, int] = {}
    for index, note in enumerate(notes):
        for paper_id in note.ids:
            leader.join(first.setdefault(paper_id, index), index)
    return leader


class _Leaders:
    """Disjoint sets of numbers, each led by its smallest (Tarjan 1975, with path halving)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first


def _near_misses(notes: Sequence[Note], with_ids: Sequence[int], without: Sequence[int]) -> list[Problem]:
    first = notes[with_ids[0]]
    told = [
        Problem(
            "near-miss",
            f"same title as {first.origin}, but another identifier ({_ids(notes[other])} here, {_ids(first)} there): "
            f'"{notes[other].title}"; kept as two papers',
            notes[other].origin,
            Severity.INFO,
        )
        for other in with_ids[1:]
    ]
    told += [
        Problem(
            "near-miss",
            f'"{notes[index].title}" is the title of {len(with_ids)} papers with different identifiers; '
            "give this note one of them to say which it is about",
            notes[index].origin,
        )
        for index in without
    ]
    return told


def _ids(note: Note) -> str:
    return ", ".join(str(paper_id) for paper_id in note.ids)


# ── merging ──────────────────────────────────────────────────────────────────────────────────────────────────────────

T = TypeVar("T")
# A value that a note offers for a field, and on what ground: `stated`, `tag`, `cited`, `id`.
Offer = tuple[T, str, Note]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What the vocabulary makes of a tag: the slug of a term, empty if it is to be left out, and the venue that it names."""

    slug: str
    venue: tuple[str, int | None] | None


def _tags(group: Sequence[Note]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([tag for note in group for tag in note.tags]))


def _meanings(tags: Iterable[Sequence[str]], vocabulary: Vocabulary) -> dict[str, _Meaning]:
    """What each tag means."""
    return {tag: _meaning(tag, vocabulary) for tag in {tag: None for of_paper in tags for tag in of_paper}}


def _meaning(tag: str, vocabulary: Vocabulary) -> _Meaning:
    return _Meaning("" if vocabulary.ignores(tag) else vocabulary.term(tag).slug, vocabulary.venue(tag))


def _meant(tags: Sequence[str], meanings: Mapping[str, _Meaning]) -> tuple[tuple[str, _Meaning], ...]:
    """What the tags of one paper mean: where the vocabulary grows, those papers alone are merged anew that it touches."""
    return tuple([(tag, meanings[tag]) for tag in tags])


def _merge(group: Sequence[Note], cited_as: Sequence[CitedAs | None], meanings: Sequence[tuple[str, _Meaning]]) -> Record:
    """What the notes of one paper say together, what each is cited as, and what their tags mean; the slug is still to come."""
    meaning = dict(meanings)
    titled = min(group, key=_title_trust)
    pairs = sorted(zip(group, cited_as, strict=True), key=lambda pair: _field_trust(pair[0]))
    trusted = [note for note, _ in pairs]
    citations = [(note, cited) for note, cited in pairs if cited]
    ids = tuple(dict.fromkeys(paper_id for note in trusted for paper_id in note.ids))
    title: list[Offer[str]] = [(titled.title or "", str(titled.title_source or TitleSource.PLACEHOLDER), titled)]
    authors: list[Offer[tuple[str, ...]]] = [(note.authors, "stated", note) for note in trusted if note.authors]
    said = [(each, note) for note in trusted for each in note.metadata]
    authors += [(each.authors, each.source, note) for each, note in said if each.authors]
    authors += [(cited.authors, "cited", note) for note, cited in citations if cited.authors]
    venues: list[Offer[str]] = [(note.venue, "stated", note) for note in trusted if note.venue]
    venues += [(cited.venue, "cited", note) for note, cited in citations if cited.venue]
    years: list[Offer[int]] = [(note.year, "stated", note) for note in trusted if note.year]
    years += [(cited.year, "cited", note) for note, cited in citations if cited.year]
    for note in trusted:
        for name, year in filter(None, [meaning[tag].venue for tag in note.tags]):
            venues.append((name, "tag", note))
            years += [(year, "tag", note)] if year else []
    venues += [(each.venue, each.source, note) for each, note in said if each.venue]
    years += [(each.published.year, each.source, note) for each, note in said if each.published]
    years += [(year, "id", trusted[0]) for paper_id in ids if (year := year_of(paper_id))]
    people = [note for note in trusted if "summary" not in note.machine_written]
    machines = [note for note in trusted if "summary" in note.machine_written]
    summaries: list[Offer[str]] = [(note.summary, "stated", note) for note in people if note.summary]
    summaries += [(note.summary, "machine", note) for note in machines if note.summary]
    versions: list[Offer[int]] = [(n.arxiv_version, "stated", n) for n in trusted if n.arxiv_version]
    abstracts: list[Offer[str]] = [(each.abstract, each.source, note) for each, note in said if each.abstract]
    published: list[Offer[dt.date]] = [(each.published, each.source, note) for each, note in said if each.published]
    ids += tuple(doi for each, _ in said if (doi := _doi(each.doi)) and doi not in ids)
    chosen: dict[str, Sequence[Offer[Any]]] = {
        "title": title,
        "authors": authors,
        "venue": venues,
        "year": years,
        "summary": summaries,
        "arxiv_version": versions,
        "abstract": abstracts,
        "published": published,
    }
    facts = [_fact(name, *offers[0]) for name, offers in chosen.items() if offers]
    facts += [_fact(paper_id.scheme, paper_id.value, "stated", n) for n in trusted for paper_id in n.ids]
    return Record(
        slug="",
        title=title[0][0],
        title_source=titled.title_source or TitleSource.PLACEHOLDER,
        notes=tuple(sorted(without_repeated_rows(group), key=lambda n: (n.date or dt.date.max, _note_order(n)))),
        authors=authors[0][0] if authors else (),
        venue=venues[0][0] if venues else None,
        year=years[0][0] if years else None,
        date=max((note.date for note in group if note.date), default=None),
        updated=max((note.updated for note in group if note.updated), default=None),
        ids=ids,
        arxiv_version=versions[0][0] if versions else None,
        urls=tuple(dict.fromkeys(url for note in trusted for url in note.urls)),
        tags=tuple(dict.fromkeys(slug for note in trusted for tag in note.tags if (slug := meaning[tag].slug))),
        kind=min((note.kind for note in group), key=tuple(Kind).index),
        lang=trusted[0].lang,
        summary=summaries[0][0] if summaries else None,
        abstract=abstracts[0][0] if abstracts else None,
        categories=tuple(dict.fromkeys(name for each, _ in said for name in each.categories)),
        published=published[0][0] if published else None,
        aliases=tuple(dict.fromkeys(alias for note in trusted for alias in note.aliases)),
        facts=tuple(dict.fromkeys(facts)),
    )


def _doi(text: str) -> PaperId | None:
    """A DOI as a registry writes it. arXiv's own DOIs are arXiv identifiers, which the note has."""
    found = parse_id(IdScheme.DOI, text) if text else None
    return found.id if found and found.id.scheme is IdScheme.DOI else None


def _fact(name: str, value: object, source: str, note: Note) -> Fact:
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return Fact(name, shown, source, note.origin)


def _title_trust(note: Note) -> tuple[int, int, tuple[str, int, int]]:
    source = note.title_source or TitleSource.PLACEHOLDER
    return (_TITLE_ORDER.index(source), _rank(TITLE_TRUST, note.format), _note_order(note))


def _field_trust(note: Note) -> tuple[bool, int, tuple[str, int, int]]:
    overridden = note.title_source is TitleSource.OVERRIDE
    return (not overridden, _rank(FIELD_TRUST, note.format), _note_order(note))


def _rank(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


# ── slugs ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _SlugWish:
    """The slug that a record wants, whether it was asked for, and what decides between rivals; the place of its first note."""

    slug: str
    asked: bool
    age: tuple[dt.date, str]
    digest: str
    origin: Origin


def _slug_wish(record: Record) -> _SlugWish:
    asked = next((note.slug for note in record.notes if note.slug), None)
    first, digest = record.notes[0], _digest(record)
    wanted = slugify(asked or record.id(IdScheme.ARXIV) or record.title)
    return _SlugWish(wanted, asked is not None, (first.date or dt.date.max, digest), digest, first.origin)


def _slugs(wishes: Sequence[_SlugWish]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """A slug of its own for each record: front matter's, else the arXiv id, else the title.

    Where several want one slug, the one with the oldest note keeps it, so that adding a note later moves no page; the
    others get a digest of what their first note says behind it.
    """
    wanted: dict[str, list[int]] = defaultdict(list)
    for index, wish in enumerate(wishes):
        wanted[wish.slug].append(index)
    slugs: dict[int, str] = {}
    problems: list[Problem] = []
    for slug, rivals in wanted.items():
        oldest, *others = sorted(rivals, key=lambda i: (not wishes[i].asked, wishes[i].age))
        slugs[oldest] = slug
        for index in others:
            wish = wishes[index]
            slugs[index] = f"{slug}-{wish.digest}"
            if wish.asked:
                problems.append(
                    Problem(
                        "duplicate-slug",
                        f'slug "{slug}" belongs to {wishes[oldest].origin}; this page is /papers/{slugs[index]}/ instead',
                        wish.origin,
                    )
                )
    # Twins to the letter: the digest is the same, too. Counted on, for thousands may ask for one slug.
    taken: set[str] = set()
    number: dict[str, int] = defaultdict(lambda: 2)
    for index in sorted(slugs, key=lambda i: wishes[i].age):
        first = slugs[index]
        while slugs[index] in taken:
            slugs[index] = f"{first}-{number[first]}"
            number[first] += 1
        taken.add(slugs[index])
    return tuple(slugs[index] for index in range(len(wishes))), tuple(problems)


def _with_slug(record: Record, slug: str) -> Record:
    return replaced(record, slug=slug)


def _digest(record: Record) -> str:
    """Six hexadecimal digits of what the record's oldest note says, wherever it stands."""
    note = record.notes[0]
    said = "\0".join((str(note.date), ",".join(note.tags), note.summary or "", note.body.text[:200]))
    return blake2b(said.encode(errors="replace"), digest_size=3).hexdigest()
