"""Which addresses of a site lead to a file or a place that it does not have. Pure: it looks at what was read of all files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from papersite.linkcheck.reading import Pointers
from papersite.regex import lazy_regex

# Stands for the address of a site that does not know its own (RFC 2606 keeps the name from being anybody's).
_NOWHERE = "https://site.invalid/"
_ELSEWHERE = lazy_regex(r"https?://|mailto:")
# Up some folders and down by names that begin with no dot; no query, no scheme.
_NAME = r"[^./:?#\\\s][^/:?#\\\s]*"
_PLAIN = lazy_regex(rf"((?:\.\./)*)({_NAME}(?:/{_NAME})*/?(?:#.*)?)")


@dataclass(frozen=True, slots=True)
class Broken:
    """An address that leads nowhere: the file that holds it, the address as written, and the file or place that it asks for."""

    file: PurePosixPath
    address: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """An address of another site, without its fragment, and the file that holds it."""

    file: PurePosixPath
    address: str
    url: str


def broken_links(files: Mapping[PurePosixPath, Pointers], base_url: str) -> Iterator[Broken]:
    """The addresses that lead to no file of the site, or to no place on its page, in the order of files."""
    base = base_url or _NOWHERE
    missing: dict[str, str] = {}  # what is not there of each address from the root: most pages link to the same ones
    for file, pointers in files.items():
        start = base if pointers.from_root else _address(base, file)
        for address in pointers.addresses:
            rest = _from_root(base, start, address)
            if rest is not None and rest not in missing:
                missing[rest] = _missing(files, rest)
            if wanted := address if rest is None else missing[rest]:
                yield Broken(file, address, wanted)


def leaving_links(files: Mapping[PurePosixPath, Pointers], base_url: str) -> Iterator[Leaving]:
    """The addresses of other sites that pages link to."""
    base = base_url or _NOWHERE
    for file, pointers in files.items():
        if file.suffix != ".html":
            continue
        for address in pointers.addresses:
            whole = _joined(_address(base, file), address)
            if whole and urlsplit(whole).scheme in ("http", "https") and not whole.startswith(base):
                yield Leaving(file, address, whole.partition("#")[0])


def _from_root(base: str, start: str, address: str) -> str | None:
    """An address as it stands from the site's root; empty, as the root, for one of another site; None for what is none."""
    if _ELSEWHERE.match(address) and not address.startswith(base) and "[" not in address:
        return ""
    if plain := _PLAIN.fullmatch(address):
        # What nearly all links of a site are like. `urljoin` takes 12 s of CPU for 13,000 files, this 4 s.
        folder = start[len(base) : start.rfind("/") + 1]
        ups = len(plain[1]) // 3
        if ups <= folder.count("/"):
            parts = folder.split("/")
            return "/".join((*parts[: len(parts) - 1 - ups], plain[2]))
    whole = _joined(start, address)
    return None if whole is None else whole.removeprefix(base) if whole.startswith(base) else ""


def _missing(files: Mapping[PurePosixPath, Pointers], rest: str) -> str:
    """What is not there of an address behind the site's own; empty if all of it is."""
    way, _, fragment = rest.partition("#")
    name = unquote(way.partition("?")[0])
    file = _file(files, name)
    if file is None:
        return f"/{name}"
    place = unquote(fragment)
    # `#top` is the top of any page (HTML, 7.4.6.4), and `#:~:` a text that the browser looks for.
    if not place or place == "top" or ":~:" in place or file.suffix != ".html" or place in files[file].ids:
        return ""
    return f"/{name}#{place}"


def _file(files: Mapping[PurePosixPath, Pointers], name: str) -> PurePosixPath | None:
    """The file that a host shows at an address: hosts lead from a folder without its slash to the one with it."""
    candidates = [f"{name}index.html"] if not name or name.endswith("/") else [name, f"{name}/index.html"]
    return next((path for each in candidates if (path := PurePosixPath(each)) in files), None)


def _address(base: str, file: PurePosixPath) -> str:
    """The absolute address at which a file is shown."""
    return base + quote(str(file).removesuffix("index.html") if file.name == "index.html" else str(file))


def _joined(start: str, address: str) -> str | None:
    try:
        whole = urljoin(start, address)
        urlsplit(whole)
    except ValueError:  # a bracket that opens no IPv6 address
        return None
    return whole
