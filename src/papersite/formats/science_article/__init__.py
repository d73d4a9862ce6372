"""Science articles: a machine-written page of a news site that explains one paper, copied as text from the browser.

    site name, slogan                   chrome
    # Category# Category                tags
    title · lead · authors              the head, down to the reading time
    ― 3 分で読む
    caption · 目次                      a picture's caption; a table of contents
    paragraphs and bare headings        the body, perhaps with the original paper's title, abstract and address
    heading · entries                   lists of other articles: category glued to title, lead, authors, reading time

The reading times are the skeleton: the first ends the head, each later one ends an entry of a list. A *place* counts the
written lines of an article from 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from papersite.formats.body import body_of, lines_of
from papersite.formats.contract import Format
from papersite.formats.copied import Line, bare_headings, item_text, to_markdown
from papersite.formats.links import LinkLine, read_link_line
from papersite.formats.literal import literal_inline
from papersite.formats.opening import join_links
from papersite.formats.people import read_names
from papersite.formats.science_article.categories import split_category
from papersite.formats.science_article.lines import (
    SourceLine,
    is_contents,
    is_list_heading,
    is_reading_time,
    is_source_heading,
    read_authors,
    read_categories,
    read_source_line,
)
from papersite.language import detect_language
from papersite.model import Cited, Confidence, Dropped, Kind, Note, Parsed, Problem, Severity, Source, TitleSource

_NAME = "science_article"
_SITE_CHROME = "site-chrome"
_LOST_FIGURE = "![figure](lost:figure)"
_HEAD = 6  # written lines between the categories and the reading time
_ENTRY = 4  # written lines of an entry above its reading time
_CAPTIONS = 6  # written lines between the reading time and the table of contents
_CHROME = 3  # written lines above the head
_LONGEST_CHROME = 80  # characters of one; also of an entry in a table of contents
_WIDEST_CLAUSE = 60  # columns of a heading that is a clause; paragraphs here end with a full stop
_SENTENCE_ENDS = "。．.!！?？"

Drop = tuple[int, str]  # a place and the rule that drops it


def detect(source: Source) -> Confidence:
    """Certain of categories with a reading time a few lines below; likely of reading times below lists of authors."""
    written = [line for line in lines_of(source) if line.strip()]
    times = [place for place, line in enumerate(written) if is_reading_time(line)]
    for time in times:
        categories = max((len(read_categories(line)) for line in written[max(0, time - _HEAD) : time]), default=0)
        # A single one looks like a Markdown heading.
        if categories > 1 or (categories and read_authors(written[time - 1])):
            return Confidence.CERTAIN
    signed = sum(bool(read_authors(written[time - 1])) for time in times if time)
    contents = any(is_contents(line) for time in times[:1] for line in written[time : time + _CAPTIONS])
    return Confidence.LIKELY if signed > 1 or (signed and contents) else Confidence.NO


def parse(source: Source) -> Parsed:
    """One note for each article; a file may hold several."""
    lines = lines_of(source)
    written = [number for number, line in enumerate(lines, start=1) if line.strip()]
    starts = _starts([lines[number - 1] for number in written])
    ends = [*starts[1:], len(written)]
    made = [_read(source, lines, written[start:end]) for start, end in zip(starts, ends, strict=True)] if written else []
    return Parsed(
        tuple(note for note, _ in made),
        tuple(drop for _, dropped in made for drop in dropped),
        tuple(problem for note, _ in made for problem in _problems(note)),
    )


FORMAT = Format(_NAME, 1, detect, parse)


def _starts(text: Sequence[str]) -> list[int]:
    """The places where articles begin: at their categories, or at the chrome above these that the first one shows."""
    heads = [
        place
        for place, line in enumerate(text)
        if read_categories(line) and any(map(is_reading_time, text[place + 1 : place + 1 + _HEAD]))
    ]
    chrome = text[: heads[0]] if heads and heads[0] <= _CHROME else []
    later = (head - len(chrome) if text[head - len(chrome) : head] == chrome else head for head in heads[1:])
    return [0, *later]


def _read(source: Source, lines: Sequence[str], numbers: Sequence[int]) -> tuple[Note, tuple[Dropped, ...]]:
    text = [lines[number - 1].strip() for number in numbers]
    head = _read_head(text)
    lists = _read_lists(text, head, numbers)
    dropped = (*head.dropped, *lists.dropped)
    fields = {*head.fields, *lists.fields}
    elsewhere = fields | {place for place, _ in dropped}
    body_places = [place for place in range(len(text)) if place not in elsewhere]
    stated = _stated(text, body_places)
    body = body_of(_markdown(lines, numbers, body_places, head, stated))
    links = _links(stated.values())
    note = Note(
        format=_NAME,
        origin=source.origin(numbers[0], numbers[-1]),
        body=body,
        title=head.title,
        title_source=TitleSource.STATED if head.title else None,
        authors=head.authors or next((read_names(each.value) for each in stated.values() if each.field == "authors"), ()),
        tags=head.tags,
        ids=links.ids,
        arxiv_version=links.arxiv_version,
        urls=links.urls,
        lang=detect_language(f"{head.title or ''}\n{head.lead or ''}\n{body.text}"),
        kind=Kind.PAPER,
        summary=head.lead,
        listed=lists.entries,
        machine_written=("body", "summary") if head.lead else ("body",),
        field_lines=tuple(numbers[place] for place in sorted(fields)),
    )
    return note, tuple(Dropped(numbers[place], lines[numbers[place] - 1], rule) for place, rule in sorted(dropped))


# ── the head ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the text, and the places that say so; `captions` are places of text that a picture left behind."""

    tags: tuple[str, ...] = ()
    title: str | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()
    fields: tuple[int, ...] = ()
    dropped: tuple[Drop, ...] = ()
    captions: tuple[int, ...] = ()
    below: int = 0


def _read_head(text: Sequence[str]) -> _Head:
    time = next((place for place, line in enumerate(text[: _CHROME + _HEAD + 1]) if is_reading_time(line)), None)
    tagged = next((place for place, line in enumerate(text[: time or _CHROME + 1]) if read_categories(line)), None)
    first = 0 if tagged is None else tagged + 1
    # Without a reading time nothing tells a lead from the text.
    end = min(first + 1, len(text)) if time is None else time
    authors = read_authors(text[end - 1]) if end - first > 1 else ()
    titles = list(range(first, end - 1 if authors else end))
    if tagged is None and time is not None:
        titles = titles[-2:]  # above the title and the lead stands chrome
    above = range(tagged if tagged is not None else titles[0] if titles else 0)
    chrome = above if len(above) <= _CHROME and all(len(text[place]) <= _LONGEST_CHROME for place in above) else ()
    contents = _contents(text, time)
    below = end if time is None else end + 1
    above_contents = range(below, contents[0]) if contents else range(0)
    times = [place for place in above_contents if is_reading_time(text[place])]
    return _Head(
        tags=read_categories(text[tagged]) if tagged is not None else (),
        title=text[titles[0]] if titles else None,
        lead="\n".join(text[place] for place in titles[1:]) or None,
        authors=authors,
        fields=tuple(place for place in (tagged, *titles, end - 1 if authors else None) if place is not None),
        dropped=(
            *((place, _SITE_CHROME) for place in chrome),
            *([(time, "reading-time")] if time is not None else []),
            *((place, "reading-time") for place in times),
            *((place, "table-of-contents") for place in contents),
        ),
        captions=tuple(place for place in above_contents if place not in times),
        below=contents[-1] + 1 if contents else below,
    )


def _contents(text: Sequence[str], time: int | None) -> range:
    """The places of the table of contents below the reading time: its heading, and each line that is said again below."""
    if time is None:
        return range(0)
    start = next((place for place in range(time + 1, min(len(text), time + 1 + _CAPTIONS)) if is_contents(text[place])), None)
    if start is None:
        return range(0)
    again = Counter(text[start + 1 :])
    end = start + 1
    while end < len(text) and len(text[end]) <= _LONGEST_CHROME and again[_entry_text(text[end])] > (text[end] in again):
        end += 1
    return range(start, end)


def _entry_text(line: str) -> str:
    return item_text(line) or line


# ── lists of other articles ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Lists:
    """The entries of the lists beside the article, and the places they take."""

    entries: tuple[Cited, ...] = ()
    fields: tuple[int, ...] = ()
    dropped: tuple[Drop, ...] = ()


def _read_lists(text: Sequence[str], head: _Head, numbers: Sequence[int]) -> _Lists:
    entries: list[Cited] = []
    fields: list[int] = []
    dropped: list[Drop] = []
    relation = ""
    above = head.below  # the place below the last reading time
    for time in range(head.below, len(text)):
        if not is_reading_time(text[time]):
            continue
        heading, places = _entry_places(text, above, time, follows=bool(entries))
        if heading is not None:
            relation = text[heading]
            fields.append(heading)
        if places:
            entries.append(_entry(text, places, relation, numbers[places[0]], head.tags))
        fields += places
        dropped.append((time, "reading-time"))
        above = time + 1
    below = range(above, len(text)) if entries else range(0)
    fields += (place for place in below if is_list_heading(text[place]))
    chrome = {text[place] for place, rule in head.dropped if rule == _SITE_CHROME}
    dropped += ((place, _SITE_CHROME) for place in below if text[place] in chrome or text[place].startswith("©"))
    return _Lists(tuple(entries), tuple(fields), tuple(dropped))


def _entry_places(text: Sequence[str], above: int, time: int, *, follows: bool) -> tuple[int | None, list[int]]:
    """The place of the list's heading above an entry, if there is one, and those of the entry that ends at a reading time."""
    near = range(max(above, time - _ENTRY - 1), time)
    heading = next((place for place in reversed(near) if is_list_heading(text[place])), None)
    if heading is not None:
        return heading, list(range(heading + 1, time))
    if follows and time - above <= _ENTRY:
        names_list = time - above == _ENTRY and not split_category(text[above])[0] and text[above][-1] not in _SENTENCE_ENDS
        return (above, list(range(above + 1, time))) if names_list else (None, list(range(above, time)))
    start = max(above, time - (3 if time > above and read_authors(text[time - 1]) else 2))
    heading = start - 1 if start > above and len(text[start - 1]) <= _LONGEST_CHROME else None
    if heading is not None and text[heading][-1] in _SENTENCE_ENDS:
        heading = None
    return heading, list(range(start, time))


def _entry(text: Sequence[str], places: Sequence[int], relation: str, line: int, tags: Iterable[str]) -> Cited:
    authors = read_authors(text[places[-1]]) if len(places) > 1 else ()
    said = places[1:-1] if authors else places[1:]
    _, title = split_category(text[places[0]], tags)
    return Cited(title, authors, "\n".join(text[place] for place in said), relation, line)


# ── the body ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _stated(text: Sequence[str], places: Sequence[int]) -> dict[int, SourceLine]:
    """What the page states of the original paper, by places: under a heading that says so, or along with its address."""
    rows = {place: row for place in places if (row := read_source_line(text[place]))}
    heading = next((place for place in places if is_source_heading(text[place])), None)
    rows = {place: row for place, row in rows.items() if heading is None or place > heading}
    fields = {row.field for row in rows.values()}
    return rows if len(fields) > 1 and (heading is not None or fields & {"url", "pdf"}) else {}


def _links(stated: Iterable[SourceLine]) -> LinkLine:
    found = (read_link_line(row.value) for row in stated if row.field in {"url", "pdf"})
    return join_links(links for links in found if links)


def _markdown(
    lines: Sequence[str], numbers: Sequence[int], places: Sequence[int], head: _Head, stated: dict[int, SourceLine]
) -> list[Line]:
    # With text above them they are no captions of the article's first picture, and lines keep their order.
    captions = [numbers[place] for place in head.captions if head.captions[0] <= min(places, default=-1)]
    kept = {numbers[place] for place in places} - set(captions)
    # Blank lines only once, for where a list of other articles stood there are many.
    written = [n for n in range(numbers[0], numbers[-1] + 1) if n in kept or not lines[n - 1].strip()]
    written = [n for above, n in zip([0, *written], written, strict=False) if n in kept or above in kept]
    headings = bare_headings(lines, written, widest_clause=_WIDEST_CLAUSE)
    rows = {numbers[place]: row for place, row in stated.items()}
    first, last = (min(rows), max(rows)) if rows else (numbers[-1] + 1, numbers[-1] + 1)
    shown: list[Line] = [(0, _LOST_FIGURE), *to_markdown(lines, captions), (0, "")] if captions else []
    shown += to_markdown(lines, [n for n in written if n < first], headings)
    if rows:
        shown += [(0, ""), *_rows(lines, [n for n in written if first <= n <= last], rows), (0, "")]
    return [*shown, *to_markdown(lines, [n for n in written if n > last], headings)]


def _rows(lines: Sequence[str], numbers: Iterable[int], rows: dict[int, SourceLine]) -> list[Line]:
    """What is stated of the paper, as a list; further paragraphs of a value stay in its row."""
    shown: list[Line] = []
    for number in numbers:
        if row := rows.get(number):
            shown.append((number, f"- **{row.label}** {literal_inline(row.value)}"))
        elif text := lines[number - 1].strip():
            shown += [(0, ""), (number, f"  {literal_inline(text)}")]
    return shown


def _problems(note: Note) -> list[Problem]:
    def told(kind: str, message: str, severity: Severity = Severity.INFO) -> Problem:
        return Problem(kind, message, note.origin, severity)

    problems: list[Problem] = []
    if note.title is None:
        problems.append(told("missing-title", "no title stands above the reading time", Severity.WARNING))
    if not note.tags:
        problems.append(told("missing-tags", "no line of categories (`# …# …`) stands above the title"))
    if not note.ids:
        problems.append(told("missing-link", "nothing links the paper that this article tells of; add `Source URL: https://…`"))
    if not note.body.text:
        problems.append(told("empty-note", "this article has no text", Severity.WARNING))
    return problems
