"""Which notes become one paper and which paper a citation means, from dumps to the library: a wrong page is worse than two."""

from __future__ import annotations

from itertools import pairwise
from pathlib import PurePosixPath

import pytest

from papersite.library import join, read_alone
from papersite.model import Library, Source, TitleSource
from papersite.settings import Settings
from papersite.tags import Vocabulary

OPENER = "Paper/Blog Link My Issue"


def library_of(*dumps: str) -> Library:
    """The library of some dumps, each a file of its own."""
    sources = (Source(PurePosixPath(f"notes/{number}.md"), b"", text) for number, text in enumerate(dumps))
    return join([read_alone(source) for source in sources], Settings(Vocabulary.built_in()))


def written(title: str, *fields: str, body: str = "読んだ。") -> str:
    """A note with front matter."""
    return "\n".join(("---", f'title: "{title}"', *fields, "---", "", body, ""))


def presented(title: str, link: str = "", body: str = "  • 話した。", tag: str = "論文") -> str:
    """A page of a study meeting with one topic."""
    return f"2025-11-18 論文輪講会\n\n今週のTOPIC\n\n@Mio Sakaki\n\n[{tag}] {title}\n{link}\n\n{body}\n"


def jotted(summary: str, body: str = "読む。", tags: str = "#NLP #Loom", date: str = "2024-05-01") -> str:
    """A record of keypoint notes, whose title was lost."""
    return f"みんなのノート\n\n{OPENER}\n{tags} Issue Date: {date} GPT Summary- {summary} Comment\n\n{body}\n"


def slugs(library: Library) -> list[str]:
    return sorted(record.slug for record in library.records)


# ── one paper ────────────────────────────────────────────────────────────────────────────────────────────────────────

ARXIV = "2106.09685"


@pytest.mark.parametrize(
    "address",
    [
        f"https://arxiv.org/abs/{ARXIV}",
        f"https://arxiv.org/abs/{ARXIV}v1",
        f"http://www.arxiv.org/pdf/{ARXIV}v2.pdf",
        f"https://arxiv.org/pdf/{ARXIV}",
        f"https://arxiv.org/html/{ARXIV}v2#S3",
        f"https://www.alphaxiv.org/abs/{ARXIV}",
        f"https://www.alphaxiv.org/ja/overview/{ARXIV}v2",
        f"https://huggingface.co/papers/{ARXIV}",
        f"https://ar5iv.labs.arxiv.org/html/{ARXIV}",
        f"https://doi.org/10.48550/arXiv.{ARXIV}",
        f"https://export.arxiv.org/abs/{ARXIV}?context=cs.CL",
    ],
)
def test_every_address_of_an_arxiv_paper_joins_its_notes(address: str) -> None:
    library = library_of(written("Low-Rank Adaptation", f"arxiv: {ARXIV}"), presented("重みの差だけを学ぶ話", address))
    assert slugs(library) == [ARXIV]
    assert library.records[0].title == "Low-Rank Adaptation"


@pytest.mark.parametrize(
    ("field", "address"),
    [
        pytest.param("doi: 10.1145/3292500.3330701", "https://dl.acm.org/doi/10.1145/3292500.3330701", id="DOI and ACM"),
        pytest.param("doi: 10.1038/NATURE14539", "https://doi.org/10.1038/nature14539", id="DOI in another case"),
        pytest.param("doi: https://doi.org/10.1038/nature14539", "https://dx.doi.org/10.1038/nature14539", id="DOI, old host"),
        pytest.param(
            "url: https://openreview.net/forum?id=nZeVKeeFYf9", "https://openreview.net/pdf?id=nZeVKeeFYf9", id="OpenReview"
        ),
        pytest.param(
            "url: https://openreview.net/forum?id=nZeVKeeFYf9&noteId=abc",
            "https://openreview.net/attachment?id=nZeVKeeFYf9&name=supplementary_material",
            id="OpenReview with more in the query",
        ),
        pytest.param("url: https://aclanthology.org/N19-1423/", "https://aclanthology.org/N19-1423.pdf", id="ACL"),
        pytest.param(
            "url: https://aclanthology.org/N19-1423", "https://www.aclweb.org/anthology/N19-1423/", id="ACL, old host"
        ),
        pytest.param("doi: 10.18653/v1/2020.acl-main.703", "https://aclanthology.org/2020.acl-main.703/", id="ACL's DOI"),
    ],
)
def test_every_address_of_another_registry_joins_its_notes(field: str, address: str) -> None:
    assert len(library_of(written("The First Name It Has", field), presented("別の呼び名", address)).records) == 1


FULL = "Attention Is All You Need"


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("attention is all you need", id="case"),
        pytest.param("Attention is All You Need.", id="full stop"),
        pytest.param("Attention-Is-All-You-Need!", id="punctuation"),
        pytest.param("Ａｔｔｅｎｔｉｏｎ　Ｉｓ　Ａｌｌ　Ｙｏｕ　Ｎｅｅｄ", id="full width"),
        pytest.param("[Paper Note] Attention Is All You Need", id="mark"),
    ],
)
@pytest.mark.parametrize("known", ["arxiv: 1706.03762", "tags: [nlp]"])
def test_spellings_of_a_title_are_one_paper_where_at_most_one_has_an_identifier(title: str, known: str) -> None:
    assert len(library_of(written(FULL, known), presented(title)).records) == 1


def test_notes_are_joined_over_a_third_that_has_both_identifiers() -> None:
    library = library_of(
        written("Residual Learning", "arxiv: 1512.03385"),
        written("The Same at the Conference", "doi: 10.1109/CVPR.2016.90"),
        written("Third", "arxiv: 1512.03385", "doi: 10.1109/CVPR.2016.90"),
    )
    assert len(library.records) == 1


# ── two papers ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            written("A Survey of Looms", "arxiv: 2303.18223"),
            written("A Survey of Looms", "arxiv: 2308.10792"),
            id="two arXiv ids",
        ),
        pytest.param(
            written("A Survey of Long Looms", "doi: 10.1145/3560815"),
            presented("A Survey of Long Looms", "https://doi.org/10.1109/TKDE.2021.3070203"),
            id="a survey and its journal version",
        ),
        pytest.param(
            written("Magika"),
            presented("Magika", "https://github.com/google/magika", tag="Tool"),
            id="a paper and its software",
        ),
        pytest.param(written("GPT-2 Learns to Weave"), written("GPT-3 Learns to Weave"), id="a digit apart"),
        pytest.param(written("Low-Rank Weaving in C"), written("Low-Rank Weaving in C++"), id="a sign apart"),
        pytest.param(written("LoRA: Weaving Large Looms"), written("QLoRA: Weaving Large Looms"), id="a letter apart"),
        pytest.param(written("Llama"), written("Llama 2"), id="a version apart"),
        pytest.param(
            jotted("「SlowLoom」を提案し、布を織る。"),
            jotted("「SlowLoom」を提案し、糸を紡ぐ。", date="2019-02-02"),
            id="derived titles",
        ),
        pytest.param(jotted("", "。", date="2024-05-01"), jotted("", "、", date="2024-05-01"), id="placeholders"),
    ],
)
def test_two_papers_stay_two(one: str, other: str) -> None:
    assert len(library_of(one, other).records) == 2
    assert slugs(library_of(other, one)) == slugs(library_of(one, other))


def test_a_note_without_identifier_joins_neither_of_two_papers_of_its_title() -> None:
    title = "A Survey of Looms"
    library = library_of(written(title, "arxiv: 2303.18223"), written(title, "arxiv: 2308.10792"), presented(title))
    assert len(library.records) == 3
    assert sum(problem.kind == "near-miss" for problem in library.problems) == 2


# ── what a citation means ────────────────────────────────────────────────────────────────────────────────────────────

SHELF = (
    written("LoRA: Low-Rank Adaptation of Large Language Models", "arxiv: 2106.09685", "slug: lora"),
    written("QLoRA: Efficient Finetuning of Quantized LLMs", "arxiv: 2305.14314", "slug: qlora"),
    written("Language Models are Unsupervised Multitask Learners", "slug: gpt-2"),
    written("Language Models are Few-Shot Learners", "arxiv: 2005.14165", "slug: gpt-3"),
    written("Llama 2: Open Foundation and Fine-Tuned Chat Models", "arxiv: 2307.09288", "slug: llama-2"),
    written("Twin: Weaving with Two Hands", "slug: twin-hands"),
    written("Twin: Sisters at the Loom", "slug: twin-sisters"),
    written(FULL, "slug: transformer"),
)


def cited_by(body: str, *fields: str) -> set[str]:
    """The records of the shelf that a note with this body links."""
    library = library_of(*SHELF, written("The Note That Cites", "slug: citing", *fields, body=body))
    return {link.target for link in library.links if link.source == "citing"}


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        pytest.param("土台は https://arxiv.org/pdf/2106.09685v2 にある。", "lora", id="an address"),
        pytest.param("土台は arXiv:2305.14314 にある。", "qlora", id="an identifier"),
        pytest.param("@arxiv:2005.14165 に続く。", "gpt-3", id="a key"),
        pytest.param(
            "- [Paper Note] LANGUAGE MODELS ARE FEW-SHOT LEARNERS, Tom Brown+, NeurIPS'20",
            "gpt-3",
            id="a title in another case",
        ),
        pytest.param(
            "- [Paper Note] Language Models are Unsupervised Multitask Learners, Radford+, 2019", "gpt-2", id="a title's twin"
        ),
        pytest.param("- [Paper Note] LoRA, Hu+, ICLR'22", "lora", id="a head"),
        pytest.param("- [Paper Note] QLoRA, Dettmers+, NeurIPS'23", "qlora", id="a head that holds another"),
        pytest.param("- [Paper Note] Llama 2, Touvron+, 2023", "llama-2", id="a head with a version"),
        pytest.param("- [Paper Note] Ａｔｔｅｎｔｉｏｎ Is All You Need, Vaswani+, NIPS'17", "transformer", id="full width"),
        pytest.param(
            "## 参考文献\n\n- **Brown et al., 2020 (GPT-3):** Language Models are Few-Shot Learners",
            "gpt-3",
            id="behind a name",
        ),
        pytest.param("[[LoRA]] を見よ。", "lora", id="a wiki link"),
    ],
)
def test_a_citation_links_the_paper_it_means_and_no_other(body: str, slug: str) -> None:
    assert cited_by(body) == {slug}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("- [Paper Note] Twin, Roe+, 2021", id="a head that two papers have"),
        pytest.param("- [Paper Note] Llama, Touvron+, 2023", id="the version before"),
        pytest.param("- [Paper Note] Llama 3, Meta+, 2024", id="the version after"),
        pytest.param("- [Paper Note] DoRA: Weight-Decomposed Low-Rank Adaptation, Liu+, 2024", id="a name a letter apart"),
        pytest.param("- [Paper Note] Language Models are Few-Shot Weavers, Roe+, 2022", id="a title a word apart"),
        pytest.param("- [Paper Note] LoRA: Weaving by Radio, Roe+, 2016", id="another title with a known head"),
        pytest.param("土台は arXiv:2106.09686 にある。", id="an identifier a digit apart"),
        pytest.param("- [Paper Note] The Note That Cites, Me+, 2025", id="itself"),
        pytest.param("arXiv:2501.00001 は本稿。", id="itself by identifier"),
    ],
)
def test_a_citation_that_may_mean_another_paper_links_none(body: str) -> None:
    assert cited_by(body, "arxiv: 2501.00001") == set()


def test_the_order_of_the_files_changes_no_link() -> None:
    citing = [
        written(f"Citing {number}", f"slug: citing-{number}", body=f"- [Paper Note] {title}, Roe+, 2023")
        for number, title in enumerate(("LoRA", "QLoRA", "Llama 2", "Twin", FULL))
    ]
    dumps = [*SHELF, *citing]
    orders = (dumps, dumps[::-1], dumps[5:] + dumps[:5])
    found = [{(link.source, link.target) for link in library_of(*order).links} for order in orders]
    assert len(found[0]) > 3
    assert all(one == other for one, other in pairwise(found))


def test_the_samples_without_a_title_get_the_kind_of_title_that_joins_nothing() -> None:
    library = library_of(jotted("「SlowLoom」を提案し、布を織る。"), jotted("", "。"), written("SlowLoom", "arxiv: 2401.00001"))
    sources = {(record.title, record.title_source) for record in library.records}
    assert sources == {
        ("SlowLoom", TitleSource.DERIVED),
        ("2024-05-01 · NLP, Loom", TitleSource.PLACEHOLDER),
        ("SlowLoom", TitleSource.FRONT_MATTER),
    }


def test_a_note_that_lost_its_title_joins_the_paper_that_others_cite_by_it() -> None:
    library = library_of(
        jotted("「SlowLoom」を提案し、布を織る。"),
        written("Citing", body="- [Paper Note] SlowLoom: Weaving Slowly, Roe+, 2024"),
        written("SlowLoom: Weaving Slowly", "arxiv: 2404.00001"),
    )
    assert slugs(library) == ["2404.00001", "citing"]
    assert [(link.source, link.target) for link in library.links] == [("citing", "2404.00001")]
