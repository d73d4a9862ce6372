"""Which notes are one paper, what they say together, and which slug their page has."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.metadata import PaperMetadata
from papersite.model import Body, IdScheme, Kind, Note, Origin, PaperId, Record, Severity, TitleSource
from papersite.records import CitedAs, merge_into_records
from papersite.tags import Vocabulary

VOCABULARY = Vocabulary.built_in()
ATTENTION = PaperId(IdScheme.ARXIV, "1706.03762")
BERT = PaperId(IdScheme.ARXIV, "1810.04805")


def note(title: str = "Attention Is All You Need", line: int = 1, **fields: object) -> Note:
    known = {
        "format": "paper_digest",
        "origin": Origin(PurePosixPath("notes/a.md"), line, line + 3),
        "title": title,
        "title_source": TitleSource.STATED,
        **fields,
    }
    return Note(**known)  # type: ignore[arg-type]


def merge(*notes: Note) -> tuple[Record, ...]:
    return merge_into_records(notes, VOCABULARY)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(note(ids=(ATTENTION,)), note("変換器", 9, ids=(ATTENTION,)), id="one arXiv id, two titles"),
        pytest.param(note(ids=(ATTENTION,)), note("Attention is all you need.", 9), id="one title, one without an id"),
        pytest.param(note(), note("【Attention Is All You Need】", 9), id="one title, none with an id"),
        pytest.param(
            note("A", ids=(ATTENTION, PaperId(IdScheme.DOI, "10.1/x"))),
            note("B", 9, ids=(PaperId(IdScheme.DOI, "10.1/x"),)),
            id="a DOI beside the arXiv id",
        ),
    ],
)
def test_two_notes_are_one_paper(one: Note, other: Note) -> None:
    assert [len(record.notes) for record in merge(one, other)] == [2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(note(ids=(ATTENTION,)), note(line=9, ids=(BERT,)), id="one title, two ids"),
        pytest.param(note(ids=(ATTENTION,)), note(line=9, ids=(PaperId(IdScheme.DOI, "10.1/x"),)), id="ids of two registries"),
        pytest.param(
            note("Survey", title_source=TitleSource.DERIVED),
            note("Survey", 9, title_source=TitleSource.DERIVED),
            id="guessed titles",
        ),
        pytest.param(
            note("Magika", kind=Kind.PAPER),
            note("Magika", 9, kind=Kind.SOFTWARE),
            id="a paper and its software of one short name",
        ),
    ],
)
def test_two_notes_are_two_papers(one: Note, other: Note) -> None:
    assert [len(record.notes) for record in merge(one, other)] == [1, 1]


def test_one_title_with_two_ids_is_told_as_a_near_miss() -> None:
    _, _, problems = merge_into_records((note(ids=(ATTENTION,)), note(line=9, ids=(BERT,)), note(line=20)), VOCABULARY)
    assert [(problem.kind, problem.origin.first_line if problem.origin else 0) for problem in problems] == [
        ("near-miss", 9),
        ("near-miss", 20),
    ]


def test_a_near_miss_says_who_has_which_identifier_and_what_to_do() -> None:
    notes = [note(ids=(ATTENTION,)), note(line=9, ids=(BERT, PaperId(IdScheme.DOI, "10.1/x"))), note(line=20)]
    records, _, problems = merge_into_records(notes, VOCABULARY)
    assert [(problem.severity, problem.message) for problem in problems] == [
        (
            Severity.INFO,
            "same title as notes/a.md:1, but another identifier (arxiv:1810.04805, doi:10.1/x here, arxiv:1706.03762 there): "
            '"Attention Is All You Need"; kept as two papers',
        ),
        (
            Severity.WARNING,
            '"Attention Is All You Need" is the title of 2 papers with different identifiers; '
            "give this note one of them to say which it is about",
        ),
    ]
    backwards, _, same_problems = merge_into_records(notes[::-1], VOCABULARY)
    assert (backwards, same_problems) == (records, problems)


def test_it_is_told_of_which_notes_each_record_is_made() -> None:
    notes = (note(line=1, title="B"), note(line=20, title="A"), note(line=9, title="B"))
    records, places, _ = merge_into_records(notes, VOCABULARY)
    assert [[notes[place] for place in of_record] for of_record in places] == [list(record.notes) for record in records]
    assert sorted(map(len, places)) == [1, 2]


@pytest.mark.parametrize(
    ("title", "kinds", "count"),
    [
        pytest.param("Magika", (Kind.PAPER, Kind.PAPER), 1, id="a short name, two notes on the paper"),
        pytest.param("Magika", (Kind.PAPER, Kind.SOFTWARE), 2, id="a short name, paper and software"),
        pytest.param("Magika Types", (Kind.PAPER, Kind.SOFTWARE), 2, id="eleven letters are short"),
        pytest.param("Magika Typers", (Kind.PAPER, Kind.SOFTWARE), 1, id="twelve letters are a title"),
    ],
)
def test_a_short_name_is_shared_by_things_of_one_kind_only(title: str, kinds: tuple[Kind, Kind], count: int) -> None:
    assert len(merge(note(title, kind=kinds[0]), note(title, 9, kind=kinds[1]))) == count


def test_things_of_one_kind_and_short_name_are_one_whatever_stands_before_them() -> None:
    notes = [note("Magika", line, kind=kind) for line, kind in ((1, Kind.PAPER), (9, Kind.SOFTWARE), (20, Kind.SOFTWARE))]
    assert [len(record.notes) for record in merge(*notes)] == [1, 2]
    known = replace(notes[0], ids=(ATTENTION,))
    assert sorted(len(record.notes) for record in merge(known, *notes[1:])) == [1, 2]


def test_a_near_miss_names_the_notes_that_have_the_title() -> None:
    doi = PaperId(IdScheme.DOI, "10.1/x")
    notes = [
        note("変換器", ids=(ATTENTION,)),
        note("Attention Is All You Need", 9, ids=(ATTENTION,)),
        note(line=20, ids=(BERT,)),
    ]
    _, _, (problem,) = merge_into_records(notes, VOCABULARY)
    assert problem.message.startswith("same title as notes/a.md:9, but another identifier")
    _, _, (problem,) = merge_into_records([note(line=2, ids=(doi,)), *notes[:2]], VOCABULARY)
    assert problem.message.endswith('"Attention Is All You Need"; kept as two papers')


def test_notes_are_one_paper_through_a_third_that_comes_last() -> None:
    doi, acl = PaperId(IdScheme.DOI, "10.1/x"), PaperId(IdScheme.ACL, "P18-1234")
    chain = [note(name, 10 * n + 1, ids=ids) for n, (name, ids) in enumerate(
        (("A", (BERT,)), ("B", (doi,)), ("C", (acl,)), ("D", (doi, acl)), ("E", (acl, BERT)))
    )]  # fmt: skip
    assert [[n.title for n in record.notes] for record in merge(*chain)] == [["A", "B", "C", "D", "E"]]


def test_what_a_machine_wrote_sums_up_only_where_no_person_did() -> None:
    machine = note(summary="機械の要約", machine_written=("summary",))
    assert [record.summary for record in merge(machine)] == ["機械の要約"]
    person = note(line=9, format="science_article", summary="人の要約")
    assert [record.summary for record in merge(machine, person)] == ["人の要約"]


def test_an_identifier_dates_a_paper_of_which_nothing_else_does() -> None:
    (record,) = merge(note(ids=(ATTENTION,)))
    assert record.year == 2017
    assert [(fact.source, fact.value) for fact in record.facts if fact.field in ("year", "arxiv")] == [
        ("id", "2017"),
        ("stated", "1706.03762"),
    ]


FETCHED = PaperMetadata(
    source="crossref",
    authors=("Ashish Vaswani",),
    abstract="Only attention.",
    published=dt.date(2018, 6, 12),
    venue="NeurIPS",
    categories=("cs.CL", "cs.LG"),
    doi="10.5555/3295222",
)


def test_what_registries_say_fills_what_no_note_says() -> None:
    (record,) = merge(note(ids=(ATTENTION,), metadata=(FETCHED,)))
    assert (record.authors, record.venue, record.year) == (("Ashish Vaswani",), "NeurIPS", 2018)
    assert (record.abstract, record.published, record.categories) == ("Only attention.", FETCHED.published, ("cs.CL", "cs.LG"))
    assert record.ids == (ATTENTION, PaperId(IdScheme.DOI, "10.5555/3295222"))
    assert {fact.field for fact in record.facts if fact.source == "crossref"} == {
        "authors", "venue", "year", "abstract", "published"
    }  # fmt: skip


def test_what_notes_say_wins_over_registries_and_those_over_citations() -> None:
    said = note(ids=(ATTENTION,), metadata=(FETCHED,), authors=("A. Vaswani",), venue="NIPS", year=2017)
    assert [(r.authors, r.venue, r.year) for r in merge(said)] == [(("A. Vaswani",), "NIPS", 2017)]
    (record,), _, _ = merge_into_records((note(metadata=(FETCHED,)),), VOCABULARY, (CitedAs(("B",)),))
    assert record.authors == ("Ashish Vaswani",)


def test_a_fact_says_on_what_ground_each_value_stands() -> None:
    tagged = note(tags=("ICLR'25",), summary="機械の要約", machine_written=("summary",), arxiv_version=2)
    (record,), _, _ = merge_into_records((tagged,), VOCABULARY, (CitedAs(("B",)),))
    assert [(fact.field, fact.value, fact.source) for fact in record.facts] == [
        ("title", "Attention Is All You Need", "stated"),
        ("authors", "B", "cited"),
        ("venue", "ICLR", "tag"),
        ("year", "2025", "tag"),
        ("summary", "機械の要約", "machine"),
        ("arxiv_version", "2", "stated"),
    ]
    said = note(venue="ACL", year=2019, summary="人の要約")
    (record,), _, _ = merge_into_records((said,), VOCABULARY)
    assert {fact.field: fact.source for fact in record.facts} == dict.fromkeys(("title", "venue", "year", "summary"), "stated")
    (record,), _, _ = merge_into_records((note(),), VOCABULARY, (CitedAs(venue="ACL", year=2019),))
    assert [(fact.field, fact.source) for fact in record.facts[1:]] == [("venue", "cited"), ("year", "cited")]


def test_who_says_nothing_of_a_value_is_passed_over() -> None:
    silent = PaperMetadata(source="arxiv")
    (record,) = merge(note(metadata=(silent, FETCHED)))
    assert (record.authors, record.venue, record.year) == (FETCHED.authors, "NeurIPS", 2018)
    assert (record.abstract, record.published) == (FETCHED.abstract, FETCHED.published)
    unread = note(ids=(ATTENTION,), machine_written=("summary",))
    second = note(line=9, ids=(ATTENTION,), machine_written=("summary",), summary="機械の要約", arxiv_version=5)
    citations = (CitedAs(), CitedAs(("B",), "ACL", 2019))
    (record,), _, _ = merge_into_records((unread, second), VOCABULARY, citations)
    assert (record.summary, record.arxiv_version) == ("機械の要約", 5)
    (record,), _, _ = merge_into_records((note(), note(line=9)), VOCABULARY, citations)
    assert (record.authors, record.venue, record.year) == (("B",), "ACL", 2019)


@pytest.mark.parametrize(
    "doi", [pytest.param("to appear", id="no DOI at all"), pytest.param("10.48550/arXiv.1706.03762", id="arXiv's own")]
)
def test_what_a_registry_gives_as_a_doi_adds_nothing_else(doi: str) -> None:
    own = PaperId(IdScheme.ACL, "P18-1234")
    assert [record.ids for record in merge(note(ids=(own,), metadata=(replace(FETCHED, doi=doi),)))] == [(own,)]


def test_a_doi_that_registries_and_notes_agree_on_is_one() -> None:
    doi = PaperId(IdScheme.DOI, "10.5555/3295222")
    assert [record.ids for record in merge(note(ids=(doi,), metadata=(FETCHED, FETCHED)))] == [(doi,)]
    arxiv = replace(FETCHED, doi="10.48550/arXiv.1706.03762")
    assert [record.ids for record in merge(note(ids=(ATTENTION,), metadata=(arxiv,)))] == [(ATTENTION,)]


def test_a_record_has_the_newest_dates_and_all_that_its_notes_name() -> None:
    old = note(
        date=dt.date(2020, 1, 1), updated=dt.date(2022, 2, 2), urls=("https://a.example/",), aliases=("Tf",), arxiv_version=5,
        kind=Kind.ARTICLE, tags=("NLP",),
    )  # fmt: skip
    new = note(
        line=9, date=dt.date(2021, 1, 1), urls=("https://a.example/", "https://b.example/"), aliases=("T",), tags=("RL",)
    )
    undated = note(line=5, kind=Kind.SOFTWARE)
    (record,) = merge(undated, new, old)
    assert (record.date, record.updated, record.arxiv_version) == (new.date, old.updated, 5)
    assert (record.urls, record.aliases) == (("https://a.example/", "https://b.example/"), ("Tf", "T"))
    assert record.kind is Kind.PAPER
    assert [n.origin.first_line for n in record.notes] == [1, 9, 5]
    assert record.tags == ("natural-language-processing", "reinforcement-learning")


def test_the_most_trusted_note_gives_each_value_and_says_so() -> None:
    digest = note(ids=(ATTENTION,), tags=("NLP",), summary="機械の要約", machine_written=("summary",), authors=("A",))
    own = note(
        "変換器の話", 9, format="front_matter", title_source=TitleSource.FRONT_MATTER, ids=(ATTENTION,), authors=("B", "C")
    )
    seen = replace(own, format="study_meeting", title="発表", title_source=TitleSource.STATED, summary="人の要約", authors=())
    (record,) = merge(digest, own, seen)
    assert (record.title, record.title_source) == ("変換器の話", TitleSource.FRONT_MATTER)
    assert (record.authors, record.summary) == (("B", "C"), "人の要約")
    authors = next(fact for fact in record.facts if fact.field == "authors")
    assert (authors.value, authors.source, authors.origin) == ("B, C", "stated", own.origin)


@pytest.mark.parametrize(
    ("trusted", "other"),
    [
        pytest.param(
            note("Stated", format="science_article"),
            note("Guessed", format="keypoint_store", title_source=TitleSource.DERIVED),
            id="a title that the dump states, of whatever format",
        ),
        pytest.param(
            note("Of the Paper", format="paper_digest"), note("見出し", format="science_article"), id="then by the format"
        ),
        pytest.param(
            note("Known", format="plain"), note("Unknown", format="tomorrows_format"), id="a format nobody ranked last"
        ),
    ],
)
def test_the_title_is_the_most_trusted_whatever_the_order(trusted: Note, other: Note) -> None:
    here, there = Origin(PurePosixPath("notes/a.md"), 1, 2), Origin(PurePosixPath("notes/b.md"), 1, 2)
    for first, second in ((here, there), (there, here)):
        pair = (replace(trusted, origin=first, ids=(ATTENTION,)), replace(other, origin=second, ids=(ATTENTION,)))
        assert [record.title for record in merge(*pair)] == [trusted.title]


def test_a_note_that_the_user_reviewed_is_believed_before_all_others() -> None:
    front = note("A", ids=(ATTENTION,), format="front_matter", title_source=TitleSource.FRONT_MATTER, venue="NIPS")
    reviewed = note("B", 9, ids=(ATTENTION,), format="qa_article", title_source=TitleSource.OVERRIDE, venue="NeurIPS")
    assert [(record.title, record.venue) for record in merge(front, reviewed)] == [("B", "NeurIPS")]


def test_a_tag_that_the_vocabulary_leaves_out_is_no_tag_of_the_record() -> None:
    tagged, vocabulary = note(tags=("memo", "NLP")), replace(VOCABULARY, ignored=frozenset({"memo"}))
    assert merge_into_records((tagged,), vocabulary)[0][0].tags == ("natural-language-processing",)


def test_a_row_of_a_table_that_a_page_repeats_fills_fields_and_is_no_note() -> None:
    page = note(format="notion_page", body=Body("織機の話\n読んだ", (1, 2)))
    row = note(line=9, format="paper_table", venue="ACL", body=Body("読んだ", (9,)))
    assert [(record.notes, record.venue) for record in merge(page, row)] == [((page,), "ACL")]


def test_a_venue_tag_fills_the_venue_and_the_year() -> None:
    (record,) = merge(note(tags=("ICLR'25", "NLP")))
    assert (record.venue, record.year) == ("ICLR", 2025)


def test_a_stated_venue_wins_over_a_venue_tag() -> None:
    (record,) = merge(note(tags=("ACL",), venue="NeurIPS"))
    assert record.venue == "NeurIPS"


def test_what_a_citation_adds_comes_after_what_the_note_says() -> None:
    records, _, _ = merge_into_records((note(),), VOCABULARY, (CitedAs(("Ashish Vaswani",), "NeurIPS", 2017),))
    assert (records[0].authors, records[0].venue, records[0].year) == (("Ashish Vaswani",), "NeurIPS", 2017)


@pytest.mark.parametrize(
    ("given_note", "slug"),
    [
        pytest.param(note(slug="transformer", ids=(ATTENTION,)), "transformer", id="front matter first"),
        pytest.param(note(ids=(ATTENTION,)), "1706.03762", id="then the arXiv id"),
        pytest.param(note("注意機構だけで十分"), "注意機構だけで十分", id="then the title, Japanese kept"),
    ],
)
def test_a_page_is_named_by(given_note: Note, slug: str) -> None:
    assert [record.slug for record in merge(given_note)] == [slug]


def test_the_slug_asked_for_by_any_note_is_written_as_an_address() -> None:
    assert [record.slug for record in merge(note(ids=(BERT,)), note(line=9, ids=(BERT,), slug="My Page!"))] == ["my-page"]


def test_who_asks_for_a_slug_has_it_before_older_notes_that_would() -> None:
    old, asking = note("Loom", date=dt.date(2017, 1, 1)), note("A", 9, slug="loom", date=dt.date(2020, 1, 1))
    slugs = {record.title: record.slug for record in merge(old, asking)}
    assert slugs["A"] == "loom"
    assert slugs["Loom"].startswith("loom-")


@pytest.mark.parametrize("line", [1, 20])
def test_the_oldest_keeps_a_slug_wherever_it_stands_and_the_undated_come_last(line: int) -> None:
    guessed = TitleSource.PLACEHOLDER
    old = note("要約", line, title_source=guessed, date=dt.date(2017, 1, 1), body=Body("z", (1,)))
    others = [
        note("要約", 9, title_source=guessed, date=dt.date(2018, 1, 1), body=Body("b", (9,))),
        note("要約", 5, title_source=guessed, body=Body("c", (5,))),
    ]
    assert [record.slug for record in merge(old, *others) if record.notes == (old,)] == ["要約"]
    assert [record.slug for record in merge(*others) if record.notes == (others[0],)] == ["要約"]


def test_the_address_behind_a_shared_name_hangs_on_what_the_note_says_and_stays_from_version_to_version() -> None:
    """A page keeps its address: whoever changes these digests moves pages of sites that are out there."""
    first = note("要約", date=dt.date(2017, 1, 1), title_source=TitleSource.PLACEHOLDER)
    said = replace(first, date=dt.date(2018, 1, 1), tags=("NLP", "RL"), summary="一\udc80", body=Body("x" * 250, (9,)))
    bare = note("要約", 9, title_source=TitleSource.PLACEHOLDER)
    assert [merge(first, each)[index].slug for each, index in ((said, 0), (bare, 1))] == ["要約-6eb7a3", "要約-88ad20"]
    assert merge(first, replace(said, body=Body("x" * 200, (9,))))[0].slug == "要約-6eb7a3"
    assert merge(first, replace(said, body=Body("x" * 199, (9,))))[0].slug != "要約-6eb7a3"


def test_what_says_the_very_same_is_numbered() -> None:
    twins = [note("要約", line, title_source=TitleSource.PLACEHOLDER) for line in (1, 9, 20, 30)]
    assert [record.slug for record in merge(*twins)] == ["要約", "要約-88ad20", "要約-88ad20-2", "要約-88ad20-3"]


def test_the_older_note_keeps_a_slug_that_two_want() -> None:
    old = note("要約", title_source=TitleSource.PLACEHOLDER, date=dt.date(2017, 1, 1), body=Body("a", (1,)))
    new = note("要約", 9, title_source=TitleSource.PLACEHOLDER, date=dt.date(2018, 1, 1), body=Body("b", (9,)))
    newer, older = merge(new, old)
    assert older.slug == "要約"
    assert newer.slug.startswith("要約-")
    assert newer.slug == merge(replace(new, origin=Origin(PurePosixPath("notes/z.md"), 700, 701)), old)[0].slug


def test_a_slug_asked_for_twice_is_a_problem() -> None:
    records, _, (problem,) = merge_into_records((note("A", slug="x"), note("B", 9, slug="x")), VOCABULARY)
    _, second = sorted(records, key=lambda record: len(record.slug))
    (loser,) = second.notes
    (winner,) = {1, 9} - {loser.origin.first_line}
    assert (problem.kind, problem.origin) == ("duplicate-slug", loser.origin)
    assert problem.message == f'slug "x" belongs to notes/a.md:{winner}; this page is {second.url} instead'


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([(), (ATTENTION,), (BERT,), (ATTENTION, BERT)])), max_size=6))
def test_every_note_is_in_one_record_and_every_slug_is_unique(drawn: list[tuple[str, tuple[PaperId, ...]]]) -> None:
    notes = [note(f"The Very Same Title {t}", 10 * i + 1, ids=ids) for i, (t, ids) in enumerate(drawn)]
    records = merge(*notes)
    assert sorted(n.origin for r in records for n in r.notes) == sorted(n.origin for n in notes)
    assert len({record.slug for record in records}) == len(records)
    assert merge(*reversed(notes)) == records


def test_however_many_papers_ask_for_one_slug_each_gets_a_short_one() -> None:
    asking = [note(title=f"T{n}", ids=(PaperId(IdScheme.ARXIV, f"2401.{n:05}"),), slug="same") for n in range(300)]
    slugs = [record.slug for record in merge(*asking)]
    assert len(set(slugs)) == 300
    assert max(map(len, slugs)) <= len("same-123456-300")
