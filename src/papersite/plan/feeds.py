"""The views of feeds: their entries, made once and shared, and which of them each feed holds.

A feed holds the papers that were noted last; that of changes holds those whose notes grew or were corrected later, each change
an entry of its own, so that a reader shows it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from papersite.exports.feed import FeedEntry, FeedTag, FeedView, write_atom, write_json_feed
from papersite.model import Record, Texts
from papersite.plan.addresses import href
from papersite.plan.days import first_day, last_day
from papersite.plan.feed_plan import SUFFIXES, Feed, FeedPlan
from papersite.plan.outside import links_of
from papersite.plan.paper import desk_on, note_views
from papersite.plan.shelf import Shelf, paper_link
from papersite.plan.wishes import ExportWish

_WRITERS: dict[str, Callable[..., bytes]] = {"atom": write_atom, "json": write_json_feed}


def plan_feeds(plan: FeedPlan) -> Iterator[ExportWish]:
    """All feeds of a site."""
    for feed in plan.all():
        for form in plan.forms:
            path = f"{feed.stem}.{SUFFIXES[form]}"
            view = partial(_view, feed)
            file = PurePosixPath(path.removeprefix("/"))
            yield ExportWish(file, _WRITERS[form], view, path, Texts.SOME, needs_prose=True, papers=_papers)


def _view(feed: Feed, shelf: Shelf, path: str) -> FeedView:
    site, settings = shelf.site, shelf.feeds.settings
    dated = ((record, first_day(record), last_day(record)) for record in _records(shelf, feed))
    days = [(record, first, last) for record, first, last in dated if first and last]
    newest = max(last for _, _, last in days)
    if feed.kind == "changes":
        # The library is in the order of days and slugs, and sorting keeps what is equal in it.
        days = [each for each in days if each[1] < each[2]]
        days.sort(key=lambda each: each[2], reverse=True)
    else:
        days.sort(key=lambda each: each[1], reverse=True)
    shown = [_entry(shelf, record) for record, _, _ in days[: settings.entries]]
    if feed.kind == "changes":
        shown = [replace(entry, id=f"{entry.id}#{entry.updated.isoformat()}") for entry in shown]
    return FeedView(
        kind=feed.kind,
        name=shelf.name_of_feed(feed),
        url=shelf.base_url + href(path),
        page=shelf.base_url + href(feed.page),
        title=site.title,
        description=site.description,
        lang=site.lang,
        author=site.author or site.title,
        updated=max((entry.updated for entry in shown), default=newest),
        entries=tuple(shown),
        full=settings.content == "full",
    )


def _papers(view: FeedView) -> tuple[str, ...]:
    return tuple([entry.slug for entry in view.entries])


def _records(shelf: Shelf, feed: Feed) -> tuple[Record, ...]:
    if feed.kind == "tag":
        return shelf.tagged[feed.of]
    return shelf.authors[feed.of].records if feed.kind == "author" else shelf.library.records


def _entry(shelf: Shelf, record: Record) -> FeedEntry:
    """A paper with a day, as an entry: made once for all feeds that hold it."""
    made = shelf.shared(_made)
    if record.slug not in made:
        made[record.slug] = _new_entry(shelf, record)
    return made[record.slug]


def _made(_shelf: Shelf) -> dict[str, FeedEntry]:
    return {}


def _new_entry(shelf: Shelf, record: Record) -> FeedEntry:
    url = shelf.base_url + href(record.url)
    paper = paper_link(record)
    authors = ", ".join(paper.authors) + (f" +{paper.more_authors}" if paper.more_authors else "")
    return FeedEntry(
        slug=record.slug,
        id=url,
        url=url,
        title=record.title,
        lang=record.lang,
        published=first_day(record) or dt.date.min,
        updated=last_day(record) or dt.date.min,
        byline=" · ".join(part for part in (authors, paper.published) if part),
        writers=tuple(dict.fromkeys(note.writer for note in record.notes if note.writer)),
        tags=tuple(
            FeedTag(slug, shelf.terms[slug].ja if shelf.site.lang == "ja" else shelf.terms[slug].en)
            for slug in record.tags
            if slug in shelf.tagged
        ),
        paper=next((link.url for link in links_of(record) if link.kind in ("paper", "page")), ""),
        summary=record.summary or "",
        text=next((note.body.text for note in record.notes if note.body.text), ""),
        notes=note_views(shelf.shared(desk_on), record) if shelf.feeds.settings.content == "full" else (),
    )
