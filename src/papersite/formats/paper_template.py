"""Paper templates: Markdown in which one or more papers are summed up by the questions of a template (see `template`).

The heading above a template is its paper's title. Where the first question comes again, another paper begins, at the nearest
heading above that belongs to no template. The body is Markdown and stays as it is, but for the title and the sentence that sums
the paper up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from papersite.formats.body import body_of, lines_of
from papersite.formats.contract import Format
from papersite.formats.fences import code_mask
from papersite.formats.front_matter.block import find_block
from papersite.formats.opening import join_links, links_of, read_title
from papersite.formats.stated_titles import read_stated_title
from papersite.formats.template import Section, find_sections, is_template, links_above, read_template
from papersite.language import detect_language
from papersite.model import Confidence, Note, Parsed, Problem, Source, TitleSource
from papersite.regex import lazy_regex

_NAME = "paper_template"
_ATX = lazy_regex(r" {0,3}(?P<level>#{1,6})[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
# `# [arxiv](https://…) Title`: a title behind the address of its paper.
_BEHIND_LINK = lazy_regex(
    r"\[\\?\[?(?:arxiv|pdf|paper|link|論文|リンク)\\?\]?\]\((?P<url>https?://[^\s()]+)\)[ :：]*(?P<title>.+)$", re.IGNORECASE
)
_LONGEST_TITLE = 200


def detect(source: Source) -> Confidence:
    """Certain of a template in headings of Markdown without front matter, likely of any other: other pages may hold one."""
    lines = lines_of(source)
    if find_block(lines):
        return Confidence.NO
    sections = find_sections(lines, 1, len(lines), code_mask(lines))
    if not is_template(sections):
        return Confidence.NO
    return Confidence.CERTAIN if is_template([each for each in sections if each.level]) else Confidence.LIKELY


def parse(source: Source) -> Parsed:
    """A note for each paper."""
    lines = lines_of(source)
    code = code_mask(lines)
    sections = find_sections(lines, 1, len(lines), code)
    starts = _starts(lines, code, sections)
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    notes = [_note(source, lines, code, first, last) for first, last in zip(starts, ends, strict=True)]
    problems = [
        Problem("missing-title", "no title: write it as a heading above the template", note.origin)
        for note in notes
        if not note.title
    ]
    return Parsed(tuple(notes), (), tuple(problems))


FORMAT = Format(_NAME, 1, detect, parse)


def _starts(lines: Sequence[str], code: Sequence[bool], sections: Sequence[Section]) -> list[int]:
    """The first lines of the papers. The first has all that stands above its template."""
    own = [each for each in sections if each.own]
    first = next((each for each in own if any(e.name == each.name and e is not each for e in own)), None)
    starts = [1]
    if first is None:
        return starts
    named = {each.line for each in sections}
    before = 0
    for again in (each for each in sections if each.name == first.name):
        top = _title_above(lines, code, named, before, again)
        if before and top:
            starts.append(top)
        elif not before and top and not any(lines[n - 1].strip() for n in range(1, top)):
            starts = [top]
        before = again.line
    return starts


def _title_above(lines: Sequence[str], code: Sequence[bool], named: set[int], before: int, question: Section) -> int:
    """The line of the heading above a template and below the one before it; 0 if there is none."""
    for number in range(question.line - 1, before, -1):
        heading = _ATX.match(lines[number - 1])
        if (
            heading
            and not code[number - 1]
            and number not in named
            and (not question.level or len(heading["level"]) < question.level)
        ):
            return number
    return 0


def _note(source: Source, lines: Sequence[str], code: Sequence[bool], first: int, last: int) -> Note:
    template = read_template(lines, first, last, code)
    written = [number for number in range(first, last + 1) if lines[number - 1].strip()] or [first]
    title_line, stated, url = _title(lines, code, written, {each.line for each in template.sections} if template else set())
    known = read_stated_title((template.title if template else None) or stated or "")
    above = template.sections[0].line if template else first
    near = [links for n in range(title_line or first, above) if n != title_line and (links := links_above(lines[n - 1]))]
    links = join_links([links_of([url] if url else []), *([template.links] if template else []), *near])
    one_line = template.one_line if template else None
    said_below = bool(template and template.title)
    fields = {*([title_line] if title_line and not said_below else []), *(one_line[1] if one_line else ())}
    body = body_of((number, lines[number - 1]) for number in range(first, last + 1) if number not in fields)
    title = known.title if known else None
    return Note(
        format=_NAME,
        origin=source.origin(written[0], written[-1]),
        body=body,
        title=title,
        title_source=TitleSource.STATED if title else None,
        authors=(template.authors if template else ()) or (known.authors if known else ()),
        tags=template.tags if template else (),
        ids=links.ids,
        arxiv_version=links.arxiv_version,
        urls=links.urls,
        venue=(template.venue if template else None) or (known.venue if known else None),
        year=(template.year if template else None) or (known.year if known else None),
        lang=detect_language(f"{title or ''}\n{one_line[0] if one_line else ''}\n{body.text}"),
        summary=one_line[0] if one_line else None,
        field_lines=tuple(sorted(fields)),
    )


def _title(
    lines: Sequence[str], code: Sequence[bool], written: Sequence[int], named: set[int]
) -> tuple[int, str | None, str | None]:
    """The line of a paper's title, the title and its address: the first heading above the template, or the first line alone."""
    for number in written:
        if number in named:
            break
        heading = _ATX.match(lines[number - 1])
        if heading and not code[number - 1]:
            behind = _BEHIND_LINK.match(heading["text"])
            title, url = read_title(behind["title"] if behind else heading["text"])
            return (number, title, behind["url"] if behind else url) if title else (0, None, None)
    number = written[0]
    line = lines[number - 1].strip()
    alone = (
        number not in named
        and not code[number - 1]
        and (number + 1 > len(lines) or not lines[number].strip() or number + 1 in named)
    )
    if alone and len(line) <= _LONGEST_TITLE and not re.match(r"[>|`~<!{-]|https?://", line) and not line.endswith("。"):
        title, url = read_title(line)
        return (number, title, url) if title else (0, None, None)
    return 0, None, None
