"""What goes into the Markdown room and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass

from papersite.model import Heading


@dataclass(frozen=True, slots=True)
class MarkdownOptions:
    """A site's Markdown settings. `macros` are pairs of a TeX command without its backslash, and what it stands for."""

    macros: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BodyProblem:
    """Something of a body that was not rendered as written. `line` is 1-based, of the text that was rendered.

    Kinds: `bad-math` (a formula that could not be set), `unsafe-html` (raw HTML or an address that is not let through),
    `too-long` (a text that is shown as it stands).
    """

    kind: str
    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body as HTML. `images` are the local images it shows, `features` are what its page needs to load or style."""

    html: str
    headings: tuple[Heading, ...] = ()
    problems: tuple[BodyProblem, ...] = ()
    images: tuple[str, ...] = ()
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A body read once: as HTML, its headings with ids that have no prefix, and its visible text."""

    rendered: Rendered
    headings: tuple[Heading, ...]
    plain: str


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A published image: its url, and its size in CSS pixels where known."""

    url: str
    width: int | None = None
    height: int | None = None
