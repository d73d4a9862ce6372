"""What of a registry's answer is believed: what was asked for, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.fetching.arxiv import read_arxiv
from papersite.fetching.crossref import read_crossref
from papersite.fetching.openreview import read_openreview
from papersite.fetching.service import Answer, BadAnswerError
from papersite.metadata import PaperMetadata
from papersite.model import IdScheme, PaperId
from tests.fetching.answers import entry, feed, refusal, submission, work, works

TRANSFORMER = PaperId(IdScheme.ARXIV, "1706.03762")
BERT = PaperId(IdScheme.ARXIV, "1810.04805")
MALDACENA = PaperId(IdScheme.ARXIV, "hep-th/9711200")
DOI = PaperId(IdScheme.DOI, "10.1000/abc")
FORUM = PaperId(IdScheme.OPENREVIEW, "rJXMpikCZ")

READERS: list[tuple[Callable[[bytes, Sequence[PaperId]], Answer], PaperId]] = [
    (read_arxiv, TRANSFORMER),
    (read_crossref, DOI),
    (read_openreview, FORUM),
]
every_reader = pytest.mark.parametrize(("read", "asked"), READERS, ids=["arXiv", "Crossref", "OpenReview"])


def test_arxiv_says_all_about_a_paper() -> None:
    answer = read_arxiv(feed(entry("1706.03762")), [TRANSFORMER])
    assert answer.found[TRANSFORMER] == PaperMetadata(
        source="arxiv",
        title="Attention Is All You Need",
        authors=("Ashish Vaswani", "Łukasz Kaiser"),
        abstract="Sequences are turned into sequences.",
        published=dt.date(2017, 6, 12),
        categories=("cs.CL", "cs.LG"),
        doi="10.1000/abc",
    )


def test_arxiv_knows_old_identifiers() -> None:
    assert list(read_arxiv(feed(entry("hep-th/9711200")), [MALDACENA]).found) == [MALDACENA]


def test_what_arxiv_leaves_out_is_absent() -> None:
    assert read_arxiv(feed(entry("1706.03762")), [TRANSFORMER, BERT]).absent == (BERT,)


def test_an_empty_feed_proves_nothing() -> None:
    assert read_arxiv(feed(), [TRANSFORMER]) == Answer()


def test_a_paper_nobody_asked_for_is_not_believed() -> None:
    answer = read_arxiv(feed(entry("1810.04805"), entry("1706.03762")), [TRANSFORMER])
    assert list(answer.found) == [TRANSFORMER]
    assert answer.doubts == ("an entry about http://arxiv.org/abs/1810.04805v5, which was not asked for",)


def test_arxivs_refusal_is_no_paper() -> None:
    with pytest.raises(BadAnswerError, match="incorrect id format"):
        read_arxiv(refusal(), [TRANSFORMER])


def test_entities_that_grow_are_not_read() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + feed(entry("1706.03762", "&b;"))
    with pytest.raises(BadAnswerError, match="document with a type"):
        read_arxiv(bomb, [TRANSFORMER])


def test_crossref_says_all_about_a_work() -> None:
    answer = read_crossref(works(work("10.1000/ABC", "Trees &amp; <i>graphs</i>")), [DOI])
    assert answer.found[DOI] == PaperMetadata(
        source="crossref",
        title="Trees & graphs",
        authors=("花子 山田", "The Collaboration", "Lee"),
        abstract="Trees & graphs .",
        published=dt.date(2021, 6, 1),
        venue="Proceedings of Something",
        doi="10.1000/abc",
    )


def test_crossref_does_not_know_every_doi() -> None:
    assert read_crossref(works(), [DOI]).absent == (DOI,)


def test_openreview_says_all_about_a_submission() -> None:
    answer = read_openreview(submission(FORUM.value, "A Title"), [FORUM])
    assert answer.found[FORUM] == PaperMetadata(
        source="openreview",
        title="A Title",
        authors=("Ada One", "Bo Two"),
        abstract="Short.",
        published=dt.date(2024, 9, 28),
        venue="ICLR 2025 Oral",
    )


def test_openreviews_first_interface_is_read_too() -> None:
    old = json.dumps({"notes": [{"id": FORUM.value, "content": {"title": "Old", "authors": ["A B"]}}]}).encode()
    assert read_openreview(old, [FORUM]).found[FORUM].authors == ("A B",)


def test_another_forum_is_not_believed() -> None:
    answer = read_openreview(submission("somethingElse", "A Title"), [FORUM])
    assert (answer.found, answer.absent, len(answer.doubts)) == ({}, (), 1)


@every_reader
@pytest.mark.parametrize(
    "data",
    [b"", b"<html><body>Please log in</body></html>", b"{}", b"null", b"[1]", b"\xff\xfe\x00", b'{"notes": 3}', b"[" * 5_000],
    ids=["nothing", "a login page", "no fields", "null", "a list", "noise", "a number", "deep brackets"],
)
def test_what_is_no_answer_is_refused(read: Callable[[bytes, Sequence[PaperId]], Answer], asked: PaperId, data: bytes) -> None:
    with pytest.raises(BadAnswerError):
        read(data, [asked])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "value", "author"]), inner),
    max_leaves=8,
)


@given(JSON, JSON, JSON)
def test_fields_of_any_shape_do_no_harm(title: object, author: object, published: object) -> None:
    odd = {"DOI": DOI.value, "title": title, "author": author, "published": published, "abstract": author}
    for metadata in read_crossref(works(odd), [DOI]).found.values():
        assert metadata.title
    note = {"id": FORUM.value, "cdate": published, "content": {"title": title, "authors": author, "venue": title}}
    for metadata in read_openreview(json.dumps({"notes": [note]}).encode(), [FORUM]).found.values():
        assert metadata.title
