"""Where pure functions run: here, in processes of this machine, or wherever an executor leads.

Results come in the order of the tasks, whoever made them first, so the output does not depend on the number of workers. What
a task needs may be large (a whole library) where a worker has it already: on Linux a worker is forked, and inherits it; one
that is started anew, or stands on another machine, is sent what `ready` makes of the task. Nothing here knows what is made.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from papersite.errors import PapersiteError
from papersite.remembering.digests import engine_digest

C = TypeVar("C")  # what all tasks have in common
T = TypeVar("T")
W = TypeVar("W")  # what a worker is sent of a task
R = TypeVar("R")

# Below this, starting workers takes longer than the work: 20 ms each where they are forked, a second where they are started.
FEW = {"fork": 64, "spawn": 400}
_CHUNKS_AHEAD = 3  # per worker; what is done and not yet taken is held in memory


class Workers:
    """Runs functions over tasks. `jobs` is the number of processes, 0 for one a processor; an executor given wins over it.

    An executor given is its owner's to shut down, and must run the same papersite.
    """

    def __init__(self, jobs: int = 1, executor: Executor | None = None) -> None:
        self.jobs = jobs or _processors()
        self._executor = executor

    def each(
        self, function: Callable[[C, W], R], common: C, tasks: Sequence[T], ready: Callable[[T], W], what: str = "work"
    ) -> Iterator[R]:
        """`function(common, ready(task))` for each task, in order. `function` and `common` must be picklable.

        `ready` runs beside the function where workers inherit, else here. Raises what the function raises, and PapersiteError,
        with `what` and the tasks in question, if a worker dies.
        """
        if self._executor is not None and tasks:
            return self._sent(self._executor, function, common, tasks, ready, what)
        start = _way_to_start()
        if self.jobs == 1 or len(tasks) < FEW[start]:
            return (function(common, ready(task)) for task in tasks)
        return self._in_processes(start, function, common, tasks, ready, what)

    def _in_processes(
        self,
        start: str,
        function: Callable[[C, W], R],
        common: C,
        tasks: Sequence[T],
        ready: Callable[[T], W],
        what: str,
    ) -> Iterator[R]:
        context = multiprocessing.get_context(start)
        if start != "fork":
            with ProcessPoolExecutor(self.jobs, context, _follow_parent) as executor:
                yield from self._sent(executor, function, common, tasks, ready, what)
            return
        # What is there before the fork is shared, and the collector would copy it page by page.
        gc.freeze()
        with ProcessPoolExecutor(self.jobs, context, _inherit, (function, common, tasks, ready)) as executor:
            with _interrupts_waiting():
                executor.submit(int)  # it is the first task that has workers forked
            try:
                yield from self._taken(tasks, what, lambda first, last: executor.submit(_run_inherited, first, last))
            finally:
                executor.shutdown(cancel_futures=True)

    def _sent(
        self,
        executor: Executor,
        function: Callable[[C, W], R],
        common: C,
        tasks: Sequence[T],
        ready: Callable[[T], W],
        what: str,
    ) -> Iterator[R]:
        engine = engine_digest()

        def submit(first: int, last: int) -> Future[list[R]]:
            return executor.submit(_run_sent, engine, function, common, tuple(map(ready, tasks[first:last])))

        return self._taken(tasks, what, submit)

    def _taken(self, tasks: Sequence[T], what: str, submit: Callable[[int, int], Future[list[R]]]) -> Iterator[R]:
        """The results of chunks of tasks in order, with some chunks on their way."""
        size = max(1, min(32, len(tasks) // (8 * self.jobs)))
        bounds = deque((first, min(first + size, len(tasks))) for first in range(0, len(tasks), size))
        waiting: deque[tuple[tuple[int, int], Future[list[R]]]] = deque()
        try:
            while bounds or waiting:
                first, last = waiting[0][0] if waiting else bounds[0]
                try:
                    # A worker may die before all is submitted.
                    while bounds and len(waiting) < _CHUNKS_AHEAD * self.jobs:
                        waiting.append((bounds[0], submit(*bounds[0])))
                        bounds.popleft()
                    _, future = waiting.popleft()
                    made = future.result()
                except BrokenExecutor as error:
                    among = str(tasks[first]) if last - first == 1 else f"{tasks[first]} … {tasks[last - 1]}"
                    raise PapersiteError(
                        f"a worker process died during {what} ({among}, or what other workers had): it was killed, or memory "
                        "ran out; try again with -j 1"
                    ) from error
                yield from made
        finally:
            for _, future in waiting:
                future.cancel()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _way_to_start() -> str:
    # A fork copies one thread only: locks that another one holds would stay locked. macOS's own libraries start threads.
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


@contextmanager
def _interrupts_waiting() -> Iterator[None]:
    """What is forked meanwhile never hears of an interrupt; this process does so afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ── in a worker ──────────────────────────────────────────────────────────────────────────────────────────────────────

_inherited: tuple[Callable[[Any, Any], Any], Any, Sequence[Any], Callable[[Any], Any]] | None = None


def _inherit(function: Callable[[Any, Any], Any], common: Any, tasks: Sequence[Any], ready: Callable[[Any], Any]) -> None:
    global _inherited
    _inherited = (function, common, tasks, ready)
    _follow_parent()


def _follow_parent() -> None:
    """A worker ends when its parent does, and not sooner.

    One of a killed parent would wait for tasks for ever, and hold open whatever the parent wrote to. One that Ctrl-C reaches,
    too, could end half way through a result, for the rest of which the parent would wait.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _run_inherited(first: int, last: int) -> list[Any]:
    assert _inherited is not None
    function, common, tasks, ready = _inherited
    return [function(common, ready(task)) for task in tasks[first:last]]


def _run_sent(engine: str, function: Callable[[C, W], R], common: C, tasks: Sequence[W]) -> list[R]:
    if engine_digest() != engine:
        raise PapersiteError("the workers run another papersite, or other versions of what it needs; install the same there")
    return [function(common, task) for task in tasks]
