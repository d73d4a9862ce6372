"""What a person sees in the terminal, and what GitHub is told."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.model import Origin, Problem, Severity
from papersite.terminal import count_problems, github_annotations, show_problems

NOWHERE = PurePosixPath()


def problem(message: str = "no such image", severity: Severity = Severity.WARNING, path: str = "notes/a.md") -> Problem:
    return Problem("missing-image", message, Origin(PurePosixPath(path), 3, 3), severity)


def test_a_problem_is_a_line_with_its_place_level_and_kind() -> None:
    stream = io.StringIO()
    show_problems([problem()], stream, verbose=False)
    assert stream.getvalue() == "notes/a.md:3: warning: no such image [missing-image]\n"


def test_facts_are_shown_when_asked_for() -> None:
    quiet, verbose = io.StringIO(), io.StringIO()
    fact = problem(severity=Severity.INFO)
    show_problems([fact], quiet, verbose=False)
    show_problems([fact], verbose, verbose=True)
    assert (quiet.getvalue(), verbose.getvalue()) == ("", "notes/a.md:3: info: no such image [missing-image]\n")


def test_text_of_a_note_moves_no_cursor() -> None:
    stream = io.StringIO()
    show_problems([problem("a\x1b[2Jb\nnotes/b.md:1: error: c")], stream, verbose=True)
    assert stream.getvalue() == "notes/a.md:3: warning: a�[2Jb⏎notes/b.md:1: error: c [missing-image]\n"


def test_problems_are_counted_by_level() -> None:
    levels = [Severity.ERROR, Severity.WARNING, Severity.WARNING, Severity.INFO]
    assert count_problems([problem(severity=level) for level in levels]) == "1 error, 2 warnings"


@pytest.mark.parametrize(
    ("given_problem", "folder", "line"),
    [
        pytest.param(
            problem(),
            NOWHERE,
            "::warning file=notes/a.md,line=3,title=missing-image::no such image",
            id="a place in the repository",
        ),
        pytest.param(
            problem(severity=Severity.ERROR),
            PurePosixPath("docs/site"),
            "::error file=docs/site/notes/a.md,line=3,title=missing-image::no such image",
            id="a site in a folder of the repository",
        ),
        pytest.param(
            problem("100%\nmore"),
            NOWHERE,
            "::warning file=notes/a.md,line=3,title=missing-image::100%25⏎more",
            id="a long text",
        ),
        pytest.param(
            problem(path="notes/a,b::c.md"),
            NOWHERE,
            "::warning file=notes/a%2Cb%3A%3Ac.md,line=3,title=missing-image::no such image",
            id="a hostile name",
        ),
        pytest.param(Problem("near-miss", "alike"), NOWHERE, "::warning title=near-miss::alike", id="no place"),
    ],
)
def test_github_is_told_where_a_problem_stands(given_problem: Problem, folder: PurePosixPath, line: str) -> None:
    assert list(github_annotations([given_problem], folder)) == [line]


def test_github_is_not_told_of_facts() -> None:
    assert not list(github_annotations([problem(severity=Severity.INFO)], NOWHERE))


@given(st.text(), st.text(min_size=1).filter(lambda name: "\x00" not in name))
def test_no_text_begins_a_command_of_its_own(message: str, path: str) -> None:
    (line,) = github_annotations([problem(message, path=path)], NOWHERE)
    assert line.splitlines() == [line]
    properties, _, _ = line.removeprefix("::warning ").partition("::")
    assert len(properties.split(",")) == 3
