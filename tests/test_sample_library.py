"""The sample library in notes/: what it is to show is there, and what its review.toml says belongs to a note."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest

from papersite.config import Config, parse_config
from papersite.formats import choose
from papersite.identity import find_ids
from papersite.model import Note, Source
from papersite.review import apply_overrides, parse_overrides, review_keys
from papersite.tags import Vocabulary
from tests.conftest import ROOT

FOLDER = ROOT / "notes"


@pytest.fixture(scope="module")
def notes() -> tuple[Note, ...]:
    """The notes of the sample library as their formats read them."""
    found: list[Note] = []
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in {".md", ".txt"}:
            data = path.read_bytes()
            source = Source(PurePosixPath("notes", path.name), data, data.decode("utf-8"))
            found += choose(source).parse(source).notes
    return tuple(found)


def test_papers_are_noted_in_more_than_one_file_and_cite_each_other() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.*"))]
    for identifier in ("1706.03762", "2106.09685", "2501.12948"):
        assert sum(identifier in text for text in texts) >= 2, identifier
    assert len({str(hit.id) for text in texts for hit in find_ids(text)}) >= 20


def test_the_review_file_speaks_of_notes_that_are_there(notes: tuple[Note, ...]) -> None:
    path = FOLDER / "review.toml"
    said, problems = parse_overrides(path.read_text(encoding="utf-8"), keys=review_keys(notes))
    assert problems == ()
    assert said
    titles = [note.title for note in apply_overrides(notes, said)]
    assert all(override.title in titles for override in said.values())


def test_the_tags_of_the_sample_notes_are_known(notes: tuple[Note, ...]) -> None:
    vocabulary = Vocabulary.built_in()
    tags = {tag for note in notes for tag in note.tags}
    assert len(tags) > 40
    assert {tag for tag in tags if not vocabulary.knows(tag)} == set()


def test_the_settings_name_the_site() -> None:
    config = parse_config((ROOT / "site.toml").read_text(encoding="utf-8"))
    assert config.title != Config().title
    assert config.language == "ja"


def test_no_line_of_the_real_dumps_stands_in_the_sample_notes(dumps_dir: Path) -> None:
    real = {line.strip() for path in dumps_dir.iterdir() for line in path.read_text(encoding="utf-8").split("\n")}
    lines = {line.strip() for path in FOLDER.glob("*.*") for line in path.read_text(encoding="utf-8").split("\n")}
    # Chrome is shorter than what is looked for here, but for the last line of an article; a citation has but one form.
    shared = {line for line in lines & real if len(re.sub(r"\W", "", line)) > 22 and not line.startswith("- [Paper Note]")}
    assert shared <= {"この記事が気に入ったらサポートをしてみませんか?"}
