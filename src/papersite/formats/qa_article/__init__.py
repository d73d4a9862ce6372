"""Articles of questions and answers about one paper, copied from a blog: a language model was asked, and the page shows it.

    (header of the page)
    Title of the paper
    https://arxiv.org/abs/…
    (a disclaimer: a machine wrote this, nobody vouches for it)
    Q1 …
    answer, with lists
    …
    7 … as hashtags
    #tag #tag
    (footer of the page)

A file may hold several. Questions become second-level headings, worded as they are. The hashtags at the end become tags and
stay where they are, for they answer the last question. Dropped, and only if short: what the page puts above the title
(`page-header`) and below the hashtags (`page-footer`), a table of contents (`contents`), separators at the end (`separator`)
and a disclaimer that names the machine (`disclaimer`), for the page of the note says so itself. A disclaimer that names none
stays as a quotation.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from papersite.formats.body import body_of, lines_of
from papersite.formats.contract import Format
from papersite.formats.copied import to_markdown
from papersite.formats.fences import Fence, code_mask, find_fences
from papersite.formats.front_matter.block import find_block
from papersite.formats.qa_article.page import End, Head, find_title, read_end, read_head, says_something
from papersite.formats.qa_article.questions import Question, address_above, articles, beginnings, contents, find_questions
from papersite.language import detect_language
from papersite.model import Body, Confidence, Dropped, Note, Parsed, Problem, Severity, Source, TitleSource
from papersite.regex import lazy_regex

NAME = "qa_article"
CONTENTS = "contents"
_HASHED = lazy_regex(r"\s*#{1,6}[ \t]+")
_FEWEST = 3  # questions that make an article


@dataclass(frozen=True, slots=True)
class _Article:
    """One article of a text: its lines (both ends included), its questions, its head and its end."""

    first: int
    last: int
    questions: tuple[Question, ...]
    head: Head
    end: End


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of a source; the numbers of those that are prose, neither blank nor code; and its code."""

    lines: tuple[str, ...]
    prose: tuple[int, ...]
    fences: dict[int, Fence]  # by their first lines
    contents: frozenset[int]  # lines of tables of contents

    def between(self, first: int, last: int) -> list[int]:
        """The numbers of the lines of prose, both ends included, without tables of contents."""
        prose = self.prose[bisect_left(self.prose, first) : bisect_right(self.prose, last)]
        return [number for number in prose if number not in self.contents]


def detect(source: Source) -> Confidence:
    """How sure it is that a source holds such articles: by questions in order, an address, hashtags or a disclaimer."""
    text = _text(source)
    if find_block(text.lines) is not None or any(text.lines[number - 1].startswith("@") for number in text.prose):
        return Confidence.NO  # fields of another kind
    if all(len(group) < _FEWEST for group in _groups(text)):
        return Confidence.NO
    return max(map(_confidence, _articles(text)))


def parse(source: Source) -> Parsed:
    """The articles of a source, one note each. Never raises; every line goes to a note or is dropped by a rule."""
    text = _text(source)
    if not any(map(str.strip, text.lines)):
        return Parsed()
    read = [(article, _note(source, text, article)) for article in _articles(text)]
    dropped = sorted(pair for article, _ in read for pair in _dropped(text, article).items())
    return Parsed(
        notes=tuple(note for _, note in read),
        dropped=tuple(Dropped(number, text.lines[number - 1], rule) for number, rule in dropped),
        problems=tuple(problem for article, note in read for problem in _problems(source, text, article, note)),
    )


FORMAT = Format(NAME, 1, detect, parse)


def _text(source: Source) -> _Text:
    lines = tuple(lines_of(source))
    fences = find_fences(lines, sections=beginnings(lines))
    code = code_mask(lines, fences)
    prose = tuple(number for number, line in enumerate(lines, start=1) if line.strip() and not code[number - 1])
    return _Text(lines, prose, {fence.first: fence for fence in fences}, contents(lines, prose))


def _groups(text: _Text) -> list[tuple[Question, ...]]:
    prose = text.between(1, len(text.lines))
    return list(articles(text.lines, prose, find_questions(text.lines, prose)))


def _articles(text: _Text) -> list[_Article]:
    groups = _groups(text) or [()]
    begins = [1]
    for before, group in pairwise(groups):
        begins.append(_begin(text, group[0], before[-1]))
    lasts = [*(begin - 1 for begin in begins[1:]), len(text.lines)]
    return [_article(text, *each) for each in zip(begins, lasts, groups, strict=True)]


def _confidence(article: _Article) -> Confidence:
    numbers = [question.number for question in article.questions]
    ascending = sum(after > before for before, after in pairwise([0, *numbers]))
    if ascending < _FEWEST or numbers[0] > 2:
        return Confidence.NO
    marks = bool(article.head.link.urls or article.head.link.ids) + bool(article.end.tags) + article.head.disclaimed
    if marks >= 2 and any(question.marked for question in article.questions):
        return Confidence.CERTAIN
    return Confidence.LIKELY if marks else Confidence.POSSIBLE


def _begin(text: _Text, question: Question, before: Question) -> int:
    """Where an article begins that is not the first of its file: at its title, else at its address or first question."""
    address = address_above(text.lines, text.prose, question.line, before.line)
    above = text.between(before.line + 1, (address or question.line) - 1)
    nearest = [number for number in above if says_something(text.lines[number - 1])][-1:]
    return find_title(text.lines, nearest, address) or address or question.line


def _article(text: _Text, first: int, last: int, questions: tuple[Question, ...]) -> _Article:
    opens = questions[0].line if questions else last + 1
    below = text.between(questions[-1].line + 1, last) if questions else []
    head = read_head(text.lines, text.between(first, opens - 1))
    return _Article(first, last, questions, head, read_end(text.lines, below))


def _body(text: _Text, article: _Article) -> Body:
    elsewhere = {*article.head.field_lines, *_dropped(text, article)}
    until = [*(question.line for question in article.questions), article.last + 1]
    above = _markdown(text, range(article.first, until[0]), elsewhere)
    parts = [[(number, f"> {line}" if number in article.head.quoted else line) for number, line in above]]
    for line, following in pairwise(until):
        parts.append([(line, "## " + _HASHED.sub("", text.lines[line - 1]).strip())])
        parts.append(_markdown(text, range(line + 1, following), elsewhere))
    return body_of(line for part in parts if part for line in (*part, (0, "")))


def _dropped(text: _Text, article: _Article) -> dict[int, str]:
    """The lines of an article that are dropped, with the rule."""
    listed = sorted(number for number in text.contents if article.first <= number <= article.last)
    return {**dict.fromkeys(listed, CONTENTS), **dict(article.head.dropped), **dict(article.end.dropped)}


def _markdown(text: _Text, numbers: Iterable[int], elsewhere: Collection[int]) -> list[tuple[int, str]]:
    """Some lines as Markdown, without blank lines around, and with one for several."""
    lines = to_markdown(text.lines, [number for number in numbers if number not in elsewhere], fences=text.fences)
    body = body_of(lines)
    pairs = list(zip(body.lines, body.text.split("\n"), strict=False))
    return [pair for before, pair in zip([(0, "x"), *pairs], pairs, strict=False) if before[1].strip() or pair[1].strip()]


def _note(source: Source, text: _Text, article: _Article) -> Note:
    head, body = article.head, _body(text, article)
    lines = [number for number in (*head.field_lines, *body.lines) if number] or [article.first]
    return Note(
        format=NAME,
        origin=source.origin(min(lines), max(lines)),
        body=body,
        title=head.title,
        title_source=TitleSource.STATED if head.title else None,
        date=head.date,
        tags=article.end.tags,
        ids=head.link.ids,
        arxiv_version=head.link.arxiv_version,
        urls=head.link.urls,
        lang=detect_language(f"{head.title or ''}\n{body.text}"),
        machine_written=("body",) if head.disclaimed else (),
        field_lines=head.field_lines,
    )


def _problems(source: Source, text: _Text, article: _Article, note: Note) -> Iterator[Problem]:
    """What is missing or damaged in an article, each with the line where it shows."""
    head, top = article.head, source.origin(note.origin.first_line)
    name = f"“{head.title}”" if head.title else "an article without a title"
    if not article.questions:
        yield Problem("malformed-record", "No questions here: expected lines like `Q1 …`, each above its answer.", top)
    if head.stray:
        yield Problem(
            "stray-text",
            f"Text stands above the title {name}; it was kept at the top of the body. Move it where it belongs, or remove it.",
            source.origin(head.stray[0], head.stray[-1]),
        )
    if head.title is None:
        yield Problem("missing-title", "An article begins here without a title: expected one above its address. Add it.", top)
    if not head.link.urls and not head.link.ids:
        yield Problem("missing-link", f"No address for {name}: expected one on a line of its own below the title. Add it.", top)
    for fence in text.fences.values():
        if not fence.closed and article.first <= fence.first <= article.last:
            yield Problem(
                "unclosed-fence",
                f"A code fence opens here and never closes; it was taken to end with line {fence.last}. Close it there.",
                source.origin(fence.first, fence.last),
            )
    if not note.tags:
        yield Problem(
            "missing-tags",
            f"No hashtags for {name}: expected a line of them below the last answer, as in `#LLM #AI`.",
            top,
            Severity.INFO,
        )
