"""What is kept between rounds: which files are read again, and when everything is looked at."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from papersite.remembering.kept import FilesRead, Kept
from papersite.sources import read_sources


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two notes that were saved long ago."""
    (tmp_path / "notes").mkdir()
    for name in ("a.md", "b.md"):
        saved(tmp_path / "notes" / name, f"# {name}\n")
    return tmp_path


def saved(file: Path, text: str, seconds_ago: int = 60) -> Path:
    file.write_text(text)
    then = time.time_ns() - seconds_ago * 10**9
    os.utime(file, ns=(then, then))
    return file


def test_a_file_that_looks_as_before_is_not_read_again(site: Path) -> None:
    files, file = FilesRead(), site / "notes" / "a.md"
    first = files.read(file, Path.read_bytes)
    assert files.read(file, lambda _: b"read again") is first
    saved(file, "longer than before")
    assert files.read(file, Path.read_bytes) == b"longer than before"


@pytest.mark.skipif(os.name != "posix", reason="the system keeps no time of its own")
def test_a_file_written_with_as_many_bytes_and_its_time_set_back_is_read_again(site: Path) -> None:
    files, file = FilesRead(), site / "notes" / "a.md"
    files.read(file, Path.read_bytes)
    before = file.stat()
    file.write_text("# b.md\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert files.read(file, Path.read_bytes) == b"# b.md\n"


def test_a_file_that_may_have_changed_within_a_tick_of_the_clock_is_read_again(site: Path) -> None:
    files, file = FilesRead(), saved(site / "notes" / "a.md", "one", seconds_ago=0)
    looks = file.stat().st_mtime_ns
    assert files.read(file, Path.read_text) == "one"
    file.write_text("two")
    os.utime(file, ns=(looks, looks))
    assert files.read(file, Path.read_text) == "two"


def test_a_file_with_a_date_to_come_is_read_each_time(site: Path) -> None:
    files, file = FilesRead(), saved(site / "notes" / "a.md", "one", seconds_ago=-3600)
    assert files.read(file, Path.read_text) == "one"
    assert files.read(file, lambda _: "two") == "two"


def test_what_is_read_again_and_the_same_is_the_same_object(site: Path) -> None:
    files, file = FilesRead(), saved(site / "notes" / "a.md", "one " * 100, seconds_ago=0)
    assert files.read(file, Path.read_bytes) is files.read(file, Path.read_bytes)


def test_only_the_files_named_are_read_if_all_of_them_were_there(site: Path) -> None:
    kept, notes = Kept(), site / "notes"
    (a, b), _ = kept.sources(notes, site)
    saved(notes / "a.md", "# another\n")
    saved(notes / "b.md", "# not told\n")
    (newer, same), _ = kept.sources(notes, site, [notes / "a.md"])
    assert (newer.text, same) == ("# another\n", b)
    assert same is b
    assert kept.sources(notes, site) == read_sources(notes, site)
    assert a.text == "# a.md\n"


@pytest.mark.parametrize("change", ["added", "removed", "made a folder", "made a link", "no dump"])
def test_whatever_else_happens_everything_is_looked_at(site: Path, change: str) -> None:
    kept, notes = Kept(), site / "notes"
    kept.sources(notes, site)
    file = notes / ("c.md" if change == "added" else "c.toml" if change == "no dump" else "a.md")
    file.unlink(missing_ok=True)
    saved(notes / "b.md", "# not told\n")
    if change == "made a folder":
        file.mkdir()
    elif change == "made a link":
        file.symlink_to("b.md")
    elif change != "removed":
        file.write_text("x")
    assert kept.sources(notes, site, [file]) == read_sources(notes, site)
    assert kept.sources(notes, site, [notes / "b.md"]) == read_sources(notes, site)


def test_other_files_are_what_they_were_while_only_notes_change(site: Path) -> None:
    kept, notes = Kept(), site / "notes"
    kept.sources(notes, site)
    assert kept.other("templates", lambda: "one") == "one"
    kept.sources(notes, site, [notes / "a.md"])
    assert kept.other("templates", lambda: "two") == "one"
    kept.sources(notes, site, [site / "templates" / "paper.html"])
    assert kept.other("templates", lambda: "two") == "two"


def test_what_a_whole_look_did_not_come_by_is_forgotten(site: Path) -> None:
    kept, notes = Kept(), site / "notes"
    kept.sources(notes, site)
    kept.done()
    looked = (notes / "a.md").stat()
    text = (notes / "a.md").read_text()
    (notes / "a.md").unlink()
    kept.sources(notes, site)
    kept.done()
    (notes / "a.md").write_text(text)
    os.utime(notes / "a.md", ns=(looked.st_mtime_ns, looked.st_mtime_ns))
    assert kept.sources(notes, site) == read_sources(notes, site)
