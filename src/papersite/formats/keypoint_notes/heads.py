"""Heads of keypoint notes: where a record begins, and what its opener and its tag line say.

On the site a record begins with two links, of which only the words were copied, and a line of tags, date and summary:

    Paper/Blog Link My Issue
    #Tag #Tag with spaces (and more) Issue Date: 2024-05-17 GPT Summary- What a model makes of the abstract. Comment

Each part may be missing, broken over lines, doubled, or glued to its neighbours. What follows the head is no concern of this
module. Lines are numbered from 1, as everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from papersite.formats.fences import code_mask, find_fences
from papersite.regex import lazy_regex

# White space, and what copying leaves between words without being seen.
_S = r"[\s\u200b\u200c\u200e\u200f\u2060\ufeff]"
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200e\u200f\u2060\ufeff"))
_BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "".join(map(chr, _UNSEEN))
_OPENER = lazy_regex(rf"Paper{_S}*/{_S}*Blog{_S}*Link(?:{_S}|[|·•/-])*(?:My{_S}*Issue)?{_S}*")
_OPENER_WORDS = "paper/blog link my issue"
_SHORTEST_PIECE = 4  # letters of a broken opener that can't be anything else above a tag line
_DATE_MARK = lazy_regex(rf"Issue{_S}*Date{_S}*[:：]?")
_SUMMARY_MARK = lazy_regex(rf"GPT{_S}*Summary{_S}*[-‐-―−－:：]")
_SUMMARY_WORDS = lazy_regex(rf"GPT{_S}*Summary{_S}*[-‐-―−－:：]?")
_DATE = lazy_regex(r"(\d{4})[-/.年‐-―−](\d{1,2})[-/.月‐-―−](\d{1,2})(?!\d)日?")
_NO_DATE = lazy_regex(r"\d[\d/.年月日‐-―−-]*")
_MARK_NEAR = lazy_regex("Date|Summary")
_COMMENT_MARK = "Comment"
_BEFORE_COMMENT = frozenset("。．.!?！？…)）」』】]")
# The mark with text glued behind it: nothing but a sentence's end, or nothing at all, stands before it.
_COMMENT_WITHIN = lazy_regex(rf"(^|。){_S}*{_COMMENT_MARK}{_S}+(?!$)")
_COMMENT_IN_TAG = lazy_regex(rf"{_S}{_COMMENT_MARK}(?={_S})")
_TAG = lazy_regex(r"#(?=[^\s#])")
_PROSE = lazy_regex(r"[。、，！？]|://")
_LONGEST_TAG = 60  # characters; the longest of some two hundred real ones has 33
_MOST_WORDS = 6  # of a tag; the longest real ones have three
_MOST_LAST_WORDS = 4  # of a tag that nothing ends but the line
_MOST_PIECES = 8  # lines that one tag line may be broken into
_LONGEST_SUMMARY = 60  # lines of a summary that was wrapped


@dataclass(frozen=True, slots=True)
class TagLine:
    """What a tag line says. `dated` and `summarised` tell that the marks stand there, whatever follows them."""

    tags: tuple[str, ...] = ()
    dated: bool = False
    date: dt.date | None = None
    bad_date: str = ""  # what stands in the date's place and is none
    summarised: bool = False
    summary: str | None = None
    closed: bool = False  # ends in the mark behind which the comment begins
    rest: str = ""  # text that is nothing of all this

    @property
    def opens(self) -> bool:
        """Whether the line begins a record by itself: tags and a mark behind them, or a date and a mark behind that."""
        behind = self.summarised or self.closed
        if not self.tags:
            return self.date is not None and behind
        return self.summarised or (self.dated and (self.date is not None or bool(self.bad_date) or behind))


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a record: its first line, the first line after it, and the lines of both its parts."""

    first: int
    after: int
    openers: tuple[int, ...] = ()
    fields: tuple[int, ...] = ()
    tag_line: TagLine | None = None
    before: str = ""  # text glued before the opener: the end of the record above
    glued: str = ""  # text glued behind an opener that is no tag line: the beginning of the comment

    @property
    def sure(self) -> bool:
        """Whether both parts are there, which nothing but a record has."""
        return bool(self.openers) and self.tag_line is not None and self.tag_line.opens


def trimmed(text: str) -> str:
    """A text without white space and unseen characters at its ends."""
    return text.strip(_BLANKS)


def find_heads(lines: Sequence[str]) -> tuple[Head, ...]:
    """The heads of all records, in order.

    A head with both parts opens a record even inside a code fence, for a lost closing fence must not swallow the next record.
    A head with one part does so unless the fence around it closes before the next whole head: then it is a sample of this
    very format.
    """
    found = tuple(_walk(lines))
    bounds = [0, *(index for index, head in enumerate(found) if head.sure), len(found)]
    kept: list[Head] = []
    for start, stop in pairwise(bounds):
        part = found[start:stop]
        last = found[stop].first - 1 if stop < len(found) else len(lines)
        kept += _outside_code(lines, part, last)
    return tuple(kept)


def _outside_code(lines: Sequence[str], heads: tuple[Head, ...], last: int) -> Iterator[Head]:
    """The heads of one stretch that no closed fence holds. Only the first of them can be sure."""
    unsure = [head.first for head in heads if not head.sure]
    if not unsure:
        yield from heads
        return
    above = heads[0].first - 1 if heads[0].sure else 0
    fences = find_fences(lines[above:last], ends=[first - above for first in unsure])
    code = code_mask(lines[above:last], [fence for fence in fences if fence.closed])
    yield from (head for head in heads if head.sure or not code[head.first - above - 1])


def _walk(lines: Sequence[str]) -> Iterator[Head]:
    """All heads, code or not."""
    number = floor = 1
    while number <= len(lines):
        line = lines[number - 1]
        marked = "#" in line or "Issue" in line or "Paper" in line  # most lines are not
        head = (_opened(lines, number) or _unopened(lines, number, floor)) if marked else None
        if head is not None:
            yield head
            floor = head.after
        number = head.after if head else number + 1


def _opened(lines: Sequence[str], number: int) -> Head | None:
    """The head that an opener on this line begins."""
    mark = _opener(lines[number - 1])
    if mark is None:
        return None
    before, glued = mark
    openers = [number]
    gathered = _gather(lines, number, glued) if glued else None
    if gathered:
        glued = ""
    else:
        at = _written(lines, number + 1)
        while not glued and at <= len(lines) and _is_opener_piece(lines[at - 1]):
            openers.append(at)
            at = _written(lines, at + 1)
        gathered = _gather(lines, at)
    if gathered is None:
        # With text around it, only a tag line tells an opener from prose that speaks of one.
        return None if before or glued else _head(lines, number, openers[-1], openers)
    if (before or glued) and not gathered[0].opens:
        return None
    return _head(lines, number, gathered[1], openers, gathered[0], before, glued)


def _unopened(lines: Sequence[str], number: int, floor: int) -> Head | None:
    """The head that a tag line without opener begins; pieces of a broken opener above it, down to `floor`, belong to it.

    An opener right below it, which no other tag line follows, changed places with it.
    """
    if not trimmed(lines[number - 1]).startswith(("#", "Issue")) or not _MARK_NEAR.search(
        "\n".join(lines[number - 1 : number + 2])
    ):
        return None
    gathered = _gather(lines, number)
    if gathered is None or not gathered[0].opens:
        return None
    tag_line, last = gathered
    first = number
    while first > floor and _is_opener_piece(lines[first - 2]):
        first -= 1
    openers = list(range(first, number))
    swapped = not openers and last < len(lines) and _opener(lines[last]) == ("", "")
    if swapped and _gather(lines, _written(lines, last + 2)) is None:
        last += 1
        openers = [last]
    return _head(lines, first, last, openers, tag_line)


def _head(
    lines: Sequence[str],
    first: int,
    last: int,
    openers: Sequence[int],
    tag_line: TagLine | None = None,
    before: str = "",
    glued: str = "",
) -> Head:
    both = first if first == last and tag_line else 0  # an opener and a tag line on one line
    others = frozenset(openers) - {both}
    fields = tuple(number for number in range(first, last + 1) if lines[number - 1].strip() and number not in others)
    return Head(first, last + 1, tuple(openers), fields, tag_line, before, glued)


def opener_words(line: str) -> str:
    """The words of the opener that a line has; the whole line if it has but a piece of one."""
    hit = _OPENER.search(line)
    return trimmed(hit[0]) if hit else line


def _opener(line: str) -> tuple[str, str] | None:
    """What stands before and behind the words of an opener; None if the line has none."""
    hit = _OPENER.search(line) if "Paper" in line else None
    if hit is None:
        return None
    end = hit.end()
    while again := _OPENER.match(line, end):
        end = again.end()
    before, behind = trimmed(line[: hit.start()]), trimmed(line[end:])
    return "" if not before.strip("#*| ") else before, "" if not behind.strip("#*| ") else behind


def _is_opener_piece(line: str) -> bool:
    """Whether a line is an opener, or a piece of one that was broken or cut."""
    words = " ".join(line.translate(_UNSEEN).casefold().split())
    return _opener(line) == ("", "") or (len(words) >= _SHORTEST_PIECE and words in _OPENER_WORDS)


def _written(lines: Sequence[str], number: int) -> int:
    """The first line from a number on that shows anything; one past the end if none does."""
    while number <= len(lines) and not trimmed(lines[number - 1]):
        number += 1
    return number


def _gather(lines: Sequence[str], number: int, text: str = "") -> tuple[TagLine, int] | None:
    """The tag line that begins on a line, or with the text at the end of it, and the last line that belongs to it."""
    text = text or "".join(lines[number - 1 : number])
    tag_line = read_tag_line(text)
    if tag_line is None:
        return None
    last = number
    for _ in range(_MOST_PIECES):
        joined = None if tag_line.closed else _continued(lines, last, text, tag_line)
        if joined is None:
            break
        text, last, tag_line = joined
    return tag_line, last


def _continued(lines: Sequence[str], last: int, text: str, tag_line: TagLine) -> tuple[str, int, TagLine] | None:
    """The tag line with its next piece, if the text below is one: it was broken at a mark, within one, or in the summary."""
    below = _written(lines, last + 1)
    if below > len(lines) or below > last + 2:
        return None
    piece = trimmed(lines[below - 1])
    bare = not (tag_line.dated or tag_line.summarised)
    if (
        piece == _COMMENT_MARK
        or (bare and (_TAG.match(piece) or _DATE_MARK.match(piece)))
        or (not tag_line.summarised and _SUMMARY_MARK.match(piece))
    ):
        return _joined(f"{text} {piece}", below)
    if below > last + 1 or _begins_record(lines[below - 1]):
        return None
    if not tag_line.summarised:
        whole = _joined(text + lines[below - 1], below)
        return whole if whole and _says_more(whole[2], tag_line) else None
    return _wrapped_summary(lines, below, text)


def _says_more(whole: TagLine, part: TagLine) -> bool:
    """Whether a tag line was cut in a mark or a date, for both halves together have one that the first has not."""
    return whole.summarised or whole.closed or whole.date not in {None, part.date}


def _wrapped_summary(lines: Sequence[str], below: int, text: str) -> tuple[str, int, TagLine] | None:
    """The tag line whose summary runs on to a line that ends it; None if the paragraph has no such line."""
    for number in range(below, min(below + _LONGEST_SUMMARY, len(lines) + 1)):
        line = lines[number - 1]
        if not line.strip() or _begins_record(line):
            return None
        if _without_comment_mark(text + line)[1]:
            return _joined(text + _break_between(text, line) + line, number)
        text += _break_between(text, line) + line
    return None


def _break_between(above: str, below: str) -> str:
    """What a line break in running text stands for: a space between two Latin words, and nothing elsewhere."""
    latin = above[-1:].isascii() and above[-1:].isalnum() and below[:1].isascii() and below[:1].isalnum()
    return " " if latin and not _COMMENT_MARK.endswith(below) else ""


def _joined(text: str, last: int) -> tuple[str, int, TagLine] | None:
    tag_line = read_tag_line(text)
    return None if tag_line is None else (text, last, tag_line)


def _begins_record(line: str) -> bool:
    tag_line = read_tag_line(line) if _TAG.match(line) else None
    return _opener(line) is not None or (tag_line is not None and tag_line.opens)


def read_tag_line(text: str) -> TagLine | None:
    """What a tag line says, or None if the text can't be one: it begins with neither a tag nor a mark.

    The marks count in their order: a summary may itself speak of tags, dates and comments. Only the last word of the line can
    be the mark of the comment.
    """
    text, closed = _without_comment_mark(trimmed(text))
    date_mark, summary_mark = _DATE_MARK.search(text), _SUMMARY_MARK.search(text)
    if date_mark and summary_mark and summary_mark.start() < date_mark.start():
        date_mark = None
    end = min((mark.start() for mark in (date_mark, summary_mark) if mark), default=len(text))
    if (end and not _TAG.match(text)) or not (text or closed):
        return None
    tags, rest = _read_tags(text[:end], ended=end < len(text))
    line = TagLine(tags, closed=closed, dated=date_mark is not None)
    behind = text[end:]
    if date_mark:
        line, behind = _read_date(line, text[date_mark.end() :])
    return _read_summary(line, rest, behind)


def _read_tags(text: str, ended: bool) -> tuple[tuple[str, ...], str]:
    """The tags of a line, and the text among them that is none. `ended` tells that a mark follows the last."""
    parts = [" ".join(part.translate(_UNSEEN).split()) for part in _TAG.split(text)[1:]]
    read = [_read_tag(part, ended or number < len(parts)) for number, part in enumerate(parts, start=1)]
    return tuple(tag for tag, _ in read if tag), " ".join(rest for _, rest in read if rest)


def _read_tag(part: str, ended: bool) -> tuple[str, str]:
    """What of a part is its tag, and the text behind it that was glued to it."""
    behind = ""
    if not ended:
        if hit := _COMMENT_IN_TAG.search(part):
            part, behind = part[: hit.start()], part[hit.end() :]
        part = _without_cut_mark(_without_cut_mark(part, " Issue Date:"), " GPT Summary-")
    if len(part) > _LONGEST_TAG or _PROSE.search(part) or part.count(" ") >= (_MOST_WORDS if ended else _MOST_LAST_WORDS):
        part, _, more = part.partition(" ")
        behind = f"{more} {behind}"
    if len(part) > _LONGEST_TAG:
        part, behind = "", f"{part} {behind}"
    return part, trimmed(behind)


def _read_date(line: TagLine, text: str) -> tuple[TagLine, str]:
    """The line with its date, read from the text behind the mark, and the text behind the date."""
    text = trimmed(text)
    hit = _DATE.match(text)
    if hit:
        try:
            return replace(line, date=dt.date(*map(int, hit.groups()))), text[hit.end() :]
        except ValueError:
            pass
    hit = _NO_DATE.match(text)
    return (replace(line, bad_date=hit[0]), text[hit.end() :]) if hit else (line, text)


def _read_summary(line: TagLine, rest: str, text: str) -> TagLine:
    """The line with its summary; text that is neither that nor tags is kept as `rest`."""
    text = trimmed(text)
    mark = _SUMMARY_WORDS.match(text) or _SUMMARY_MARK.search(text)
    before, summary = (text[: mark.start()], text[mark.end() :]) if mark else (text, "")
    before, marked_before, glued_before = _comment_within(before, line.closed)
    summary, marked, glued = _comment_within(summary, line.closed)
    closed = line.closed or marked or marked_before
    summary = trimmed(summary)
    return replace(
        line,
        summarised=mark is not None,
        summary=(summary if closed else _without_cut_mark(summary, f" {_COMMENT_MARK}")) or None,
        closed=closed,
        rest=trimmed(" ".join((rest, _without_cut_mark(trimmed(before), "GPT Summary-"), glued_before, glued))),
    )


def _without_comment_mark(text: str) -> tuple[str, bool]:
    """A text without the word at its end that heads the comment, and whether that stood there."""
    kept = trimmed(text)
    if not kept.endswith(_COMMENT_MARK):
        return text, False
    kept = kept.removesuffix(_COMMENT_MARK)
    if trimmed(kept[-1:]) and kept[-1] not in _BEFORE_COMMENT and not _ends_in_date(kept):
        return text, False
    return trimmed(kept), True


def _comment_within(text: str, closed: bool) -> tuple[str, bool, str]:
    """A text up to the mark of the comment, whether that stands in it, and what was glued behind it."""
    marks = [] if closed else list(_COMMENT_WITHIN.finditer(text))
    if not marks:
        return text, False, ""
    return text[: marks[-1].end(1)], True, text[marks[-1].end() :]


def _ends_in_date(text: str) -> bool:
    return any(hit.end() == len(text[-12:]) for hit in _DATE.finditer(text[-12:]))


def _without_cut_mark(text: str, mark: str) -> str:
    """A text without the beginning of a mark at its end, which a cut line leaves there."""
    for length in range(len(mark) - 1, _SHORTEST_PIECE - 1, -1):
        if text.endswith(mark[:length]):
            return trimmed(text[:-length])
    return text
