"""Publishing: the folder is one whole site at every moment, keeps what did not change, and touches nothing that is not ours."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.errors import PublishError
from papersite.model import Artefact
from papersite.publishing import staging
from papersite.publishing.hidden import FOLDER
from papersite.publishing.manifest import MANIFEST
from papersite.publishing.publish import Published, publish

Site = Mapping[str, bytes]

OLD = {
    "index.html": b"<p>old",
    "papers/a/index.html": b"<p>a",
    "papers/b/index.html": b"<p>b",
    "tags/llm/index.html": b"<p>llm",
    "static/site.css": b"body {}",
}
NEW = {
    "index.html": b"<p>new, and longer than it was",
    "papers/a/index.html": b"<p>a",
    "papers/c/index.html": b"<p>c",
    "tags/llm": b"a file where a folder was",
    "static/site.css/old": b"a folder where a file was",
    "強化/学習.html": "<p>報酬".encode(),
}


def artefacts(site: Site) -> Iterator[Artefact]:
    return (Artefact(PurePosixPath(path), data) for path, data in site.items())


def put(site: Site, folder: Path, **options: bool) -> Published:
    return publish(artefacts(site), folder, **options)


def held(folder: Path) -> dict[str, bytes | str | None]:
    """What a folder holds but for the manifest: bytes of files, targets of links, None for an empty folder."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
        elif not any(path.iterdir()):
            found[name] = None
    found.pop(MANIFEST, None)
    return found


def beside(folder: Path) -> set[str]:
    """What stands beside a folder, but for the hidden folder's own file."""
    return {path.relative_to(folder.parent).as_posix() for path in folder.parent.glob("*")} | {
        path.relative_to(folder.parent).as_posix() for path in (folder.parent / FOLDER).glob("[!.]*")
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site" / "public"


@pytest.fixture
def quick_out() -> Iterator[Path]:
    """A folder in memory, where there is one: being killed a hundred times takes a hundred sites."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as parent:
        yield Path(parent, "site", "public")


@pytest.fixture(params=["exchanged at once", "moved in place"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of publishing: where the file system can exchange folders, and where it can't."""
    if request.param == "moved in place":
        monkeypatch.setattr(staging, "_exchange", _fails_with(errno.ENOSYS))
    return str(request.param)


def _fails_with(code: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), "somewhere")

    return fail


# ── what is published ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_first_site_is_written_whole_and_its_parents_made(out: Path, way: str) -> None:
    done = put(OLD, out)
    assert held(out) == OLD
    assert {str(path) for path in done.written} == set(OLD)
    assert (done.removed, done.unchanged) == ((), ())
    assert done.at_once == (way == "exchanged at once")


def test_the_next_site_takes_its_place(out: Path, way: str) -> None:
    put(OLD, out)
    done = put(NEW, out)
    assert held(out) == NEW
    assert [str(path) for path in done.unchanged] == ["papers/a/index.html"]
    assert {str(path) for path in done.removed} == OLD.keys() - NEW.keys()
    assert {str(path) for path in done.written} == NEW.keys() - {"papers/a/index.html"}


def test_files_that_did_not_change_keep_inode_and_time(out: Path, way: str) -> None:
    put(OLD, out)
    before = (out / "papers/a/index.html").stat()
    for site in (NEW, OLD, NEW):
        put(site, out)
    after = (out / "papers/a/index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_changed_file_is_a_new_file(out: Path, way: str) -> None:
    put(OLD, out)
    with (out / "index.html").open("rb") as held_open:
        put({**OLD, "index.html": b"changed"}, out)
        assert held_open.read() == OLD["index.html"]


def touched(path: Path) -> tuple[int, ...]:
    """What writing changes of a file. Reading changes when it was read, as the system likes."""
    stat = path.lstat()
    return (stat.st_ino, stat.st_mode, stat.st_size, stat.st_nlink, stat.st_mtime_ns, stat.st_ctime_ns)


def test_publishing_the_same_site_again_touches_nothing(out: Path, way: str) -> None:
    put(OLD, out)
    before = {path: touched(path) for path in (out, *out.rglob("*"))}
    done = put(OLD, out)
    assert {path: touched(path) for path in (out, *out.rglob("*"))} == before
    assert (done.written, done.removed, len(done.unchanged)) == ((), (), len(OLD))


def test_the_manifest_says_the_same_for_the_same_site_and_sha256sum_reads_it(out: Path, tmp_path: Path) -> None:
    put(NEW, out)
    put(OLD, out)
    put(OLD, tmp_path / "elsewhere")
    assert (out / MANIFEST).read_bytes() == (tmp_path / "elsewhere" / MANIFEST).read_bytes()
    check = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", MANIFEST], cwd=out, check=False)
    assert check.returncode == 0


def test_the_folder_keeps_its_mode(out: Path) -> None:
    put(OLD, out)
    out.chmod(0o711)
    put(NEW, out)
    assert out.stat().st_mode & 0o777 == 0o711


_names = st.sampled_from(["a", "b", "c.html", "日本"])
_sites = st.dictionaries(st.lists(_names, min_size=1, max_size=3).map("/".join), st.binary(max_size=3), max_size=6).map(
    lambda site: {path: data for path, data in site.items() if not any(other.startswith(f"{path}/") for other in site)}
)


@settings(max_examples=25, deadline=None)
@given(sites=st.lists(_sites, min_size=1, max_size=4), in_place=st.booleans())
def test_whatever_was_published_before_the_folder_holds_the_last_site_and_what_others_put_there(
    sites: list[Site], in_place: bool
) -> None:
    with tempfile.TemporaryDirectory() as parent, pytest.MonkeyPatch.context() as patch:
        if in_place:
            patch.setattr(staging, "_exchange", _fails_with(errno.ENOSYS))
        out = Path(parent, "public")
        for number, site in enumerate(sites):
            put(site, out)
            (out / f"others-{number}").mkdir()
            (out / f"others-{number}" / "file").write_bytes(b"mine")
        assert held(out) == {**sites[-1], **{f"others-{number}/file": b"mine" for number in range(len(sites))}}


# ── what is not ours ─────────────────────────────────────────────────────────────────────────────────────────────────


def _leave_things(out: Path) -> dict[str, bytes | str | None]:
    (out / "CNAME").write_bytes(b"notes.example\n")
    (out / "papers" / "a" / "mine.txt").write_bytes(b"mine, beside yours")
    (out / ".well-known" / "empty").mkdir(parents=True)
    (out / "latest").symlink_to("papers/a")
    (out / "dangling").symlink_to("nowhere")
    return {
        "CNAME": b"notes.example\n",
        "papers/a/mine.txt": b"mine, beside yours",
        ".well-known/empty": None,
        "latest": "papers/a",
        "dangling": "nowhere",
    }


def test_what_others_put_there_stays(out: Path, way: str) -> None:
    put(OLD, out)
    things = _leave_things(out)
    inode = (out / "CNAME").stat().st_ino
    put(NEW, out)
    assert held(out) == {**NEW, **things}
    put({"papers/b/index.html": b"alone"}, out)
    assert held(out) == {"papers/b/index.html": b"alone", **things}
    assert (out / "CNAME").stat().st_ino == inode


def test_what_others_remove_stays_removed(out: Path) -> None:
    put(OLD, out)
    (out / "CNAME").write_bytes(b"notes.example")
    put(NEW, out)
    put(OLD, out)
    (out / "CNAME").unlink()
    put(NEW, out)
    put(OLD, out)
    assert held(out) == OLD


def test_what_others_put_there_or_change_in_the_last_moment_stays(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(OLD, out)
    (out / "CNAME").write_bytes(b"old.example")
    exchange = staging._exchange

    def late(one: str, other: str) -> None:
        (out / "CNAME").unlink()
        (out / "CNAME").write_bytes(b"new.example")
        (out / "late" / "folder").mkdir(parents=True)
        (out / "late" / "file").write_bytes(b"late")
        exchange(one, other)

    monkeypatch.setattr(staging, "_exchange", late)
    put(NEW, out)
    assert held(out) == {**NEW, "CNAME": b"new.example", "late/folder": None, "late/file": b"late"}


def test_a_folder_of_others_is_refused_and_adopted_by_force(out: Path, way: str) -> None:
    out.mkdir(parents=True)
    (out / "index.html").write_bytes(b"theirs")
    (out / "thesis.pdf").write_bytes(b"theirs")
    with pytest.raises(PublishError, match=r"public is not empty .* --force"):
        put(OLD, out)
    assert held(out) == {"index.html": b"theirs", "thesis.pdf": b"theirs"}
    put(OLD, out, force=True)
    assert held(out) == {**OLD, "thesis.pdf": b"theirs"}
    put(NEW, out)
    assert held(out) == {**NEW, "thesis.pdf": b"theirs"}


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param(b"{}", id="another format"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"0" * 64 + b"  ../../etc/passwd\n", id="a path outside"),
        pytest.param(b"0" * 64 + b"  /etc/passwd\n", id="an absolute path"),
    ],
)
def test_a_folder_with_a_manifest_we_would_not_write_is_refused(manifest: bytes, out: Path) -> None:
    out.mkdir(parents=True)
    (out / MANIFEST).write_bytes(manifest)
    with pytest.raises(PublishError, match="--force"):
        put(OLD, out)
    put(OLD, out, force=True)
    assert held(out) == OLD


def test_a_file_of_others_where_ours_must_go_is_told(out: Path, way: str) -> None:
    put(OLD, out)
    (out / "CNAME").write_bytes(b"theirs")
    with pytest.raises(PublishError, match=r"public/CNAME is in the way"):
        put({**NEW, "CNAME": b"ours"}, out)
    assert held(out) == {**OLD, "CNAME": b"theirs"}
    put({**OLD, "CNAME": b"theirs"}, out)  # the same bytes: there is nothing to lose
    assert put(OLD, out).removed == (PurePosixPath("CNAME"),)


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda out: (out / "a").write_bytes(b""), id="a file where a folder must be"),
        pytest.param(lambda out: (out / "a").symlink_to(out.parent), id="a link where a folder must be"),
        pytest.param(lambda out: (out / "a" / "b.html").mkdir(parents=True), id="a folder where a file must be"),
    ],
)
def test_what_others_put_in_the_way_is_told_and_nothing_is_written_elsewhere(
    build: Callable[[Path], object], out: Path, way: str
) -> None:
    put(OLD, out)
    build(out)
    before, around = held(out), beside(out)
    with pytest.raises(PublishError, match=r"public/a(/b.html)? is in the way"):
        put({**OLD, "a/b.html": b"ours"}, out)
    assert held(out) == before
    assert {path for path in beside(out) if FOLDER not in path} == {path for path in around if FOLDER not in path}


# ── what others changed of ours ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda page: page.write_bytes(b"<p>other"), id="rewritten"),
        pytest.param(lambda page: page.write_bytes(b"<p>odl"), id="rewritten with as many bytes"),
        pytest.param(lambda page: page.unlink(), id="removed"),
        pytest.param(lambda page: (page.unlink(), page.mkdir()), id="made a folder"),
        pytest.param(lambda page: (page.unlink(), page.symlink_to("papers/a/index.html")), id="made a link"),
    ],
)
def test_a_page_changed_by_hand_is_mended(change: Callable[[Path], object], out: Path) -> None:
    put(OLD, out)
    change(out / "index.html")
    if (out / "index.html").is_dir():
        with pytest.raises(PublishError, match=r"index.html is in the way"):
            put(OLD, out)
        (out / "index.html").rmdir()
    assert put(OLD, out).written == (PurePosixPath("index.html"),)
    assert held(out) == OLD


def test_new_times_alone_as_after_a_checkout_are_no_change(out: Path) -> None:
    put(OLD, out)
    later = time.time() + 100
    for page in out.rglob("*.html"):
        os.utime(page, (later, later))
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in out.rglob("*")}
    assert put(OLD, out).written == ()
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in out.rglob("*")} == before


# ── paths ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (["/etc/passwd"], "not a path below"),
        ([""], "not a path below"),
        (["../up"], "empty part"),
        (["a/../../up"], "empty part"),
        (["a\\b"], "backslash"),
        (["a\nb"], "control character"),
        (["a\ud800b"], "control character"),
        ([MANIFEST], "papersite's own"),
        ([".papersite-staged/x"], "papersite's own"),
        (["a", "a"], "two files want"),
        (["a", "a/b"], "as a file and as a folder"),
        (["a/b", "a"], "as a file and as a folder"),
        (["papers/GRPO/index.html", "papers/grpo/index.html"], "papers/GRPO.* and .*papers/grpo"),
        (["Tags/a", "tags/b"], "Tags.* and .*tags"),
        (["が", "か\u3099"], "one path on systems"),
        (["ß", "ss"], "one path on systems"),
    ],
)
def test_paths_that_can_not_stand_everywhere_are_refused(paths: list[str], told: str, out: Path) -> None:
    put(OLD, out)
    with pytest.raises(PublishError, match=told):
        publish([Artefact(PurePosixPath(path), b"") for path in paths], out)
    assert held(out) == OLD


# ── one at a time ────────────────────────────────────────────────────────────────────────────────────────────────────


def in_child(act: Callable[[], object]) -> int:
    """Runs something in a process of its own; gives its exit status, or minus the signal that killed it."""
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.slow
def test_two_runs_at_once_are_refused_and_a_killed_one_holds_nothing(out: Path) -> None:
    put(OLD, out)
    said, saying = os.pipe()

    def endless() -> Iterator[Artefact]:
        yield Artefact(PurePosixPath("index.html"), b"new")
        os.write(saying, b"!")
        time.sleep(60)

    child = os.fork()
    if child == 0:
        publish(endless(), out)
        os._exit(0)
    os.read(said, 1)
    try:
        with pytest.raises(PublishError, match="another papersite is publishing to"):
            put(NEW, out)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert held(out) == OLD
    put(NEW, out)
    assert held(out) == NEW


@pytest.mark.slow
def test_a_run_that_has_exchanged_but_not_ended_still_holds_the_folder(out: Path) -> None:
    put(OLD, out)
    said, saying = os.pipe()

    def run() -> None:
        def wait(*_: object) -> None:
            os.write(saying, b"!")
            time.sleep(60)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("papersite.publishing.publish.bring_over", wait)
            put(NEW, out)

    child = os.fork()
    if child == 0:
        run()
        os._exit(0)
    os.read(said, 1)
    try:
        with pytest.raises(PublishError, match="another papersite is publishing to"):
            put(OLD, out)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    put(OLD, out)
    assert held(out) == OLD


@pytest.mark.slow
def test_a_forked_worker_that_outlives_a_killed_run_does_not_hold_the_folder(out: Path) -> None:
    put(OLD, out)
    said, saying = os.pipe()

    def forking() -> Iterator[Artefact]:
        yield from artefacts(NEW)
        if os.fork() == 0:
            os.write(saying, str(os.getpid()).encode())
            time.sleep(60)
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(lambda: publish(forking(), out)) == -signal.SIGKILL
    worker = int(os.read(said, 20))
    try:
        put(NEW, out)
    finally:
        os.kill(worker, signal.SIGKILL)
    assert held(out) == NEW


# ── when it goes wrong ───────────────────────────────────────────────────────────────────────────────────────────────

_STEPS = [(os, name) for name in ("mkdir", "rename", "replace", "link", "unlink", "rmdir", "chmod")] + [
    (staging, "_exchange"),
    (staging, "write_file"),
]


@contextmanager
def killed_before_step(number: int) -> Iterator[None]:
    """This process dies by SIGKILL before its n-th change of the disk; a file may be half written then."""
    left = [number]
    with pytest.MonkeyPatch.context() as patch:
        for place, name in _STEPS:
            original = getattr(place, name)

            def step(*args: Any, original: Any = original, name: str = name, **options: Any) -> Any:
                left[0] -= 1
                if left[0] == 0:
                    if name == "write_file":
                        original(args[0], args[1][: len(args[1]) // 2])
                    os.kill(os.getpid(), signal.SIGKILL)
                return original(*args, **options)

            patch.setattr(place, name, step)
        yield


# Every step is one more site to publish, so these have one file of each fate: changed, kept, removed, added, in the way.
FEW_OLD = {name: OLD[name] for name in ("index.html", "papers/a/index.html", "tags/llm/index.html")}
FEW_NEW = {name: NEW[name] for name in ("index.html", "papers/a/index.html", "tags/llm", "papers/c/index.html")}


def _killed_everywhere(out: Path, before: Site, after: Site) -> Iterator[int]:
    """Publishes `after` over `before` again and again, killed one step later each time; yields after each kill."""
    for number in range(1, 1000):
        put(before, out)

        def run(number: int = number) -> None:
            with killed_before_step(number):
                put(after, out)

        if in_child(run) == 0:
            return
        yield number
    raise AssertionError("never came to an end")


@pytest.mark.slow
def test_killed_at_any_step_the_folder_is_the_old_site_or_the_new(quick_out: Path) -> None:
    put(FEW_OLD, quick_out)
    things = _leave_things(quick_out)
    seen = set()
    for number in _killed_everywhere(quick_out, FEW_OLD, FEW_NEW):
        now = held(quick_out)
        assert now in ({**FEW_OLD, **things}, {**FEW_NEW, **things}), f"killed before step {number}"
        seen.add(now["index.html"])
        put(FEW_NEW, quick_out)
        assert held(quick_out) == {**FEW_NEW, **things}
        assert len(beside(quick_out)) <= 3  # the site, the hidden folder, and the one tree that waits in it
    assert seen == {FEW_OLD["index.html"], FEW_NEW["index.html"]}


@pytest.mark.slow
def test_killed_at_any_step_of_the_first_publishing_there_is_no_site_or_a_whole_one(quick_out: Path) -> None:
    for number in range(1, 1000):
        out = quick_out.parent / str(number) / "public"

        def run(out: Path = out, number: int = number) -> None:
            with killed_before_step(number):
                put(FEW_OLD, out)

        if in_child(run) == 0:
            break
        assert not out.exists() or held(out) in ({}, FEW_OLD), f"killed before step {number}"
        put(FEW_NEW, out)
        assert held(out) == FEW_NEW
        assert len(beside(out)) <= 3


@pytest.mark.slow
def test_a_copy_of_what_a_killed_run_left_is_published_to_like_the_original(quick_out: Path) -> None:
    put(FEW_OLD, quick_out)
    things = _leave_things(quick_out)
    for number in _killed_everywhere(quick_out, FEW_OLD, FEW_NEW):
        copy = quick_out.parent.with_name(f"copy-{number}")
        shutil.copytree(quick_out.parent, copy, symlinks=True)
        put(FEW_NEW, copy / "public")
        assert held(copy / "public") == {**FEW_NEW, **things}, f"killed before step {number}"
        assert len(beside(copy / "public")) <= 3


@pytest.mark.slow
def test_killed_at_any_step_in_place_every_file_is_whole_and_the_next_run_ends_the_work(
    quick_out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_exchange", _fails_with(errno.ENOSYS))
    put(FEW_OLD, quick_out)
    things = _leave_things(quick_out)
    for number in _killed_everywhere(quick_out, FEW_OLD, FEW_NEW):
        for path, data in held(quick_out).items():
            if not path.startswith(".papersite-staged"):
                assert data in (FEW_OLD.get(path), FEW_NEW.get(path), things.get(path, 0)), (
                    f"{path}, killed before step {number}"
                )
        index = quick_out / "index.html"
        os.utime(index, (1, 1))  # surely before the manifest, for all this takes less than a tick of the clock
        inode = index.stat().st_ino if index.read_bytes() == FEW_NEW["index.html"] else None
        put(FEW_NEW, quick_out)
        assert inode in (None, index.stat().st_ino), f"what was new already, killed before step {number}, was written again"
        assert held(quick_out) == {**FEW_NEW, **things}
        assert len(beside(quick_out)) <= 3


def test_what_others_changed_after_a_killed_run_is_not_undone_by_the_next(out: Path) -> None:
    put(OLD, out)
    (out / "CNAME").write_bytes(b"old.example")
    kept_time = (out / "CNAME").stat().st_mtime

    def run() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("papersite.publishing.publish.bring_over", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            put(NEW, out)

    assert in_child(run) == -signal.SIGKILL
    assert held(out) == {**NEW, "CNAME": b"old.example"}
    (out / "CNAME").unlink()
    (out / "CNAME").write_bytes(b"new.example")
    os.utime(out / "CNAME", (kept_time + 1, kept_time + 1))
    put(OLD, out)
    assert held(out) == {**OLD, "CNAME": b"new.example"}


def test_a_move_in_place_that_stops_half_way_says_so_and_is_ended_by_the_next_run(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(OLD, out)
    monkeypatch.setattr(staging, "_exchange", _fails_with(errno.ENOSYS))
    replace, calls = os.replace, iter(range(100))
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *paths: replace(*paths) if next(calls) < 3 else _fails_with(errno.EIO)())
        with pytest.raises(PublishError, match="publish again"):
            put(NEW, out)
    assert held(out) not in (OLD, NEW)
    put(NEW, out)
    assert held(out) == NEW


def test_an_exchange_that_fails_after_all_ends_in_place(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(OLD, out)
    things = _leave_things(out)
    monkeypatch.setattr(staging, "_exchange", _fails_with(errno.EBUSY))
    assert not put(NEW, out).at_once
    assert held(out) == {**NEW, **things}
    assert beside(out) == {"public", FOLDER}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT], ids=["full", "over quota"])
@pytest.mark.parametrize("nth", [1, 3, 5])
def test_a_full_disk_leaves_the_old_site_and_no_litter(
    code: int, nth: int, out: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(OLD, out)
    things = _leave_things(out)
    write, calls = staging.write_file, iter(range(1, 100))

    def fails(path: str, data: bytes) -> None:
        if next(calls) >= nth:
            write(path, data[: len(data) // 2])
            raise OSError(code, os.strerror(code), path)
        write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(staging, "write_file", fails)
        with pytest.raises(PublishError, match="public: the disk is full"):
            put(NEW, out)
    assert held(out) == {**OLD, **things}
    assert beside(out) == {"public", FOLDER}
    put(NEW, out)
    assert held(out) == {**NEW, **things}


def test_what_fails_once_the_new_site_stands_is_told_as_such_and_mended_by_the_next_run(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(OLD, out)
    with monkeypatch.context() as patch:
        patch.setattr("papersite.publishing.publish.close_to_others", _fails_with(errno.ENOSPC))
        with pytest.raises(PublishError, match="the new site stands"):
            put(NEW, out)
    assert held(out) == NEW
    put(NEW, out)
    assert len(beside(out)) <= 3


def test_a_first_publishing_on_a_full_disk_leaves_no_folder(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "write_file", _fails_with(errno.ENOSPC))
    with pytest.raises(PublishError, match="the disk is full"):
        put(OLD, out)
    assert beside(out) == {FOLDER}


@pytest.mark.parametrize("step", ["mkdir", "link", "unlink", "chmod"])
def test_a_folder_that_can_not_be_written_is_told_and_left_alone(step: str, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(OLD, out)
    things = _leave_things(out)
    with monkeypatch.context() as patch:
        patch.setattr(os, step, _fails_with(errno.EROFS))
        with pytest.raises(PublishError, match="public: no permission to write there"):
            put(NEW, out)
    assert held(out) == {**OLD, **things}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_real_folder_without_the_right_to_write_is_told(out: Path) -> None:
    put(OLD, out)
    out.chmod(0o555)
    try:
        with pytest.raises(PublishError, match="no permission"):
            put(NEW, out)
    finally:
        out.chmod(0o755)
    assert held(out) == OLD
    assert put(NEW, out).at_once


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_where_only_the_folder_itself_may_be_written_files_are_moved_in_place(out: Path) -> None:
    put(OLD, out)
    (out.parent / FOLDER).chmod(0o555)
    try:
        assert not put(NEW, out).at_once
    finally:
        (out.parent / FOLDER).chmod(0o755)
    assert held(out) == NEW


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    folder.mkdir(parents=True)
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], capture_output=True, check=False)
    if mount.returncode != 0:
        pytest.skip("no right to mount a file system here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_on_a_file_system_of_its_own_files_are_moved_in_place(out: Path) -> None:
    with mounted(out, "1m"):
        put(OLD, out)
        assert not put(NEW, out).at_once
        assert held(out) == NEW
    assert beside(out) == {"public"}


def test_a_disk_that_is_really_full_leaves_the_old_site(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "200k"):
        out = tmp_path / "disk" / "public"
        put(OLD, out)
        with pytest.raises(PublishError, match="the disk is full"):
            put({**NEW, "search.json": bytes(500_000)}, out)
        assert held(out) == OLD
        put(NEW, out)
        assert held(out) == NEW


def test_what_making_an_artefact_raises_passes_through_and_leaves_the_old_site(out: Path, way: str) -> None:
    put(OLD, out)

    def fails() -> Iterator[Artefact]:
        yield Artefact(PurePosixPath("index.html"), b"new")
        raise FileNotFoundError("a template")

    with pytest.raises(FileNotFoundError, match="a template"):
        publish(fails(), out)
    assert held(out) == OLD
    assert beside(out) == {"public", FOLDER}


def test_a_link_to_the_folder_stays_a_link(out: Path, tmp_path: Path) -> None:
    link = tmp_path / "current"
    link.symlink_to(out)
    put(OLD, link)
    assert put(NEW, link).at_once
    assert link.is_symlink()
    assert held(out) == NEW


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "public").write_bytes(b"")
    with pytest.raises(PublishError, match="a folder is needed"):
        put(OLD, tmp_path / "public")


def test_whoever_publishes_the_folder_he_stands_in_stays_in_it(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(OLD, out)
    monkeypatch.chdir(out)
    assert not put(NEW, Path()).at_once
    assert held(Path()) == NEW == held(out)


def test_many_artefacts_are_never_held_at_once(out: Path) -> None:
    seen: list[bool] = []

    def watched() -> Iterator[Artefact]:
        for number in range(3):
            seen.append(number == 0 or (any((out.parent / FOLDER).rglob(f"{number - 1}.html"))))
            yield Artefact(PurePosixPath(f"{number}.html"), b"")

    publish(watched(), out)
    assert seen == [True] * 3
