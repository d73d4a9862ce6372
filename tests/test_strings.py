"""The interface's words: the same keys in each language, every key used, and numbers and dates as each language writes them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from string import Formatter

import pytest

from papersite.config import LANGUAGES
from papersite.formats import FORMATS, Format
from papersite.strings import Strings, catalogue
from papersite.theme import theme_dir

_CALL = re.compile(r"\bt(?:\.has)?\('([^']+)'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert sorted(catalogue(language)) == sorted(catalogue("en"))


@pytest.mark.parametrize("key", sorted(catalogue("en")))
def test_a_text_has_the_same_places_to_fill_in_every_language(key: str) -> None:
    def places(language: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(catalogue(language)[key]) if name}

    # The forms of one may leave the number out ("One paper …"), but no form may ask for what another language lacks.
    assert places("ja") >= places("en")


def test_every_key_that_a_template_names_exists() -> None:
    known = set(catalogue("en"))
    for path in theme_dir("templates").glob("*.html"):
        for key in _CALL.findall(path.read_text(encoding="utf-8")):
            # A key may be put together from a prefix: t('nav.' ~ name).
            starts = tuple(name for name in known if name.startswith(key)) if key.endswith((".", "_")) else ()
            assert key in known or f"{key}.other" in known or starts, f"{path.name}: {key}"


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
def test_every_format_has_a_name_that_readers_understand(fmt: Format) -> None:
    assert Strings("en").has(f"format.{fmt.name}")


@pytest.mark.parametrize("path", sorted(theme_dir("templates").glob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_a_word_of_its_own(path: Path) -> None:
    text = re.sub(r"(?s)\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"))
    assert re.findall(r"[^\W\d_]+", re.sub(r"(?s)<[^>]*>", "", text)) == []


def test_a_text_depends_on_the_number_it_tells() -> None:
    t = Strings("en")
    assert [t("count.papers", n=n) for n in (0, 1, 2, 1234)] == ["0 papers", "1 paper", "2 papers", "1,234 papers"]


def test_dates_are_written_as_each_language_writes_them() -> None:
    date = dt.date(2025, 3, 9)
    assert Strings("ja").day(date) == "2025年3月9日"
    assert Strings("en").day(date) == "9 March 2025"
    assert Strings("ja").month(date) == "2025年3月"
    assert Strings("en").month(date) == "March 2025"


def test_what_is_filled_in_is_never_read_as_a_place_to_fill() -> None:
    assert Strings("en")("tag.what", name="{n}", n=2) == "2 papers on {n}."


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        Strings("ja")("nav.nowhere")


def test_a_language_without_a_name_goes_by_its_code() -> None:
    assert [Strings("en").tongue(code) for code in ("ja", "fr", "con")] == ["Japanese", "fr", "con"]
