"""CSL-JSON: what is written, and that a citation processor renders it."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace

from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from papersite.exports.citation import Bibliography, Citation, Genre, one_line
from papersite.exports.csl_json import write_csl_json
from tests.exports.made_citations import CITATIONS, JAPANESE, TRANSFORMER


def rendered(citation: Citation) -> str:
    """The bibliography of one paper in the style that citeproc-py brings with it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields that the processor does not know
        source = CiteProcJSON(json.loads(write_csl_json(Bibliography((citation,)))))
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        bibliography.register(Cited([CitationItem(citation.key)]))
        return "".join(map(str, bibliography.bibliography()))


def test_a_paper_of_a_conference() -> None:
    assert json.loads(write_csl_json(Bibliography((TRANSFORMER,)))) == [
        {
            "id": "vaswani2017attention",
            "type": "paper-conference",
            "title": "Attention Is All You Need",
            "container-title": "NeurIPS",
            "DOI": "10.5555/3295222",
            "number": "arXiv:1706.03762",
            "URL": "https://arxiv.org/abs/1706.03762",
            "keyword": "Attention, Machine translation",
            "language": "en",
            "author": [{"family": "Vaswani", "given": "Ashish"}, {"family": "Shazeer", "given": "Noam"}],
            "issued": {"date-parts": [[2017]]},
        }
    ]


def test_no_papers_are_an_empty_list() -> None:
    assert json.loads(write_csl_json(Bibliography(()))) == []


def test_a_processor_abbreviates_names_that_are_split() -> None:
    assert rendered(TRANSFORMER).startswith("Vaswani, A. and Shazeer, N. (2017) “Attention Is All You Need”")


def test_a_processor_takes_japanese_and_the_name_of_a_group() -> None:
    text = rendered(JAPANESE)
    assert "国立情報学研究所" in text
    assert JAPANESE.title in text


def test_a_preprint_says_where_it_is_deposited() -> None:
    (entry,) = json.loads(write_csl_json(Bibliography((replace(TRANSFORMER, genre=Genre.PREPRINT, container=""),))))
    assert (entry["type"], entry["number"], entry["publisher"]) == ("article", "arXiv:1706.03762", "arXiv")


@given(st.lists(CITATIONS, max_size=3))
def test_any_text_is_read_back_as_it_was(citations: list[Citation]) -> None:
    entries = json.loads(write_csl_json(Bibliography(tuple(citations))))
    assert [entry["id"] for entry in entries] == [citation.key for citation in citations]
    for citation, entry in zip(citations, entries, strict=True):
        assert entry.get("title", "") == one_line(citation.title)
        assert entry.get("container-title", "") == one_line(citation.container)
        assert entry.get("issued") == ({"date-parts": [[citation.year]]} if citation.year else None)
        assert all(part for name in entry.get("author", ()) for part in name.values())
