"""What a note's Markdown looks like to those who read references from it: lines, lists and their labels, code hidden.

Nothing here knows what a citation looks like, and nothing is rendered. Offsets are those of the body's text throughout, so
that a reference can be put back where it was found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from papersite.formats.fences import code_mask
from papersite.model import Body

# Stands where code stood: no pattern matches it, so that nothing is read across code.
HIDDEN = "\x00"
# Kana and Han letters; the prolonged sound mark and the iteration marks are letters, the middle dot is not.
KANA = r"\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f"
JAPANESE = KANA + r"\u3005-\u3007\u309d-\u309f\u30fd-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

_SPACE = "[ \\t\u3000\u00a0]"
_HEADING = re.compile(rf"{_SPACE}{{0,3}}#{{1,6}}{_SPACE}+")
_BULLET = re.compile(rf"(?P<indent>(?:{_SPACE}|>)*)(?P<mark>[-*+•‣◦](?={_SPACE}|$)|・|\d{{1,3}}[.)](?={_SPACE}|$)){_SPACE}*")
_INDENT = re.compile(rf"(?:{_SPACE}|>)*")
_TICKS = re.compile(r"`+")

CONTEXT = 200  # characters around a reference that a backlink shows


class Section(Enum):
    """What a list stands under, as far as it matters to references."""

    NONE = auto()
    RELATED = auto()  # 関連, 先行研究, related work: entries may be papers
    REFERENCES = auto()  # 参考文献, References: entries are papers


_REFERENCES = re.compile(r"(?:参考|参照|引用|主要)文献|\breferences?\b|\bbibliography\b", re.IGNORECASE)
_RELATED = re.compile(
    r"関連|先行研究|参考|[あ合併]わ?せて読みたい|\bconcurrent works?\b|\brelated (?:works?|papers?|research|links?)\b"
    r"|\bprior works?\b|\bsee also\b|\bfurther reading\b",
    re.IGNORECASE,
)
_Place = tuple[Section, str]  # what a list stands under, and the words that say so
_NOWHERE: _Place = (Section.NONE, "")
_LABEL_LENGTH = 40  # a longer line that ends in a colon is a sentence
_BARE_LABEL = re.compile(
    r"(?:関連|先行|既存)(?:研究|論文|文献|手法|リンク)?(?:一覧|リスト|まとめ)?|参考(?:文献|論文|リンク|資料)?(?:一覧|リスト)?"
    r"|(?:参照|引用|主要)文献|related (?:works?|papers?|research|links?)|references?|bibliography|prior works?"
    r"|concurrent works?|see also|further reading",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*[.)．]?|[IVX]+\.)\s+")


# What a format puts where an image or an embedded post was lost: it leads no list in.
_LOST = re.compile(r"!?\[[^\[\]]{0,80}\]\(lost:[^()\s]*\)")


class Kind(Enum):
    """What a line is, seen alone."""

    BLANK = auto()
    CODE = auto()
    HEADING = auto()
    ENTRY = auto()  # opens a list entry
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a body: where it stands, where its words begin, and what list it belongs to."""

    index: int
    number: int  # of the source, 0 if unknown
    start: int
    end: int
    kind: Kind
    indent: int  # column of the bullet or of the first word
    content: int  # offset of the first word, behind bullets, quote marks and hashes
    section: Section = Section.NONE
    label: str = ""  # of the list or part it stands in, if that has to do with references
    lead: int = -1  # index of the line of text right above its list
    last: int = 0  # where the list entry ends that it opens: before the next one, a heading, or text that is not indented


@dataclass(frozen=True, slots=True)
class Surface:
    """A body prepared for reading. `text` is as long as the body's, with code hidden."""

    original: str
    text: str
    lines: tuple[Line, ...]

    def line_at(self, offset: int) -> Line:
        """The line that an offset stands in."""
        return self.lines[bisect_right(self.lines, offset, key=lambda line: line.start) - 1]


def read_surface(body: Body) -> Surface:
    """A body's lines, with what each is and the label of its list, and its text with the code hidden."""
    rows = body.text.split("\n")
    coded = code_mask(rows)
    lines: list[Line] = []
    pieces: list[str] = []
    start = 0
    for index, (row, is_code) in enumerate(zip(rows, coded, strict=True)):
        number = body.lines[index] if index < len(body.lines) else 0
        lines.append(_line(row, index, number, start, is_code))
        pieces.append(HIDDEN * len(row) if is_code else row)
        start += len(row) + 1
    text = _hide_inline_code("\n".join(pieces))
    return Surface(body.text, text, _with_ends(list(_labelled(lines, text))))


def _line(row: str, index: int, number: int, start: int, is_code: bool) -> Line:
    def line(kind: Kind, indent: int, content: int) -> Line:
        return Line(index, number, start, start + len(row), kind, indent, start + content)

    if is_code:
        return line(Kind.CODE, 0, len(row))
    if not row.strip():
        return line(Kind.BLANK, 0, len(row))
    if hit := _HEADING.match(row):
        return line(Kind.HEADING, 0, hit.end())
    indent = _INDENT.match(row)
    spaces = indent.end() if indent else 0
    if (hit := _BULLET.match(row)) and not _rule_or_bold(row, hit):
        return line(Kind.ENTRY, len(hit["indent"].expandtabs(4)), hit.end())
    return line(Kind.TEXT, len(row[:spaces].expandtabs(4)), spaces)


def _rule_or_bold(row: str, bullet: re.Match[str]) -> bool:
    """A line of dashes is a rule, not an entry."""
    return len(set(row.split())) == 1 and len(row.split()) > 2 and bullet["mark"] in "-*"


def _labelled(lines: Sequence[Line], text: str) -> Iterator[Line]:
    """The lines with what they stand under: a heading's part, a label right above a list, or the entry they are nested in."""
    part = _NOWHERE  # from the heading
    above: _Place | None = None  # from the line right above a list
    lead = -1
    nests: list[tuple[int, _Place]] = []  # indent of each open entry, and what stands under it
    for line in lines:
        if line.kind is Kind.HEADING:
            part = _place_of_heading(plain(text[line.content : line.end]))
            above, nests, lead = None, [], -1
        elif line.kind is Kind.TEXT and not (nests and line.indent > nests[0][0]):
            above, nests = _place_of_label(text[line.content : line.end]), []
            lead = line.index
        elif line.kind is Kind.ENTRY:
            while nests and nests[-1][0] >= line.indent:
                nests.pop()
            inherited = nests[-1][1] if nests else above or part
            nests.append((line.indent, _place_of_label(text[line.content : line.end]) or inherited))
            yield replace(line, section=inherited[0], label=inherited[1], lead=lead)
            continue
        section, label = nests[-1][1] if nests else part
        yield line if section is Section.NONE else replace(line, section=section, label=label)


def _with_ends(lines: list[Line]) -> tuple[Line, ...]:
    """The lines, each list entry knowing where it ends."""
    entry: Line | None = None
    last: dict[int, int] = {}
    for line in lines:
        if line.kind is Kind.ENTRY:
            entry = line
            last[line.index] = line.end
        elif line.kind is Kind.HEADING or (line.kind is Kind.TEXT and entry and line.indent <= entry.indent):
            entry = None
        elif entry and line.kind is Kind.TEXT:
            last[entry.index] = line.end
    return tuple(replace(line, last=last[line.index]) if line.index in last else line for line in lines)


def _place_of_heading(heading: str) -> _Place:
    """A heading that only mentions related work (先行研究との比較) opens a part of prose, not a list of papers."""
    words = _without_number(heading)
    section = _section(words)
    if section is Section.NONE or (section is Section.RELATED and not _BARE_LABEL.fullmatch(words)):
        return _NOWHERE
    return section, words


def _place_of_label(row: str) -> _Place | None:
    if len(row) > 2 * _LABEL_LENGTH or _section(row) is Section.NONE:
        return None
    words = plain(row)
    if len(words) > _LABEL_LENGTH:
        return None
    if words.endswith((":", "：")) or _BARE_LABEL.fullmatch(_without_number(words)):
        return _section(words), words.rstrip(":： ")
    return None


def _section(label: str) -> Section:
    if _REFERENCES.search(label):
        return Section.REFERENCES
    return Section.RELATED if _RELATED.search(label) else Section.NONE


def _without_number(heading: str) -> str:
    return _NUMBERING.sub("", heading).rstrip(":： ")


def _hide_inline_code(text: str) -> str:
    """The text with code spans hidden (CommonMark 6.1): a run of backticks up to the next run of that length, in one block."""
    hidden: list[tuple[int, int]] = []
    for block in re.finditer(r"(?:[^\n]+\n?)+", text):
        runs = list(_TICKS.finditer(text, block.start(), block.end()))
        later: dict[int, list[int]] = {}
        for index in range(len(runs) - 1, -1, -1):
            later.setdefault(len(runs[index][0]), []).append(index)
        index = 0
        while index < len(runs):
            same = later[len(runs[index][0])]
            while same and same[-1] <= index:
                same.pop()
            if same:
                hidden.append((runs[index].start(), runs[same[-1]].end()))
                index = same[-1]
            index += 1
    return covered(text, hidden)


def covered(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with some spans hidden; line ends stay. The spans must be in order and apart."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], "\n".join(HIDDEN * len(row) for row in text[start:end].split("\n"))]
        done = end
    return "".join((*pieces, text[done:]))


# ── words without marks ──────────────────────────────────────────────────────────────────────────────────────────────

_UNMARKED = (
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)|!\[\[[^\[\]\n]*\]\]"), ""),
    (re.compile(r"\[\^[^\[\]\n]{1,40}\]:?"), ""),
    (re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]"), r"\1"),
    (re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){0,400})\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>"), ""),
    (re.compile(r"(?<!\\)(?:\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`+)"), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
    (re.compile(rf"[\s{HIDDEN}\u3000]+"), " "),
)


def plain(markdown: str) -> str:
    """The words of a piece of Markdown on one line, without its marks."""
    for pattern, put in _UNMARKED:
        markdown = pattern.sub(put, markdown)
    return markdown.strip()


_SENTENCE_END = re.compile(r"[。！？](?![」』）)])|[.!?](?=\s)|\n")
_LETTER = re.compile(r"\w")
_SHORTEST_LEAD = 8  # characters; a shorter one (ほぼ, e.g.) says nothing
_CLAUSE = re.compile(r"[、。，,;；:：!?！？]\s?|\s")


def context_of(surface: Surface, start: int, end: int) -> str:
    """The list entry or the sentence around a reference, in plain words, cut at the ends of sentences or clauses.

    An entry that is nothing but the reference says nothing of its own: the entry nested in it stands for it, or else the
    sentence that leads the list in.
    """
    line = surface.line_at(start)
    if line.kind is Kind.ENTRY:
        first, last = line.content, max(line.last, end)
        if not _LETTER.search(surface.original, first, start) and not _LETTER.search(surface.original, end, last):
            return _told_beside(surface, line) or plain(surface.original[start:end])[:CONTEXT]
    else:
        first, last = line.content, max(line.end, end)
    # More than this cannot be shown, and a long line may hold many references.
    first, last = max(first, start - 2 * CONTEXT), min(last, end + 2 * CONTEXT)
    before, here, after = (
        plain(part) for part in (surface.original[first:start], surface.original[start:end], surface.original[end:last])
    )
    if line.kind is not Kind.ENTRY:
        sentences = [hit.end() for hit in _SENTENCE_END.finditer(before)]
        before = before[sentences[-1] :].lstrip() if sentences else before
        stop = _SENTENCE_END.search(after)
        after = after[: stop.end()] if stop else after
    # `plain` strips the white space between the three, which Latin words need.
    before += " " if before and surface.original[start - 1].isspace() else ""
    after = " " + after if after and surface.original[end].isspace() else after
    return _shortened(before + here + after, len(before), len(before) + len(here))


def _told_beside(surface: Surface, line: Line) -> str | None:
    """What is said of a bare entry: by the entry nested in it, or by the line above its list."""
    below = next((each for each in surface.lines[line.index + 1 :] if each.kind is not Kind.BLANK), None)
    if below and below.kind is Kind.ENTRY and below.indent > line.indent:
        return _shortened(plain(surface.original[below.content : below.last][: 4 * CONTEXT]), 0, 0)
    if line.section is not Section.NONE or line.lead < 0:
        return None
    lead = surface.lines[line.lead]
    raw = surface.original[lead.content : lead.end].strip()
    words = "" if _LOST.fullmatch(raw) else plain(raw)
    return _last_sentence(words) if len(words) >= _SHORTEST_LEAD else None


def _last_sentence(text: str) -> str:
    ends = [0, *(hit.end() for hit in _SENTENCE_END.finditer(text) if hit.end() < len(text))]
    return _shortened(text[ends[-1] :].strip(), 0, 0)


def _shortened(text: str, start: int, end: int) -> str:
    """At most `CONTEXT` characters of a text around a span, whole sentences if they fit, else whole clauses."""
    if len(text) <= CONTEXT:
        return text
    room = max(CONTEXT - (end - start), 0)
    first, last = max(0, start - room // 2), min(len(text), end + room - min(start, room // 2))
    for bounds in (_SENTENCE_END, _CLAUSE):
        cuts = [0, *(hit.end() for hit in bounds.finditer(text)), len(text)]
        left = min((cut for cut in cuts if first <= cut <= start), default=None)
        right = max((cut for cut in cuts if end <= cut <= last), default=None)
        if left is not None and right is not None:
            return ("…" if left else "") + text[left:right].strip() + ("…" if right < len(text) else "")
    return text[first:last].strip()[:CONTEXT]
