"""The views of the pages that list papers: the front page, all papers, tags, authors, venues, years, and what is unread."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from papersite.model import Record, Unread
from papersite.plan.addresses import AUTHORS, FACETS, HOME, PAPERS, TAGS, UNREAD, VENUES, YEARS, href
from papersite.plan.cite_keys import PLAIN_LETTERS
from papersite.plan.elsewhere import unread_elsewhere
from papersite.plan.facets import asked_for, facet_link, facets_view
from papersite.plan.parts import NAMES_ON_A_PAGE, month_sizes, months_of, nth_part, place_of_entry
from papersite.plan.shelf import Group, Shelf
from papersite.plan.topic_map import topic_map
from papersite.views import (
    Anchor,
    Counted,
    GroupView,
    HomeView,
    IndexSection,
    IndexView,
    Month,
    PapersView,
    Part,
    TagBranch,
    TagsView,
    TagView,
    UnreadPaper,
    UnreadView,
)

CITED_SHOWN = 8
UNREAD_SHOWN = 6
PEOPLE_SHOWN = 12
NEAR_TAGS_SHOWN = 12
LONE_TAGS_SHOWN = 30
FREQUENT_SHOWN = 24
# An index that a reader takes in at a glance needs no second list of its largest entries.
_LONG_INDEX = 60


def home_view(shelf: Shelf, recent: int) -> HomeView:
    """The front page; `recent` says how many of the newest papers it shows."""
    library = shelf.library
    dates = [record.date for record in library.records if record.date]
    cited_by = Counter(target for _, target in {(link.source, link.target) for link in library.links})
    # Sorting is stable: papers cited equally often stand newest first, as in the library.
    ranked = sorted((record.slug for record in library.records if cited_by[record.slug]), key=lambda slug: -cited_by[slug])
    languages = Counter(record.lang for record in library.records)
    return HomeView(
        frame=shelf.frame(HOME, "home"),
        papers=len(library.records),
        notes=sum(len(record.notes) for record in library.records),
        first=min(dates, default=None),
        last=max(dates, default=None),
        languages=tuple(sorted(languages.items(), key=lambda pair: (-pair[1], pair[0]))),
        recent=shelf.cards_of(library.records[:recent]),
        cited=tuple((shelf.cards[slug].paper, cited_by[slug]) for slug in ranked[:CITED_SHOWN]),
        unread=tuple(_unread(shelf, unread) for unread in _most_cited_first(library.unread)[:UNREAD_SHOWN]),
        unread_count=len(library.unread),
        map=topic_map(shelf),
        lone=tuple(branch.chip for branch in _forest(shelf, depth=2) if not branch.children)[:LONE_TAGS_SHOWN],
    )


def papers_view(shelf: Shelf, number: int = 1) -> PapersView:
    """All papers: the page of a number."""
    part, months = _month_part(shelf, PAPERS, shelf.library.records, number)
    facets = asked_for(shelf.shared(facets_view))
    return PapersView(shelf.frame(part.url, "papers"), part, href(FACETS), facets, shelf.shared(_years_of_notes), months)


def _month_part(shelf: Shelf, url: str, records: Sequence[Record], number: int) -> tuple[Part, tuple[Month, ...]]:
    """A page of a list of papers, in stretches of one month."""
    part, found = nth_part(url, records, number)
    sizes = shelf.of_list(month_sizes, url, lambda: month_sizes([record.date for record in records]))
    return part, months_of(shelf.cards_of(found), sizes)


def _years_of_notes(shelf: Shelf) -> tuple[Anchor, ...]:
    """The years of the notes, each with the place where it begins in the list of all papers."""
    years: dict[str, Anchor] = {}
    for place, record in enumerate(shelf.library.records):
        if record.date and (year := str(record.date.year)) not in years:
            years[year] = Anchor(year, place_of_entry(PAPERS, place, f"{record.date:%Y-%m}"))
    return tuple(years.values())


# ── tags ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def tags_view(shelf: Shelf) -> TagsView:
    """All tags."""
    of_kind = {
        kind: shelf.chips(sorted(slugs, key=lambda slug: (-len(shelf.tagged[slug]), slug)))
        for kind, slugs in _by_kind(shelf).items()
    }
    forest = _forest(shelf)
    return TagsView(
        frame=shelf.frame(TAGS, "tags"),
        count=len(shelf.tagged),
        topics=tuple(branch for branch in forest if branch.children),
        lone=tuple(branch.chip for branch in forest if not branch.children),
        venues=of_kind.get("venue", ()),
        meta=of_kind.get("meta", ()),
    )


def tag_view(shelf: Shelf, slug: str, number: int = 1) -> TagView:
    """One tag: the page of a number."""
    term, records = shelf.terms[slug], shelf.tagged[slug]
    own_names = {term.ja, term.en}
    url = f"{TAGS}{slug}/"
    part, months = _month_part(shelf, url, records, number)
    return TagView(
        frame=shelf.frame(part.url, "tags"),
        chip=shelf.chip(slug),
        aliases=tuple(alias for alias in dict.fromkeys(term.aliases) if alias not in own_names),
        trail=shelf.chips(_trail(shelf, slug)),
        parents=shelf.chips(term.parents),
        children=shelf.chips(shelf.children.get(slug, ())),
        near=shelf.of_list("near", url, lambda: shelf.tags_beside(records, slug, most=NEAR_TAGS_SHOWN)),
        part=part,
        facet=facet_link("tag", slug),
        months=months,
    )


def _by_kind(shelf: Shelf) -> Mapping[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for slug in shelf.tagged:
        kinds.setdefault(shelf.terms[slug].kind, []).append(slug)
    return kinds


def _forest(shelf: Shelf, depth: int = 8) -> tuple[TagBranch, ...]:
    """The topics as trees: those that have none above them, the largest first, each with what is below it."""
    tops = [
        slug
        for slug in shelf.tagged
        if shelf.terms[slug].kind == "topic" and not any(parent in shelf.tagged for parent in shelf.terms[slug].parents)
    ]
    tops.sort(key=lambda slug: (-len(shelf.tagged[slug]), slug))
    return tuple(_branch(shelf, slug, depth, frozenset()) for slug in tops)


def _branch(shelf: Shelf, slug: str, depth: int, above: frozenset[str]) -> TagBranch:
    """A tag with what is below it; a vocabulary that runs in a circle ends where it began."""
    below = [child for child in shelf.children.get(slug, ()) if child not in above] if depth > 1 else []
    return TagBranch(shelf.chip(slug), tuple(_branch(shelf, child, depth - 1, above | {slug}) for child in below))


def _trail(shelf: Shelf, slug: str) -> list[str]:
    """The tags above one by way of each first parent, from the top down."""
    trail = [slug]
    while parents := [p for p in shelf.terms[trail[0]].parents if p in shelf.tagged and p not in trail]:
        trail.insert(0, parents[0])
    return trail[:-1]


# ── authors, venues, years ───────────────────────────────────────────────────────────────────────────────────────────


def authors_view(shelf: Shelf, number: int = 1) -> IndexView:
    """All authors by the first letter of their names as written: which part is the family name is not known."""
    return _index_view(shelf, AUTHORS, "authors", shelf.shared(_authors_by_name), number, lambda entry: _initial(entry.name))


def _authors_by_name(shelf: Shelf) -> list[Counted]:
    return sorted((group.counted for group in shelf.authors.values()), key=lambda entry: (_sortable(entry.name), entry.url))


def venues_view(shelf: Shelf, number: int = 1) -> IndexView:
    """All venues, the largest first."""
    ordered = sorted(
        (group.counted for group in shelf.venues.values()), key=lambda entry: (-entry.count, _sortable(entry.name), entry.url)
    )
    return _index_view(shelf, VENUES, "venues", ordered, number)


def years_view(shelf: Shelf, number: int = 1) -> IndexView:
    """All years in which papers came out, the latest first."""
    return _index_view(shelf, YEARS, "years", [group.counted for group in shelf.years.values()], number)


def _index_view(
    shelf: Shelf,
    url: str,
    kind: str,
    ordered: Sequence[Counted],
    number: int,
    section_of: Callable[[Counted], str] = lambda _: "",
) -> IndexView:
    """A page of an index in sections."""
    part, found = nth_part(url, ordered, number, NAMES_ON_A_PAGE)
    ids, letters = shelf.of_list("letters", url, lambda: _letters(url, map(section_of, ordered)))
    return IndexView(
        frame=shelf.frame(part.url, kind),
        kind=kind,
        part=part,
        frequent=_frequent(ordered) if kind == "authors" and number == 1 else (),
        letters=tuple(letters.values()) if len(letters) > 1 else (),
        sections=tuple(IndexSection(name, ids[name], tuple(each)) for name, each in groupby(found, key=section_of)),
    )


def _letters(url: str, names: Iterable[str]) -> tuple[dict[str, str], dict[str, Anchor]]:
    """The sections of an index: the id of each, and the place where it begins."""
    ids: dict[str, str] = {}
    letters: dict[str, Anchor] = {}
    for place, name in enumerate(names):
        if name not in letters:
            ids[name] = f"letter-{len(letters) + 1}"
            letters[name] = Anchor(name, place_of_entry(url, place, ids[name], NAMES_ON_A_PAGE))
    return ids, letters


def group_view(shelf: Shelf, group: Group, kind: str, section: str, number: int = 1) -> GroupView:
    """The papers of one author, venue or year: the page of a number."""
    part, months = _month_part(shelf, group.url, group.records, number)
    return GroupView(
        frame=shelf.frame(part.url, section),
        kind=kind,
        name=group.name,
        count=len(group.records),
        spellings=group.spellings,
        tags=shelf.of_list("tags", group.url, lambda: shelf.tags_beside(group.records)),
        people=shelf.of_list("people", group.url, lambda: _people(shelf, group)) if kind == "author" else (),
        part=part,
        facet=facet_link(kind, group.name),
        months=months,
    )


def _people(shelf: Shelf, group: Group) -> tuple[Counted, ...]:
    """Who writes with an author, most often first."""
    own = {group.name, *group.spellings}
    counts = Counter(name for record in group.records for name in dict.fromkeys(record.authors) if name not in own)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:PEOPLE_SHOWN]
    return tuple(Counted(name, shelf.author(name).url, count) for name, count in ranked)


def _frequent(entries: Iterable[Counted]) -> tuple[Counted, ...]:
    found = list(entries)
    if len(found) < _LONG_INDEX:
        return ()
    several = [entry for entry in found if entry.count > 1]
    return tuple(sorted(several, key=lambda entry: -entry.count)[:FREQUENT_SHOWN])


def _sortable(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).casefold().translate(PLAIN_LETTERS)
    return "".join(char for char in folded if not unicodedata.combining(char))


def _initial(name: str) -> str:
    first = _sortable(name)[:1].upper()
    return first if first.isascii() and first.isalpha() else "…" if first.isascii() else first


# ── cited, but not noted yet ─────────────────────────────────────────────────────────────────────────────────────────


def unread_view(shelf: Shelf, number: int = 1) -> UnreadView:
    """All that is cited and not noted, the most cited first: the page of a number."""
    part, found = nth_part(UNREAD, shelf.shared(_unread_in_order), number)
    stretches = groupby(found, key=lambda unread: len(unread.cited_by))
    return UnreadView(
        frame=shelf.frame(part.url, "unread"),
        part=part,
        stretches=tuple((count, tuple(_unread(shelf, unread) for unread in those)) for count, those in stretches),
    )


def _unread_in_order(shelf: Shelf) -> list[Unread]:
    return _most_cited_first(shelf.library.unread)


def _most_cited_first(papers: Iterable[Unread]) -> list[Unread]:
    return sorted(papers, key=lambda unread: (-len(unread.cited_by), -(unread.year or 0), unread.title.casefold(), unread.key))


def _unread(shelf: Shelf, unread: Unread) -> UnreadPaper:
    return UnreadPaper(
        unread_elsewhere(unread), tuple(shelf.cards[slug].paper for slug in unread.cited_by if slug in shelf.cards)
    )
