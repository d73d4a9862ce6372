"""What always holds of importing: files say what their dump said, and whatever the dump becomes, edits stay."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from papersite.importing import Change, Outcome, import_dumps, plan_import
from papersite.importing.note_file import reads_back, said, write_note
from papersite.library import read_alone
from papersite.model import Note
from papersite.sources import read_source
from tests.importing.written import COMMENTS, DIGESTS, KEYPOINTS, PAPERS, Digest, Keypoint, dump, library_of, notes_in

SAMPLES = sorted(path for path in (Path(__file__).parent.parent / "formats").glob("*/*") if path.suffix in {".txt", ".md"})
PAGES = st.lists(KEYPOINTS, min_size=1, max_size=5)
# Records of later days. One that says on the same day what another says in its first words can be told by nobody.
NEWER = KEYPOINTS.map(lambda record: replace(record, date=record.date.replace(month=2)))
FILES_OF_DIGESTS = st.lists(PAPERS, min_size=1, max_size=4)
MARK = "（私の追記）"


def carried_out(changes: Sequence[Change]) -> tuple[dict[str, str], dict[str, str]]:
    """The files and bases that a plan leaves."""
    return (
        {each.name: each.text for each in changes if each.text is not None},
        {each.name: each.base for each in changes if each.base is not None},
    )


def imported(notes: Sequence[Note]) -> tuple[dict[str, str], dict[str, str]]:
    return carried_out(plan_import(notes, {}, {}))


def same_library(dumps: dict[str, bytes]) -> None:
    """Building the dumps, and building what was imported from them."""
    root = Path(tempfile.mkdtemp())
    try:
        notes = root / "notes"
        notes.mkdir()
        for name, data in dumps.items():
            (notes / name).write_bytes(data)
        of_dumps = library_of(root)
        done = import_dumps([notes / name for name in dumps], notes, root, notes)
        assert {change.outcome for change in done.changes} <= {Outcome.ADDED}
        for name in dumps:
            if notes / name not in done.passed_over:
                (notes / name).unlink()
        assert library_of(root) == of_dumps
    finally:
        shutil.rmtree(root)


# ── the same library ─────────────────────────────────────────────────────────────────────────────────────────────────


@given(PAGES, FILES_OF_DIGESTS)
@settings(max_examples=12, deadline=None)
def test_files_make_the_library_that_their_dumps_make(page: list[Keypoint], papers: list[Digest]) -> None:
    same_library({"page.txt": dump(page).encode(), "papers.md": dump(papers).encode()})


@pytest.mark.parametrize("folder", sorted({path.parent for path in SAMPLES}), ids=lambda folder: folder.name)
def test_files_make_the_library_that_the_samples_of_a_format_make(folder: Path) -> None:
    same_library({path.name: path.read_bytes() for path in SAMPLES if path.parent == folder})


def test_of_two_notes_of_one_paper_the_one_that_stood_first_in_the_dump_still_names_it() -> None:
    one, other = Digest("Zeta Sets", "1703.06114v3", "一つ目。 #NLP"), Digest("Alpha Sets", "1703.06114v1", "二つ目。 #RL")
    same_library({"papers.md": dump([one, other]).encode()})


def test_a_link_to_the_file_of_a_dump_still_leads_to_its_paper() -> None:
    citing = "---\ntitle: Set Transformer\ndate: 2024-03-01\n---\n\n[前の論文](papers.md)の続き。\n"
    same_library({"papers.md": dump([Digest(*DIGESTS[0])]).encode(), "citing.md": citing.encode()})


def test_a_note_that_says_nothing_is_called_by_its_place_in_the_dump() -> None:
    record = dump([Keypoint(("NLP",), dt.date(2024, 3, 1), None, COMMENTS[0])])
    same_library({"page.txt": f"{record}\n\n\nPaper/Blog Link My Issue\n\nLoading…\n".encode()})


def test_files_make_the_library_that_the_real_dumps_make(dumps_dir: Path) -> None:
    same_library({path.name: path.read_bytes() for path in sorted(dumps_dir.iterdir())})


def test_notes_of_real_dumps_read_back_from_their_files(dumps_dir: Path) -> None:
    for path in sorted(dumps_dir.iterdir()):
        source = read_source(path, dumps_dir)
        for note in read_alone(source).parsed.notes:  # type: ignore[arg-type]
            assert reads_back(note, write_note(note)) == ()


# ── a dump that changes ──────────────────────────────────────────────────────────────────────────────────────────────


@given(PAGES, st.lists(KEYPOINTS, max_size=2), st.lists(KEYPOINTS, max_size=2))
@settings(max_examples=25, deadline=None)
def test_a_dump_that_grows_adds_exactly_what_is_new(page: list[Keypoint], above: list[Keypoint], below: list[Keypoint]) -> None:
    before, now = notes_in(dump(page)), notes_in(dump([*above, *page, *below]))
    files, bases = imported(before)
    again = plan_import(before, files, bases)
    assert {change.outcome for change in again} == {Outcome.UNCHANGED}
    assert carried_out(again) == (files, bases)
    changes = plan_import(now, files, bases)
    assert Counter(change.outcome for change in changes) == {
        outcome: count for outcome, count in ((Outcome.ADDED, len(above) + len(below)), (Outcome.UNCHANGED, len(page))) if count
    }
    added = {change.place for change in changes if change.outcome is Outcome.ADDED}
    new = Counter(said(note) for note in now if note.origin in added)
    assert new == Counter(map(said, now)) - Counter(map(said, before))
    assert set(files) <= {change.name for change in changes}


@given(PAGES, st.data())
@settings(max_examples=25, deadline=None)
def test_a_note_that_grows_is_changed_and_no_other(page: list[Keypoint], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(page) - 1))
    now = [record.longer if place == number else record for place, record in enumerate(page)]
    files, bases = imported(notes_in(dump(page)))
    changes = plan_import(notes_in(dump(now)), files, bases)
    counts = Counter(change.outcome for change in changes)
    assert counts[Outcome.UNCHANGED] == len(page) - 1
    assert counts[Outcome.CHANGED] == 1
    assert all("body" in change.parts for change in changes if change.outcome is Outcome.CHANGED)


@given(PAGES, st.lists(NEWER, max_size=2), st.data())
@settings(max_examples=25, deadline=None)
def test_edits_stay_whatever_the_dump_becomes(page: list[Keypoint], above: list[Keypoint], data: st.DataObject) -> None:
    assume(not {each.longer for each in page} & set(page))
    files, bases = imported(notes_in(dump(page)))
    name = data.draw(st.sampled_from(sorted(files)))
    edited = f"---\ntitle: 私の題\n{files[name].removeprefix('---').lstrip()}\n{MARK}\n"
    files[name] = edited.replace("tags: [", "tags: [要再読, ", 1)
    changes = {
        change.name: change for change in plan_import(notes_in(dump([*above, *(each.longer for each in page)])), files, bases)
    }
    change = changes[name]
    assert change.outcome is Outcome.CHANGED
    assert "title: 私の題\n" in (change.text or "")
    assert "要再読" in (change.text or "")
    assert (change.text or "").endswith(f"後日談: 公式の実装が公開された。\n\n{MARK}\n")
    assert change.own == ("title", "tags", "body")
    others = [each for each in changes.values() if each.name != name and each.outcome is not Outcome.ADDED]
    assert all(MARK not in (each.text or "") and each.own == () for each in others)


def test_real_dumps_that_lose_and_regain_notes_keep_their_files(dumps_dir: Path) -> None:
    for path in sorted(dumps_dir.iterdir()):
        source = read_source(path, dumps_dir)
        notes = read_alone(source).parsed.notes  # type: ignore[arg-type]
        files, bases = imported(notes[1::2])
        changes = plan_import(notes, files, bases)
        assert Counter(change.outcome for change in changes)[Outcome.ADDED] == len(notes[::2])
        assert {change.outcome for change in changes} <= {Outcome.ADDED, Outcome.UNCHANGED}
        fresh = {change.name: change.text for change in plan_import(notes, {}, {})}
        assert {change.name: change.text for change in changes} == fresh, "and their names are those of a first import"
        assert PurePosixPath(path.name) == notes[0].origin.path
