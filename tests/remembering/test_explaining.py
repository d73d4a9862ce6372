"""`papersite explain`: why a page was last made, and whether a build now would make it anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from papersite.cli import main

URL = "/papers/2106.09685/"
Explain = Callable[..., list[str]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/lora.md").write_text("---\ntitle: LoRA\narxiv: 2106.09685\n---\n低ランク。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str]) -> Explain:
    def told(page: str = URL) -> list[str]:
        capsys.readouterr()
        assert main(["explain", page]) == 0
        return capsys.readouterr().out.splitlines()

    return told


def test_a_page_is_new_and_then_stays(root: Path, explain: Explain) -> None:
    assert explain()[1:3] == ["last made: never, by this papersite", "now: it is not known, so a build makes it anew"]
    main(["build", "-q"])
    found = explain()
    assert found[0] == f"{URL} is papers/2106.09685/index.html, made by paper.html"
    assert found[1] == "last made: as a new page"
    assert found[2] == "now: nothing that it is made from has changed, so a build leaves it as it is"


def test_it_names_what_changed_before_and_after_the_build(root: Path, explain: Explain) -> None:
    main(["build", "-q"])
    note = root / "notes/lora.md"
    note.write_text(note.read_text(encoding="utf-8") + "\nもう一段。\n", encoding="utf-8")
    assert explain()[2].startswith("now: view.notes changed, so a build")
    assert explain("/")[2].startswith("now: nothing")
    main(["build", "-q"])
    assert explain()[1] == "last made: because view.notes changed"
    assert explain()[2].startswith("now: nothing")
    (root / "templates").mkdir()
    (root / "templates/paper.html").write_text("x", encoding="utf-8")
    assert explain()[2].startswith("now: template changed")


def test_a_file_that_somebody_changed_is_told(root: Path, explain: Explain) -> None:
    main(["build", "-q"])
    (root / "public/papers/2106.09685/index.html").write_text("x", encoding="utf-8")
    assert explain()[2] == "now: its file is not the one that was published, so a build makes it anew"


@pytest.mark.parametrize("asked", ["papers/2106.09685", "papers/2106.09685/index.html", "https://a.example/papers/2106.09685/"])
def test_a_page_is_asked_for_by_its_address_or_its_file(asked: str, root: Path, explain: Explain) -> None:
    assert explain(asked)[0].startswith(f"{URL} is ")


def test_a_page_that_does_not_exist_is_told_with_the_nearest(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "/papers/2106.0968/"]) == 1
    assert "did you mean /papers/2106.09685/?" in capsys.readouterr().err
