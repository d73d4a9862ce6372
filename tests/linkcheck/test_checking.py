"""Links that lead nowhere as problems: where they are written, and how often they are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from papersite.linkcheck.answering import Answer
from papersite.linkcheck.checking import inside_problems, outside_problems
from papersite.linkcheck.reading import Pointers, read_pointers
from papersite.model import Body, Library, Origin, Problem, Severity
from tests.small_library import LIBRARY, TRANSFORMER

TEXT = "一行目。\n\n[表](data%201.csv) と [論文](https://a.example/p(1)#x)\n\nもう一度 [表](data%201.csv)。"
NOTE = replace(TRANSFORMER.notes[0], body=Body(TEXT, (10, 11, 12, 13, 14)))
SMALL = replace(LIBRARY, records=(replace(TRANSFORMER, notes=(NOTE,)),))
FILE = PurePosixPath("papers/transformer/index.html")
HTML = '<a href="data%201.csv">表</a> <a href="https://a.example/p(1)#x">論文</a> <a href="../none/">none</a>'


def files(html: str = HTML, also: str = "") -> dict[PurePosixPath, Pointers]:
    found = {FILE: read_pointers(FILE, html.encode())}
    return found | ({PurePosixPath("index.html"): read_pointers(PurePosixPath("index.html"), also.encode())} if also else {})


def told(library: Library = SMALL, **given: str) -> list[tuple[str, str, str]]:
    return [_told(problem) for problem in inside_problems(files(**given), "", library)]


def _told(problem: Problem) -> tuple[str, str, str]:
    return problem.kind, str(problem.origin or ""), problem.message


def test_a_link_of_a_note_is_told_at_its_line() -> None:
    kind, origin, message = told()[0]
    assert (kind, origin) == ("broken-link", "notes/papers/transformer.md:12")
    assert "links to data%201.csv, and the site has no /papers/transformer/data 1.csv" in message


def test_a_link_of_the_site_is_told_once_for_all_its_pages() -> None:
    found = told(also='<a href="papers/none/">x</a>')
    assert found[1:] == [
        ("broken-link", "", "/papers/transformer/index.html and 1 more links to /papers/none/, which the site does not have")
    ]


def test_a_dead_page_elsewhere_is_told_at_the_line_that_links_to_it() -> None:
    asked: list[str] = []

    def ask_all(urls: Iterable[str]) -> dict[str, Answer]:
        asked.extend(urls)
        return {url: Answer(False, "404 Not Found") for url in asked}

    (problem,) = outside_problems(files(), "", SMALL, ask_all)
    assert asked == ["https://a.example/p(1)"]
    assert (problem.kind, problem.origin) == ("dead-link", Origin(PurePosixPath("notes/papers/transformer.md"), 12, 12))
    assert "https://a.example/p(1): 404 Not Found" in problem.message


def test_what_cannot_be_asked_is_a_fact_and_what_is_well_is_none() -> None:
    (problem,) = outside_problems(files(), "", SMALL, lambda urls: {url: Answer(None, "403 Forbidden") for url in urls})
    assert (problem.kind, problem.severity) == ("silent-link", Severity.INFO)
    assert not list(outside_problems(files(), "", SMALL, lambda urls: {url: Answer(True, "200 OK") for url in urls}))
