"""What reference managers are told about the papers: a record's facts as a citation, and the files that hold them.

Beside each paper's page stand `cite.bib`, `cite.ris` and `cite.json`; beside each list of papers `papers.bib` and so on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from papersite.exports.bibtex import write_bibtex
from papersite.exports.citation import Bibliography, Citation, Genre
from papersite.exports.csl_json import write_csl_json
from papersite.exports.people import read_person
from papersite.exports.ris import write_ris
from papersite.language import detect_language
from papersite.model import IdScheme, Kind, Record, Term, TitleSource
from papersite.plan.addresses import PAPERS, TAGS, path_of
from papersite.plan.cite_keys import cite_keys
from papersite.plan.outside import links_of
from papersite.plan.shelf import Shelf
from papersite.plan.wishes import Contents, ExportWish
from papersite.regex import lazy_regex
from papersite.views import OutLink

WRITERS = ((".bib", write_bibtex), (".ris", write_ris), (".json", write_csl_json))
_PROVISIONAL = (TitleSource.DERIVED, TitleSource.PLACEHOLDER)
_WORKING_TITLE = "Working title, taken from a note on the paper"
# Journals as venues name themselves; anything else with a name is taken for a conference, which most venues of the field are.
_JOURNAL = lazy_regex(
    r"\b(?:journal|transactions|letters|magazine|reviews?|annals|reports|surveys|communications of|access|computation|nature"
    r"|science|plos|cell|patterns|lancet|neurocomputing|bioinformatics|TACL|JMLR|TMLR|DMLR|JAIR|AIJ|TPAMI|PAMI|IJCV|TOIS|TKDE|TIST"
    r"|TNNLS|TASLP|TOG|TOCHI|CSUR|CACM|RA-L|JEDM|JNLP|PNAS|PVLDB|MLJ)\b|論文誌|学会誌|ジャーナル|computational linguistics$",
    re.IGNORECASE,
)
_CONFERENCE = lazy_regex(
    r"\b(?:proceedings of the (?!national)|conference|workshop|symposium|computer science)\b|国際会議|大会", re.IGNORECASE
)
_SPECIFIED = lazy_regex(r"\s*[(（](?:journal|conference|論文誌|国際会議)[)）]$")
# arXiv's categories (https://arxiv.org/category_taxonomy) as tags write them.
_ARXIV_CLASS = lazy_regex(
    r"(?:cs|econ|eess|math|physics|q-bio|q-fin|stat|astro-ph|cond-mat|nlin)\.[A-Za-z]{2}(?:-[a-z]{2,4})?"
    r"|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|quant-ph"
)


class Citations(Mapping[str, Citation]):
    """The citation of each record on a shelf, by slug, in the library's order; each is made when it is asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._keys = cite_keys(shelf.library.records, shelf.last)
        self._made: dict[str, Citation] = {}

    def __getitem__(self, slug: str) -> Citation:
        if slug not in self._made:
            self._made[slug] = citation_of(self._shelf.records[slug], self._keys[slug], self._shelf.terms)
        return self._made[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf.records)

    def __len__(self) -> int:
        return len(self._keys)


def citation_of(record: Record, key: str, terms: Mapping[str, Term]) -> Citation:
    """What a record says of its paper. A working title is said to be one."""
    links = links_of(record)
    venue = record.venue or ""
    container = "" if venue.casefold() in ("arxiv", "corr") else _SPECIFIED.sub("", venue)
    doi, arxiv = record.id(IdScheme.DOI) or "", record.id(IdScheme.ARXIV) or ""
    return Citation(
        key=key,
        genre=genre_of(record, venue if container else "", links),
        title=record.title,
        people=tuple(map(read_person, record.authors)),
        more_people=_is_cut(record),
        year=record.year,
        container=container,
        doi=doi,
        arxiv=arxiv,
        arxiv_class=_arxiv_class(record) if arxiv else "",
        url=_address(links),
        keywords=tuple(terms[tag].en for tag in record.tags if tag in terms and terms[tag].kind == "topic"),
        lang=detect_language(record.title),
        note=_WORKING_TITLE if record.title_source in _PROVISIONAL else "",
    )


def genre_of(record: Record, venue: str, links: tuple[OutLink, ...]) -> Genre:
    """The kind of publication: what the notes are about, then the venue; a paper without a venue is a preprint."""
    if record.kind is Kind.SOFTWARE:
        return Genre.SOFTWARE
    if venue:
        return Genre.JOURNAL if _JOURNAL.search(venue) and not _CONFERENCE.search(venue) else Genre.CONFERENCE
    if record.kind is Kind.ARTICLE and not record.ids:
        return Genre.WEB
    return Genre.PREPRINT


def plan_citations(contents: Contents) -> Iterator[ExportWish]:
    """The files for reference managers: of each paper, of each tag, and of all papers."""
    for slug, _ in contents.papers:
        yield from _files(f"{PAPERS}{slug}/", "cite", _of_paper, slug)
    yield from _files(PAPERS, "papers", _of_all)
    for slug in contents.tagged:
        yield from _files(f"{TAGS}{slug}/", "papers", _of_tag, slug)


def _files(url: str, name: str, view: Callable[[Shelf, str], Bibliography], of: str = "") -> Iterator[ExportWish]:
    for ending, write in WRITERS:
        yield ExportWish(path_of(f"{url}{name}{ending}"), write, view, of)


def _of_paper(shelf: Shelf, slug: str) -> Bibliography:
    return Bibliography((shelf.shared(Citations)[slug],))


def _of_all(shelf: Shelf, _of: str) -> Bibliography:
    return Bibliography(tuple(shelf.shared(Citations).values()))


def _of_tag(shelf: Shelf, slug: str) -> Bibliography:
    citations = shelf.shared(Citations)
    return Bibliography(tuple(citations[record.slug] for record in shelf.tagged[slug]))


def _address(links: tuple[OutLink, ...]) -> str:
    """Where the paper is: its first registry, else the first of its own pages, code last."""
    ranks = {"paper": 0, "page": 1, "pdf": 2, "code": 3}
    return min(links, key=lambda link: ranks.get(link.kind, 4)).url if links else ""


def _arxiv_class(record: Record) -> str:
    """The primary category: the first that arXiv names; else the one that tags name, for of several they don't tell which."""
    stated = [name for name in record.categories if _ARXIV_CLASS.fullmatch(name)]
    if stated:
        return stated[0]
    found = {tag for note in record.notes for tag in note.tags if _ARXIV_CLASS.fullmatch(tag)}
    return found.pop() if len(found) == 1 else ""


def _is_cut(record: Record) -> bool:
    """Whether the authors are those of a citation, which names the first alone."""
    return any(fact.field == "authors" and fact.source == "cited" for fact in record.facts)
