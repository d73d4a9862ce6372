"""What can go wrong around a build: afterwards the published site is whole, and the next build is like one from nothing."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from papersite import build as build_module
from papersite.cli import main
from papersite.errors import PapersiteError
from papersite.publishing import publish, staging
from papersite.remembering import store
from papersite.theme import theme_dir

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


def build(folder: Path) -> int:
    return main(["build", "-q", "-j", "1", "-r", str(folder)])


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


STEPS = [(os, name) for name in ("mkdir", "rename", "replace", "link", "unlink", "rmdir", "open")] + [
    (staging, "write_file"),
    (staging, "_exchange"),
    (store.Store, "_change"),
]


def killed_build(root: Path, number: int) -> int:
    """A build in a child process that dies by SIGKILL at its n-th change of the disk; its exit status."""
    child = os.fork()
    if child == 0:
        left = [number]
        for place, name in STEPS:
            original = getattr(place, name)

            def step(*args: object, original: Callable[..., object] = original, **options: object) -> object:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return original(*args, **options)

            setattr(place, name, step)
        try:
            status = build(root)
        except (PapersiteError, OSError):
            status = 1
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_killed_anywhere_the_site_is_the_old_or_the_new_and_the_next_build_mends_all(root: Path) -> None:
    old = published(root / "public")
    write_notes(root, "second")
    new = clean(root)
    shutil.copytree(root, root.with_name("kept"), symlinks=True)
    for number in (1, 3, 8, 21, 34, 55, 89):
        shutil.rmtree(root)
        shutil.copytree(root.with_name("kept"), root, symlinks=True)
        status = killed_build(root, number)
        assert status in (0, -signal.SIGKILL)
        assert published(root / "public") in (old, new), f"killed at step {number}"
        assert build(root) == 0
        assert published(root / "public") == new, f"after being killed at step {number}"
