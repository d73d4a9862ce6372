"""What is a hashtag, and how a text reads without."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.formats.hashtags import find_hashtags, only_hashtags, unique_words, without_hashtags

FOUND = (
    pytest.param("速い！#GAN 🎉#生成モデル", ("GAN", "生成モデル"), id="glued to a mark or an emoji"),
    pytest.param("この #手法 は #LLM_2 向け", ("手法", "LLM_2"), id="in mid-sentence"),
    pytest.param("発表#AI。", ("AI",), id="glued to Japanese"),
    pytest.param("#a#b #c、#d", ("a", "b", "c", "d"), id="without a space between"),
    pytest.param("#3D視覚 #データセット", ("3D視覚", "データセット"), id="with digits first, and a long vowel"),
    pytest.param("＃人工知能　＃学習", ("人工知能", "学習"), id="full-width, with an ideographic space"),
    pytest.param("\\#AI", ("AI",), id="escaped for Markdown"),
    pytest.param("#AI #ML #AI", ("AI", "ML"), id="once each"),
    pytest.param("#か\u3099くしゅう", ("か\u3099くしゅう",), id="with decomposed kana"),
    pytest.param("(#AI) 「#ML」 **#RL**", ("AI", "ML", "RL"), id="in brackets and emphasis"),
    pytest.param("C# と F#、C#9", (), id="not behind a letter"),
    pytest.param("#1 位、issue #123、#１２", (), id="not of digits alone"),
    pytest.param("https://example.org/a#b 参照", (), id="not in an address"),
    pytest.param("`#define` と ``#x``", (), id="not in code"),
    pytest.param("&#x27; / #", (), id="not in an entity, not alone"),
    pytest.param("# 見出し\n## AI", (), id="not a heading's sign"),
)


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_hashtags_are_found(text: str, words: tuple[str, ...]) -> None:
    assert unique_words(text) == words


WITHOUT = (
    pytest.param("速い！ #AI #ML", "速い！", id="the run at the end goes"),
    pytest.param("速い！#AI、#ML\n＃RL", "速い！", id="whatever stands between"),
    pytest.param("#PPO は速い。 #RL", "PPO は速い。", id="a word of a sentence keeps its word"),
    pytest.param("鍵は #注意 だ", "鍵は 注意 だ", id="no run, nothing cut"),
    pytest.param("鍵は #注意。", "鍵は 注意。", id="what stands before a full stop is part of its sentence"),
    pytest.param("「速い #AI」", "「速い」", id="a closing bracket stays"),
    pytest.param("速い #AI 🚀", "速い🚀", id="an emoji stays"),
    pytest.param("#AI #ML", "", id="nothing is left of hashtags alone"),
    pytest.param("C# の #1", "C# の #1", id="what is no hashtag stays"),
)


@pytest.mark.parametrize(("text", "expected"), WITHOUT)
def test_a_text_reads_without_its_hashtags(text: str, expected: str) -> None:
    assert without_hashtags(text) == expected


def test_a_run_of_hashtags_is_nothing_else() -> None:
    assert only_hashtags("#AI　＃ML\u00a0#RL")
    assert not only_hashtags("速い #AI")
    assert not only_hashtags("")


@settings(max_examples=200, deadline=None)
@given(st.text("a#＃ あ1`/&。 \\\n", max_size=24))
def test_hashtags_stand_where_they_say_and_nothing_is_added(text: str) -> None:
    end = 0
    for tag in find_hashtags(text):
        assert end <= tag.start < tag.end
        assert text[tag.start : tag.end].lstrip("\\#＃") == tag.word
        end = tag.end
    rest = iter(text)
    assert all(character in rest for character in without_hashtags(text))
