"""What a person sees in the terminal: problems as `path:line: message`, a progress bar when it is worth one.

On GitHub Actions problems are also written as workflow commands, which GitHub shows beside the lines they are about.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, TextIO

from papersite.model import Origin, Problem, Severity

# Called with a stage's name, how much is done and how much there is.
Progress = Callable[[str, int, int], None]

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def progress_bar(stream: TextIO) -> Progress:
    """A bar per stage, where a terminal watches; it appears only once a stage has run for half a second."""
    if not stream.isatty():
        return no_progress
    from tqdm import tqdm

    bars: dict[str, Any] = {}

    def advance(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            bars[stage] = tqdm(total=total, desc=stage, file=stream, leave=False, delay=0.5, dynamic_ncols=True)
        bar = bars[stage]
        bar.total = total
        bar.update(done - bar.n)
        if done >= total:
            bar.close()

    return advance


def show_problems(problems: Iterable[Problem], stream: TextIO, *, verbose: bool) -> None:
    """The problems a line each, worst first within a file's order; facts (`info`) only when asked for."""
    shown = [problem for problem in problems if verbose or problem.severity is not Severity.INFO]
    colour = stream.isatty()
    for problem in shown:
        level = str(problem.severity)
        if colour:
            level = f"\x1b[{_COLOURS[problem.severity]}m{level}\x1b[0m"
        place = f"{_printable(str(problem.origin))}: " if problem.origin else ""
        stream.write(f"{place}{level}: {_printable(problem.message)} [{problem.kind}]\n")


# https://docs.github.com/actions: workflow commands for errors, warnings and notices.
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def annotate(problems: Iterable[Problem], root: Path, stream: TextIO) -> None:
    """On GitHub Actions, and nowhere else, shows problems beside the lines that they are about; `root` is the site's.

    The runner reads both of a step's streams; standard output may be JSON.
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return
    root = root.resolve()
    repository = Path(os.environ.get("GITHUB_WORKSPACE", root)).resolve()
    folder = root.relative_to(repository) if root.is_relative_to(repository) else root
    for line in github_annotations(problems, folder):
        stream.write(f"{line}\n")


def github_annotations(problems: Iterable[Problem], folder: PurePath) -> Iterator[str]:
    """A workflow command for each problem that is more than a fact; `folder` leads from the repository to the site.

    GitHub splits a command at its first `::` and its properties at commas, so what would end either is written as it asks:
    `%25`, and in properties `%3A` and `%2C` too; a line end is shown as a sign. So text of a note begins no command of its own.
    """
    for problem in problems:
        if problem.severity is Severity.INFO:
            continue
        properties = {"title": problem.kind}
        if problem.origin:
            properties = {
                "file": (folder / problem.origin.path).as_posix(),
                "line": str(problem.origin.first_line),
                **properties,
            }
        listed = ",".join(f"{name}={_escaped(value, (':', ','))}" for name, value in properties.items())
        yield f"::{_COMMANDS[problem.severity]} {listed}::{_escaped(problem.message)}"


def _escaped(text: str, marks: Iterable[str] = ()) -> str:
    text = _printable(text)
    for mark in ("%", *marks):
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text


def problem_of(told: Mapping[str, Any]) -> Problem:
    """The problem that `reports.problem_as_json` told."""
    origin = Origin(PurePosixPath(told["path"]), told["line"], told["line"]) if told["path"] is not None else None
    return Problem(told["kind"], told["message"], origin, Severity(told["severity"]))


def count_problems(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`, or an empty text where there is none."""
    counts = [(level, sum(problem.severity is level for problem in problems)) for level in (Severity.ERROR, Severity.WARNING)]
    return ", ".join(f"{count} {level}{'s' if count != 1 else ''}" for level, count in counts if count)


def _printable(text: str) -> str:
    """A message as one line that can't move the cursor, change colours or look like a message of its own."""
    return "".join(char if char.isprintable() else "⏎" if char == "\n" else "�" for char in text)
