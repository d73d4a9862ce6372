"""Slugs: readable, safe on every file system, and different for what is different."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from papersite.slugs import LONGEST, slugify, unique_slugs


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        pytest.param("Attention Is All You Need", "attention-is-all-you-need", id="words are joined by dashes"),
        pytest.param("大規模言語モデル", "大規模言語モデル", id="Japanese stays"),
        pytest.param("ＢＥＲＴ：双方向　変換器", "bert-双方向-変換器", id="full width folds"),
        pytest.param("ﾊﾞｰﾄ", "バート", id="half-width kana compose"),
        pytest.param("C++", "c-plus-plus", id="C++"),
        pytest.param("C#", "c-sharp", id="C sharp"),
        pytest.param("C", "c", id="C"),
        pytest.param("#NLP", "nlp", id="the mark of a tag goes"),
        pytest.param(".NET", "dot-net", id="dot net"),
        pytest.param("NET", "net", id="net"),
        pytest.param("A* search", "a-star-search", id="a star is a word"),
        pytest.param("Q&A", "q-and-a", id="and"),
        pytest.param("Qwen2.5-VL", "qwen2.5-vl", id="a point between digits stays"),
        pytest.param("v1. Now what?", "v1-now-what", id="a point that ends a sentence goes"),
        pytest.param("Don't Stop Pretraining", "dont-stop-pretraining", id="apostrophe inside a word"),
        pytest.param("ICLR'25", "iclr-25", id="apostrophe before a year"),
        pytest.param("a/b\\c:d*e?", "a-b-c-d-star-e", id="path separators"),
        pytest.param("Mamba (SSM)", "mamba-ssm", id="parentheses"),
        pytest.param("  --weird__name--  ", "weird-name", id="no dashes at the ends"),
        pytest.param("Gonçalo", "goncalo", id="accents fold"),
        pytest.param("β-VAE", "β-vae", id="Greek stays"),
        pytest.param("zero\u200bwidth", "zerowidth", id="what can't be seen goes"),
        pytest.param("CON", "con_", id="a device of Windows"),
        pytest.param("com1.5", "com1_.5", id="a device of Windows with an extension"),
        pytest.param("console", "console", id="no device"),
    ],
)
def test_a_text_has_a_readable_slug(text: str, slug: str) -> None:
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["", " ", ".", "..", "...", "/", "🙂", "()", "\u3164", "---"])
def test_a_text_without_words_still_has_a_slug(text: str) -> None:
    assert re.fullmatch(r"x-[0-9a-f]{8}", slugify(text))


def test_texts_without_words_differ() -> None:
    assert slugify("🙂") != slugify("🙃")


def test_a_long_title_is_cut_between_words_and_keeps_apart_what_only_the_end_tells_apart() -> None:
    opening = "a study of how very long titles behave when the tail is all that tells them apart "
    first, second = slugify(opening + "part one"), slugify(opening + "part two")
    assert first != second
    assert len(first) <= LONGEST
    assert re.fullmatch(r"a-study-of-.*-all-that-tells-[0-9a-f]{6}", first), first


def test_a_long_japanese_title_fits_in_a_file_name() -> None:
    assert len(slugify("𠮟" * 300).encode()) <= 240
    assert len(slugify("注意機構" * 60)) <= LONGEST


@settings(max_examples=200)
@given(st.text(max_size=120))
def test_any_text_has_a_safe_slug_that_is_its_own_slug(text: str) -> None:
    slug = slugify(text)
    assert 0 < len(slug) <= LONGEST
    assert len(slug.encode("utf-8", "surrogatepass")) <= 240
    assert slug[0] not in ".-" and slug[-1] not in ".-"
    assert not re.search(r"[\s/\\:*?\"<>|#%&()\[\]{}+@']", slug)
    assert slugify(slug) == slug


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=40))
def test_case_alone_tells_nothing_apart(text: str) -> None:
    assume(text.upper().lower() == text.lower())  # a dotless i and a sharp s have no capital of their own
    assert slugify(text.upper()) == slugify(text.lower())


def test_rivals_get_slugs_of_their_own_whatever_the_order() -> None:
    wanted = {"doi:2": "attention", "arxiv:1": "attention", "arxiv:3": "bert"}
    given_slugs = unique_slugs(wanted)
    assert given_slugs["arxiv:1"] == "attention"
    assert given_slugs["arxiv:3"] == "bert"
    assert re.fullmatch(r"attention-[0-9a-f]{6}", given_slugs["doi:2"])
    assert unique_slugs(dict(reversed(wanted.items()))) == given_slugs


def test_an_unrelated_key_changes_no_slug() -> None:
    wanted = {"b": "attention", "a": "attention"}
    assert unique_slugs(wanted) == {key: slug for key, slug in unique_slugs(wanted | {"c": "mamba"}).items() if key != "c"}


def test_slugs_that_differ_by_case_are_rivals() -> None:
    assert len({slug.casefold() for slug in unique_slugs({"a": "BERT", "b": "bert"}).values()}) == 2


@given(st.dictionaries(st.text(max_size=4), st.sampled_from(["a", "A", "b", "x" * 80, "a-1"]), max_size=12))
def test_slugs_given_out_are_never_shared(wanted: dict[str, str]) -> None:
    made = unique_slugs(wanted)
    assert made.keys() == wanted.keys()
    assert len({slug.casefold() for slug in made.values()}) == len(wanted)
    assert all(len(slug) <= LONGEST for slug in made.values())
