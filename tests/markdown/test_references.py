"""References: links around exactly the text that was given, whatever markup is in or around it."""

from __future__ import annotations

import re

import pytest

from papersite.markdown import fill, render
from papersite.model import Reference, ReferenceForm


def refer(text: str, part: str, form: ReferenceForm = ReferenceForm.CITATION, key: str = "title:x") -> Reference:
    """A reference to a part of a text."""
    start = text.index(part)
    return Reference(key, part, form, start, start + len(part), 0)


def linked(text: str, *parts: str) -> str:
    """The HTML of a text with some of its parts given as citations."""
    return render(text, [refer(text, part) for part in parts]).html


@pytest.mark.parametrize(
    ("text", "part", "html"),
    [
        pytest.param(
            "元は[Paper Note] Title, Author+, ACL'22 です",
            "[Paper Note] Title, Author+, ACL'22",
            '元は<a class="ref" data-ref="title:x">[Paper Note] Title, Author+, ACL\'22</a> です',
            id="in a sentence",
        ),
        pytest.param(
            "**A, B** と", "A, B", '<strong><a class="ref" data-ref="title:x">A, B</a></strong> と', id="all within emphasis"
        ),
        pytest.param("A *B* C", "A *B* C", '<a class="ref" data-ref="title:x">A <em>B</em> C</a>', id="with emphasis inside"),
        pytest.param(
            "**A** B",
            "A** B",
            '<strong><a class="ref" data-ref="title:x">A</a></strong><a class="ref" data-ref="title:x"> B</a>',
            id="beginning inside emphasis and ending outside",
        ),
        pytest.param(
            "A* と model_name_v2, $5", "A* と model_name_v2, $5", None, id="a title with asterisk, underscores and dollar"
        ),
        pytest.param("Q* 学習 $x^2$ の", "Q* 学習 $x^2$ の", None, id="a title with a formula"),
    ],
)
def test_the_link_is_around_exactly_the_text(text: str, part: str, html: str | None) -> None:
    made = linked(text, part)
    assert html is None or made == f"<p>{html}</p>\n"
    assert (
        _anchored(made) == re.sub(r"\*(?=B)|(?<=B)\*|\*\*(?= B)|\$(?=x\^2|$)|(?<=x\^2)\$", "", part).replace("x^2", "x2")
        or html
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("- 項目\n- A, B, C", "A, B, C"),
        ("1. 項目\n   - A, B, C\n", "A, B, C"),
        ("> 引用\n> A, B, C", "A, B, C"),
        ("## A, B, C ##\n", "A, B, C"),
        ("A, B, C\n=====\n", "A, B, C"),
        ("| a | b |\n|---|---|\n| A | A, B, C |\n", "A, B, C"),
        ("> | a |\n> |---|\n> | A, B, C |\n", "A, B, C"),
        ("- [x] A, B, C", "A, B, C"),
        ("> [!NOTE] 題\n> A, B, C", "A, B, C"),
        ("本文[^1]\n\n[^1]: A, B, C", "A, B, C"),
        ("用語\n: A, B, C", "A, B, C"),
        ("一行目\n二行目 A, B, C\n三行目", "A, B, C"),
        ("\tcode\n\n-\tA, B, C", "A, B, C"),
    ],
)
def test_it_is_found_in_every_block(text: str, part: str) -> None:
    assert _anchored(linked(text, part)) == part


def test_the_second_of_two_equal_texts_can_be_meant() -> None:
    text = "同じ A と A"
    html = render(text, [Reference("k", "A", ReferenceForm.CITATION, 7, 8, 0)]).html
    assert html == '<p>同じ A と <a class="ref" data-ref="k">A</a></p>\n'


def test_a_citation_over_two_lines_is_one_link() -> None:
    assert _anchored(linked("著者,\n題名, 2024 の", "著者,\n題名, 2024")) == "著者,\n題名, 2024"


@pytest.mark.parametrize("text", ["`A, B`", "```\nA, B\n```", "    A, B\n", "<!-- A, B -->", "$A, B$"])
def test_within_code_comments_and_formulas_there_is_no_link(text: str) -> None:
    assert "data-ref" not in linked(text, "A, B")


def test_links_are_never_nested() -> None:
    text = "[Paper Note] 題名 [コード](https://example.org/c), Author+"
    html = linked(text, text)
    assert re.findall(r'<a class="ref"[^>]*>([^<]*)</a>', html) == ["[Paper Note] 題名 ", ", Author+"]
    assert '<a href="https://example.org/c" rel="noopener">コード</a>' in html


def test_a_citation_that_is_a_link_lends_it_its_key() -> None:
    text = "- [題名](https://example.org/p.pdf)\n"
    assert '<a class="ref" data-ref="title:x" href="https://example.org/p.pdf" rel="noopener">題名</a>' in linked(
        text, text[2:-1]
    )
    assert '<a class="ref" data-ref="title:x" href="https://example.org/p.pdf"' in linked(text, "題名")


@pytest.mark.parametrize(
    ("text", "part", "form", "html"),
    [
        (
            "https://example.org/x です",
            "https://example.org/x",
            "url",
            '<a class="ref" data-ref="k" href="https://example.org/x"',
        ),
        (
            "[題](https://example.org/x)",
            "https://example.org/x",
            "url",
            '<a class="ref" data-ref="k" href="https://example.org/x"',
        ),
        ("<https://example.org/x>", "https://example.org/x", "url", '<a class="ref" data-ref="k" href="https://example.org/x"'),
        ("[題](../b/x.md)", "[題](../b/x.md)", "path", '<a class="ref" data-ref="k">題</a>'),
        ("[[名]]", "[[名]]", "wikilink", '<a class="ref" data-ref="k">名</a>'),
        ("[@key]", "@key", "key", '[<a class="ref" data-ref="k">key</a>]'),
        ("arXiv:1706.03762 を", "arXiv:1706.03762", "url", '<a class="ref" data-ref="k">arXiv:1706.03762</a> を'),
    ],
)
def test_other_forms_give_their_key_to_the_link(text: str, part: str, form: str, html: str) -> None:
    assert html in render(text, [refer(text, part, ReferenceForm(form), "k")]).html


def test_texts_within_a_text_have_offsets_of_their_own() -> None:
    text = "![図の説明](a.png) の A, B ^[脚注の文]"
    assert _anchored(linked(text, "A, B")) == "A, B"
    assert render(text, [refer(text, "A, B")]).html.count("data-ref") == 1


def test_references_do_not_change_the_text() -> None:
    text = "**[Paper Note] A**, B `C` [D](https://example.org) $E$ と https://example.org/F。"
    plain, marked = render(text).html, linked(text, "[Paper Note] A", "B `C`", "$E$ と")
    strip = re.compile(r"<a [^>]*>|</a>")
    assert strip.sub("", marked) == strip.sub("", plain)


def test_offsets_beyond_the_text_and_empty_ones_are_ignored() -> None:
    references = [Reference("k", "", ReferenceForm.LISTED, 0, 0, 0), Reference("k", "x", ReferenceForm.CITATION, 90, 99, 0)]
    assert render("本文", references).html == "<p>本文</p>\n"


def test_filling_resolves_what_has_a_page() -> None:
    html = render("[[A]]、[[B]]、@arxiv:1706.03762、https://arxiv.org/abs/1512.03385").html
    filled = fill(html, {"wiki:a": "../a/", "arxiv:1512.03385": "../r/"}, {})
    assert '<a class="ref" data-ref="wiki:a" href="../a/">A</a>' in filled
    assert '<span class="ref unread" data-ref="wiki:b">B</span>' in filled
    assert '<a class="ref unread" data-ref="arxiv:1706.03762" href="https://arxiv.org/abs/1706.03762" rel="noopener">' in filled
    assert 'href="https://arxiv.org/abs/1512.03385" rel="noopener">https://arxiv.org/abs/1512.03385</a>' in filled
    assert '<sup class="ref-note"><a href="../r/">ノート</a></sup>' in filled


def test_a_page_does_not_link_to_itself() -> None:
    filled = fill(render("[[A]]とhttps://arxiv.org/abs/1512.03385").html, {"wiki:a": "", "arxiv:1512.03385": ""}, {})
    assert '<span class="ref" data-ref="wiki:a">A</span>' in filled
    assert "unread" not in filled
    assert "ref-note" not in filled


def test_keys_and_pages_are_escaped() -> None:
    text = "A, B"
    html = render(text, [refer(text, text, key='title:"<&')]).html
    assert 'data-ref="title:&quot;&lt;&amp;"' in html
    assert 'href="/a?&quot;&lt;&amp;"' in fill(html, {'title:"<&': '/a?"<&'}, {})


def _anchored(html: str) -> str:
    """The text of the reference's links, put together."""
    return "".join(re.sub(r"<[^>]+>", "", part) for part in re.findall(r'<a class="ref"[^>]*>(.*?)</a>', html, re.DOTALL))
