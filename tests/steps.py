"""What a call costs, counted in functions called: a busy machine counts like an idle one, so a test may compare."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def steps(call: Callable[[], object]) -> int:
    """How many functions are called, Python's own and built-in ones, until a call returns."""
    count = 0

    def step(_frame: FrameType, event: str, _called: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        call()
    finally:
        sys.setprofile(before)
    return count
