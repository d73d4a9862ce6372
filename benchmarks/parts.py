"""Where the time of a build from nothing goes, stage by stage in one process; and the least that any Python would take."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from markdown_it import MarkdownIt

from papersite import render as rendering
from papersite.build import assemble
from papersite.markdown import highlight, writer
from papersite.publishing.publish import publish
from papersite.remembering.memo import Memo
from papersite.site import open_site
from papersite.workers import Workers

Part = tuple[str, float]


class _Clock:
    """The time spent within some functions, by the names given to them."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def watch(self, name: str, room: Any, function: str) -> None:
        """Counts what a room spends in one of its functions from now on."""
        real: Callable[..., Any] = getattr(room, function)

        def timed(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return real(*given, **named)
            finally:
                self.spent[name] = self.spent.get(name, 0.0) + time.perf_counter() - start

        setattr(room, function, timed)

    def measure(self, name: str, function: Callable[[], Any]) -> Any:
        """What a function returns, its time counted."""
        start = time.perf_counter()
        made = function()
        self.spent[name] = time.perf_counter() - start
        return made


def parts(corpus: Path) -> Iterator[Part]:
    """The stages of a build of some notes, from nothing, in this process. Those with an arrow are within the one above."""
    with TemporaryDirectory() as place:
        root = Path(place)
        (root / "notes").symlink_to(corpus.absolute())
        site, memo, clock = open_site(root), Memo(), _Clock()
        from papersite import build

        clock.watch("read", build, "read_alone")
        clock.watch("link (join all notes)", build, "join")
        clock.watch("plan", build, "plan_site")
        edition = assemble(site, memo)
        clock.watch("→ Markdown", rendering, "_markdown")
        clock.watch("→ → code", highlight, "_highlight")
        clock.watch("→ → formulas", writer, "to_mathml")
        made = clock.measure("render", lambda: [edition.render(path, memo).artefact for path in edition.plan.wishes])
        clock.measure("search", lambda: edition.search.sign(Workers()))
        made += clock.measure("search files", lambda: list(edition.search.values()))
        clock.measure("write", lambda: publish(made, root / "public"))
        order = ("read", "link (join all notes)", "plan", "render", "→ Markdown", "→ → code", "→ → formulas")
        for name in (*order, "search", "search files", "write"):
            yield name, clock.spent.get(name, 0.0)


def floor(corpus: Path) -> Iterator[Part]:
    """Plain CommonMark of the same texts by markdown-it-py, with a worker for each processor: no links, pages or search."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.md"))]
    with ProcessPoolExecutor() as executor:
        list(executor.map(_plain, [""] * (os.cpu_count() or 1)))
        start = time.perf_counter()
        list(executor.map(_plain, texts, chunksize=32))
        yield f"floor: markdown-it-py alone, {os.cpu_count()} workers", time.perf_counter() - start


def _plain(text: str) -> int:
    return len(MarkdownIt().render(text))
