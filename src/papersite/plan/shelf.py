"""The library as pages need it: cards made once, and who stands under which tag, author, venue and year.

Everything here is looked up by many pages and made by none of them; nothing here is a page.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from papersite.config import Config
from papersite.language import detect_language
from papersite.model import Library, Record, Term, TitleSource
from papersite.plan.addresses import AUTHORS, TAGS, VENUES, YEARS, href, way_to_root
from papersite.slugs import slugify
from papersite.views import Anchor, Card, Chip, Counted, Frame, Month, PaperLink, SiteView

AUTHORS_SHOWN = 3
TAGS_SHOWN = 4
_PROVISIONAL = (TitleSource.DERIVED, TitleSource.PLACEHOLDER)


@dataclass(frozen=True, slots=True)
class Group:
    """The papers that share an author, a venue or a year: its name as most notes write it, and the other spellings."""

    name: str
    url: str
    spellings: tuple[str, ...]
    records: tuple[Record, ...]

    @property
    def counted(self) -> Counted:
        """The group's name with the number of its papers."""
        return Counted(self.name, href(self.url), len(self.records))


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library with its cards and groups. Groups are by slug, in the order of the library's records."""

    library: Library
    site: SiteView
    base_url: str
    base_path: str
    records: Mapping[str, Record]
    cards: Mapping[str, Card]
    terms: Mapping[str, Term]
    above: Mapping[str, frozenset[str]]  # of a term: the slugs of all terms above it
    children: Mapping[str, tuple[str, ...]]  # of a term: the slugs of terms right below it, the largest first
    tagged: Mapping[str, tuple[Record, ...]]  # with a term or one below it
    authors: Mapping[str, Group]
    venues: Mapping[str, Group]
    years: Mapping[str, Group]

    def frame(self, url: str, section: str = "") -> Frame:
        """The surroundings of a page."""
        canonical = self.base_url + href(url) if self.base_url else ""
        return Frame(self.site, url, way_to_root(url), canonical, section)

    def chip(self, slug: str) -> Chip:
        """A term as a tag to click, with the number of its papers."""
        return _chip(self.terms[slug], self.site.lang, len(self.tagged[slug]))

    def chips(self, slugs: Iterable[str]) -> tuple[Chip, ...]:
        """Terms as tags to click."""
        return tuple(self.chip(slug) for slug in slugs if slug in self.tagged)

    def cards_of(self, records: Iterable[Record]) -> tuple[Card, ...]:
        """The cards of some records."""
        return tuple(self.cards[record.slug] for record in records)

    def author(self, name: str) -> Anchor:
        """An author's name as a link."""
        return Anchor(name, href(f"{AUTHORS}{slugify(name)}/"))

    def tags_beside(self, records: Iterable[Record], slug: str = "", most: int = 12) -> tuple[Chip, ...]:
        """The topics most often on some records, each with the number of them that carry it.

        Those above and below a term are left out: that they go with it says nothing.
        """
        counts = Counter(tag for record in records for tag in record.tags if tag in self.tagged)
        own = {slug, *self.above.get(slug, ()), *(tag for tag in counts if slug in self.above[tag])}
        topics = ((tag, n) for tag, n in counts.items() if self.terms[tag].kind == "topic" and tag not in own)
        ranked = sorted(topics, key=lambda pair: (-pair[1], pair[0]))[:most]
        return tuple(_chip(self.terms[tag], self.site.lang, n) for tag, n in ranked)


def shelve(library: Library, config: Config, assets: tuple[tuple[str, str], ...]) -> Shelf:
    """The library made ready for pages."""
    records = {record.slug: record for record in library.records}
    terms = {term.slug: term for term in library.terms}
    above = {slug: _above(slug, terms) for slug in terms}
    tagged = _tagged(library, above)
    authors = _groups(library.records, AUTHORS, lambda record: record.authors)
    venues = _groups(library.records, VENUES, lambda record: (record.venue,) if record.venue else ())
    years = _groups(library.records, YEARS, lambda record: (str(record.year),) if record.year else ())
    filled = {
        "papers": True,
        "tags": bool(tagged),
        "authors": bool(authors),
        "venues": bool(venues),
        "years": bool(years),
        "unread": bool(library.unread),
    }
    site = SiteView(
        title=config.title,
        description=config.description,
        lang=config.language,
        author=config.author,
        sections=tuple(name for name, is_filled in filled.items() if is_filled),
        links=config.links,
        assets=assets,
    )
    return Shelf(
        library=library,
        site=site,
        base_url=config.base_url,
        base_path=config.base_path,
        records=records,
        cards={record.slug: _card(record, terms, above, config.language) for record in library.records},
        terms=terms,
        above=above,
        children=_children(terms, tagged),
        tagged=tagged,
        authors=authors,
        venues=venues,
        years=dict(sorted(years.items(), reverse=True)),
    )


def by_month(cards: Iterable[Card]) -> tuple[Month, ...]:
    """Cards in stretches of one month, in their own order; cards without a date stand where they stand."""
    months: list[tuple[object, list[Card]]] = []
    for card in cards:
        first = card.date.replace(day=1) if card.date else None
        if not months or months[-1][0] != first:
            months.append((first, []))
        months[-1][1].append(card)
    return tuple(Month(cards[0].date.replace(day=1) if cards[0].date else None, tuple(cards)) for _, cards in months)


def paper_link(record: Record) -> PaperLink:
    """A record in a line."""
    return PaperLink(
        url=href(record.url),
        title=record.title,
        lang=detect_language(record.title),
        provisional=record.title_source.value if record.title_source in _PROVISIONAL else "",
        authors=record.authors[:AUTHORS_SHOWN],
        more_authors=max(0, len(record.authors) - AUTHORS_SHOWN),
        published=published(record.venue, record.year),
    )


def published(venue: str | None, year: int | None) -> str:
    """Where and when a paper came out, as far as known; a venue that names its year is not followed by it."""
    if not venue or not year or str(year) in venue:
        return venue or str(year or "")
    return f"{venue} {year}"


def _card(record: Record, terms: Mapping[str, Term], above: Mapping[str, frozenset[str]], lang: str) -> Card:
    """A record's card. Its tags are the narrow ones: with #言語モデル beside it, #自然言語処理 tells a reader nothing."""
    own = [tag for tag in record.tags if tag in terms]
    wide = {parent for tag in own for parent in above[tag]}
    topics = [terms[tag] for tag in own if terms[tag].kind == "topic" and tag not in wide]
    return Card(
        paper=paper_link(record),
        date=record.date,
        lang=record.lang,
        tags=tuple(_chip(term, lang) for term in topics[:TAGS_SHOWN]),
        summary=record.summary or "",
        summary_lang=detect_language(record.summary) if record.summary else "",
    )


def _chip(term: Term, lang: str, count: int = 0) -> Chip:
    label, other = (term.ja, term.en) if lang == "ja" else (term.en, term.ja)
    other_lang = "en" if lang == "ja" else "ja"
    if _plain(label) == _plain(other):
        other = other_lang = ""
    return Chip(href(f"{TAGS}{term.slug}/"), label, other, other_lang, term.kind, count)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace(" ", "").replace("-", "")


def _tagged(library: Library, above: Mapping[str, frozenset[str]]) -> dict[str, tuple[Record, ...]]:
    """For each term that has any: the records that carry it or a term below it."""
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for record in library.records:
        own = [tag for tag in record.tags if tag in above]
        for slug in {*own, *(parent for tag in own for parent in above[tag])}:
            found[slug].append(record)
    return {slug: tuple(found[slug]) for slug in above if slug in found}


def _above(slug: str, terms: Mapping[str, Term]) -> frozenset[str]:
    """The terms above a term, however far; a vocabulary that runs in a circle ends where it began."""
    seen: set[str] = set()
    waiting = [*terms[slug].parents]
    while waiting:
        parent = waiting.pop()
        if parent in terms and parent not in seen:
            seen.add(parent)
            waiting += terms[parent].parents
    return frozenset(seen - {slug})


def _children(terms: Mapping[str, Term], tagged: Mapping[str, tuple[Record, ...]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for slug in tagged:
        for parent in terms[slug].parents:
            if parent in terms and parent != slug:
                found[parent].append(slug)
    return {parent: tuple(sorted(slugs, key=lambda s: (-len(tagged[s]), s))) for parent, slugs in found.items()}


def _groups(records: Iterable[Record], base: str, names_of: Callable[[Record], Iterable[str]]) -> dict[str, Group]:
    """Records by what they share. Two spellings of one slug are one group, called as most records write it."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    members: defaultdict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        for name in names_of(record):
            slug = slugify(name)
            spellings[slug][name] += 1
            members[slug][record.slug] = record
    groups = {}
    for slug, found in members.items():
        ranked = sorted(spellings[slug], key=lambda name: (-spellings[slug][name], name))
        groups[slug] = Group(ranked[0], f"{base}{slug}/", tuple(ranked[1:]), tuple(found.values()))
    return groups
