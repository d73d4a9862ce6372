"""How much a template may do for one page: turns of loops, calls, and how large a product or power may grow.

A template is its site's own program and is trusted to choose what is shown. But one that runs for ever would take the build and
the preview with it, without a word about where. A page of 10,000 rows needs some 100,000 steps.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sized
from typing import Any

from jinja2.exceptions import SecurityError

MOST_STEPS = 5_000_000
LARGEST = 1_000_000  # characters or members of what a product makes, and bits of a number


class Steps:
    """The steps that are left for the page at hand; each thread renders a page of its own."""

    def __init__(self) -> None:
        self._thread = threading.local()

    def renew(self) -> None:
        """Begins a page."""
        self._thread.left = MOST_STEPS

    def take(self, number: int = 1) -> None:
        """Takes some steps. Raises SecurityError when the page has had too many."""
        self._thread.left = left = getattr(self._thread, "left", MOST_STEPS) - number
        if left < 0:
            raise SecurityError(f"it runs for more than {MOST_STEPS:,} turns of loops and calls; is there a loop without end?")

    def counted(self, values: Iterable[Any]) -> Iterable[Any]:
        """What a loop goes through, counted: at once where its length is known."""
        if isinstance(values, Sized):
            self.take(len(values))
            return values
        return self._one_by_one(values)

    def _one_by_one(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self.take()
            yield value


def check_growth(operator: str, left: Any, right: Any) -> None:
    """Looks at a product or power before it is made. Raises SecurityError for one that would fill the memory."""
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * max(0, right) if operator == "**" else left.bit_length() + right.bit_length()
        too_much = bits > LARGEST
    elif operator == "*" and isinstance(left, int) != isinstance(right, int):
        times, repeated = (left, right) if isinstance(left, int) else (right, left)
        too_much = isinstance(repeated, Sized) and isinstance(times, int) and len(repeated) * times > LARGEST
    else:
        too_much = False
    if too_much:
        raise SecurityError(f"what `{operator}` would make is too large")
