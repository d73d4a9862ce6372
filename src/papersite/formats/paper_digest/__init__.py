"""Digests of papers: many papers in one Markdown file, each answered section by section by a language model.

    # Title
    [View Paper](http://arxiv.org/abs/1706.03762v7)
    ## 1. What could earlier work not do
    …
    ## 8. The paper as a tweet
    … #LLM #ML
    ---

Here a paper's lines become a note: its title, address and stated fields, its sections as Markdown with their levels, and the
tweet as summary and tags. Where a paper begins is said in `openings`. What damage left without a place stays in the
body. Dropped are separators (`separator`) and what a model says before it answers (`llm-preamble`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from papersite.formats.body import body_of, lines_of
from papersite.formats.contract import Format
from papersite.formats.fences import mended
from papersite.formats.front_matter.block import find_block
from papersite.formats.paper_digest.head import SEPARATOR, Head, read_head
from papersite.formats.paper_digest.openings import Opening, find_openings
from papersite.formats.paper_digest.outline import Outline, read_outline
from papersite.formats.paper_digest.tweet import Tweet, read_tweet
from papersite.language import detect_language
from papersite.model import Body, Confidence, Dropped, Note, Parsed, Problem, Severity, Source, TitleSource

NAME = "paper_digest"


@dataclass(frozen=True, slots=True)
class _Paper:
    """One paper of a digest: its lines (both ends included), and what its head and its tweet state."""

    first: int
    last: int
    head: Head
    tweet: Tweet


def detect(source: Source) -> Confidence:
    """How sure it is that a source is a digest: by titles with addresses, numbered sections, and tweets."""
    lines = lines_of(source)
    if "#" not in source.text or find_block(lines) is not None:
        return Confidence.NO
    outline = read_outline(lines)
    answered = [(paper, _sections(outline, paper)) for paper in _papers(outline)]
    sure = [paper for paper, (sections, numbered) in answered if (paper.head.link.ids and sections) or numbered >= 3]
    if len(sure) >= 2 or any(paper.head.link.ids and numbered >= 2 and paper.tweet.tags for paper, (_, numbered) in answered):
        return Confidence.CERTAIN
    if any(numbered >= 2 and (paper.head.link.ids or paper.tweet.tags) for paper, (_, numbered) in answered):
        return Confidence.LIKELY
    return Confidence.POSSIBLE if any(paper.head.title and paper.head.link.ids for paper in sure) else Confidence.NO


def parse(source: Source) -> Parsed:
    """The papers of a digest, one note each. Never raises; every line goes to a note or is dropped by a rule."""
    outline = read_outline(lines_of(source))
    papers = _papers(outline)
    notes = [(paper, note) for paper in papers if (note := _note(source, outline, paper))]
    dropped = sorted(pair for paper in papers for pair in _dropped(outline, paper).items())
    problems = [problem for paper, note in notes for problem in _problems(source, outline, paper, note)]
    return Parsed(
        notes=tuple(note for _, note in notes),
        dropped=tuple(Dropped(number, outline.line(number), rule) for number, rule in dropped),
        problems=tuple(problems),
    )


FORMAT = Format(NAME, 1, detect, parse)


def _papers(outline: Outline) -> list[_Paper]:
    openings = find_openings(outline)
    lasts = [*(opening.first - 1 for opening in openings[1:]), len(outline.lines)]
    return [_paper(outline, opening, last) for opening, last in zip(openings, lasts, strict=True)]


def _paper(outline: Outline, opening: Opening, last: int) -> _Paper:
    top = opening.first if opening.title is None else opening.title.last + 1
    return _Paper(opening.first, last, read_head(outline, opening, last), read_tweet(outline, top, last))


def _sections(outline: Outline, paper: _Paper) -> tuple[int, int]:
    """How many sections a paper has at its first level of them, and how many go on with the numbering."""
    headings = [heading for heading in outline.headings_between(paper.first, paper.last) if heading.level > 1]
    level = min((heading.level for heading in headings), default=0)
    sections = [heading.number for heading in headings if heading.level == level]
    numbers = [number for number in sections if number is not None]
    return len(sections), sum(after > before for before, after in pairwise([0, *numbers]))


def _dropped(outline: Outline, paper: _Paper) -> dict[int, str]:
    """The lines of a paper that are dropped, with the rule: those of its head, and the separators at its end."""
    dropped = dict(paper.head.dropped)
    for number in reversed(outline.written_between(paper.first, paper.last)):
        if not outline.separates(number):
            break
        dropped[number] = SEPARATOR
    return dropped


def _body(outline: Outline, paper: _Paper) -> Body:
    elsewhere = {*paper.head.field_lines, *_dropped(outline, paper)}
    fences = {fence.first: fence for fence in outline.fences_between(paper.first, paper.last)}
    lines: list[tuple[int, str]] = []
    number = paper.first
    while number <= paper.last:
        fence = fences.get(number)
        if fence is not None:
            lines += mended(outline.lines, fence)
        elif number not in elsewhere:
            lines.append((number, outline.line(number)))
        number = fence.last + 1 if fence is not None else number + 1
    return body_of(lines)


def _note(source: Source, outline: Outline, paper: _Paper) -> Note | None:
    """The note that a paper's lines make; none if all of them are dropped."""
    head, tweet, body = paper.head, paper.tweet, _body(outline, paper)
    lines = [number for number in (*head.field_lines, *body.lines) if number]
    if not lines:
        return None
    return Note(
        format=NAME,
        origin=source.origin(min(lines), max(lines)),
        body=body,
        title=head.title,
        title_source=TitleSource.STATED if head.title else None,
        authors=head.authors,
        date=head.date,
        tags=tweet.tags,
        ids=head.link.ids,
        arxiv_version=head.link.arxiv_version,
        urls=head.link.urls,
        lang=detect_language("\n".join((head.title or "", tweet.summary or "", body.text))),
        summary=tweet.summary,
        machine_written=("body", "summary") if tweet.summary else ("body",),
        field_lines=head.field_lines,
    )


def _problems(source: Source, outline: Outline, paper: _Paper, note: Note) -> Iterator[Problem]:
    """What is missing or damaged in a paper, each with the line where it shows."""
    head, top = paper.head, source.origin(note.origin.first_line)
    name = f"“{head.title}”" if head.title else "a paper without a title"
    if head.stray:
        yield Problem(
            "stray-text",
            f"Text stands between a separator and the title of {name}; it was kept at the top of its body."
            " Move it where it belongs, or remove it.",
            source.origin(head.stray[0], head.stray[-1]),
        )
    if head.title is None:
        yield Problem(
            "missing-title", "A paper begins here without a title: expected a line `# Title` above its sections. Add it.", top
        )
    if not head.link.urls and not head.link.ids:
        yield Problem(
            "missing-link", f"No address for {name}: expected a line like `[View Paper](…)` below the title. Add it.", top
        )
    for number in head.bad_dates:
        yield Problem(
            "bad-date",
            f"No day can be read from “{outline.line(number).strip()}”: expected a date like 2025-03-18. Correct the line.",
            source.origin(number),
        )
    for fence in outline.fences_between(paper.first, paper.last):
        if not fence.closed:
            yield Problem(
                "unclosed-fence",
                f"A code fence opens here and never closes; it was taken to end with line {fence.last}. Close it there.",
                source.origin(fence.first, fence.last),
            )
    if not note.body.lines:
        yield Problem("empty-note", f"Nothing is said about {name}: expected sections below the title.", top)
    elif not note.tags:
        yield Problem(
            "missing-tags",
            f"No hashtags for {name}: expected some in the last section, as in `… #LLM #AI`.",
            top,
            Severity.INFO,
        )
