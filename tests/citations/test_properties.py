"""What holds of the references of any text at all."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.citations import read_references
from papersite.citations.contexts import CONTEXT
from papersite.model import ReferenceForm
from tests.citations.small_notes import note_of, read
from tests.steps import steps

# Pieces that references are made of, so that a random text is full of halves and neighbours of them.
_PIECES = (
    *("[Paper Note] ", "Attention Is All You Need", "Adam", ", ", "Vaswani+", "Kingma et al.", ", NeurIPS'17", ", 2017.06"),
    *(
        "N/A",
        "- ",
        "  - ",
        "1. ",
        "\n",
        "\n\n",
        "## 参考文献\n",
        "関連:\n",
        "**",
        "*",
        "`",
        "```\n",
        "[[",
        "]]",
        "|",
        "[",
        "](",
    ),
    *(")", "(", "「", "」", "論文", "を使う。", "、", "。", " ", "https://arxiv.org/abs/1706.03762", "arXiv:1810.04805"),
    *("@arxiv:1706.03762", "[@key]", "../b.md", "“", "”", "et al., 2017", ":", "：", "\\[10] ", "> ", "\u3000", "é", "𠮷"),
)
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=200)


@settings(deadline=None, max_examples=120)
@given(_TEXTS)
def test_references_stand_where_they_say_in_order_and_apart(text: str) -> None:
    end = 0
    for reference in read(text):
        assert end <= reference.start < reference.end <= len(text)
        assert reference.text == text[reference.start : reference.end]
        assert reference.line == text.count("\n", 0, reference.start) + 1
        end = reference.end


@settings(deadline=None, max_examples=120)
@given(_TEXTS)
def test_every_reference_means_something_and_says_little(text: str) -> None:
    for reference in read(text):
        scheme, _, value = reference.key.partition(":")
        assert value
        assert scheme in {"arxiv", "doi", "openreview", "acl", "title", "author", "wiki", "path"}
        assert len(reference.context) <= CONTEXT + max(2, len(reference.text))
        assert "\n" not in reference.context + (reference.title or "")
        assert reference.id is None or reference.key == str(reference.id)


@settings(deadline=None, max_examples=60)
@given(_TEXTS)
def test_code_holds_no_references(text: str) -> None:
    fence = "~" * 9
    fenced = f"{fence}\n{text.replace('~', '-')}\n{fence}"
    assert read_references(note_of(fenced)) == ()


@settings(deadline=None, max_examples=60)
@given(_TEXTS, _TEXTS)
def test_a_marked_citation_is_found_whatever_stands_in_the_paragraphs_around_it(before: str, after: str) -> None:
    """Code apart: a backtick or a fence that opens before may rightly hide it."""
    citation = "[Paper Note] Layer Normalization, Jimmy Ba+, arXiv'16, 2016.07"
    around = [text.replace("`", "'").replace("~", "-") for text in (before, after)]
    found = read(f"{around[0]}\n\n{citation}\n\n{around[1]}")
    assert (citation, ReferenceForm.CITATION) in {(reference.text, reference.form) for reference in found}


@pytest.mark.parametrize(
    "seed",
    [
        "\n",
        "[",
        "[[a",
        "(",
        "`a",
        ", A+",
        ", A'20",
        "- A, ",
        "A-",
        "A et al., ",
        "[Paper Note] A ",
        "関連:\n- ",
        "https://",
        "*A",
        "論文「A",
    ],
)
def test_reading_takes_work_in_proportion_to_the_text(seed: str) -> None:
    small, large = (steps(partial(read, (seed * length)[:length])) for length in (1_000, 4_000))
    assert large < 8 * small


@pytest.mark.parametrize("seed", ["[", "(", "`a", "A-", ", A'20", "*A", "論文「A"])
def test_openers_without_end_open_nothing_however_many(seed: str) -> None:
    """A pattern is one step; one that tries again from each opener to the end would be busy here for minutes."""
    assert read((seed * 20_000)[:20_000]) == ()
