"""Kinds of problems: each that the code can name is documented, and the documentation names no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from papersite.problem_kinds import KINDS, SECTIONS, kinds_as_markdown

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "problems.md"
# The calls that make a problem, or what becomes one, with its kind first or second.
MAKERS = re.compile(r"_?((Body)?Problem|[Pp]roblem|[Tt]old|refuse)\Z")


def kinds_in(source: str) -> Iterator[str]:
    """The kinds that a module names: first or second arguments of calls that make problems, and what is assigned to `kind`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and MAKERS.search(ast.unparse(node.func).rpartition(".")[2]):
            yield from (kind for argument in node.args[:2] for kind in strings(argument))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "kind":
            yield from (kind for kind in strings(node.value) if "-" in kind)


def strings(node: ast.expr) -> Iterator[str]:
    """A string, or those that a condition chooses from."""
    match node:
        case ast.Constant(value=str(text)) if re.fullmatch(r"[a-z]+(-[a-z]+)*", text):
            yield text
        case ast.IfExp(body=body, orelse=otherwise):
            yield from strings(body)
            yield from strings(otherwise)


def test_every_kind_the_code_names_is_documented_and_no_other() -> None:
    named = {kind for path in (ROOT / "src" / "papersite").rglob("*.py") for kind in kinds_in(path.read_text(encoding="utf-8"))}
    assert named == set(KINDS)


def test_no_kind_is_documented_twice() -> None:
    assert len(KINDS) == sum(len(kinds) for _, kinds in SECTIONS)


def test_the_page_of_problems_is_made_of_the_kinds(request: pytest.FixtureRequest) -> None:
    before, mark, _ = PAGE.read_text(encoding="utf-8").partition("## Files\n")
    assert mark
    page = before + kinds_as_markdown()
    if request.config.getoption("--accept"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page
