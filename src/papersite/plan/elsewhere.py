"""Papers without a page: as a note cites them, and as the reading list shows them."""

from __future__ import annotations

from papersite.language import detect_language
from papersite.model import Reference, Unread
from papersite.plan.outside import place_of, search_for
from papersite.plan.shelf import AUTHORS_SHOWN, published
from papersite.views import CitedElsewhere


def unread_elsewhere(unread: Unread) -> CitedElsewhere:
    """A paper of the reading list; all its authors where a registry names them, else the one that citations name."""
    return CitedElsewhere(
        title=unread.title,
        lang=detect_language(unread.title),
        author=", ".join(unread.authors[:AUTHORS_SHOWN]) or unread.author or "",
        more_authors=max(0, len(unread.authors) - AUTHORS_SHOWN),
        published=published(unread.venue, unread.year),
        link=place_of(unread.id) if unread.id else search_for(unread.title),
    )


def cited_elsewhere(reference: Reference, unread: Unread | None) -> CitedElsewhere:
    """A paper as a note cites it; by its name on the reading list where the note gives an identifier alone."""
    title = reference.title or (unread.title if unread else "") or str(reference.id or reference.text)
    return CitedElsewhere(
        title=title,
        lang=detect_language(title),
        author=reference.author or "",
        published=published(reference.venue, reference.year),
        relation=reference.relation,
        link=place_of(reference.id) if reference.id else None,
    )
