"""Workers: results in order, whoever makes them; errors and deaths that say what was being made."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import PurePosixPath

import pytest

from papersite import workers as workers_module
from papersite.errors import PapersiteError, TemplateError
from papersite.model import Origin
from papersite.workers import Workers

pytestmark = pytest.mark.slow

forks = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "FEW", {"fork": 2, "spawn": 2})
    # Plugins of the test run may have threads of their own.
    if sys.platform == "linux":
        monkeypatch.setattr(workers_module, "_way_to_start", lambda: "fork")


def times(factor: int, number: int) -> int:
    return factor * number


def where(_: None, _number: int) -> int:
    return os.getpid()


def fail(_: None, number: int) -> int:
    if number == 11:
        raise TemplateError("no such thing", Origin(PurePosixPath("theme/a.html"), 3, 3))
    return number


def die(_: None, number: int) -> int:
    if number == 11:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def same(number: int) -> int:
    return number


@pytest.fixture(scope="module", params=["threads", "started processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    if request.param == "threads":
        with ThreadPoolExecutor(2) as threads:
            yield threads
    else:
        with ProcessPoolExecutor(2, get_context("spawn")) as processes:
            yield processes


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 40, 41])
def test_results_come_in_the_order_of_the_tasks(jobs: int, count: int) -> None:
    found = Workers(jobs).each(times, 3, range(count), lambda number: number + 1)
    assert list(found) == [3 * (number + 1) for number in range(count)]


def test_results_come_in_the_order_of_the_tasks_from_any_executor(executor: Executor) -> None:
    found = Workers(2, executor).each(times, 3, range(40), same)
    assert list(found) == [3 * number for number in range(40)]


@forks
def test_the_work_is_done_by_others_and_by_no_more_than_asked_for() -> None:
    found = set(Workers(2).each(where, None, range(200), same))
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_few_tasks_start_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "FEW", {"fork": 10, "spawn": 10})
    assert set(Workers(4).each(where, None, range(9), same)) == {os.getpid()}


@forks
def test_what_only_this_process_has_need_not_travel() -> None:
    unpicklable = (lambda: 5,)
    assert list(Workers(2).each(times, 2, range(4), lambda number: number * unpicklable[0]())) == [0, 10, 20, 30]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_keeps_its_kind_and_its_place(jobs: int) -> None:
    with pytest.raises(TemplateError) as caught:
        list(Workers(jobs).each(fail, None, range(40), same))
    assert str(caught.value) == "theme/a.html:3: no such thing"


@forks
def test_a_worker_that_dies_says_what_was_being_made() -> None:
    with pytest.raises(PapersiteError, match=r"a worker process died during reading \(") as caught:
        list(Workers(2).each(die, None, range(40), same, "reading"))
    assert "-j 1" in str(caught.value)


def interrupted(_: None, number: int) -> int:
    os.kill(os.getpid(), signal.SIGINT)
    return number


@forks
def test_an_interrupt_is_the_parents_and_a_worker_goes_on() -> None:
    assert list(Workers(2).each(interrupted, None, range(40), same)) == list(range(40))


def say_and_wait(saying: int, _number: int) -> int:
    os.write(saying, b"!")
    time.sleep(0.2)
    return 0


@forks
def test_no_worker_outlives_a_killed_parent_and_holds_open_what_it_wrote_to() -> None:
    said, saying = os.pipe()
    parent = os.fork()
    if parent == 0:
        os.close(said)
        list(Workers(2).each(say_and_wait, saying, range(1_000_000), same))
        os._exit(0)
    os.close(saying)
    os.read(said, 1)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    while select.select([said], [], [], 60)[0] and os.read(said, 100):
        pass
    assert select.select([said], [], [], 0)[0], "somebody still holds the other end"
    os.close(said)


def test_workers_of_another_papersite_are_refused(executor: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "engine_digest", lambda: "another")
    # Threads share the module, so both sides would agree there.
    if isinstance(executor, ProcessPoolExecutor):
        with pytest.raises(PapersiteError, match="another papersite"):
            list(Workers(2, executor).each(times, 3, range(4), same))
