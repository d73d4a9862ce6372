"""Code by others: each file is listed with its version, licence and digest, and is what the list says."""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]
LISTED = tomllib.loads((ROOT / "tools" / "vendored.toml").read_text(encoding="utf-8"))["file"]


def script() -> ModuleType:
    """tools/refresh_vendored.py, which is no part of the package."""
    found = importlib.util.spec_from_file_location("refresh_vendored", ROOT / "tools" / "refresh_vendored.py")
    assert found and found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_every_file_by_others_is_the_one_that_is_listed() -> None:
    scripts = {path for path in (ROOT / "static/vendor").rglob("*") if path.suffix in {".js", ".css", ".wasm", ".mjs"}}
    scripts |= set((ROOT / "src/papersite/serving/live").glob("idiomorph*.js"))
    found = {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in scripts}
    assert {file["path"]: file["sha256"] for file in LISTED} == found


def test_every_file_by_others_has_its_licence_beside_it() -> None:
    for file in LISTED:
        assert file["licence"] in {"0BSD", "ISC", "MIT"}
        assert "permission" in (ROOT / file["licence_file"]).read_text(encoding="utf-8").casefold()


def test_the_page_beside_the_files_is_made_of_the_list() -> None:
    made = script().page((ROOT / "tools/vendored.toml").read_text(encoding="utf-8"))
    assert (ROOT / "static/vendor/README.md").read_text(encoding="utf-8") == made
