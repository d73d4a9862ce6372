"""What stands beside the notes: tags.toml and review.toml, and what happens when they are half written."""

from __future__ import annotations

from pathlib import Path

import pytest

from papersite.config import parse_config
from papersite.errors import ConfigError
from papersite.model import Problem
from papersite.settings import Settings, read_settings


def read(root: Path, **files: str) -> tuple[Settings, tuple[Problem, ...]]:
    notes = root / "notes"
    notes.mkdir(exist_ok=True)
    for name, text in files.items():
        (notes / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_settings(notes, root, parse_config(""), ())


def test_without_files_there_is_the_built_in_vocabulary(tmp_path: Path) -> None:
    settings, problems = read(tmp_path)
    assert problems == ()
    assert settings.vocabulary.term("強化学習").slug == settings.vocabulary.term("Reinforcement Learning").slug
    assert settings.overrides == {}


def test_tags_toml_adds_a_term(tmp_path: Path) -> None:
    settings, problems = read(tmp_path, tags='[my-topic]\nen = "My Topic"\nja = "私の話題"\naliases = ["MT"]\n')
    assert problems == ()
    assert settings.vocabulary.term("MT").slug == "my-topic"


@pytest.mark.parametrize("text", ["[my-topic\n", '[my-topic]\nlabel = "x"\n'], ids=["not TOML", "an unknown key"])
def test_a_tags_file_that_can_t_be_used_is_a_problem_and_left_out(tmp_path: Path, text: str) -> None:
    settings, problems = read(tmp_path, tags=text)
    assert [problem.kind for problem in problems] == ["bad-tags-file"]
    assert str(problems[0].origin).startswith("notes/tags.toml:")
    assert settings.vocabulary.term("強化学習").slug == "reinforcement-learning"


@pytest.mark.parametrize("name", ["tags.toml", "review.toml", "metadata.json"])
def test_settings_that_are_there_and_cannot_be_read_are_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "notes" / name).mkdir(parents=True)
    _, problems = read_settings(tmp_path / "notes", tmp_path, parse_config(""), ())
    assert [(problem.kind, str(problem.origin)) for problem in problems] == [("unreadable", f"notes/{name}:1")]


def test_tags_in_site_toml_are_an_error_with_their_line(tmp_path: Path) -> None:
    text = 'title = "x"\n\n[tags.my-topic]\nlabel = "x"\n'
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    (tmp_path / "notes").mkdir()
    with pytest.raises(ConfigError, match=r"site\.toml:4: "):
        read_settings(tmp_path / "notes", tmp_path, parse_config(text), ())
