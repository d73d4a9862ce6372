"""The pictures that stand for pages where their addresses are shared: one for each paper, and one for every other page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from papersite.exports.social_card import SocialCardView, materials, write_social_card
from papersite.language import detect_language
from papersite.plan.addresses import PAPERS, path_of
from papersite.plan.shelf import CARD, Shelf
from papersite.plan.wishes import Contents, ExportWish

_TAGS_SHOWN = 3


def plan_social_cards(contents: Contents) -> Iterator[ExportWish]:
    """The pictures. Raises ConfigError if what draws them is not installed: a site must not differ by machine in silence."""
    materials()
    yield ExportWish(PurePosixPath(CARD), write_social_card, _of_site, remembered=True)
    for slug, _ in contents.papers:
        yield ExportWish(path_of(f"{PAPERS}{slug}/").with_name(CARD), write_social_card, _of_paper, slug, remembered=True)


def _of_site(shelf: Shelf, _of: str) -> SocialCardView:
    title = shelf.site.title
    return SocialCardView(
        site="",
        title=title,
        lang=detect_language(title),
        byline=shelf.site.description,
        place="",
        tags=(),
        accent=shelf.accent,
        materials=materials(),
    )


def _of_paper(shelf: Shelf, slug: str) -> SocialCardView:
    card = shelf.cards[slug]
    more = f" +{card.paper.more_authors}" if card.paper.more_authors else ""
    return SocialCardView(
        site=shelf.site.title,
        title=card.paper.title,
        lang=card.paper.lang,
        byline=", ".join(card.paper.authors) + more,
        place=card.paper.published,
        tags=tuple(chip.label for chip in card.tags[:_TAGS_SHOWN]),
        accent=shelf.accent,
        materials=materials(),
    )
