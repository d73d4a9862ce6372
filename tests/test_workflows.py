"""The workflows that publish: what they may do, when they deploy, and that their commands are papersite's."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from papersite.cli import main

ROOT = Path(__file__).parents[1]
OWN = ROOT / ".github" / "workflows" / "pages.yml"
FOR_NEW_SITES = ROOT / "src" / "papersite" / "workflows" / "pages.yml"


def workflow(path: Path) -> dict[str, Any]:
    """A workflow as GitHub reads it. YAML 1.1 takes the key `on` for a truth value, so it is put back."""
    loaded: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in loaded.items()}


both = pytest.mark.parametrize("path", [OWN, FOR_NEW_SITES], ids=["of this repository", "of a new site"])


@both
def test_a_job_may_do_what_it_does_and_nothing_else(path: Path) -> None:
    flow = workflow(path)
    assert flow["permissions"] == {"contents": "read"}
    allowed = {name: job.get("permissions", {}) for name, job in flow["jobs"].items()}
    assert allowed["build"] == {"contents": "read", "pages": "read"}
    assert allowed["deploy"] == {"pages": "write", "id-token": "write"}
    assert not allowed.get("test")


@both
def test_a_pull_request_builds_and_does_not_deploy(path: Path) -> None:
    flow = workflow(path)
    assert "pull_request" in flow["on"]
    assert "github.event_name != 'pull_request'" in flow["jobs"]["deploy"]["if"]
    for step in flow["jobs"]["build"]["steps"]:
        if "pages" in step.get("uses", ""):
            assert step["if"] == "github.event_name != 'pull_request'"


@both
def test_deployments_take_turns(path: Path) -> None:
    concurrency = workflow(path)["concurrency"]
    assert "github.ref" in concurrency["group"]
    assert concurrency["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


@both
def test_no_text_of_an_event_reaches_a_shell(path: Path) -> None:
    for job in workflow(path)["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "an expression in a script is pasted before the shell reads it"


@both
def test_the_build_command_is_one_that_papersite_knows(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (command,) = [
        step["run"]
        for step in workflow(path)["jobs"]["build"]["steps"]
        if step.get("run", "").startswith("papersite ") and step["env"] == {"BASE_URL": "${{ steps.pages.outputs.base_url }}"}
    ]
    given = '${BASE_URL:+--base-url "$BASE_URL"}'
    assert given in command
    monkeypatch.chdir(tmp_path)
    assert main(["init", "."]) == 0
    for flag in ("", '--base-url "https://someone.example/papers"'):
        arguments = shlex.split(command.replace(given, flag))
        assert main(arguments[1:]) == 0
        home = (tmp_path / "public" / "index.html").read_text(encoding="utf-8")
        assert ("https://someone.example/papers/" in home) == bool(flag)


def test_a_new_site_pins_the_version_that_began_it(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "site")]) == 0
    pinned = (tmp_path / "site" / "requirements.txt").read_text(encoding="utf-8")
    assert re.fullmatch(r"papersite==\d+\.\d+\.\d+\n", pinned)
    assert (tmp_path / "site" / ".github" / "workflows" / "pages.yml").read_bytes() == FOR_NEW_SITES.read_bytes()


def test_both_workflows_use_the_same_actions() -> None:
    def used(path: Path) -> set[str]:
        return {step["uses"] for job in workflow(path)["jobs"].values() for step in job["steps"] if "uses" in step}

    assert used(OWN) == used(FOR_NEW_SITES)
