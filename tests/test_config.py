"""site.toml: every mistake told at once, where it stands, with what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from papersite.config import Config, Exports, Feeds, NavLink, parse_config, read_config
from papersite.errors import ConfigError


def test_a_site_without_a_file_has_the_defaults(tmp_path: Path) -> None:
    assert read_config(tmp_path / "site.toml") == Config()


def test_a_file_that_was_asked_for_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        read_config(tmp_path / "other.toml", required=True)


def test_what_the_file_says_is_in_the_config() -> None:
    config = parse_config(
        'title = "論文ノート"\nbase_url = "https://user.github.io/papers"\n'
        'links = [{ text = "Code", url = "https://x.test/" }]\n'
        '[math.macros]\n"\\\\R" = "\\\\mathbb{R}"\n[problems]\nmissing-image = "ignore"\n'
    )
    assert config.title == "論文ノート"
    assert config.base_url == "https://user.github.io/papers/"
    assert config.base_path == "/papers/"
    assert config.links == (NavLink("Code", "https://x.test/"),)
    assert config.macros == (("R", "\\mathbb{R}"),)
    assert config.problem_levels == (("missing-image", "ignore"),)


def test_parts_keep_what_is_not_said() -> None:
    config = parse_config('feeds.content = "full"\n\n[exports]\nllms = false\n')
    assert config.feeds == Feeds(content="full")
    assert config.exports == Exports(llms=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            'title = "x"\n\nbase-url = "y"\n', 'site.toml:3: unknown key "base-url" (did you mean "base_url"?)', id="typo"
        ),
        pytest.param("title = 3\n", "site.toml:1: title: expected a string, found 3", id="wrong type"),
        pytest.param('base_url = "papers"\n', "site.toml:1: base_url: expected an address", id="no address"),
        pytest.param("[math]\nmacro = {}\n", 'site.toml:2: unknown key "math.macro"', id="inside a table"),
        pytest.param('notes = "../elsewhere"\n', "site.toml:1: notes: expected a folder below", id="outside"),
        pytest.param('accent = "url(x)"\n', "site.toml:1: accent: expected a colour", id="no plain colour"),
        pytest.param('language = "fr"\n', "site.toml:1: language: expected one of ja, en", id="language"),
        pytest.param('links = [{ text = "x", url = "javascript:alert(1)" }]\n', "expected an http, https", id="script"),
        pytest.param('title = "a"\ntitle = "b"\n', "site.toml:2: not TOML", id="not TOML"),
        pytest.param('[problems]\nbad-math = "loud"\n', "site.toml:1: problems: expected one of ignore", id="level"),
        pytest.param("[feeds]\nrss = true\n", 'site.toml:2: unknown key "feeds.rss"', id="feed"),
        pytest.param("[feeds]\natom = 1\n", "site.toml:2: feeds.atom: expected true or false", id="feed switch"),
        pytest.param("[feeds]\nentries = 0\n", "site.toml:2: feeds.entries: expected a whole number from 1", id="no entries"),
        pytest.param('[feeds]\ncontent = "all"\n', "site.toml:2: feeds.content: expected summary or full", id="feed content"),
        pytest.param("[exports]\nsitmap = false\n", '(did you mean "exports.sitemap"?)', id="export"),
        pytest.param('cname = "https://x.example"\n', 'site.toml:1: cname: expected a domain such as "papers', id="domain"),
        pytest.param(
            '[problems]\nmissing_image = "ignore"\n',
            'no kind of problem "missing_image" (did you mean "missing-image"?)',
            id="kind",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text)
    assert message in str(caught.value)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config("titel = 1\nrecent = -1\n")
    assert 'site.toml:1: unknown key "titel" (did you mean "title"?)' in str(caught.value)
    assert "site.toml:2: recent: expected a whole number" in str(caught.value)


def test_a_logo_is_a_file_of_the_sites_own() -> None:
    config = parse_config('logo = "static/marks/logo.svg"\nlogo_dark = "static/night.png"\n')
    assert (config.logo, config.logo_dark) == ("marks/logo.svg", "night.png")
    assert parse_config('logo = ""').logo == ""


@pytest.mark.parametrize(
    "value", ["logo.svg", "/static/logo.svg", "static/../logo.svg", "static/logo.txt", "https://x.example/l.svg"]
)
def test_a_logo_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(ConfigError, match=r'expected an image such as "static/logo\.svg"'):
        parse_config(f'logo = "{value}"')
