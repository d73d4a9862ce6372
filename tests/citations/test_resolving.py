"""Which record a reference means: by identifier, by title, by a name that only one paper has; never a wrong one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.citations import links, resolve
from papersite.citations.resolving import same_person
from papersite.model import IdScheme, PaperId, Record, Reference, TitleSource
from tests.citations.small_notes import cited, read, record_of

TRANSFORMER = PaperId(IdScheme.ARXIV, "1706.03762")
BERT = PaperId(IdScheme.ARXIV, "1810.04805")


def found(reference: Reference, *records: Record, among: tuple[Reference, ...] = ()) -> str | None:
    return resolve((reference, *among), records).get(reference.key)


def derived(slug: str, title: str, **fields: Any) -> Record:
    return record_of(slug, title, TitleSource.DERIVED, **fields)


@pytest.mark.parametrize(
    ("reference", "record"),
    [
        pytest.param(
            cited("Anything", paper=BERT), record_of("x", "BERT: Deep", ids=(BERT,)), id="one identifier, other titles"
        ),
        pytest.param(cited("attention is all you need."), record_of("x", "Attention Is All You Need"), id="one folded title"),
        pytest.param(
            cited("Attention Is All You Need", paper=TRANSFORMER),
            record_of("x", "Attention Is All You Need"),
            id="an identifier that the record lacks, and its title",
        ),
        pytest.param(
            cited("Adaptive Patch Sizes"),
            record_of("x", "(APT) Adaptive Patch Sizes"),
            id="without the abbreviation in brackets",
        ),
        pytest.param(cited("DAPO"), record_of("x", "DAPO: An Open System at Scale"), id="the name of a full title"),
        pytest.param(cited("DAPO: An Open System at Scale"), record_of("x", "DAPO"), id="a full title, the record a name"),
        pytest.param(
            cited("DAPO: An Open System at Scale", author="Qiying Yu", year=2025),
            derived("x", "DAPO", date=dt.date(2025, 4, 1)),
            id="a full title, the record's taken from its text",
        ),
        pytest.param(
            cited("Deep Delta Looms"), derived("x", "Deep Delta Looms (DDL)"), id="a derived title with its abbreviation"
        ),
        pytest.param(
            cited("DAPO", author="Yu"),
            record_of("x", "DAPO: An Open System", authors=("Qiying Yu", "Zheng Zhang")),
            id="one author",
        ),
        pytest.param(
            cited("Weave and Think Twice"), record_of("x", "Weave and Think Twice: A Study"), id="a name of four words"
        ),
        pytest.param(
            cited("Big Loom Weaver: A Study"),
            record_of("x", "Big Loom Weaver"),
            id="a full title, the record a name of three words",
        ),
        pytest.param(
            cited("DAPO: An open system."),
            derived("x", "DAPO: An Open System"),
            id="the full title that a text gave the record",
        ),
        pytest.param(cited("DAPO (OS): A System"), record_of("x", "DAPO"), id="a head with an abbreviation, the record a name"),
        pytest.param(cited("DDL"), derived("x", "Deep Delta Looms (DDL)"), id="the abbreviation"),
        pytest.param(cited("DDL: The Delta"), derived("x", "Deep Delta Looms（DDL）"), id="the abbreviation as a head"),
        pytest.param(cited("Magnet: A Loom", year=2021), record_of("x", "Magnet", year=2019), id="two years apart"),
    ],
)
def test_a_reference_finds_its_record(reference: Reference, record: Record) -> None:
    assert found(reference, record, record_of("other", "Something Else Entirely")) == "x"


@pytest.mark.parametrize(
    ("reference", "records"),
    [
        pytest.param(cited("DAPO: Another Thing"), [record_of("x", "DAPO: An Open System")], id="one head, two full titles"),
        pytest.param(
            cited("DAPO"), [record_of("x", "DAPO: An Open System"), record_of("y", "DAPO: Another")], id="a name that two have"
        ),
        pytest.param(
            cited("DAPO (OS): Another Thing"),
            [record_of("x", "DAPO: An Open System")],
            id="one head with an abbreviation, two titles",
        ),
        pytest.param(cited("Attention: A Survey"), [record_of("x", "Attention")], id="a common word is no name"),
        pytest.param(cited("RL: A Primer"), [record_of("x", "RL")], id="two letters are no name"),
        pytest.param(
            cited("Attention Is All You Need", paper=TRANSFORMER),
            [record_of("x", "Attention Is All You Need", ids=(BERT,))],
            id="one title, two identifiers of one registry",
        ),
        pytest.param(
            cited("DAPO: An Open System", year=2025),
            [derived("x", "DAPO", date=dt.date(2019, 1, 1))],
            id="a note older than what is cited",
        ),
        pytest.param(cited("Magnet: A Loom", year=2019), [record_of("x", "Magnet", year=2024)], id="years far apart"),
        pytest.param(
            cited("Magnet: A Loom", year=2021),
            [record_of("x", "Magnet", ids=(BERT,))],
            id="years apart, as the identifier tells",
        ),
        pytest.param(
            cited("Magnet: A Loom", author="Jo Roe"),
            [record_of("x", "Magnet", authors=("Al Doe",))],
            id="two first authors",
        ),
        pytest.param(
            cited("2024-01-02 · NLP"),
            [record_of("x", "2024-01-02 · NLP", TitleSource.PLACEHOLDER)],
            id="a placeholder is no title",
        ),
        pytest.param(
            cited("Many Words But No Name Here: Part Two"),
            [record_of("x", "Many Words But No Name Here")],
            id="a long title is no name",
        ),
    ],
)
def test_a_reference_that_could_be_another_papers_stays_open(reference: Reference, records: list[Record]) -> None:
    assert found(reference, *records) is None


def test_a_name_record_that_two_full_titles_could_mean_is_linked_from_neither() -> None:
    one, other = cited("DAPO: An Open System"), cited("DAPO: Another Thing")
    record = derived("x", "DAPO")
    assert found(one, record) == "x"
    assert found(one, record, among=(other,)) is None


def test_a_name_that_a_record_has_for_its_title_and_another_for_its_head_is_no_proof() -> None:
    records = (derived("x", "DAPO"), record_of("y", "DAPO: An Open System"))
    assert found(cited("DAPO"), *records) is None
    assert found(cited("DAPO: An Open System"), *records) == "y"


def test_what_an_identifier_decided_holds_for_the_title_beside_it() -> None:
    with_id, without = cited("Attention Is All You Need", paper=TRANSFORMER), cited("Attention is all you need")
    record = derived("x", "自己注意だけの変換器", ids=(TRANSFORMER,))
    assert found(without, record) is None
    assert found(without, record, among=(with_id,)) == "x"


def test_a_title_that_two_identifiers_decided_for_two_records_stays_open() -> None:
    one, other, alone = (cited("One Common Title", paper=paper) for paper in (TRANSFORMER, BERT, None))
    records = (derived("x", "変換器", ids=(TRANSFORMER,)), derived("y", "双方向", ids=(BERT,)))
    assert resolve((one, other, alone), records) == {str(TRANSFORMER): "x", str(BERT): "y"}
    assert resolve((one,), records) == {str(TRANSFORMER): "x"}


def test_an_address_alone_finds_its_record() -> None:
    assert resolve(read("https://arxiv.org/abs/1706.03762"), (derived("x", "変換器", ids=(TRANSFORMER,)),)) == {
        str(TRANSFORMER): "x"
    }


def test_a_full_title_in_two_spellings_is_one() -> None:
    one, other = cited("DAPO: An Open System"), cited("DAPO: an open system.")
    assert found(one, derived("x", "DAPO"), among=(other,)) == "x"
    assert found(cited("DAPO"), record_of("x", "DAPO: An Open System"), among=(other,)) == "x"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Wang", "Hao Wang", True, id="the family name alone"),
        pytest.param("H. Wang", "Wang,Hao", True, id="an initial, and turned around without a space"),
        pytest.param("Li", "Yi Li", True, id="a name of two letters"),
        pytest.param("H. Wang", "H. Li", False, id="initials are no names"),
        pytest.param("H.", "Hao Wang", True, id="nothing but an initial speaks against nobody"),
    ],
)
def test_two_first_authors_can_be_one_person(one: str, other: str, same: bool) -> None:
    assert (same_person(one, other), same_person(other, one)) == (same, same)


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        pytest.param("[[attention-is-all]]", "attention-is-all", id="its slug"),
        pytest.param("[[Attention Is All You Need]]", "attention-is-all", id="its title"),
        pytest.param("[[papers/old-name]]", "attention-is-all", id="another address it had, in a folder"),
        pytest.param("[[DAPO]]", "dapo", id="the head of its title"),
        pytest.param("[[folder/second file.md#part|ここ]]", "dapo", id="its file"),
        pytest.param("[@dapo]", "dapo", id="a citation key"),
        pytest.param("[x](sub/second%20file.md)", "dapo", id="a link to its file"),
        pytest.param("[[Loomer|織る人]]", "a-weaver", id="the head of its title, with words"),
        pytest.param("[[sub/dapo|言葉]]", "dapo", id="its slug in a folder, with words"),
        pytest.param("[[ai]]", "made-of-two-letters", id="its file of two letters"),
        pytest.param("[[nobody]]", None, id="nothing"),
        pytest.param("[[RL]]", None, id="too short a name"),
    ],
)
def test_a_link_by_name_finds_its_record(body: str, slug: str | None) -> None:
    records = (
        record_of("attention-is-all", "Attention Is All You Need", aliases=("/papers/old-name/",)),
        record_of("dapo", "DAPO: An Open System", path="notes/sub/second file.md"),
        record_of("primer", "RL: A Primer"),
        record_of("a-weaver", "Loomer: Who Weaves"),
        record_of("made-of-two-letters", "Two Letters Only", path="notes/sub/ai.md"),
    )
    (reference,) = read(body)
    assert found(reference, *records) == slug


def test_a_file_with_two_papers_means_neither() -> None:
    (reference,) = read("[x](b.md)")
    one, other = record_of("x", "One Loom", path="notes/b.md"), record_of("y", "Two Looms", path="notes/b.md")
    assert found(reference, one) == "x"
    assert found(reference, one, other) is None


def test_links_stand_in_the_order_of_the_library_and_none_leads_home() -> None:
    records = (record_of("a", "Weaving First"), record_of("b", "Weaving Second"))
    to_a, to_b, to_none = cited("Weaving First"), cited("Weaving Second"), cited("Weaving Third")
    references = (((to_b, to_a),), ((to_none,), (to_a,)))
    resolved = resolve((to_a, to_b, to_none), records)
    assert [(link.source, link.target, link.note) for link in links(references, records, resolved)] == [
        ("a", "b", 0),
        ("b", "a", 1),
    ]


_TITLES = st.sampled_from(
    ("DAPO", "DAPO: An Open System", "DAPO: Another", "Loom", "Loom: A Survey", "Attention Is All You Need", "RL")
)
_RECORDS = st.lists(
    st.tuples(_TITLES, st.sampled_from((TitleSource.STATED, TitleSource.DERIVED, TitleSource.PLACEHOLDER))), max_size=5
).map(lambda made: [record_of(f"r{place}", title, source) for place, (title, source) in enumerate(made)])


@settings(deadline=None, max_examples=120)
@given(st.lists(_TITLES, max_size=5), _RECORDS)
def test_a_title_only_ever_finds_a_record_that_shares_its_name(titles: list[str], records: list[Record]) -> None:
    by_slug = {record.slug: record for record in records}
    for key, slug in resolve([cited(title) for title in titles], records).items():
        record = by_slug[slug]
        assert record.title_source is not TitleSource.PLACEHOLDER
        (title,) = {title for title in titles if cited(title).key == key}
        assert title.split(":")[0] == record.title.split(":")[0]
        assert ":" not in title or ":" not in record.title or title == record.title


@settings(deadline=None, max_examples=60)
@given(st.lists(_TITLES, max_size=5), _RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_references_and_records_does_not_matter(titles: list[str], records: list[Record], random: Any) -> None:
    references = [cited(title) for title in titles]
    before = resolve(references, records)
    random.shuffle(references)
    random.shuffle(records)
    assert resolve(references, records) == before
