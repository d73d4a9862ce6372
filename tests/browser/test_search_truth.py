"""What the search finds is what a reader with all texts before her would find: truth by reading every text for every query.

The library here is of its own, written so that each way of spelling stands somewhere. Folding is done anew, with the standard
library only, so that no mistake is made twice.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from papersite.config import Config
from papersite.markdown import plain_text
from papersite.model import Library, Record
from papersite.remembering.memo import Memo
from papersite.search import search_artefacts
from papersite.theme import theme_dir
from tests.small_library import LIBRARY, TRANSFORMER, body

pytestmark = pytest.mark.browser

# Title, authors, tags, summary, text.
PAPERS = (
    (
        "DeepSeek-R1: 強化学習で引き出す推論",
        ("Zhang San", "李 四"),
        ("reinforcement-learning",),
        "検証できる報酬だけで長い思考が育つ。",
        "GRPOの改良を**強化**学習の損失に入れた。報酬モデルは使わない。\n\n- ＰＰＯより軽い\n- long context での推論は未検証\n",
    ),
    (
        "自己教師あり表現の比べ読み",
        ("François Müller",),
        (),
        "",
        "ﾃﾞｰﾀｾｯﾄごとに埋め込みを比べた。self-supervised と自己教師ありは同じ話である。pre‑training は三日。\n\n"
        "| 手法 | 精度 |\n|---|---|\n| SimCLR | 69.3 |\n| まーじん | 70.1 |\n",
    ),
    (
        "Reward shaping without tears",
        ("Ana López",),
        ("alignment",),
        "A short survey of reinforcement learning from preferences.",
        "Long contexts hurt; `kv_cache` helps. On-policy data, off policy data.\n\n"
        "```python\nreward = torch.clamp(x, -1, 1)\n```\n",
    ),
    (
        "ベクトル検索とトークナイザー",
        (),
        ("attention",),
        "ヴェクトルとも書く。",
        "トークナイザの違いでゔぇくとるも変わる。C++ 版は 3.5 倍速い。引用は「埋め込み」と『推論』で、ｶﾞﾝﾏは0.99。\n",
    ),
    (
        "A note on RLHF, in two languages",
        ("Jeff Wu", "Zhang San"),
        (),
        "人の好みと GRPO を比べる。",
        "人の好みで調整する。The reward model over-fits; 過学習(overfitting)は温度で抑える。𠮷田さんの実験。\n",
    ),
)


def written() -> Library:
    """The library that all is asked of."""

    def record(place: int) -> Record:
        title, authors, tags, summary, text = PAPERS[place]
        note = replace(TRANSFORMER.notes[0], body=body(text))
        return replace(
            TRANSFORMER,
            slug=f"paper-{place}",
            title=title,
            authors=authors,
            tags=tags,
            summary=summary or None,
            venue=None,
            year=None,
            ids=(),
            date=dt.date(2025, 1, 20 - place),
            notes=(note,),
        )

    records = tuple(map(record, range(len(PAPERS))))
    nothing: tuple[tuple[()], ...] = ((),) * len(records)
    return replace(LIBRARY, records=records, references=tuple(((),) for _ in records), related=nothing, links=(), unread=())


def folded(text: str) -> str:
    """A text without what a reader does not tell apart: width, case, accents, kana, hyphens within words."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    text = unicodedata.normalize("NFC", "".join(char for char in text if not "\u0300" <= char <= "\u036f"))
    text = "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in text)
    return re.sub("(?<=[a-z0-9])[-\u2010\u2011\u2013](?=[a-z0-9])", "", text)


LIBRARY_HERE = written()
# Each paper's texts, which no piece may reach across.
TEXTS = {
    record.slug: [
        folded(text)
        for text in (record.title, *record.authors, record.summary or "", *plain_text(record.notes[0].body.text).splitlines())
    ]
    for record in LIBRARY_HERE.records
}
TAGS = {
    "paper-0": [
        "強化学習",
        "reinforcement learning",
        "rl",
        "機械学習",
        "machine learning",
        "reinforcementlearning",
        "rewardlearning",
    ],
    "paper-2": ["alignment", "あらいんめんと", "機械学習", "machine learning"],
    "paper-3": ["attention", "注意機構"],
}


def says(text: str, piece: str) -> bool:
    """Whether a text has a piece; fewer than three Latin letters count where a word begins."""
    return bool(re.search(("(?<![a-z0-9])" if re.fullmatch("[a-z0-9]{1,2}", piece) else "") + re.escape(piece), text))


def truth(*terms: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """The papers whose texts say every term in some spelling, and those whose tags help to."""
    direct, helped = set(), set()
    for slug, texts in TEXTS.items():
        own = [any(says(text, spelling) for text in texts for spelling in term) for term in terms]
        tags = [any(says(tag, spelling) for tag in TAGS.get(slug, []) for spelling in term) for term in terms]
        if all(own):
            direct.add(slug)
        elif all(a or b for a, b in zip(own, tags, strict=True)):
            helped.add(slug)
    return direct, helped


@pytest.fixture(scope="module")
def engine(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page that has read the index; `found` asks it."""
    files = {f"/{artefact.path}": artefact.data for artefact in search_artefacts(LIBRARY_HERE, Config(), Memo())}
    files["/search-index.js"] = (Path(theme_dir("static")) / "js" / "search-index.js").read_bytes()
    files["/"] = b"<!doctype html><title>x</title>"
    kinds = {"/": "text/html", "/search-index.js": "text/javascript"}
    page = browser.new_page()

    def answer(path: str) -> dict[str, object]:
        return {"body": files[path], "content_type": kinds.get(path, "application/octet-stream")}

    page.route(
        "http://truth.test/**", lambda route: route.fulfill(**answer(route.request.url.removeprefix("http://truth.test")))
    )
    page.goto("http://truth.test/")
    page.evaluate(
        """async () => {
            const { Index } = await import("/search-index.js");
            const index = await Index.load(new URL("/search/", location.href));
            globalThis.ask = async (query) => {
                const all = await Promise.all((await index.candidates(query)).map((each) => index.confirm(each)));
                return all.filter(Boolean).map(({ paper, sentences }) => [paper.slug, sentences.map(({ runs }) => runs)]);
            };
        }"""
    )
    yield page
    page.close()


def found(engine: Page, queries: list[str]) -> list[list[str]]:
    """The papers that each query finds, in order."""
    answers = engine.evaluate("async (queries) => Promise.all(queries.map(ask))", queries)
    return [[slug for slug, _ in answer] for answer in answers]


QUERIES: dict[str, tuple[tuple[str, ...], ...]] = {
    # What is typed, and the terms it stands for: each in all the spellings that are one.
    "推論": (("推論",),),
    "埋め込み": (("埋め込み",),),
    "自己教師あり": (("自己教師あり",),),
    "強化学習": (("強化学習",),),
    "化学習": (("化学習",),),
    "過学習": (("過学習",),),
    "でーたせっと": (("でーたせっと",),),
    "データセット": (("でーたせっと",),),
    "ﾃﾞｰﾀｾｯﾄ": (("でーたせっと",),),
    "ヴェクトル": (("ゔぇくとる",),),
    "ゔぇくとる": (("ゔぇくとる",),),
    "ベクトル": (("べくとる",),),
    "トークナイザ": (("とーくないざ",),),
    "トークナイザー": (("とーくないざー",),),
    "マージン": (("まーじん",),),
    "ガンマ": (("がんま",),),
    "カンマ": (("かんま",),),
    "GRPO": (("grpo",),),
    "ｇｒｐｏ": (("grpo",),),
    "PPO": (("ppo",),),
    "po": (("po",),),
    "RL": (("rl",),),
    "LHF": (("lhf",),),
    "DeepSeek-R1": (("deepseekr1",),),
    "deepseek r1": (("deepseek",), ("r1",)),
    "DeepSeekR1": (("deepseekr1",),),
    "long context": (("long",), ("context",)),
    '"long context"': (("long context",),),
    '"context long"': (("context long",),),
    "“long contexts”": (("“long",), ("contexts”",)),
    "self supervised": (("self",), ("supervised",)),
    "selfsupervised": (("selfsupervised",),),
    "pre-training": (("pretraining",),),
    "pretraining": (("pretraining",),),
    "on-policy": (("onpolicy",),),
    "overfit": (("overfit",),),
    "over-fitting": (("overfitting",),),
    "verfitt": (("verfitt",),),
    "muller": (("muller",),),
    "MÜLLER": (("muller",),),
    "francois": (("francois",),),
    "Zhang": (("zhang",),),
    "李 四": (("李",), ("四",)),
    "kv_cache": (("kv_cache",),),
    "torch.clamp": (("torch.clamp",),),
    "C++": (("c++",),),
    "3.5": (("3.5",),),
    "0.99": (("0.99",),),
    "69.3": (("69.3",),),
    "𠮷田": (("𠮷田",),),
    "「埋め込み」": (("「埋め込み」",),),
    "GRPO 強化学習": (("grpo",), ("強化学習",)),
    "強化学習　推論": (("強化学習",), ("推論",)),
    "reward 過学習": (("reward",), ("過学習",)),
    "GRPOの改良": (("grpoの改良",),),
    "POの改良": (("poの改良",),),
    "は三日": (("は三日",),),
    "報酬": (("報酬",),),
    "alignment": (("alignment",),),
    "アラインメント": (("あらいんめんと",),),
    "machine learning": (("machine",), ("learning",)),
    "機械学習 推論": (("機械学習",), ("推論",)),
    "量子もつれ": (("量子もつれ",),),
}


def test_every_query_finds_what_says_it_and_nothing_else(engine: Page) -> None:
    for (query, terms), answer in zip(QUERIES.items(), found(engine, list(QUERIES)), strict=True):
        direct, helped = truth(*terms)
        if folded(query) in ("強化学習", "rl"):
            helped |= {"paper-2"} - direct  # whose text has the tag's other name
        assert set(answer) == direct | helped, query
        assert len(answer) == len(set(answer)), query
        assert set(answer[: len(direct)]) == direct, query  # what says it stands before what a tag says


def test_most_queries_have_an_answer_and_some_have_several() -> None:
    sizes = [len(set.union(*truth(*terms))) for terms in QUERIES.values()]
    assert sum(size > 0 for size in sizes) >= 55
    assert sum(size > 1 for size in sizes) >= 8


def test_any_piece_of_any_text_finds_its_paper_and_only_those_that_have_it(engine: Page) -> None:
    rng = random.Random(11)
    pieces = {
        piece
        for texts in TEXTS.values()
        for text in texts
        for start in range(len(text))
        for size in (2, 3, 5)
        if (piece := text[start : start + size])
        and not re.search(r'[\s"]', piece)
        # Two Japanese characters or three Latin ones side by side are what a piece is found by.
        and re.search("[ぁ-んー\u3400-\u9fff\U00020000-\U0003ffff]{2}|[a-z0-9]{3}", piece)
    }
    asked = sorted(rng.sample(sorted(pieces), min(len(pieces), 500)))
    assert len(asked) == 500
    for piece, answer in zip(asked, found(engine, asked), strict=True):
        direct, helped = truth((piece,))
        assert direct <= set(answer) <= direct | helped | ({"paper-2"} if piece in TAGS["paper-0"] else set()), piece


def test_each_answer_shows_where_it_stands(engine: Page) -> None:
    for _, runs in engine.evaluate("ask('GRPO')"):
        marked = [text for sentence in runs for text, is_mark in sentence if is_mark]
        assert set(marked) == {"GRPO"}
    ((_, runs),) = engine.evaluate("ask('データセット')")
    assert ["ﾃﾞｰﾀｾｯﾄ", True] in runs[0]
