"""The view of one paper: its facts, its notes, and its place among the others.

The notes' Markdown passes through as it is; what their references resolve to stands beside it as addresses.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import relpath
from urllib.parse import unquote

from papersite.assets import NoteImage
from papersite.language import detect_language
from papersite.model import Link, Note, Record, Reference, ReferenceForm, Unread
from papersite.plan.addresses import VENUES, YEARS, href, way_to_root
from papersite.plan.citing import Citations
from papersite.plan.elsewhere import cited_elsewhere
from papersite.plan.outside import links_of
from papersite.plan.registry import registered
from papersite.plan.scholarly import citation_fields, json_ld
from papersite.plan.shelf import Shelf
from papersite.regex import lazy_regex
from papersite.slugs import slugify
from papersite.views import (
    Anchor,
    Beside,
    Chip,
    CitedElsewhere,
    CitedHere,
    Excerpt,
    ImageView,
    Mention,
    Near,
    NoteView,
    PaperLink,
    PaperView,
)

RELATED_SHOWN = 8
EXCERPTS_SHOWN = 3
TAGS_WALKED = 2
_EXCERPT_SIDE = 120  # characters kept on each side of the words that name the paper
# Looked for where a word begins only, so that an image written into a note as a word of a million letters is read once.
_IMAGE_NAME = lazy_regex(r"(?<![^\s/\\()\"'<>\[\]|])([^\s/\\()\"'<>\[\]|]+\.(?:png|jpe?g|gif|webp|avif|svg))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every paper's view looks up: links by target, records' places, images by the last word of their name, the unread."""

    shelf: Shelf
    places: Mapping[str, int]
    links_to: Mapping[str, tuple[Link, ...]]
    meant: Mapping[str, str]  # reference key, slug
    images: Mapping[str, tuple[NoteImage, ...]]
    unread: Mapping[str, Unread]  # by key

    def paper_meant(self, reference: Reference) -> PaperLink | None:
        """The paper a reference leads to, or None if it has no page."""
        card = self.shelf.cards.get(self.meant.get(reference.key, ""))
        return card.paper if card else None


def desk_on(shelf: Shelf) -> Desk:
    """A shelf and its images made ready for papers' views."""
    return lay_out(shelf, shelf.images)


def lay_out(shelf: Shelf, images: tuple[NoteImage, ...]) -> Desk:
    """The library and the images made ready for papers' views, as far as the last round's are not what they were."""
    library, last = shelf.library, shelf.last
    return Desk(
        shelf=shelf,
        places=last.whole(_places, tuple(shelf.records)),
        links_to=last.whole(_links_to, library.links),
        meant=last.whole(_meant, library.resolved),
        images=last.whole(_by_last_word, images),
        unread=last.whole(_by_key, library.unread),
    )


def _places(slugs: tuple[str, ...]) -> dict[str, int]:
    return {slug: place for place, slug in enumerate(slugs)}


def _links_to(links: tuple[Link, ...]) -> dict[str, tuple[Link, ...]]:
    found: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.source != link.target:
            found[link.target].append(link)
    return {slug: tuple(to_it) for slug, to_it in found.items()}


def _meant(resolved: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(resolved)


def _by_last_word(images: tuple[NoteImage, ...]) -> dict[str, tuple[NoteImage, ...]]:
    found: defaultdict[str, list[NoteImage]] = defaultdict(list)
    for image in images:
        found[image.source.name.split()[-1]].append(image)
    return {word: tuple(of_it) for word, of_it in found.items()}


def _by_key(unread: tuple[Unread, ...]) -> dict[str, Unread]:
    return {each.key: each for each in unread}


def paper_view(desk: Desk, record: Record) -> PaperView:
    """All that the notes say about one paper."""
    shelf, place = desk.shelf, desk.places[record.slug]
    frame = shelf.frame(record.url, "papers", pictured=True)
    records = shelf.library.records
    references = shelf.library.references[place]
    cites, cites_elsewhere = _cited(desk, record, references)
    links = links_of(record)
    citation = shelf.shared(Citations)[record.slug]
    return PaperView(
        frame=frame,
        paper=shelf.cards[record.slug].paper,
        kind=record.kind,
        lang=record.lang,
        authors=tuple(shelf.author(name) for name in record.authors),
        venue=Anchor(record.venue, href(f"{VENUES}{slugify(record.venue)}/")) if record.venue else None,
        year=Anchor(str(record.year), href(f"{YEARS}{record.year}/")) if record.year else None,
        date=record.date,
        updated=record.updated,
        links=links,
        tags=_tags(shelf, record),
        summary=record.summary or "",
        summary_lang=detect_language(record.summary) if record.summary else "",
        summary_by_machine=any(n.summary == record.summary and "summary" in n.machine_written for n in record.notes),
        registered=registered(record),
        notes=note_views(desk, record),
        cites=cites,
        cites_elsewhere=cites_elsewhere,
        cited_by=_mentions(desk, record),
        related=tuple(
            Near(shelf.cards[near.slug].paper, near.reasons)
            for near in shelf.library.related[place][:RELATED_SHOWN]
            if near.slug in shelf.cards
        ),
        newer=_neighbour(shelf, records[place - 1]) if place else None,
        older=_neighbour(shelf, records[place + 1]) if place + 1 < len(records) else None,
        beside=tuple(_beside(shelf, record, place)),
        meta=tuple(citation_fields(record, citation, links)),
        json_ld=json_ld(record, citation, frame, shelf.base_url, links),
        cite_key=citation.key,
    )


def note_views(desk: Desk, record: Record) -> tuple[NoteView, ...]:
    """The notes of a paper, as its page shows them."""
    references, root = desk.shelf.library.references[desk.places[record.slug]], way_to_root(record.url)
    return tuple(_note(desk, record, number, note, references[number], root) for number, note in enumerate(record.notes))


def note_anchor(number: int) -> str:
    """The id of a record's note, counted from 0."""
    return f"note-{number + 1}"


def _neighbour(shelf: Shelf, record: Record) -> PaperLink:
    return shelf.cards[record.slug].paper


def _beside(shelf: Shelf, record: Record, place: int) -> Iterator[Beside]:
    """The neighbours within the narrowest topics of a record at a place; a topic that it has to itself leads nowhere."""
    records, places = shelf.library.records, shelf.tagged.places
    topics = (slug for slug in record.tags if slug in places and shelf.terms[slug].kind == "topic")
    ranked = sorted((slug for slug in topics if len(places[slug]) > 1), key=lambda slug: (len(places[slug]), slug))
    for slug in ranked[:TAGS_WALKED]:
        at = bisect_left(places[slug], place)
        newer, older = places[slug][max(0, at - 1) : at], places[slug][at + 1 : at + 2]
        yield Beside(
            shelf.chip(slug),
            _neighbour(shelf, records[newer[0]]) if newer else None,
            _neighbour(shelf, records[older[0]]) if older else None,
        )


def _tags(shelf: Shelf, record: Record) -> tuple[Chip, ...]:
    """The tags of a record: topics first, then venues, then what is said of the note itself."""
    chips = shelf.chips(record.tags)
    ranks = {"topic": 0, "venue": 1, "meta": 2}
    return tuple(sorted(chips, key=lambda chip: ranks.get(chip.kind, 0)))


# ── a note ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _note(desk: Desk, record: Record, number: int, note: Note, references: tuple[Reference, ...], root: str) -> NoteView:
    return NoteView(
        anchor=note_anchor(number),
        format=note.format,
        kind=note.kind,
        lang=note.lang,
        body=note.body,
        references=references,
        targets=tuple(_targets(desk, record, references, root)),
        images=tuple(_images_of(desk, note, root)),
        source=note.place.path,
        first_line=note.place.first_line,
        last_line=note.place.last_line,
        writer=note.writer or "",
        date=note.date,
        updated=note.updated if note.updated != note.date else None,
        machine_written="body" in note.machine_written,
    )


def _targets(desk: Desk, record: Record, references: Iterable[Reference], root: str) -> Iterable[tuple[str, str]]:
    """Where a note's references lead. One that names its own paper leads nowhere new and keeps its address elsewhere."""
    for reference in {reference.key: reference for reference in references}.values():
        paper = desk.paper_meant(reference)
        if paper and paper.url != href(record.url):
            yield reference.key, root + paper.url


def _images_of(desk: Desk, note: Note, root: str) -> Iterable[ImageView]:
    """The images that a body may show. Whether it does is known when its Markdown is read; their names are enough here."""
    if not desk.images:
        return
    folder = note.origin.path.parent
    found: dict[PurePosixPath, NoteImage] = {}
    for name in _IMAGE_NAME.findall(unquote(note.body.text)):
        found |= {image.source: image for image in desk.images.get(name, ())}
    for image in found.values():
        yield ImageView(relpath(image.source, folder), root + image.url, image.width, image.height)


# ── what it cites, and what cites it ─────────────────────────────────────────────────────────────────────────────────


def _cited(
    desk: Desk, record: Record, references: Iterable[tuple[Reference, ...]]
) -> tuple[tuple[CitedHere, ...], tuple[CitedElsewhere, ...]]:
    """The papers that a record's notes cite, each once, in the order of the notes."""
    own = href(record.url)
    here: dict[str, CitedHere] = {}
    elsewhere: dict[str, CitedElsewhere] = {}
    for reference in (reference for of_note in references for reference in of_note):
        paper = desk.paper_meant(reference)
        if paper and paper.url != own:
            here.setdefault(paper.url, CitedHere(paper, reference.relation))
        elif paper is None and reference.form not in (ReferenceForm.WIKILINK, ReferenceForm.PATH):
            elsewhere.setdefault(reference.key, cited_elsewhere(reference, desk.unread.get(reference.key)))
    return tuple(here.values()), tuple(elsewhere.values())


def _mentions(desk: Desk, record: Record) -> tuple[Mention, ...]:
    """The papers whose notes name this one, in the order of the library."""
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for link in desk.links_to.get(record.slug, ()):
        links[link.source].append(link)
    sources = sorted((slug for slug in links if slug in desk.places), key=lambda slug: desk.places[slug])
    return tuple(_mention(desk.shelf.cards[slug].paper, links[slug]) for slug in sources)


def _mention(paper: PaperLink, links: list[Link]) -> Mention:
    excerpts = dict.fromkeys(excerpt for link in links if (excerpt := excerpt_of(link.reference)))
    first = min(link.note for link in links)
    return Mention(paper, f"{paper.url}#{note_anchor(first)}", tuple(excerpts)[:EXCERPTS_SHOWN])


def excerpt_of(reference: Reference) -> Excerpt | None:
    """The sentence around a reference, cut around its words; None where there is no more than the reference itself."""
    context, words = " ".join(reference.context.split()), " ".join(reference.text.split())
    if context in ("", words):
        return None
    before, found, after = context.partition(words) if words else ("", "", "")
    if not found:
        return Excerpt(_shortened(context, 2 * _EXCERPT_SIDE), "", "", detect_language(context))
    if len(before) > _EXCERPT_SIDE:
        before = "…" + before[-_EXCERPT_SIDE:]
    return Excerpt(before, found, _shortened(after, _EXCERPT_SIDE), detect_language(context))


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + "…"
