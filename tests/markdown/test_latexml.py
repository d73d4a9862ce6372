"""LaTeXML's words become the formulas they say, and words that only look alike stay words."""

from __future__ import annotations

import pytest

from papersite.markdown import render
from papersite.markdown.latexml import find_residue
from papersite.markdown.mathml import to_mathml


@pytest.mark.parametrize(
    ("words", "tex"),
    [
        ("caligraphic_S start_POSTSUBSCRIPT pre end_POSTSUBSCRIPT", r"\mathcal{S} _{ \mathrm{pre} }"),
        ("italic_x", "x"),
        ("bold_italic_x", r"\boldsymbol{x}"),
        ("blackboard_R start_POSTSUPERSCRIPT italic_d × italic_k end_POSTSUPERSCRIPT", r"\mathbb{R} ^{ d × k }"),
        ("divide start_ARG italic_a end_ARG start_ARG 2 end_ARG", r"\frac{ a }{ 2 }"),
        ("square-root start_ARG italic_d end_ARG", r"\sqrt{ d }"),
        ("over~ start_ARG italic_y end_ARG", r"\tilde{ y }"),
        ("nth-root start_ARG 3 end_ARG start_ARG italic_y end_ARG", r"\sqrt[ 3 ]{ y }"),
        ("∑ start_POSTSUBSCRIPT italic_i end_POSTSUBSCRIPT italic_x", "∑ _{ i } x"),
        ("roman_softmax start_POSTSUBSCRIPT italic_i end_POSTSUBSCRIPT", r"\mathrm{softmax} _{ i }"),
        ("fraktur_g start_FLOATSUPERSCRIPT ′ end_FLOATSUPERSCRIPT", r"\mathfrak{g} ^{ ′ }"),
        ("start_OPERATOR argmax end_OPERATOR start_POSTSUBSCRIPT italic_y end_POSTSUBSCRIPT", None),
        ("start_ROW start_CELL italic_a end_CELL start_CELL italic_b end_CELL end_ROW", None),
    ],
)
def test_words_become_tex_that_can_be_set(words: str, tex: str | None) -> None:
    text = f"損失は{words}です"
    (residue,) = find_residue(text)
    assert text[residue.start : residue.end] == words
    assert tex is None or residue.tex == tex
    assert "<math" in to_mathml(residue.tex, display=False)


@pytest.mark.parametrize(
    "text",
    [
        "the italic_text option",
        "bold_font と roman_numeral",
        "my_start_ARG x",
        "start_ARG だけ",
        "end_ARG だけ",
        "script_path",
        "restart_ROW",
    ],
)
def test_words_that_only_look_alike_stay(text: str) -> None:
    assert list(find_residue(text)) == []
    assert render(text).html == f"<p>{text}</p>\n"


def test_the_source_stays_at_hand() -> None:
    words = "caligraphic_L start_POSTSUBSCRIPT cls end_POSTSUBSCRIPT"
    assert f'<span class="from-words" title="{words}"><math' in render(f"{words}を最小化").html


def test_a_script_stands_on_a_whole_word_or_on_none() -> None:
    (residue,) = find_residue("GPT4x start_POSTSUBSCRIPT italic_i end_POSTSUBSCRIPT")
    assert residue.start == len("GPT4x ")
    (residue,) = find_residue("層 W start_POSTSUBSCRIPT italic_i end_POSTSUBSCRIPT")
    assert residue.tex == "W _{ i }"


def test_a_group_that_never_closes_leaves_the_words_after_it_alone() -> None:
    html = render("italic_x start_POSTSUBSCRIPT italic_i と書いて終わる").html
    assert "start_POSTSUBSCRIPT italic_i と書いて終わる" in html
