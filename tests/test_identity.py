"""Which identifiers a text or an address holds, and which spellings of a title are one title."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.identity import FoundId, find_ids, fold_title, identify, name_key, parse_id, title_forms, title_head, year_of
from papersite.model import IdScheme, PaperId


def arxiv(value: str) -> PaperId:
    return PaperId(IdScheme.ARXIV, value)


def doi(value: str) -> PaperId:
    return PaperId(IdScheme.DOI, value)


def acl(value: str) -> PaperId:
    return PaperId(IdScheme.ACL, value)


def openreview(value: str) -> PaperId:
    return PaperId(IdScheme.OPENREVIEW, value)


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "paper"),
    [
        pytest.param("https://arxiv.org/abs/1706.03762", arxiv("1706.03762"), id="arXiv abstract"),
        pytest.param("http://arxiv.org/abs/1706.03762v5", arxiv("1706.03762"), id="arXiv version dropped"),
        pytest.param("https://www.arxiv.org/pdf/1706.03762.pdf", arxiv("1706.03762"), id="arXiv pdf with suffix"),
        pytest.param("https://arxiv.org/pdf/1706.03762v5", arxiv("1706.03762"), id="arXiv pdf without suffix"),
        pytest.param("https://arxiv.org/html/2402.03300v3", arxiv("2402.03300"), id="arXiv html"),
        pytest.param("https://export.arxiv.org/abs/cs/0001001", arxiv("cs/0001001"), id="arXiv before 2007"),
        pytest.param("https://arxiv.org/abs/math.GT/0309136", arxiv("math/0309136"), id="subject class dropped"),
        pytest.param("https://arxiv.org/abs/1706.03762?context=cs", arxiv("1706.03762"), id="query behind"),
        pytest.param("https://arxiv.org/abs/1706.03762/", arxiv("1706.03762"), id="slash behind"),
        pytest.param("https://www.alphaxiv.org/abs/2402.03300", arxiv("2402.03300"), id="alphaXiv"),
        pytest.param("https://huggingface.co/papers/2402.03300", arxiv("2402.03300"), id="Hugging Face papers"),
        pytest.param("https://hf.co/papers/2402.03300", arxiv("2402.03300"), id="Hugging Face, short"),
        pytest.param("https://www.semanticscholar.org/arxiv/1706.03762", arxiv("1706.03762"), id="Semantic Scholar"),
        pytest.param("https://ar5iv.labs.arxiv.org/html/1706.03762", arxiv("1706.03762"), id="ar5iv"),
        pytest.param("arXiv:1706.03762v2", arxiv("1706.03762"), id="prefix instead of a url"),
        pytest.param("https://doi.org/10.1145/3292500.3330701", doi("10.1145/3292500.3330701"), id="DOI"),
        pytest.param("https://www.doi.org/10.1145/ABC.1", doi("10.1145/abc.1"), id="DOI folds case"),
        pytest.param("https://doi.org/10.1145/abc?download=true", doi("10.1145/abc"), id="query is not the DOI's"),
        pytest.param("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701", doi("10.1145/3292500.3330701"), id="ACM pdf"),
        pytest.param("https://doi.org/10.48550/arXiv.1706.03762", arxiv("1706.03762"), id="arXiv's own DOI is the arXiv id"),
        pytest.param("https://doi.org/10.18653/v1/P18-1234", acl("P18-1234"), id="the Anthology's DOI is the Anthology id"),
        pytest.param("https://openreview.net/forum?id=aB3_x-9", openreview("aB3_x-9"), id="OpenReview keeps case"),
        pytest.param("https://openreview.net/pdf?x=1&id=aB3_x-9#page=2", openreview("aB3_x-9"), id="OpenReview pdf"),
        pytest.param("https://aclanthology.org/2020.acl-main.703.pdf", acl("2020.acl-main.703"), id="Anthology since 2020"),
        pytest.param("https://www.aclweb.org/anthology/p18-1234/", acl("P18-1234"), id="Anthology before 2020, old host"),
    ],
)
def test_an_address_names_a_paper(address: str, paper: PaperId) -> None:
    found = identify(address)
    assert found is not None
    assert found.id == paper


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("https://arxiv.org/list/cs.CL/recent", id="a listing"),
        pytest.param("https://arxiv.org/abs/1799.03762", id="no such month"),
        pytest.param("https://arxiv.org/abs/1706.037621", id="too many digits"),
        pytest.param("https://aclanthology.org/volumes/2020.acl-main/", id="a volume"),
        pytest.param("https://github.com/example/1706.03762", id="another host"),
        pytest.param("https://notarxiv.org/abs/1706.03762", id="another host that ends alike"),
        pytest.param("https://arxiv.org/abs/1706.03762 and more words", id="words behind"),
        pytest.param("see https://arxiv.org/abs/1706.03762", id="words before"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_address_names_none(address: str) -> None:
    assert identify(address) is None


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        pytest.param("詳細はarXiv:1706.03762v5。", [arxiv("1706.03762")], id="glued to Japanese on both sides"),
        pytest.param("arxiv.org/abs/1706.03762を読む", [arxiv("1706.03762")], id="no scheme, Japanese behind"),
        pytest.param("(https://doi.org/10.1000/a(b)c).", [doi("10.1000/a(b)c")], id="brackets inside a DOI, one outside"),
        pytest.param("doi:10.1000/xyz、doi: 10.1000/abc", [doi("10.1000/xyz"), doi("10.1000/abc")], id="two prefixed DOIs"),
        pytest.param("arXiv:1706.03762, arXiv:1810.04805", [arxiv("1706.03762"), arxiv("1810.04805")], id="in order"),
        pytest.param("version 1706.03762 of a build", [], id="a bare number is no identifier"),
        pytest.param("price 10.1234/unit", [], id="a bare DOI-like fraction is none"),
        pytest.param("https://example.org/arxiv.org/abs/1706.03762", [], id="a path of another host"),
    ],
)
def test_identifiers_are_found_in_running_text(text: str, papers: list[PaperId]) -> None:
    assert [found.id for found in find_ids(text)] == papers


def test_the_version_is_kept_apart_and_the_span_is_exact() -> None:
    text = "前 https://arxiv.org/pdf/1706.03762v5.pdf 後"
    assert list(find_ids(text)) == [FoundId(arxiv("1706.03762"), 5, 2, text.index(" 後"))]


@pytest.mark.parametrize(
    ("scheme", "value", "paper"),
    [
        pytest.param(IdScheme.ARXIV, "1706.03762", arxiv("1706.03762"), id="bare arXiv"),
        pytest.param(IdScheme.ARXIV, " https://arxiv.org/abs/1706.03762 ", arxiv("1706.03762"), id="arXiv as an address"),
        pytest.param(IdScheme.DOI, "10.1145/X", doi("10.1145/x"), id="bare DOI"),
        pytest.param(
            IdScheme.DOI,
            "https://doi.org/10.1002/(SICI)1097-0266(2000)21:1<1::AID-X>3.0.CO;2-P",
            doi("10.1002/(sici)1097-0266(2000)21:1<1::aid-x>3.0.co;2-p"),
            id="a DOI made of a SICI, where nothing else is",
        ),
        pytest.param(
            IdScheme.DOI, "http://dx.doi.org.proxy.example.edu/10.1000/Abc", doi("10.1000/abc"), id="DOI behind a proxy"
        ),
        pytest.param(IdScheme.DOI, "10.48550/arXiv.1706.03762", arxiv("1706.03762"), id="a DOI of arXiv"),
        pytest.param(IdScheme.ACL, "p18-1234", None, id="a bare Anthology id has a capital"),
        pytest.param(IdScheme.OPENREVIEW, "aB3_x-9", openreview("aB3_x-9"), id="bare OpenReview"),
        pytest.param(IdScheme.ARXIV, "https://doi.org/10.1145/X", None, id="the other registry's address"),
        pytest.param(IdScheme.ARXIV, "1706.03762 and 1810.04805", None, id="two"),
    ],
)
def test_an_identifier_is_given_as_such(scheme: IdScheme, value: str, paper: PaperId | None) -> None:
    found = parse_id(scheme, value)
    assert (found.id if found else None) == paper


@given(st.text(alphabet="arxivdoiorgACLopenreview.net:/?=#0123456789-_ ()、。あ", max_size=80))
def test_what_is_found_stands_where_it_says_and_never_overlaps(text: str) -> None:
    end = 0
    for found in find_ids(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@given(st.from_regex(r"\d{2}(0[1-9]|1[0-2])\.\d{4,5}(v[1-9])?", fullmatch=True))
def test_any_arxiv_number_is_one_paper_however_it_is_written(number: str) -> None:
    spellings = (number, f"arXiv:{number}", f"https://arxiv.org/pdf/{number}.pdf", f"https://huggingface.co/papers/{number}")
    assert {parsed.id for each in spellings if (parsed := parse_id(IdScheme.ARXIV, each))} == {arxiv(number.split("v")[0])}


# ── titles ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Attention Is All You Need", "attention is all you need.", id="case and full stop"),
        pytest.param("[Paper Note] Attention Is All You Need", "Attention is all you need", id="the mark of a note"),
        pytest.param("ＢＥＲＴ：Pre-training", "BERT: Pre training", id="full width, hyphen"),
        pytest.param("Gonçalves' Method", "Goncalves’ method", id="accent and apostrophe"),
        pytest.param("「変換器」の研究", "変換器の研究", id="Japanese quotes"),
        pytest.param("カ\u3099ウス過程", "ガウス過程", id="voicing mark composed"),
        pytest.param("A  B\u00a0C", "a b c", id="white space"),
    ],
)
def test_two_spellings_are_one_title(one: str, other: str) -> None:
    assert fold_title(one) == fold_title(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("C++ for papers", "C for papers", id="C++ and C"),
        pytest.param("C# for papers", "C++ for papers", id="C# and C++"),
        pytest.param("ハハ", "パパ", id="voicing makes another letter"),
        pytest.param("GPT-2", "GPT-3", id="a digit"),
    ],
)
def test_two_titles_stay_apart(one: str, other: str) -> None:
    assert fold_title(one) != fold_title(other)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(title: str) -> None:
    assert fold_title(fold_title(title)) == fold_title(title)


@given(st.text(alphabet=st.characters(categories=("Lu", "Ll", "Lo", "Nd", "Zs")), max_size=40))
def test_folding_does_not_see_how_characters_are_composed(title: str) -> None:
    assert fold_title(unicodedata.normalize("NFD", title)) == fold_title(unicodedata.normalize("NFC", title))


@pytest.mark.parametrize(
    ("title", "head"),
    [
        pytest.param("DAPO: An Open-Source System", "DAPO", id="a colon"),
        pytest.param("視点：新しい見方", "視点", id="a full-width colon needs no space"),
        pytest.param("RoT – Recursion of Thought", "RoT", id="a dash"),
        pytest.param("Attention Is All You Need", None, id="none"),
        pytest.param("Images in 4:3 format", None, id="a ratio"),
        pytest.param("Self-Instruct", None, id="a hyphen"),
        pytest.param("Untitled:", None, id="nothing behind"),
    ],
)
def test_the_head_of_a_title_is_the_name_before_its_colon(title: str, head: str | None) -> None:
    assert title_head(title) == head


def test_a_title_is_also_known_without_the_abbreviation_in_brackets() -> None:
    assert "adaptivepatchsizes" in title_forms("(APT) Adaptive Patch Sizes")
    assert "adaptivepatchsizes" in title_forms("Adaptive Patch Sizes (APT)")
    assert title_forms("Patches (for small images)") == ("patchesforsmallimages",)
    assert title_forms("(…)") == ()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("arxiv:1706.03762v2", "arxiv:1706.03762", id="a scheme and a value"),
        pytest.param("1706.03762", "arxiv:1706.03762", id="a bare arXiv id"),
        pytest.param("https://doi.org/10.1/x", "wiki:httpsdoiorg101x", id="no DOI has so short a prefix"),
        pytest.param("Attention Is All You Need", "wiki:attentionisallyouneed", id="a name"),
        pytest.param("vaswani2017", "wiki:vaswani2017", id="a citation key"),
        pytest.param("…", "", id="nothing to fold"),
    ],
)
def test_a_name_means_an_identifier_or_itself(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("paper", "year"),
    [
        pytest.param(arxiv("1706.03762"), 2017, id="arXiv"),
        pytest.param(arxiv("cs/9901001"), 1999, id="arXiv before 2007"),
        pytest.param(acl("2020.acl-main.703"), 2020, id="Anthology since 2020"),
        pytest.param(acl("P79-1001"), 1979, id="Anthology before"),
        pytest.param(openreview("aB3_x-9"), None, id="OpenReview tells none"),
    ],
)
def test_some_identifiers_tell_the_year(paper: PaperId, year: int | None) -> None:
    assert year_of(paper) == year
