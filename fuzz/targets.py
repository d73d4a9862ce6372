"""What is fuzzed: a function of bytes for each format, for decoding and for Markdown. One that raises has found something."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from html.parser import HTMLParser
from pathlib import PurePosixPath

from papersite.account import account_for
from papersite.config import parse_config
from papersite.decoding import decode
from papersite.errors import ConfigError
from papersite.formats import FORMATS, Format, read
from papersite.markdown import fill, render
from papersite.metadata import parse_metadata
from papersite.model import Parsed, Source
from papersite.review import parse_overrides

_SUFFIXES = (".md", ".txt", ".json", ".jsonl", ".bib", ".csv", ".html", ".xml")
# What no body may bring into a page, whatever stands in a note.
_ACTING = {"base", "embed", "form", "frame", "iframe", "input", "link", "meta", "object", "script", "style", "svg", "template"}
_RUNS = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data):", re.IGNORECASE)


def decoding(data: bytes) -> None:
    """Bytes become text without line ends of other systems."""
    text, _, _ = decode(data, PurePosixPath("notes/a.md"))
    assert "\r" not in text
    text.encode()


def reading(data: bytes) -> None:
    """A whole file, its kind chosen by its first byte: some format reads it and loses no line."""
    suffix = _SUFFIXES[data[0] % len(_SUFFIXES)] if data else ".md"
    source = _source(data[1:], suffix)
    name, parsed = read(source)
    _nothing_lost(source, name, parsed)


def markdown(data: bytes) -> None:
    """A body is rendered, and nothing that acts gets out."""
    elements = _Elements()
    elements.feed(fill(render(_source(data, ".md").text).html, {}, {}))
    elements.close()


class _Elements(HTMLParser):
    """Looks at each element as a browser would read it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in _ACTING or (tag == "input" and ("type", "checkbox") in attrs), tag
        for name, value in attrs:
            assert not name.startswith("on") and name not in {"srcdoc", "formaction"}, name
            assert name not in {"href", "src", "action"} or not _RUNS.match(value or ""), value


def settings(data: bytes) -> None:
    """site.toml, review.toml and metadata.json are read, or refused with a reason."""
    text = _source(data, ".toml").text
    parse_overrides(text)
    parse_metadata(text, PurePosixPath("notes/metadata.json"))
    try:
        parse_config(text)
    except ConfigError as error:
        assert str(error)


def _one_format(fmt: Format, data: bytes) -> None:
    source = _source(data, ".md")
    fmt.detect(source)
    _nothing_lost(source, fmt.name, fmt.parse(source))


def _source(data: bytes, suffix: str) -> Source:
    path = PurePosixPath(f"notes/a{suffix}")
    return Source(path, data, *decode(data, path))


def _nothing_lost(source: Source, name: str, parsed: Parsed) -> None:
    assert account_for(source, name, parsed).unaccounted == (), name
    for note in parsed.notes:
        assert len(note.body.lines) == (note.body.text.count("\n") + 1 if note.body.text else 0), name


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "decoding": decoding,
    "reading": reading,
    "markdown": markdown,
    "settings": settings,
    **{fmt.name: partial(_one_format, fmt) for fmt in FORMATS},
}
