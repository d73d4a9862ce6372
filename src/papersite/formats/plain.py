"""Plain: Markdown or text without front matter that no other format knows; the last resort, so that nothing is left out.

A heading or a line that stands alone at the top is the title; links alone below it say which paper it is. All the rest is
body, as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from papersite.formats.body import body_of, lines_of
from papersite.formats.contract import Format
from papersite.formats.fences import code_mask, find_fences
from papersite.formats.links import LinkLine
from papersite.formats.opening import NEAR_THE_TOP, TitleHeading, join_links, links_of, own_links, read_title, title_heading
from papersite.language import detect_language
from papersite.model import Confidence, Note, Parsed, Problem, Severity, Source, TitleSource
from papersite.regex import lazy_regex
from papersite.sources import DUMP_SUFFIXES, PROSE_SUFFIXES

_NAME = "plain"
_LONGEST_TITLE = 200  # characters
_NO_TITLE = lazy_regex(r"\s|[>|`~=<!\[{(※・•◦■●@＠]|[-*+]\s|\d+[.)]\s|#|https?://")
_SENTENCE = lazy_regex(r"[。．.:：、,;；!！]$")
_MARKDOWN_SUFFIXES = (".md", ".markdown")


def detect(source: Source) -> Confidence:
    """Possible, whatever it is; but a file whose name says that it is no prose may hold no notes at all."""
    suffix = source.path.suffix.casefold()
    return Confidence.NO if suffix in DUMP_SUFFIXES and suffix not in PROSE_SUFFIXES else Confidence.POSSIBLE


def parse(source: Source) -> Parsed:
    """One note, or none if nothing is written."""
    lines = lines_of(source)
    written = [number for number, line in enumerate(lines, start=1) if line.strip()]
    if not written:
        return Parsed(problems=(Problem("empty-note", "nothing is written here", source.origin(1), Severity.INFO),))
    fences = find_fences(lines)
    code = code_mask(lines, fences)
    title = title_heading(lines, range(1, len(lines) + 1), code) or _title_line(lines, written, code)
    links, link_lines = _links(lines, written, code, title)
    fields = {*(title.lines if title else ()), *link_lines}
    body = body_of((number, line) for number, line in enumerate(lines, start=1) if number not in fields)
    note = Note(
        format=_NAME,
        origin=source.origin(written[0], written[-1]),
        body=body,
        title=title.title if title else None,
        title_source=TitleSource.STATED if title else None,
        ids=links.ids,
        arxiv_version=links.arxiv_version,
        urls=links.urls,
        lang=detect_language(f"{title.title if title else ''}\n{body.text}"),
        field_lines=tuple(sorted(fields)),
    )
    problems = [_unknown(source, title)]
    problems += [
        Problem(
            "unclosed-fence", "the code that begins here is never closed; put a closing fence below it", source.origin(f.first)
        )
        for f in fences
        if not f.closed
    ]
    if title is None:
        message = "no title: begin the text with `# Title`"
        problems.append(Problem("missing-title", message, source.origin(written[0])))
    return Parsed((note,), (), tuple(problems))


FORMAT = Format(_NAME, 2, detect, parse)


def _title_line(lines: Sequence[str], written: Sequence[int], code: Sequence[bool]) -> TitleHeading | None:
    """The first line as a title: short, no sentence, no markup, and apart from the text below (links may follow at once)."""
    first = written[0]
    line = lines[first - 1]
    if code[first - 1] or _NO_TITLE.match(line) or len(line) > _LONGEST_TITLE or _SENTENCE.search(line.rstrip()):
        return None
    below = lines[first] if first < len(lines) else ""
    if below.strip() and own_links(below) is None:
        return None
    title, url = read_title(line)
    return TitleHeading(title, (first,), url) if title else None


def _links(
    lines: Sequence[str], written: Sequence[int], code: Sequence[bool], title: TitleHeading | None
) -> tuple[LinkLine, tuple[int, ...]]:
    """The links of the paper itself, and the lines that are nothing else: right below the title, or labelled near the top."""
    found = [links_of([title.url] if title and title.url else [])]
    consumed: list[int] = []
    start = title.lines[-1] if title else 0
    near = [number for number in written if number > start][:NEAR_THE_TOP]
    right_below = title is not None
    for number in near:
        links = own_links(lines[number - 1], labelled=not right_below) if not code[number - 1] else None
        if links is None:
            right_below = False
            continue
        found.append(links)
        if right_below and not lines[number - 1].lstrip().startswith(("-", "*", "+", "•", "・")):
            consumed.append(number)
    return join_links(found), tuple(consumed)


def _unknown(source: Source, title: TitleHeading | None) -> Problem:
    """That no format knows this text: no more than a fact if it is Markdown with a title, as people write it."""
    is_markdown = PurePosixPath(source.path).suffix.casefold() in _MARKDOWN_SUFFIXES and title is not None
    message = "no format knows this text; it was read as Markdown. Front matter can say what it is about"
    return Problem("unknown-format", message, source.origin(1), Severity.INFO if is_markdown else Severity.WARNING)
