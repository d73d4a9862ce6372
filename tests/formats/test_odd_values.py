"""Values of decoded files that hold line ends where nobody writes any: a body still has a source line for each of its lines."""

from __future__ import annotations

import json

import pytest

from papersite.formats import github_issues, paper_table
from tests.formats.nothing_lost import source_of

ISSUE = {
    "number": 8,
    "title": "A",
    "createdAt": "2024-01-01T00:00:00Z",
    "body": "x",
    "url": "https://github.com/a/b/issues/8",
    "author": {"login": "rin"},
    "labels": ["x"],
    "comments": [{"author": {"login": "rin"}, "body": "y", "createdAt": "2024-01-01"}],
}


@pytest.mark.parametrize("name", [*ISSUE, "login of a comment", "other"])
def test_an_issue_with_line_ends_in_a_value(name: str) -> None:
    issue = {**ISSUE, name: f"{ISSUE.get(name, 'x')}\nx\r\n\ny"}
    if name == "login of a comment":
        issue["comments"] = [{"author": {"login": "ri\nn"}, "body": "y"}]
    (note,) = github_issues.FORMAT.parse(source_of(json.dumps(issue), "a.json")).notes
    assert len(note.body.lines) == len(note.body.text.split("\n"))


def test_a_table_with_line_ends_in_the_name_of_a_column() -> None:
    text = 'Title,Author,DOI,"What\nfor","Long\n\nname"\nA,B C,10.1/x,y,"z\nz"\n'
    (note,) = paper_table.FORMAT.parse(source_of(text, "a.csv")).notes
    assert len(note.body.lines) == len(note.body.text.split("\n"))
    assert "What for" in note.body.text
