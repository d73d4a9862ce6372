"""One file of the plan, in whatever process: is it what it was at the last build, or else what is it now?

A worker answers with as little as it can: where a page is made from what it was made from, and its file still stands as it was
published, nothing is rendered and no bytes travel.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath

from papersite.markdown import MarkdownOptions
from papersite.model import Problem
from papersite.remembering.memo import Memo
from papersite.remembering.store import Entry, Relay
from papersite.render import MemoProse, ingredients, made_before, render_chapter, render_export, render_page
from papersite.search import remembered_text
from papersite.templating import Templates
from papersite.views import Export, Page, PaperView, Volume

# A note stands in the feeds of all its tags and authors, and its text is read back for each that is made. As many are 10 MB.
_ROOM = 1_000


@dataclass(frozen=True, slots=True)
class Givens:
    """What all files are made with. `root` and `engine` say where values are remembered."""

    templates: Templates
    options: MarkdownOptions
    root: Path
    engine: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to make; `standing` is the SHA-256 of what stands in its place as it was published, or empty."""

    file: Page | Export | Volume
    standing: str


@dataclass(frozen=True, slots=True)
class Chapters:
    """Of each chapter of a volume where it begins and ends, and the remembered values that it needs; None if it stood."""

    places: tuple[tuple[int, int], ...]
    uses: tuple[tuple[Entry, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A file made: `data` is None where it stands already. `uses` are the remembered values that it needs as long as it is
    there, `rows` are to be kept; `chapters` are those of a volume, `papers` the slugs of some whose texts the file shows.
    """

    path: PurePosixPath
    digest: str
    data: bytes | None
    problems: tuple[Problem, ...] = ()
    uses: tuple[Entry, ...] = ()
    rendered: bool = False
    rows: tuple[tuple[Entry, bytes], ...] = ()
    chapters: Chapters | None = None
    papers: tuple[str, ...] = ()


def make(givens: Givens, wanted: Wanted) -> Outcome:
    """A file of the plan, as far as it does not stand already. Raises TemplateError if a page's template fails."""
    file = wanted.file
    relay, memo = _memo(givens.root, givens.engine, os.getpid())
    if isinstance(file, Export):
        data = render_export(file, givens.options, memo).data
        uses = memo.save(room=_ROOM)
        return replace(_outcome(file.path, data, wanted.standing, uses=uses, rows=relay.take()), papers=file.papers)
    if isinstance(file, Volume):
        return _volume(file, wanted.standing, givens.options, relay, memo)
    of = ingredients(file, givens.templates, givens.options)
    before = made_before(of, memo)
    if before is not None and before.digest == wanted.standing:
        return Outcome(file.path, before.digest, None, before.problems, (("page", of.key),))
    page = render_page(file, givens.templates, givens.options, memo, of)
    if isinstance(file.view, PaperView):
        for note in file.view.notes:  # the search will ask for it
            remembered_text(note.body.text, memo)
    uses = memo.save(room=_ROOM)
    return _outcome(file.path, page.artefact.data, wanted.standing, page.problems, uses, True, relay.take())


def _volume(volume: Volume, standing: str, options: MarkdownOptions, relay: Relay, memo: Memo) -> Outcome:
    prose = MemoProse(options, memo)
    written: list[bytes] = []
    uses: list[tuple[Entry, ...] | None] = []
    for chapter in volume.chapters:
        written.append(render_chapter(volume, chapter, prose))
        uses.append(None if isinstance(chapter, bytes) else memo.save(room=_ROOM))
    outcome = _outcome(volume.path, volume.bound(written), standing, rows=relay.take())
    return replace(outcome, chapters=Chapters(volume.places(written), tuple(uses)))


def forget() -> None:
    """Gives back what `make` keeps open in this process."""
    _memo.cache_clear()


def _outcome(
    path: PurePosixPath,
    data: bytes,
    standing: str,
    problems: tuple[Problem, ...] = (),
    uses: tuple[Entry, ...] = (),
    rendered: bool = False,
    rows: tuple[tuple[Entry, bytes], ...] = (),
) -> Outcome:
    digest = sha256(data).hexdigest()
    return Outcome(path, digest, None if digest == standing else data, problems, uses, rendered, rows)


@lru_cache(maxsize=1)
def _memo(root: Path, engine: str, _process: int) -> tuple[Relay, Memo]:
    """What is remembered, for reading; on another machine there is nothing. A forked process opens it for itself."""
    relay = Relay(root, engine)
    return relay, Memo(relay)
