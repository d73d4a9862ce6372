"""A template that would run for ever or fill the memory ends with an error that names its line; one that works, works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from papersite import template_limits
from papersite.errors import TemplateError
from papersite.template_limits import LARGEST, check_growth
from papersite.templating import Templates


def run(folder: Path, text: str, **values: object) -> str:
    (folder / "theme").mkdir()
    (folder / "theme/a.html").write_text(text, encoding="utf-8")
    return Templates.load((folder / "theme",)).run("a.html", "/x/", values)


RUNAWAYS = {
    "loops in loops": "{% for a in r %}{% for b in r %}{% for c in r %}{% endfor %}{% endfor %}{% endfor %}",
    "loops over what has no length": "{% for a in r|map('int') %}{% for b in r|map('int') %}{% endfor %}{% endfor %}",
    "a loop in itself": "{% for a in [r] recursive %}{{ loop([a]) }}{% endfor %}",
    "macros that call themselves": "{% macro f(n) %}{% if n %}{{ f(n-1) ~ f(n-1) }}{% endif %}{% endmacro %}{{ f(40) }}",
    "a power": "{{ 9 ** (9 ** 9) }}",
    "a product of a text": "{{ 'x' * 10000000000 }}",
    "a product of a list": "{{ 10000000000 * [1] }}",
    "a large range": "{% for a in range(1000000000) %}{% endfor %}",
}


@pytest.mark.parametrize("text", RUNAWAYS.values(), ids=RUNAWAYS.keys())
def test_a_template_that_runs_away_is_stopped_and_its_line_told(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_limits, "MOST_STEPS", 5_000)
    with pytest.raises(TemplateError, match=r"^theme/a\.html:2: .*while rendering /x/"):
        run(tmp_path, f"one\n{text}", r=tuple(range(100)))


def test_what_is_out_of_memory_is_told_with_its_line(tmp_path: Path) -> None:
    def full() -> Iterator[int]:
        yield 1
        raise MemoryError

    with pytest.raises(TemplateError, match=r"^theme/a\.html:2: MemoryError"):
        run(tmp_path, "\n{% for x in full %}{% endfor %}", full=full())


def test_a_template_that_nests_too_deep_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="nests too deep"):
        run(tmp_path, "{{ " + "(" * 5_000)


def test_each_page_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_limits, "MOST_STEPS", 150)
    (tmp_path / "a.html").write_text("{% for a in r %}x{% endfor %}", encoding="utf-8")
    templates = Templates.load((tmp_path,))
    assert [templates.run("a.html", "/x/", {"r": range(100)}) for _ in range(3)] == ["x" * 100] * 3


def test_loops_go_through_what_they_always_went_through(tmp_path: Path) -> None:
    text = (
        "{% for a, b in d|items if b %}{{ loop.index }}/{{ loop.length }}{{ a }}{{ loop.last }} {% else %}none{% endfor %}"
        "{% for x in r|map('upper') %}{{ loop.index }}/{{ loop.length }}{{ x }}{% endfor %}"
        "{% for x in [] %}{% else %}empty{% endfor %}{{ 2 ** 10 * 3 }}{{ '-' * 3 }}"
    )
    assert run(tmp_path, text, d={"p": 1, "q": 0}, r=("a", "b")) == "1/1pTrue 1/2A2/2Bempty3072---"


def test_a_link_out_of_the_site_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (tmp_path / "site/templates").mkdir(parents=True)
    (tmp_path / "site/templates/a.html").symlink_to(tmp_path / "secret")
    with pytest.raises(TemplateError, match=r"^templates/a\.html:1: this link points out"):
        Templates.load((tmp_path / "site/templates",))


@given(st.sampled_from(["*", "**"]), st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9) | st.text(max_size=9))
def test_what_passes_is_never_large(operator: str, left: int, right: int | str) -> None:
    try:
        check_growth(operator, left, right)
    except SecurityError:
        return
    if operator == "*" and isinstance(right, str):
        assert len(left * right) <= LARGEST
    elif operator == "**" and isinstance(right, int) and (left or right > 0):
        assert abs(left**right) < 2**LARGEST
