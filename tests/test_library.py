"""The library as a whole: what is said of papers that are near."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from papersite.library import SourceReading, join, read_alone
from papersite.model import Library, Source
from papersite.remembering.last_round import LastRound
from papersite.settings import Settings
from papersite.tags import Vocabulary

CITED = "- [Paper Note] The Slow Growth of Reading Lists, Mio Sakaki+, ACL'21, 2021.05"
BARE = "土台は https://arxiv.org/abs/2106.09999 にある。"


def library_of(*bodies: str, tags: str = "[強化学習]", language: str = "ja") -> Library:
    """A library of notes that share their tags."""
    texts = (f"---\ntitle: Paper number {n}\ntags: {tags}\n---\n\n{body}\n" for n, body in enumerate(bodies))
    sources = (Source(PurePosixPath(f"notes/{n}.md"), b"", text) for n, text in enumerate(texts))
    return join([read_alone(source) for source in sources], Settings(Vocabulary.built_in(), language=language))


def reasons(library: Library) -> dict[str, str]:
    """Why the first paper is near the second."""
    return dict(library.related[0][0].reasons)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        pytest.param(CITED, "The Slow Growth of Reading Lists", id="a paper that is only cited goes by its title"),
        pytest.param(BARE, "2106.09999", id="a paper that nobody calls by a title goes by its number"),
    ],
)
def test_what_two_papers_cite_is_named_as_a_reader_knows_it(body: str, shown: str) -> None:
    assert reasons(library_of(body, body))["coupled"] == shown


@pytest.mark.parametrize(("language", "label"), [("ja", "強化学習"), ("en", "Reinforcement learning")])
def test_tags_that_two_papers_share_are_named_in_the_language_of_the_site(language: str, label: str) -> None:
    assert reasons(library_of("読んだ。", "読んだ。", language=language))["tags"] == label


def test_a_record_may_stay_from_the_last_round_while_its_note_is_read_anew() -> None:
    def reading(name: str, title: str, body: str, more: str = "") -> SourceReading:
        text = f"---\ntitle: {title}\n{more}---\n{body}\n"
        return read_alone(Source(PurePosixPath("notes", name), text.encode(), text, "utf-8", ()))

    last, arxiv = LastRound(), 'arxiv: "1706.03762"\n'
    rounds = (
        [("a.md", "U", "x"), ("b.md", "T", "x", arxiv), ("c.md", "T", "y"), ("d.md", "U", "y")],
        [("a.md", "U", "x"), ("b.md", "T", "y"), ("c.md", "U", "y"), ("d.md", "U", "y", arxiv)],
        [("b.md", "T", "y")],
    )
    for notes in rounds:
        readings = [reading(*note) for note in notes]
        settings = Settings(Vocabulary.built_in())
        assert join(readings, settings, last).records == join(readings, settings).records
