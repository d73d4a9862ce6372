"""Front matter: the user's own Markdown, with YAML (`---`) or TOML (`+++`) above it that says what the note is about.

The block is read in `block`, its keys in `front_matter.fields`; here they become a note. The body is Markdown and
stays as it is, but for a heading that only repeats the title; what no field knows of the block is listed below it. A block that
can't be read is shown at its place as code.

An imported note has all its fields in the block, so its body is all that stands below, headings and all. In any other, a
template filled in below says what the block does not (see `template`): then the author in the block is who wrote the note.
"""

from __future__ import annotations

from dataclasses import replace

from papersite.formats.body import body_of, lines_of
from papersite.formats.contract import Format
from papersite.formats.copied import fenced
from papersite.formats.fences import code_mask, find_fences
from papersite.formats.front_matter.block import Block, find_block, read_block
from papersite.formats.front_matter.fields import read_fields
from papersite.formats.front_matter.imports import read_provenance
from papersite.formats.literal import literal_inline
from papersite.formats.opening import title_heading
from papersite.formats.stated_titles import read_stated_title
from papersite.formats.template import Template, read_template
from papersite.identity import fold_title
from papersite.language import detect_language
from papersite.model import Confidence, Note, Parsed, Problem, Severity, Source, TitleSource

_NAME = "front_matter"


def detect(source: Source) -> Confidence:
    """Certain of a closed block with a key in it, likely of one that is never closed."""
    if not source.text[:64].lstrip("\ufeff \t\n").startswith(("---", "+++")):
        return Confidence.NO
    found = find_block(lines_of(source))
    return Confidence.NO if found is None else Confidence.CERTAIN if found[2] else Confidence.LIKELY


def is_imported(source: Source) -> bool:
    """Whether a source is a note that was imported: whatever its text looks like, its fields are all in its block."""
    if not source.text[:64].lstrip("\ufeff \t\n").startswith("---") or "source:" not in source.text:
        return False
    block = read_block(lines_of(source))
    return block is not None and any(each.key == "source" and read_provenance(each.value) for each in block.entries)


def parse(source: Source) -> Parsed:
    """One note: the fields of the block, and the text below it."""
    lines = lines_of(source)
    block = read_block(lines) or Block("yaml", 0, 0)
    written = max((number for number, line in enumerate(lines, start=1) if line.strip()), default=1)
    # The language is known only with the body; until then it is empty unless the front matter names it.
    fields = read_fields(Note(_NAME, source.origin(1, written), lang=""), block.entries, lines)
    note = fields.note
    below = range(block.last + 1, len(lines) + 1)
    fences = find_fences(lines[block.last :])
    code = (*[True] * block.last, *code_mask(lines[block.last :], fences))
    heading = None if note.imported_from else title_heading(lines, below, code)
    repeated = heading.lines if heading and (not note.title or fold_title(note.title) == fold_title(heading.title)) else ()
    if heading and not note.title:
        note = replace(note, title=heading.title, title_source=TitleSource.STATED)
    if not note.imported_from:
        note = _with_template(note, read_template(lines, block.last + 1, len(lines), code))
    shown = [(number, lines[number - 1]) for number in below if number not in repeated]
    if not block.readable:
        shown = [*fenced(lines, block.first, block.last, block.language), (0, ""), *shown]
    # The lines of the block are fields'; so what is listed of them belongs to no line.
    left = [(0, f"- **{literal_inline(key)}:** {literal_inline(text)}") for key, text in fields.left]
    body = body_of(shown)
    words = f"{note.title or ''}\n{note.summary or ''}\n{body.text}"
    if left:
        body = body_of([*zip(body.lines, body.text.split("\n"), strict=False), (0, ""), *left])
    note = replace(
        note,
        body=body,
        lang=note.lang or detect_language(words),
        field_lines=(*(range(block.first, block.last + 1) if block.readable and block.first else ()), *repeated),
    )
    problems = [
        *(Problem("bad-front-matter", each.message, source.origin(each.line)) for each in block.troubles),
        *(Problem(each.kind, each.message, source.origin(each.line)) for each in fields.told),
        *(_unclosed(source, block.last + fence.first) for fence in fences if not fence.closed),
        *_missing(source, note),
    ]
    return Parsed((note,), (), tuple(problems))


FORMAT = Format(_NAME, 4, detect, parse)


def _with_template(note: Note, template: Template | None) -> Note:
    if template is None:
        return note
    stated = read_stated_title(note.title) if note.title else None
    alone = len(note.authors) == 1 and " " not in note.authors[0]
    wrote = template.authors or alone
    return replace(
        note,
        title=stated.title if stated else note.title,
        authors=template.authors if wrote else note.authors,
        writer=note.writer or (", ".join(note.authors) if wrote and note.authors else None),
        tags=note.tags or template.tags,
        ids=note.ids or template.links.ids,
        arxiv_version=note.arxiv_version if note.ids else template.links.arxiv_version,
        urls=note.urls if note.ids or note.urls else template.links.urls,
        venue=note.venue or template.venue or (stated.venue if stated else None),
        year=note.year or template.year or (stated.year if stated else None),
    )


def _unclosed(source: Source, line: int) -> Problem:
    return Problem(
        "unclosed-fence", "the code that begins here is never closed; put a closing fence below it", source.origin(line)
    )


def _missing(source: Source, note: Note) -> list[Problem]:
    wanted = {
        "missing-title": (note.title, "no title: write `title:` in the front matter, or begin the text with `# Title`"),
        "missing-date": (note.date, "no date: write `date: 2024-01-05` in the front matter"),
        "missing-tags": (note.tags, "no tags: write `tags: [one, two]` in the front matter"),
        "empty-note": (note.body.text, "there is no text below the front matter"),
    }
    return [
        Problem(kind, message, source.origin(1), Severity.WARNING if kind == "missing-title" else Severity.INFO)
        for kind, (value, message) in wanted.items()
        if not value and not (kind == "missing-title" and note.imported_from)
    ]
