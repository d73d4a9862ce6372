"""Categories glued to titles: where the name ends, and where there is none."""

from __future__ import annotations

import pytest

from papersite.formats.science_article.categories import split_category


@pytest.mark.parametrize(
    ("text", "category", "title"),
    [
        ("ロボット工学歩き方を変える", "ロボット工学", "歩き方を変える"),
        ("コンピュータビジョンとパターン認識Mask R-CNNの次", "コンピュータビジョンとパターン認識", "Mask R-CNNの次"),
        ("コンピューターサイエンス新しい並べ替え", "コンピューターサイエンス", "新しい並べ替え"),
        ("ハードウェアアーキテクチャー省電力の話", "ハードウェアアーキテクチャー", "省電力の話"),
        ("分散・並列・クラスターコンピューティング速い通信", "分散・並列・クラスターコンピューティング", "速い通信"),
        ("メソスケールおよびナノスケール物理学薄い膜", "メソスケールおよびナノスケール物理学", "薄い膜"),
        ("Machine LearningPruning Once", "Machine Learning", "Pruning Once"),
        ("Computation and Language大規模な試験", "Computation and Language", "大規模な試験"),
        ("音声・音響処理声で開く扉", "音声・音響処理", "声で開く扉"),
        ("オーディオと音声処理WaveNetの続き", "オーディオと音声処理", "WaveNetの続き"),
        ("画像・映像処理曇りを消す", "画像・映像処理", "曇りを消す"),
        ("太陽・恒星天体物理学黒点の数", "太陽・恒星天体物理学", "黒点の数"),
        ("高エネルギー物理学（理論）紐の話", "高エネルギー物理学（理論）", "紐の話"),
        ("ニューラル・進化計算突然変異を学ぶ", "ニューラル・進化計算", "突然変異を学ぶ"),
        ("取引と市場のミクロ構造板の厚み", "取引と市場のミクロ構造", "板の厚み"),
        ("Audio and Speech ProcessingVoices Apart", "Audio and Speech Processing", "Voices Apart"),
        ("物理学と社会噂の広がり方", "物理学と社会", "噂の広がり方"),
    ],
)
def test_the_longest_known_name_is_split_off(text: str, category: str, title: str) -> None:
    assert split_category(text) == (category, title)


@pytest.mark.parametrize(
    "text",
    [
        "機械学習で天気を読む",
        "機械学習の歴史",
        "Machine Learning for Weather",
        "Sounds of the Sea",
        "確率過程を学ぶ",
        "深海の生き物",
        "計算言語モデルの話",
        "機械学習",
        "",
    ],
)
def test_a_title_that_begins_with_a_word_for_its_field_stays_whole(text: str) -> None:
    assert split_category(text) == ("", text)


def test_the_pages_own_categories_count_too() -> None:
    assert split_category("深海の生態光る魚", ["深海の生態"]) == ("深海の生態", "光る魚")
    assert split_category("確率過程を学ぶ", ["確率"]) == ("確率", "過程を学ぶ")
