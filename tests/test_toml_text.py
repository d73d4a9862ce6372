"""TOML files of people: whatever stands in them, a mistake is told with its line and nothing runs away."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papersite.config import parse_config
from papersite.errors import ConfigError
from papersite.review import parse_overrides
from papersite.toml_text import MAX_CHARACTERS, TomlError, read_toml

DEEP = "[" * 5_000


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a = 1\nb =\n", 2, "not TOML"),
        (f"a = {DEEP}", 1, "nests too deep"),
        (f"[{'.'.join('a' * 50)}]", 1, "nests too deep"),
        (f"a = {'9' * 5_000}", 1, "a number in it can't be read"),
        ("#" * (MAX_CHARACTERS + 1), 1, "was not read"),
    ],
    ids=["a missing value", "brackets", "dotted names", "a long number", "a long file"],
)
def test_what_is_no_toml_of_ours_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(TomlError, match=said) as caught:
        read_toml(text)
    assert caught.value.line == line


@given(st.text(alphabet="ab=.[]{}\"'#\n\\19-:", max_size=60))
@example(f"a = {DEEP}")
@example('base_url = "http://["')
@example('output = "a\\u0000b"')
@example("tags = [1]\ntitle = inf\nrecent = 1e400\nlinks = [[]]\nproblems = 1\nlanguage = []")
def test_any_settings_are_read_or_refused(text: str) -> None:
    with contextlib.suppress(ConfigError):
        parse_config(text)
    parse_overrides(text)


def test_of_very_many_mistakes_the_first_are_told() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config("".join(f"k{number} = 1\n" for number in range(5_000)))
    assert str(caught.value).startswith("site.toml:1: unknown key") and str(caught.value).count("\n") < 100


@pytest.mark.parametrize("key", ["notes", "output", "templates", "static", "logo"])
def test_a_path_with_a_control_character_is_refused(key: str) -> None:
    with pytest.raises(ConfigError, match="without control characters"):
        parse_config(f'{key} = "static/a\\u0000.svg"')
