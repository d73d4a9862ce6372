"""Why a page was last made, and whether a build now would make it anew: `papersite explain`. Nothing is rendered here."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from papersite.build import Edition
from papersite.errors import PapersiteError
from papersite.plan.addresses import path_of
from papersite.remembering.memo import Memo, Trace
from papersite.render import Ingredients, ingredients, made_before
from papersite.views import Page


def explained(asked: str, edition: Edition, memo: Memo, standing: Mapping[str, str]) -> Iterator[str]:
    """The lines to print for a page's address, or its file. `standing` are the digests of files that are as published.

    Raises PapersiteError if there is no such page.
    """
    page = _page(asked, edition)
    of = ingredients(page, edition.templates, edition.options)
    trace = memo.explain(page.url)
    yield f"{page.url} is {page.path}, made by {page.template}"
    yield f"last made: {_then(trace)}"
    made = made_before(of, memo)
    if made is None:
        yield f"now: {_now(trace, of)}, so a build makes it anew"
    elif standing.get(str(page.path)) != made.digest:
        yield "now: its file is not the one that was published, so a build makes it anew"
    else:
        yield "now: nothing that it is made from has changed, so a build leaves it as it is"
    yield f"made from: {', '.join(name for name, _ in of.inputs)}"


def _page(asked: str, edition: Edition) -> Page:
    path = unquote(urlsplit(asked).path)
    pages = dict.fromkeys(edition.pages)
    for candidate in (path, f"/{path.lstrip('/')}", f"/{path.strip('/')}/"):
        for file in (path_of(candidate), PurePosixPath(candidate.lstrip("/"))):
            if file in pages:
                made = edition.plan.made(file)
                assert isinstance(made, Page)
                return made
    near = difflib.get_close_matches(path.strip("/"), [str(file.parent) for file in pages], n=1)
    hint = f" (did you mean /{near[0]}/?)" if near else ""
    raise PapersiteError(f"no page {asked}{hint}")


def _then(trace: Trace | None) -> str:
    if trace is None:
        return "never, by this papersite"
    if trace.new:
        return "as a new page"
    return f"because {_names(trace.changed)} changed"


def _now(trace: Trace | None, of: Ingredients) -> str:
    if trace is None:
        return "it is not known"
    changed = sorted({name for name, _ in set(trace.inputs) ^ set(of.inputs)})
    return f"{_names(changed)} changed" if changed else "it was forgotten"


def _names(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names)
