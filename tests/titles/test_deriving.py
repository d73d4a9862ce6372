"""What a note that lost its title is called: the name its text gives to the paper, and nothing that it gives to others."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.titles import derive_title, derive_titles, placeholder_title
from papersite.titles.candidates import CLAUSE, SURE
from papersite.titles.clauses import LONGEST
from tests.citations.small_notes import note_of


def of_summary(summary: str, body: str = "") -> str:
    found = derive_title(note_of(body, summary=summary))
    assert found is not None
    return found.title


def of_body(body: str) -> str:
    found = derive_title(note_of(body))
    assert found is not None
    return found.title


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        pytest.param("布の生成が広がるなか、「Loom Zero」フレームワークを提案。", "Loom Zero", id="quoted, then a kind"),
        pytest.param("可視化のためのツール「WeaveLens」を開発した。", "WeaveLens", id="a kind, then quoted"),
        pytest.param(
            "重みを混ぜる「モデルカクテル」手法を提案し、精度を高める。", "モデルカクテル", id="a Japanese name in quotes"
        ),
        pytest.param(
            "Slow Thread Learning(STL)を提案し、糸を少しずつ学ぶ。", "Slow Thread Learning (STL)", id="a name and its acronym"
        ),
        pytest.param(
            "LWB(Long Weaving Benchmark for Looms)を導入し、織機を測る。",
            "LWB: Long Weaving Benchmark for Looms",
            id="an acronym spelt out",
        ),
        pytest.param(
            "自律的な糸選択(AutoThread)は、糸を自動で選ぶ手法です。", "AutoThread", id="a Japanese name and its acronym"
        ),
        pytest.param("適応型の織機(SEAM)を提案し、模様を学ぶ。", "SEAM", id="the same, proposed"),
        pytest.param("長い布を扱う新しい織機モデルTAPESTRYを提案。", "TAPESTRY", id="glued to its kind"),
        pytest.param("WeftOptという新しい最適化基準を提案し、学習する。", "WeftOpt", id="という"),
        pytest.param("人の好みで学ぶWarpGPTと呼ばれるモデルを提案します。", "WarpGPT", id="と呼ばれる"),
        pytest.param("異なる実装が乱立する中、Spindleという変種が紹介される。", "Spindle", id="in the passive"),
        pytest.param("Loomerは、布を一段ずつ織る言語モデルである。", "Loomer", id="the subject of the first sentence"),
        pytest.param("Tiny-Loom-7Bとその量子化版を公開し、家庭で動かす。", "Tiny-Loom-7B", id="released with its variants"),
        pytest.param("模様を自分で選ぶSelf-Weaving Modelsを研究している。", "Self-Weaving Models", id="studied"),
        pytest.param(
            "課題を測るためにLoom Suiteを導入。さらにLoom Tuningを提案し、改善する。",
            "Loom Tuning",
            id="proposed beats introduced",
        ),
        pytest.param(
            "織り方を学ぶWEAVERを提案。糸の集まりであるデータセット「Threads200K」を公開。",
            "WEAVER",
            id="the method beats its data set",
        ),
        pytest.param(
            "層の並びを探す手法を示す。並び(CoLoom)を特定する。CoLoomは柔軟である。",
            "CoLoom",
            id="a later subject, introduced by the note",
        ),
    ],
)
def test_a_summary_names_its_paper(summary: str, title: str) -> None:
    assert of_summary(summary) == title


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        pytest.param("We propose LinearFade, a schedule that fades the rate.", "LinearFade", id="we propose"),
        pytest.param("Looms age. This paper introduces WeaveBench, a benchmark.", "WeaveBench", id="this paper introduces"),
        pytest.param("We present a new method called SlowWeft that learns slowly.", "SlowWeft", id="called"),
        pytest.param("We develop a framework, named Loom-R1, that weaves.", "Loom-R1", id="named"),
        pytest.param("We propose a novel weaving framework, WarpFlow, that needs no hands.", "WarpFlow", id="behind its kind"),
        pytest.param("LoomBench is a benchmark for agents that weave.", "LoomBench", id="what it is"),
        pytest.param(
            "Looms are slow, so we introduce Slow Thread Learning (STL).", "Slow Thread Learning (STL)", id="an acronym"
        ),
        pytest.param("OldNet is a model for looms. We propose NewNet, a better one.", "NewNet", id="behind the background"),
        pytest.param("Unlike work which introduces OldLoom, we propose WEFT: threads only.", "WEFT", id="beside another's"),
        pytest.param("Looms lack tests. LoomTest is introduced to fill the gap.", "LoomTest", id="in the passive"),
    ],
)
def test_an_english_summary_names_its_paper_too(summary: str, title: str) -> None:
    assert of_summary(summary) == title


@pytest.mark.parametrize(
    ("summary", "not_title"),
    [
        pytest.param("We compare our looms with OldFade, proposed by others.", "OldFade", id="what is compared"),
        pytest.param("We propose Bayesian weaving of threads.", "Bayesian", id="an adjective"),
        pytest.param("Prior work introduces OldLoom, a slow machine.", "OldLoom", id="prior work"),
        pytest.param("OldLoom is introduced by others to weave.", "OldLoom", id="others in the passive"),
        pytest.param("We present LLM agents that weave.", "LLM", id="a kind of thing"),
    ],
)
def test_an_english_name_of_others_is_not_the_title(summary: str, not_title: str) -> None:
    assert of_summary(summary) != not_title


@pytest.mark.parametrize(
    ("summary", "not_title"),
    [
        pytest.param(
            "Old-Loomは強化学習の力を示した。本研究では、その偏りを調べ、Fair Loomを導入する。", "Old-Loom", id="the background"
        ),
        pytest.param(
            "位置の符号化(APE、RotaryX、NoCode)を比べる。NoCodeは追加の計算を要しない。", "NoCode", id="one of those compared"
        ),
        pytest.param("BigBaseを用いて新しい織り方を提案する。", "BigBase", id="what is used"),
        pytest.param("「使いやすさは品質である」という考えを提案する。", "使いやすさは品質である", id="a phrase in quotes"),
        pytest.param("新しいLLMを提案し、評価する。", "LLM", id="a kind of thing"),
        pytest.param("従来のOldNetを改良し、精度の高い手法を提案する。", "OldNet", id="what is improved"),
    ],
)
def test_a_name_that_belongs_to_others_is_not_the_title(summary: str, not_title: str) -> None:
    assert of_summary(summary) != not_title


@pytest.mark.parametrize(
    ("body", "title"),
    [
        pytest.param("Least Slack Weaving (LSW) 論文。\n\nたるみの少ない糸から織る。", "Least Slack Weaving (LSW)", id="X論文"),
        pytest.param("ようやくWhisperer論文\n\n音を聞き分ける。", "Whisperer", id="glued X論文"),
        pytest.param("## 課題\n\n布の検査を書く, システム名 TEXLOOM\n", "TEXLOOM", id="システム名"),
        pytest.param("布を織る報告を自動で書く.システム名: LANA\n", "LANA", id="システム名 and a colon"),
        pytest.param("糸の信頼度を見るモデルCTLOOMを提案しましたという話。", "CTLOOM", id="proposed"),
        pytest.param("糸をそのまま写す。\n\n一般に、CopyLoomと呼ばれる。", "CopyLoom", id="what it is generally called"),
        pytest.param("loom-mlの実装について書かれた論文\n\n罠が多い。", "loom-ml", id="a paper on it"),
        pytest.param(
            "二つの手法が提案されている:\n\n* [LexLoom] 糸の近さで選ぶ。\n* [SlowLoom] ゆっくり選ぶ。",
            "LexLoom",
            id="the first of those labelled",
        ),
        pytest.param("代表的な織り方。\n\nSLK元論文では触れていない。", "SLK", id="its original paper"),
        pytest.param("code: https://github.com/example/OpenLoom\n\n手元で織れる。", "OpenLoom", id="its repository"),
        pytest.param("blog: https://example.org/index/introducing-loom-oss/\n", "loom-oss", id="its announcement"),
        pytest.param(
            "解説スライド: https://www.slideshare.net/someone/weaving-long-cloth-with-short-threads/1\n",
            "Weaving Long Cloth with Short Threads",
            id="the slides that explain it",
        ),
    ],
)
def test_a_comment_names_its_paper(body: str, title: str) -> None:
    assert of_body(body) == title


def test_names_inside_citations_and_code_are_not_looked_at() -> None:
    body = "`FooNetを提案`\n\n[Paper Note] BarNetを提案した話, Roe+, ACL'20\n\n布を少ない糸で織るための工夫を調べた研究。"
    assert of_body(body) == "布を少ない糸で織るための工夫を調べた研究"


def test_a_text_about_a_thing_is_called_by_the_things_name() -> None:
    body = "日本語も良い。\n\n" + "\n".join(
        f"Loom-{5}は{word}。" for word in ("速い", "安い", "強い", "賢い", "軽い", "新しい")
    )
    assert of_body(body) == "Loom-5"


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        pytest.param(
            "織機の設計を見直し、糸の消費を抑える織り方を提案。結果は良い。", "糸の消費を抑える織り方", id="what is proposed"
        ),
        pytest.param("織機の質は糸の質で決まるであることを示す。", "織機の質は糸の質で決まる", id="what is shown"),
        pytest.param("本研究では、糸の切れ方を調べた。織機の速さが効く。", "糸の切れ方を調べた", id="the first sentence"),
    ],
)
def test_without_a_name_a_few_telling_words_stand_in(summary: str, words: str) -> None:
    candidate = derive_title(note_of("", summary=summary))
    assert candidate is not None
    assert (candidate.title, candidate.rule, candidate.strength) == (words, "clause", CLAUSE)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(
            "元ポスト:\n\n[post](lost:post)\n\n九つの布で織機を比べた研究\n- 一\n- 二",
            "九つの布で織機を比べた研究",
            id="behind a lost post",
        ),
        pytest.param(
            "去年の夏に読んだ。面白い。\n\n布を層に分けて要約する方法", "布を層に分けて要約する方法", id="behind an aside"
        ),
        pytest.param(
            "## 概要\n\n・検索した布をまとめて要約する.糸の近さも見る.",
            "検索した布をまとめて要約",
            id="behind a heading and a bullet",
        ),
        pytest.param("織機を用いて布を作りましたという話。", "織機を用いて布を作りました", id="without という話"),
    ],
)
def test_a_comments_first_telling_words(body: str, words: str) -> None:
    assert of_body(body) == words


def test_candidates_stand_with_their_ground_the_strongest_first() -> None:
    candidates = derive_titles(note_of("", summary="「Loom Zero」を提案。WarpOptを導入し、計算を減らす。"))
    assert [(each.title, each.rule) for each in candidates[:2]] == [("Loom Zero", "quoted"), ("WarpOpt", "proposed")]
    assert candidates[0].strength > SURE >= candidates[-1].strength
    assert "Loom Zero" in candidates[0].evidence


def test_a_name_on_two_grounds_is_stronger_than_on_one() -> None:
    once = derive_titles(note_of("", summary="織機モデルWEAVERを提案。"))[0]
    twice = derive_titles(note_of("モデルWEAVERを提案している。", summary="織機モデルWEAVERを提案。WEAVERは速い。"))[0]
    assert (once.title, twice.title) == ("WEAVER", "WEAVER")
    assert twice.strength > once.strength


@pytest.mark.parametrize(
    ("date", "tags", "title"),
    [
        pytest.param(
            dt.date(2017, 12, 31),
            ("Single", "DocumentSummarization", "Extractive"),
            "2017-12-31 · DocumentSummarization, Extractive",
            id="both",
        ),
        pytest.param(None, ("NLP",), "NLP", id="no date"),
        pytest.param(dt.date(2020, 1, 2), (), "2020-01-02", id="no tags"),
        pytest.param(None, (), "notes/a.md:1", id="neither"),
    ],
)
def test_a_placeholder_is_made_of_date_and_tags(date: dt.date | None, tags: tuple[str, ...], title: str) -> None:
    assert placeholder_title(note_of("", date=date, tags=tags)) == title


def test_a_note_without_words_has_no_title() -> None:
    assert derive_title(note_of("[post](lost:post)\n\nhttps://example.org/x")) is None


_PIECES = (
    "「",
    "」",
    "Loom",
    "LoomNet",
    "(LN)",
    "を提案",
    "は、",
    "という",
    "手法",
    "論文",
    "。",
    "、",
    "\n",
    "- ",
    "https://github.com/a/b",
    "織機",
    "の",
    "[Paper Note] A, B+, ACL'20",
    "code: ",
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join) | st.text(max_size=120), st.text(max_size=60))
def test_a_title_is_short_one_line_and_never_empty(summary: str, body: str) -> None:
    for candidate in derive_titles(note_of(body, summary=summary)):
        assert candidate.title.strip()
        assert "\n" not in candidate.title
        assert candidate.rule != "clause" or len(candidate.title) <= LONGEST
        assert 0 < candidate.strength <= 100


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_the_best_candidate_is_the_first(body: str) -> None:
    note = note_of(body)
    candidates = derive_titles(note)
    assert derive_title(note) == (candidates[0] if candidates else None)
    assert [each.strength for each in candidates] == sorted((each.strength for each in candidates), reverse=True)
