"""Proposals to merge tags: what a person may have meant, and never what only looks alike."""

from __future__ import annotations

import tomllib

import pytest

from papersite.tag_merges import merges_toml, propose_merges
from papersite.tags import Vocabulary

BUILT_IN = Vocabulary.built_in()


@pytest.mark.parametrize(
    ("counts", "proposal"),
    [
        pytest.param({"ReinforcmentLearning": 1}, ("ReinforcmentLearning", "reinforcement-learning", "typo"), id="letter lost"),
        pytest.param({"Quantizattion": 1}, ("Quantizattion", "quantization", "typo"), id="letter doubled"),
        pytest.param({"Attnetion": 2, "Attention": 9}, ("Attnetion", "attention", "typo"), id="letters swapped"),
        pytest.param({"Pebblesorting": 5, "Pebblesortimg": 1}, ("Pebblesortimg", "pebblesorting", "typo"), id="both unknown"),
        pytest.param({"GraphsNeuralNetwork": 1}, ("GraphsNeuralNetwork", "graph-neural-networks", "plural"), id="inner plural"),
        pytest.param({"PSN": 1, "PebbleSortingNetwork": 3}, ("PSN", "pebble-sorting-network", "acronym"), id="initials"),
        pytest.param(
            {"量子化注意機構": 1, "QuantizationAttention": 2},
            ("量子化注意機構", "quantization-attention", "translation"),
            id="parts that are translations",
        ),
        pytest.param(
            {"小石の整列 (PebbleSorting)": 1, "PebbleSorting": 2},
            ("小石の整列 (PebbleSorting)", "pebble-sorting", "translation"),
            id="translation in brackets",
        ),
    ],
)
def test_a_likely_merge_is_proposed(counts: dict[str, int], proposal: tuple[str, str, str]) -> None:
    assert [(merge.tag, merge.into.slug, merge.reason) for merge in propose_merges(counts, BUILT_IN)] == [proposal]


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param({"NLP": 3, "nlp": 1, "自然言語処理": 1}, id="spellings that meet by themselves"),
        pytest.param({"PebbleNet-4": 3, "PebbleNet-5": 3}, id="versions"),
        pytest.param({"小石あり整列": 3, "小石なし整列": 3}, id="Japanese words with one sign changed"),
        pytest.param({"pebb": 3, "pebs": 3}, id="short words"),
        pytest.param({}, id="nothing"),
    ],
)
def test_what_only_looks_alike_is_not_proposed(counts: dict[str, int]) -> None:
    assert propose_merges(counts, BUILT_IN) == ()


def test_the_proposals_are_a_table_that_does_what_they_say() -> None:
    counts = {"ReinforcmentLearning": 1, "ReinforcementLerning": 2, "PebbleSorting": 4, "小石の整列 (PebbleSorting)": 1}
    text = merges_toml(propose_merges(counts, BUILT_IN))
    assert '# typo: "ReinforcementLerning" (2) may be "Reinforcement learning" (0)' in text
    merged = BUILT_IN.extended(tomllib.loads(text), text=text)
    assert {merged.term(tag).slug for tag in ("ReinforcmentLearning", "ReinforcementLerning")} == {"reinforcement-learning"}
    assert merged.term("小石の整列 (PebbleSorting)") == merged.term("PebbleSorting")
    assert propose_merges(counts, merged) == ()


def test_no_proposals_are_no_text() -> None:
    assert merges_toml(()) == ""


def test_proposals_do_not_depend_on_the_order_of_tags() -> None:
    counts = {"Pebblesorting": 2, "Pebblesortimg": 2, "ReinforcmentLearning": 1}
    assert propose_merges(counts, BUILT_IN) == propose_merges(dict(reversed(counts.items())), BUILT_IN)
