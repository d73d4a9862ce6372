"""From a library to its pages: which there are, where each stands, and that no two want one address.

A plan is made anew each time; what is gone from it is gone from the site. The views are made in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papersite.assets import Assets
from papersite.config import Config
from papersite.errors import PlanError
from papersite.model import Library
from papersite.plan.addresses import NOT_FOUND, alias_url, href, path_of, same_file
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
from papersite.views import NotFoundView, Page, RedirectView, View

__all__ = ["plan_pages"]

_RECENT_WHEN_LOST = 5


def plan_pages(library: Library, config: Config, assets: Assets) -> tuple[Page, ...]:
    """All pages of the site, in a fixed order. Raises PlanError, naming both, if two pages want one address."""
    shelf = shelve(library, config, assets.urls)
    pages: dict[str, Page] = {}
    for page in _pages(shelf, config, assets):
        _place(pages, page)
    for page in _moved_papers(shelf):
        _place(pages, page)
    for page in _moved_tags(shelf):
        # An old name of a tag that is another page's address now needs no redirect: that page is what stands there.
        pages.setdefault(same_file(page.path), page)
    return tuple(pages.values())


def _place(pages: dict[str, Page], page: Page) -> None:
    rival = pages.setdefault(same_file(page.path), page)
    if rival is not page:
        raise PlanError(
            f"two pages want one address: {_named(rival)} and {_named(page)}; give one of them another slug or alias"
        )


def _named(page: Page) -> str:
    if isinstance(page.view, RedirectView):
        return f"{page.url} (an alias that leads to {page.view.target})"
    return f"{page.url} ({page.template})"


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
