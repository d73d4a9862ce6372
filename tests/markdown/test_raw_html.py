"""Raw HTML: what is let through, what is not, and that a note never reaches beyond itself."""

from __future__ import annotations

import random
from html.parser import HTMLParser

import pytest

from papersite.markdown import render


@pytest.mark.parametrize(
    "html",
    [
        "<kbd>Ctrl</kbd>",
        "H<sub>2</sub>O",
        "<ruby>漢<rt>かん</rt></ruby>",
        "<mark>印</mark><br>",
        '<span title="説明">語</span>',
        '<abbr title="a &amp; b">x</abbr>',
    ],
)
def test_harmless_elements_pass(html: str) -> None:
    made = render(f"文 {html} 文")
    assert html in made.html
    assert made.problems == ()


def test_blocks_may_hold_markdown() -> None:
    html = render("<details>\n<summary>詳細</summary>\n\n**太字**\n\n</details>\n\n後").html
    assert html == "<details>\n<summary>詳細</summary>\n<p><strong>太字</strong></p>\n</details>\n<p>後</p>\n"


def test_tables_in_html_pass_with_their_spans() -> None:
    html = render('<table><tr><td colspan="2" onclick="x()">a</td></tr></table>').html
    assert '<td colspan="2">a</td>' in html


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        pytest.param("<script>alert(1)</script>", "<script", id="scripts"),
        pytest.param("文<script>alert(1)</script>文", "<script", id="scripts in a line"),
        pytest.param("<style>p { color: red }</style>", "<style", id="style sheets"),
        pytest.param('<iframe src="https://example.org"></iframe>', "<iframe", id="frames"),
        pytest.param('<b onclick="x()">a</b>', "onclick", id="handlers"),
        pytest.param('文<img src="x.png" onerror="x()">', "onerror", id="handlers on images"),
        pytest.param('文<a href="javascript:x()">a</a>', "javascript", id="javascript addresses"),
        pytest.param('文<a href="jav&#x09;ascript:x()">a</a>', "ascript", id="disguised ones"),
        pytest.param('文<img src="data:image/png;base64,AAAA">', "base64", id="data addresses"),
        pytest.param("[a](javascript:x())", "javascript", id="javascript in a link"),
        pytest.param("![a](data:image/png;base64,AAAA)", "base64", id="data in an image"),
        pytest.param("[a](data:text/html,x)", "data:", id="data in a link"),
        pytest.param('文<b style="position: fixed">a</b>', "fixed", id="styles beyond the list"),
        pytest.param('<svg onload="x()"></svg>', "<svg", id="drawings"),
        pytest.param("文<input autofocus>", "<input", id="controls"),
    ],
)
def test_what_a_browser_would_act_upon_goes_and_is_a_problem(text: str, gone: str) -> None:
    made = render(f"一行目\n\n{text}")
    assert gone not in made.html
    assert {(problem.kind, problem.line) for problem in made.problems} == {("unsafe-html", 3)}


def test_what_is_not_let_through_is_shown() -> None:
    html = render("<script>alert('x')</script>\n\n文<think>考え</think>と<mask>").html
    assert "&lt;script&gt;alert('x')&lt;/script&gt;" in html
    assert "&lt;think&gt;考え&lt;/think&gt;と&lt;mask&gt;" in html


def test_markdown_between_marks_of_a_model_is_markdown() -> None:
    html = render("<think>\n**考え**\n- 項目\n</think>\n\n答え").html
    assert "&lt;think&gt;\n<strong>考え</strong>" in html
    assert "<li>項目\n&lt;/think&gt;</li>" in html


def test_half_a_strikethrough_is_a_token_of_a_model() -> None:
    assert render("先頭に<s>を置く").html == "<p>先頭に&lt;s&gt;を置く</p>\n"
    assert render("末尾に</s>を置く").html == "<p>末尾に&lt;/s&gt;を置く</p>\n"
    assert render("<s>旧</s>新").html == "<p><s>旧</s>新</p>\n"


def test_tokens_of_models_are_no_problem() -> None:
    assert render("<think>考え</think> <s> <image> <|endoftext|>").problems == ()


def test_allowed_styles_stay_as_classes() -> None:
    assert '<p class="is-text-align-center">a</p>' in render('<p style="text-align: center; position: fixed">a</p>').html


def test_links_to_other_sites_are_cut_off() -> None:
    assert 'href="https://example.org" rel="noopener"' in render('文<a href="https://example.org">a</a>').html


def test_headings_in_html_are_none_of_the_page() -> None:
    assert render("<h1>題</h1>").html.strip() == '<p class="heading">題</p>'


def test_comments_go_and_an_unclosed_one_is_text() -> None:
    assert render("前<!-- 見えない -->後").html == "<p>前後</p>\n"
    html = render("<!-- 閉じない\n\n本文").html
    assert "&lt;!-- 閉じない" in html
    assert "<p>本文</p>" in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("<div>\n\n本文", "<div>\n<p>本文</p>\n</div>", id="an open block closes at the end"),
        pytest.param("- <div>\n\n後", "<ul>\n<li><div>\n</div></li>\n</ul>\n<p>後</p>\n", id="within its list item"),
        pytest.param("文<b>太い", "<p>文<b>太い</b></p>\n", id="within its paragraph"),
        pytest.param("文</div></b>文", "<p>文文</p>\n", id="what closes nothing is dropped"),
        pytest.param("> <details>\n\n後", None, id="within its quote"),
        pytest.param("**文<b>太**い</b>", "<p><strong>文<b>太</b></strong>い</p>\n", id="within its emphasis"),
    ],
)
def test_nothing_stays_open_beyond_its_container(text: str, html: str | None) -> None:
    made = render(text).html
    assert html is None or made == html
    assert _unbalanced(made) == []


def test_footnotes_stay_outside_what_a_note_leaves_open() -> None:
    html = render("<details><summary>s</summary>\n\n文[^1]\n\n[^1]: 注").html
    assert html.index("</details>") < html.index("<section")


_TAGS = ("a", "b", "div", "p", "li", "ul", "td", "table", "pre", "details", "summary", "script", "style", "svg", "x-y", "br")
_PIECES = (
    *(f"<{tag}>" for tag in _TAGS),
    *(f"</{tag}>" for tag in _TAGS),
    *("<!--", "-->", "<?", "<![CDATA[", "]]>", "<img src=x onerror=y>", "</", "<", "<a href='x'>"),
    *("\n\n", "\n", "- ", "> ", "| a |\n|---|\n| ", "# ", "`", "**", "$x$", "[a](b)", "[^1]", "\n[^1]: ", "    ", "```\n"),
    *("文 ", "word "),
)


@pytest.mark.parametrize("seed", range(150))
def test_any_mixture_of_tags_and_markdown_is_balanced_and_harmless(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choices(_PIECES, k=30))
    html = render(text).html
    assert _unbalanced(html) == []
    assert "<script" not in html
    assert " onerror=" not in html.replace("&lt;img src=x onerror", "")


class _Balance(HTMLParser):
    _void = frozenset({"br", "hr", "img", "input", "wbr", "col"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self._void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def _unbalanced(html: str) -> list[str]:
    parser = _Balance()
    parser.feed(html)
    parser.close()
    return [*parser.wrong, *parser.open]
