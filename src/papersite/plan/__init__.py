"""From a library to its files: which pages and exports there are, where each stands, and that no two want one address.

A plan is made anew each time; what is gone from it is gone from the site. The views are made in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from papersite.assets import Assets
from papersite.config import Config
from papersite.errors import PlanError
from papersite.model import Library
from papersite.plan.addresses import NOT_FOUND, alias_url, href, path_of, same_file
from papersite.plan.exports import plan_exports
from papersite.plan.lists import (
    authors_view,
    group_view,
    home_view,
    papers_view,
    tag_view,
    tags_view,
    unread_view,
    venues_view,
    years_view,
)
from papersite.plan.paper import lay_out, paper_view
from papersite.plan.shelf import Shelf, shelve
from papersite.slugs import slugify
from papersite.tag_spelling import tag_slug
from papersite.views import Export, NotFoundView, Page, RedirectView, View

__all__ = ["Plan", "plan_site"]

_RECENT_WHEN_LOST = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """Every file of the site that is made of the library, in a fixed order."""

    pages: tuple[Page, ...]
    exports: tuple[Export, ...]


def plan_site(library: Library, config: Config, assets: Assets) -> Plan:
    """All pages and exports. Raises PlanError, naming both, if two want one address."""
    shelf = shelve(library, config, assets.urls)
    taken: dict[str, Page | Export] = {}
    for page in _pages(shelf, config, assets):
        _place(taken, page)
    exports = plan_exports(shelf)
    for export in exports:
        _place(taken, export)
    for page in _moved_papers(shelf):
        _place(taken, page)
    for page in _moved_tags(shelf):
        # An old name of a tag that is another page's address now needs no redirect: that page is what stands there.
        taken.setdefault(same_file(page.path), page)
    return Plan(tuple(each for each in taken.values() if isinstance(each, Page)), exports)


def _place(taken: dict[str, Page | Export], wish: Page | Export) -> None:
    rival = taken.setdefault(same_file(wish.path), wish)
    if rival is not wish:
        raise PlanError(
            f"two pages want one address: {_named(rival)} and {_named(wish)}; give one of them another slug or alias"
        )


def _named(wish: Page | Export) -> str:
    if isinstance(wish, Export):
        return f"/{wish.path} (an export)"
    if isinstance(wish.view, RedirectView):
        return f"{wish.url} (an alias that leads to {wish.view.target})"
    return f"{wish.url} ({wish.template})"


def _pages(shelf: Shelf, config: Config, assets: Assets) -> Iterator[Page]:
    yield _page("home.html", home_view(shelf, config.recent))
    yield _page("papers.html", papers_view(shelf))
    desk = lay_out(shelf, assets.images)
    yield from (_page("paper.html", paper_view(desk, record)) for record in shelf.library.records)
    if "tags" in shelf.site.sections:
        yield _page("tags.html", tags_view(shelf))
        yield from (_page("tag.html", tag_view(shelf, slug)) for slug in shelf.tagged)
    if "authors" in shelf.site.sections:
        yield _page("index.html", authors_view(shelf))
        yield from (_page("group.html", group_view(shelf, group, "author", "authors")) for group in shelf.authors.values())
    if "venues" in shelf.site.sections:
        yield _page("index.html", venues_view(shelf))
        yield from (_page("group.html", group_view(shelf, group, "venue", "venues")) for group in shelf.venues.values())
    if "years" in shelf.site.sections:
        yield _page("index.html", years_view(shelf))
        yield from (_page("group.html", group_view(shelf, group, "year", "years")) for group in shelf.years.values())
    if "unread" in shelf.site.sections:
        yield _page("unread.html", unread_view(shelf))
    yield _page("404.html", _not_found(shelf))


def _page(template: str, view: View) -> Page:
    return Page(view.frame.url, path_of(view.frame.url), template, view)


def _not_found(shelf: Shelf) -> NotFoundView:
    """The page is shown at whatever address was asked for, so its links start from the host."""
    frame = replace(shelf.frame(NOT_FOUND), root=shelf.base_path, canonical="")
    return NotFoundView(frame, tuple(card.paper for card in shelf.cards_of(shelf.library.records[:_RECENT_WHEN_LOST])))


def _moved_papers(shelf: Shelf) -> Iterator[Page]:
    """Redirects from the addresses that papers were known by."""
    for record in shelf.library.records:
        for url in dict.fromkeys(map(alias_url, record.aliases)):
            if url and url != record.url:
                yield _redirect(shelf, url, record.url)


def _moved_tags(shelf: Shelf) -> Iterator[Page]:
    """Redirects from other names of a tag: `/tags/rl/` and `/tags/強化学習/` where the tag is `reinforcement-learning`."""
    written = {name for record in shelf.library.records for note in record.notes for tag in note.tags for name in _slugs(tag)}
    for slug in shelf.tagged:
        term = shelf.terms[slug]
        for alias in dict.fromkeys((term.en, term.ja, *term.aliases)):
            # The vocabulary knows five times as many names as were ever an address: those that a note writes, and those that
            # were the slug of a term before it was merged into this one.
            for name in _slugs(alias):
                if name != slug and (name in written or (name == alias and name.isascii())):
                    yield _redirect(shelf, f"/tags/{name}/", f"/tags/{slug}/")


def _slugs(tag: str) -> tuple[str, str]:
    """The slugs that a tag has had, known to the vocabulary or not."""
    return slugify(tag), tag_slug(tag)


def _redirect(shelf: Shelf, url: str, to: str) -> Page:
    frame = shelf.frame(url)
    target = frame.root + href(to)
    canonical = shelf.base_url + href(to) if shelf.base_url else target
    return _page("redirect.html", RedirectView(frame, target, canonical))
