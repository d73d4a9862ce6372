"""The quick answer that nothing changed: right whenever it is given, whatever changed in whatever way."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from papersite import build as build_module
from papersite.cli import main
from papersite.publishing.hidden import FOLDER
from papersite.remembering.unchanged import FILE_NAME, Look, said_before

pytestmark = pytest.mark.slow

PAGE = "papers/2106.09685/index.html"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    for name, text in {
        "notes/lora.md": "---\ntitle: LoRA\narxiv: 2106.09685\n---\n低ランク。![](no.png)\n",
        "notes/b.md": "---\ntitle: BERT\n---\n双方向。\n",
        "templates/404.html": "無い",
        "static/own.txt": "x",
        "site.toml": 'title = "T"\n',
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The builds that ran."""
    ran: list[object] = []
    real = build_module.build

    def counted(*args: object, **named: object) -> object:
        ran.append(args)
        return real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(build_module, "build", counted)
    return ran


def test_a_second_build_is_not_run_and_says_the_same(
    root: Path, builds: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["build"])
    first = capsys.readouterr()
    main(["build"])
    second = capsys.readouterr()
    assert len(builds) == 1
    assert second.err == first.err != ""
    assert "0 files written, 0 removed" in second.out
    (root / FOLDER / FILE_NAME).unlink()
    main(["build"])
    assert capsys.readouterr() == second


def test_strict_still_fails(root: Path, builds: list[object]) -> None:
    assert main(["build", "--strict"]) == main(["build", "--strict"]) == 1
    assert len(builds) == 1


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text(text, encoding="utf-8")


def edit_in_secret(root: Path) -> None:
    """As long as before, and as old."""
    note = root / "notes/b.md"
    before = note.stat()
    note.write_text(note.read_text(encoding="utf-8").replace("双方向", "単方向"), encoding="utf-8")
    os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(write("notes/b.md", "---\ntitle: BERT\n---\n別の本文。\n"), id="a note"),
        pytest.param(edit_in_secret, id="a note that looks as before"),
        pytest.param(write("notes/c.md", "---\ntitle: C\n---\n"), id="a new note"),
        pytest.param(lambda root: (root / "notes/b.md").unlink(), id="a note gone"),
        pytest.param(lambda root: (root / "notes/b.md").rename(root / "notes/d.md"), id="a note renamed"),
        pytest.param(write("notes/tags.toml", "ignore = []\n"), id="settings beside the notes"),
        pytest.param(write("notes/no.png", "png"), id="an image"),
        pytest.param(write("templates/404.html", "消えた"), id="a template"),
        pytest.param(write("templates/tag.html", "x"), id="a new template"),
        pytest.param(write("static/own.txt", "y"), id="a static file"),
        pytest.param(write("site.toml", 'title = "U"\n'), id="the config"),
        pytest.param(lambda root: (root / "site.toml").unlink(), id="no config"),
        pytest.param(lambda root: (root / "public" / PAGE).unlink(), id="a published file gone"),
        pytest.param(write(f"public/{PAGE}", "x"), id="a published file changed"),
        pytest.param(lambda root: shutil.rmtree(root / "public"), id="the published folder gone"),
        pytest.param(write("public/.papersite-manifest", ""), id="another manifest"),
        pytest.param(write(f"{FOLDER}/{FILE_NAME}", "[]"), id="a record that is none"),
        pytest.param(lambda root: (root / "notes/link.md").symlink_to(root / "notes/b.md"), id="a link"),
    ],
)
def test_whatever_changes_is_built(change: Callable[[Path], object], root: Path, builds: list[object]) -> None:
    main(["build", "-q"])
    change(root)
    main(["build", "-q"])
    assert len(builds) == 2


@pytest.mark.parametrize("flags", [["-u", "https://a.example"], ["-D"], ["-o", "elsewhere"], ["--force"], ["--json"]])
def test_whatever_else_is_asked_for_is_built(flags: list[str], root: Path, builds: list[object]) -> None:
    main(["build", "-q"])
    main(["build", "-q", *flags])
    assert len(builds) == 2


def test_another_papersite_builds(root: Path, builds: list[object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    main(["build", "-q"])
    (tmp_path / "another").mkdir()
    monkeypatch.setattr("papersite.remembering.unchanged._PACKAGE", tmp_path / "another")
    main(["build", "-q"])
    assert len(builds) == 2


def test_another_version_of_what_it_needs_builds(
    root: Path, builds: list[object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    main(["build", "-q"])
    (tmp_path / "packages" / "jinja2-99.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "packages")
    main(["build", "-q"])
    assert len(builds) == 2


def test_what_could_not_be_read_once_is_read_by_the_next_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["build", "-q"])
    (root / "notes/b.md").write_text("---\ntitle: BERT again\n---\n", encoding="utf-8")
    real = Path.read_bytes

    def failing(path: Path) -> bytes:
        if path.name == "own.txt":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return real(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", failing)
        main(["build", "-q"])
    assert not (root / "public/static/own.txt").exists()
    main(["build", "-q"])
    assert (root / "public/static/own.txt").exists()


def test_what_killed_builds_began_to_say_does_not_stay(root: Path) -> None:
    main(["build", "-q"])
    begun = root / FOLDER / f"{FILE_NAME}-1"
    begun.write_text("{", encoding="utf-8")
    (root / "notes/b.md").write_text("---\ntitle: BERT again\n---\n", encoding="utf-8")
    main(["build", "-q"])
    assert not begun.exists()


def test_what_changes_while_it_is_built_is_not_taken_for_built(root: Path) -> None:
    look = Look(root, [], [root / "notes"])
    (root / "notes/b.md").write_text("changed", encoding="utf-8")
    look.keep(root / "public", "all well", [])
    assert said_before(root, [])[0] is None
