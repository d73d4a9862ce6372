"""Rendering as a whole: what a note's page gets, and that it depends on nothing but the note."""

from __future__ import annotations

import pytest

from papersite.markdown import ImageFile, fill, outline, plain_text, render
from papersite.model import Heading


def test_a_mixed_note_becomes_html_without_leftover_markup() -> None:
    body = "## 手法\n\nこれは**「重要」**です。\n詳細は https://arxiv.org/abs/1706.03762を参照。\n"
    html = render(body).html
    assert "<strong>「重要」</strong>です。詳細は" in html
    assert 'href="https://arxiv.org/abs/1706.03762" rel="noopener">https://arxiv.org/abs/1706.03762</a>を参照。' in html


def test_the_outline_has_the_headings_of_the_rendered_body() -> None:
    body = "# 概要 $x$\n\n本文\n\n### 概要 *強調*\n\n### 概要 *強調*\n"
    assert outline(body, id_prefix="a-") == render(body, id_prefix="a-").headings
    assert outline("## 既存研究では") == (Heading(2, "既存研究では", "既存研究では"),)


def test_filling_finds_pages_and_images() -> None:
    html = render("[[Attention]] と ![図1](fig/a.png)").html
    filled = fill(html, {"wiki:attention": "/papers/a/"}, {"fig/a.png": ImageFile("/images/a.png", 640, 480)})
    assert '<a class="ref" data-ref="wiki:attention" href="/papers/a/">Attention</a>' in filled
    assert 'src="/images/a.png"' in filled
    assert 'width="640" height="480"' in filled


def test_a_text_longer_than_any_note_is_shown_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papersite.markdown.parser.LONGEST_BODY", 20)
    text = "# **題** <b>x</b>\n\n本文 & 続き\n"
    rendered = render(text)
    assert "<code># **題** &lt;b&gt;x&lt;/b&gt;\n\n本文 &amp; 続き" in rendered.html
    assert [problem.kind for problem in rendered.problems] == ["too-long"]
    assert plain_text(text) == text.rstrip("\n")
    assert "<h2" in render("# **題**\n").html
