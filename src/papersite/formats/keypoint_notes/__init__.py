"""Keypoint notes: a page of a notes site (all notes of a tag, say, or of a year), copied as text from the browser.

The site's name, then one record after another: an opener, a line of tags, date and machine-written summary, and a reader's
comment in free text. Titles were lost by copying, and are left for others to derive. Heads are read in `heads`,
comments in `comments`; here a source is cut into records, and records become notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from papersite.formats.body import body_of
from papersite.formats.contract import Format
from papersite.formats.fences import code_mask, find_fences
from papersite.formats.keypoint_notes.comments import read_comment
from papersite.formats.keypoint_notes.heads import Head, TagLine, find_heads, opener_words, trimmed
from papersite.language import detect_language
from papersite.model import Confidence, Dropped, Kind, Note, Parsed, Problem, Severity, Source
from papersite.regex import lazy_regex

_NAME = "keypoint_notes"
_ARTICLE = "article"
_WHOLE_OPENER = "Blog"  # no piece of a broken opener has this word and leaves it to another
_FRONT_MATTER = "---\n"
_LONGEST_CHROME = 40  # characters of a line above the records that is the site's
_MOST_CHROME = 5  # lines
# What begins a list entry, a quotation, a heading or a link, or stands for lost media, is a reader's; so is what ends as a
# clause does.
_WRITTEN_BY_A_READER = lazy_regex(r"[-*+・•>#\[]|\d+[.)]|[Ii]mage$|Loading|.*(?:https?://|[。、])|.*[.!?！？:：…]$")


def detect(source: Source) -> Confidence:
    """Certain of a whole head or of two lone tag lines, outside of code; front matter shows that a reader wrote the file."""
    if source.text.startswith(_FRONT_MATTER) or not ("Link" in source.text or "Issue" in source.text):
        return Confidence.NO
    lines = source.lines
    heads = find_heads(lines)
    if heads:
        code = code_mask(lines, [fence for fence in find_fences(lines) if fence.closed])
        heads = tuple(head for head in heads if not code[head.first - 1])
    if any(head.sure for head in heads) or sum(head.tag_line is not None for head in heads) > 1:
        return Confidence.CERTAIN
    return Confidence.LIKELY if heads else Confidence.NO


def parse(source: Source) -> Parsed:
    """One note for each record, in the order of the page; text above the first record is chrome or a note of its own."""
    above, records = _cut(source.lines)
    chrome, stray = _parted(above) if records else ((), above)
    names = frozenset(drop.text for drop in chrome)
    made = [_stray_note(source, stray)] if stray else []
    made += (_read_record(source, record, names) for record in records)
    dropped = [*chrome, *(drop for each in made for drop in each.dropped)]
    return Parsed(
        notes=tuple(each.note for each in made if each.note),
        dropped=tuple(sorted(dropped, key=lambda drop: drop.line)),
        problems=tuple(problem for each in made for problem in each.problems),
    )


FORMAT = Format(name=_NAME, version=1, detect=detect, parse=parse)


_Numbered = tuple[tuple[int, str], ...]  # lines with their numbers


@dataclass(frozen=True, slots=True)
class _Record:
    """A record: its head, the lines of that, and those of its comment. `repeats` tells that the next has the same head."""

    head: Head
    lines: _Numbered
    comment: _Numbered
    repeats: bool

    @property
    def openers(self) -> tuple[Dropped, ...]:
        openers = frozenset(self.head.openers)
        return tuple(Dropped(number, opener_words(text), "record-opener") for number, text in self.lines if number in openers)


@dataclass(frozen=True, slots=True)
class _Made:
    """What became of a record or of stray text."""

    note: Note | None
    dropped: tuple[Dropped, ...] = ()
    problems: tuple[Problem, ...] = ()


def _cut(lines: Sequence[str]) -> tuple[_Numbered, list[_Record]]:
    """The lines above the first head, and the records. Text glued to a head goes to the comment that it ends or begins."""
    heads = find_heads(lines)
    above, *texts = _between(lines, heads)
    records: list[_Record] = []
    for index, (head, text) in enumerate(zip(heads, texts, strict=True), start=1):
        comment = (*_glued(head), *text)
        repeats = index < len(heads) and head.tag_line == heads[index].tag_line and not _is_written(comment)
        own = tuple((number, lines[number - 1]) for number in range(head.first, head.after))
        records.append(_Record(head, own, comment, repeats and head.tag_line is not None))
    return (above if _is_written(above) else ()), records


def _between(lines: Sequence[str], heads: Sequence[Head]) -> Iterator[_Numbered]:
    """What stands above the first head, and below each."""
    start = 1
    for head in heads:
        text = tuple((number, lines[number - 1]) for number in range(start, head.first))
        yield (*text, (head.first, head.before)) if head.before else text
        start = head.after
    yield tuple((number, lines[number - 1]) for number in range(start, len(lines) + 1))


def _glued(head: Head) -> Iterator[tuple[int, str]]:
    """The comment's beginning, where that was glued to a part of the head: a paragraph for each part."""
    if head.glued:
        yield from ((head.first, head.glued), (0, ""))
    if head.tag_line and head.tag_line.rest:
        yield from ((head.fields[-1], head.tag_line.rest), (0, ""))


def _is_written(lines: _Numbered) -> bool:
    return any(text.strip() for _, text in lines)


def _parted(above: _Numbered) -> tuple[tuple[Dropped, ...], _Numbered]:
    """What stands above the first head: the site's own few short lines, and any other text, which is a reader's.

    Prose among them shows that the first record lost its head; then only the topmost line can be the site's.
    """
    written = [(number, trimmed(text)) for number, text in above if text.strip()]
    chrome = list(takewhile(lambda line: _is_chrome(line[1]), written))
    if len(chrome) < len(written) or len(chrome) > _MOST_CHROME:
        chrome = chrome[:1]
    last = chrome[-1][0] if chrome else 0
    stray = tuple(line for line in above if line[0] > last)
    return tuple(Dropped(number, text, "page-header") for number, text in chrome), stray if _is_written(stray) else ()


def _is_chrome(text: str) -> bool:
    return len(text) <= _LONGEST_CHROME and not _WRITTEN_BY_A_READER.match(text)


def _stray_note(source: Source, text: _Numbered) -> _Made:
    """The note that text without a head becomes."""
    note, dropped, problems = _note(source, text)
    found = "text above the first record: expected an opener and a tag line before it. Put them there, for a date and tags"
    return _Made(note, dropped, (Problem("stray-text", found, note.origin), *problems))


def _read_record(source: Source, record: _Record, names: frozenset[str]) -> _Made:
    """What becomes of a record: a note, unless nothing but an opener is left of it, or it stands there twice."""
    head = record.head
    openers = record.openers
    origin = source.origin(head.first, head.after - 1)
    if record.repeats:
        again = tuple(Dropped(number, text, "repeated-head") for number, text in record.lines if number in head.fields)
        found = "this head stands again below, with no comment between: expected it once. Delete one of them"
        return _Made(None, openers + again, (Problem("malformed-record", found, origin, Severity.INFO),))
    if head.tag_line is None and not _is_written(record.comment):
        found = "an opener with neither a tag line nor a comment: nothing to publish. Put them back, or delete the opener"
        return _Made(None, openers, (Problem("empty-note", found, origin, Severity.INFO),))
    comment, footer = _without_chrome(record.comment, names)
    note, dropped, problems = _note(source, comment, head)
    return _Made(note, openers + footer + dropped, (*_head_problems(source, record, note), *problems))


def _without_chrome(comment: _Numbered, names: frozenset[str]) -> tuple[_Numbered, tuple[Dropped, ...]]:
    """A comment without the site's name below it, which stands there where two pages were pasted into one file."""
    kept = list(comment)
    while kept and not kept[-1][1].strip():
        kept.pop()
    if not kept or trimmed(kept[-1][1]) not in names or (len(kept) > 1 and kept[-2][1].strip()):
        return comment, ()
    number, text = kept.pop()
    return tuple(kept), (Dropped(number, text, "page-header"),)


def _note(source: Source, text: _Numbered, head: Head | None = None) -> tuple[Note, tuple[Dropped, ...], tuple[Problem, ...]]:
    """The note of a record or, without a head, of stray text."""
    line = (head and head.tag_line) or TagLine()
    comment = read_comment(text)
    body = body_of(comment.lines)
    fields = head.fields if head else ()
    opening = (*head.openers, *fields) if head else ()
    lines = sorted({*body.lines, *opening} - {0})
    note = Note(
        format=_NAME,
        origin=source.origin(lines[0], lines[-1]),
        body=body,
        date=line.date,
        tags=line.tags,
        ids=comment.links.ids,
        arxiv_version=comment.links.arxiv_version,
        urls=comment.links.urls,
        lang=detect_language(f"{line.summary or ''}\n{body.text}"),
        kind=Kind.ARTICLE if any(tag.casefold() == _ARTICLE for tag in line.tags) else Kind.PAPER,
        summary=line.summary,
        machine_written=("summary",) if line.summary else (),
        field_lines=fields,
    )
    marks = tuple(Dropped(number, mark, "joined-list-mark") for number, mark in comment.joined)
    unclosed = "a code fence that nothing closes: what follows in this note may show as code. Close it with the same fence"
    return note, marks, tuple(Problem("unclosed-fence", unclosed, source.origin(number)) for number in comment.unclosed)


def _head_problems(source: Source, record: _Record, note: Note) -> Iterator[Problem]:
    """What is missing or damaged in a head, and that there is nothing below it."""
    head = record.head
    line = head.tag_line or TagLine()
    at = source.origin(head.fields[0] if head.tag_line else head.first)
    if not line.tags:
        yield Problem("missing-tags", "a record without tags: expected `#Tag #Tag …` below its opener. Write them there", at)
    if line.bad_date:
        yield Problem("bad-date", f"`{line.bad_date}` is no date: expected `Issue Date: YYYY-MM-DD`. Correct it", at)
    elif not line.date:
        yield Problem("missing-date", "a record without date: expected `Issue Date: YYYY-MM-DD` behind its tags. Add it", at)
    if line.rest or head.glued:
        found = "text in the head that is neither tag, date nor summary: put before the comment. Give it a line of its own"
        yield Problem("malformed-record", found, at)
    if not (note.body.text or line.summary):
        yield Problem("empty-note", "a record with neither summary nor comment: expected either. Write one, or delete it", at)
    if sum(_WHOLE_OPENER in opener.text for opener in record.openers) > 1:
        found = "openers in a row, with nothing between to tell two records: taken as one. Delete what is too many"
        yield Problem("empty-note", found, at, Severity.INFO)
