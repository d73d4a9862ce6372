"""What papersite installs: few packages, pinned by digest, each under a licence that lets anybody pass it on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import cast

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# SPDX identifiers, and what packages wrote before there was a field for them.
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "HPND", "ISC", "MIT", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0"),
    *("Apache Software License", "BSD", "BSD License", "MIT License", "Mozilla Public License 2.0 (MPL 2.0)"),
    "SIL Open Font License 1.1 (OFL-1.1)",
}


def canonical(name: str) -> str:
    """The name of a package as PEP 503 normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> Iterator[str]:
    """The packages that some requirements ask for here, without those of extras."""
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonical(requirement.name)


def needed() -> dict[str, Message]:
    """The metadata of every installed package that papersite needs to run, those that others need included."""
    found: dict[str, Message] = {}
    waiting = list(names(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["social-cards"]))
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = cast(Message, package.metadata)
        waiting += names(package.requires or [])
    return found


def licences(metadata: Message) -> list[str]:
    """The licences that a package names, however it does."""
    if written := metadata.get("License-Expression"):
        return [word for word in re.split(r"\s+(?:AND|OR|WITH)\s+|[()]", written) if word]
    classifiers = [each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier", []) if each.startswith("License ::")]
    written = (metadata.get("License") or "").split("\n")[0]
    return classifiers or re.split(r"\s+(?:AND|OR)\s+", written)


def pinned() -> dict[str, str]:
    """The packages of requirements.lock, each with the lines that pin it."""
    blocks = re.split(r"\n(?=[\w.-]+==)", "\n" + (ROOT / "requirements.lock").read_text(encoding="utf-8"))[1:]
    return {canonical(block.partition("==")[0]): block for block in blocks}


def test_every_package_has_a_licence_that_is_known_to_be_free() -> None:
    unknown = {name: found for name, metadata in needed().items() if not set(found := licences(metadata)) <= ALLOWED}
    assert not unknown


@pytest.mark.parametrize("written", ["GPL-3.0-only", "MIT AND AGPL-3.0-only", "", "Proprietary"])
def test_another_licence_would_be_noticed(written: str) -> None:
    metadata = Message()
    metadata["License"] = written
    assert not set(licences(metadata)) <= ALLOWED


def test_every_package_is_pinned_by_digest() -> None:
    assert all("--hash=sha256:" in block for block in pinned().values())
    assert {canonical(Requirement(each).name) for each in PROJECT["dependencies"]} <= pinned().keys()


def test_every_package_that_is_asked_for_is_imported() -> None:
    imported = {
        match[1]
        for path in (ROOT / "src/papersite").rglob("*.py")
        for match in re.finditer(r"^\s*(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.M)
    }
    modules = {
        "beautifulsoup4": "bs4",
        "markdown-it-py": "markdown_it",
        "mdit-py-plugins": "mdit_py_plugins",
        "python-frontmatter": "frontmatter",
        "pyyaml": "yaml",
    }
    asked = [canonical(Requirement(each).name) for each in PROJECT["dependencies"]]
    assert [name for name in asked if modules.get(name, name.replace("-", "_")) not in imported] == []
