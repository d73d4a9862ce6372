"""Notes of an Obsidian vault: Markdown with links by name, fields in the text, and a title that may be the file's name alone.

    [[Note|words]]   ![[figure.png]]   #tag/nested   Year:: 2021   (rating:: 5)   > [!note]   %% hidden %%

(https://help.obsidian.md/syntax, https://blacksmithgu.github.io/obsidian-dataview/annotation/add-metadata/)

Links by name, callouts, marks and embedded images are Markdown to this site too. Here tags and fields are read, an embedded
note becomes a link to it, and what is hidden becomes a comment. In a vault the name of a file is its title, so it counts where
neither the front matter nor a heading at the top says one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from papersite.formats import front_matter
from papersite.formats.body import body_of, lines_of
from papersite.formats.contract import Format
from papersite.formats.decoded import Line
from papersite.formats.fences import code_mask
from papersite.formats.front_matter.block import find_block, read_block
from papersite.formats.opening import NEAR_THE_TOP, join_links, own_links
from papersite.formats.properties import field_of, fold_property, with_property
from papersite.identity import fold_title, parse_id
from papersite.language import detect_language
from papersite.model import Confidence, IdScheme, Note, Parsed, Source, TitleSource
from papersite.regex import lazy_regex

_NAME = "obsidian_note"
_WIKI = lazy_regex(r"!?\[\[[^\[\]\n]{1,300}\]\]")
_EMBEDDED_NOTE = lazy_regex(
    r"!(\[\[(?![^\[\]|\n]*\.(?:png|jpe?g|gif|webp|svg|avif|bmp|pdf|mp3|mp4|webm|canvas|base)\b)[^\[\]\n]+\]\])", re.I
)
_KEY = r"[A-Za-z\u3040-\u30ff\u4e00-\u9fff][\w /-]{0,40}"
_FIELD_LINE = lazy_regex(
    rf"[ \t]*(?:>[ \t]*)?(?:[-*+][ \t]+)?(?:\*\*|__|\*|_)?(?P<name>{_KEY}?)(?:\*\*|__|\*|_)?"
    r"[ \t]*::(?:[ \t]+(?P<value>.*?))?[ \t]*$"
)
_FIELD_INSIDE = lazy_regex(rf"[\[(](?P<name>{_KEY})::[ \t]*(?P<value>(?:[^\[\]()\n]|\[\[[^\[\]\n]*\]\])+)[\])]")
_TAG = lazy_regex(r"(?<![\w&/#\[(`])#(?P<tag>[\w/-]*[^\W\d_][\w/-]*)")
_CODE_OR_ADDRESS = lazy_regex(r"`[^`\n]*`|https?://\S+|\]\([^()\s]*\)|\[\[[^\[\]\n]*\]\]")
_LINK_WORDS = lazy_regex(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]")
_GENERIC = frozenset((
    "summary", "abstract", "notes", "note", "memo", "overview", "introduction", "metadata", "info", "tldr", "highlights",
    "annotations", "要約", "概要", "メモ", "まとめ", "はじめに", "基本情報", "書誌情報", "論文情報", "感想", "背景", "内容",
))  # fmt: skip
# Names of files that say nothing of what is in them.
_NO_TITLE = lazy_regex(r"(?:untitled|無題|readme|index|note|memo|new note|[\d\W_]+)(?:[ _-]?\d+)?$", re.IGNORECASE)
_CITEKEY = lazy_regex(r"@?[a-z-]+_?(?:19|20)\d\d[a-z]?\w*$|@\S+$", re.IGNORECASE)
_ZETTEL = lazy_regex(r"^(?:\d{8,14}|\d{4}-\d{2}-\d{2})[ _-]+(?=\S)")
_BELOW_NOTES = 2  # parts of the path of a file right below the notes folder
_NOT_TOLD = frozenset(("missing-title", "missing-date", "missing-tags", "empty-note"))


def detect(source: Source) -> Confidence:
    """Certain of links by name or fields in the text where no front matter names the note; that says all there is to read."""
    if "[[" not in source.text and "::" not in source.text:
        return Confidence.NO
    lines = lines_of(source)
    block = read_block(lines) if find_block(lines) else None
    if block and (not block.readable or {"title", "source"} & {entry.key.casefold() for entry in block.entries}):
        return Confidence.NO
    first = block.last if block else 0
    code = code_mask(lines[first:])
    texts = [line for line, is_code in zip(lines[first:], code, strict=True) if not is_code]
    fields = sum(bool("::" in line and _FIELD_LINE.match(line)) for line in texts)
    if fields >= 2 or any("[[" in line and _has_letters(line) for line in texts):
        return (
            Confidence.CERTAIN
            if block or fields or source.path.suffix.casefold() in {".md", ".markdown"}
            else Confidence.LIKELY
        )
    return Confidence.NO


def parse(source: Source) -> Parsed:
    """One note: a file of the vault."""
    parsed = front_matter.FORMAT.parse(source)
    note = replace(parsed.notes[0], format=_NAME)
    lines = note.body.text.split("\n") if note.body.text else []
    code = code_mask(lines)
    bare = [_CODE_OR_ADDRESS.sub(" ", line) if not is_code else "" for line, is_code in zip(lines, code, strict=True)]
    tags = tuple(tag["tag"].strip("/-") for line in bare if "#" in line for tag in _TAG.finditer(line))
    note = replace(note, tags=tuple(dict.fromkeys((*note.tags, *tags))))
    shown: list[Line] = []
    taken: list[int] = []
    hidden = False
    for number, line, is_code in zip(note.body.lines, lines, code, strict=True):
        if not is_code and not hidden and (filled := _with_line(note, line)):
            note = filled
            taken.append(number)
            continue
        if not is_code:
            for field in _FIELD_INSIDE.finditer(line) if "::" in line else ():
                note = with_property(note, field["name"], _words(field["value"])) or note
            line, hidden = _visible(line, hidden)
        shown.append((number, line))
    if hidden:
        shown = list(zip(note.body.lines, lines, strict=True))
        taken = []
    body = body_of(shown)
    note = _titled(replace(note, body=body, field_lines=(*note.field_lines, *taken)), source)
    links = join_links(
        found
        for line in [text for _, text in shown if text.strip()][: 2 * NEAR_THE_TOP]
        if (found := own_links(line, labelled=True))
    )
    if not note.ids and len(links.ids) <= 2:
        note = replace(
            note, ids=links.ids, arxiv_version=links.arxiv_version, urls=tuple(dict.fromkeys((*note.urls, *links.urls)))
        )
    note = replace(note, lang=note.lang if _says_language(source) else detect_language(f"{note.title or ''}\n{body.text}"))
    problems = tuple(each for each in parsed.problems if each.kind not in _NOT_TOLD and each.kind != "unknown-field")
    return Parsed((note,), parsed.dropped, problems)


FORMAT = Format(_NAME, 2, detect, parse)


def _has_letters(line: str) -> bool:
    """Whether a line has a link by name; `[[0.1, 0.2]]` is a matrix."""
    return any(any(map(str.isalpha, match[0])) for match in _WIKI.finditer(re.sub(r"`[^`\n]*`", "", line)))


def _with_line(note: Note, line: str) -> Note | None:
    """The note with the field that a line is; None if it is none, or no field knows its name."""
    field = _FIELD_LINE.match(line) if "::" in line else None
    if field is None or field_of(field["name"]) is None:
        return None
    value = _words(field["value"] or "")
    return with_property(note, field["name"], value) if value else None


def _words(value: str) -> str:
    """A value without the brackets of links by name and the signs of tags and emphasis."""
    return _LINK_WORDS.sub(r"\1", value).strip().strip('*_"')


def _visible(line: str, hidden: bool) -> tuple[str, bool]:
    """A line with its hidden parts as comments, and whether the next one begins hidden. Embedded notes become links."""
    if "%%" in line:
        parts = line.split("%%")
        line = parts[0]
        for part in parts[1:]:
            line += (" -->" if hidden else "<!-- ") + part
            hidden = not hidden
    return (_EMBEDDED_NOTE.sub(r"\1", line) if "![[" in line else line), hidden


def _titled(note: Note, source: Source) -> Note:
    """The note with a title: stated, unless its heading is one of a section; else the file's name, if that says anything."""
    if note.title and fold_property(note.title) not in _GENERIC:
        return note
    heading = note.title
    stem = _ZETTEL.sub("", source.path.stem).strip()
    # Several folders of a vault have an `Overview`, each about what its folder is.
    if fold_property(stem) in _GENERIC and len(source.path.parts) > _BELOW_NOTES:
        stem = f"{source.path.parent.name} {stem}"
    if parse_id(IdScheme.ARXIV, stem) or _NO_TITLE.match(stem) or _CITEKEY.match(stem) or not fold_title(stem):
        title = None
    else:
        title = stem.replace("_", " ") if " " not in stem else stem
    if heading and title is None:
        return note
    note = replace(note, title=title, title_source=TitleSource.STATED if title else None)
    if heading:
        # The heading goes back into the text, where it stood: it was a section's.
        headings = [
            (n, line) for n, line in enumerate(lines_of(source), start=1) if n in note.field_lines and line.startswith("# ")
        ]
        body = sorted([*headings, *zip(note.body.lines, note.body.text.split("\n"), strict=False)])
        gone = {number for number, _ in headings}
        return replace(note, body=body_of(body), field_lines=tuple(n for n in note.field_lines if n not in gone))
    return note


def _says_language(source: Source) -> bool:
    block = read_block(lines_of(source))
    return block is not None and any(entry.key.casefold() in {"lang", "language", "言語"} for entry in block.entries)
