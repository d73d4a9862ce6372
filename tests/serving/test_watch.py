"""Watching: whatever happens to files ends in a batch that names them, once, and what is no change ends in none."""

from __future__ import annotations

import os
import queue
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from papersite.serving import watch as watch_module
from papersite.serving.watch import Watch

pytestmark = pytest.mark.slow

Act = Callable[[Path], object]

SOON = 5.0  # seconds; only a failing test waits that long


class Watched:
    """A site's folder and the batches that a watch on it tells, as paths from it."""

    def __init__(self, root: Path, watch: Watch) -> None:
        self.root = root
        self.watch = watch
        self._marks = 0
        self._batches: queue.SimpleQueue[set[str]] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._gather, daemon=True)
        self.thread.start()

    def _gather(self) -> None:
        for batch in self.watch.batches():
            self._batches.put({path.relative_to(self.root).as_posix() for path in batch})

    def after(self, act: Act) -> set[str]:
        """All that is told after something was done. The first batch must come by itself."""
        act(self.root)
        return self._batches.get(timeout=SOON) | self.at_rest()

    def until(self, all_of: set[str], told: set[str]) -> set[str]:
        """All that is told until these are: what events in a hidden folder do not name, the look that makes sure finds."""
        while not all_of <= told:
            told |= self._batches.get(timeout=SOON)
        return told

    def at_rest(self) -> set[str]:
        """What is told still, or not at all: all that comes before a mark that is left now."""
        self._marks += 1
        mark = f"marks/{self._marks}"
        (self.root / mark).touch()
        told: set[str] = set()
        while mark not in told:
            told |= self._batches.get(timeout=SOON)
        return told - {mark}


@pytest.fixture(params=[False, True], ids=["by events", "by polling"])
def watched(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    monkeypatch.setattr(watch_module, "POLL", 0.02)
    (tmp_path / "notes" / "sub").mkdir(parents=True)
    (tmp_path / "notes" / "a.md").write_text("a")
    (tmp_path / "notes" / "sub" / "b.md").write_text("b")
    (tmp_path / "marks").mkdir()
    paths = [tmp_path / name for name in ("notes", "templates", "site.toml", "marks")]
    with Watch(paths, poll=request.param, quiet=0.02) as watch:
        assert watch.polls == request.param
        yield Watched(tmp_path, watch)


def write(name: str, text: str = "new") -> Act:
    def act(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)

    return act


def save_by_renaming(name: str) -> Act:
    def act(root: Path) -> None:
        (root / "notes" / ".saving").write_text("c")
        (root / "notes" / ".saving").replace(root / name)

    return act


def write_in_secret(name: str) -> Act:
    def act(root: Path) -> None:
        before = (root / name).stat()
        (root / name).write_bytes(b"b" * before.st_size)
        os.utime(root / name, ns=(before.st_atime_ns, before.st_mtime_ns))

    return act


def save_as_vim_does(root: Path) -> None:
    (root / "notes/.a.md.swp").write_text("swap")
    (root / "notes/4913").touch()
    (root / "notes/4913").unlink()
    (root / "notes/a.md").rename(root / "notes/a.md~")
    (root / "notes/a.md").write_text("a, written by vim")
    (root / "notes/a.md~").unlink()
    (root / "notes/.a.md.swp").unlink()


def check_out_500_files(root: Path) -> None:
    (root / "notes/branch/deep").mkdir(parents=True)
    for number in range(500):
        (root / f"notes/branch/deep/{number}.md").write_text("x")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        pytest.param(write("notes/a.md"), {"notes/a.md"}, id="a file written"),
        pytest.param(write("notes/a.md", "b"), {"notes/a.md"}, id="a file written with as many bytes"),
        pytest.param(write_in_secret("notes/a.md"), {"notes/a.md"}, id="a file written in secret"),
        pytest.param(save_by_renaming("notes/a.md"), {"notes/a.md"}, id="a file saved by renaming"),
        pytest.param(save_as_vim_does, {"notes/a.md"}, id="a file saved by vim"),
        pytest.param(write("notes/new.md"), {"notes/new.md"}, id="a file added"),
        pytest.param(write("notes/x/y/z.md"), {"notes/x/y/z.md"}, id="a file added in new folders"),
        pytest.param(lambda root: (root / "notes/a.md").unlink(), {"notes/a.md"}, id="a file removed"),
        pytest.param(lambda root: shutil.rmtree(root / "notes/sub"), {"notes/sub/b.md"}, id="a folder removed"),
        pytest.param(
            lambda root: (root / "notes/sub").rename(root / "notes/SUB"),
            {"notes/sub/b.md", "notes/SUB/b.md"},
            id="a folder renamed in case only",
        ),
        pytest.param(
            lambda root: (root / "notes/a.md").rename(root / "notes/A.md"),
            {"notes/a.md", "notes/A.md"},
            id="a file renamed in case only",
        ),
        pytest.param(write("notes/か\u3099.md"), {"notes/か\u3099.md"}, id="a name as macOS composes it"),
        pytest.param(write("site.toml"), {"site.toml"}, id="a single file that was not there"),
        pytest.param(save_by_renaming("site.toml"), {"site.toml"}, id="a single file saved by renaming"),
        pytest.param(write("templates/p.html"), {"templates/p.html"}, id="a folder that was not there"),
        pytest.param(lambda root: (root / "notes/link.md").symlink_to("sub/b.md"), {"notes/link.md"}, id="a link to a file"),
        pytest.param(lambda root: shutil.rmtree(root / "notes"), {"notes/a.md", "notes/sub/b.md"}, id="all of it removed"),
        pytest.param(
            check_out_500_files, {f"notes/branch/deep/{number}.md" for number in range(500)}, id="a branch checked out"
        ),
    ],
)
def test_a_change_is_told(watched: Watched, act: Act, told: set[str]) -> None:
    assert watched.after(act) == told


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda root: (root / "notes/a.md").read_text(), id="reading"),
        pytest.param(write("notes/.hidden/x.md"), id="hidden files"),
        pytest.param(write("notes/a.md~"), id="backups of an editor"),
        pytest.param(write("notes/4913"), id="vim's trial"),
        pytest.param(lambda root: (root / "notes/empty").mkdir(), id="an empty folder"),
        pytest.param(write("public/index.html"), id="what is published beside"),
        pytest.param(write("other.toml"), id="other files beside a single one"),
    ],
)
def test_what_is_no_change_is_not_told(watched: Watched, act: Act) -> None:
    act(watched.root)
    assert watched.at_rest() == set()


def _remade(root: Path) -> None:
    shutil.rmtree(root / "notes")
    (root / "notes").mkdir()
    (root / "notes/a.md").write_text("made again")


def _moved_and_back(root: Path) -> None:
    (root / "notes").rename(root / "elsewhere")
    (root / "elsewhere").rename(root / "notes")
    (root / "notes/a.md").write_text("after the move")


def _made_a_link(root: Path) -> None:
    (root / "notes").rename(root / "real")
    (root / "notes").symlink_to("real")
    (root / "notes/a.md").write_text("through the link")


@pytest.mark.parametrize("first", [_remade, _moved_and_back, _made_a_link], ids=lambda first: first.__name__[1:])
def test_a_folder_is_still_watched_when_it_was(watched: Watched, first: Act) -> None:
    assert "notes/a.md" in watched.after(first)
    assert watched.after(write("notes/a.md", "and again")) == {"notes/a.md"}
    assert watched.after(write("notes/new/c.md")) == {"notes/new/c.md"}


def test_a_folder_is_watched_through_a_link_where_it_has_no_name_of_its_own(watched: Watched) -> None:
    def link(root: Path) -> None:
        (root / "notes/.kept/deep").mkdir(parents=True)
        (root / "notes/.kept/deep/c.md").write_text("c")
        (root / "notes/kept").symlink_to(".kept")
        (root / "notes/.kept/round").symlink_to("../kept")

    seen = {"notes/kept", "notes/kept/round", "notes/kept/deep/c.md"}
    assert watched.until(seen, watched.after(link)) == seen
    assert watched.after(write("notes/.kept/deep/c.md", "changed")) == {"notes/kept/deep/c.md"}
    assert watched.after(write("notes/kept/new.md")) == {"notes/kept/new.md"}


def test_a_folder_that_a_second_name_leads_to_is_told_once_and_none_outside_is(watched: Watched) -> None:
    def link(root: Path) -> None:
        (root / "outside").mkdir()
        (root / "notes/out").symlink_to("../outside")
        (root / "notes/again").symlink_to("sub")

    assert watched.after(link) == {"notes/out", "notes/again"}
    assert watched.after(write("notes/sub/b.md", "changed")) == {"notes/sub/b.md"}
    write("outside/x.md")(watched.root)
    assert watched.at_rest() == set()


def test_what_changes_while_a_batch_is_dealt_with_comes_in_the_next(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    with Watch([tmp_path / "notes"], quiet=0.01) as watch:
        (tmp_path / "notes/0.md").write_text("x")
        for number, batch in enumerate(watch.batches()):
            assert batch == {tmp_path / f"notes/{number}.md"}
            if number == 3:
                break
            (tmp_path / f"notes/{number + 1}.md").write_text("x")


def test_what_changes_between_making_a_watch_and_asking_it_is_told(tmp_path: Path) -> None:
    with Watch([tmp_path]) as watch:
        (tmp_path / "a.md").write_text("x")
        assert next(watch.batches()) == {tmp_path / "a.md"}


def test_a_batch_ends_though_changes_do_not(tmp_path: Path) -> None:
    over = threading.Event()

    def write_on() -> None:
        while not over.wait(0.002):
            with (tmp_path / "log.md").open("a") as file:
                file.write("line\n")

    writer = threading.Thread(target=write_on)
    with Watch([tmp_path], quiet=0.02, longest=0.1) as watch:
        writer.start()
        try:
            assert next(watch.batches()) == {tmp_path / "log.md"}
        finally:
            over.set()
            writer.join()


@pytest.mark.parametrize("meanwhile", [Path.unlink, lambda file: file.write_bytes(b"")], ids=["gone", "empty"])
def test_a_file_that_is_saved_in_two_steps_is_told_when_it_stands_again(
    tmp_path: Path, meanwhile: Callable[[Path], object]
) -> None:
    file = tmp_path / "a.md"
    file.write_text("a")
    with Watch([tmp_path], quiet=0.01, halfway=1.0) as watch:
        batches = watch.batches()
        meanwhile(file)
        saved = threading.Timer(0.2, lambda: file.write_text("saved"))
        saved.start()
        assert next(batches) == {file}
        assert file.read_text() == "saved"
        saved.join()


def test_closing_ends_the_batches(watched: Watched) -> None:
    watched.watch.close()
    watched.thread.join(SOON)
    assert not watched.thread.is_alive()


def test_where_the_system_has_no_room_for_watches_it_polls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watch_module, "POLL", 0.02)
    monkeypatch.setattr("watchdog.observers.api.BaseObserver.schedule", full)
    with Watch([tmp_path], quiet=0.01) as watch:
        assert watch.polls
        (tmp_path / "a.md").write_text("x")
        assert next(watch.batches()) == {tmp_path / "a.md"}


def test_a_path_from_where_the_process_stands_is_told_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Watch([Path("notes")], quiet=0.01) as watch:
        Path("notes").mkdir()
        Path("notes/a.md").write_text("x")
        assert next(watch.batches()) == {tmp_path / "notes/a.md"}


def test_a_lost_event_is_made_up_for_by_a_look_at_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("a")
    with Watch([tmp_path], quiet=0.01) as watch:
        batches = watch.batches()
        (tmp_path / "a.md").write_text("told")
        assert next(batches) == {tmp_path / "a.md"}
        monkeypatch.setattr(watch_module._Events, "named", lambda self: set())
        (tmp_path / "a.md").write_text("not told")
        assert next(batches) == {tmp_path / "a.md"}


def test_only_the_files_that_events_name_are_looked_at_before_a_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("a")
    looks: list[object] = []
    whole = watch_module.look

    def counted(paths: Iterable[str]) -> watch_module.Look:
        looks.append(paths)
        return whole(paths)

    with Watch([tmp_path], quiet=0.01) as watch:
        monkeypatch.setattr(watch_module, "look", counted)
        batches = watch.batches()
        (tmp_path / "a.md").write_text("saved")
        assert next(batches) == {tmp_path / "a.md"}
        assert looks == []
