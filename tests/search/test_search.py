"""The files of the search: nothing that a paper says is missed, and what did not change stays as it is."""

from __future__ import annotations

import json
import random
import re
import zlib
from dataclasses import replace
from typing import Any

import pytest

from papersite.config import Config
from papersite.model import Body, Library, Record
from papersite.remembering.memo import Memo
from papersite.search import row_bytes, rows_of_a_part, search_artefacts
from papersite.search.folding import BUCKETS, buckets_of, fold, grams
from tests.small_library import LIBRARY, RLHF, TRANSFORMER


def files(library: Library = LIBRARY, config: Config | None = None, memo: Memo | None = None) -> dict[str, bytes]:
    """The files of a library's search by name."""
    return {str(a.path).removeprefix("search/"): a.data for a in search_artefacts(library, config or Config(), memo or Memo())}


def index(found: dict[str, bytes]) -> Any:
    """What the index holds."""
    return json.loads(zlib.decompress(found["index.bin"]))


def may_have(found: dict[str, bytes], piece: str) -> set[str]:
    """The slugs of the papers whose signature has all grams of a piece, read as a browser would."""
    papers = index(found)["papers"]
    rows, width = index(found)["rows"], row_bytes(len(papers))
    slugs = {paper[0] for paper in papers}
    # How a word begins is asked for by its first two letters alone.
    asked = {gram for gram in grams(fold(piece)) if gram[0] != "^" or gram[1:] == fold(piece)}
    for bucket in (bucket for gram in asked for bucket in buckets_of(gram)):
        part = found[f"grams/{bucket // rows}.bin"]
        row = part[bucket % rows * width :][:width]
        slugs &= {paper[0] for place, paper in enumerate(papers) if row[place >> 3] >> (place & 7) & 1}
    return slugs


def many(number: int) -> Library:
    """A library of so many papers, each with a text of its own."""
    rng = random.Random(1)
    # Words of a language: some characters are frequent and most are rare, as they are by Zipf's law.
    characters = [chr(0x4E00 + place) for place in range(2000)]
    weights = [1 / (place + 10) for place in range(2000)]
    words = ["".join(rng.choices(characters, weights, k=rng.randint(1, 4))) for _ in range(4000)]

    def paper(place: int) -> Record:
        note = replace(TRANSFORMER.notes[0], body=Body("".join(rng.choices(words, k=500))))
        return replace(TRANSFORMER, slug=f"paper-{place}", title=f"{rng.choice(words)} {place}", notes=(note,))

    records = tuple(paper(place) for place in range(number))
    return replace(LIBRARY, records=records, references=(((),),) * number, related=((),) * number, links=(), unread=())


def test_every_piece_of_a_papers_text_leads_to_it() -> None:
    found = files()
    for record in LIBRARY.records:
        text = json.loads(found[f"text/{record.slug}.json"])
        for _, said in text:
            for run in re.findall(r"[ぁ-んァ-ヶー一-龠]{2,}|[A-Za-z]{3,}", said):
                assert record.slug in may_have(found, run), run
                assert record.slug in may_have(found, run[-3:]), run


def test_what_no_paper_says_leads_nowhere() -> None:
    assert may_have(files(), "量子もつれ蒸留塔") == set()


def test_a_paper_is_found_by_its_title_its_authors_its_venue_and_its_numbers() -> None:
    found = files()
    for piece in ("instructions", "Ouyang", "NeurIPS", "2203.02155", "好みで言語", "labellers"):
        assert "rlhf" in may_have(found, piece), piece


def test_what_is_shown_of_a_text_has_no_markup_and_knows_its_place() -> None:
    sections = json.loads(files()["text/rlhf.json"])
    assert [place for place, _ in sections] == ["title", "facts", "page-summary", "note-1", "note-2"]
    assert "手順" in sections[3][1]
    assert "##" not in sections[3][1]


def test_the_index_tells_what_is_shown_and_filtered() -> None:
    read = index(files())
    tags = [tag[0] for tag in read["tags"]]
    assert "unused" not in tags
    assert read["tags"][tags.index("reinforcement-learning")] == [
        "reinforcement-learning",
        "強化学習",
        "Reinforcement learning",
        ["RL", "ReinforcementLearning", "reward-learning"],
        [tags.index("machine-learning")],
        "topic",
    ]
    assert read["papers"][-1] == [
        "rlhf",
        RLHF.title,
        "2024-03-19",
        2022,
        1 + read["venues"].index("NeurIPS"),
        [tags.index(tag) for tag in RLHF.tags],
        "ja",
        0,
    ]
    assert [paper[0] for paper in read["papers"]] == [record.slug for record in reversed(LIBRARY.records)]


def test_the_site_language_comes_first() -> None:
    labels = [tag[1] for tag in index(files(config=Config(language="en")))["tags"]]
    assert "Reinforcement learning" in labels
    assert "強化学習" not in labels


def test_authors_know_their_papers() -> None:
    read = dict(json.loads(files()["authors.json"]))
    slugs = [paper[0] for paper in index(files())["papers"]]
    assert [slugs[place] for place in read["Jeff Wu"]] == ["transformer", "rlhf"]


@pytest.mark.parametrize("number", [1, 7, 8, 9, 200])
def test_the_parts_hold_every_row_once(number: int) -> None:
    found = files(many(number))
    parts = [found[f"grams/{place}.bin"] for place in range(BUCKETS // rows_of_a_part(number))]
    assert sum(map(len, parts)) == BUCKETS * row_bytes(number)
    assert len({len(part) for part in parts}) == 1


def test_a_part_is_small_however_many_papers_there_are() -> None:
    for papers in (1, 100, 1_000, 10_000, 60_000):
        assert rows_of_a_part(papers) * row_bytes(papers) <= 8_000
        assert BUCKETS % rows_of_a_part(papers) == 0


def test_a_new_paper_moves_no_other_ones_bits() -> None:
    before = files(replace(LIBRARY, records=LIBRARY.records[1:]))
    after = files()
    assert may_have(before, "recurrence") == may_have(after, "recurrence")
    places = [[paper[0] for paper in index(found)["papers"]] for found in (before, after)]
    assert places[1][: len(places[0])] == places[0]


def test_a_note_that_changes_costs_its_own_eight_papers() -> None:
    memo, library = Memo(), many(40)
    files(library, memo=memo)
    known = dict(memo._values)
    first = library.records[0]
    changed = replace(first, notes=(replace(first.notes[0], body=Body("別の話題だけを書いた。")),))
    found = files(replace(library, records=(changed, *library.records[1:])), memo=memo)
    assert sorted(kind for kind, key in memo._values.keys() - known.keys()) == ["plain text", "signatures"]
    assert may_have(found, "別の話題だけ") == {"paper-0"}


def test_the_files_are_the_same_each_time() -> None:
    assert files() == files()


def test_a_library_without_papers_has_an_empty_index() -> None:
    found = files(Library((), (), (), (), (), (), (), ()))
    assert index(found)["papers"] == []
