"""The store behind a notes site that lists papers by tag: pages of its generator, and lists for machines. A paper an entry.

    <paper-entry>                                       <a class="button" href="…">#Tag</a>…<br>
    <title>[Paper Note] Title, Author+, Venue'YY</title>  <span class="issue_date">Issue Date: 2024-01-05</span>
    <original-paper-blog-link>https://…                 <a href="…/issues/12">Title, Author+, Venue'YY</a>
    <tags>A, B</tags> <repo-issue-date>2024-01-05       <span class="snippet"><span>Summary</span>…</span>
    <issue-body>Markdown</issue-body>
    <maintainer-comment-text><p>HTML</p>

Neither is well-formed XML: signs stand unescaped, and elements may be cut off. So elements are found by their names alone.
Unlike the text copied from such a page (`keypoint_notes`), the store has titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from papersite.formats.body import body_of
from papersite.formats.contract import Format
from papersite.formats.dates import find_date
from papersite.formats.decoded import Line
from papersite.formats.html_text import read_html
from papersite.formats.opening import join_links, links_of
from papersite.formats.stated_titles import read_stated_title
from papersite.identity import identify
from papersite.language import detect_language
from papersite.model import Confidence, Dropped, Note, Parsed, Problem, Source, TitleSource
from papersite.regex import lazy_regex

_NAME = "keypoint_store"
_ENTRY = lazy_regex(r"^[ \t]*<paper-entry>", re.MULTILINE)
_ELEMENT = lazy_regex(
    r"<(?P<name>title|original-paper-blog-link|repo-issue-link|tags|repo-issue-date|issue-body|maintainer-comment-text)>"
)
_PAGE_DATE = lazy_regex(r'<span class="issue_date">\s*Issue Date:\s*(?P<day>[\d/-]+)\s*</span>')
_BUTTON = lazy_regex(r'<a class="button"[^<>]*>\s*#?(?P<tag>[^<>]+)</a>')
_HEADING = lazy_regex(r"<h[34]\b[^<>]*>(?P<title>.*?)</h[34]>")
_LINK = lazy_regex(r'<a\b[^<>]*?href="(?P<url>[^"<>]+)"[^<>]*>(?P<words>[^<>]+)</a>')
_SNIPPET = lazy_regex(r'<span class="snippet">\s*<span>(?P<what>[^<>]{1,40})</span>(?P<text>.*?)</span>', re.DOTALL)
_ISSUE = lazy_regex(r"https://github\.com/[^/\s]+/[^/\s]+/issues/\d+")
_SITE_LINKS = ("Paper/Blog Link", "My Issue")
_EMBED = lazy_regex(
    r"<div class=\"tweet-embed\"(?:(?!</div>).){0,3000}?href=\"(?P<url>[^\"\s]+)\"(?:(?!</div>).){0,3000}</div>\s*</div>",
    re.DOTALL,
)
_FRAME = lazy_regex(r"\s*(?:</?div[^<>]*>|#+ .*|<button.*)\s*")
_RAW = lazy_regex(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_MACHINE = lazy_regex(r"#\s*Summary \(by [^()\n]{1,60}\)\s*$", re.IGNORECASE)
_AUTHORS, _ANY_HEADING = lazy_regex(r"#\s*Authors\s*$", re.IGNORECASE), lazy_regex(r"#\s+\S")
_BULLET = lazy_regex(r"\s*[-*]\s+(?P<text>.*\S)")


def detect(source: Source) -> Confidence:
    """Certain of an entry of either kind."""
    if "<paper-entry>" in source.text and _ELEMENT.search(source.text):
        return Confidence.CERTAIN
    return Confidence.CERTAIN if _PAGE_DATE.search(source.text) and _BUTTON.search(source.text) else Confidence.NO


def parse(source: Source) -> Parsed:
    """A note for each entry. What frames them is dropped."""
    is_list = _ENTRY.search(source.text) is not None
    notes = list(_listed(source) if is_list else _paged(source))
    noted = {number for note in notes for number in (*note.body.lines, *note.field_lines)}
    dropped = tuple(
        Dropped(number, line, "page-frame")
        for number, line in enumerate(source.lines, start=1)
        if line.strip() and number not in noted
    )
    problems = [Problem("missing-title", "this entry has no title", note.origin) for note in notes if not note.title]
    problems += [Problem("missing-date", "this entry has no date", note.origin) for note in notes if not note.date]
    return Parsed(tuple(notes), dropped, tuple(problems))


FORMAT = Format(_NAME, 1, detect, parse)


# ── the list for machines ────────────────────────────────────────────────────────────────────────────────────────────


def _listed(source: Source) -> Iterator[Note]:
    starts = [match.start() for match in _ENTRY.finditer(source.text)]
    for start, end in zip(starts, [*starts[1:], len(source.text)], strict=True):
        end = _end(source.text, start, end)
        first = source.text.count("\n", 0, start) + 1
        found = {name: (text, first + line) for name, text, line in _elements(source.text[start:end])}
        last = first + source.text.count("\n", start, end)
        texts: list[Line] = []
        body, line = found.get("issue-body", ("", 0))
        authors, summary, kept = _issue(body, line)
        comment, line = found.get("maintainer-comment-text", ("", 0))
        said = [] if comment.strip() in ("", "None") else _shown(comment, line)
        texts += [*said, *([(0, ""), (0, "---"), (0, "")] if said and kept else []), *kept]
        url = found.get("original-paper-blog-link", ("", 0))[0].strip()
        issue, issue_line = found.get("repo-issue-link", ("", 0))
        if _ISSUE.match(issue.strip()):
            texts += [(0, ""), (issue_line, f"[{issue.strip().removeprefix('https://github.com/')}](<{issue.strip()}>)")]
        tags = tuple(tag.strip() for tag in found.get("tags", ("", 0))[0].split(",") if tag.strip())
        day = find_date(found.get("repo-issue-date", ("", 0))[0])
        note = Note(_NAME, source.origin(first, last), date=day.date if day else None, tags=tags, summary=summary)
        note = _titled(note, found.get("title", ("", 0))[0], [url] if url.startswith("http") else [], authors)
        yield _with_body(source, note, texts, first, last)


def _end(text: str, start: int, end: int) -> int:
    closing = text.rfind("</paper-entry>", start, end)
    return closing + len("</paper-entry>") if closing >= 0 else end


def _elements(entry: str) -> Iterator[tuple[str, str, int]]:
    """The elements of an entry: name, text, and the lines above; one that is cut off goes to the end."""
    done = 0
    while opening := _ELEMENT.search(entry, done):
        closing = entry.find(f"</{opening['name']}>", opening.end())
        done = closing if closing >= 0 else len(entry)
        yield opening["name"], entry[opening.end() : done], entry.count("\n", 0, opening.end())


def _issue(text: str, line: int) -> tuple[tuple[str, ...], str | None, list[Line]]:
    """Authors and the machine's summary that an issue's text lists, and its lines without that summary."""
    lines = [(line + n, each) for n, each in enumerate(text.split("\n"))]
    authors: list[str] = []
    summary: list[str] = []
    kept: list[Line] = []
    part = ""
    for number, each in lines:
        if _ANY_HEADING.match(each):
            part = "authors" if _AUTHORS.match(each) else "summary" if _MACHINE.match(each) else ""
        bullet = _BULLET.match(each)
        if part == "authors" and bullet:
            authors.append(bullet["text"])
        if part == "summary":
            summary += [bullet["text"] if bullet else each] if not _MACHINE.match(each) and each.strip() else []
        else:
            kept.append((number, each))
    return tuple(dict.fromkeys(authors)), " ".join(summary) or None, kept if any(t.strip() for _, t in kept) else []


def _shown(html: str, line: int) -> list[Line]:
    """A comment in HTML as Markdown; posts that a page would load become links to them."""
    html = _EMBED.sub(lambda m: f'<a href="{m["url"]}">{m["url"]}</a>' + "\n" * m[0].count("\n"), _RAW.sub("", html))
    return [(line + number - 1 if number else 0, text) for number, text in read_html(html).lines]


# ── pages of the generator ───────────────────────────────────────────────────────────────────────────────────────────


def _paged(source: Source) -> Iterator[Note]:
    lines = source.lines
    starts: list[int] = []
    dated = True  # whether the entry that is open has its date, so that another may begin
    for number, line in enumerate(lines, start=1):
        if (_BUTTON.search(line) or _HEADING.search(line)) and dated:
            starts.append(number)
            dated = False
        dated = dated or _PAGE_DATE.search(line) is not None
    for first, following in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        last = following - 1
        while last > first and (not lines[last - 1].strip() or _FRAME.fullmatch(lines[last - 1])):
            last -= 1
        yield _page_entry(source, first, last)


def _page_entry(source: Source, first: int, last: int) -> Note:
    text = "\n".join(source.lines[first - 1 : last])
    date = _PAGE_DATE.search(text)
    day = find_date(date["day"]) if date else None
    heading = _HEADING.search(text)
    links = [(unescape(m["url"]), unescape(m["words"]).strip()) for m in _LINK.finditer(text) if 'class="button"' not in m[0]]
    issue = next((url for url, _ in links if _ISSUE.match(url)), None)
    stated = next((words for url, words in links if url == issue and words not in _SITE_LINKS), "")
    title = re.sub(r"<[^<>]*>", "", unescape(heading["title"])) if heading else stated
    urls = [url for url, words in links if words == _SITE_LINKS[0]]
    summary = next((m["text"].strip() for m in _SNIPPET.finditer(text) if "summary" in m["what"].casefold()), None)
    rest = _without(text, title, issue)
    body = [line for line in _shown(rest, first) if line[1].strip() not in ("#", "\\")]
    if issue:
        at = first + next((n for n, line in enumerate(text.split("\n")) if issue in line), 0)
        body += [(0, ""), (at, f"[{issue.removeprefix('https://github.com/')}](<{issue}>)")]
    note = Note(
        _NAME,
        source.origin(first, last),
        date=day.date if day else None,
        tags=tuple(dict.fromkeys(unescape(m["tag"]).strip() for m in _BUTTON.finditer(text))),
        summary=" ".join(unescape(re.sub(r"<[^<>]*>", "", summary)).split()) or None if summary else None,
    )
    return _with_body(source, _titled(note, title, urls, ()), body, first, last)


def _without(text: str, title: str, issue: str | None) -> str:
    """An entry without what became fields, its line ends kept."""

    def gone(match: re.Match[str]) -> str:
        return "\n" * match[0].count("\n")

    text = _PAGE_DATE.sub(gone, _BUTTON.sub(gone, _HEADING.sub(gone, text)))
    text = _SNIPPET.sub(lambda m: gone(m) if "summary" in m["what"].casefold() else f"<p>{m['text']}</p>", text)
    return _LINK.sub(lambda m: gone(m) if m["words"].strip() in _SITE_LINKS or (issue and m["url"] == issue) else m[0], text)


# ── what both share ──────────────────────────────────────────────────────────────────────────────────────────────────


def _titled(note: Note, written: str, urls: list[str], authors: tuple[str, ...]) -> Note:
    stated = read_stated_title(unescape(written), cited=True)
    links = join_links([links_of(urls)])
    machine = ("summary",) if note.summary else ()
    return replace(
        note,
        title=stated.title if stated else None,
        title_source=TitleSource.STATED if stated else None,
        authors=authors or (stated.authors if stated else ()),
        venue=stated.venue if stated else None,
        year=stated.year if stated else None,
        ids=tuple(dict.fromkeys(found.id for url in urls if (found := identify(url)))),
        arxiv_version=links.arxiv_version,
        urls=tuple(urls),
        machine_written=machine,
    )


def _with_body(source: Source, note: Note, lines: list[Line], first: int, last: int) -> Note:
    body = body_of(lines)
    taken = tuple(n for n in range(first, last + 1) if n not in body.lines and source.lines[n - 1].strip())
    words = f"{note.title or ''}\n{note.summary or ''}\n{body.text}"
    return replace(note, body=body, lang=detect_language(words), field_lines=taken)
