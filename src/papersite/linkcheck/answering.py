"""What another site answers, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether somebody answers at an address, and what was said.

    `alive` is None where that can't be told: a host that is busy, asks who one is, or turns programs away may show its page
    to a person.
    """

    alive: bool | None
    said: str
