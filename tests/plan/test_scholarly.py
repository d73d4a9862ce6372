"""What a paper's page tells machines: the paper for reference managers, the note about it for search engines."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.config import Config
from papersite.exports.citation import Citation, one_line
from papersite.model import IdScheme, Kind, PaperId, Record, TitleSource
from papersite.plan.citing import citation_of
from papersite.plan.outside import links_of
from papersite.plan.scholarly import citation_fields, json_ld
from papersite.plan.shelf import shelve
from tests.plan.zotero import ZoteroRecord, saved
from tests.small_library import ALIGNMENT, LIBRARY, RLHF, TRANSFORMER, UNDATED

BASE = "https://mio.example/notes/"
SHELF = shelve(LIBRARY, Config(title="論文ノート", base_url=BASE, author="Mio"), ())
JAPANESE = replace(
    TRANSFORMER,
    title="小さな LLM の評価",
    authors=("山田 花子", "国立情報学研究所"),
    venue="自然言語処理（論文誌）",
    ids=(),
    urls=(),
)


def cited(record: Record) -> Citation:
    return citation_of(record, "key", SHELF.terms)


def fields(record: Record) -> list[tuple[str, str]]:
    return list(citation_fields(record, cited(record), links_of(record)))


def script(record: Record, base_url: str = BASE) -> str:
    shelf = replace(SHELF, base_url=base_url)
    return json_ld(record, cited(record), shelf.frame(record.url), base_url, links_of(record))


def linked(record: Record, base_url: str = BASE) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(script(record, base_url))
    return value


# ── for reference managers ───────────────────────────────────────────────────────────────────────────────────────────


def test_zotero_saves_the_paper_and_not_the_note() -> None:
    assert saved(fields(RLHF)) == ZoteroRecord(
        kind="conferencePaper",
        title="Training language models to follow instructions with human feedback",
        creators=(("Ouyang", "Long"), ("Wu", "Jeff"), ("Jiang", "Xu"), ("Almeida", "Diogo"), ("Wainwright", "Carroll")),
        date="2022",
        venue="NeurIPS",
        doi="",
        url="https://arxiv.org/abs/2203.02155",
        pdf="https://arxiv.org/pdf/2203.02155v1",
    )


def test_zotero_saves_a_japanese_article() -> None:
    found = saved(fields(JAPANESE))
    assert found
    assert (found.kind, found.venue) == ("journalArticle", "自然言語処理")
    assert found.creators == (("山田", "花子"), ("国立情報学研究所", ""))


@pytest.mark.parametrize(
    ("authors", "creators"),
    [
        (("Laurens J. van der Maaten",), (("Maaten", "Laurens J. van der"),)),
        (("Laurens van der Maaten", "Geoffrey Hinton"), (("van der Maaten", "Laurens"), ("Hinton", "Geoffrey"))),
        (("Martin Luther King Jr.", "A; B"), (("King", "Martin Luther Jr."), ("B", "A"))),
        (("OpenAI",), (("OpenAI", ""),)),
        (("One, Two, Three",), (("Three", "One Two"),)),
        ((), ()),
    ],
)
def test_each_author_is_one_author(authors: tuple[str, ...], creators: tuple[tuple[str, str], ...]) -> None:
    found = saved(fields(replace(TRANSFORMER, authors=authors)))
    assert found
    assert found.creators == creators


def test_identifiers_are_told_by_name() -> None:
    told = dict(fields(TRANSFORMER))
    assert (told["citation_doi"], told["citation_arxiv_id"]) == ("10.5555/3295222", "1706.03762")
    assert told["citation_abstract_html_url"] == "https://arxiv.org/abs/1706.03762"


def test_what_registries_say_is_told() -> None:
    preprint = replace(TRANSFORMER, venue=None, published=dt.date(2017, 6, 12), abstract="We propose\na simple network.")
    told = dict(fields(preprint))
    assert (told["citation_publication_date"], told["citation_abstract"]) == ("2017/06/12", "We propose a simple network.")
    assert linked(preprint)["about"]["datePublished"] == "2017-06-12"
    # The day of the preprint is not that of the conference, and a year that somebody states is believed.
    assert dict(fields(replace(preprint, venue="NeurIPS")))["citation_publication_date"] == "2017"
    assert dict(fields(replace(preprint, year=2018)))["citation_publication_date"] == "2018"


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(ALIGNMENT, id="a working title is no title"),
        pytest.param(replace(TRANSFORMER, kind=Kind.SOFTWARE), id="software is no article"),
        pytest.param(replace(TRANSFORMER, kind=Kind.ARTICLE, ids=(), venue=None), id="nor is a web page"),
    ],
)
def test_what_is_no_paper_of_its_own_name_is_saved_as_a_web_page(record: Record) -> None:
    assert fields(record) == []


# ── JSON-LD ──────────────────────────────────────────────────────────────────────────────────────────────────────────

# The properties used, by type (https://schema.org, version 29), those of CreativeWork and Thing among them.
WORK = {"url", "headline", "description", "inLanguage", "datePublished", "dateModified", "author", "isPartOf", "keywords"}
WORK |= {"about", "name", "identifier", "sameAs", "encoding", "image", "abstract"}
SHAPES = {
    "Article": WORK,
    "ScholarlyArticle": WORK,
    "SoftwareSourceCode": WORK,
    "CreativeWork": WORK,
    "Periodical": WORK,
    "WebSite": WORK,
    "Person": {"name", "familyName", "givenName", "honorificSuffix"},
    "Organization": {"name"},
    "PropertyValue": {"propertyID", "value"},
    "MediaObject": {"contentUrl", "encodingFormat"},
}


def check_shape(value: object) -> None:
    """Raises AssertionError for a property that its type does not have, and for anything empty."""
    if isinstance(value, list):
        for entry in value:
            check_shape(entry)
    elif isinstance(value, dict):
        assert set(value) - {"@type", "@context"} <= SHAPES[value["@type"]]
        for entry in value.values():
            check_shape(entry)
    assert value


def test_the_page_is_an_article_about_the_paper() -> None:
    page = linked(RLHF)
    assert page["@context"] == "https://schema.org"
    assert (page["@type"], page["url"]) == ("Article", f"{BASE}papers/rlhf/")
    assert page["author"] == [{"@type": "Person", "name": "Mio"}]
    assert (page["datePublished"], page["dateModified"]) == ("2024-02-01", "2024-03-19")
    assert page["isPartOf"] == {"@type": "WebSite", "name": "論文ノート", "url": BASE}
    paper = page["about"]
    assert (paper["@type"], paper["name"], paper["datePublished"]) == ("ScholarlyArticle", RLHF.title, "2022")
    assert paper["author"][0] == {"@type": "Person", "name": "Long Ouyang", "familyName": "Ouyang", "givenName": "Long"}
    assert paper["isPartOf"] == {"@type": "CreativeWork", "name": "NeurIPS"}
    assert paper["identifier"] == [{"@type": "PropertyValue", "propertyID": "arxiv", "value": "2203.02155"}]
    assert paper["sameAs"] == ["https://arxiv.org/abs/2203.02155"]
    assert paper["encoding"][0]["contentUrl"] == "https://arxiv.org/pdf/2203.02155v1"


def test_a_japanese_name_is_told_as_it_is_read() -> None:
    author, group = linked(JAPANESE)["about"]["author"]
    assert author == {"@type": "Person", "name": "山田 花子", "familyName": "山田", "givenName": "花子"}
    assert group == {"@type": "Organization", "name": "国立情報学研究所"}


def test_a_working_title_names_no_paper() -> None:
    assert "about" not in linked(ALIGNMENT)
    with_id = replace(ALIGNMENT, ids=(PaperId(IdScheme.ARXIV, "2401.00001"),))
    assert "name" not in linked(with_id)["about"]
    assert linked(with_id)["about"]["sameAs"] == ["https://arxiv.org/abs/2401.00001"]


@pytest.mark.parametrize("base_url", ["", BASE])
@pytest.mark.parametrize("record", [RLHF, TRANSFORMER, ALIGNMENT, UNDATED, JAPANESE, replace(RLHF, kind=Kind.SOFTWARE)])
def test_every_property_is_one_of_its_type_and_none_is_empty(record: Record, base_url: str) -> None:
    check_shape(linked(record, base_url))


class _Scripts(HTMLParser):
    """The texts of script elements, and the tags of all others."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.others: list[str] = []
        self._tag = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._tag = tag
        if tag != "script":
            self.others.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag == "script":
            self.scripts.append(data)


@given(st.text(max_size=20) | st.sampled_from(("</script><script>x()", "<!--<script>", "]]>&lt;", "\ud800", "\u2028")))
def test_no_text_leaves_the_script_element(text: str) -> None:
    record = replace(TRANSFORMER, title=f"a{text}b", authors=(f"c{text}",), title_source=TitleSource.STATED)
    source = script(record)
    page = _Scripts(f'<script type="application/ld+json">{source}</script><p>')
    assert (page.scripts, page.others) == ([source], ["p"])
    assert not set(source) & set("<>&\n")
    assert json.loads(source)["about"]["name"] == one_line(record.title)
