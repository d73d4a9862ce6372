"""From a library to its files: which pages and exports there are, where each stands, and that no two want one address.

A plan is made anew each time; what is gone from it is gone from the site. The views are made in the modules beside this one,
each when its file is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import PurePosixPath

from papersite.assets import Assets
from papersite.config import Config
from papersite.errors import PlanError
from papersite.model import Library, Problem, Record, Texts
from papersite.plan.addresses import (
    AUTHORS,
    CHANGES,
    GRAPH,
    HOME,
    NOT_FOUND,
    PAPERS,
    TAGS,
    TIMELINE,
    UNREAD,
    VENUES,
    YEARS,
    alias_url,
    folders_above,
    href,
    same_file,
)
from papersite.plan.changes import changes_view
from papersite.plan.exports import plan_exports
from papersite.plan.graph import graph_view
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
from papersite.plan.paper import desk_on, paper_view
from papersite.plan.shelf import Shelf, shelve
from papersite.plan.timeline import timeline_view
from papersite.plan.wishes import Contents, PageWish, VolumeWish, Wish, contents_of
from papersite.remembering.last_round import LastRound
from papersite.search import FOLDER as SEARCH
from papersite.slugs import slugify
from papersite.tag_spelling import tag_slug
from papersite.views import Export, GroupView, NotFoundView, Page, PaperView, RedirectView, View, Volume
from papersite.views.parts import part_url

__all__ = ["Plan", "plan_site"]

_RECENT_WHEN_LOST = 5
_REDIRECT = "redirect.html"


@dataclass(frozen=True, slots=True)
class Refused:
    """An alias of a paper that asks for an address where something else stands."""

    slug: str
    alias: str
    rival: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Every file of the site that is made of the library, in a fixed order; each is made when it is asked for."""

    wishes: Mapping[PurePosixPath, Wish]
    shelf: Shelf
    refused: tuple[Refused, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Aliases that are not followed. The notes that ask for them are published all the same."""
        return tuple(_refusal(self.shelf.records[each.slug], each) for each in self.refused)

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages, made now."""
        return tuple(wish.made(self.shelf) for wish in self.wishes.values() if isinstance(wish, PageWish))

    @property
    def exports(self) -> tuple[Export | Volume, ...]:
        """All other files, made now."""
        return tuple(wish.made(self.shelf) for wish in self.wishes.values() if not isinstance(wish, PageWish))

    def made(self, path: PurePosixPath, standing: Sequence[bytes | None] = ()) -> Page | Export | Volume:
        """What becomes a file; of a volume, some chapters may be known to stand. Raises KeyError if there is none."""
        wish = self.wishes[path]
        return wish.made(self.shelf, standing) if isinstance(wish, VolumeWish) else wish.made(self.shelf)


def plan_site(library: Library, config: Config, assets: Assets, last: LastRound | None = None) -> Plan:
    """All pages and exports. Raises PlanError, naming both, if two want one address."""
    last = last or LastRound()
    shelf = shelve(library, config, assets.urls, assets.images, last)
    folders = frozenset({SEARCH.name, *(artefact.path.parts[0] for artefact in assets.artefacts)})
    wishes, refused = last.whole(_wishes, contents_of(shelf, last), folders)
    return Plan(wishes, shelf, refused)


def _wishes(contents: Contents, of_assets: frozenset[str]) -> tuple[dict[PurePosixPath, Wish], tuple[Refused, ...]]:
    """All files by path, in a fixed order, and the aliases that none of them is. Raises PlanError."""
    taken: dict[str, tuple[PurePosixPath, Wish]] = {}
    pages = tuple(_pages(contents))
    own = [page.url for page in pages if page.url != NOT_FOUND]
    wished: Iterator[Wish] = chain(pages, plan_exports(contents, own))
    for wish in wished:
        path = wish.path
        _, rival = taken.setdefault(same_file(path), (path, wish))
        if rival is not wish:
            raise PlanError(f"two pages want one address: {_named(rival)} and {_named(wish)}; give one of them another slug")
    refused: list[Refused] = []
    # Folders as they are spelled: a file system that ignores case would have `/Papers/x/` in the folder of `/papers/`.
    spelled = {folder for path, _ in taken.values() for folder in folders_above(str(path))} | of_assets
    folders = {same_file(PurePosixPath(folder)): folder for folder in spelled}
    for slug, alias, redirect in _moved_papers(contents):
        path = redirect.path
        place = same_file(path)
        above = {same_file(PurePosixPath(folder)): folder for folder in folders_above(str(path))}
        standing = next((taken[each][1] for each in (place, *above) if each in taken), None)
        is_respelled = standing is None and any(folders.get(each, folder) != folder for each, folder in above.items())
        if path.parts[0] in of_assets or place in folders or is_respelled:
            refused.append(Refused(slug, alias, "a folder of the site"))
        elif standing is None:
            taken[place] = path, redirect
            folders.update(above)
        elif not (isinstance(standing, PageWish) and standing.url == redirect.url and standing.of == redirect.of):
            refused.append(Refused(slug, alias, _named(standing)))
    for redirect in _moved_tags(contents):
        # An old name of a tag that is another page's address now needs no redirect: that page is what stands there.
        path = redirect.path
        taken.setdefault(same_file(path), (path, redirect))
    return dict(taken.values()), tuple(refused)


def _refusal(record: Record, refused: Refused) -> Problem:
    note = next((note for note in record.notes if refused.alias in note.aliases), record.notes[0])
    message = f'the alias "{refused.alias}" is not followed: {refused.rival} stands there. Delete it, or give that another slug'
    return Problem("taken-alias", message, note.origin)


def _named(wish: Wish) -> str:
    if not isinstance(wish, PageWish):
        return f"/{wish.path} (an export)"
    if wish.template == _REDIRECT:
        return f"{wish.url} (an alias that leads to {wish.of})"
    return f"{wish.url} ({wish.template})"


def _pages(contents: Contents) -> Iterator[PageWish]:
    sections = contents.site.sections
    lists = partial(_list, dict(contents.long_lists))
    yield PageWish(HOME, "home.html", lambda shelf, _: home_view(shelf, shelf.recent))
    yield from lists(PAPERS, "papers.html", lambda shelf, _, number: papers_view(shelf, number))
    for slug, _ in contents.papers:
        yield PageWish(f"{PAPERS}{slug}/", "paper.html", _paper_view, slug, Texts.OWN)
    if "tags" in sections:
        yield PageWish(TAGS, "tags.html", lambda shelf, _: tags_view(shelf))
        for slug in contents.tagged:
            yield from lists(f"{TAGS}{slug}/", "tag.html", tag_view, slug)
    if "authors" in sections:
        yield from lists(AUTHORS, "index.html", lambda shelf, _, number: authors_view(shelf, number))
        for slug in contents.authors:
            yield from lists(f"{AUTHORS}{slug}/", "group.html", _author_view, slug)
    if "venues" in sections:
        yield from lists(VENUES, "index.html", lambda shelf, _, number: venues_view(shelf, number))
        for slug in contents.venues:
            yield from lists(f"{VENUES}{slug}/", "group.html", _venue_view, slug)
    if "years" in sections:
        yield from lists(YEARS, "index.html", lambda shelf, _, number: years_view(shelf, number))
        for slug in contents.years:
            yield from lists(f"{YEARS}{slug}/", "group.html", _year_view, slug)
    if "unread" in sections:
        yield from lists(UNREAD, "unread.html", lambda shelf, _, number: unread_view(shelf, number))
    if "graph" in sections:
        yield PageWish(GRAPH, "graph.html", lambda shelf, _: graph_view(shelf))
    if "timeline" in contents.site.more:
        yield PageWish(TIMELINE, "timeline.html", lambda shelf, _: timeline_view(shelf))
    if "changes" in contents.site.more:
        yield from lists(CHANGES, "changes.html", lambda shelf, _, number: changes_view(shelf, number))
    yield PageWish(NOT_FOUND, "404.html", _not_found)


def _list(
    pages: Mapping[str, int], url: str, template: str, view: Callable[[Shelf, str, int], View], of: str = ""
) -> Iterator[PageWish]:
    """The pages of a list; `view` makes the one of a number."""
    for number in range(1, pages.get(url, 1) + 1):
        yield PageWish(part_url(url, number), template, partial(_numbered, view, number), of)


def _numbered(view: Callable[[Shelf, str, int], View], number: int, shelf: Shelf, of: str) -> View:
    return view(shelf, of, number)


def _paper_view(shelf: Shelf, slug: str) -> PaperView:
    return paper_view(shelf.shared(desk_on), shelf.records[slug])


def _author_view(shelf: Shelf, slug: str, number: int) -> GroupView:
    return group_view(shelf, shelf.authors[slug], "author", "authors", number)


def _venue_view(shelf: Shelf, slug: str, number: int) -> GroupView:
    return group_view(shelf, shelf.venues[slug], "venue", "venues", number)


def _year_view(shelf: Shelf, slug: str, number: int) -> GroupView:
    return group_view(shelf, shelf.years[slug], "year", "years", number)


def _not_found(shelf: Shelf, _of: str) -> NotFoundView:
    """The page is shown at whatever address was asked for, so its links start from the host."""
    frame = replace(shelf.frame(NOT_FOUND), root=shelf.base_path, canonical="")
    return NotFoundView(frame, tuple(card.paper for card in shelf.cards_of(shelf.library.records[:_RECENT_WHEN_LOST])))


def _moved_papers(contents: Contents) -> Iterator[tuple[str, str, PageWish]]:
    """Redirects from the addresses that papers were known by, each with the paper's slug and the alias that asks for it."""
    for slug, aliases in contents.papers:
        own = f"{PAPERS}{slug}/"
        for alias in aliases:
            if (url := alias_url(alias)) and url != own:
                yield slug, alias, _redirect(url, own)


def _moved_tags(contents: Contents) -> Iterator[PageWish]:
    """Redirects from other names of a tag: `/tags/rl/` and `/tags/強化学習/` where the tag is `reinforcement-learning`."""
    written = {name for tag in {tag for tags in contents.written_tags for tag in tags} for name in _slugs(tag)}
    terms = {term.slug: term for term in contents.terms}
    for slug in contents.tagged:
        term = terms[slug]
        for alias in dict.fromkeys((term.en, term.ja, *term.aliases)):
            # The vocabulary knows five times as many names as were ever an address: those that a note writes, and those that
            # were the slug of a term before it was merged into this one.
            for name in _slugs(alias):
                if name != slug and (name in written or (name == alias and name.isascii())):
                    yield _redirect(f"{TAGS}{name}/", f"{TAGS}{slug}/")


def _slugs(tag: str) -> tuple[str, str]:
    """The slugs that a tag has had, known to the vocabulary or not."""
    return slugify(tag), tag_slug(tag)


def _redirect(url: str, to: str) -> PageWish:
    def view(shelf: Shelf, target_url: str) -> RedirectView:
        frame = shelf.frame(url)
        target = frame.root + href(target_url)
        canonical = shelf.base_url + href(target_url) if shelf.base_url else target
        return RedirectView(frame, target, canonical)

    return PageWish(url, _REDIRECT, view, to)
