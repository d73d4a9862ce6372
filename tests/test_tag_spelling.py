"""Spellings of one tag share a key, and what is different does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.tag_spelling import is_acronym, singular_key, split_venue, tag_key, tag_slug, tag_words


@pytest.mark.parametrize(
    "spellings",
    [
        pytest.param(
            ("Large Language Models", "large-language-model", "LargeLanguageModels", "#large_language_model"), id="words"
        ),
        pytest.param(("コンピュータービジョン", "コンピュータビジョン", "コンピュータ・ビジョン"), id="long vowels"),
        pytest.param(("ＮＬＰ", "nlp", " NLP "), id="width and case"),
        pytest.param(("Summarisation", "summarization"), id="British and American"),
        pytest.param(("Ontologies", "ontology"), id="y and ies"),
        pytest.param(("Biases", "biase"), id="plain s"),
        pytest.param(("LMs", "LM"), id="a short acronym's plural"),
    ],
)
def test_spellings_of_one_tag_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({singular_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("C++", "C", id="C++ and C"),
        pytest.param("C#", "C", id="C sharp and C"),
        pytest.param("ANNS", "ANN", id="an acronym that ends in S"),
        pytest.param("Bias", "Bia", id="us, is and ss are no plural"),
        pytest.param("バス", "パス", id="voicing marks"),
        pytest.param("言語", "言語モデル", id="longer compounds"),
    ],
)
def test_different_tags_have_different_keys(one: str, other: str) -> None:
    assert tag_key(one) != tag_key(other)
    assert one == "Bias" or singular_key(one) != singular_key(other)


@pytest.mark.parametrize(
    ("tag", "slug"),
    [
        ("DeepResearch", "deep-research"),
        ("LoRA", "lora"),
        ("RoBERTa", "roberta"),
        ("TextToImage", "text-to-image"),
        ("MPBench", "mpbench"),
        ("CA_VQA", "ca-vqa"),
        ("時空間ViT", "時空間vit"),
    ],
)
def test_humps_open_only_where_both_sides_are_words(tag: str, slug: str) -> None:
    assert tag_slug(tag) == slug


def test_words_stand_between_spaces_signs_and_humps() -> None:
    assert tag_words("Mixture-of-Experts") == ("Mixture", "of", "Experts")
    assert tag_words("LLMServing") == ("LLM", "Serving")


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("ILP", "IntegerLinearProgramming", True),
        ("MoE", "Mixture-of-Experts", True),
        ("PPO", "ProximalPolicyOptimization", True),
        ("LoRA", "Adaptor", False),
        ("RL", "GRPO", False),
        ("", "Large Language", False),
    ],
)
def test_initials_are_an_acronym(short: str, long: str, expected: bool) -> None:
    assert is_acronym(short, long) is expected


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("ICLR'25", ("ICLR", "", 2025)),
        ("ICLR’25", ("ICLR", "", 2025)),
        ("NeurIPS 2024", ("NeurIPS", "", 2024)),
        ("NeurIPS2024", ("NeurIPS", "", 2024)),
        ("NIPS'99", ("NIPS", "", 1999)),
        ("Findings of EMNLP 2023", ("EMNLP", "Findings", 2023)),
        ("EMNLP'23 Findings", ("EMNLP", "Findings", 2023)),
        ("NeurIPS'24 Workshop", ("NeurIPS", "Workshop", 2024)),
        ("Nature Machine Intelligence", ("Nature Machine Intelligence", "", None)),
    ],
)
def test_a_venue_is_read_with_its_track_and_year(text: str, reading: tuple[str, str, int | None]) -> None:
    assert next(split_venue(text)) == reading


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_any_tag_has_a_key_and_a_slug(tag: str) -> None:
    assert tag_key(tag_key(tag)) == tag_key(tag)
    assert tag_slug(tag)
    assert list(split_venue(tag))
