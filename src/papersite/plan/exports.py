"""The files that no template makes: which there are, where each stands, and what each sees.

How they are written is the matter of `exports/`: one module for each kind of file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from papersite.exports.facets import write_facets
from papersite.exports.graph import write_graph
from papersite.exports.hosting import write_cname, write_nojekyll
from papersite.exports.records import Named, RecordView, named, record_view, records_binding, write_record
from papersite.exports.robots import RobotsView, write_robots
from papersite.plan.addresses import FACETS, path_of
from papersite.plan.citing import plan_citations
from papersite.plan.facets import facets_view
from papersite.plan.feeds import plan_feeds
from papersite.plan.graph import FILE as GRAPH_FILE
from papersite.plan.graph import graph_file
from papersite.plan.note_markdown import plan_llms, plan_markdown
from papersite.plan.paper import desk_on
from papersite.plan.shelf import Shelf
from papersite.plan.sitemap import plan_sitemap
from papersite.plan.social_cards import plan_social_cards
from papersite.plan.wishes import Contents, ExportWish, VolumeWish, Wish


def plan_exports(contents: Contents, pages: Sequence[str]) -> Iterator[Wish]:
    """All files of the site that no template makes, in a fixed order. What a file sees is made when it is asked for.

    `pages` are the addresses of all pages that stand for themselves.
    """
    yield ExportWish(PurePosixPath("robots.txt"), write_robots, _robots)
    yield ExportWish(path_of(FACETS), write_facets, lambda shelf, _: shelf.shared(facets_view))
    if "citations" in contents.site.exports:
        yield from plan_citations(contents)
    if "graph" in contents.site.sections:
        yield ExportWish(PurePosixPath(GRAPH_FILE), write_graph, lambda shelf, _: graph_file(shelf))
    yield from _publishing(contents, pages)


def _publishing(contents: Contents, pages: Sequence[str]) -> Iterator[Wish]:
    """What publishes the library: to hosts, to readers, to other programs."""
    yield ExportWish(PurePosixPath(".nojekyll"), write_nojekyll, lambda shelf, _: None)
    if contents.cname:
        yield ExportWish(PurePosixPath("CNAME"), write_cname, lambda shelf, _: shelf.cname)
    yield from plan_feeds(contents.feeds)
    wanted = contents.site.exports
    if "sitemap" in wanted and contents.base_url:
        yield from plan_sitemap(pages)
    if "records" in wanted:
        file = PurePosixPath("records.json")
        yield VolumeWish(file, contents.slugs, _records_binding, write_record, _record, needs_prose=True)
    if "markdown" in wanted:
        yield from plan_markdown(contents)
    if "llms" in wanted:
        yield from plan_llms(contents)
    if "social_cards" in wanted:
        yield from plan_social_cards(contents)


def _robots(shelf: Shelf, _of: str) -> RobotsView:
    return RobotsView(shelf.base_url if "sitemap" in shelf.site.exports else "")


def _records_binding(shelf: Shelf) -> tuple[bytes, bytes, bytes]:
    return records_binding(shelf.site.title, shelf.base_url)


def _record(shelf: Shelf, slug: str) -> RecordView:
    return record_view(shelf.library, shelf.shared(_named), shelf.shared(desk_on).places[slug])


def _named(shelf: Shelf) -> Named:
    return named(shelf.library)
