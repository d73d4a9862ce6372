"""What always holds: no text is lost, nothing raises, nothing takes more than linear work, headings are told alike."""

from __future__ import annotations

import re
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.markdown import fill, outline, plain_text, read, render
from papersite.model import Reference, ReferenceForm
from tests.steps import steps

# Pieces of every kind of markup, whole and broken; words stand between them.
_SIGNS = (
    "*",
    "**",
    "_",
    "__",
    "~~",
    "~",
    "==",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "[[",
    "]]",
    "|",
    "{",
    "}",
    "$",
    "$$",
)
_ESCAPES = (
    "\\",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\\begin{align}",
    "\\end{align}",
    "^",
    "^[",
    "[^1]",
    ":",
    "!",
    "&",
    "&amp;",
    "@",
    "#",
)
_JAPANESE = ("あ", "い。", "「", "」", "、", "※", "漢", "\u3000", "😀", "🈂")
_TAGS = (
    "<b>",
    "</b>",
    "<details>",
    "</details>",
    "<div>",
    "</div>",
    "<br>",
    "<script>",
    "</script>",
    "<think>",
    "<?",
    "<a>",
    "</a>",
)
_NAMES = (
    "https://a.b/",
    "www.a.b",
    "a@b.cc",
    "@arxiv:1706.03762",
    "start_POSTSUBSCRIPT ",
    " end_POSTSUBSCRIPT",
    "caligraphic_S",
)
_LINES = (
    "\n",
    "\n\n",
    "\n- ",
    "\n1. ",
    "\n> ",
    "\n    ",
    "\n## ",
    "\n```\n",
    "\n```py\n",
    "\n~~~\n",
    "\n|-|-|\n",
    "\n: ",
    "\n---\n",
)
_MORE = ("\n[^1]: ", "\n[a]: ", "\n*[ab]: ", "\n> [!NOTE]\n> ", "\n:::note ", "\n:::\n", "\n- [ ] ", "\n$$\n", " ", " ", "\t")
_piece = st.sampled_from((*_SIGNS, *_ESCAPES, *_JAPANESE, *_TAGS, *_NAMES, *_LINES, *_MORE))
_text = st.lists(st.tuples(_piece, st.booleans()), max_size=40)


def _body(pieces: list[tuple[str, bool]]) -> tuple[str, list[str]]:
    words = [f"w{number}x" for number, (_, follows) in enumerate(pieces) if follows]
    body = "".join(piece + (f"w{number}x" if follows else "") for number, (piece, follows) in enumerate(pieces))
    return body, words


class _Visible(HTMLParser):
    """The text of HTML, and what a reader gets from attributes: titles, alternative texts, addresses."""

    _told = frozenset({"title", "alt", "alttext", "href", "data-image", "data-ref", "src", "data-lang"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.told: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.told += (value for name, value in attrs if name in self._told and value)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def visible(html: str) -> str:
    """All a reader can find in some HTML."""
    parser = _Visible()
    parser.feed(html)
    parser.close()
    return "\0".join(("".join(parser.parts), *parser.told))


@settings(max_examples=150, deadline=None)
@given(_text, st.sampled_from(["ja", "en"]))
def test_every_word_of_a_body_is_found_again(pieces: list[tuple[str, bool]], lang: str) -> None:
    body, words = _body(pieces)
    shown = visible(fill(render(body, lang=lang).html, {}, {}))
    assert [word for word in words if word not in shown] == []


@settings(max_examples=60, deadline=None)
@given(
    _text,
    st.sampled_from(["ja", "en"]),
    st.lists(st.tuples(st.integers(0, 120), st.integers(1, 40), st.sampled_from(ReferenceForm)), max_size=4),
)
def test_what_is_read_once_is_what_three_readings_tell(
    pieces: list[tuple[str, bool]], lang: str, places: list[tuple[int, int, ReferenceForm]]
) -> None:
    body, _ = _body(pieces)
    references = [Reference("k", body[start : start + long], form, start, start + long, 0) for start, long, form in places]
    reading = read(body, references, lang=lang, id_prefix="n1-")
    assert reading.plain == plain_text(body)
    assert reading.headings == outline(body)
    assert reading.rendered == render(body, references, lang=lang, id_prefix="n1-")


@settings(max_examples=60, deadline=None)
@given(_text)
def test_the_outline_is_that_of_the_page(pieces: list[tuple[str, bool]]) -> None:
    body, _ = _body(pieces)
    made = render(body, id_prefix="n-")
    assert outline(body, id_prefix="n-") == made.headings
    ids = re.findall(r' id="([^"]*)"', made.html)
    assert len(ids) == len(set(ids))
    assert {heading.id.replace("&", "&amp;") for heading in made.headings} <= set(ids)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_text_raises(body: str) -> None:
    render(body)
    outline(body)
    plain_text(body)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="日本語かなカナ、。「」 abcXYZ019", min_size=1, max_size=60))
def test_text_without_markup_is_only_escaped(body: str) -> None:
    assert visible(render(body).html).replace("\n", "").strip("\t \u3000") == body.strip("\t \u3000")


_UNITS = (
    *("*", "**", "*a_", "あ**「", "_", "_a", "~", "~~", "~a", "==", "a==", "^", "^[", "`", "\\", "!", "#", "&", "&#"),
    *("[", "[a](", "![", "![a](", "[[", "[[a|", "[@", "[^", "{", "{漢|", "|", ">", "-", "1."),
    *(":::note", ":::", ": "),
    *("$", "$a", "$$", "\\(", "\\[", "\\begin{align}", "start_ARG", "italic_x", "caligraphic_S"),
    *("<", "<a", "<!--", "<?", "<div>", "<b>", "</b>", "@", "a@", "https://", "www."),
)


@pytest.mark.parametrize("end", ["", "\n", "\n\n"], ids=["joined", "lines", "paragraphs"])
@pytest.mark.parametrize("unit", _UNITS)
def test_work_grows_with_the_text_and_no_faster(unit: str, end: str) -> None:
    small, large = (steps(partial(render, (unit + end) * times)) for times in (48, 192))
    # Four times the text; 16 times the steps would be quadratic.
    assert large < 8 * small


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("[" * 5000 + "]" * 5000, id="brackets in brackets"),
        pytest.param("![" * 2000 + "a" + "](b)" * 2000, id="images in images"),
        pytest.param("^[" * 2000 + "]" * 2000, id="footnotes in footnotes"),
        pytest.param("> " * 5000 + "a", id="quotes in quotes"),
        pytest.param("- " * 5000 + "a", id="lists in a line"),
        pytest.param("".join(" " * 2 * n + "- a\n" for n in range(150)), id="lists in lists"),
        pytest.param("[^1]: " * 3000 + "b", id="footnotes of footnotes"),
        pytest.param(
            "".join(" " * 2 * n + "a\n" + " " * 2 * n + ": " for n in range(100)) + "b", id="definitions of definitions"
        ),
        pytest.param("*a **b " * 2000, id="emphasis that never closes"),
        pytest.param("|a" * 200 + "\n" + "|-" * 200 + "\n" + "|\n" * 150, id="a wide table with short rows"),
        pytest.param("$" + "{" * 9000 + "x$", id="a formula in braces"),
        pytest.param("<b>" * 20_000 + "a", id="elements in elements"),
        pytest.param("<details>\n\n" * 500 + "a", id="blocks in blocks"),
    ],
)
def test_deep_nesting_is_bounded_and_loses_nothing(body: str) -> None:
    html = render(body).html
    assert set(filter(str.isalpha, body)) <= set(visible(html))


DUMPS = ("keypoint-notes.txt", "paper-digests.md", "qa-article.txt", "science-article.txt", "study-meeting.txt")


@pytest.mark.parametrize("name", DUMPS)
def test_every_word_of_a_real_dump_is_found_again(name: str, dumps_dir: Path) -> None:
    body = (dumps_dir / name).read_text(encoding="utf-8")
    shown = re.sub(r"[\s\0]", "", visible(render(body).html))
    words = set(re.findall(r"[^\W_]+", re.sub(r"\\[A-Za-z]+", "", body)))
    assert [word for word in words if word not in shown] == []
