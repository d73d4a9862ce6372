"""Bare addresses: where they begin, and that the Japanese after them is no part of them."""

from __future__ import annotations

import pytest

from papersite.markdown import render
from papersite.markdown.addresses import find_addresses


def found(text: str) -> list[str]:
    """The addresses of a text, as written."""
    return [text[address.start : address.end] for address in find_addresses(text)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        pytest.param("https://arxiv.org/abs/1706.03762を参照", "https://arxiv.org/abs/1706.03762", id="kana follow"),
        pytest.param("詳細はhttps://example.org/a。", "https://example.org/a", id="kana before, a full stop behind"),
        pytest.param("（https://example.org/a）", "https://example.org/a", id="fullwidth brackets"),
        pytest.param("「https://example.org/a」と", "https://example.org/a", id="corner brackets"),
        pytest.param("(https://example.org/a)", "https://example.org/a", id="brackets around"),
        pytest.param("(see https://example.org/a_(b))", "https://example.org/a_(b)", id="balanced brackets inside"),
        pytest.param("https://example.org/a(b(c))d)", "https://example.org/a(b(c))d", id="nested brackets inside"),
        pytest.param("https://example.org/a(続き", "https://example.org/a", id="a bracket that Japanese follows"),
        pytest.param("https://example.org/a.", "https://example.org/a", id="a full stop"),
        pytest.param("https://example.org/a?b=c&d=e#f, and", "https://example.org/a?b=c&d=e#f", id="query, fragment, comma"),
        pytest.param("**https://example.org/a**", "https://example.org/a", id="asterisks around"),
        pytest.param("https://example.org/a**b**", "https://example.org/a", id="asterisks behind"),
        pytest.param("~~https://example.org/a~~", "https://example.org/a", id="tildes around"),
        pytest.param(
            "https://example.org/~user/x_y_", "https://example.org/~user/x_y", id="a tilde inside, an underscore at the end"
        ),
        pytest.param("<b>https://example.org/a</b>", "https://example.org/a", id="a tag behind"),
        pytest.param("https://example.org/a&gt;", "https://example.org/a", id="an entity that is a bracket"),
        pytest.param("https://example.org/a'", "https://example.org/a", id="a quotation mark"),
        pytest.param("https://example.org/%E5%BC%B7", "https://example.org/%E5%BC%B7", id="percent encoding"),
        pytest.param("https://example.org/a]", "https://example.org/a", id="a square bracket"),
        pytest.param("HTTPS://EXAMPLE.ORG/A", "HTTPS://EXAMPLE.ORG/A", id="capitals"),
        pytest.param("http://localhost:8000/x", "http://localhost:8000/x", id="this machine"),
        pytest.param("www.example.org/aを", "www.example.org/a", id="without a scheme"),
        pytest.param("連絡先:taro.yamada@example.ac.jpまで", "taro.yamada@example.ac.jp", id="an e-mail between kana"),
        pytest.param("a@example.org.", "a@example.org", id="an e-mail and a full stop"),
        pytest.param("@arxiv:1706.03762は", "@arxiv:1706.03762", id="a paper by its key"),
        pytest.param("@doi:10.1145/3292500.3330701、", "@doi:10.1145/3292500.3330701", id="a paper by its DOI"),
    ],
)
def test_an_address_is_found_whole_and_alone(text: str, address: str) -> None:
    assert found(text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "https://",
        "http://日本語.jp",
        "https://foo",
        "a@b",
        "@someone said",
        "x@y@z",
        "@arxiv:なし",
        "awww.example.org",
        "worst@k",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert found(text) == []


def test_exporters_escapes_belong_to_the_url() -> None:
    (address,) = find_addresses(r"https://example.org/a\_b\_c")
    assert address.href == "https://example.org/a_b_c"
    (address,) = find_addresses("https://example.org/?a=1&amp;b=2")
    assert address.href == "https://example.org/?a=1&b=2"


def test_an_address_without_a_scheme_gets_one() -> None:
    assert 'href="https://www.example.org">www.example.org</a>です' in render("www.example.orgです").html.replace(
        ' rel="noopener"', ""
    )


def test_markup_characters_in_an_address_are_no_markup() -> None:
    html = render("https://example.org/a_b_c_*d*_e と _強調_").html
    assert ">https://example.org/a_b_c_*d*_e</a>" in html
    assert "<em>強調</em>" in html


def test_addresses_within_links_and_code_are_left_alone() -> None:
    html = render("[https://example.org/a](https://example.org/b) `https://example.org/c` $x$").html
    assert html.count("<a ") == 1
    assert "<code>https://example.org/c</code>" in html


def test_an_autolink_in_angle_brackets_ends_at_its_bracket() -> None:
    assert 'href="https://example.org/a"' in render("<https://example.org/a>です").html


def test_a_link_whose_words_are_its_address_is_told_apart() -> None:
    assert 'class="bare"' in render("https://example.org/a を見る").html
    assert 'class="bare"' not in render("[本文](https://example.org/a)").html
