"""Links that lead nowhere as problems, each with the line of the note that writes it, if one does. Pure but for what asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from papersite.linkcheck.answering import Answer
from papersite.linkcheck.inside import broken_links, leaving_links
from papersite.linkcheck.reading import Pointers, read_pointers
from papersite.linkcheck.tracing import pages_of, written_at
from papersite.model import Artefact, Library, Origin, Problem, Severity

AskAll = Callable[[Iterable[str]], Mapping[str, Answer]]


def read_all(artefacts: Iterable[Artefact]) -> dict[PurePosixPath, Pointers]:
    """What every file of a site points to."""
    return {artefact.path: read_pointers(artefact.path, artefact.data) for artefact in artefacts}


def inside_problems(files: Mapping[PurePosixPath, Pointers], base_url: str, library: Library) -> Iterator[Problem]:
    """A problem for each address in a note that leads nowhere, and one for each that no note wrote, whatever pages hold it."""
    pages = pages_of(library)
    of_nobody: defaultdict[str, list[PurePosixPath]] = defaultdict(list)
    seen: set[tuple[str, Origin]] = set()
    for broken in broken_links(files, base_url):
        origin = written_at(pages.get(broken.file), broken.address)
        if origin is None:
            of_nobody[broken.wanted].append(broken.file)
        elif (broken.wanted, origin) not in seen:
            seen.add((broken.wanted, origin))
            message = f"/{broken.file} links to {broken.address}, and the site has no {broken.wanted}; correct the link"
            yield Problem("broken-link", message, origin)
    for wanted, holders in of_nobody.items():
        others = f" and {len(holders) - 1} more" if len(holders) > 1 else ""
        yield Problem("broken-link", f"/{holders[0]}{others} links to {wanted}, which the site does not have")


def outside_problems(
    files: Mapping[PurePosixPath, Pointers], base_url: str, library: Library, ask_all: AskAll
) -> Iterator[Problem]:
    """A problem for each address of another site at which nobody answers, at the first note that writes it."""
    pages = pages_of(library)
    first: dict[str, tuple[PurePosixPath, Origin | None]] = {}
    for leaving in leaving_links(files, base_url):
        if first.get(leaving.url, (None, None))[1] is None:
            origin = written_at(pages.get(leaving.file), leaving.address)
            first.setdefault(leaving.url, (leaving.file, origin))
            if origin:
                first[leaving.url] = (leaving.file, origin)
    answers = ask_all(first)
    for url, (file, origin) in first.items():
        answer = answers[url]
        if answer.alive is False:
            yield Problem("dead-link", f"/{file} links to {url}: {answer.said}; correct the link, or link to a copy", origin)
        elif answer.alive is None:
            message = f"/{file} links to {url}, which can't be asked: {answer.said}"
            yield Problem("silent-link", message, origin, Severity.INFO)
