"""Reading notes/: which files are dumps, and what happens to those that can't be read."""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from papersite.model import Problem, Severity, Source
from papersite.sources import is_dump, is_ignored, read_source, read_sources, source_path


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


def paths(notes: Path) -> list[str]:
    return [str(source.path) for source in read_sources(notes, notes.parent)[0]]


def problems(notes: Path) -> list[tuple[str, str]]:
    return [(problem.kind, str(problem.origin)) for problem in read_sources(notes, notes.parent)[1]]


def write(path: Path, text: str = "本文") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.txt", "a.text", "A.MD", "題名.md", "a.b.txt"])
def test_text_files_are_dumps(name: str) -> None:
    assert is_dump(name)


@pytest.mark.parametrize(
    "name",
    [
        "a.png",
        "review.toml",
        "tags.toml",
        "md",
        ".a.md",
        ".#a.md",
        "#a.md#",
        "a.md~",
        ".a.md.swp",
        "a.swp",
        "4913",
        "~$a.txt",
    ],
)
def test_other_files_are_none(name: str) -> None:
    assert not is_dump(name)


def test_what_editors_leave_behind_is_ignored_and_assets_are_not() -> None:
    assert is_ignored("4913")
    assert is_ignored(".git")
    assert not is_ignored("figure.png")


def test_sources_are_sorted_by_path_and_know_bytes_and_text(notes: Path) -> None:
    write(notes / "b.md")
    write(notes / "a" / "c.txt", "一\r\n二")
    write(notes / "a" / "figure.png")
    sources, told = read_sources(notes, notes.parent)
    assert [str(source.path) for source in sources] == ["notes/a/c.txt", "notes/b.md"]
    assert sources[0].text == "一\n二"
    assert sources[0].data == "一\r\n二".encode()
    assert told == ()


def test_what_registries_say_is_no_dump_and_a_file_of_that_name_further_down_is_one(notes: Path) -> None:
    write(notes / "metadata.json")
    write(notes / "paper" / "metadata.json")
    assert paths(notes) == ["notes/paper/metadata.json"]


def test_hidden_folders_are_not_looked_into(notes: Path) -> None:
    write(notes / ".obsidian" / "a.md")
    write(notes / "b.md")
    assert paths(notes) == ["notes/b.md"]


def test_a_name_is_spoken_of_in_nfc_and_opened_as_it_is(notes: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "が.md")
    assert decomposed != "が.md"
    write(notes / decomposed)
    assert paths(notes) == ["notes/が.md"]


def test_a_name_that_is_no_utf8_is_still_printable(notes: Path) -> None:
    name = os.fsdecode(b"\xff.md")
    try:
        write(notes / name)
    except OSError:
        pytest.skip("this file system takes no such name")
    (path,) = paths(notes)
    assert path == "notes/\ufffd.md"


def test_what_is_wrong_inside_a_file_stands_with_its_source(notes: Path) -> None:
    (notes / "a.md").write_bytes(b"a\xff")
    (source,), told = read_sources(notes, notes.parent)
    assert [problem.kind for problem in source.problems] == ["undecodable-bytes"]
    assert told == ()


def test_a_file_above_the_limit_is_not_read_and_the_others_are(notes: Path) -> None:
    write(notes / "large.md", "x" * 11)
    write(notes / "small.md", "x" * 10)
    sources, told = read_sources(notes, notes.parent, max_bytes=10)
    assert [source.path.name for source in sources] == ["small.md"]
    assert [(problem.kind, problem.severity, str(problem.origin)) for problem in told] == [
        ("too-large", Severity.ERROR, "notes/large.md:1")
    ]


def test_a_file_that_vanished_is_a_problem_and_no_error(notes: Path) -> None:
    read = read_source(notes / "gone.md", notes.parent)
    assert isinstance(read, Problem)
    assert (read.kind, str(read.origin)) == ("unreadable", "notes/gone.md:1")


def test_too_many_open_files_are_no_fault_of_the_note_that_was_to_be_read(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(notes / "a.md")
    monkeypatch.setattr(os, "open", fails_with(errno.EMFILE))
    with pytest.raises(OSError, match="Too many open files"):
        read_sources(notes, notes.parent)


def fails_with(code: int) -> Callable[..., int]:
    def fail(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_a_problem_and_the_rest_loads(notes: Path) -> None:
    write(notes / "a.md").chmod(0)
    write(notes / "b.md")
    assert paths(notes) == ["notes/b.md"]
    assert problems(notes) == [("unreadable", "notes/a.md:1")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_named_like_a_note_is_not_waited_for(notes: Path) -> None:
    os.mkfifo(notes / "pipe.md")
    assert paths(notes) == []
    assert problems(notes) == [("unreadable", "notes/pipe.md:1")]


def test_a_folder_that_is_missing_is_a_problem(tmp_path: Path) -> None:
    sources, told = read_sources(tmp_path / "notes", tmp_path)
    assert sources == ()
    assert [(problem.kind, str(problem.origin)) for problem in told] == [("unreadable", "notes:1")]


def test_a_link_out_of_the_folder_is_refused(notes: Path, tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.md")
    (notes / "a.md").symlink_to(secret)
    (notes / "up").symlink_to(tmp_path)
    write(notes / "b.md")
    assert paths(notes) == ["notes/b.md"]
    assert problems(notes) == [("outside-symlink", "notes/a.md:1"), ("outside-symlink", "notes/up:1")]


def test_a_folder_whose_name_only_begins_alike_is_outside(notes: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "notes-old" / "a.md")
    (notes / "a.md").symlink_to(other)
    assert problems(notes) == [("outside-symlink", "notes/a.md:1")]


def test_a_link_to_a_folder_above_it_is_no_endless_walk(notes: Path) -> None:
    write(notes / "a" / "b.md")
    (notes / "a" / "loop").symlink_to(notes / "a")
    (notes / "a" / "top").symlink_to(notes)
    (notes / "self.md").symlink_to(notes / "self.md")
    assert paths(notes) == ["notes/a/b.md"]
    assert {kind for kind, _ in problems(notes)} == {"symlink-loop", "unreadable"}


def test_many_links_to_each_other_are_walked_once(notes: Path) -> None:
    for one in range(12):
        write(notes / str(one) / "a.md")
        for other in range(12):
            if one != other:
                (notes / str(one) / f"to{other}").symlink_to(notes / str(other))
    assert len(paths(notes)) == 12
    assert problems(notes) == []


def test_a_link_to_a_note_is_no_second_note(notes: Path) -> None:
    write(notes / "a.md")
    (notes / "b.md").symlink_to(notes / "a.md")
    assert paths(notes) == ["notes/a.md"]


def test_a_link_to_what_has_no_name_of_its_own_here_is_read(notes: Path) -> None:
    write(notes / ".store" / "x.md")
    (notes / "a.md").symlink_to(notes / ".store" / "x.md")
    assert paths(notes) == ["notes/a.md"]


def test_the_notes_folder_itself_may_be_a_link(notes: Path, tmp_path: Path) -> None:
    write(notes / "a.md")
    (tmp_path / "linked").symlink_to(notes)
    sources, told = read_sources(tmp_path / "linked", tmp_path)
    assert [str(source.path) for source in sources] == ["linked/a.md"]
    assert told == ()


def test_a_path_outside_of_the_root_is_given_whole() -> None:
    assert source_path(Path("/elsewhere/a.md"), Path("/site")) == PurePosixPath("/elsewhere/a.md")


def test_one_file_is_read_alone(notes: Path) -> None:
    read = read_source(write(notes / "a.md"), notes.parent)
    assert isinstance(read, Source)
    assert (str(read.path), read.text, read.encoding) == ("notes/a.md", "本文", "utf-8")
