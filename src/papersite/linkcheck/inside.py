"""Which addresses of a site lead to a file or a place that it does not have. Pure: it looks at what was read of all files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from papersite.linkcheck.reading import Pointers

# Stands for the address of a site that does not know its own (RFC 2606 keeps the name from being anybody's).
_NOWHERE = "https://site.invalid/"


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
    for file, pointers in files.items():
        start = base if pointers.from_root else _address(base, file)
        for address in pointers.addresses:
            whole = _joined(start, address)
            if whole is None:
                yield Broken(file, address, address)
            elif whole.startswith(base) and (wanted := _missing(files, whole.removeprefix(base))):
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
