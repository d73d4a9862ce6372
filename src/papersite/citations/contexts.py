"""What stands around a reference, in plain words: what a backlink shows of it."""

from __future__ import annotations

from papersite.citations.surface import Kind, Line, Section, Surface
from papersite.citations.words import plain
from papersite.regex import lazy_regex

CONTEXT = 200  # characters around a reference that a backlink shows

# What a format puts where an image or an embedded post was lost: it leads no list in.
_LOST = lazy_regex(r"!?\[[^\[\]]{0,80}\]\(lost:[^()\s]*\)")
_SENTENCE_END = lazy_regex(r"[。！？](?![」』）)])|[.!?](?=\s)|\n")
_LETTER = lazy_regex(r"\w")
_SHORTEST_LEAD = 8  # characters; a shorter one (ほぼ, e.g.) says nothing
_CLAUSE = lazy_regex(r"[、。，,;；:：!?！？]\s?|\s")


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
    below = surface.next_line(line)
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
        right = max((cut for cut in cuts if max(end, 1) <= cut <= last), default=None)
        if left is not None and right is not None:
            return ("…" if left else "") + text[left:right].strip() + ("…" if right < len(text) else "")
    return text[first:last].strip()[:CONTEXT]
