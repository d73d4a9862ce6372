"""What a person sees in the terminal: problems as `path:line: message`, a progress bar when it is worth one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from papersite.model import Problem, Severity

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
        place = f"{problem.origin}: " if problem.origin else ""
        stream.write(f"{place}{level}: {_printable(problem.message)} [{problem.kind}]\n")


def count_problems(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`, or an empty text where there is none."""
    counts = [(level, sum(problem.severity is level for problem in problems)) for level in (Severity.ERROR, Severity.WARNING)]
    return ", ".join(f"{count} {level}{'s' if count != 1 else ''}" for level, count in counts if count)


def _printable(text: str) -> str:
    """A message that can't move the cursor or change colours, whatever a note's text holds."""
    return "".join(char if char.isprintable() or char == "\n" else "�" for char in text)
