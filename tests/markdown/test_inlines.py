"""Small markup within a line, line breaks, images, marks of what is lost, and links by name."""

from __future__ import annotations

import pytest

from papersite.markdown import ImageFile, fill, first_sentence, plain_text, render


def inner(text: str, lang: str = "ja") -> str:
    """A one-paragraph text as HTML, without the paragraph."""
    return render(text, lang=lang).html.removeprefix("<p>").removesuffix("</p>\n")


# ── soft breaks ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("日本語\n続き", "日本語続き", id="between Han and kana"),
        pytest.param("終わり。\n「次」", "終わり。「次」", id="between punctuation"),
        pytest.param("**太字**\n続き", "<strong>太字</strong>続き", id="after emphasis"),
        pytest.param("前\n*斜体*", "前<em>斜体</em>", id="before emphasis"),
        pytest.param("[表](t)\n[図](f)", '<a href="t">表</a><a href="f">図</a>', id="between links"),
        pytest.param("**前\n後**", "<strong>前後</strong>", id="within emphasis"),
        pytest.param("{漢|かん}\n字", None, id="after ruby"),
        pytest.param("カナ\nｶﾅ", "カナｶﾅ", id="halfwidth kana"),
        pytest.param("𠮷\n𠮷", "𠮷𠮷", id="beyond the basic plane"),
    ],
)
def test_a_break_between_japanese_vanishes(text: str, html: str | None) -> None:
    made = inner(text)
    assert "\n" not in made
    assert html is None or made == html


@pytest.mark.parametrize(
    "text", ["word\nword", "日本語\nword", "word\n日本語", "한국\n어", "日本語\n한국", "`code`\n日本", "日本\n$x$", "日本\n😀"]
)
def test_a_break_elsewhere_is_a_space(text: str) -> None:
    assert "\n" in inner(text)


def test_two_spaces_or_a_backslash_break_the_line() -> None:
    assert inner("前  \n後\\\n終") == "前<br>\n後<br>\n終"


def test_no_zero_width_character_is_put_in() -> None:
    html = render("日本語 English $x$、`code` https://example.org/aと\n続き").html
    assert not set("\u200b\u200c\u200d\u2060\ufeff") & set(html)


# ── sub, sup, ruby ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("H~2~O", "H<sub>2</sub>O"),
        ("x^2^ と 10^-3^", "x<sup>2</sup> と 10<sup>-3</sup>"),
        ("10~20個、30~40個", "10~20個、30~40個"),
        ("10~20,30~40", "10~20,30~40"),
        ("3~5人と~~4~~人", "3~5人と<s>4</s>人"),
        ("2^10と2^20", "2^10と2^20"),
        ("a~b c~d", "a~b c~d"),
        ("~", "~"),
        ("~~H~2~O~~", "<s>H<sub>2</sub>O</s>"),
    ],
)
def test_sub_and_sup(text: str, html: str) -> None:
    assert inner(text) == html


def test_ruby_over_a_word_and_over_each_character() -> None:
    assert inner("{漢字|かんじ}") == "<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>"
    assert inner("{東京|とう|きょう}").count("<rt>") == 2


@pytest.mark.parametrize("text", ["{x|y}", "{漢字|かん|じ|も}", "{漢字}", "{漢字|}"])
def test_what_is_no_ruby(text: str) -> None:
    assert inner(text) == text


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[[Attention]]は", '<a class="ref" data-ref="wiki:attention">Attention</a>は'),
        ("[[1706.03762|変換器]]", '<a class="ref" data-ref="arxiv:1706.03762">変換器</a>'),
        ("@arxiv:1706.03762v2は", '<a class="ref" data-ref="arxiv:1706.03762">arxiv:1706.03762v2</a>は'),
        ("[@vaswani2017, p. 3]", '[<a class="ref" data-ref="wiki:vaswani2017">vaswani2017</a>, p. 3]'),
        ("[@a1; @b2]", '[<a class="ref" data-ref="wiki:a1">a1</a>; <a class="ref" data-ref="wiki:b2">b2</a>]'),
        ("[@someone](https://example.org)", '<a href="https://example.org" rel="noopener">@someone</a>'),
        ("[[0.1, 0.2], [0.3]]", "[[0.1, 0.2], [0.3]]"),
        ("[[1, 2]]", "[[1, 2]]"),
        ("`[[x]]`", "<code>[[x]]</code>"),
    ],
)
def test_names_of_papers_are_links_with_a_key(text: str, html: str) -> None:
    assert inner(text) == html


def test_a_link_to_a_paper_carries_its_key_and_its_own_address() -> None:
    assert inner("[論文](https://arxiv.org/pdf/1706.03762v5)") == (
        '<a class="ref" data-ref="arxiv:1706.03762" href="https://arxiv.org/pdf/1706.03762v5" rel="noopener">論文</a>'
    )


def test_spaces_within_the_brackets_of_a_link_do_not_matter() -> None:
    assert inner("[報告書]( https://example.org/a )の表") == '<a href="https://example.org/a" rel="noopener">報告書</a>の表'


# ── images ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_image_alone_is_a_figure_with_a_caption() -> None:
    made = render('![全体像](fig/a.png "図1: 全体像")\n\n![構成図](b.png)\n\n![image](c.png)\n')
    assert (
        '<img data-image="fig/a.png" alt="全体像" loading="lazy" decoding="async"><figcaption>図1: 全体像</figcaption>'
        in made.html
    )
    assert "<figcaption>構成図</figcaption>" in made.html
    assert made.html.count("<figure>") == 3
    assert made.html.count("<figcaption>") == 2
    assert made.images == ("fig/a.png", "b.png", "c.png")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("![a](x.png){width=50%}", ' class="is-width-50"'),
        ("![a](x.png){width=300 height=200px}", ' width="300" height="200"'),
        ("![a](x.png =300x)", ' width="300"'),
        ("![a](x.png =300x200)", ' width="300" height="200"'),
        ("![a](x.png){.cls}", ' alt="a"'),
    ],
)
def test_the_width_that_was_asked_for(text: str, size: str) -> None:
    html = inner(f"文中の{text}画像")
    assert size + " loading=" in html


def test_images_are_found_when_they_are_filled_in() -> None:
    html = render("文中の![小](a%20b.png)と![無](no.png)と![外](https://example.org/x.png)").html
    filled = fill(html, {}, {"a b.png": ImageFile("/i/ab.png", 640, 480)})
    assert '<img src="/i/ab.png" alt="小" loading="lazy" decoding="async" width="640" height="480">' in filled
    assert '<span class="lost lost-figure" data-lost="figure">図: 無</span>' in filled
    assert '<a class="lost elsewhere" href="https://example.org/x.png" rel="noopener">図: 外</a>' in filled


def test_an_image_of_another_host_is_a_link_to_it() -> None:
    assert inner("[![小](https://example.org/x.png)](https://example.org/)") == (
        '<a href="https://example.org/" rel="noopener"><span class="lost lost-figure" data-lost="figure">図: 小</span></a>'
    )
    assert (
        '<a class="lost elsewhere" href="https://example.org/x.png" rel="noopener">'
        in render('文中の<img src="https://example.org/x.png">').html
    )


@pytest.mark.parametrize(
    ("text", "lang", "label"),
    [
        ("![figure](lost:figure)", "ja", "図"),
        ("![figure](lost:figure)", "en", "figure"),
        ("[post](lost:post)", "ja", "投稿"),
        ("![精度の推移](lost:figure)", "ja", "図: 精度の推移"),
    ],
)
def test_marks_of_what_is_lost(text: str, lang: str, label: str) -> None:
    kind = text.partition("lost:")[2].rstrip(")")
    assert inner(text, lang) == f'<span class="lost lost-{kind}" data-lost="{kind}">{label}</span>'
    assert render(text).images == ()


# ── plain text ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_plain_text_keeps_the_tokens_of_models() -> None:
    assert (
        plain_text("<mask>を<b>予測</b>する<!-- 注 -->\n\n<think>\n考え\n</think>\n")
        == "<mask>を予測する\n<think> 考え </think>"
    )


def test_plain_text_is_what_a_reader_sees() -> None:
    body = (
        "## 手法 $x$\n\nこれは**太字**と[表](t)。\n続き `code`[^1]\n\n- {漢字|かんじ}\n\n"
        "```py\nx = 1\n```\n\n[^1]: 注\n\n<b>生</b>の\n"
    )
    assert plain_text(body) == "手法 x\nこれは太字と表。続き code\n漢字\nx = 1\n注\n生の"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("## 見出し", "見出し"),
        ("一文目。二文目。", "一文目。"),
        ("「なぜ?」と問う。次。", "「なぜ?」と問う。"),
        ("It is v1.5 of e.g. this. Next.", "It is v1.5 of e.g. this."),
        ("", ""),
        ("句点がない", "句点がない"),
    ],
)
def test_the_first_sentence(body: str, sentence: str) -> None:
    assert first_sentence(body) == sentence
