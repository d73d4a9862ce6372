"""Pages and other files to be: an address, and the view of all that whoever makes the file may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol, TypeAlias

from papersite.model import Heading
from papersite.views.frame import Frame
from papersite.views.lists import GroupView, HomeView, IndexView, PapersView, TagsView, TagView, UnreadView
from papersite.views.overviews import ChangesView, GraphView, TimelineView
from papersite.views.paper import NoteView, PaperView
from papersite.views.parts import PaperLink


@dataclass(frozen=True, slots=True)
class RedirectView:
    """An address that was: where it leads now."""

    frame: Frame
    target: str  # relative, as a browser follows it
    canonical: str  # absolute where the site's address is known, else as target


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page for addresses that lead nowhere."""

    frame: Frame
    recent: tuple[PaperLink, ...]


View: TypeAlias = (
    HomeView
    | PapersView
    | PaperView
    | TagsView
    | TagView
    | IndexView
    | GroupView
    | UnreadView
    | GraphView
    | TimelineView
    | ChangesView
    | RedirectView
    | NotFoundView
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be: its address from the site's root, the file it becomes, its template, and all that template sees."""

    url: str
    path: PurePosixPath
    template: str
    view: View


class Prose(Protocol):
    """What turns notes into texts: remembered, so that a note that stands in many files is read once."""

    def html(self, note: NoteView, number: int) -> str:
        """The note of a paper, counted from 0, as its page shows it."""

    def text(self, markdown: str) -> str:
        """A note's Markdown as plain text."""

    def headings(self, markdown: str) -> tuple[Heading, ...]:
        """The headings of a note's Markdown."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be that no template makes: the file, the function of a module that writes it, and all that function sees.

    Like a page it is a pure function of a frozen value, so it may be written later, elsewhere, or not at all. A function that
    shows notes also gets what reads their Markdown, if the export says that it `needs_prose`. What takes long to write is
    `remembered` by the function's name and the view; such a function needs no prose. `papers` are the slugs of those whose
    texts it shows, if these are some.
    """

    path: PurePosixPath
    write: Callable[..., bytes]
    view: object
    needs_prose: bool = False
    remembered: bool = False
    papers: tuple[str, ...] = ()

    @property
    def bytes(self) -> bytes:
        """The file's bytes, of an export that needs no prose."""
        return self.write(self.view)


@dataclass(frozen=True, slots=True)
class Volume:
    """A file to be that is a chapter for each paper, in the order of the library.

    `write` makes a chapter of what it shows; where one is known to stand, its bytes are among the chapters instead. `binding`
    is what stands before, between and behind them. It shows no texts of notes.
    """

    path: PurePosixPath
    binding: tuple[bytes, bytes, bytes]
    write: Callable[..., bytes]
    chapters: tuple[object, ...]
    needs_prose: bool = False

    def bound(self, chapters: Sequence[bytes]) -> bytes:
        """The file's bytes."""
        before, between, behind = self.binding
        return b"".join((before, between.join(chapters), behind))

    def places(self, chapters: Sequence[bytes]) -> tuple[tuple[int, int], ...]:
        """Where in the file each chapter begins and ends."""
        before, between, _ = self.binding
        found, at = [], len(before)
        for chapter in chapters:
            found.append((at, at + len(chapter)))
            at += len(chapter) + len(between)
        return tuple(found)
