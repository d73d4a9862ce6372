"""Blocks: tables, fences, lists of definitions, footnotes, callouts, tasks, headings, and definitions nothing uses."""

from __future__ import annotations

import pytest

from papersite.markdown import outline, render
from papersite.markdown.headings import fit_levels, heading_id
from papersite.markdown.highlight import Fence, read_info
from papersite.markdown.tables import split_row

# ── headings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("既存研究では", "既存研究では"),
        ("1. What is *New*?", "1-what-is-new"),
        ("手法　の概要", "手法-の概要"),
        ("`code` と $x$", "code-と-x"),
        ("！？", "section"),
        ("ΑΒΓ ßÉ", "αβγ-ßé"),
    ],
)
def test_ids_keep_what_a_heading_says(text: str, name: str) -> None:
    (heading,) = outline(f"## {text}")
    assert heading.id == name
    assert heading_id(heading.text) == name


def test_equal_headings_get_numbers_and_a_prefix_keeps_notes_apart() -> None:
    body = "## 結果\n\n## 結果\n\n## 結果-2\n\n## 結果\n"
    assert [h.id for h in outline(body, id_prefix="n2-")] == ["n2-結果", "n2-結果-2", "n2-結果-2-2", "n2-結果-3"]
    html = render(body, id_prefix="n2-").html
    assert html.count("<h2 ") == 4
    assert 'id="n2-結果-3"' in html
    assert 'href="#n2-結果-3"' in html


def test_an_id_stays_when_text_elsewhere_changes() -> None:
    before = outline("## 目的\n\n本文\n\n## 結果\n")
    after = outline("## 背景\n\n別の本文\n\n## 目的\n\n## 結果\n")
    assert {h.id for h in before} <= {h.id for h in after}


@pytest.mark.parametrize(
    ("levels", "top", "fitted"),
    [
        ([1, 2, 3], 2, [2, 3, 4]),
        ([2, 2, 3], 2, [2, 2, 3]),
        ([3, 5, 4, 2], 2, [2, 3, 3, 2]),
        ([1, 2, 3, 4, 5, 6], 3, [3, 4, 5, 6, 6, 6]),
        ([6, 1], 2, [2, 2]),
        ([], 2, []),
    ],
)
def test_levels_fit_the_page_and_skip_none(levels: list[int], top: int, fitted: list[int]) -> None:
    assert fit_levels(levels, top) == fitted


def test_headings_tell_the_level_the_note_wrote() -> None:
    made = render("# 上\n\n### 下\n", top_level=3)
    assert [h.level for h in made.headings] == [1, 3]
    assert "<h3 " in made.html
    assert "<h4 " in made.html


def test_links_within_the_note_find_its_headings_on_the_page() -> None:
    html = render("## 手法\n\n[前述](#手法)と[外](#外)", id_prefix="n1-").html
    assert '<a href="#n1-手法">前述</a>' in html
    assert '<a href="#外">外</a>' in html


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "columns", "cells"),
    [
        ("| a | b |", 2, [" a ", " b "]),
        ("a|b", 2, ["a", "b"]),
        ("| $x|y$ | b |", 2, [" $x|y$ ", " b "]),
        ("| {漢|かん} | [[id|名]] |", 2, [" {漢|かん} ", " [[id|名]] "]),
        (r"| a \| b | c |", 2, [r" a \| b ", " c "]),
        ("| `a|b` | c |", 2, [" `a|b` ", " c "]),
        ("| `a|b` | c |", 3, [" `a", "b` ", " c "]),
        ("| $5 | $10 |", 2, [" $5 ", " $10 "]),
        ("|$5|$10|", 2, ["$5", "$10"]),
        ("||", 1, [""]),
    ],
)
def test_rows_split_where_a_bar_separates(row: str, columns: int, cells: list[str]) -> None:
    assert [text for text, _ in split_row(row, columns)] == cells


def test_a_table_keeps_its_alignment_and_can_scroll() -> None:
    html = render("| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |\n").html
    assert html.startswith('<div class="table-scroll" tabindex="0" role="region" aria-label="表">\n<table>')
    sides = ("left", "right", "center")
    assert "".join(f'<td class="is-text-align-{side}">{n}</td>' for n, side in enumerate(sides, start=1)) in html


def test_cells_beyond_the_header_are_kept_and_missing_ones_are_empty() -> None:
    html = render("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 4 |\n").html
    assert "<td>2 | 3</td>" in html
    assert "<tr><td>4</td><td></td></tr>" in html


def test_a_table_may_follow_a_paragraph_and_end_before_one() -> None:
    html = render("本文\n| a |\n|---|\n| 1 |\n\n続き").html
    assert html.index("本文") < html.index("<table>") < html.index("続き")


@pytest.mark.parametrize("text", ["a | b\nc | d", "| a |\n| b |", "a\n---", "| a | b |\n|---|", "- | -\n- | -"])
def test_what_is_no_table(text: str) -> None:
    assert "<table" not in render(text).html


# ── code ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("info", "fence"),
    [
        ("py", Fence(lang="py")),
        ("Python {1,3-4} linenos", Fence(lang="python", numbered=True, marked=frozenset({1, 3, 4}))),
        ("python:train.py", Fence(lang="python", title="train.py")),
        ('ts title="a b.ts" {2}', Fence(lang="ts", title="a b.ts", marked=frozenset({2}))),
        ("{.haskell .numberLines}", Fence(lang="haskell", numbered=True)),
        ("c++", Fence(lang="c++")),
        ("", Fence()),
        ("これは何", Fence(title="これは何")),
        ("py {99999999999-1}", Fence(lang="py")),
    ],
)
def test_info_strings_say_what_people_mean(info: str, fence: Fence) -> None:
    assert read_info(info) == fence


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("py", "python"),
        ("sh", "bash"),
        ("jsonc", "json"),
        ("C++", "cpp"),
        ("yml", "yaml"),
        ("tex", "tex"),
        ("console", "console"),
    ],
)
def test_languages_by_the_names_people_use(written: str, named: str) -> None:
    made = render(f"```{written}\nx = 1 # y\n```\n")
    assert f'<div class="code" data-lang="{named}"><pre tabindex="0"><code>' in made.html
    assert made.features == ("code",)


def test_an_unknown_language_is_plain() -> None:
    made = render("```brainfreeze\nif <b> & x\n```\n")
    assert "<code>if &lt;b&gt; &amp; x\n</code>" in made.html
    assert made.features == ()


def test_code_is_marked_by_classes_and_loses_no_character() -> None:
    source = 'def f(x):\n    """説明\n    続き"""\n\n    return {"a": x}  # 注\n'
    html = render(f"```py\n{source}```\n").html
    assert '<span class="k">def</span>' in html
    assert "style=" not in html
    assert _text(html) == f"{source}\n"


def test_lines_are_numbered_and_marked_on_request() -> None:
    html = render("```py {2} linenos\na = 1\n\nb = 2\n```\n").html
    assert '<div class="code numbered" data-lang="python">' in html
    assert html.count('<span class="line') == 3
    assert html.count('<span class="line marked">') == 1
    assert _text(html) == "a = 1\n\nb = 2\n\n"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("- a\n\n  ```\n  x\n    y\n  ```\n", "x\n  y\n", id="within its item"),
        pytest.param("- a\n\n        ```\n        x\n        ```\n", "x\n", id="too deep for its item"),
        pytest.param(
            "- a\n  文\n            ```\n            x\n            ```\n  後", "x\n", id="too deep, after a line of text"
        ),
        pytest.param("- a\n  ```\ndef f():\n    return 1\n  ```\n- b", "def f():\n    return 1\n", id="fell out of its item"),
        pytest.param("- a\n  ```\n  x\n```\n\n後", "x\n", id="only the closing line fell out"),
        pytest.param("- a\n  ```\n  x\n- b", "x\n", id="unclosed in an item: it ends with the item"),
        pytest.param("```\nx", "x\n", id="unclosed: it runs to the end"),
        pytest.param("> ```\n> x\n\n後", "x\n", id="unclosed in a quote: it ends with the quote"),
        pytest.param("~~~\n```\n~~~", "```\n", id="tildes around backticks"),
        pytest.param("````\n```\n````", "```\n", id="four around three"),
    ],
)
def test_a_fence_ends_where_it_should(body: str, code: str) -> None:
    assert _code(body).rstrip("\n") == code.rstrip("\n")


def test_indented_code_stays_code() -> None:
    assert _code("本文\n\n    ```\n    x\n    ```\n") == "```\nx\n```\n"


def _code(body: str) -> str:
    html = render(body).html
    assert html.count("<pre") == 1
    return _text(html[html.index("<pre") : html.index("</pre>")])


def _text(html: str) -> str:
    parts = html.split("<")
    text = "".join(part.partition(">")[2] for part in parts)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def test_mermaid_is_left_to_the_page() -> None:
    made = render("```mermaid\ngraph LR; A-->B\n```\n")
    assert made.html == '<pre class="mermaid" tabindex="0">graph LR; A--&gt;B\n</pre>\n'
    assert made.features == ("mermaid",)


# ── footnotes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_footnotes_are_numbered_by_mention_and_carry_the_prefix() -> None:
    made = render("甲[^b]乙[^a]丙[^b]\n\n[^a]: エー\n\n[^b]: ビー\n", id_prefix="n1-")
    assert made.html.index("ビー") < made.html.index("エー")
    for name in ("n1-fn:1", "n1-fn:2", "n1-fnref:1", "n1-fnref:1:2", "n1-fnref:2"):
        assert made.html.count(f'id="{name}"') == 1
        assert f'href="#{name}"' in made.html
    assert made.features == ("footnotes",)


def test_footnotes_lose_no_text() -> None:
    html = render("甲[^1][^無]\n\n[^1]: 一つ目\n\n[^1]: 同じ名の二つ目\n\n[^2]: 誰も触れない\n").html
    for text in ("一つ目", "同じ名の二つ目", "誰も触れない", "[^無]"):
        assert text in html


def test_a_footnote_may_hold_blocks_formulas_and_footnotes() -> None:
    html = render("甲[^1]\n\n[^1]: $x$と[^2]\n\n    - 項目\n\n[^2]: 終わり\n\n^[行内の*注*]です").html
    assert "<math" in html
    assert "<li>項目</li>" in html
    assert "行内の<em>注</em>" in html


# ── callouts, tasks, definitions ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "lang", "kind", "title"),
    [
        ("[!NOTE]", "ja", "note", "補足"),
        ("[!NOTE]", "en", "note", "Note"),
        ("[!WARNING] 漏洩に注意", "ja", "warning", "漏洩に注意"),
        ("[!注意]", "ja", "caution", "注意"),
        ("[!tldr]", "ja", "note", "要約"),
        ("[!独自]", "ja", "note", "独自"),
        ("[!NOTE] **太い**題", "ja", "note", "<strong>太い</strong>題"),
    ],
)
def test_callouts(first: str, lang: str, kind: str, title: str) -> None:
    html = render(f"> {first}\n> 本文の**強調**\n", lang=lang).html
    assert html.startswith(f'<div class="callout callout-{kind}" role="note">\n<p class="callout-title">{title}</p>\n')
    assert "本文の<strong>強調</strong>" in html
    assert "blockquote" not in html


def test_a_folded_callout_is_a_disclosure() -> None:
    html = render("> [!TIP]- 開く\n> - 項目\n").html
    assert html.startswith('<details class="callout callout-tip">\n<summary class="callout-title">開く</summary>')
    assert html.rstrip().endswith("</details>")


@pytest.mark.parametrize("text", ["> 引用 [!NOTE]", "> [NOTE]\n> x", "[!NOTE]\nx"])
def test_what_is_no_callout(text: str) -> None:
    assert "callout" not in render(text).html


@pytest.mark.parametrize(
    ("body", "opening"),
    [
        (":::message\n本文\n:::", '<div class="callout callout-note" role="note">\n<p class="callout-title">メッセージ</p>'),
        (":::note warn\n本文\n:::", '<div class="callout callout-warning" role="note">\n<p class="callout-title">警告</p>'),
        (":::message alert\n本文\n:::", '<div class="callout callout-caution" role="note">\n<p class="callout-title">注意</p>'),
        (
            ":::details **詳しく**\n本文\n:::",
            '<details class="callout callout-note">\n<summary class="callout-title"><strong>詳しく',
        ),
        ("- 項目\n  :::tip\n  本文\n  :::", '<div class="callout callout-tip" role="note">'),
        ("::::info\n:::tip\n内\n:::\n本文\n::::", '<div class="callout callout-note" role="note">'),
    ],
)
def test_callouts_between_colons(body: str, opening: str) -> None:
    html = render(body + "\n\n後").html
    assert opening in html
    assert "本文" in html
    assert ":::" not in html
    assert html.endswith("<p>後</p>\n")


@pytest.mark.parametrize("body", [":::message\n本文", ":::\n本文\n:::", "::: だけ", "a\n:::"])
def test_colons_that_open_or_close_nothing_are_text(body: str) -> None:
    html = render(body).html
    assert "callout" not in html
    assert ":::" in html


def test_tasks() -> None:
    html = render("- [x] 済み\n- [ ] 未了\n- [リンク](u)\n").html
    assert '<ul class="tasks">' in html
    assert '<li class="task"><input type="checkbox" disabled checked> 済み</li>' in html
    assert '<li class="task"><input type="checkbox" disabled> 未了</li>' in html
    assert '<li><a href="u">リンク</a></li>' in html


def test_definition_lists() -> None:
    html = render("用語\n: 一つ目の**意味**\n: 二つ目\n").html
    assert html.count("<dd>") == 2
    assert "<dt>用語</dt>" in html


def test_a_tilde_begins_no_definition() -> None:
    assert "<dl>" not in render("約\n~ 10個").html


def test_definitions_that_nothing_uses_are_shown() -> None:
    html = render('[使う][a]\n\n[a]: https://example.org/a\n\n[b]: https://example.org/b "題"\n').html
    assert '<a href="https://example.org/a" rel="noopener">使う</a>' in html
    assert "[b]: https://example.org/b &quot;題&quot;" in html
    assert "[a]:" not in html


def test_abbreviations() -> None:
    html = render("*[SAM]: Segment Anything\n*[SAM]: 別の意味\n*[誰]: 使わない\n\nSAMはSAM2でなく`SAM`でもない").html
    assert html.count('<abbr title="Segment Anything">SAM</abbr>') == 1
    assert "*[誰]: 使わない" in html
    assert "*[SAM]: 別の意味" in html


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_language_of_blocks_in_the_other_language() -> None:
    body = (
        "## A heading that is long enough to be prose\n\nThis paragraph is English and longer than a clause.\n\n"
        "- This list item is English and longer than a clause\n- 日本語\n\n"
        "日本語とsome English wordsの混在した文がここに続く。\n\nGRPO\n"
    )
    html = render(body).html
    assert html.count('lang="en"') == 3
    assert "<p>日本語とsome" in html


def test_japanese_in_an_english_note() -> None:
    html = render("この段落は日本語で書かれている。\n\nEnglish with 用語 in it.\n", lang="en").html
    assert html.count('lang="ja"') == 1
