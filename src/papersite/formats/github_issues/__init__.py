"""Issues of a GitHub repository as JSON: a paper an issue, as people keep notes there.

    gh issue list --state all --json number,title,body,labels,createdAt,updatedAt,author,url,comments,state
    GET /repos/{owner}/{repo}/issues        https://docs.github.com/rest/issues/issues

The title of the issue is the paper's, its labels are tags, and who opened it wrote the note. The body is Markdown; filled in
by a template (see `template`), it says the paper's address and authors, and else the links at its top do. Comments follow
with their writers. Pull requests, which the second way lists among issues, are no notes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from papersite.formats.body import body_of
from papersite.formats.contract import Format
from papersite.formats.dates import find_date
from papersite.formats.decoded import Line, as_text, ignored_lines, lines_in, lines_of_scalar, remaining, rest_dropped
from papersite.formats.json_values import Array, Document, Object, Scalar, Value, read_json
from papersite.formats.links import LinkLine
from papersite.formats.markdown_note import read_markdown
from papersite.formats.opening import NEAR_THE_TOP, join_links
from papersite.formats.stated_titles import read_stated_title
from papersite.identity import find_ids, fold_title
from papersite.language import detect_language
from papersite.model import Confidence, Note, Origin, Parsed, Problem, Severity, Source, TitleSource
from papersite.regex import lazy_regex

_NAME = "github_issues"
_HEAD = 200_000  # characters that are looked at to know the format
_TITLE, _BODY = lazy_regex(r'"title"\s*:\s*"'), lazy_regex(r'"body"\s*:\s*(?:"|null)')
# One of these says that it is an issue: gh's names, then the API's.
_SIGNS = frozenset((
    "createdAt", "created_at", "labels", "comments", "html_url", "url", "state", "author", "user", "number",
))  # fmt: skip
_ISSUE_SIGN = lazy_regex(rf'"(?:{"|".join(sorted(_SIGNS))})"\s*:')
_TAKEN = frozenset((
    "title", "body", "labels", "createdAt", "created_at", "updatedAt", "updated_at", "author", "user", "comments", "number",
    "url", "html_url",
))  # fmt: skip
# What GitHub says of an issue that says nothing of a paper.
_IGNORED = frozenset((
    "state", "state_reason", "stateReason", "closed", "closedAt", "closed_at", "closed_by", "id", "node_id", "databaseId",
    "locked", "active_lock_reason", "activeLockReason", "assignee", "assignees", "milestone", "reactions", "reactionGroups",
    "repository", "repository_url", "labels_url", "comments_url", "events_url", "timeline_url", "author_association",
    "authorAssociation", "performed_via_github_app", "isPinned", "projectItems", "projectCards", "draft", "pull_request",
    "sub_issues_summary", "type", "issue_dependencies_summary", "closedByPullRequestsReferences", "issue_field_values",
    "parent_issue_url", "pinned_comment", "viewerDidAuthor", "includesCreatedEdit", "isMinimized", "minimizedReason",
    "lastEditedAt", "score",
))  # fmt: skip
_REPOSITORY = lazy_regex(r"https?://[^/\s]+/(?:repos/)?(?P<name>[^/\s]+/[^/\s]+)/(?:issues|pull)/(?P<number>\d+)")
_LONG_TITLE = 12  # characters, folded; a shorter one may stand in any sentence
_WRAPPERS = ("issues", "data", "items", "nodes")


def detect(source: Source) -> Confidence:
    """Certain of objects that have a title and a body, and what only an issue has."""
    head = source.text[:_HEAD]
    if not head.lstrip("\ufeff \t\n").startswith(("[", "{")) or not _TITLE.search(head) or not _BODY.search(head):
        return Confidence.NO
    names = {match[0] for match in _ISSUE_SIGN.finditer(head)}
    if len(names) < 2:
        return Confidence.NO
    return Confidence.CERTAIN if any(True for _ in _issues(read_json(source.text))) else Confidence.NO


def parse(source: Source) -> Parsed:
    """A note for each issue."""
    document = read_json(source.text)
    issues = list(_issues(document))
    pulls = [issue for issue in issues if isinstance(issue.get("pull_request"), Object)]
    notes = [_note(source, issue) for issue in issues if issue not in pulls]
    ignored = set().union(*(ignored_lines(issue, _IGNORED) for issue in issues), *map(lines_in, pulls))
    strays = [(number, source.lines[number - 1]) for number in document.strays]
    problems = [
        *(Problem("stray-text", "this is no part of an issue", source.origin(number)) for number, _ in strays),
        *([_cut_off(source)] if document.cut_off else []),
        *(
            Problem("malformed-record", "a pull request is no note; it was left out", _at(source, p), Severity.INFO)
            for p in pulls
        ),
        *(Problem("missing-title", "this issue has no title", n.origin) for n in notes if not n.title),
    ]
    if strays and notes:
        notes[-1] = _with_strays(notes[-1], strays)
    dropped = rest_dropped(source, notes, ignored, "issue-metadata", "json-syntax")
    return Parsed(tuple(notes), tuple(dropped), tuple(problems))


FORMAT = Format(_NAME, 2, detect, parse)


def _issues(document: Document) -> Iterator[Object]:
    """The issues among the values of a document: listed, wrapped in an answer's object, or one a line."""
    waiting: list[Value] = list(reversed(document.values))
    while waiting:
        value = waiting.pop()
        if isinstance(value, Array):
            waiting += reversed(value.values)
        elif isinstance(value, Object):
            if _is_issue(value):
                yield value
            else:
                waiting += [found for name in reversed(_WRAPPERS) if isinstance(found := value.get(name), Array | Object)]


def _is_issue(value: Object) -> bool:
    names = {key for key, _ in value.members}
    return (
        isinstance(value.get("title"), Scalar)
        and "body" in names
        and len(
            names & {"createdAt", "created_at", "labels", "comments", "url", "html_url", "state", "author", "user", "number"}
        )
        >= 2
    )


def _note(source: Source, issue: Object) -> Note:
    stated = read_stated_title(issue.text("title"))
    body = issue.get("body")
    lines: list[Line] = lines_of_scalar(body) if isinstance(body, Scalar) else []
    read = read_markdown(lines)
    links = read.links if read.links.ids else join_links([read.links, _cited_above(lines, stated.title if stated else "")])
    login = _login(issue)
    written = [*read.lines, *_comments(issue), *remaining(issue, _TAKEN, _IGNORED), *_address(issue)]
    return _with_field_lines(
        Note(
            format=_NAME,
            origin=_at(source, issue),
            body=body_of(written),
            title=stated.title if stated else None,
            title_source=TitleSource.STATED if stated else None,
            authors=read.authors or (stated.authors if stated else ()),
            date=_day(issue.text("createdAt", "created_at")),
            updated=_day(issue.text("updatedAt", "updated_at")),
            tags=_labels(issue.get("labels")),
            ids=links.ids,
            arxiv_version=links.arxiv_version,
            urls=links.urls,
            venue=read.venue or (stated.venue if stated else None),
            year=read.year or (stated.year if stated else None),
            lang=detect_language("\n".join([issue.text("title"), *(text for _, text in written)])),
            writer=login or None,
            summary=read.summary,
        ),
        issue,
    )


def _cited_above(lines: Sequence[Line], title: str) -> LinkLine:
    """The identifier in a citation of the issue's own paper near its top: a line that has its title and one paper's address."""
    folded = fold_title(title)
    for _, text in [line for line in lines if line[1].strip()][:NEAR_THE_TOP]:
        found = list(find_ids(text))
        if len({each.id for each in found}) == 1 and len(folded) >= _LONG_TITLE and folded in fold_title(text):
            return LinkLine((), (found[0].id,), found[0].version)
    return LinkLine((), ())


def _with_field_lines(note: Note, issue: Object) -> Note:
    taken = {number for key, value in issue.members if key in _TAKEN - {"comments"} for number in lines_in(value)}
    return replace(note, field_lines=tuple(sorted(taken - set(note.body.lines))))


def _login(issue: Object) -> str:
    """Who opened an issue, or wrote a comment."""
    who = issue.get("author", "user")
    name = who.text("login", "name") if isinstance(who, Object) else who.text if isinstance(who, Scalar) else ""
    return " ".join(name.split())


def _labels(labels: Value | None) -> tuple[str, ...]:
    """The names of labels: objects to gh and the API, plain texts to many a script."""
    values = labels.values if isinstance(labels, Array) else [labels] if labels else []
    if isinstance(labels, Object):
        values = nodes.values if isinstance(nodes := labels.get("nodes"), Array) else []
    names = (each.text("name") if isinstance(each, Object) else as_text(each) for each in values)
    return tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))


def _comments(issue: Object) -> Iterator[Line]:
    """What was said below an issue, each comment behind a rule and its writer."""
    comments = issue.get("comments")
    if isinstance(comments, Object):
        comments = comments.get("nodes")
    for comment in comments.values if isinstance(comments, Array) else ():
        said = comment.get("body") if isinstance(comment, Object) else comment
        if not isinstance(said, Scalar) or not said.text.strip():
            continue
        line = comment.line
        day = _day(comment.text("createdAt", "created_at")) if isinstance(comment, Object) else None
        who = _login(comment) if isinstance(comment, Object) else ""
        yield 0, ""
        yield 0, "---"
        yield 0, ""
        if who or day:
            yield line, f"**{who or '?'}**" + (f" ({day})" if day else "")
            yield 0, ""
        yield from lines_of_scalar(said)


def _address(issue: Object) -> Iterator[Line]:
    """Where the issue stands, as a link below all else: it is no address of the paper."""
    url = issue.get("url", "html_url")
    if isinstance(html := issue.get("html_url"), Scalar):
        url = html
    address = as_text(url) if isinstance(url, Scalar) else ""
    if url is not None and (found := _REPOSITORY.match(address)):
        yield 0, ""
        yield url.line, f"[{found['name']}#{found['number']}](<{address}>)"
    elif url is not None and address.startswith(("https://", "http://")):
        yield 0, ""
        yield url.line, f"<{address}>"


def _day(text: str) -> dt.date | None:
    found = find_date(text)
    return found.date if found else None


def _at(source: Source, issue: Object) -> Origin:
    return source.origin(issue.line, issue.last_line)


def _left_out(place: Origin) -> Problem:
    return Problem("malformed-record", "a pull request is no note; it was left out", place, Severity.INFO)


def _cut_off(source: Source) -> Problem:
    return Problem("malformed-record", "the file breaks off here; what it has was read", source.origin(len(source.lines)))


def _with_strays(note: Note, strays: list[Line]) -> Note:
    """The note with text that stands between values; it comes last, whatever its line."""
    lines = [*zip(note.body.lines, note.body.text.split("\n"), strict=False), (0, ""), *strays]
    return replace(note, body=body_of(lines))
