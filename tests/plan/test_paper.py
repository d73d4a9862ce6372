"""The view of a paper: what it cites, what cites it, what its notes show."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from papersite.assets import NoteImage
from papersite.config import Config
from papersite.model import Body, Library, Reference
from papersite.plan.paper import excerpt_of, lay_out, paper_view
from papersite.plan.shelf import published, shelve
from papersite.views import PaperView
from tests.small_library import ALIGNMENT, LIBRARY, RLHF, TO_TRANSFORMER, TRANSFORMER


def view_of(slug: str, library: Library = LIBRARY, images: tuple[NoteImage, ...] = ()) -> PaperView:
    """The view of one paper of a library."""
    shelf = shelve(library, Config(), ())
    return paper_view(lay_out(shelf, images), shelf.records[slug])


@pytest.mark.parametrize(
    ("venue", "year", "shown"),
    [
        ("NeurIPS", 2022, "NeurIPS 2022"),
        ("ICLR 2025", 2025, "ICLR 2025"),
        (None, 2017, "2017"),
        ("ACL", None, "ACL"),
        (None, None, ""),
    ],
)
def test_a_paper_came_out_somewhere_and_somewhen(venue: str | None, year: int | None, shown: str) -> None:
    assert published(venue, year) == shown


def test_what_is_cited_is_told_apart_by_whether_it_has_a_page() -> None:
    view = view_of("rlhf")
    assert [cited.paper.title for cited in view.cites] == ["Attention Is All You Need"]
    assert [(cited.title, cited.link and cited.link.url) for cited in view.cites_elsewhere] == [
        ("DeepSeekMath", "https://arxiv.org/abs/2402.03300")
    ]


def test_citing_papers_stand_in_the_order_of_the_library_with_what_they_say() -> None:
    mentions = view_of("transformer").cited_by
    assert [(mention.paper.title, mention.url) for mention in mentions] == [
        (RLHF.title, "papers/rlhf/#note-1"),
        (ALIGNMENT.title, "papers/alignment-notes/#note-1"),
    ]
    assert [excerpt.mark for excerpt in mentions[0].excerpts] == ["arXiv:1706.03762"]
    assert mentions[1].excerpts == ()  # an entry of a list stands in no sentence


def test_a_reference_resolves_to_the_way_from_the_page() -> None:
    assert view_of("rlhf").notes[0].targets == (("arxiv:1706.03762", "../../papers/transformer/"),)


def test_a_paper_neither_cites_itself_nor_leads_to_itself() -> None:
    own = replace(TO_TRANSFORMER, key="arxiv:2203.02155")
    view = view_of("rlhf", replace(LIBRARY, references=(((own,), ()), *LIBRARY.references[1:])))
    assert (view.cites, view.cites_elsewhere, view.notes[0].targets) == ((), (), ())


def test_neighbours_are_the_next_newer_and_older_of_the_library() -> None:
    titles = [[n and n.title for n in (view.newer, view.older)] for view in map(view_of, ("rlhf", "transformer", "undated"))]
    assert titles == [[None, TRANSFORMER.title], [RLHF.title, ALIGNMENT.title], [ALIGNMENT.title, None]]


def test_the_narrowest_tags_lead_to_the_papers_before_and_after() -> None:
    walked = [
        (each.chip.label, each.newer and each.newer.title, each.older and each.older.title) for each in view_of("rlhf").beside
    ]
    assert walked == [("アラインメント", None, ALIGNMENT.title)]
    assert [each.newer and each.newer.title for each in view_of("alignment-notes").beside] == [RLHF.title]
    assert view_of("transformer").beside == ()  # its one topic is its own


def test_tags_stand_topics_first_and_what_is_said_of_the_note_last() -> None:
    assert [chip.kind for chip in view_of("rlhf").tags] == ["topic", "topic", "venue", "meta"]


def test_the_site_language_names_the_tags_and_the_other_is_at_hand() -> None:
    chip = view_of("rlhf").tags[0]
    assert (chip.label, chip.other, chip.other_lang) == ("強化学習", "Reinforcement learning", "en")
    same = view_of("rlhf").tags[2]
    assert (same.label, same.other) == ("NeurIPS", "")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("![x](figures/loss%20curve.png)", id="an encoded path"),
        pytest.param('<img src="./figures/loss curve.png">', id="raw HTML"),
        pytest.param("![[loss curve.png]]", id="an Obsidian embed"),
    ],
)
def test_a_note_has_at_hand_the_images_it_may_show(text: str) -> None:
    images = tuple(
        NoteImage(PurePosixPath("notes/papers", name), f"images/{name}", 4, 3)
        for name in ("figures/loss curve.png", "other.png")
    )
    note = replace(TRANSFORMER.notes[0], body=Body(text, (1,)))
    records = (LIBRARY.records[0], replace(TRANSFORMER, notes=(note,)), *LIBRARY.records[2:])
    found = view_of("transformer", replace(LIBRARY, records=records), images).notes[0].images
    assert [(image.path, image.url, image.width) for image in found] == [
        ("figures/loss curve.png", "../../images/figures/loss curve.png", 4)
    ]


def test_images_are_looked_for_once_in_a_word_of_a_million_letters() -> None:
    images = (NoteImage(PurePosixPath("notes/papers/a.png"), "images/a.png", 4, 3),)
    note = replace(TRANSFORMER.notes[0], body=Body(f"![x](data:image/png;base64,{'QUJD' * 250_000}) ![y](a.png)", (1,)))
    records = (LIBRARY.records[0], replace(TRANSFORMER, notes=(note,)), *LIBRARY.records[2:])
    start = time.process_time()
    (found,) = view_of("transformer", replace(LIBRARY, records=records), images).notes[0].images
    assert (found.url, time.process_time() - start < 5) == ("../../images/a.png", True)


@pytest.mark.parametrize(
    ("text", "context", "shown"),
    [
        pytest.param("X", "before X after", ("before ", "X", " after"), id="cut around the words"),
        pytest.param("X", "  before\n X", ("before ", "X", ""), id="white space is one space"),
        pytest.param("X", "X", None, id="nothing but the words"),
        pytest.param("X", "", None, id="no sentence"),
        pytest.param("X", "elsewhere", ("elsewhere", "", ""), id="a sentence that spells them otherwise"),
        pytest.param("X", "a" * 200 + "X" + "b" * 200, ("…" + "a" * 120, "X", "b" * 120 + "…"), id="a long one is shortened"),
    ],
)
def test_a_sentence_is_cut_around_what_it_names(text: str, context: str, shown: tuple[str, str, str] | None) -> None:
    reference: Reference = replace(TO_TRANSFORMER, text=text, context=context)
    excerpt = excerpt_of(reference)
    assert (excerpt and (excerpt.before, excerpt.mark, excerpt.after)) == shown
