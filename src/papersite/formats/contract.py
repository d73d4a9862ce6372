"""What every format module offers: one value of this type, called FORMAT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from papersite.model import Confidence, Parsed, Source


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of dump. `version` goes up when `parse` makes something else of the same bytes."""

    name: str
    version: int
    detect: Callable[[Source], Confidence]
    parse: Callable[[Source], Parsed]
