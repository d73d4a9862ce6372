"""Odd folders: pipes where files are expected, folders inside each other, files that can't be had. Nothing hangs."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from papersite.build import Edition, assemble, open_memo
from papersite.cli import main
from papersite.errors import ConfigError
from papersite.site import open_site


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "notes").mkdir(parents=True)
    (folder / "notes/a.md").write_text("---\ntitle: A\ndate: 2024-01-01\ntags: [x]\n---\nx\n", encoding="utf-8")
    return folder


def edition_of(root: Path) -> Edition:
    site = open_site(root)
    with open_memo(site) as memo:
        return assemble(site, memo)


@pytest.mark.parametrize("name", ["tags.toml", "review.toml", "metadata.json", "b.md", "b.png"])
def test_a_pipe_among_the_notes_is_not_waited_for(name: str, root: Path) -> None:
    os.mkfifo(root / "notes" / name)
    assert [record.title for record in edition_of(root).library.records] == ["A"]


def test_a_pipe_as_site_toml_is_told(root: Path) -> None:
    os.mkfifo(root / "site.toml")
    with pytest.raises(ConfigError, match="no regular file"):
        open_site(root)


@pytest.mark.parametrize("folder", ["static", "templates"])
def test_a_pipe_among_static_files_and_templates_is_passed_over(folder: str, root: Path) -> None:
    (root / folder).mkdir()
    os.mkfifo(root / folder / "home.html")
    assert edition_of(root).library.records


@pytest.mark.parametrize(
    "text",
    [
        '{"arxiv:1706.03762": ' + "9" * 5_000 + "}",
        "[" * 100_000,
        '{"arxiv:1706.03762": {"title": "\\ud800"}}',
        "\x00",
        "\xff" * 99,
    ],
    ids=["a long number", "deep", "half a character", "NUL", "no JSON"],
)
def test_a_damaged_metadata_file_does_not_stop_the_build(text: str, root: Path) -> None:
    (root / "notes/metadata.json").write_text(text, encoding="utf-8")
    (root / "notes/b.md").write_text("---\narxiv: '1706.03762'\n---\nx\n", encoding="utf-8")
    assert main(["build", "-q", "-r", str(root)]) == 0


@pytest.mark.parametrize(
    "output",
    [
        "..",
        "../..",
        "/",
        "./.",
        "notes",
        "notes/public",
        "static",
        "static/public",
        "templates/x/y",
        "notes/../notes/p",
        "x/..",
    ],
)
def test_an_output_folder_that_is_shared_is_refused(output: str, root: Path) -> None:
    (root / "site.toml").write_text(f'output = "{output}"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"choose|expected a folder of its own"):
        open_site(root)


def test_an_output_folder_that_a_link_leads_to_the_notes_is_refused(root: Path) -> None:
    (root / "public").symlink_to(root / "notes")
    with pytest.raises(ConfigError, match="holds the notes"):
        open_site(root)


def test_the_home_folder_is_no_output_folder(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with pytest.raises(ConfigError, match="none of its own"):
        open_site(root, output=str(tmp_path / "home"))


def test_a_full_disk_is_a_sentence_whatever_was_written(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert main(["new", "-r", str(root), "A title"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert [path.name for path in (root / "notes").iterdir()] == ["a.md"]


def test_no_page_holds_a_control_character(root: Path) -> None:
    (root / "site.toml").write_text('title = "A\\u0001B"\n[tags.x]\nen = "X\\u0000"\n', encoding="utf-8")
    (root / "notes/b\x01\x7f.md").write_text("untitled", encoding="utf-8")
    (root / "notes/c.json").write_text(
        '[{"number": 1, "title": "T\\u0000", "body": "b\\u000b\\u0000", "labels": [{"name": "l\\u0000"}], '
        '"createdAt": "2024-01-01T00:00:00Z", "author": {"login": "w\\u0000"}, "comments": []}]',
        encoding="utf-8",
    )
    assert main(["build", "-q", "-j1", "-r", str(root)]) == 0
    pages = {path: path.read_text(encoding="utf-8") for path in (root / "public").rglob("*.html")}
    assert [path for path, page in pages.items() if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)] == []
    assert any("T␀" in page for page in pages.values())
