"""What a backlink shows around a reference: plain words, whole sentences, not too many."""

from __future__ import annotations

import pytest

from papersite.citations.contexts import CONTEXT
from papersite.citations.words import plain
from tests.citations.small_notes import read

_ADAM = "[Paper Note] Adam, Kingma+, ICLR'15"


@pytest.mark.parametrize(
    ("body", "context"),
    [
        pytest.param(f"前の文。学習率は {_ADAM} に従う。次の文。", f"学習率は {_ADAM} に従う。", id="its sentence"),
        pytest.param(f"First. We use {_ADAM} here! Then more.", f"We use {_ADAM} here!", id="its English sentence"),
        pytest.param(f"- {_ADAM} は**速い**が`不安定`\n- 次", f"{_ADAM} は速いが不安定", id="its list entry without marks"),
        pytest.param(
            f"最適化の話は次の二つが詳しい。まず読むとよい:\n- {_ADAM}",
            "まず読むとよい:",
            id="an entry without words: the line above its list",
        ),
        pytest.param(f"関連:\n- {_ADAM}", _ADAM, id="a bare label says nothing"),
        pytest.param(f"織機に関連する研究:\n- {_ADAM}", _ADAM, id="nor does a longer one"),
        pytest.param(f"[post](lost:post)\n\n- {_ADAM}", _ADAM, id="nor does a lost post"),
        pytest.param(
            "- Loom(Roe+, 2023)\n  - 布を**採点**する。", "布を採点する。", id="an entry without words: the one nested in it"
        ),
        pytest.param(
            f"詳しくは[前の記事](https://example.org/x)と{_ADAM}を", f"詳しくは前の記事と{_ADAM}を", id="links by their words"
        ),
    ],
)
def test_the_context_is_what_is_said_around_it(body: str, context: str) -> None:
    assert read(body)[0].context == context


def test_a_long_sentence_is_cut_where_a_clause_ends() -> None:
    body = (
        "、".join(f"第{number}の節ではとても長い説明が続いて" for number in range(40))
        + f"、{_ADAM} を使い、"
        + "、".join("説明" * 9 for _ in range(40))
    )
    context = read(body)[0].context
    assert len(context) <= CONTEXT + 2
    assert _ADAM in context
    assert context.startswith("…第")
    assert context.endswith("、…")


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        pytest.param("**太字**と*斜体*と`code`", "太字と斜体とcode", id="emphasis and code"),
        pytest.param("[a](http://x.y/(z)) ![b](c.png)[^1]", "a", id="a link, a picture, a footnote"),
        pytest.param("[[名前|言葉]]と[[別]]", "言葉と別", id="wiki links"),
        pytest.param("snake_case_name と _強調_", "snake_case_name と 強調", id="underscores inside a word stay"),
        pytest.param("<b>x</b> 1 < 2 \\* y", "x 1 < 2 * y", id="tags go, signs and escapes stay"),
    ],
)
def test_plain_words_have_no_marks(markdown: str, words: str) -> None:
    assert plain(markdown) == words
