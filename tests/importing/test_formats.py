"""Importing each format: the notes of every sample become files that read back as the same notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from papersite.formats import FORMATS
from papersite.importing import Outcome, import_dumps

SAMPLES = Path(__file__).parents[1] / "formats"
OWN_FILES = {"front_matter", "other_file", "plain"}


@pytest.mark.parametrize("name", sorted({fmt.name for fmt in FORMATS} - OWN_FILES | {"saved_page"}))
def test_every_note_of_a_sample_becomes_a_file(name: str, tmp_path: Path) -> None:
    dumps = [path for path in SAMPLES.joinpath(name).glob("*.*") if path.suffix != ".py" and ".golden" not in path.name]
    notes = tmp_path / "notes"
    notes.mkdir()
    done = import_dumps(dumps, notes, tmp_path, notes)
    assert done.changes
    assert {change.outcome for change in done.changes} == {Outcome.ADDED}
    assert len(list(notes.glob("*.md"))) == len(done.changes)
