"""From a page to its bytes: the notes' Markdown, the template, and what both depend on.

A page is a pure function of its view, its template's fingerprint and the Markdown options, so these are what it is remembered
by. Markdown is remembered by itself, for a page is made anew more often than its notes are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from posixpath import normpath
from urllib.parse import unquote

from markupsafe import Markup

from papersite import markdown
from papersite.decoding import encoded
from papersite.markdown import ImageFile, MarkdownOptions, Rendered
from papersite.model import Artefact, Heading, Origin, Problem
from papersite.reading import reading_minutes
from papersite.remembering.digests import field_keys, value_key
from papersite.remembering.memo import Memo
from papersite.search import remember_text, remembered_text
from papersite.strings import Strings
from papersite.templating import Templates
from papersite.views import Export, NoteView, Page, PaperView, Prose, Volume

# The page's title is level 1, a note's own heading level 2; what stands in the note comes below.
_BODY_LEVEL = 3
_CONTENTS_DEPTH = 2

_HEADINGS = "headings"


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page's file, and what went wrong on the way."""

    artefact: Artefact
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An entry of a note's table of contents; depth 0 is its uppermost kind of heading."""

    text: str
    id: str
    depth: int


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note with its Markdown as HTML."""

    note: NoteView
    html: Markup
    contents: tuple[ContentsEntry, ...]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What is remembered of a page: the SHA-256 of its file, and what went wrong. The bytes are in the published folder."""

    digest: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Ingredients:
    """All that a page depends on, as digests by name, and the one digest that it is remembered by."""

    inputs: tuple[tuple[str, str], ...]
    key: str


def ingredients(page: Page, templates: Templates, options: MarkdownOptions) -> Ingredients:
    """What a page depends on. Raises TemplateError if its template does not exist."""
    inputs = (
        ("template", templates.fingerprint(page.template)),
        ("markdown options", value_key(options)),
        *((f"view.{name}", key) for name, key in field_keys(page.view).items()),
    )
    return Ingredients(inputs, value_key(page.url, tuple([key for _, key in inputs])))


def made_before(of: Ingredients, memo: Memo) -> Made | None:
    """What a page of the same ingredients became, or None."""
    found = memo.recall("page", of.key)
    return found if isinstance(found, Made) else None


def render_page(
    page: Page, templates: Templates, options: MarkdownOptions, memo: Memo, of: Ingredients | None = None
) -> RenderedPage:
    """A page's file; `of` are its ingredients, where they are known. Raises TemplateError, with template, line and the page's
    address, if its template fails.
    """
    of = of or ingredients(page, templates, options)
    rendered = _rendered(page, templates, options, memo)
    memo.trace(page.url, dict(of.inputs))
    memo.remember("page", of.key, Made(sha256(rendered.artefact.data).hexdigest(), rendered.problems))
    return rendered


def render_export(export: Export | Volume, options: MarkdownOptions, memo: Memo) -> Artefact:
    """The file of an export or a volume."""
    if isinstance(export, Volume):
        prose = MemoProse(options, memo)
        return Artefact(export.path, export.bound([render_chapter(export, chapter, prose) for chapter in export.chapters]))
    if export.remembered:
        key = value_key(export.write.__qualname__, export.view)
        return Artefact(export.path, memo.call("export", key, lambda: export.bytes))
    data = export.write(export.view, MemoProse(options, memo)) if export.needs_prose else export.bytes
    return Artefact(export.path, data)


def render_chapter(volume: Volume, chapter: object, prose: Prose) -> bytes:
    """A chapter of a volume, of what it shows."""
    if isinstance(chapter, bytes):
        return chapter
    return volume.write(chapter, prose) if volume.needs_prose else volume.write(chapter)


def _rendered(page: Page, templates: Templates, options: MarkdownOptions, memo: Memo) -> RenderedPage:
    view = page.view
    values: dict[str, object] = {
        "view": view,
        "frame": view.frame,
        "t": _strings(view.frame.site.lang),
        "assets": _asset_ways(view.frame.site.assets, view.frame.root),
    }
    problems: list[Problem] = []
    if isinstance(view, PaperView):
        notes = [_written(note, number, options, memo) for number, note in enumerate(view.notes)]
        problems = [problem for _, rendered in notes for problem in rendered]
        values["notes"] = tuple(written for written, _ in notes)
        values["features"] = frozenset(feature for written, _ in notes for feature in written.features)
        values["minutes"] = reading_minutes(*(note.body.text for note in view.notes))
    # HTML can hold no control character (WHATWG HTML, 13.2.3.5); names of files and escapes in TOML can.
    data = encoded(templates.run(page.template, page.url, values))
    return RenderedPage(Artefact(page.path, data), tuple(problems))


_strings = lru_cache(maxsize=8)(Strings)


@lru_cache(maxsize=64)
def _asset_ways(assets: tuple[tuple[str, str], ...], root: str) -> Mapping[str, str]:
    """The way from a page to each static file, by the file's name."""
    return {name: root + url for name, url in assets}


@dataclass(frozen=True, slots=True)
class MemoProse:
    """What exports need of Markdown, as pages and the search remember it."""

    options: MarkdownOptions
    memo: Memo

    def html(self, note: NoteView, number: int) -> str:
        """The note of a paper, counted from 0, as its page shows it."""
        return _written(note, number, self.options, self.memo)[0].html

    def text(self, markdown_text: str) -> str:
        """A note's Markdown as plain text."""
        return remembered_text(markdown_text, self.memo)

    def headings(self, markdown_text: str) -> tuple[Heading, ...]:
        """The headings of a note's Markdown."""
        return self.memo.call(_HEADINGS, value_key(markdown_text), partial(markdown.outline, markdown_text))


# ── a note's Markdown ────────────────────────────────────────────────────────────────────────────────────────────────


def _written(note: NoteView, number: int, options: MarkdownOptions, memo: Memo) -> tuple[WrittenNote, list[Problem]]:
    rendered = _markdown(note, f"n{number + 1}-", options, memo)
    images = {written: image for written in rendered.images if (image := _image_of(note, written))}
    written = WrittenNote(
        note=note,
        html=Markup(markdown.fill(rendered.html, dict(note.targets), images, lang=note.lang)),
        contents=tuple(_contents(rendered)),
        features=(*rendered.features, *(["images"] if images else [])),
    )
    return written, list(_problems(note, rendered, images))


def _markdown(note: NoteView, id_prefix: str, options: MarkdownOptions, memo: Memo) -> Rendered:
    """A note's HTML as far as it depends on the note alone."""
    text, references = note.body.text, note.references

    def compute() -> Rendered:
        read = markdown.read(text, references, lang=note.lang, top_level=_BODY_LEVEL, id_prefix=id_prefix, options=options)
        remember_text(text, read.plain, memo)
        memo.remember(_HEADINGS, value_key(text), read.headings)
        return read.rendered

    key = value_key(
        text, tuple((r.key, r.form, r.start, r.end) for r in references), note.lang, _BODY_LEVEL, id_prefix, options
    )
    return memo.call("markdown", key, compute)


def _image_of(note: NoteView, written: str) -> ImageFile | None:
    """The published image that a note means: it writes the way from its own file, perhaps with escapes."""
    path = normpath(unquote(written))
    # In a vault a name alone is enough, wherever the image lies; of several the nearest is meant (https://help.obsidian.md/embeds).
    there = [image for image in note.images if image.path == path]
    elsewhere = [image for image in note.images if image.path.endswith(f"/{path}")] if not path.startswith("..") else []
    nearest = sorted(elsewhere, key=lambda image: (image.path.count("/"), image.path))
    found = next(iter([*there, *nearest]), None)
    return ImageFile(found.url, found.width, found.height) if found else None


def _contents(rendered: Rendered) -> Iterator[ContentsEntry]:
    """The headings of a note, down to a depth; the uppermost level that a note uses is depth 0."""
    top = min((heading.level for heading in rendered.headings), default=0)
    for heading in rendered.headings:
        if heading.level - top < _CONTENTS_DEPTH:
            yield ContentsEntry(heading.text, heading.id, heading.level - top)


def _problems(note: NoteView, rendered: Rendered, images: Mapping[str, ImageFile]) -> Iterator[Problem]:
    for problem in rendered.problems:
        yield Problem(problem.kind, problem.message, _source_line(note, problem.line))
    for written in rendered.images:
        if written not in images:
            place = note.body.text.find(written)
            line = note.body.text.count("\n", 0, place) + 1 if place >= 0 else 1
            message = f"no image {written} beside {note.source}; put it there, or mend the path"
            yield Problem("missing-image", message, _source_line(note, line))


def _source_line(note: NoteView, line: int) -> Origin:
    """The line of the dump that a line of the body came from, or the nearest one above it, or the note's first."""
    above = (number for number in reversed(note.body.lines[:line]) if number)
    number = next(above, note.first_line)
    return Origin(note.source, number, number)
