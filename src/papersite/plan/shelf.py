"""The library as pages need it: cards made once, and who stands under which tag, author, venue and year.

Everything here is looked up by many pages and made by none of them; nothing here is a page.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TypeVar, cast

from papersite.assets import NoteImage
from papersite.config import Config
from papersite.errors import PlanError
from papersite.language import detect_language
from papersite.model import Library, Record, Term, TitleSource
from papersite.plan.addresses import AUTHORS, CHANGES, PAPERS, TAGS, UNREAD, VENUES, YEARS, href, way_to_root
from papersite.plan.days import is_dated
from papersite.plan.feed_plan import Feed, FeedPlan, feed_links, feed_plan
from papersite.plan.history import count_changes
from papersite.plan.parts import NAMES_ON_A_PAGE, PAPERS_ON_A_PAGE, parts_needed
from papersite.remembering.last_round import LastRound
from papersite.slugs import slugify
from papersite.views import Anchor, Card, Chip, Counted, Frame, PaperLink, SiteView

T = TypeVar("T")

CARD = "card.png"  # beside a page: the picture that stands for it where its address is shared

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
    """A library with its cards and groups. Groups are by slug, in the order of the library's records.

    `recent` is the number of papers on the front page, `images` are those that notes may show, `long_lists` the addresses of
    lists that take more than one page, and how many.
    """

    library: Library
    site: SiteView
    base_url: str
    base_path: str
    records: Mapping[str, Record]
    cards: Mapping[str, Card]
    terms: Mapping[str, Term]
    above: Mapping[str, frozenset[str]]  # of a term: the slugs of all terms above it
    children: Mapping[str, tuple[str, ...]]  # of a term: the slugs of terms right below it, the largest first
    tagged: Tagged  # with a term or one below it
    authors: Mapping[str, Group]
    venues: Mapping[str, Group]
    years: Mapping[str, Group]
    recent: int
    accent: str
    images: tuple[NoteImage, ...]
    feeds: FeedPlan
    cname: str
    long_lists: tuple[tuple[str, int], ...] = ()
    _shared: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    last: LastRound = field(default_factory=LastRound, repr=False, compare=False)  # for what pages look up

    def shared(self, function: Callable[[Shelf], T]) -> T:
        """What a function makes of this shelf, made once for all pages that need it."""
        return self.of_list(function, "", lambda: function(self))

    def of_list(self, what: object, url: str, make: Callable[[], T]) -> T:
        """What all pages of a list show of the whole of it, made once: a list of 100,000 has 1,000 pages."""
        if (what, url) not in self._shared:
            self._shared[what, url] = make()
        return cast(T, self._shared[what, url])

    def frame(self, url: str, section: str = "", *, pictured: bool = False) -> Frame:
        """The surroundings of a page. Its picture is the site's, if it is not itself `pictured`."""
        canonical = self.base_url + href(url) if self.base_url else ""
        has_picture = self.base_url and "social_cards" in self.site.exports
        return Frame(
            self.site,
            url,
            way_to_root(url),
            canonical,
            section,
            image=(canonical if pictured else self.base_url) + CARD if has_picture else "",
            feeds=feed_links(self.feeds, url, self.name_of_feed),
        )

    def name_of_feed(self, feed: Feed) -> str:
        """What the papers of a feed have in common: the name of a tag in the site's language, or of an author."""
        if feed.kind == "tag":
            return self.terms[feed.of].ja if self.site.lang == "ja" else self.terms[feed.of].en
        return self.authors[feed.of].name if feed.kind == "author" else ""

    def chip(self, slug: str) -> Chip:
        """A term as a tag to click, with the number of its papers."""
        return _chip(self.terms[slug], self.site.lang, len(self.tagged.places[slug]))

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


def shelve(
    library: Library,
    config: Config,
    assets: tuple[tuple[str, str], ...],
    images: tuple[NoteImage, ...] = (),
    last: LastRound | None = None,
) -> Shelf:
    """The library made ready for pages. What rests on the same records as in the last round is not made again."""
    last = last or LastRound()
    records = library.records
    terms = last.whole(_by_slug, library.terms)
    above = last.whole(_all_above, library.terms)
    # Where no record's facts changed, none is looked at again: at 10,000 each look takes 2 to 10 ms.
    slugs, tags, names, of_venues, of_years = last.whole(_columns, last.each(_facts, records))
    tagged = last.whole(_tagged, tags, above)
    authors = last.whole(_authors, names)
    venues = last.whole(_venues, of_venues)
    years = last.whole(_years, of_years)
    filled = {
        "papers": True,
        "tags": bool(tagged),
        "authors": bool(authors),
        "venues": bool(venues),
        "years": bool(years),
        "unread": bool(library.unread),
        "graph": any(library.related) or any(link.source != link.target for link in library.links),
    }
    site = last.whole(
        SiteView,
        config.title,
        config.description,
        config.language,
        config.author,
        tuple(name for name, is_filled in filled.items() if is_filled),
        config.links,
        assets,
        tuple(each.name for each in fields(config.exports) if getattr(config.exports, each.name)),
        ("timeline", "changes") if any(record.date for record in records) else (),
        _known_asset("logo", config.logo, assets),
        _known_asset("logo_dark", config.logo_dark, assets),
    )
    dated = last.each(is_dated, records)
    feeds = last.whole(
        feed_plan,
        config.feeds,
        bool(config.base_url),
        dated,
        tuple([(slug, places) for slug, places in tagged.items()]),
        tuple([(slug, group.places) for slug, group in authors.items()]),
    )
    cards = last.each(_card, records, last.each(_topics, tags, given=(terms, above, config.language)))
    return Shelf(
        library=library,
        site=site,
        base_url=config.base_url,
        base_path=config.base_path,
        records=dict(zip(slugs, records, strict=True)),
        cards=dict(zip(slugs, cards, strict=True)),
        terms=terms,
        above=above,
        children=last.whole(_children, library.terms, tuple([(slug, len(found)) for slug, found in tagged.items()])),
        tagged=Tagged(tagged, records),
        authors=_Groups(authors, records),
        venues=_Groups(venues, records),
        years=_Groups(years, records),
        recent=config.recent,
        accent=config.accent,
        images=images,
        long_lists=tuple(
            _long_lists(
                library, sum(last.each(count_changes, records)), tagged, {AUTHORS: authors, VENUES: venues, YEARS: years}
            )
        ),
        feeds=feeds,
        cname=config.cname,
        last=last,
    )


_Facts = tuple[str, tuple[str, ...], tuple[str, ...], str | None, int | None]
_Columns = tuple[
    tuple[str, ...], tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...], tuple[str | None, ...], tuple[int | None, ...]
]


def _facts(record: Record) -> _Facts:
    return record.slug, record.tags, record.authors, record.venue, record.year


def _columns(facts: Sequence[_Facts]) -> _Columns:
    return (
        tuple([slug for slug, _, _, _, _ in facts]),
        tuple([tags for _, tags, _, _, _ in facts]),
        tuple([authors for _, _, authors, _, _ in facts]),
        tuple([venue for _, _, _, venue, _ in facts]),
        tuple([year for _, _, _, _, year in facts]),
    )


def _known_asset(key: str, name: str, assets: tuple[tuple[str, str], ...]) -> str:
    if name and name not in dict(assets):
        raise PlanError(f"{key} in site.toml: there is no file static/{name}")
    return name


def _long_lists(
    library: Library, changes: int, tagged: Mapping[str, tuple[int, ...]], groups: Mapping[str, Mapping[str, _Gathered]]
) -> Iterator[tuple[str, int]]:
    sizes = [(PAPERS, len(library.records)), (UNREAD, len(library.unread)), (CHANGES, changes)]
    sizes += [(f"{TAGS}{slug}/", len(places)) for slug, places in tagged.items()]
    sizes += [(group.url, len(group.places)) for found in groups.values() for group in found.values()]
    yield from ((url, parts_needed(size)) for url, size in sizes if size > PAPERS_ON_A_PAGE)
    names = ((url, len(found)) for url, found in groups.items())
    yield from ((url, parts_needed(size, NAMES_ON_A_PAGE)) for url, size in names if size > NAMES_ON_A_PAGE)


class Tagged(Mapping[str, tuple[Record, ...]]):
    """The records with a term, by its slug; `places` are where they stand in the library, from the front.

    Who stands where changes seldom, what is known of them with each note. So they are looked up when they are asked for, once.
    """

    def __init__(self, places: Mapping[str, tuple[int, ...]], records: Sequence[Record]) -> None:
        self.places = places
        self._records = records
        self._found: dict[str, tuple[Record, ...]] = {}

    def __getitem__(self, slug: str) -> tuple[Record, ...]:
        found = self._found.get(slug)
        if found is None:
            found = self._found[slug] = tuple([self._records[place] for place in self.places[slug]])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def __contains__(self, slug: object) -> bool:
        return slug in self.places


class _Groups(Mapping[str, Group]):
    """Groups by slug, each made with its records when it is asked for, once."""

    def __init__(self, found: Mapping[str, _Gathered], records: Sequence[Record]) -> None:
        self._found = found
        self._records = records
        self._made: dict[str, Group] = {}

    def __getitem__(self, slug: str) -> Group:
        made = self._made.get(slug)
        if made is None:
            group = self._found[slug]
            members = tuple([self._records[place] for place in group.places])
            made = self._made[slug] = Group(group.name, group.url, group.spellings, members)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, slug: object) -> bool:
        return slug in self._found


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


def _topics(tags: Sequence[str], terms: Mapping[str, Term], above: Mapping[str, frozenset[str]], lang: str) -> tuple[Chip, ...]:
    """The tags of a card: the narrow ones. With #言語モデル beside it, #自然言語処理 tells a reader nothing."""
    own = [tag for tag in tags if tag in terms]
    wide = {parent for tag in own for parent in above[tag]}
    topics = [terms[tag] for tag in own if terms[tag].kind == "topic" and tag not in wide]
    return tuple(_chip(term, lang) for term in topics[:TAGS_SHOWN])


def _card(record: Record, topics: tuple[Chip, ...]) -> Card:
    return Card(
        paper=paper_link(record),
        date=record.date,
        lang=record.lang,
        tags=topics,
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


def _tagged(tags: Iterable[Sequence[str]], above: Mapping[str, frozenset[str]]) -> dict[str, tuple[int, ...]]:
    """For each term that has any: the places of the records that carry it or a term below it."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, of_record in enumerate(tags):
        own = [tag for tag in of_record if tag in above]
        for slug in {*own, *(parent for tag in own for parent in above[tag])}:
            found[slug].append(place)
    return {slug: tuple(found[slug]) for slug in above if slug in found}


def _by_slug(terms: Sequence[Term]) -> dict[str, Term]:
    return {term.slug: term for term in terms}


def _all_above(terms: Sequence[Term]) -> dict[str, frozenset[str]]:
    by_slug = _by_slug(terms)
    return {slug: _above(slug, by_slug) for slug in by_slug}


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


def _children(terms: Sequence[Term], tagged: Sequence[tuple[str, int]]) -> dict[str, tuple[str, ...]]:
    """For each term those right below it; `tagged` are the terms that records carry, and how many do."""
    by_slug, counts = _by_slug(terms), dict(tagged)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for slug in counts:
        for parent in by_slug[slug].parents:
            if parent in by_slug and parent != slug:
                found[parent].append(slug)
    return {parent: tuple(sorted(slugs, key=lambda s: (-counts[s], s))) for parent, slugs in found.items()}


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A group before its records are looked up: the places where they stand."""

    name: str
    url: str
    spellings: tuple[str, ...]
    places: tuple[int, ...]


def _authors(names: Sequence[tuple[str, ...]]) -> dict[str, _Gathered]:
    return _gathered(AUTHORS, names)


def _venues(names: Sequence[str | None]) -> dict[str, _Gathered]:
    return _gathered(VENUES, [(name,) if name else () for name in names])


def _years(years: Sequence[int | None]) -> dict[str, _Gathered]:
    """The newest year first."""
    found = _gathered(YEARS, [(str(year),) if year else () for year in years])
    return dict(sorted(found.items(), reverse=True))


def _gathered(base: str, names: Sequence[tuple[str, ...]]) -> dict[str, _Gathered]:
    """Records by what they share. Two spellings of one slug are one group, called as most records write it."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    members: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for place, of_record in enumerate(names):
        for name in of_record:
            slug = slugify(name)
            spellings[slug][name] += 1
            members[slug][place] = None
    groups = {}
    for slug, found in members.items():
        ranked = sorted(spellings[slug], key=lambda name: (-spellings[slug][name], name))
        groups[slug] = _Gathered(ranked[0], f"{base}{slug}/", tuple(ranked[1:]), tuple(found))
    return groups
