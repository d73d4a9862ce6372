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
        pytest.param(f"- 布 {_ADAM}\n- 糸の話である。", f"布 {_ADAM}", id="words before it in its entry"),
        pytest.param(f"- {_ADAM} 布\n- 糸の話である。", f"{_ADAM} 布", id="words behind it in its entry"),
        pytest.param(f"- {_ADAM}\n- 糸の話である。", _ADAM, id="the next entry says nothing of it"),
        pytest.param(f"- {_ADAM}\n\n最後にある行である。", _ADAM, id="nor does what stands below"),
        pytest.param(f"- {_ADAM}\n  - 「布」を織る。\n- 次の糸", "「布」を織る。", id="nor what is below the one nested in it"),
        pytest.param(f"  - {_ADAM}\n\t- 布を織る。", "布を織る。", id="a tab is as wide as four spaces"),
        pytest.param(f"- {_ADAM}\n\n  - 布を織る。", "布を織る。", id="the one nested in it below a blank line"),
        pytest.param(
            f"- {_ADAM}\n  続きの行である。\n次の段落", f"{_ADAM}\n続きの行である。".replace("\n", " "), id="all lines of it"
        ),
        pytest.param(f"前の文である。まず読むとよい。\n- {_ADAM}", "まず読むとよい。", id="the last sentence above its list"),
        pytest.param(f"次の**二つ**が詳しい\n- {_ADAM}", "次の二つが詳しい", id="without marks"),
        pytest.param(f"八文字の行である\n- {_ADAM}", "八文字の行である", id="eight characters lead in"),
        pytest.param(f"七文字の行であ\n- {_ADAM}", _ADAM, id="seven do not"),
        pytest.param(f"  字下げした行である  \n- {_ADAM}", "字下げした行である", id="without the space around"),
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


_ROOM = CONTEXT - len(_ADAM)


@pytest.mark.parametrize(
    ("body", "context"),
    [
        pytest.param("x" * _ROOM + _ADAM, "x" * _ROOM + _ADAM, id="all that fits"),
        pytest.param(f"- {_ADAM}。{'い' * 300}", f"{_ADAM}。…", id="sentences behind go first"),
        pytest.param(f"- {'あ' * 300}。{_ADAM}", f"…{_ADAM}", id="and those before"),
        pytest.param(f"- {'あ' * 150}。{_ADAM}。{'い' * 150}", f"…{_ADAM}。…", id="and both"),
        pytest.param("あ" * 300 + "、" + _ADAM + "、" + "い" * 300, f"…{_ADAM}、…", id="then clauses"),
        pytest.param(
            "あ" * 300 + _ADAM + "い" * 300,
            "あ" * (_ROOM // 2) + _ADAM + "い" * (_ROOM - _ROOM // 2),
            id="else as much on either side",
        ),
        pytest.param(_ADAM + "い" * 300, _ADAM + "い" * _ROOM, id="all behind where nothing stands before"),
        pytest.param("あ" * 300 + f"\n- {_ADAM}", "あ" * CONTEXT, id="above a list, too"),
        pytest.param(f"- {_ADAM}\n  - {'長い説明が続く。' * 30}", "長い説明が続く。" * 25 + "…", id="and in a nested entry"),
        pytest.param(f"- {_ADAM}\n  - {'い' * 300}", "い" * CONTEXT, id="that has no sentence either"),
        pytest.param(
            f"{'長い文の一部' * 50}。最後の文である\n- {_ADAM}", "最後の文である", id="a sentence that fits above a list"
        ),
    ],
)
def test_a_backlink_shows_no_more_than_fits(body: str, context: str) -> None:
    assert read(body)[0].context == context


def test_of_a_reference_that_is_longer_than_fits_the_beginning_is_shown() -> None:
    (reference,) = read(f"{'あ' * 50}、[Paper Note] {'Very ' * 50}Long, Kingma+, ICLR'15、い。{'あ' * 99}")
    assert len(reference.text) > CONTEXT
    assert reference.context == reference.text[:CONTEXT].strip()


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
