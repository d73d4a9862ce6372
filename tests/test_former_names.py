"""Addresses that were: a page keeps the names that its notes alone would give it, and takes nobody else's."""

from __future__ import annotations

from pathlib import PurePosixPath

from papersite.library import join, notes_of, read_alone
from papersite.model import Library, Source
from papersite.review import parse_overrides, review_keys
from papersite.settings import Settings
from papersite.tags import Vocabulary

TITLED = "---\ntitle: Atention Is All\ndate: 2024-03-01\n---\n\n注意だけで訳す方法について読んだことを書いておく。\n"
OTHER = "---\ntitle: Another Paper\ndate: 2024-04-01\n---\n\nまったく別の論文について読んだことを書いておく。\n"


def library(*texts: str, review: str = "") -> Library:
    """The library of some notes; `{0}` in a review is the key of the first note."""
    readings = [read_alone(Source(PurePosixPath(f"notes/{n}.md"), b"", text)) for n, text in enumerate(texts)]
    keys = review_keys(notes_of(readings))
    overrides, problems = parse_overrides(review.format(*keys))
    assert not problems
    return join(readings, Settings(Vocabulary.built_in(), overrides))


def names(found: Library) -> dict[str, tuple[str, ...]]:
    """The former names of each paper by its present one."""
    return {record.slug: record.aliases for record in found.records}


def test_a_note_that_nobody_corrected_has_one_name() -> None:
    assert names(library(TITLED)) == {"atention-is-all": ()}


def test_a_corrected_title_leaves_the_old_address() -> None:
    found = library(TITLED, review='[{0}]\ntitle = "Attention Is All You Need"\n')
    assert names(found) == {"attention-is-all-you-need": ("atention-is-all",)}


def test_a_corrected_identifier_leaves_the_old_address() -> None:
    assert names(library(TITLED, review='[{0}]\narxiv = "1706.03762"\n')) == {"1706.03762": ("atention-is-all",)}


def test_a_note_that_joins_another_ones_paper_leads_there() -> None:
    found = library(TITLED, OTHER, review='[{0}]\ntitle = "Another Paper"\n')
    assert names(found) == {"another-paper": ("atention-is-all",)}


def test_a_name_that_is_another_page_now_stays_that_pages() -> None:
    review = '[{0}]\ntitle = "Attention"\n\n[{1}]\ntitle = "Atention is all"\n'
    assert names(library(TITLED, OTHER, review=review)) == {"attention": (), "atention-is-all": ("another-paper",)}


def test_a_name_that_two_papers_would_have_had_leads_to_neither() -> None:
    twin = TITLED.replace("注意だけで", "注意だけに頼って")
    review = '[{0}]\ntitle = "One"\narxiv = "1706.03762"\n\n[{1}]\ntitle = "Two"\narxiv = "1810.04805"\n'
    assert names(library(TITLED, twin, review=review)) == {"1706.03762": (), "1810.04805": ()}


def test_a_name_that_somebody_asked_for_as_an_alias_is_theirs() -> None:
    other = OTHER.replace("date:", "aliases: [Atention Is All]\ndate:")
    review = '[{0}]\ntitle = "Attention Is All You Need"\n'
    assert names(library(TITLED, other, review=review)) == {
        "another-paper": ("Atention Is All",),
        "attention-is-all-you-need": (),
    }
