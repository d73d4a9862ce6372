"""Emphasis beside CJK: the clauses of the CJK-friendly amendment, one by one, and what must stay as CommonMark has it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from papersite.markdown import render
from papersite.markdown.characters import is_cjk
from papersite.markdown.inline import State


def inner(text: str) -> str:
    """A one-paragraph text as HTML, without the paragraph."""
    return render(text).html.removeprefix("<p>").removesuffix("</p>\n")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("結論は**「不要」**だった", "結論は<strong>「不要」</strong>だった", id="CJK brackets inside"),
        pytest.param("**要点。**次に", "<strong>要点。</strong>次に", id="a full stop inside and a letter outside"),
        pytest.param(
            "**CLIP (2021):**画像と文", "<strong>CLIP (2021):</strong>画像と文", id="ASCII punctuation inside, CJK outside"
        ),
        pytest.param("手法**(提案)**は", "手法<strong>(提案)</strong>は", id="ASCII brackets inside, CJK on both sides"),
        pytest.param("これが*「新規性」*です", "これが<em>「新規性」</em>です", id="single asterisks"),
        pytest.param("前**`code`**後", "前<strong><code>code</code></strong>後", id="code inside"),
        pytest.param("前**[表](t.md)**後", '前<strong><a href="t.md">表</a></strong>後', id="a link inside"),
        pytest.param("損失**$L$**を", None, id="a formula inside"),
        pytest.param("～**(a)**～", "～<strong>(a)</strong>～", id="fullwidth punctuation outside"),
        pytest.param("ｶﾅ**(a)**ｶﾅ", "ｶﾅ<strong>(a)</strong>ｶﾅ", id="halfwidth kana"),
        pytest.param("Ａ**(a)**Ｂ", "Ａ<strong>(a)</strong>Ｂ", id="fullwidth Latin"),
        pytest.param("𠮷**(a)**𠮷", "𠮷<strong>(a)</strong>𠮷", id="Han beyond the basic plane"),
        pytest.param("값**(a)**은", "값<strong>(a)</strong>은", id="Hangul syllables"),
        pytest.param("ᅡ**(a)**ᄏ", "ᅡ<strong>(a)</strong>ᄏ", id="Hangul letters, narrow by East Asian Width"),
        pytest.param("a**〰**b", "a<strong>〰</strong>b", id="a CJK symbol that is only an emoji with a selector"),
        pytest.param("a**㊗**b", "a<strong>㊗</strong>b", id="another such symbol"),
    ],
)
def test_asterisks_beside_cjk_make_emphasis(text: str, html: str | None) -> None:
    made = inner(text)
    assert "*" not in made
    assert html is None or made == html


@pytest.mark.parametrize(
    ("text", "made"),
    [
        # left-flanking (1): not followed by white space; the ideographic space is white space
        pytest.param("あ** い**", False, id="a space after the opening run"),
        pytest.param("あ**\u3000い**", False, id="an ideographic space after the opening run"),
        pytest.param("あ**\u00a0い**", False, id="a no-break space after the opening run"),
        # right-flanking (1): not preceded by white space
        pytest.param("**あ **い", False, id="a space before the closing run"),
        pytest.param("**あ\u3000**い", False, id="an ideographic space before the closing run"),
        # (2a), (2b) without CJK: as in CommonMark
        pytest.param("a**(b)**c", False, id="punctuation inside and Latin outside stays as it is"),
        pytest.param("a**«b»**c", False, id="non-CJK quotation marks"),
        pytest.param("a**∇b**c", False, id="a mathematical symbol is punctuation"),
        pytest.param("a**𝜵b**c", False, id="a symbol beyond the basic plane"),
        pytest.param("a**😀b**c", False, id="an emoji by default is not CJK, and is punctuation"),
        pytest.param("(**(b)**)", True, id="(2b beta) punctuation on both sides"),
        pytest.param("a **(b)** c", True, id="(2b alpha) white space outside"),
        # (2b gamma), (2b delta)
        pytest.param("漢**(b)**c", False, id="CJK before the opening run only: the closing one stays shut"),
        pytest.param("a**(b)**漢", False, id="CJK after the closing run only: the opening one stays shut"),
        pytest.param("a**b(**漢", True, id="CJK after the closing run opens it after punctuation"),
        pytest.param("葛\U000e0100**(b**c", True, id="an ideographic variation selector before the opening run"),
        pytest.param("羽\ufe00**(b**c", True, id="a variation selector after a CJK character"),
        pytest.param("a\ufe00**(b**c", False, id="a variation selector after a letter makes it no CJK"),
        pytest.param("“\ufe01**(b**c", True, id="quotation marks made fullwidth by a selector"),
        pytest.param("**b”\ufe01**c", True, id="fullwidth quotation marks before the closing run"),
        pytest.param("**b”\ufe00**c", False, id="quotation marks made halfwidth are not CJK"),
        pytest.param("**b”**c", False, id="quotation marks alone are not CJK"),
        pytest.param("**b。\ufe00**c", True, id="a CJK full stop with a selector"),
        pytest.param("**文!\ufe0e**c", False, id="ASCII punctuation with a selector is punctuation"),
        pytest.param("あ\ufe0f**(b)**あ", False, id="the emoji selector does not speak for its base"),
    ],
)
def test_each_clause_of_the_amendment(text: str, made: bool) -> None:
    assert ("<strong>" in inner(text)) is made


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("__注記__：本文", "<strong>注記</strong>：本文", id="CJK punctuation after"),
        pytest.param("注記：__本文__", "注記：<strong>本文</strong>", id="CJK punctuation before"),
        pytest.param("終わり。\ufe01_次_", "終わり。\ufe01<em>次</em>", id="a punctuation sequence with a selector before"),
        pytest.param("語_中_語", "語_中_語", id="inside a word an underscore is an underscore"),
        pytest.param("語__中__語", "語__中__語", id="two of them as well"),
        pytest.param("model_name_v2", "model_name_v2", id="and in names"),
    ],
)
def test_underscores_only_mind_punctuation(text: str, html: str) -> None:
    assert inner(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "~~旧版。~~新版",
        "a~~a()~~あ",
        "あ~~()a~~a",
        "𠮷~~()a~~a",
        "a~~「a~~」",
        "「~~a」~~a",
        "~~終。\ufe00~~End",
        "~~“\ufe01a”\ufe01~~a",
    ],
)
def test_strikethrough_follows_the_same_rules(text: str) -> None:
    assert "<s>" in inner(text)
    assert "~~" not in inner(text)


def test_strikethrough_beside_latin_stays_as_it_is() -> None:
    assert inner("a~~(b)~~c") == "a~~(b)~~c"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("これは==重要==です", "これは<mark>重要</mark>です", id="between kana"),
        pytest.param("==「重要」==です", "<mark>「重要」</mark>です", id="brackets inside"),
        pytest.param("a==b, c==d", "a==b, c==d", id="comparisons"),
        pytest.param("x == y かつ y == z", "x == y かつ y == z", id="comparisons with spaces"),
        pytest.param("===太い===", "===太い===", id="three are none"),
        pytest.param("==**強い**印==", "<mark><strong>強い</strong>印</mark>", id="with emphasis inside"),
    ],
)
def test_marks(text: str, html: str) -> None:
    assert inner(text) == html


@pytest.mark.parametrize("char", "ぁんァー漢々〆「」、。〜！～ｱﾞ〇㈱㍻가ㄱ᠀𠮷🈂㊙〽")
def test_what_is_cjk(char: str) -> None:
    assert is_cjk(char) is (char != "᠀")


@pytest.mark.parametrize("char", "aÀαЖא٠∇“”…—·😀🈁🀄🎌①→")
def test_what_is_not_cjk(char: str) -> None:
    assert not is_cjk(char)


class _Amended(ParserInline):
    """markdown-it's own inline parser with nothing changed but the state."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def test_every_example_of_commonmark_that_passes_without_the_amendment_passes_with_it() -> None:
    """Needs CommonMark's spec.json, which this project does not carry: COMMONMARK_JSON names the file."""
    path = os.environ.get("COMMONMARK_JSON", "")
    if not Path(path).is_file():
        pytest.skip("no CommonMark examples: set COMMONMARK_JSON to the specification's JSON file")
    plain, amended = MarkdownIt("commonmark"), MarkdownIt("commonmark")
    amended.inline = _Amended()
    amended.configure("commonmark")
    examples = json.loads(Path(path).read_text(encoding="utf-8"))
    passing = [e for e in examples if plain.render(e["markdown"]) == e["html"]]
    assert len(passing) > 600
    assert [e["example"] for e in passing if amended.render(e["markdown"]) != e["html"]] == []


@pytest.mark.parametrize("text", ["*a* _b_ **c** __d__ ***e***", "a*b*c a_b_c", '"*x*" (**y**) *(z)*', "**a*b**c*"])
def test_without_cjk_nothing_changes(text: str) -> None:
    assert inner(text) == MarkdownIt("commonmark").renderInline(text)
