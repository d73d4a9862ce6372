"""site.toml: what a site's owner may say, read into one frozen `Config`.

An unknown key, a wrong type and a bad value are all told at once, each with file and line and the nearest known key, so
that one run mends the whole file. A site without site.toml is a site with the defaults.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import urlsplit

from papersite.errors import ConfigError
from papersite.model import Origin, Severity
from papersite.problem_kinds import KINDS
from papersite.regex import lazy_regex
from papersite.toml_text import TomlError, read_toml
from papersite.whole_files import read_regular

FILE_NAME = "site.toml"
_PATH = PurePosixPath(FILE_NAME)
LANGUAGES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of the site's owner in the page footer: text and address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Feeds:
    """What readers may subscribe to, in which forms, and how much an entry holds: `summary` or `full`."""

    atom: bool = True
    json: bool = True
    changes: bool = True
    tags: bool = True
    authors: bool = True
    entries: int = 30
    content: str = "summary"


@dataclass(frozen=True, slots=True)
class Exports:
    """The files for machines that a site may do without."""

    citations: bool = True  # BibTeX, RIS and CSL-JSON
    sitemap: bool = True
    records: bool = True  # records.json
    markdown: bool = True  # papers/<slug>/index.md
    llms: bool = True  # llms.txt and llms-full.txt
    social_cards: bool = False  # card.png, drawn with what the extra of that name installs


@dataclass(frozen=True, slots=True)
class Config:
    """A site's settings. Folders are relative to the site's root; `base_url` ends in a slash, or is empty."""

    title: str = "Paper notes"
    description: str = ""
    base_url: str = ""
    cname: str = ""
    language: str = "ja"
    author: str = ""
    accent: str = ""
    logo: str = ""  # a file below the static folder, without that folder
    logo_dark: str = ""  # the same for the dark scheme
    notes_dir: str = "notes"
    output_dir: str = "public"
    templates_dir: str = "templates"
    static_dir: str = "static"
    recent: int = 12
    drafts: bool = False
    links: tuple[NavLink, ...] = ()
    macros: tuple[tuple[str, str], ...] = ()  # TeX macros: name without backslash, expansion
    mailto: str = ""  # whom a registry may write to
    arxiv_url: str = ""  # of a mirror; empty for the registry itself
    crossref_url: str = ""
    openreview_url: str = ""
    feeds: Feeds = Feeds()
    exports: Exports = Exports()
    problem_levels: tuple[tuple[str, str], ...] = ()  # problem kind, `ignore` or a severity
    tags: Mapping[str, Any] = field(default_factory=dict, hash=False)  # extends the built-in vocabulary (see `tags`)

    @property
    def base_path(self) -> str:
        """The path below which the site stands on its host: `/` or `/papers/`."""
        return urlsplit(self.base_url).path or "/"


class _BadValueError(ValueError):
    """A value that can't be used; the text says why and what is expected."""


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise _BadValueError(f"expected a string, found {_shown(value)}")
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _BadValueError(f"expected true or false, found {_shown(value)}")
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _BadValueError(f"expected a whole number from 0 up, found {_shown(value)}")
    return value


def _base_url(value: Any) -> str:
    text = _string(value)
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment):
        raise _BadValueError(f'expected an address such as "https://user.github.io/papers/", found {_shown(value)}')
    return text if not text or text.endswith("/") else text + "/"


def parse_base_url(text: str) -> str:
    """A base url given outside site.toml, ending in a slash. Raises ConfigError."""
    try:
        return _base_url(text)
    except ValueError as error:
        raise ConfigError(f"base url: {error}") from None


# A host name as the DNS has it, with a dot: RFC 1123, section 2.1; names in other scripts in their ASCII form.
_HOST = lazy_regex(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def _host(value: Any) -> str:
    text = _string(value).lower()
    if text and not _HOST.fullmatch(text):
        raise _BadValueError(f'expected a domain such as "papers.example.org", found {_shown(value)}')
    return text


def _some(value: Any) -> int:
    if (number := _count(value)) == 0:
        raise _BadValueError("expected a whole number from 1 up, found 0")
    return number


def _content(value: Any) -> str:
    if value not in ("summary", "full"):
        raise _BadValueError(f"expected summary or full, found {_shown(value)}")
    return cast(str, value)


def _language(value: Any) -> str:
    if value not in LANGUAGES:
        raise _BadValueError(f"expected one of {', '.join(LANGUAGES)}, found {_shown(value)}")
    return cast(str, value)


# Only colours that CSS reads without functions or urls: names and hexadecimal forms (CSS Color 4, sections 5.2 and 6.1).
_COLOUR = lazy_regex(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]{3,20}")


def _colour(value: Any) -> str:
    text = _string(value)
    if text and not _COLOUR.fullmatch(text):
        raise _BadValueError(f'expected a colour such as "#8a3ffc", found {_shown(value)}')
    return text


_IMAGES = (".svg", ".png", ".webp", ".avif", ".jpg", ".jpeg", ".gif")


_CONTROL = lazy_regex(r"[\x00-\x1f\x7f-\x9f]")


def _path_text(value: Any) -> str:
    text = _string(value)
    if _CONTROL.search(text):
        raise _BadValueError(f"expected a path without control characters, found {text!r}")
    return text


def _static_file(value: Any) -> str:
    """An image of the site's own, as people name it: `static/logo.svg`."""
    text = _path_text(value)
    path = PurePosixPath(text)
    if text and (path.is_absolute() or ".." in path.parts or path.parts[0] != "static" or path.suffix.lower() not in _IMAGES):
        raise _BadValueError(f'expected an image such as "static/logo.svg", found {_shown(value)}')
    return str(path.relative_to("static")) if text else ""


def _folder(value: Any) -> str:
    text = _path_text(value)
    path = PurePosixPath(text)
    if not text or path.is_absolute() or ".." in path.parts or path == PurePosixPath("."):
        raise _BadValueError(f"expected a folder below the site's root, found {_shown(value)}")
    return str(path)


def _output_folder(value: Any) -> str:
    """Publishing may go elsewhere (`-o /var/www/papers`), so here an absolute path or one above the root is meant."""
    text = _path_text(value)
    if not text or PurePosixPath(text) == PurePosixPath("."):
        raise _BadValueError(f"expected a folder of its own, found {_shown(value)}")
    return text


def _links(value: Any) -> tuple[NavLink, ...]:
    if not isinstance(value, list):
        raise _BadValueError(f"expected a list of {{ text, url }}, found {_shown(value)}")
    links = []
    for entry in value:
        if not isinstance(entry, dict) or set(entry) != {"text", "url"}:
            raise _BadValueError(f"expected {{ text, url }}, found {_shown(entry)}")
        url = _string(entry["url"])
        if urlsplit(url).scheme not in {"", "http", "https", "mailto"}:
            raise _BadValueError(f"expected an http, https or mailto address, found {_shown(url)}")
        links.append(NavLink(_string(entry["text"]), url))
    return tuple(links)


def _registry(value: Any) -> str:
    url = _string(value)
    if urlsplit(url).scheme not in {"http", "https"}:
        raise _BadValueError(f"expected an http or https address, found {_shown(url)}")
    return url


def _macros(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise _BadValueError(f"expected a table of name = expansion, found {_shown(value)}")
    return tuple((name.removeprefix("\\"), _string(text)) for name, text in value.items())


def _levels(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise _BadValueError(f"expected a table of problem = level, found {_shown(value)}")
    known = ("ignore", *(str(level) for level in Severity))
    for kind, level in value.items():
        if kind not in KINDS:
            raise _BadValueError(f'there is no kind of problem "{kind}"{_nearest(kind, KINDS)}')
        if level not in known:
            raise _BadValueError(f"expected one of {', '.join(known)} for {kind}, found {_shown(level)}")
    return tuple(value.items())


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _BadValueError(f"expected a table, found {_shown(value)}")
    return value


def _shown(value: Any) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


# Key in site.toml, field of Config (`table.field` for one of a part of it), how its value is read.
_KEYS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "title": ("title", _string),
    "description": ("description", _string),
    "base_url": ("base_url", _base_url),
    "cname": ("cname", _host),
    "language": ("language", _language),
    "author": ("author", _string),
    "accent": ("accent", _colour),
    "logo": ("logo", _static_file),
    "logo_dark": ("logo_dark", _static_file),
    "notes": ("notes_dir", _folder),
    "output": ("output_dir", _output_folder),
    "templates": ("templates_dir", _folder),
    "static": ("static_dir", _folder),
    "recent": ("recent", _count),
    "drafts": ("drafts", _boolean),
    "links": ("links", _links),
    "math.macros": ("macros", _macros),
    "fetch.mailto": ("mailto", _string),
    "fetch.arxiv": ("arxiv_url", _registry),
    "fetch.crossref": ("crossref_url", _registry),
    "fetch.openreview": ("openreview_url", _registry),
    **{f"feeds.{name}": (f"feeds.{name}", _boolean) for name in ("atom", "json", "changes", "tags", "authors")},
    "feeds.entries": ("feeds.entries", _some),
    "feeds.content": ("feeds.content", _content),
    **{f"exports.{name}": (f"exports.{name}", _boolean) for name in Exports.__dataclass_fields__},
    "problems": ("problem_levels", _levels),
    "tags": ("tags", _table),
}
_TABLES = ("math", "fetch", "feeds", "exports")
_MOST_TOLD = 50  # to find the line of a mistake, the text is read again


def read_config(path: Path, *, required: bool = False) -> Config:
    """The config of a site.toml; the defaults where there is none.

    Raises ConfigError with every mistake found, one a line, or when a required file does not exist.
    """
    try:
        text = read_regular(path).decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        if required:
            raise ConfigError(f"no such file: {path}") from None
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"can't be read: {error}", Origin(PurePosixPath(path.name))) from error
    return parse_config(text, PurePosixPath(path.name))


def parse_config(text: str, path: PurePosixPath = _PATH) -> Config:
    """The config a site.toml's text says. Raises ConfigError with every mistake found, one a line."""
    try:
        tables = read_toml(text)
    except TomlError as error:
        raise ConfigError(error.message, Origin(path, error.line, error.line)) from error
    found: dict[str, Any] = {}
    wrong: list[tuple[int, str]] = []
    for key, value in _flat(tables):
        if len(wrong) == _MOST_TOLD:
            break
        line_number = _line_of(text, key)
        if key not in _KEYS:
            wrong.append((line_number, f'unknown key "{key}"{_nearest(key, _KEYS)}'))
            continue
        name, read = _KEYS[key]
        try:
            found[name] = read(value)
        except ValueError as error:  # the standard library's own for an address, too
            wrong.append((line_number, f"{key}: {error}"))
    if wrong:
        first, *rest = sorted(wrong)
        lines = [first[1], *(f"{path}:{number}: {message}" for number, message in rest)]
        raise ConfigError("\n".join(lines), Origin(path, first[0], first[0]))
    return _with_fields(Config(), found)


def _with_fields(config: Config, found: Mapping[str, Any]) -> Config:
    """The config with some fields, those of its parts included."""
    whole = {name: value for name, value in found.items() if "." not in name}
    for part in ("feeds", "exports"):
        fields = {name.removeprefix(f"{part}."): value for name, value in found.items() if name.startswith(f"{part}.")}
        whole[part] = replace(getattr(config, part), **fields)
    return replace(config, **whole)


def _flat(tables: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The keys that can be looked up: those of plain tables with their table's name before them."""
    flat = []
    for key, value in tables.items():
        if key in _TABLES and isinstance(value, dict):
            flat += [(f"{key}.{name}", inner) for name, inner in value.items()]
        else:
            flat.append((key, value))
    return flat


def _nearest(name: str, known: Iterable[str]) -> str:
    # Hyphen for underscore is the commonest slip; difflib's default cutoff finds it and single typing errors.
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    return f' (did you mean "{near[0]}"?)' if near else f" (known: {', '.join(names)})"


def _line_of(text: str, key: str) -> int:
    """The line a key stands on. tomllib tells no places, so the key is looked for as TOML would let it be written."""
    table, _, name = key.rpartition(".")
    within = ""
    for number, line in enumerate(text.split("\n"), start=1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if header:
            within = header[1].replace('"', "").replace("'", "")
            if within == key or within.startswith(key + "."):
                return number
            continue
        for prefix, rest in ((table, name), ("", key)):
            if within == prefix and re.match(rf"""\s*["']?{re.escape(rest)}["']?\s*[=.]""", line):
                return number
    return 1
