"""Reading the references of a body: how much of it is read, and which address is whose. The parts are tested beside this."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from papersite.citations import read_references
from papersite.model import Body, Note, Origin
from tests.citations.small_notes import read

_A, _B = "https://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1810.04805"
_IDS = ["arxiv:1706.03762", "arxiv:1810.04805"]


def test_a_text_longer_than_any_note_is_not_read_for_references(monkeypatch: pytest.MonkeyPatch) -> None:
    body = Body("https://arxiv.org/abs/1706.03762\n", (1,))
    note = Note("plain", Origin(PurePosixPath("notes/a.md")), body)
    assert len(read_references(note)) == 1
    monkeypatch.setattr("papersite.citations.reading.LONGEST_BODY", 20)
    assert read_references(note) == ()


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        pytest.param(
            f"## 参考文献\n- **Loom:** 例 {_A} と {_B} と [[別]]", [_IDS[0], "wiki:別"], id="all of an entry of references"
        ),
        pytest.param(f"## 参考文献\n- **Loom:** 例\n## 次\n  {_A}", ["title:loom", _IDS[0]], id="none of the next part"),
        pytest.param(f"- Looms Weave, Roe+, ACL'20 は {_A} と違う", ["title:loomsweave", _IDS[0]], id="not one further on"),
        pytest.param(f"Looms Weave, Roe+, ACL'20 ({_A}), {_B}", _IDS, id="the first behind it"),
        pytest.param(f"Looms Weave, Roe+, ACL'20, [pdf]({_A})", _IDS[:1], id="a link behind it"),
        pytest.param(f"[Looms Weave]({_A}), Roe+, ACL'20 {_B}", _IDS, id="the one inside before one behind"),
        pytest.param(f"{_A} Looms Weave, Roe+, ACL'20", [_IDS[0], "title:loomsweave"], id="none before it"),
        pytest.param(f"[[Paper Note] Adam]({_A}) Looms, Roe+", _IDS[:1], id="a mark in a link ends with the link"),
    ],
)
def test_an_address_belongs_to_a_citation(body: str, keys: list[str]) -> None:
    assert [reference.key for reference in read(body)] == keys


def test_each_mark_begins_a_citation_and_ends_the_one_before() -> None:
    body = "[Paper Note] Adam [Paper Note] Lion, Chen+, NeurIPS'23 [Paper Note] Sophia"
    assert [reference.title for reference in read(body)] == ["Adam", "Lion", "Sophia"]
    assert [reference.title for reference in read(body.rpartition(" [")[0])] == ["Adam", "Lion"]


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        pytest.param("**Roe et al., 2020:** 12 布", "author:roe2020", id="who and when"),
        pytest.param("**Jo Roe, and Al Doe. Proceedings of Looms**: 元", "author:joroe", id="who alone"),
        pytest.param("**Loom, 2020** https://example.org/", "author:loom2020", id="an address is no title"),
    ],
)
def test_a_reference_without_a_title_means_what_its_authors_wrote_then(entry: str, key: str) -> None:
    assert [(reference.key, reference.title) for reference in read(f"## 参考文献\n- {entry}")] == [(key, None)]


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        pytest.param(f"関連:\n- [Looms Weave Cloth]({_A})", ["Looms Weave Cloth"], id="a paper's address"),
        pytest.param("関連:\n- [Looms Weave Cloth](https://example.org/a.pdf)", ["Looms Weave Cloth"], id="a PDF"),
        pytest.param("関連:\n- [Looms Weave Cloth](https://example.org/a)", [], id="a web page"),
        pytest.param("関連:\n- Sliding Window Attention", ["Sliding Window Attention"], id="three words"),
        pytest.param(
            "関連:\n- Sliding Window Attention\n\n- [Paper Note] Longloom, Iz Roe+, arXiv'20",
            ["Longloom"],
            id="a topic of one list",
        ),
        pytest.param(
            "関連:\n- Sliding Window Attention\n関連:\n- [Paper Note] Longloom, Iz Roe+, arXiv'20",
            ["Sliding Window Attention", "Longloom"],
            id="a list of its own",
        ),
        pytest.param("## 参考文献\n- **Loom-R1 (2025):** 例 https://example.org/", ["Loom-R1"], id="a year beside a web page"),
        pytest.param("## 参考文献\nLooms Weave Cloth Well", [], id="a line of text"),
        pytest.param("## 参考文献\n- Loom\n  - **Sub:** 例\n\n\t- **Tab:** 例", ["Sub", "Tab"], id="entries in entries"),
        pytest.param("## 参考文献\n* * *\n- **A:** 例\n- - -", ["A"], id="rules are no entries"),
        pytest.param("## 参考文献\n```\n- **A:** 例\n```\n- **B:** 例\n~~~\n- **C:** 例\n~~~", ["B"], id="code is none"),
        pytest.param("## 参考文献\n~~~\n- **A:** 例\n~~~\n- **B:** 例", ["B"], id="nor between tildes alone"),
        pytest.param("   ## 参考文献\n- **B:** 例", ["B"], id="a heading after three spaces"),
        pytest.param("    ## 参考文献\n- **B:** 例", [], id="not after four"),
        pytest.param(
            "###### 1.2. 参考文献:\n・**B:** 例\n1) **C:** 例\n> - **D:** 例",
            ["B", "C", "D"],
            id="any bullet under any heading",
        ),
        pytest.param("## 先行研究との比較\n- Looms Weave Cloth", [], id="a heading that only mentions it"),
        pytest.param("### II. Related Work\n- Looms Weave Cloth", ["Looms Weave Cloth"], id="a heading with a number"),
        pytest.param("priority list:\n- Looms Weave Cloth", [], id="a word that only begins alike"),
        pytest.param(
            "関連:\n- Sliding Window Attention\n  \n- [Paper Note] Longloom, Iz Roe+, arXiv'20",
            ["Longloom"],
            id="spaces end no list",
        ),
        pytest.param("関連:\n- Looms Weave Cloth\n\n- - -\n- Looms Weave Thread", ["Looms Weave Cloth"], id="a rule ends one"),
        pytest.param(
            "- 関連:\n  - Looms Weave Cloth\n- Looms Weave Thread",
            ["Looms Weave Cloth"],
            id="a label in a list is for what is in it",
        ),
        pytest.param(
            "- 関連:\n  - Looms Weave Cloth\n  - Looms Weave Thread",
            ["Looms Weave Cloth", "Looms Weave Thread"],
            id="and for all that is in it",
        ),
        pytest.param("関連研究は多い。\n- Looms Weave Cloth", [], id="a sentence"),
        pytest.param(
            "関連:\n- Looms Weave Cloth\n\n本文。\n- Looms Weave Thread", ["Looms Weave Cloth"], id="text ends a label"
        ),
    ],
)
def test_an_entry_is_a_paper_by_where_it_stands(body: str, titles: list[str]) -> None:
    assert [reference.title for reference in read(body) if reference.title] == titles


def test_a_reference_stands_in_the_relation_that_its_list_has_to_the_note() -> None:
    assert [reference.relation for reference in read(f"{_B}\n\n関連:\n- {_A}")] == ["", "関連"]
