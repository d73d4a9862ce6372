"""Entries of reference sections: the many orders of authors, title, venue and year."""

from __future__ import annotations

import pytest

from papersite.model import ReferenceForm
from tests.citations.small_notes import parts, read


def listed(
    entry: str, heading: str = "## 7. 参考文献のうち、読むべきもの"
) -> list[tuple[str | None, str | None, str | None, int | None]]:
    return [parts(reference) for reference in read(f"{heading}\n\n{entry}")]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(
            '*   **Sutskever et al., 2014:** "Sequence to Sequence Learning"。生成の出発点。',
            ("Sequence to Sequence Learning", "Sutskever", None, 2014),
            id="who and when in bold, the title quoted",
        ),
        pytest.param(
            "*   **Team Example, 2024:** Example2の設定の出典です。",
            ("Example2", "Team Example", None, 2024),
            id="a team, the title a name glued to Japanese",
        ),
        pytest.param(
            "*   Roe, J., Stiles, M., & Bloggs, F. (2020). Slow Looms Weave Better. *NeurIPS*.",
            ("Slow Looms Weave Better", "Roe", "NeurIPS", 2020),
            id="the year behind the authors, the venue in italics",
        ),
        pytest.param(
            "*   **Jane Roe, et al. Slow diffusion: Making pictures patiently.:** 背景。",
            ("Slow diffusion: Making pictures patiently", "Jane Roe", None, None),
            id="one name, et al., the title",
        ),
        pytest.param(
            "*   **[12] Ada Lovelace, Charles B. Babbage, and Mary K. Somerville. Engines that weave: A study. "
            "International Conference on Engines (ICE)**: 織機との比較。",
            ("Engines that weave: A study", "Ada Lovelace", "International Conference on Engines (ICE)", None),
            id="a number, three names with initials, a venue",
        ),
        pytest.param(
            "*   **Ada Lovelace and Mary Somerville. Sana 1.5: Scaling by care, 2024.**：比較対象。",
            ("Sana 1.5: Scaling by care", "Ada Lovelace", None, 2024),
            id="a number with a point in the title, a year behind",
        ),
        pytest.param(
            "*   **A. Lovelace et al., “Weaving numbers: A loom for thought,”** 最初の提案。",
            ("Weaving numbers: A loom for thought", "A. Lovelace", None, None),
            id="the title in curly quotes",
        ),
        pytest.param(
            "*   **Ho et al., Cascades of Noise for Images:** 生成器の基礎。",
            ("Cascades of Noise for Images", "Ho", None, None),
            id="et al., then the title",
        ),
        pytest.param(
            "*   **Loom: A fast library for weaving.** (Ada Lovelace et al.): 実装の土台。",
            ("Loom: A fast library for weaving", "Ada Lovelace", None, None),
            id="the author in brackets behind the bold title",
        ),
        pytest.param(
            "*   **[Babbage et al., 2021]**　Counting with wheels: 歯車で数える研究",
            ("Counting with wheels", "Babbage", None, 2021),
            id="a key in brackets, the title up to the Japanese",
        ),
        pytest.param(
            "*   **[Babbage et al., 2021]** Counting with wheels:DPO法の元となる研究",
            ("Counting with wheels", "Babbage", None, 2021),
            id="a colon without a space",
        ),
        pytest.param(
            "*   **Lin et al., 2014 (PICSET)**: 画像の集まり。", ("PICSET", "Lin", None, 2014), id="the name in brackets"
        ),
        pytest.param(
            "*   **Roe et al., 2020 (GPL-3):** Looms Are Few-Thread Weavers. 糸が少なくても織れる。",
            ("Looms Are Few-Thread Weavers", "Roe", None, 2020),
            id="the name in brackets, the full title behind",
        ),
        pytest.param(
            "*   **Roe et al., 2020 (GPL-3):** *Looms are few-thread weavers*",
            ("Looms are few-thread weavers", "Roe", None, 2020),
            id="the same in italics",
        ),
        pytest.param(
            "*   Roe et al., 2020 (GPL-3): Looms Are Few-Thread Weavers",
            ("Looms Are Few-Thread Weavers", "Roe", None, 2020),
            id="the same without bold",
        ),
        pytest.param(
            "*   **Roe et al., 2020 (GPL-3):** We start from this loom in all of our tests.",
            ("GPL-3", "Roe", None, 2020),
            id="the name in brackets, an English remark behind",
        ),
        pytest.param(
            "*   **Roe et al., 2020 (GPL-3):** Large Loom Modelsの土台。",
            ("GPL-3", "Roe", None, 2020),
            id="the name in brackets, a remark that opens in Latin",
        ),
        *(
            pytest.param(
                f"*   {entry}: 土台。", ("Deep Weaving for Cloth Recognition", "He", "LOOMS", 2016), id=f"a venue: {entry}"
            )
            for entry in (
                "**Deep Weaving for Cloth Recognition** (He et al., LOOMS 2016)",
                "**Deep Weaving for Cloth Recognition (He et al., LOOMS 2016)**",
                "**Deep Weaving for Cloth Recognition (He+, LOOMS'16)**",
                "**Deep Weaving for Cloth Recognition (He et al., 2016, LOOMS)**",
                '**He et al., LOOMS 2016**: "Deep Weaving for Cloth Recognition"',
            )
        ),
        pytest.param("*   **LOOM:** 少量の例で足りると示した。", ("LOOM", None, None, None), id="a name"),
        pytest.param("*   **Loom-R1 (2025):** 推論の例。", ("Loom-R1", None, None, 2025), id="a name and a year"),
        pytest.param(
            "*   **Learning to weave from pictures (WVP):** 表現の土台。",
            ("Learning to weave from pictures", None, None, None),
            id="an abbreviation in brackets is not the title's",
        ),
        pytest.param(
            "*   \\[10] Ada Lovelace, Charles Babbage, and\n    Mary Somerville.\n"
            "    *Looms-xl: A world of\n    threads.*\n\n    説明。",
            ("Looms-xl: A world of threads", "Ada Lovelace", None, None),
            id="over several lines, the title in italics",
        ),
        pytest.param(
            "1. Lovelace, A., Babbage, C., et al. (2017). Weaving is all you need. Journal of Looms.",
            ("Weaving is all you need", "Lovelace", "Journal of Looms", 2017),
            id="APA",
        ),
        pytest.param(
            '2. A. Lovelace and C. Babbage, "Weaving is all you need," in LOOMS, 2017.',
            ("Weaving is all you need", "A. Lovelace", "LOOMS", 2017),
            id="IEEE",
        ),
        pytest.param(
            "3. Ada Lovelace, Charles Babbage. 2019. Weaving: Early training of looms. In LOOMS.",
            ("Weaving: Early training of looms", "Ada Lovelace", "LOOMS", 2019),
            id="the year behind the names",
        ),
        pytest.param(
            "*   **Ada Lovelace and Charles Babbage. Weaving: It is secretly counting. In Jo Doe, Al Roe, editors, "
            "Advances in Looms 36: Annual Conference 2023, LOOMS 2023, December 10, 2023**：背景",
            ("Weaving: It is secretly counting", "Ada Lovelace", "Advances in Looms 36", 2023),
            id="proceedings with editors",
        ),
        pytest.param(
            "*   **Ada Lovelace, and Charles Babbage. Advances in neural looms** : 元の論文。",
            (None, "Ada Lovelace", "Advances in neural looms", None),
            id="proceedings where the title should be",
        ),
        pytest.param(
            "*   **Weaver [Roe et al., 2021]:** 布の表現。", ("Weaver", "Roe", None, 2021), id="a key in brackets behind a name"
        ),
        pytest.param(
            "*   **Weaving Is All You Need** by Roe et al.: 土台。",
            ("Weaving Is All You Need", "Roe", None, None),
            id="by whom",
        ),
        pytest.param(
            '*   **"Weaving Is All You Need" (Roe et al., 2017)**: 土台。',
            ("Weaving Is All You Need", "Roe", None, 2017),
            id="a quoted title, who in brackets",
        ),
        pytest.param(
            "*   **Weaving Is All You Need, Roe et al., 2017:** 土台。",
            ("Weaving Is All You Need", "Roe", None, 2017),
            id="the title before who and when",
        ),
        pytest.param(
            "*   **Weaving Is All You Need (LOOMS 2017)**: 土台。",
            ("Weaving Is All You Need", None, "LOOMS", 2017),
            id="a venue in brackets",
        ),
        pytest.param(
            "*   **OpenLoom. GPL-4 technical report. arXiv preprint arXiv:2303.08774, 2023**: 生成器。",
            ("GPL-4 technical report", "OpenLoom", "arXiv", 2023),
            id="a company, a title, a preprint",
        ),
        pytest.param(
            "*   Ada Lovelace and Mary Somerville. Weaving Is All You Need. 2017. https://example.org/weaving",
            ("Weaving Is All You Need", "Ada Lovelace", None, 2017),
            id="an address that proves nothing",
        ),
        pytest.param("*   **[Roe2017]** Weaver：布の表現", ("Weaver", "Roe", None, 2017), id="a key without spaces"),
        pytest.param("*   **(Roe et al., 2017):** Weaver の論文", ("Weaver", "Roe", None, 2017), id="who and when in brackets"),
        pytest.param("*   **GPL-4 (OpenLoom, 2023)**: 生成器。", ("GPL-4", "OpenLoom", None, 2023), id="a company and a year"),
    ],
)
def test_an_entry_of_a_reference_section_is_read(
    entry: str, expected: tuple[str | None, str | None, str | None, int | None]
) -> None:
    assert listed(entry) == [expected]


@pytest.mark.parametrize(
    "remark",
    [
        pytest.param(": 布の話", id="a colon"),
        pytest.param("：布の話", id="a wide colon"),
        pytest.param(" - 布の話", id="a hyphen"),
        pytest.param(" — 布の話", id="a dash"),
        pytest.param(" (布)", id="a bracket"),
        pytest.param(" の話", id="a space"),
        pytest.param("、布の話", id="a comma"),
        pytest.param(" https://example.org/looms.pdf", id="an address"),
    ],
)
def test_a_remark_begins_behind(remark: str) -> None:
    assert [(r.title, r.text) for r in read(f"## 参考文献\n* Looms of Many Kinds{remark}")] == [("Looms of Many Kinds",) * 2]


@pytest.mark.parametrize(
    ("entry", "expected", "text"),
    [
        pytest.param(
            "Roe et al., 2020: Looms of Cloth 布の話",
            ("Looms of Cloth", "Roe", None, 2020),
            "Roe et al., 2020: Looms of Cloth",
            id="without bold",
        ),
        pytest.param(
            "Jo Roe and Al Doe. Looms of Cloth. LOOMS, 2020: 布の話",
            ("Looms of Cloth", "Jo Roe", "LOOMS", 2020),
            "Jo Roe and Al Doe. Looms of Cloth. LOOMS, 2020",
            id="names first",
        ),
        pytest.param(
            "**Roe et al., 2020:** Looms of Cloth\n\n  別の話",
            ("Looms of Cloth", "Roe", None, 2020),
            "**Roe et al., 2020:** Looms of Cloth",
            id="a second paragraph",
        ),
        pytest.param(
            "**Roe et al., 2020:** Looms（布）",
            ("Looms", "Roe", None, 2020),
            "**Roe et al., 2020:** Looms",
            id="a wide bracket",
        ),
        pytest.param("**Roe et al., 2020:** Looms：布", ("Looms", "Roe", None, 2020), "**Roe et al., 2020:** Looms", id="wide"),
        pytest.param("**Roe et al., 2020:** 12 布", (None, "Roe", None, 2020), "Roe et al., 2020", id="a number is no title"),
        pytest.param(
            "**Roe et al., 2020:** 「Looms of Cloth」の話",
            ("Looms of Cloth", "Roe", None, 2020),
            "**Roe et al., 2020:** 「Looms of Cloth」",
            id="quoted",
        ),
        pytest.param(
            "**Roe et al., 2020: Looms of Cloth**: Weaving Every Cloth Twice. 糸",
            ("Looms of Cloth", "Roe", None, 2020),
            "Roe et al., 2020: Looms of Cloth",
            id="a title in bold, another behind",
        ),
        pytest.param(
            "**Roe et al., 2020 (GPL-3):** Looms Are Few-Thread Weavers. 糸",
            ("Looms Are Few-Thread Weavers", "Roe", None, 2020),
            "**Roe et al., 2020 (GPL-3):** Looms Are Few-Thread Weavers",
            id="the full title behind the name",
        ),
        pytest.param(
            "**Roe et al., 2020 (GPL-3):** 糸", ("GPL-3", "Roe", None, 2020), "Roe et al., 2020 (GPL-3)", id="no title"
        ),
        pytest.param(
            "Roe. *Looms of Cloth*. 2020", ("Looms of Cloth", "Roe", None, 2020), "Roe. *Looms of Cloth*", id="in italics"
        ),
        pytest.param("Roe. *Loom*", ("Loom", "Roe", None, None), "Roe. *Loom*", id="a name in italics, by an author"),
        pytest.param(
            "*Looms Weave Cloth*", ("Looms Weave Cloth", None, None, None), "*Looms Weave Cloth*", id="in italics, no author"
        ),
        pytest.param(
            "Roe. *Looms of Cloth*. 布の話 1999",
            ("Looms of Cloth", "Roe", None, None),
            "Roe. *Looms of Cloth*",
            id="a year of talk",
        ),
    ],
)
def test_an_entry_ends_where_its_paper_does(
    entry: str, expected: tuple[str | None, str | None, str | None, int | None], text: str
) -> None:
    (reference,) = read(f"## 参考文献\n* {entry}")
    assert (parts(reference), reference.text) == (expected, text)


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param("*   Looms of Many Kindsの話", id="a title glued to Japanese"),
        pytest.param("*   布 *Looms of Cloth*", id="italics in Japanese"),
        pytest.param("*   *Loom*", id="a lone word in italics"),
        pytest.param("*   Roe et al., 2020: 布の話", id="who and when, and no title"),
        pytest.param("*   **12:** 布", id="a number in bold"),
        pytest.param("*   **画像認識（CV）に関する研究:** ResNet や ViT の系譜", id="a field of study"),
        pytest.param("*   **データセット:** COCO と ADE20K", id="a kind of thing"),
        pytest.param("*   LLMの推論に関する研究", id="a topic that opens in Latin"),
        pytest.param("読むべき文献は本文に挙げられていない。", id="prose"),
        pytest.param("*   **[5]:** 画像の論文", id="a number without a name"),
        pytest.param("*   **Table 3:** 結果の一覧", id="a part of the paper"),
        pytest.param("*   [Loom documentation pages](https://example.org/docs)", id="a web page"),
        pytest.param("---", id="a rule"),
    ],
)
def test_what_names_no_paper_is_no_entry(entry: str) -> None:
    assert listed(entry) == []


def test_an_entry_with_several_names_is_one_reference_for_each() -> None:
    entry = "*   **Loom (Roe et al., 2021), QLoom (Doe et al., 2023):** 軽い学習。"
    assert listed(entry) == [("Loom", "Roe", None, 2021), ("QLoom", "Doe", None, 2023)]


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("## References", id="English"),
        pytest.param("### 7.2 参考文献", id="numbered"),
        pytest.param("参考文献:", id="a label"),
        pytest.param("- 参考文献", id="an entry above the list"),
    ],
)
def test_a_reference_section_may_be_opened_in_many_ways(heading: str) -> None:
    indent = "  " if heading.startswith("-") else ""
    assert [title for title, *_ in listed(f"{indent}- **LOOM:** 例", heading)] == ["LOOM"]


def test_bold_names_in_other_sections_are_no_references() -> None:
    assert listed("*   **Residual Looms:** 深い網を学べる。", "## 既存研究の限界") == []


def test_a_section_ends_at_the_next_heading() -> None:
    assert listed("*   **LOOM:** 例\n\n## 8. 要約\n\n*   **WEAVE:** まとめ") == [("LOOM", None, None, None)]


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        pytest.param("*   **LOOM:** 例", "LOOM", id="inside the bold"),
        pytest.param(
            '*   **Roe et al., 2014:** "A Title of Words"。例', '**Roe et al., 2014:** "A Title of Words"', id="across the bold"
        ),
        pytest.param(
            "*   **Loom: A library.** (Jo Roe et al.): 例", "**Loom: A library.** (Jo Roe et al.)", id="with the author behind"
        ),
        pytest.param(
            "*   **[11] Jo Roe, and Al Doe. A Title of Words.**: 例",
            "Jo Roe, and Al Doe. A Title of Words",
            id="behind its number",
        ),
    ],
)
def test_a_span_has_both_marks_of_emphasis_or_none(entry: str, text: str) -> None:
    (reference,) = read(f"## 参考文献\n{entry}")
    assert reference.text == text
    assert reference.form is ReferenceForm.LISTED
    assert reference.relation == "参考文献"


# ── bare titles under a label ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("entry", "titles"),
    [
        pytest.param("- Scaling Laws for Looms", ["Scaling Laws for Looms"], id="three words"),
        pytest.param("- DPL: Direct Loom Optimization", ["DPL: Direct Loom Optimization"], id="a name and a colon"),
        pytest.param("- 「Chain of Threads Prompting」", ["Chain of Threads Prompting"], id="quotes"),
        pytest.param("- MoE\n- RoPE w/ YaRN\n- Sliding Window", [], id="topics"),
        pytest.param("- Loom の使い方と注意点", [], id="a Japanese remark"),
        pytest.param("- Loom 5 Prompting Guide: https://example.org/guide", [], id="a web page"),
        pytest.param("- Weaving Data Sets Well: 布の作り方", [], id="a term and its explanation"),
        pytest.param(
            "- Sliding Window Attention\n- [Paper Note] Longloom, Iz Roe+, arXiv'20",
            ["Longloom"],
            id="a topic above a citation",
        ),
    ],
)
@pytest.mark.parametrize("label", ["関連:", "関連研究", "## 先行研究", "あわせて読みたい:", "concurrent work:"])
def test_under_a_label_an_entry_is_a_paper_if_it_looks_like_a_title(label: str, entry: str, titles: list[str]) -> None:
    assert [reference.title for reference in read(f"{label}\n{entry}")] == titles


@pytest.mark.parametrize(
    ("entry", "count"),
    [
        pytest.param("- Weaving Data Sets Well Now: 布の作り方", 1, id="five words are more than a term"),
        pytest.param("- **Weaving Cloth:** 布", 0, id="two words in bold"),
        pytest.param("- **Loom** (Roe et al., 2020): 布", 1, id="a name in bold with its author"),
        pytest.param("- **Jo Roe, and Al Doe. Proceedings of Looms**: 元", 1, id="names and where it appeared"),
    ],
)
def test_under_a_label_what_is_explained_is_a_paper_if_more_says_so(entry: str, count: int) -> None:
    assert len(read(f"関連:\n{entry}")) == count


def test_without_a_label_a_bare_title_is_a_topic() -> None:
    assert read("以下の三つを使う。\n- Scaling Laws for Looms") == ()


def test_a_long_sentence_that_mentions_related_work_is_no_label() -> None:
    sentence = "この節では関連研究を広く調べたうえで、提案する枠組みの位置づけを順に述べていくことにする:"
    assert read(f"{sentence}\n- Scaling Laws for Looms") == ()


# ── names in running text ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "- Loom-Eval(Roe+, 2023)\n  - 布を採点する。", ("Loom-Eval", "Roe", None, 2023), id="an entry of a survey"
        ),
        pytest.param("採点にはLOOMSCORE(Roe+, 2023)を使う。", ("LOOMSCORE", "Roe", None, 2023), id="glued to Japanese"),
        pytest.param(
            "As in Big Loom (Roe et al., 2021), threads are long.", ("Big Loom", "Roe", None, 2021), id="in English prose"
        ),
        pytest.param(
            "基礎は Weaver（Roe+, EMNLP'22）である。", ("Weaver", "Roe", "EMNLP", 2022), id="a venue, full-width brackets"
        ),
        pytest.param(
            "基礎は Weaver (Roe et al., EMNLP 2022) である。", ("Weaver", "Roe", "EMNLP", 2022), id="a venue and a full year"
        ),
        pytest.param("As in Big  Loom  (Roe et al., 2021).", ("Big Loom", "Roe", None, 2021), id="more spaces than needed"),
        pytest.param("- **Loom** (Roe+, 2023) を使う。", ("Loom", "Roe", None, 2023), id="in bold"),
        pytest.param(
            "we use Chain of the Threads (Roe et al., 2021)",
            ("Chain of the Threads", "Roe", None, 2021),
            id="small words inside",
        ),
        pytest.param("For Looms (Roe et al., 2021)", ("Looms", "Roe", None, 2021), id="small words before"),
        pytest.param(
            "- one two three four five six seven eight (Roe+, 2023)",
            ("one two three four five six seven eight", "Roe", None, 2023),
            id="a short entry as it stands",
        ),
        pytest.param(
            "- Eval of the old kind of cloth by Weaver (Roe+, 2023)",
            ("Weaver", "Roe", None, 2023),
            id="a long entry is a sentence",
        ),
        pytest.param("「A Survey on Looms」という論文を読む", ("A Survey on Looms", None, None, None), id="「」という論文"),
        pytest.param("論文「**Three  Plain Words**」", ("Three Plain Words", None, None, None), id="a quoted title in bold"),
        pytest.param(
            "論文「Two Words」、論文「A Survey on Looms」", ("A Survey on Looms", None, None, None), id="two words are no title"
        ),
        pytest.param(
            "調査論文「A Survey on Looms as Judges」に基づく。",
            ("A Survey on Looms as Judges", None, None, None),
            id="a quoted title",
        ),
        pytest.param(
            "Differentiable Thread Selectionという論文では、糸を選ぶ。",
            ("Differentiable Thread Selection", None, None, None),
            id="という論文",
        ),
    ],
)
def test_a_name_in_running_text_is_a_reference(
    body: str, expected: tuple[str | None, str | None, str | None, int | None]
) -> None:
    assert [parts(reference) for reference in read(body)] == [expected]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("earlier models (Roe et al., 2019) are slow.", id="a common noun"),
        pytest.param("木を使う手法 [Roe et al., 2014, 2016] では足りない。", id="a key without a name"),
        pytest.param("この論文「面白い」と思った。", id="a quotation that is no title"),
        pytest.param("この論文「Loom の話をする Three Words」を読む", id="a quotation with Japanese in it"),
        pytest.param("we use Looms of (Roe et al., 2021) here", id="a name that does not end"),
        pytest.param("精度 (n=3, 2019) を示す。", id="brackets without authors"),
    ],
)
def test_less_than_a_name_is_no_reference(body: str) -> None:
    assert read(body) == ()
