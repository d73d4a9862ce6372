"""Importing on the disk, as a user meets it: what is written, what is printed, what the command returns."""

from __future__ import annotations

from pathlib import Path

import pytest

from papersite.cli import main
from tests.importing.written import DIGESTS, Digest, dump

SAMPLES = Path(__file__).parent.parent / "formats"
ONE, TWO, THREE = (Digest(*each) for each in DIGESTS[:3])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a dump beside where the notes will be; the user stands in it."""
    (tmp_path / "page.txt").write_text(dump([ONE, TWO]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_dump_becomes_files_in_notes_and_a_second_import_writes_nothing(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "page.txt"]) == 0
    assert capsys.readouterr().out.endswith("2 added\n")
    before = files(site / "notes")
    assert len(before) == 4
    assert b"path: page.txt\n  lines: 2-14\n" in before["deep-sets.md"]
    times = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert main(["import", "page.txt"]) == 0
    assert capsys.readouterr().out == "2 unchanged\n"
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == times
    assert main(["build", "-q"]) == 0
    assert "page.txt 2–14行" in (site / "public/papers/1703.06114/index.html").read_text(encoding="utf-8")


def test_a_dry_run_says_the_same_and_writes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--dry-run", "page.txt", "--to", "elsewhere"]) == 0
    said = capsys.readouterr().out
    assert not (site / "elsewhere").exists()
    assert main(["import", "page.txt", "--to", "elsewhere"]) == 0
    assert capsys.readouterr().out == said
    assert (site / "elsewhere/deep-sets.md").is_file()


def test_what_was_done_is_told_file_by_file(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "page.txt").write_text(dump([ONE, TWO, THREE]), encoding="utf-8")
    main(["import", "page.txt", "-q"])
    edit(site / "notes/deep-sets.md", "tags: [", "tags: [要再読, ")
    edit(site / "notes/why-should-i-trust-you-explaining-the-predictions-of-any.md", "核だけを", "核を私が")
    newer = dump([ONE, TWO]).replace("集合を入力にする。", "集合を入力にできる。").replace("核だけを", "核だけを短く")
    (site / "page.txt").write_text(newer, encoding="utf-8")
    assert main(["import", "page.txt"]) == 1
    notes = site / "notes"
    name = "why-should-i-trust-you-explaining-the-predictions-of-any.md"
    assert capsys.readouterr().out.splitlines() == [
        f"changed  {notes}/deep-sets.md: summary, body (your tags kept)",
        f"conflict {notes}/{name}: body changed on both sides; yours stays, the dump's is in {notes}/.imported/{name}.new",
        f"removed  {notes}/yes-a-title-with-colons-and-a-hash.md: not in the dump any more; kept (--prune deletes it)",
        "1 changed, 1 conflict, 1 removed",
    ]
    assert "核を私が" in (notes / name).read_text(encoding="utf-8")
    rival = notes / ".imported" / f"{name}.new"
    assert "核だけを短く" in rival.read_text(encoding="utf-8")
    assert main(["import", "page.txt"]) == 1
    assert f"not settled; take over what you want from {rival}" in capsys.readouterr().out
    rival.unlink()
    assert main(["import", "page.txt", "--prune"]) == 0
    assert not (notes / "yes-a-title-with-colons-and-a-hash.md").exists()


def test_a_settled_conflict_leaves_no_rival(site: Path) -> None:
    main(["import", "page.txt", "-q"])
    note, rival = site / "notes/deep-sets.md", site / "notes/.imported/deep-sets.md.new"
    edit(note, "核だけを", "核を私が")
    edit(site / "page.txt", "核だけを", "核だけを短く")
    assert main(["import", "page.txt", "-q"]) == 1
    note.write_bytes(rival.read_bytes())
    assert main(["import", "page.txt", "-q"]) == 0
    assert not rival.exists()


def test_what_an_editor_does_to_line_ends_is_no_edit(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "page.txt", "-q"])
    note = site / "notes/deep-sets.md"
    note.write_bytes(b"\xef\xbb\xbf" + note.read_bytes().replace(b"\n", b"\r\n"))
    saved = note.read_bytes()
    assert main(["import", "page.txt"]) == 0
    assert capsys.readouterr().out == "2 unchanged\n"
    assert note.read_bytes() == saved


def test_a_file_in_another_folder_is_the_same_file(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "page.txt", "-q"])
    (site / "notes/sets").mkdir()
    (site / "notes/deep-sets.md").rename(site / "notes/sets/zaheer.md")
    edit(site / "page.txt", "集合を入力にする。", "集合を入力にできる。")
    assert main(["import", "page.txt"]) == 0
    assert "notes/sets/zaheer.md: summary, body\n" in capsys.readouterr().out
    assert main(["import", "page.txt"]) == 0
    assert capsys.readouterr().out == "2 unchanged\n"
    assert (site / "notes/.imported/sets/zaheer.md").is_file()
    assert not (site / "notes/.imported/deep-sets.md").exists()


def test_a_dump_within_the_notes_is_told_to_be_moved_out(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "notes").mkdir()
    (site / "page.txt").rename(site / "notes/page.txt")
    assert main(["import", "notes/page.txt"]) == 0
    assert "notes/page.txt is still in the notes folder" in capsys.readouterr().err
    assert "path: notes/page.txt" in (site / "notes/deep-sets.md").read_text(encoding="utf-8")
    (site / "notes/page.txt").rename(site / "page.txt")
    assert main(["import", "page.txt"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("2 unchanged\n", "")


def test_the_published_site_stays_as_it_was_to_the_byte(site: Path) -> None:
    (site / "notes").mkdir()
    (site / "page.txt").rename(site / "notes/page.txt")
    (site / "notes/meeting.txt").write_bytes((SAMPLES / "study_meeting/damage-is-told-and-nothing-is-lost.txt").read_bytes())
    main(["build", "-q", "-o", "before"])
    main(["import", "-q", "notes/page.txt", "notes/meeting.txt"])
    (site / "notes/page.txt").unlink()
    (site / "notes/meeting.txt").unlink()
    main(["build", "-q", "-o", "after"])
    assert files(site / "after") == files(site / "before")
    assert len(files(site / "after")) > 20


def test_a_folder_of_dumps_is_imported_without_what_is_a_note_already(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = site / "old/sub"
    folder.mkdir(parents=True)
    (site / "page.txt").rename(folder / "page.txt")
    (folder / "own.md").write_text("---\ntitle: 私のメモ\n---\n\n本文。\n", encoding="utf-8")
    (folder / "figure.png").write_bytes(b"\x89PNG")
    assert main(["import", "old"]) == 0
    assert sorted(path.name for path in (site / "notes").glob("*.md"))[0] == "deep-sets.md"
    assert not (site / "notes/own.md").exists()
    capsys.readouterr()
    assert main(["import", "old/sub/own.md"]) == 1
    assert "is no dump but one note with front matter" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["gone.txt"], "no such dump: gone.txt"), (["page.txt", "copy/page.txt"], "page.txt and copy/page.txt have one name")],
    ids=["a dump that is not there", "two dumps of one name"],
)
def test_what_cannot_be_imported_is_an_error(
    site: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (site / "copy").mkdir()
    (site / "copy/page.txt").write_text(dump([THREE]), encoding="utf-8")
    assert main(["import", *arguments]) == 1
    assert message in capsys.readouterr().err
    assert not (site / "notes").exists()


def test_problems_of_the_dump_are_shown(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "broken.txt").write_text(dump([ONE]).replace("核だけを述べる。", "```\n閉じない"), encoding="utf-8")
    main(["import", "broken.txt"])
    assert "broken.txt:8: warning:" in capsys.readouterr().err
