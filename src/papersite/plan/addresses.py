"""Addresses: where each page stands on the site, and how one page reaches another.

An address of the site (`url`) begins with a slash and is as people read it; what goes into a link (`href`) stands from the
site's root and is percent-encoded. Pages are folders with an index.html, so that any file server shows them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from papersite.regex import lazy_regex
from papersite.slugs import slugify

HOME = "/"
PAPERS = "/papers/"
FACETS = "/papers/facets.bin"
TAGS = "/tags/"
AUTHORS = "/authors/"
VENUES = "/venues/"
YEARS = "/years/"
UNREAD = "/unread/"
TIMELINE = "/timeline/"
CHANGES = "/changes/"
GRAPH = "/graph/"
NOT_FOUND = "/404.html"


def href(url: str) -> str:
    """What a link needs behind the way to the root: `/tags/強化学習/` becomes `tags/%E5%BC%B7…/`."""
    return quote(url.removeprefix("/"), safe="/#~+!$&'()*,;=:@")


def way_to_root(url: str) -> str:
    """The relative way from a page to the site's root: `../../` from `/papers/x/`, `./` from `/`."""
    return "../" * (url.count("/") - 1) or "./"


def path_of(url: str) -> PurePosixPath:
    """The file of a page: `/papers/x/` is `papers/x/index.html`, `/404.html` is itself."""
    path = url.removeprefix("/")
    return PurePosixPath(f"{path}index.html" if url.endswith("/") else path)


def same_file(path: PurePosixPath) -> str:
    """What two paths share that some file system takes for one: macOS and Windows ignore case and Unicode composition."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def folders_above(place: str) -> Iterator[str]:
    """The folders that a path stands in, the innermost first, without the site's own."""
    while place := place.rpartition("/")[0]:
        yield place


_LOOKS_LIKE_ADDRESS = lazy_regex(r"/|\\|:|\.html?$", re.IGNORECASE)
_PART = lazy_regex(r"(?!\.papersite)[^/\\\x00-\x1f\x7f-\x9f\ud800-\udfff<>:\"|?*]+")
# Bytes: file systems bound a name by 255, and macOS a whole path by 1,024; room is left for where the site stands.
_LONGEST_PART, _LONGEST = 240, 800


def alias_url(alias: str) -> str | None:
    """The address an alias asks for, or None if no file of the site can stand there.

    `/posts/old.html` and `https://old.example/posts/1/` are addresses that were; of an absolute one the path counts. A bare
    name is a former name of the paper: `old-name` asks for `/papers/old-name/`.
    """
    name = alias.strip()
    if name and not _LOOKS_LIKE_ADDRESS.search(name):
        return f"{PAPERS}{slugify(name)}/"
    try:
        parts = urlsplit(name)
    except ValueError:  # a bracket that opens no IPv6 address
        return None
    if parts.scheme not in {"", "http", "https"}:
        return None
    names = [name for name in unquote(parts.path).split("/") if name]
    if not names or any(not _PART.fullmatch(name) or name.strip(". ") == "" for name in names):
        return None
    path = "/" + "/".join(names)
    if len(path.encode()) > _LONGEST or any(len(name.encode()) > _LONGEST_PART for name in names):
        return None
    return path if PurePosixPath(path).suffix.lower() in {".html", ".htm"} else path + "/"
