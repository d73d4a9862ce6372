"""What is installed: the same as importlib.metadata says, and nothing of extras."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path

import pytest

from papersite.installed import metadata_folders, versions_needed


def test_versions_are_those_that_importlib_metadata_finds() -> None:
    found = dict(versions_needed())
    assert {"papersite", "jinja2", "markupsafe", "mdurl", "soupsieve"} <= found.keys()  # the last three by way of others
    for name, version in found.items():
        try:
            assert version == importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            assert version == ""


def test_what_only_an_extra_needs_is_left_out() -> None:
    assert "distributed" not in dict(versions_needed())


def test_every_requirement_is_followed() -> None:
    found = dict(versions_needed())
    for name in found.keys() - {name for name, version in found.items() if not version}:
        for requirement in importlib.metadata.requires(name) or ():
            needed = re.match(r"[\w.-]+", requirement)
            assert needed is not None
            assert "extra ==" in requirement or re.sub(r"[-_.]+", "-", needed[0]).lower() in found


def test_the_first_folder_on_the_path_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, version in (("a", "2"), ("b", "1")):
        folder = tmp_path / place / f"Some_Thing-{version}.dist-info"
        folder.mkdir(parents=True)
        metadata = "Name: Some.Thing\nRequires-Dist: Other_One>=1\nRequires-Dist: x; extra == 'y'\n\nRequires-Dist: prose\n"
        (folder / "METADATA").write_text(metadata, encoding="utf-8")
    (tmp_path / "a" / "other_one-3.1.dist-info").mkdir()  # without metadata
    (tmp_path / "a" / "old.egg-info").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path / "a"), str(tmp_path / "missing"), str(tmp_path / "b")])
    versions_needed.cache_clear()
    try:
        assert versions_needed("some-thing") == (("other-one", "3.1"), ("some-thing", "2"))
    finally:
        versions_needed.cache_clear()
    assert [name for _, name in metadata_folders()] == [
        "Some_Thing-2.dist-info", "old.egg-info", "other_one-3.1.dist-info", "Some_Thing-1.dist-info",
    ]  # fmt: skip
