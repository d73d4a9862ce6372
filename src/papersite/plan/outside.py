"""Links that leave the site: where a paper, its code and its pages are, and where to look for one that has no address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, quote_plus, urlsplit

from papersite.identity import identify
from papersite.model import IdScheme, PaperId, Record
from papersite.views import OutLink

# Hosts of code, by the end of their name.
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sr.ht")
# Hosts whose pages the identifiers already link to; other sites that show the same paper keep their own link.
_REGISTRIES = ("arxiv.org", "doi.org", "openreview.net", "aclanthology.org", "aclweb.org", "aclanthology.info")


def links_of(record: Record) -> tuple[OutLink, ...]:
    """Where a record's paper is found: its registries first, then code, then its other addresses."""
    found = [*_by_id(record), *(_by_url(url) for url in record.urls if _leaves(url, record))]
    ranks = {"paper": 0, "pdf": 0, "code": 1, "page": 2}
    seen = {link.url: link for link in found}
    return tuple(sorted(seen.values(), key=lambda link: ranks[link.kind]))


def place_of(paper: PaperId) -> OutLink:
    """The page of an identifier at its registry."""
    value = quote(paper.value, safe="/")
    match paper.scheme:
        case IdScheme.ARXIV:
            return OutLink(f"arXiv:{paper.value}", f"https://arxiv.org/abs/{value}", "paper")
        case IdScheme.DOI:
            return OutLink("DOI", f"https://doi.org/{quote(paper.value, safe='/:;()')}", "paper")
        case IdScheme.OPENREVIEW:
            return OutLink("OpenReview", f"https://openreview.net/forum?id={value}", "paper")
        case IdScheme.ACL:
            return OutLink("ACL Anthology", f"https://aclanthology.org/{value}/", "paper")


def search_for(title: str) -> OutLink:
    """Where to look for a paper that is known by its title alone."""
    return OutLink("Google Scholar", f"https://scholar.google.com/scholar?q={quote_plus(title)}", "search")


def _by_id(record: Record) -> Iterator[OutLink]:
    for paper in record.ids:
        link = place_of(paper)
        version = f"v{record.arxiv_version}" if record.arxiv_version and paper.scheme is IdScheme.ARXIV else ""
        yield OutLink(link.label + version, link.url, link.kind)
        match paper.scheme:
            case IdScheme.ARXIV:
                yield OutLink("PDF", f"https://arxiv.org/pdf/{quote(paper.value, safe='/')}{version}", "pdf")
            case IdScheme.ACL:
                yield OutLink("PDF", f"https://aclanthology.org/{quote(paper.value)}.pdf", "pdf")


def _by_url(url: str) -> OutLink:
    host = _host(url)
    return OutLink(host, url, "code" if _is_of(host, _CODE_HOSTS) else "page")


def _leaves(url: str, record: Record) -> bool:
    """Whether an address is one that the identifiers don't give already, and one that a reader may follow."""
    if urlsplit(url).scheme not in {"http", "https"} or not _host(url):
        return False
    found = identify(url)
    return not (found and found.id in record.ids and _is_of(_host(url), _REGISTRIES))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_of(host: str, ends: tuple[str, ...]) -> bool:
    return any(host == end or host.endswith(f".{end}") for end in ends)
