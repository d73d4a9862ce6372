"""The memo: computed once per key, kept over runs, and able to say what changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import pytest

from papersite.model import Artefact
from papersite.publishing.hidden import FOLDER
from papersite.remembering import memo as memo_module
from papersite.remembering.memo import Memo, Trace
from papersite.remembering.store import FILE_NAME, KEPT_BUILDS, encode


def page(text: str) -> Artefact:
    return Artefact(PurePosixPath("index.html"), text.encode())


def forbidden() -> Artefact:
    raise AssertionError("computed though it was remembered")


@pytest.mark.parametrize("on_disk", [False, True], ids=["in memory only", "with a disk"])
def test_a_value_is_computed_once(on_disk: bool, tmp_path: Path) -> None:
    memo = Memo.open(tmp_path) if on_disk else Memo()
    assert memo.recall("render", "k") is None
    assert memo.call("render", "k", lambda: page("一")) == page("一")
    assert memo.call("render", "k", forbidden) == page("一")


def test_kinds_have_keys_of_their_own() -> None:
    memo = Memo()
    memo.remember("render", "k", page("一"))
    assert memo.recall("parse", "k") is None


def test_the_next_run_recalls_what_was_saved_and_what_was_closed_without_saving(tmp_path: Path) -> None:
    with Memo.open(tmp_path) as memo:
        memo.remember("render", "saved", page("一"))
        memo.save()
        memo.remember("render", "closed", page("二"))
    with Memo.open(tmp_path) as memo:
        assert memo.recall("render", "saved") == page("一")
        assert memo.recall("render", "closed") == page("二")


def test_much_that_waits_is_written_before_the_round_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo_module, "_BATCH", 100)
    memo = Memo.open(tmp_path)
    memo.remember("render", "k", page("一" * 100))
    assert Memo.open(tmp_path).recall("render", "k") == page("一" * 100)


def test_an_engine_that_changed_recalls_nothing(tmp_path: Path) -> None:
    with Memo.open(tmp_path, "before") as memo:
        memo.remember("render", "k", page("一"))
    with Memo.open(tmp_path, "after") as memo:
        assert memo.recall("render", "k") is None


def test_a_value_that_could_not_be_read_back_is_refused_at_once(tmp_path: Path) -> None:
    with Memo.open(tmp_path) as memo, pytest.raises(TypeError, match="can't be remembered"):
        memo.remember("render", "k", object())


def test_what_a_round_did_not_use_leaves_memory_but_not_the_disk(tmp_path: Path) -> None:
    memory, disk = Memo(), Memo.open(tmp_path)
    for memo in (memory, disk):
        memo.remember("render", "k", page("一"))
        memo.save()
        memo.save()
    assert memory.recall("render", "k") is None
    assert disk.recall("render", "k") == page("一")


def test_builds_that_do_not_ask_for_an_entry_drop_it_in_the_end(tmp_path: Path) -> None:
    with Memo.open(tmp_path) as memo:
        memo.remember("render", "old", page("一"))
        memo.save(complete=True)
        for number in range(KEPT_BUILDS + 1):
            memo.remember("render", f"new {number}", page("二"))
            memo.save(complete=True)
        assert memo.recall("render", "old") is None
        assert memo.recall("render", "new 1") is not None


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda memo: memo.recall("render", "old"), id="recalled"),
        pytest.param(lambda memo: memo.use([("render", "old")]), id="used where it is"),
        pytest.param(lambda memo: memo.remember("render", "old", page("一")), id="remembered anew"),
        pytest.param(lambda memo: memo.adopt([(("render", "old"), encode(page("一")))]), id="adopted from a worker"),
    ],
)
def test_what_builds_ask_for_is_never_dropped(ask: Callable[[Memo], object], tmp_path: Path) -> None:
    with Memo.open(tmp_path) as memo:
        memo.remember("render", "old", page("一"))
        memo.save(complete=True)
        for number in range(KEPT_BUILDS + 1):
            ask(memo)
            memo.remember("render", f"new {number}", page("二"))
            memo.save(complete=True)
    with Memo.open(tmp_path) as memo:
        assert memo.recall("render", "old") == page("一")


def test_what_every_round_uses_stays_in_memory() -> None:
    memo = Memo()
    memo.remember("render", "k", page("一"))
    for _ in range(3):
        memo.save()
        assert memo.recall("render", "k") == page("一")


def test_what_a_round_did_not_use_stays_as_long_as_there_is_room() -> None:
    memo = Memo()
    for name in ("a", "b"):
        memo.remember("render", name, page(name))
        assert memo.save(room=2) == (("render", name),)
    assert memo.recall("render", "a") == page("a")
    memo.remember("render", "c", page("c"))
    assert set(memo.save(room=2)) == {("render", "a"), ("render", "c")}
    assert memo.recall("render", "b") is None
    assert memo.recall("render", "a") == page("a")


def test_what_a_worker_made_is_recalled_before_and_after_it_is_written() -> None:
    memo = Memo()
    memo.adopt([(("render", "k"), encode(page("一")))])
    assert memo.recall("render", "k") == page("一")
    memo.save()
    assert memo.recall("render", "k") == page("一")


def test_builds_that_remember_nothing_new_drop_nothing(tmp_path: Path) -> None:
    with Memo.open(tmp_path) as memo:
        memo.remember("render", "old", page("一"))
    for _ in range(KEPT_BUILDS + 2):
        with Memo.open(tmp_path) as memo:
            memo.save(complete=True)
            memo.save(complete=True)
    with Memo.open(tmp_path) as memo:
        assert memo.recall("render", "old") == page("一")


def test_what_was_read_from_the_disk_is_read_once(tmp_path: Path) -> None:
    with Memo.open(tmp_path) as memo:
        memo.remember("render", "k", page("一"))
    with Memo.open(tmp_path) as memo:
        assert memo.recall("render", "k") is memo.recall("render", "k")


def test_a_memo_without_a_disk_keeps_whatever_it_is_given() -> None:
    memo, value = Memo(), object()
    memo.remember("render", "k", value)
    assert memo.recall("render", "k") is value


def test_what_a_worker_made_is_on_the_disk_when_the_round_ends_and_before_it_is_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo_module, "_BATCH", 400)
    memo = Memo.open(tmp_path)
    memo.adopt([(("render", "little"), encode(page("一")))])
    assert Memo.open(tmp_path).recall("render", "little") is None
    memo.adopt([(("render", "much"), encode(page("二" * 400)))])
    assert Memo.open(tmp_path).recall("render", "much") == page("二" * 400)
    memo.adopt([(("render", "last"), encode(page("三")))])
    memo.save()
    assert Memo.open(tmp_path).recall("render", "last") == page("三")


def test_what_a_worker_made_counts_as_new(tmp_path: Path) -> None:
    with Memo.open(tmp_path) as memo:
        memo.remember("render", "old", page("一"))
        memo.save(complete=True)
        for number in range(KEPT_BUILDS + 1):
            memo.adopt([(("render", f"new {number}"), encode(page("二")))])
            memo.save(complete=True)
        assert memo.recall("render", "old") is None


def test_a_trace_stays_though_no_build_asks_for_it(tmp_path: Path) -> None:
    with Memo.open(tmp_path) as memo:
        trace = memo.trace("index.html", {"template": "t"})
        for number in range(KEPT_BUILDS + 2):
            memo.remember("render", f"new {number}", page("二"))
            memo.save(complete=True)
        assert memo.explain("index.html") == trace


def test_a_preview_that_asks_for_little_drops_nothing(tmp_path: Path) -> None:
    with Memo.open(tmp_path) as memo:
        memo.remember("render", "old", page("一"))
        for number in range(KEPT_BUILDS + 2):
            memo.remember("render", f"new {number}", page("二"))
            memo.save()
        assert memo.recall("render", "old") == page("一")


def test_a_build_of_an_unchanged_site_writes_nothing(tmp_path: Path) -> None:
    with Memo.open(tmp_path) as memo:
        memo.remember("render", "k", page("一"))
        memo.save(complete=True)
    file = tmp_path / FOLDER / FILE_NAME
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    with Memo.open(tmp_path) as memo:
        assert memo.call("render", "k", forbidden) == page("一")
        memo.save(complete=True)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_threads_share_a_memo(tmp_path: Path) -> None:
    memo = Memo.open(tmp_path)
    start = threading.Barrier(4)

    def work(worker: int) -> list[Artefact]:
        start.wait()
        made = [memo.call("render", str(n), lambda n=n: page(str(n))) for n in range(100)]  # type: ignore[misc]
        memo.save()
        return made

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [[page(str(n)) for n in range(100)]] * 4


def test_a_trace_tells_what_changed_and_keeps_telling_it_while_nothing_else_does(tmp_path: Path) -> None:
    name = "papers/x/index.html"
    with Memo.open(tmp_path, "e") as memo:
        assert memo.explain(name) is None
        assert memo.trace(name, {"template": "t1", "view.title": "a"}).new
        memo.save()
        changed = memo.trace(name, {"template": "t1", "view.title": "b", "view.backlinks": "c"})
        assert changed.changed == ("view.backlinks", "view.title")
    with Memo.open(tmp_path, "e") as memo:
        assert memo.trace(name, {"view.backlinks": "c", "view.title": "b", "template": "t1"}) == changed
        assert memo.explain(name) == changed


def test_a_trace_that_somebody_put_there_is_no_trace() -> None:
    memo = Memo()
    memo.remember("trace", "a", page("一"))
    assert memo.explain("a") is None
    assert memo.trace("a", {"template": "t"}) == Trace((("template", "t"),), new=True)
