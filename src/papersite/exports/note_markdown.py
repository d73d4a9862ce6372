"""A paper's notes as Markdown beside its page, for people who take them along and for programs that read no HTML.

The front matter is what the notes say of the paper, in the keys that papersite itself reads; below it stand the notes as they
are, with links and images that lead where those of the page do. Also llms.txt (https://llmstxt.org), which lists these files,
and llms-full.txt, which is all of them in one.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import unquote, urljoin

from papersite.model import Reference, ReferenceForm
from papersite.regex import lazy_regex
from papersite.strings import Strings
from papersite.views import NoteView

Value = str | int | dt.date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paper: its title, its front matter as pairs, and its notes, for a site in a language.

    `page` is the address of its page: absolute, or from the site's root where that is not known.
    """

    page: str
    title: str
    lang: str
    facts: tuple[tuple[str, Value], ...]
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper in llms.txt: its title, the address of its Markdown, and a sentence on it."""

    title: str
    url: str
    summary: str


@dataclass(frozen=True, slots=True)
class LlmsView:
    """llms.txt: the site, and stretches of papers by the year of their notes, empty for those without one."""

    title: str
    description: str
    lang: str
    sections: tuple[tuple[str, tuple[ListedPaper, ...]], ...]


def write_paper(view: PaperText) -> bytes:
    """A paper's index.md."""
    return _encoded(paper_markdown(view))


def write_llms(view: LlmsView) -> bytes:
    """llms.txt: a heading, a quotation, and lists of links, as its description asks for."""
    return _encoded("\n".join(_llms_lines(view)))


def llms_full_binding(title: str, description: str) -> tuple[bytes, bytes, bytes]:
    """What stands in llms-full.txt around its papers."""
    return _encoded("\n".join(_opening(title, description))), b"", b""


def write_paper_of_all(view: PaperText) -> bytes:
    """A paper of llms-full.txt, where all stand one after another."""
    return b"\n" + _encoded(paper_markdown(view, from_root=True))


def paper_markdown(view: PaperText, *, from_root: bool = False) -> str:
    """A paper as one Markdown text.

    Its addresses are absolute where the page's is; else they stand relative to the page's folder, or to the site's root.
    """
    parts = ["---", *(f"{key}: {_yaml(value)}" for key, value in view.facts), "---", "", f"# {_one_line(view.title)}", ""]
    t, way_to = Strings(view.lang), _ways(view.page, from_root)
    for note in view.notes:
        parts += [f"## {_one_line(_heading(note, t))}", ""]
        if note.body.text:
            parts += [_with_ways(note, way_to), ""]
    return "\n".join(parts)


def _heading(note: NoteView, t: Strings) -> str:
    """What a note is called on its page, who wrote it and when."""
    kind = t(f"format.{note.format}") if t.has(f"format.{note.format}") else t("format.note")
    said = (kind, t("label.machine") if note.machine_written else "", note.writer, note.date.isoformat() if note.date else "")
    return " · ".join(part for part in said if part)


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _ways(page: str, from_root: bool) -> Callable[[str], str]:
    """How an address that stands relative to the page is written: whole, from the site's root, or as it is."""
    if "://" in page:
        return lambda way: urljoin(page, way)
    if from_root:
        return lambda way: urljoin(f"//x/{page}", way).removeprefix("//x/")
    return lambda way: way


# The destination of an image or a link, as CommonMark 6.3 writes it when it holds no brackets.
_TARGET = r"(<[^<>\n]*>|[^()\s<>]+(?:\([^()\s<>]*\)[^()\s<>]*)*)"
_DESTINATION = lazy_regex(rf"(\]\(\s*){_TARGET}")
_IMAGE = lazy_regex(rf"(!\[[^\[\]\n]{{0,400}}\]\(\s*){_TARGET}")
_WIKILINK = lazy_regex(r"\[\[(?P<name>[^\[\]|\n]*)(?:\|(?P<words>[^\[\]\n]*))?\]\]")


def _with_ways(note: NoteView, way_to: Callable[[str], str]) -> str:
    """A note's body with links to other notes and with images that lead there from where the text is read."""
    targets = dict(note.targets)
    text, end = [], len(note.body.text)
    inside = (r for r in note.references if r.start < r.end and r.key in targets)
    for reference in sorted(inside, key=lambda r: (-r.start, -r.end)):
        if reference.end <= end and (new := _link(note.body.text, reference, way_to(targets[reference.key]))):
            text += [note.body.text[reference.end : end], new]
            end = reference.start
    body = "".join(reversed([*text, note.body.text[:end]]))
    images = {image.path: image.url for image in note.images}
    return _IMAGE.sub(lambda match: _image(match, images, way_to), body) if images else body


def _link(body: str, reference: Reference, target: str) -> str | None:
    """What a reference becomes whose own address would lead nowhere outside of its file; None for one that stays as it is."""
    written = body[reference.start : reference.end]
    if reference.form is ReferenceForm.PATH:
        return _DESTINATION.sub(lambda match: f"{match[1]}{target}", written, count=1)
    if reference.form is ReferenceForm.WIKILINK and (found := _WIKILINK.fullmatch(written)):
        return f"[{(found['words'] or found['name']).strip()}]({target})"
    return None


def _image(match: re.Match[str], images: dict[str, str], way_to: Callable[[str], str]) -> str:
    url = images.get(normpath(unquote(match[2].strip("<>"))))
    return f"{match[1]}{way_to(url)}" if url else match[0]


# ── front matter ─────────────────────────────────────────────────────────────────────────────────────────────────────

# JSON is YAML but for characters that YAML wants escaped (https://yaml.org/spec/1.2.2/#51-character-set), among them the line
# ends of YAML 1.1.
_NOT_PRINTABLE = lazy_regex("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def _yaml(value: Value) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_PRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


# ── llms.txt ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _opening(title: str, description: str) -> Iterator[str]:
    yield f"# {_one_line(title)}"
    yield ""
    if description:
        yield f"> {_one_line(description)}"
        yield ""


def _llms_lines(view: LlmsView) -> Iterator[str]:
    yield from _opening(view.title, view.description)
    t = Strings(view.lang)
    for year, papers in view.sections:
        yield f"## {t.year(int(year)) if year else t('papers.undated')}"
        yield ""
        for paper in papers:
            words = re.sub(r"[\[\]]", r"\\\g<0>", _one_line(paper.title))
            yield f"- [{words}]({paper.url}){f': {_one_line(paper.summary)}' if paper.summary else ''}"
        yield ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _encoded(text: str) -> bytes:
    return f"{text.rstrip()}\n".encode("utf-8", "replace")
