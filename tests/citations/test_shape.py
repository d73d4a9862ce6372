"""`Title, Author+, Venue'YY, YYYY.MM`: every part may be missing, and Japanese may follow at once."""

from __future__ import annotations

import pytest

from tests.citations.small_notes import parts, read


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        pytest.param(
            "Attention Is All You Need, Ashish Vaswani+, NeurIPS'17, 2017.06",
            ("Attention Is All You Need", "Ashish Vaswani", "NeurIPS", 2017),
            id="all parts",
        ),
        pytest.param(
            "Proximal Policy Optimization Algorithms, John Schulman+, arXiv'17",
            ("Proximal Policy Optimization Algorithms", "John Schulman", "arXiv", 2017),
            id="no month",
        ),
        pytest.param(
            "Layer Normalization, Jimmy Lei Ba+, 2016.07",
            ("Layer Normalization", "Jimmy Lei Ba", None, 2016),
            id="a month, no venue",
        ),
        pytest.param(
            "The Bitter Lesson, Sutton, 2019.03", ("The Bitter Lesson", "Sutton", None, 2019), id="an author without a plus"
        ),
        pytest.param(
            "Okapi at TREC-3, N/A, TREC'94", ("Okapi at TREC-3", None, "TREC", 1994), id="an unknown author, the last century"
        ),
        pytest.param(
            "Long Short-Term Memory, Hochreiter+, N/A, Neural Computation, 1997",
            ("Long Short-Term Memory", "Hochreiter", "Neural Computation", 1997),
            id="an unknown part, a venue of two words, a year",
        ),
        pytest.param(
            "Matrix Factorization Techniques, Koren+, IEEE Computer, 2009.08",
            ("Matrix Factorization Techniques", "Koren", "IEEE Computer", 2009),
            id="a venue and a month",
        ),
        pytest.param(
            "A Survey of Surveys, Ann Example+, ACM Computing Surveys'22, 2021.12",
            ("A Survey of Surveys", "Ann Example", "ACM Computing Surveys", 2022),
            id="a venue of three words",
        ),
        pytest.param(
            "Distilling a Teacher, Kim+, Seoul University, EMNLP'16",
            ("Distilling a Teacher", "Kim", "EMNLP", 2016),
            id="an affiliation is not the venue",
        ),
        pytest.param(
            "Ranking by Feedback, Bo Li+, SIGIR’08, 2008.07",
            ("Ranking by Feedback", "Bo Li", "SIGIR", 2008),
            id="a curly apostrophe",
        ),
        pytest.param(
            "Many Heads, One Model, Hoang-Nam Tran+, ACL'24",
            ("Many Heads, One Model", "Hoang-Nam Tran", "ACL", 2024),
            id="a comma in the title, a hyphen in the name",
        ),
        pytest.param(
            "Do Models Know? A Study of f(g(x)): Part 2, Ng+, ICML'20",
            ("Do Models Know? A Study of f(g(x)): Part 2", "Ng", "ICML", 2020),
            id="a question, brackets and a colon in the title",
        ),
        pytest.param(
            "Retrieval for All, Zoë Łukasik+, ACL'23 Findings, 2023.05",
            ("Retrieval for All", "Zoë Łukasik", "ACL", 2023),
            id="findings before the month",
        ),
        pytest.param(
            "Judges Agree, Wu+, ACL'25 Outstanding Paper", ("Judges Agree", "Wu", "ACL", 2025), id="an award at the end"
        ),
        pytest.param(
            "Proofs at Work, Wu+, ICML'25 Workshop on Math AI", ("Proofs at Work", "Wu", "ICML", 2025), id="a workshop's name"
        ),
        pytest.param(
            "Tracing Skills, Ito+ (with Ada Park), EDM'19", ("Tracing Skills", "Ito", "EDM", 2019), id="a remark on the authors"
        ),
        pytest.param("Fast Adapters, SMALL MACHINES, 2025.10", ("Fast Adapters", "SMALL MACHINES", None, 2025), id="a company"),
        pytest.param(
            "言語モデルの内部表現, 山田花子+, 言語処理学会'24, 2024.03",
            ("言語モデルの内部表現", "山田花子", "言語処理学会", 2024),
            id="in Japanese",
        ),
        *(
            pytest.param(f"Looms of Cloth, {author}, ACL'20", ("Looms of Cloth", author, "ACL", 2020), id=f"a name: {author}")
            for author in ("Jan van Loom", "Big Data Seed Team", "Roe")
        ),
        *(
            pytest.param(f"Looms, {more}, ACL'20", (f"Looms, {more}", None, "ACL", 2020), id=f"no name: {more}")
            for more in ("cloth", "One Two Three Four Five", "Part: Two")
        ),
        pytest.param("Looms, a@b.example, ACL'20", ("Looms", None, "ACL", 2020), id="an address of mail is no author"),
        pytest.param("Looms, Roe+, Nature of Looms", ("Looms", "Roe", "Nature of Looms", None), id="a venue without a year"),
        pytest.param("Looms, Roe+, arXiv", ("Looms", "Roe", "arXiv", None), id="a preprint without a year"),
        pytest.param("「Looms of Cloth」, Roe+, ACL'20", ("Looms of Cloth", "Roe", "ACL", 2020), id="a title in quotes"),
        pytest.param("“Looms” , Roe+, ACL'20", ("Looms", "Roe", "ACL", 2020), id="in curly quotes, with a space"),
        pytest.param(
            "Looms \\[v2\\], Roe+, ACL'20", ("Looms [v2]", "Roe", "ACL", 2020), id="a bracket that Markdown needs escaped"
        ),
        pytest.param("Only a Title", ("Only a Title", None, None, None), id="a title"),
        pytest.param(
            "Title and Author, Grace Hopper+", ("Title and Author", "Grace Hopper", None, None), id="a title, an author"
        ),
    ],
)
def test_all_parts_of_a_marked_citation_are_read(citation: str, expected: tuple[str | None, ...]) -> None:
    (reference,) = read(f"[Paper Note] {citation}")
    assert parts(reference) == expected
    assert reference.text == f"[Paper Note] {citation}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("[Paper Note] Adam を使う", "[Paper Note] Adam", id="a bare title ends before the space"),
        pytest.param("[Paper Note] Adam。次の文では Looms, Roe+, ACL'20", "[Paper Note] Adam", id="and with its sentence"),
        pytest.param("[Paper Note] Looms of (Cloth", "[Paper Note] Looms of", id="a bracket that never closes"),
        pytest.param("[Paper Note] Looms), x", "[Paper Note] Looms", id="a bracket that never opens"),
        pytest.param("[Paper Note] Looms, Roe+, and more", "[Paper Note] Looms, Roe+", id="a remark is no venue"),
        pytest.param("[Paper Note] Looms, Roe+, Nature の話", "[Paper Note] Looms, Roe+", id="a venue alone closes its line"),
        pytest.param("手法(Slow Looms Weave, Roe+, ACL'20)を", "Slow Looms Weave, Roe+, ACL'20", id="in brackets, no mark"),
        pytest.param("手法 (f(x) Looms Weave, Roe+, ACL'20)", "f(x) Looms Weave, Roe+, ACL'20", id="brackets in brackets"),
        pytest.param(
            "語は BM25 Weighs All Words, Roe+, TREC'94", "BM25 Weighs All Words, Roe+, TREC'94", id="a name not glued"
        ),
        pytest.param(
            "語はBM25 weighs all words, Roe+, TREC'94", "BM25 weighs all words, Roe+, TREC'94", id="a glued name opens it"
        ),
        pytest.param(
            "語はBm Weighs All Words, Roe+, TREC'94", "Bm Weighs All Words, Roe+, TREC'94", id="one capital is a word"
        ),
        pytest.param(
            "We follow the Deep Looms Weave, He+, CVPR'16 here.",
            "Deep Looms Weave, He+, CVPR'16",
            id="three words in title case",
        ),
        pytest.param(
            "Following Deep Looms for Cloth, He+, CVPR'16",
            "Following Deep Looms for Cloth, He+, CVPR'16",
            id="a title like prose",
        ),
        pytest.param(
            "前の行\nWe follow the Deep Looms Weave, He+, CVPR'16", "Deep Looms Weave, He+, CVPR'16", id="on the second line"
        ),
        pytest.param("Old looms Deep Weave Cloth, He+, CVPR'16", "Old looms Deep Weave Cloth, He+, CVPR'16", id="no sentence"),
        pytest.param("see also Looms Weave, Roe+, ACL'20", "Looms Weave, Roe+, ACL'20", id="behind a word that leads to it"),
        pytest.param("- 布, Roe+, 2020", "布, Roe+, 2020", id="a Japanese word and a plus"),
        pytest.param("- Looms: Cloth, ACL'20", "Looms: Cloth, ACL'20", id="a name and a colon"),
        pytest.param("- 布の話をする論文, Roe, 2020.03", "布の話をする論文, Roe, 2020.03", id="eight Japanese letters"),
        pytest.param("- Looms Weave Cloth, IEEE 2020", "Looms Weave Cloth, IEEE 2020", id="a venue in capitals"),
        pytest.param("関連:\n- Looms Weave Cloth, Nature 2020", "Looms Weave Cloth, Nature 2020", id="any venue among papers"),
        pytest.param("関連:\n- Looms Weave Cloth, Roe, 2020", "Looms Weave Cloth, Roe, 2020", id="a year alone among papers"),
    ],
)
def test_a_citation_begins_and_ends(body: str, text: str) -> None:
    assert read(body)[0].text == text


_PLAIN = "[Paper Note] Adam: A Method for Stochastic Optimization, Diederik Kingma+, ICLR'15, 2014.12"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("最適化には{} を使う。", id="glued before, a space behind"),
        pytest.param("最適化({})は標準。", id="in brackets"),
        pytest.param("最適化({} )は標準。", id="in brackets, with a space"),
        pytest.param("{}を使う。", id="glued behind"),
        pytest.param("{}、ほか多数。", id="a comma behind"),
        pytest.param("https://example.org/a?b=c {} 0a1b2c3d-44ee", id="a url before, debris behind"),
        pytest.param("- {}", id="a list entry"),
        pytest.param("- {} は必読", id="a list entry with a remark"),
        pytest.param("> {}", id="a quotation"),
        pytest.param("**{}** が土台", id="in bold"),
        pytest.param("先に見た {} [Paper Note] Sharpness, Foret+, ICLR'21", id="another citation behind"),
        pytest.param("{} GRPO は使わない", id="Latin words of the next sentence behind"),
    ],
)
def test_the_span_is_the_citation_and_nothing_else(body: str) -> None:
    reference = read(body.format(_PLAIN))[0]
    assert reference.text == _PLAIN
    assert parts(reference) == ("Adam: A Method for Stochastic Optimization", "Diederik Kingma", "ICLR", 2015)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("- **Layer Norms**, Jimmy Ba+, NIPS'16", id="the title in bold"),
        pytest.param("- **Layer** Norms, Jimmy Ba+, NIPS'16", id="a word of the title in bold"),
        pytest.param("- Layer Norms, **Jimmy Ba+, NIPS'16** が元", id="the rest in bold"),
        pytest.param("[Paper Note] **Layer Norms**, Jimmy Ba+, NIPS'16 を使う", id="marked, the title in bold"),
    ],
)
def test_emphasis_inside_a_citation_is_no_part_of_its_words(body: str) -> None:
    (reference,) = read(body)
    assert parts(reference) == ("Layer Norms", "Jimmy Ba", "NIPS", 2016)
    assert reference.text.count("**") == 2


@pytest.mark.parametrize(
    ("body", "title"),
    [
        pytest.param("既存の [Paper Note] Adam を使い、学習率を下げる。", "Adam", id="Japanese ends a bare title"),
        pytest.param("([Paper Note] Adam (2014) の)", "Adam (2014)", id="a bracket that closes is the title's"),
        pytest.param(
            "[Paper Note] Adam を使う手法に、RMSProp, Tieleman+, COURSERA'12 がある", "Adam", id="not the next one's author"
        ),
        pytest.param(
            "[Paper Note] LLMの学習で何が起きるのか, 佐藤+, 2024.05",
            "LLMの学習で何が起きるのか",
            id="a Japanese title opens in Latin",
        ),
    ],
)
def test_a_title_ends_where_its_words_end(body: str, title: str) -> None:
    assert read(body)[0].title == title


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        pytest.param(
            "- Dropout, Nitish Srivastava+, JMLR'14\n- Batch Normalization, Ioffe+, N/A, ICML'15",
            ["Dropout, Nitish Srivastava+, JMLR'14", "Batch Normalization, Ioffe+, N/A, ICML'15"],
            id="list entries with a plus",
        ),
        pytest.param(
            "- Tied Embeddings, Ofir Press, EACL'17 -", ["Tied Embeddings, Ofir Press, EACL'17"], id="a venue proves it"
        ),
        pytest.param("- model-zoo, Example Labs, 2025.08", ["model-zoo, Example Labs, 2025.08"], id="a month proves it"),
        pytest.param("- toolbox, Marks+, 2024", ["toolbox, Marks+, 2024"], id="one word and a plus"),
        pytest.param(
            "- 言語モデルを読み解く技術, someone, 2024.07",
            ["言語モデルを読み解く技術, someone, 2024.07"],
            id="a Japanese blog post",
        ),
        pytest.param(
            "語の重みづけはBM25 Weighting Words by Their Rarity, Roe+, TREC'94 から続く。",
            ["Weighting Words by Their Rarity, Roe+, TREC'94"],
            id="in prose, behind a name glued to Japanese",
        ),
        pytest.param(
            "改善する方法があり、Sharpness-Aware Minimization, Foret+, N/A, ICLR'21 は別の道をとる。",
            ["Sharpness-Aware Minimization, Foret+, N/A, ICLR'21"],
            id="in prose, behind a comma",
        ),
        pytest.param(
            "[Sato+, 2011] Parsing with Forests, Sato+, ACL'11 [Sato+, 2012] Better Trees, Sato+, ACL'12",
            ["Parsing with Forests, Sato+, ACL'11", "Better Trees, Sato+, ACL'12"],
            id="two behind their keys",
        ),
        pytest.param(
            "We follow the recipe of Deep Residual Learning for Image Recognition, He+, CVPR'16 here.",
            ["Deep Residual Learning for Image Recognition, He+, CVPR'16"],
            id="in English prose, in title case",
        ),
        pytest.param(
            "- Attention Is All You Need, Vaswani et al., NeurIPS 2017",
            ["Attention Is All You Need, Vaswani et al., NeurIPS 2017"],
            id="et al. and a full year",
        ),
    ],
)
def test_the_shape_is_known_without_the_mark(body: str, texts: list[str]) -> None:
    assert [reference.text for reference in read(body)] == texts


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("ACL'17 の論文を三本読んだ。", id="a venue alone"),
        pytest.param("- 速度, 精度+", id="a plus behind a Japanese word"),
        pytest.param("- Released in May, June 2023", id="a month of the calendar"),
        pytest.param("- RL, SFT+", id="two acronyms and a plus"),
        pytest.param("- Planning & Task Decomposition", id="a list of topics"),
        pytest.param("GPT-4, Claude 3, Gemini を比べた。", id="names in prose"),
        pytest.param("精度は 3.5, 4.1, 2024.05 時点で最高。", id="numbers and a date in prose"),
        pytest.param("`[Paper Note] In Code, Foo+, ACL'20`", id="inline code"),
        pytest.param("```\n[Paper Note] In a Fence, Foo+, ACL'20\n```", id="a code fence"),
        pytest.param("`` a ` [Paper Note] In Code, Foo+, ACL'20 ``", id="code between double backticks"),
        pytest.param("`a` と `[Paper Note] In Code, Foo+, ACL'20` と `b`", id="the second of three pieces of code"),
        pytest.param("記号 `` と `[Paper Note] In Code, Foo+, ACL'20`", id="code behind backticks that nothing closes"),
        pytest.param("[Paper Note]", id="the mark alone"),
        pytest.param("- LM, Roe+, 2020", id="two letters"),
        pytest.param("- 1234, Roe+, 2020", id="a number"),
        pytest.param("Looms, Roe+, ACL'20", id="one word in prose"),
        pytest.param("- ), Roe+, 2020", id="no word at all"),
        pytest.param("- 布, Roe, 2020.03", id="a Japanese word and a month"),
        pytest.param("- 布の話をする論文, Roe, 2020.03 を読む", id="a Japanese sentence"),
        pytest.param("- Looms Weave Cloth, Nature 2020", id="a word and a full year where no papers are listed"),
        pytest.param("- Looms, ACL'20", id="one word and a venue"),
        pytest.param("- 12, 34, 2020.03", id="numbers"),
        pytest.param("- Looms Weave, Roe, 2020.03 and then words", id="an entry that goes on"),
        pytest.param("- Looms Weave。Cloth, ACL'20", id="two sentences"),
        pytest.param("Jo Roe, Al Doe, Bo Li et al., ACL 2020", id="a list of authors"),
        pytest.param("## Looms Weave Cloth, Roe+, ACL'20", id="a heading"),
    ],
)
def test_what_only_looks_alike_is_no_citation(body: str) -> None:
    assert read(body) == ()


def test_a_title_reaches_no_further_back_than_the_longest() -> None:
    (reference,) = read(f"{'Loom ' * 100}Weaves, He+, CVPR'16")
    assert reference.title is not None
    assert 290 < len(reference.title) <= 300


def test_a_backtick_that_nothing_closes_hides_nothing() -> None:
    assert len(read("記号 ` は [Paper Note] Adam, Kingma+, ICLR'15 と無関係")) == 1


def test_the_line_is_that_of_the_source() -> None:
    body = "はじめに\n\n- [Paper Note] Adam, Kingma+, ICLR'15\n- [Paper Note] Lion, Chen+, NeurIPS'23"
    assert [reference.line for reference in read(body)] == [3, 4]
