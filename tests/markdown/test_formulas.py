"""Formulas: what is one, what stays text, and what is shown where one cannot be set."""

from __future__ import annotations

import pytest

from papersite.markdown import MarkdownOptions, render
from papersite.markdown.formulas import looks_like_formula
from papersite.markdown.mathml import FormulaError, to_mathml


def sources(text: str) -> list[str]:
    """The TeX of the formulas of a text, in order."""
    html = render(text).html
    return [part.split('"', 1)[0].replace("&amp;", "&").replace("&lt;", "<") for part in html.split('alttext="')[1:]]


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("損失$L$を", "L"),
        ("$x_i$, $y_i$", "x_i"),
        (r"3$\times$倍", r"\times"),
        (r"\(x\)について", "x"),
        (r"\(\mathbf{c}_i\)", r"\mathbf{c}_i"),
        (r"\[ a = b \]", "a = b"),
        (r"価格は\$5で$x$", "x"),
        (r"$a\$b$", r"a\$b"),
        ("$$a+b$$", "a+b"),
        ("文中の$$a+b$$も", "a+b"),
        ("$$\na\n+b\n$$", "a\n+b"),
        ("\\[\na+b\n\\]", "a+b"),
        ("\\begin{align}\na &= b\n\\end{align}", "\\begin{align}\na &= b\n\\end{align}"),
        ("前の行\n$$\na\n$$\n次の行", "a"),
        ("- 項目\n  $$\n  a\n  $$", "a"),
        ("> $$\n> a\n> $$", "a"),
        ("| a |\n|---|\n| $x|y$ |", "x|y"),
        (r"| a |" + "\n|---|\n" + r"| $\|x\|$ |", r"\|x\|"),
        ("```math\na+b\n```", "a+b\n"),
        ("**太い$x$字**", "x"),
        ("[式$x$](u)", "x"),
    ],
)
def test_this_is_a_formula(text: str, tex: str) -> None:
    assert sources(text)[0] == tex


@pytest.mark.parametrize(
    "text",
    [
        "$5から$10",
        "A社は$3（入力）、$15（出力）",
        "$ x $",
        "$x $",
        "$ x$",
        "$$",
        "$",
        "US$と",
        r"\$x\$",
        "`$x$`",
        "$x\n\ny$",
        r"\[Paper Note\] Title, Author+, NeurIPS'22",
        r"\[1\]、\[1, 2\]",
        r"\(補足\)と\(note\)",
        r"\[\[word_ embedding\], \[entity embedding\]\]",
        r"\[CLS\]",
        r"\begin{itemize} a \end{itemize}",
    ],
)
def test_this_is_none(text: str) -> None:
    assert sources(text) == []


@pytest.mark.parametrize("content", ["x", "x, y", "x_i", "a=b", r"\alpha", "d/m", "n+1", "x^2", "|D|", "f(x) = 損失 \\cdot 2"])
def test_this_looks_like_a_formula(content: str) -> None:
    assert looks_like_formula(content)


@pytest.mark.parametrize(
    "content", ["", "Paper Note", "Vaswani+", "1", "my_variable_name", "K-NN", "状態 x = 未知、または不明"]
)
def test_this_looks_like_words(content: str) -> None:
    assert not looks_like_formula(content)


def test_prices_stay_text_and_lose_nothing() -> None:
    assert render("$5から$10").html == "<p>$5から$10</p>\n"


def test_a_formula_that_cannot_be_set_shows_its_source_and_is_a_problem_with_its_line() -> None:
    made = render("一行目\n二行目の$\\nosuch{x}$です\n")
    assert '<code class="bad-math">$\\nosuch{x}$</code>です' in made.html
    (problem,) = made.problems
    assert (problem.kind, problem.line) == ("bad-math", 2)
    assert "\\nosuch" in problem.message


def test_a_block_that_cannot_be_set_shows_its_source() -> None:
    made = render("本文\n\n$$\n\\frac{a\n$$\n")
    assert '<pre class="bad-math"><code>\\frac{a</code></pre>' in made.html
    assert [p.line for p in made.problems] == [3]


def test_macros_of_the_site_are_known() -> None:
    options = MarkdownOptions(macros=(("KL", r"D_{\mathrm{KL}}"), ("vct", r"\mathbf{#1}")))
    made = render(r"$\KL(p)$ と $\vct{x}$", options=options)
    assert made.problems == ()
    assert "𝐱" in made.html


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{alignat}{2} a &= b \end{alignat}",
        r"\begin{eqnarray} a &=& b \end{eqnarray}",
        r"\begin{equation}\label{eq:1}\begin{split} a &= b \end{split}\end{equation}",
        r"a \tag{3}",
        r"\text{損失 $x$ の和}",
        r"\DeclareMathOperator{\KL}{KL}\KL(p)",
        r"\mathbbm{1}_{x>0} \norm{x} \mbox{a} \sum_{\substack{i\\j}}",
        r"\small x \vspace{1em} \nonumber",
        "∅ ⊤ ⊥ √",
    ],
)
def test_what_papers_use_and_the_converter_lacks(tex: str) -> None:
    assert to_mathml(tex, display=True).startswith('<math display="block" alttext="')


@pytest.mark.parametrize("unit", ["{", r"\sqrt", r"\hat{", r"\left(", r"\begin{matrix}", "x^{", r"\frac1"])
def test_a_formula_too_deep_for_the_converter_is_refused_before_it_is_asked(unit: str) -> None:
    with pytest.raises(FormulaError, match="too deeply"):
        to_mathml(unit * 20_000, display=False)


def test_nothing_in_a_formula_becomes_html() -> None:
    html = render(r'$\text{</mtext><script>alert(1)</script>}$ $x<y$ $"\alpha$').html
    assert "<script" not in html
    assert "&lt;" in html


def test_punctuation_stays_with_the_formula_before_it() -> None:
    assert "</math>、</span>次" in render("$x$、次").html
