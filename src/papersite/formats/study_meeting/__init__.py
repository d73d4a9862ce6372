"""Study meetings: a dated page exported from Notion and copied as text, on which several people present papers and articles.

    2025-06-10 論文輪講会            the meeting: date and name
    今週のTOPIC                      a section, with ※ notes to those who write the page
    @Presenter                       who presents the topics that follow
    [論文] Title                     a topic: one note, down to the next topic, presenter, section or meeting
      • …                            its text

`page` cuts a page into topics; here each becomes a note, its text by way of `copied`. An address below the title, or
behind a label near the top, and a property table say which paper it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from papersite.formats.body import body_of, lines_of
from papersite.formats.contract import Format
from papersite.formats.copied import Line, bare_headings, item_text, to_markdown
from papersite.formats.fences import Fence, code_mask, find_fences
from papersite.formats.links import LinkLine
from papersite.formats.opening import NEAR_THE_TOP, join_links, links_of, own_links
from papersite.formats.property_table import PropertyTable, read_property_table
from papersite.formats.study_meeting.bare_code import find_bare_code
from papersite.formats.study_meeting.marks import read_meeting_line, read_presenter, read_section, read_topic_line
from papersite.formats.study_meeting.page import Page, Topic, read_page
from papersite.identity import find_ids
from papersite.language import detect_language
from papersite.model import Confidence, Dropped, Kind, Note, Parsed, Problem, Severity, Source, TitleSource
from papersite.regex import lazy_regex

_NAME = "study_meeting"
_MARK = lazy_regex(r"^(?:[@＠]|#{0,6} ?[\[［【]).*$", re.MULTILINE)
_BULLET = lazy_regex(r"^[ \t\xa0]*[•◦▪‣]", re.MULTILINE)
_FENCE = lazy_regex(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_SHORTEST_CAPTION = 4  # characters


def detect(source: Source) -> Confidence:
    """Certain of a meeting's line with a presenter, topic or section below, or of a presenter right above a tagged topic."""
    lines = lines_of(source)
    top = next((line for line in lines if line.strip()), "")
    meets = read_meeting_line(top) is not None
    marks = [match[0] for match in _MARK.finditer(source.text)]
    presenters = sum(read_presenter(mark) is not None for mark in marks)
    tagged = sum(read_topic_line(mark) is not None for mark in marks)
    pairs = any(read_presenter(one) and read_topic_line(other) for one, other in pairwise(marks))
    if meets and (presenters or tagged or any(read_section(line) is not None for line in lines[:20])):
        return Confidence.CERTAIN
    if pairs and _adjacent(lines):
        return Confidence.CERTAIN
    if (presenters and tagged) or ((meets or tagged > 1 or presenters > 1) and _BULLET.search(source.text)):
        return Confidence.LIKELY
    return Confidence.NO


def _adjacent(lines: Sequence[str]) -> bool:
    """Whether somewhere a presenter's next written line is a tagged topic."""
    written = [line for line in lines if line.strip()]
    return any(
        one.startswith(("@", "＠")) and read_presenter(one) and read_topic_line(other) for one, other in pairwise(written)
    )


def parse(source: Source) -> Parsed:
    """One note for each topic, in the order of the page."""
    lines = lines_of(source)
    fences = _fences(source)
    bare = dict(find_bare_code(lines, code_mask(lines, fences)))
    code = [*code_mask(lines, fences)]
    for first, last in bare.items():
        code[first - 1 : last] = [True] * (last - first + 1)
    page = read_page(lines, code)
    by_line = {fence.first: fence for fence in fences}
    made = [_Topic(source, lines, topic, by_line, bare, code).read() for topic in page.topics]
    dropped = [Dropped(number, lines[number - 1], rule) for number, rule in page.dropped]
    dropped += [drop for each in made for drop in each.dropped]
    problems = [*_page_problems(source, page, fences), *(problem for each in made for problem in each.problems)]
    if not made:
        problems.append(_told(source, "empty-note", "this page has no topics", 1, Severity.WARNING))
    return Parsed(
        tuple(each.note for each in made),
        tuple(sorted(dropped, key=lambda drop: drop.line)),
        tuple(sorted(problems, key=lambda problem: problem.origin.first_line if problem.origin else 0)),
    )


FORMAT = Format(_NAME, 1, detect, parse)


def _fences(source: Source) -> tuple[Fence, ...]:
    """The code fences of a page; what begins a topic ends a fence that was never closed."""
    if not _FENCE.search(source.text):
        return ()
    lines = lines_of(source)
    apart = [n for n, line in enumerate(lines, start=1) if line[:1] in "@＠[［【" and (n == 1 or not lines[n - 2].strip())]
    presenters = [n for n in apart if read_presenter(lines[n - 1])]
    return find_fences(lines, sections=presenters, ends=[n for n in apart if read_topic_line(lines[n - 1])])


def _page_problems(source: Source, page: Page, fences: Iterable[Fence]) -> list[Problem]:
    told = [
        _told(source, "empty-note", f'"{idle.name}" presents nothing here; a topic may have been lost', idle.number)
        for idle in page.idle
    ]
    for meeting in page.meetings:
        if meeting.line.date is None:
            message = "this meeting's date is no day of the calendar; its notes have none. Write it as 2025-11-18"
            told.append(_told(source, "bad-date", message, meeting.lines[0], Severity.WARNING))
    if page.topics and not page.meetings:
        message = (
            "no line says when this meeting was; its notes have no date. Put one at the top, such as 2025-11-18 and a name"
        )
        told.append(_told(source, "missing-date", message, 1, Severity.WARNING))
    for fence in fences:
        if not fence.closed:
            message = f"the code that begins here is never closed; it was ended on line {fence.last}"
            told.append(_told(source, "unclosed-fence", message, fence.first, Severity.WARNING))
    return told


def _told(source: Source, kind: str, message: str, number: int, severity: Severity = Severity.INFO) -> Problem:
    return Problem(kind, message, source.origin(number), severity)


@dataclass(frozen=True, slots=True)
class _Made:
    note: Note
    dropped: tuple[Dropped, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Topic:
    """A topic on the way to its note."""

    source: Source
    lines: Sequence[str]  # of the source, split once
    topic: Topic
    fences: Mapping[int, Fence]
    bare_code: Mapping[int, int]  # first and last lines
    code: Sequence[bool]  # which lines of the page are either

    def read(self) -> _Made:
        topic, lines = self.topic, self.lines
        text = [*topic.stray, *topic.text]
        written = [number for number in topic.text if lines[number - 1].strip()]
        link_lines = self._link_lines(written)
        below = [number for number in written if number not in link_lines]
        stated = topic.line.title if topic.line else None
        table = read_property_table(lines, below[0], stated) if below else None
        links = self._links(link_lines, below, table)
        rows = {row.number for row in table.rows} if table else set()
        captions = self._repeated_captions([number for number in text if number not in rows])
        left_out = {*link_lines.keys(), *captions}
        body = body_of(self._markdown([number for number in text if number not in left_out], table))
        kind = self._kind(links, table, below)
        title = (table.title if table and table.title else stated) or None
        meeting = topic.meeting
        note = Note(
            format=_NAME,
            origin=self.source.origin(topic.first, max([topic.first, *topic.title_lines, *written])),
            body=body,
            title=title,
            title_source=TitleSource.STATED if title else None,
            authors=table.authors if table else (),
            date=meeting.line.date if meeting else None,
            ids=links.ids if kind is Kind.PAPER else (),
            arxiv_version=links.arxiv_version if kind is Kind.PAPER else None,
            urls=links.urls,
            venue=table.venue if table else None,
            year=table.year if table else None,
            lang=detect_language(f"{title or ''}\n{body.text}"),
            writer=topic.presenter.name if topic.presenter else None,
            kind=kind,
            field_lines=self._field_lines(link_lines),
        )
        return _Made(note, tuple(Dropped(n, lines[n - 1], "repeated-caption") for n in captions), self._problems(note))

    def _link_lines(self, written: Sequence[int]) -> dict[int, LinkLine]:
        """The links that stand right below the title, each on a line of its own."""
        found: dict[int, LinkLine] = {}
        for number in written:
            line = self.lines[number - 1]
            links = own_links(line) if item_text(line) is None and not self.code[number - 1] else None
            if links is None:
                break
            found[number] = links
        return found

    def _links(self, link_lines: dict[int, LinkLine], below: Sequence[int], table: PropertyTable | None) -> LinkLine:
        """All links of the paper itself: behind its title, below it, in its table, or behind a label near the top."""
        title_url = self.topic.line.url if self.topic.line else None
        labelled = (own_links(self.lines[number - 1], labelled=True) for number in below[:NEAR_THE_TOP])
        near = [] if table else [links for links in labelled if links]
        return join_links(
            [links_of([title_url] if title_url else []), *link_lines.values(), *([table.links] if table else near)]
        )

    def _kind(self, links: LinkLine, table: PropertyTable | None, below: Sequence[int]) -> Kind:
        """What the tag says; without one a paper if it links one near the top, and an article otherwise."""
        if self.topic.line and self.topic.line.kind:
            return self.topic.line.kind
        if links.ids or (table and table.links_paper):
            return Kind.PAPER
        near = "\n".join(self.lines[number - 1] for number in below[:NEAR_THE_TOP])
        return Kind.PAPER if next(find_ids(near), None) else Kind.ARTICLE

    def _repeated_captions(self, text: Sequence[int]) -> list[int]:
        """Lines that say again what the line above says: Notion copies a picture as its description and its caption."""
        lines = self.lines
        return [
            number
            for above, number in pairwise(text)
            if number == above + 1
            and lines[number - 1] == lines[above - 1]
            and len(lines[number - 1].strip()) >= _SHORTEST_CAPTION
            and not lines[number - 1][0].isspace()
            and not lines[number - 1].rstrip().endswith("。")
            and item_text(lines[number - 1]) is None
            and not self.code[number - 1]
        ]

    def _markdown(self, numbers: list[int], table: PropertyTable | None) -> list[Line]:
        lines = self.lines
        if table is None:
            own = [number for number in numbers if number >= self.topic.first]
            return to_markdown(lines, numbers, bare_headings(lines, own, self.code), self.fences, self.bare_code)
        first, last = table.rows[0].number, table.rows[-1].number
        above = [number for number in numbers if number < first]
        below = [number for number in numbers if number > last]
        shown = [*to_markdown(lines, above), (0, ""), *table.as_markdown(), (0, "")]
        return [*shown, *to_markdown(lines, below, bare_headings(lines, below, self.code), self.fences, self.bare_code)]

    def _field_lines(self, link_lines: Iterable[int]) -> tuple[int, ...]:
        topic = self.topic
        meeting = topic.meeting.lines if topic.meeting else ()
        presenter = (topic.presenter.number,) if topic.presenter else ()
        return tuple(sorted({*meeting, *presenter, *topic.title_lines, *link_lines}))

    def _problems(self, note: Note) -> tuple[Problem, ...]:
        told: list[Problem] = []
        if note.title is None:
            message = "this topic has no title; put one on the line before its text"
            told.append(_told(self.source, "missing-title", message, note.origin.first_line, Severity.WARNING))
        if not note.body.text:
            told.append(_told(self.source, "empty-note", "this topic has a title and no text", note.origin.first_line))
        if any(self.lines[number - 1].strip() for number in self.topic.stray):
            first = next(number for number in self.topic.stray if self.lines[number - 1].strip())
            message = "this text stands before any topic; it was put before the text of the first one"
            told.append(_told(self.source, "stray-text", message, first, Severity.WARNING))
        return tuple(told)
