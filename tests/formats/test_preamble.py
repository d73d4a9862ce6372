"""What a model says before it answers, and what only looks like it."""

from __future__ import annotations

import pytest

from papersite.formats.preamble import is_preamble


@pytest.mark.parametrize(
    "text",
    [
        "はい、承知しました。この論文を順に説明していきます。",
        "かしこまりました！",
        "もちろんです。以下に要約をまとめます。",
        "それでは、ご質問に一つずつお答えします。\n回答は次のとおりです。",
        "以下、論文の要約：",
        "下記に、指定の形式で整理しました",
        "Sure! Here's a summary of the paper:",
        "Certainly. Below you will find the answers.",
        "I'll go through the requested questions one by one.",
        "Based on the provided text, the answers are as follows:",
    ],
)
def test_a_preamble_accepts_or_announces(text: str) -> None:
    assert is_preamble(text.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("本論文は、少ない例で学ぶ方法を示します。", id="an abstract"),
        pytest.param("以下の三点で、これまでの方法には限りがありました。", id="a sentence that points ahead, but to content"),
        pytest.param("与えられた画像から説明文を生成する手法である。", id="an abstract about explanations"),
        pytest.param("もちろん、弱点もある。", id="agreement within an argument"),
        pytest.param("Sure, attention is costly.", id="agreement in English"),
        pytest.param("Here, gradients vanish.", id="here, but no answer"),
        pytest.param("Based on transformers, we build a summary model.", id="based on something of the paper"),
        pytest.param("- はい、承知しました。", id="an entry of a list"),
        pytest.param("はい、承知しました。https://example.org/ を読みました。", id="with an address"),
        pytest.param("はい、承知しました。 #AI", id="with a hashtag"),
        pytest.param("はい、承知しました。" + "この論文は長い説明を要します。" * 14, id="long"),
        pytest.param("はい\n承知しました。\n要約\nします。", id="of many lines"),
    ],
)
def test_content_is_no_preamble(text: str) -> None:
    assert not is_preamble(text.split("\n"))
