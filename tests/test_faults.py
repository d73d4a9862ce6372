"""What can go wrong around a build: afterwards the published site is whole, and the next build is like one from nothing."""

from __future__ import annotations

import errno
import io
import os
import shutil
import signal
import sqlite3
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from papersite import build as build_module
from papersite import workers
from papersite.cli import main
from papersite.publishing import publish, staging
from papersite.remembering import store
from papersite.theme import theme_dir
from tests.thorough import THOROUGH

pytestmark = pytest.mark.slow

Files = dict[str, bytes]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of two notes under a theme without files, so that each build is quick; it was built once."""
    (tmp_path / "static").mkdir()
    monkeypatch.setattr(build_module, "theme_dir", _few_static_files(tmp_path / "static"))
    folder = tmp_path / "site"
    write_notes(folder, "first")
    assert build(folder) == 0
    return folder


def _few_static_files(static: Path) -> Callable[[str], Path]:
    names = [path.relative_to(theme_dir("static")) for path in theme_dir("static").rglob("*") if path.is_file()]
    for name in names:
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text(str(name), encoding="utf-8")
    return lambda name: static if name == "static" else theme_dir(name)


def write_notes(folder: Path, word: str) -> None:
    (folder / "notes").mkdir(parents=True, exist_ok=True)
    for name in ("a", "b"):
        text = f"---\ntitle: {name}\ndate: 2024-01-01\ntags: [x, {word}]\n---\n{word} $x$ [[a]]\n"
        (folder / "notes" / f"{name}.md").write_text(text, encoding="utf-8")


def build(folder: Path, *flags: str) -> int:
    return main(["build", "-q", "-j", "1", "-r", str(folder), *flags])


def published(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def clean(root: Path) -> Files:
    """What a build from nothing publishes of the same notes."""
    copy = root.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("public", ".papersite"))
    assert build(copy) == 0
    return published(copy / "public")


def damage(name: str, data: bytes | None) -> Callable[[Path], object]:
    """Puts something else where papersite keeps what it may lose; None is a folder."""

    def change(root: Path) -> None:
        path = root / ".papersite" / name if name else root / ".papersite"
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        path.mkdir() if data is None else path.write_bytes(data)

    return change


def lock_memo(root: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(root / ".papersite" / store.FILE_NAME)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


def set_times(root: Path, seconds: float) -> None:
    for path in [*root.rglob("*")]:
        os.utime(path, (seconds, seconds), follow_symlinks=False)


FAULTS: dict[str, Callable[[Path], object]] = {
    "the output folder is gone": lambda root: shutil.rmtree(root / "public"),
    "a page was emptied": lambda root: (root / "public/index.html").write_bytes(b""),
    "the cache is a file": damage("", b"x"),
    "the cache is gone": lambda root: shutil.rmtree(root / ".papersite"),
    "the memo is a folder": damage(store.FILE_NAME, None),
    "the memo is cut off": lambda root: os.truncate(root / ".papersite" / store.FILE_NAME, 5_000),
    "the memo is locked by another": lock_memo,
    "what the last build said is no JSON": damage("last-build.json", b'{"given": ['),
    "what the last build said is another's": damage("last-build.json", b'{"given": [], "output": "/", "places": ["/"]}'),
    "all times are of tomorrow": lambda root: set_times(root, time.time() + 86_400),
    "all times are of the epoch": lambda root: set_times(root, 0),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_next_build_is_as_from_nothing(fault: str, root: Path) -> None:
    held = FAULTS[fault](root)
    write_notes(root, "second")
    expected = clean(root)
    assert build(root) == 0
    assert published(root / "public") == expected
    del held


def test_a_folder_that_lost_its_manifest_may_be_anybodys_and_is_adopted_by_force_alone(root: Path) -> None:
    (root / "public/.papersite-manifest").unlink()
    write_notes(root, "second")
    assert build(root) == 1
    assert main(["build", "-q", "--force", "-r", str(root)]) == 0
    assert published(root / "public").items() >= clean(root).items()


@pytest.mark.parametrize("what", ["public", "notes/a.md", ".papersite"])
def test_what_goes_away_while_it_is_built_does_no_harm(what: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_notes(root, "second")
    original = build_module.assemble

    def assemble(*args: object, **options: object) -> object:
        path = root / what
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        return original(*args, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(build_module, "assemble", assemble)
        assert build(root) == 0
    expected = clean(root)
    assert build(root) == 0
    assert published(root / "public") == expected


def test_a_full_disk_leaves_the_old_site_and_the_next_build_makes_the_new(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = published(root / "public")
    write_notes(root, "second")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(staging, "write_file", full)
        assert build(root) == 1
    assert published(root / "public") == before
    expected = clean(root)
    assert build(root) == 0
    assert published(root / "public") == expected


def test_two_builds_at_once_are_refused_and_a_dead_one_holds_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_notes(root, "second")
    with publish.publishing(root / "public"):
        assert build(root) == 1
    assert "another papersite is publishing" in capsys.readouterr().err
    assert build(root) == 0


# ── at every step ────────────────────────────────────────────────────────────────────────────────────────────────────
#
# A step is a call that changes the disk. A build is first counted through, then stopped at one step after the other: at a few,
# evenly chosen, or with PAPERSITE_THOROUGH=1 at each.

STEPS: list[tuple[object, str]] = [
    *((os, name) for name in ("open", "write", "mkdir", "rename", "replace", "link", "unlink", "rmdir", "chmod")),
    (io, "open"),
    (staging, "_exchange"),
    (store.Store, "_change"),
]
TRIED = 5

Fault = Callable[[int, str, Callable[[], object], tuple[object, ...]], object]


def is_step(name: str, args: tuple[object, ...]) -> bool:
    """Whether a call changes the disk: files are also opened to be read, and pipes written to."""
    if name == "write":
        return stat.S_ISREG(os.fstat(cast(int, args[0])).st_mode)
    if name == "open":
        how = args[1] if len(args) > 1 else "r"
        return bool(how & os.O_CREAT) if isinstance(how, int) else how != "r" and how != "rb"
    return True


def stopped_build(site: Path, flags: list[str], fault: Fault) -> tuple[int, int]:
    """A build in a child process that meets a fault at each step; its exit status and how many steps it came to."""
    said, saying = os.pipe()
    child = os.fork()
    if child == 0:
        number, write = 0, os.write
        for place, name in STEPS:
            original = getattr(place, name)

            def step(*args: object, original: Any = original, name: str = name, **options: object) -> object:
                nonlocal number
                if not is_step(name, args):
                    return original(*args, **options)
                number += 1
                write(saying, b"!")
                return fault(number, name, lambda: original(*args, **options), args)

            setattr(place, name, step)
        try:
            status = build(site, *flags)
        except BaseException:
            status = 99
        os._exit(status)
    os.close(saying)
    with os.fdopen(said, "rb") as steps:
        count = len(steps.read())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), count


def killed_at(last: int) -> Fault:
    def fault(number: int, name: str, call: Callable[[], object], args: tuple[object, ...]) -> object:
        if number < last:
            return call()
        if name == "write":  # half of a file is there by then
            os.truncate(cast(int, args[0]), 0)
            os.pwrite(cast(int, args[0]), cast(bytes, args[1])[: len(cast(bytes, args[1])) // 2], 0)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    return fault


def full_from(first: int) -> Fault:
    def fault(number: int, name: str, call: Callable[[], object], _: tuple[object, ...]) -> object:
        if number >= first and name in ("open", "write", "mkdir", "link"):  # what needs room
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        return call()

    return fault


def never(_number: int, _name: str, call: Callable[[], object], _: tuple[object, ...]) -> object:
    return call()


def change_template(root: Path) -> None:
    (root / "templates").mkdir()
    text = (theme_dir("templates") / "base.html").read_text(encoding="utf-8")
    (root / "templates/base.html").write_text(text.replace("</body>", "<!-- new --></body>"), encoding="utf-8")


def forget_all(root: Path) -> None:
    shutil.rmtree(root / "public")
    shutil.rmtree(root / ".papersite")


def delete_and_rename(root: Path) -> None:
    (root / "notes/a.md").unlink()
    (root / "notes/b.md").rename(root / "notes/c.md")


WAYS: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "the first build": (forget_all, []),
    "an edit": (lambda root: write_notes(root, "second"), []),
    "notes deleted and renamed": (delete_and_rename, []),
    "a template of all pages": (change_template, []),
    "a template of all pages, by workers": (change_template, ["-j", "2"]),
    "another output folder": (lambda root: write_notes(root, "second"), ["-o", "other"]),
}


def stat_of(folder: Path) -> dict[str, tuple[int, int]]:
    found = {path: path.stat() for path in folder.rglob("*") if path.is_file()}
    return {path.relative_to(folder).as_posix(): (each.st_ino, each.st_mtime_ns) for path, each in found.items()}


@pytest.mark.parametrize("how", [killed_at, full_from], ids=["killed", "on a full disk"])
@pytest.mark.parametrize("way", WAYS)
def test_stopped_at_any_step_the_site_is_the_old_or_the_new_and_the_next_build_mends_all(
    way: str, how: Callable[[int], Fault], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "FEW", {"fork": 2, "spawn": 2})
    monkeypatch.chdir(root)
    act, flags = WAYS[way]
    write_notes(root, "before the first")
    build(root)
    write_notes(root, "first")
    build(root)  # now a stage waits that differs
    act(root)
    new, kept = clean(root), root.with_name("kept")
    output = Path("other" if "-o" in flags else "public")
    old, others = published(output), published(Path("public"))

    def restore() -> None:
        for path in root.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(kept, root, symlinks=True, dirs_exist_ok=True)

    shutil.copytree(root, kept, symlinks=True)
    status, steps = stopped_build(root, flags, never)
    assert (status, published(output)) == (0, new)
    for number in range(1, steps + 1) if THOROUGH else sorted({1 + steps * n // TRIED for n in range(TRIED)}):
        restore()
        before = stat_of(output)
        status, _ = stopped_build(root, flags, how(number))
        stopped, place = published(output), f"stopped at step {number} of {steps}"
        assert status in (0, 1, -signal.SIGKILL), place
        assert stopped in (old, new), place
        assert stopped == new or status != 0, place
        assert "-o" not in flags or published(Path("public")) == others, place
        assert build(root, *flags) == 0, place
        assert published(output) == new, f"the build after one {place}"
        after = stat_of(output)
        assert {name for name in before if old[name] == new.get(name) and before[name] != after[name]} == set(), place
