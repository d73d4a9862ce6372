"""Templates: who wins, what a fingerprint covers, what a template may not do, and where an error is said to be."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from papersite.errors import TemplateError
from papersite.templating import Templates
from papersite.views import Anchor


class Asked(str):
    """A text that counts how often it was printed."""

    asked = 0

    def __html__(self) -> str:
        self.asked += 1
        return str(self)


def load(folder: Path, own: dict[str, str] | None = None, theme: dict[str, str] | None = None, **more: str) -> Templates:
    """The templates of a made-up site and theme; the theme's are named without their `.html`."""
    of_theme = {f"{name}.html": text for name, text in {**(theme or {}), **more}.items()}
    for place, files in (("own", own or {}), ("theme", of_theme)):
        for name, text in files.items():
            path = folder / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return Templates.load((folder / "own", folder / "theme"))


def test_a_template_of_the_site_takes_the_place_of_the_themes(tmp_path: Path) -> None:
    templates = load(tmp_path, {"a.html": "own"}, a="theme", b='{% include "a.html" %}')
    assert templates.run("b.html", "/", {}) == "own"


def test_a_template_may_extend_the_one_it_replaces(tmp_path: Path) -> None:
    own = {"a.html": '{% extends "theme/a.html" %}{% block x %}[{{ super() }}]{% endblock %}'}
    templates = load(tmp_path, own, a="<{% block x %}theme{% endblock %}>")
    assert templates.run("a.html", "/", {}) == "<[theme]>"


def test_what_is_printed_is_escaped(tmp_path: Path) -> None:
    assert load(tmp_path, a="{{ x }}").run("a.html", "/", {"x": "<b>&'\""}) == "&lt;b&gt;&amp;&#39;&#34;"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{{ ''.__class__.__mro__ }}", id="reach for Python's insides"),
        pytest.param("{% set x = frame.append(1) %}", id="change what it was given"),
        pytest.param("{{ nowhere }}", id="print what is not there"),
        pytest.param("{{ lipsum() }}", id="make up text"),
        pytest.param("{{ [1, 2]|random }}", id="throw dice"),
    ],
)
def test_a_template_may_not(text: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        load(tmp_path, a=text).run("a.html", "/", {"frame": []})


ROWS = "{% macro row(anchor, root) %}<{{ root }}{{ anchor.name }}>{% endmacro %}"


def test_a_macro_makes_of_each_argument_what_it_should(tmp_path: Path) -> None:
    page = '{% import "rows.html" as rows %}{% for each in all %}{{ rows.row(each, root) }}{% endfor %}'
    templates = load(tmp_path, rows=ROWS, a=page)
    one, other = Anchor("a&b", "a/"), Anchor("c", "c/")
    assert templates.run("a.html", "/", {"all": [one, other, one], "root": "../"}) == "<../a&amp;b><../c><../a&amp;b>"
    assert templates.run("a.html", "/", {"all": [one, other], "root": ""}) == "<a&amp;b><c>"
    assert [templates.run("a.html", "/", {"all": [Anchor(str(n), "")], "root": ""}) for n in range(9)] == [
        f"<{n}>" for n in range(9)
    ]


def test_a_macro_is_run_again_for_what_may_have_changed(tmp_path: Path) -> None:
    rows = "{% macro row(names) %}{{ names|join }}{% endmacro %}"
    templates = load(tmp_path, rows=rows, a='{% import "rows.html" as rows %}{{ rows.row(names) }}')
    names = ["a"]
    assert templates.run("a.html", "/", {"names": names}) == "a"
    names.append("b")
    assert templates.run("a.html", "/", {"names": names}) == "ab"


def test_a_macro_that_sees_its_page_is_run_for_each_page(tmp_path: Path) -> None:
    rows = "{% macro row(anchor) %}{{ anchor.name }}{{ number }}{% endmacro %}"
    templates = load(tmp_path, rows=rows, a='{% import "rows.html" as rows with context %}{{ rows.row(anchor) }}')
    anchor = Anchor("a", "a/")
    assert [templates.run("a.html", "/", {"anchor": anchor, "number": number}) for number in (1, 2)] == ["a1", "a2"]


def test_a_macro_of_an_imported_file_runs_once_for_the_same_arguments(tmp_path: Path) -> None:
    templates = load(tmp_path, rows=ROWS, a='{% import "rows.html" as rows %}{{ rows.row(view, root) }}')
    asked = Anchor(Asked("a"), "a/")
    for _ in range(3):
        templates.run("a.html", "/", {"view": asked, "root": "../"})
    assert asked.name.asked == 1  # type: ignore[attr-defined]


def test_an_error_says_the_template_the_line_and_the_page(tmp_path: Path) -> None:
    templates = load(tmp_path, a='one\n{% include "b.html" %}', b="\n\n{{ x.nowhere }}")
    with pytest.raises(TemplateError) as caught:
        templates.run("a.html", "/papers/rlhf/", {"x": 1})
    assert str(caught.value).startswith("theme/b.html:3: ")
    assert "/papers/rlhf/" in str(caught.value)


def test_a_mistake_in_writing_is_told_when_templates_are_read(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"^own/a\.html:2: "):
        load(tmp_path, {"a.html": "one\n{% if %}"}, a="fine")


def test_a_value_that_fails_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"^theme/a\.html:2: ZeroDivisionError"):
        load(tmp_path, a="\n{{ 1 // 0 }}").run("a.html", "/", {})


def test_a_template_that_does_not_exist_is_told_by_name(tmp_path: Path) -> None:
    templates = load(tmp_path, a='{% include "gone.html" %}')
    with pytest.raises(TemplateError, match=r'no template "gone\.html"'):
        templates.run("a.html", "/", {})
    with pytest.raises(TemplateError, match=r'no template "other\.html" among a\.html'):
        templates.run("other.html", "/", {})


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "a.html").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateError, match="can't be read"):
        Templates.load((tmp_path / "theme",))


CHAIN = {
    "page": '{% extends "base.html" %}{% import "parts.html" as parts %}',
    "base": '{% include "foot.html" %}',
    "foot": "foot",
    "parts": '{% from "deep.html" import x %}',
    "deep": "{% macro x() %}{% endmacro %}",
    "other": "other",
    "any": "{% include name %}",
}


@pytest.mark.parametrize("changed", ["page.html", "base.html", "foot.html", "parts.html", "deep.html"])
def test_a_fingerprint_covers_all_that_a_template_rests_on(changed: str, tmp_path: Path) -> None:
    before = load(tmp_path, theme=CHAIN)
    (tmp_path / "theme" / changed).write_text(CHAIN[changed.removesuffix(".html")] + "!", encoding="utf-8")
    after = load(tmp_path)
    assert after.fingerprint("page.html") != before.fingerprint("page.html")
    assert after.fingerprint("other.html") == before.fingerprint("other.html")


def test_a_template_that_computes_a_name_rests_on_all_of_them(tmp_path: Path) -> None:
    before = load(tmp_path, theme=CHAIN)
    (tmp_path / "theme" / "other.html").write_text("!", encoding="utf-8")
    after = load(tmp_path)
    assert after.fingerprint("any.html") != before.fingerprint("any.html")
    assert after.fingerprint("page.html") == before.fingerprint("page.html")


def test_a_template_of_the_site_changes_the_fingerprints_of_those_that_use_it(tmp_path: Path) -> None:
    before = load(tmp_path, theme=CHAIN)
    after = load(tmp_path, {"foot.html": "own foot"})
    assert after.fingerprint("page.html") != before.fingerprint("page.html")


def test_templates_that_name_each_other_still_have_a_fingerprint(tmp_path: Path) -> None:
    templates = load(tmp_path, a='{% include "b.html" %}', b='{% include "a.html" %}')
    assert templates.fingerprint("a.html")
    with pytest.raises(TemplateError):
        templates.run("a.html", "/", {})


def test_templates_travel_to_another_process_and_stay_equal(tmp_path: Path) -> None:
    templates = load(tmp_path, theme=CHAIN)
    there = pickle.loads(pickle.dumps(templates))
    assert there == templates
    assert there.run("page.html", "/", {}) == templates.run("page.html", "/", {})
    assert load(tmp_path, {"page.html": "own"}) != templates
