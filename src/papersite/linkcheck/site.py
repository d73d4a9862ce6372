"""A whole site checked: its files rendered in memory, their links followed, and other sites asked if that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from papersite.build import Edition, rendered_files
from papersite.linkcheck.answering import Answer
from papersite.linkcheck.answers import ask_with_memory
from papersite.linkcheck.checking import inside_problems, outside_problems, read_all
from papersite.model import Problem
from papersite.remembering.memo import Memo
from papersite.site import Site


def rendering_problems(site: Site, edition: Edition, memo: Memo, *, external: bool = False) -> tuple[Problem, ...]:
    """What is wrong with the files of a site: what their rendering tells, and the links that lead nowhere."""
    rendered = tuple(rendered_files(edition, memo))
    memo.save()
    files = read_all(each.artefact for each in rendered)
    found = [problem for each in rendered for problem in each.problems]
    found += inside_problems(files, site.config.base_url, edition.library)
    if external:
        # Who does not ask other sites need not load what asks them.
        from papersite.linkcheck.outside import Asker, open_client

        with open_client() as client:
            asker = Asker(client)

            def ask_all(urls: Iterable[str]) -> Mapping[str, Answer]:
                return ask_with_memory(urls, site.root, asker.ask_all)

            found += outside_problems(files, site.config.base_url, edition.library, ask_all)
    return tuple(found)
