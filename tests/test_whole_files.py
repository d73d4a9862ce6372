"""Files are read and written whole: no pipe is waited for, and no failure leaves half a file or a temporary one."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from papersite.whole_files import read_regular, write_whole


def test_a_pipe_and_a_device_are_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path / "pipe", Path(os.devnull), Path("/dev/zero")):
        with pytest.raises(OSError, match="no regular file"):
            read_regular(file)


@pytest.mark.parametrize(
    ("size", "limit", "read"), [(0, 5, 0), (4, 5, 4), (5, 5, 5), (9, 5, 5), (9, 0, 0), (300_000, -1, 300_000)]
)
def test_a_file_is_read_as_far_as_its_limit(size: int, limit: int, read: int, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(bytes(range(200)) * (size // 200) + bytes(range(size % 200)))
    assert read_regular(file, limit) == file.read_bytes()[:read] and (size >= read)


def test_what_is_written_while_it_is_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    real_fstat = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        status = real_fstat(descriptor)
        file.write_bytes(b"new" * 100_000)
        return status

    monkeypatch.setattr(os, "fstat", fstat)
    assert read_regular(file, 1 << 20) == b"new" * 100_000


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells its mappings")
def test_files_share_the_memory_that_they_are_read_into(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"a" * 5_000)

    def mappings() -> int:
        return Path("/proc/self/maps").read_text().count("\n")

    before = mappings()
    read = [read_regular(file, 64 << 20) for _ in range(500)]
    assert len(read) == 500 and mappings() < before + 100


def test_a_text_takes_the_place_of_another_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("old")
    file.chmod(0o640)
    write_whole(file, "新\ud800")
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == ("新?".encode(), 0o640)


def test_a_new_file_has_the_mode_of_any_other(tmp_path: Path) -> None:
    write_whole(tmp_path / "one", "x")
    (tmp_path / "other").write_text("x")
    assert (tmp_path / "one").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_what_a_link_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there/real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "there/real")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "there/real").read_text() == "new"


def test_a_name_of_255_bytes_can_be_written(tmp_path: Path) -> None:
    write_whole(tmp_path / ("a" * 255), "x")
    assert (tmp_path / ("a" * 255)).read_text() == "x"


@pytest.mark.parametrize("failing", ["os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"])
@pytest.mark.parametrize("before", [b"old", None], ids=["a file", "no file"])
def test_whatever_fails_the_file_is_as_it_was_and_nothing_is_left(
    failing: str, before: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.json"
    if before is not None:
        file.write_bytes(before)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(failing, full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, "new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({"a.json": before} if before else {})
