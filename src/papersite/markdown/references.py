"""References to papers within a text: where each stands among the tokens, and the links they become.

A reference is given by offsets into the whole text. Each inline text learns which references touch it, and stops there to leave
a mark; between its marks the text becomes `<a class="ref" data-ref="key">`, in pieces where markup begins inside and ends
outside. A reference inside code leaves no mark and is no link.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markdown_it.token import Token

from papersite.markdown.addresses import Address, find_addresses
from papersite.markdown.inline import State, Stop, Take
from papersite.markdown.latexml import Residue, find_residue
from papersite.model import Reference, ReferenceForm

# References whose own text is a link or names one; they lend their key to a link, and make none around other links.
_LINK_FORMS = frozenset({ReferenceForm.URL, ReferenceForm.PATH, ReferenceForm.WIKILINK, ReferenceForm.KEY})


@dataclass(frozen=True, slots=True)
class Span:
    """A reference, and the part of an inline text it covers."""

    start: int
    end: int
    reference: Reference


class Places:
    """Where the lines of a text begin, and which references touch which lines."""

    def __init__(self, text: str, references: Iterable[Reference]) -> None:
        self._lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]
        self._references = sorted((r for r in references if r.start < r.end), key=lambda r: (r.start, -r.end))
        self._begins = [reference.start for reference in self._references]
        self._longest = max((r.end - r.start for r in self._references), default=0)

    def spans(self, inline: Token) -> list[Span]:
        """The references that touch an inline text, in its own offsets."""
        if not self._references or inline.map is None:
            return []
        first, last = self._starts[inline.map[0]], self._starts[min(max(inline.map[1], inline.map[0] + 1), len(self._lines))]
        low = bisect_left(self._begins, first - self._longest)
        high = bisect_right(self._begins, last)
        if low == high:
            return []
        pieces = list(self._pieces(inline))
        found = (self._span(reference, pieces) for reference in self._references[low:high])
        return [span for span in found if span is not None]

    def _pieces(self, inline: Token) -> Iterable[tuple[int, int, int]]:
        """For each line of an inline text: its offset in the source, its offset in the text, its length."""
        assert inline.map is not None
        offset = 0
        for number, line in enumerate(inline.content.split("\n"), start=inline.map[0]):
            if number >= len(self._lines):
                break
            source = inline.meta.get("offset", -1)
            if source < 0:
                # What the block parser leaves of a line is its end; only a heading's closing `#` stand behind.
                column = self._lines[number].rfind(line) if line else -1
                source = self._starts[number] + column if column >= 0 else -1
            if source >= 0:
                yield source, offset, len(line)
            offset += len(line) + 1

    @staticmethod
    def _span(reference: Reference, pieces: list[tuple[int, int, int]]) -> Span | None:
        start = end = -1
        for source, offset, length in pieces:
            low = max(reference.start, source)
            high = min(reference.end, source + length)
            if low < high:
                start = offset + low - source if start < 0 else start
                end = offset + high - source
        return Span(start, end, reference) if start >= 0 else None


def find_stops(src: str, spans: Sequence[Span]) -> list[Stop]:
    """What stops the inline parser in a text: the bounds of references, and bare addresses."""
    stops: list[Stop] = []
    for span in spans:
        stops.append((span.start, 1, _opener(span)))
        stops.append((span.end, 0, _closer(span)))
    if "://" in src or "@" in src or "www." in src:
        stops += ((address.start, 2, _linker(address)) for address in find_addresses(src))
    if "_" in src:
        stops += ((residue.start, 2, _formula(residue, src)) for residue in find_residue(src))
    return stops


def _opener(span: Span) -> Take:
    def take(state: State) -> None:
        if state.pos > span.start:
            # Other markup ran over the beginning: if that was a link, the reference is in it or in its address.
            _lend(state.tokens, len(state.tokens), span)
        else:
            state.push("reference_open", "", 0).meta["span"] = span

    return take


def _closer(span: Span) -> Take:
    def take(state: State) -> None:
        state.push("reference_close", "", 0).meta["span"] = span

    return take


def _linker(address: Address) -> Take:
    def take(state: State) -> None:
        if state.pos != address.start or address.end > state.posMax:
            return
        if state.linkLevel:
            state.append_pending(address.text)
        else:
            token = state.push("link_open", "a", 1)
            if address.href:
                token.attrs = {"href": address.href}
            if address.key:
                token.meta["key"] = address.key
            token.meta["at"] = (address.start, address.end)
            state.push("text", "", 0).content = address.text
            state.push("link_close", "a", -1)
        state.pos = address.end

    return take


def _formula(residue: Residue, src: str) -> Take:
    def take(state: State) -> None:
        if state.pos != residue.start or residue.end > state.posMax:
            return
        token = state.push("formula", "math", 0)
        token.content = residue.tex
        token.markup = src[residue.start : residue.end]
        token.meta = {"display": False, "words": True}
        state.pos = residue.end

    return take


def _lend(tokens: list[Token], end: int, span: Span) -> None:
    """Give a reference's key to the link before `end` that it lies in."""
    for index in range(end - 1, -1, -1):
        token = tokens[index]
        if token.type == "link_open" and "at" in token.meta:
            first, last = token.meta["at"]
            if first <= span.start < last:
                token.meta.setdefault("reference", span.reference.key)
            if first <= span.start:
                return


def link_references(tokens: list[Token]) -> list[Token]:
    """Inline tokens with their references made links, and the marks gone."""
    partner = _partners(tokens)
    links = [0, *accumulate(token.type == "link_open" for token in tokens)]
    ends = {id(t.meta["span"]): i for i, t in enumerate(tokens) if t.type == "reference_close"}
    out: list[Token] = []
    active: Span | None = None
    stop = begin = -1
    inside_link = is_open = False
    for index, token in enumerate(tokens):
        if token.type == "reference_open":
            span: Span = token.meta["span"]
            end = ends[id(span)]
            _lend_links(tokens, index, end, inside_link, span)
            if active is None and not inside_link and not (span.reference.form in _LINK_FORMS and links[end] > links[index]):
                active, begin, stop = span, index, end
            continue
        if active is not None and (index >= stop):
            is_open = _shut(out, is_open)
            active = None
        if token.type == "reference_close":
            continue
        if active is not None:
            wanted = not inside_link and _fits(tokens, index, begin, stop, partner, links)
            if is_open and not wanted:
                is_open = _shut(out, is_open)
            elif wanted and not is_open and not _is_blank(token):
                out.append(Token("anchor_open", "a", 1, meta={"key": active.reference.key}))
                is_open = True
        if token.type in ("link_open", "link_close"):
            inside_link = token.type == "link_open"
        out.append(token)
    _shut(out, is_open)
    return out


def _shut(out: list[Token], is_open: bool) -> bool:
    if is_open:
        out.append(Token("anchor_close", "a", -1))
    return False


def _fits(tokens: list[Token], index: int, begin: int, stop: int, partner: dict[int, int], links: list[int]) -> bool:
    """Whether a token can stand in the link: no tag whose other half is outside, nothing that holds a link."""
    token = tokens[index]
    if token.nesting == 0:
        return True
    other = partner.get(index, -1)
    low, high = min(index, other), max(index, other)
    return token.type not in ("link_open", "link_close") and begin < low and high < stop and links[low] == links[high]


def _is_blank(token: Token) -> bool:
    return token.type in ("softbreak", "hardbreak") or (token.type == "text" and not token.content.strip())


def _lend_links(tokens: list[Token], start: int, end: int, inside: bool, span: Span) -> None:
    """Give the key to the links in a reference, or to the link that the reference stands in."""
    if inside:
        _lend(tokens, start, span)
        return
    covered = tokens[start + 1 : end]
    if span.reference.form in _LINK_FORMS or _is_one_link(covered):
        for token in covered:
            if token.type == "link_open":
                token.meta.setdefault("reference", span.reference.key)


def _is_one_link(tokens: Sequence[Token]) -> bool:
    """Whether nothing stands outside a link; then the link is the citation."""
    inside = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            inside = token.type == "link_open"
        elif not inside and token.nesting == 0 and not _is_blank(token):
            return False
    return bool(tokens)


def _partners(tokens: list[Token]) -> dict[int, int]:
    partner: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(tokens):
        if token.nesting > 0:
            stack.append(index)
        elif token.nesting < 0 and stack:
            opening = stack.pop()
            partner[opening], partner[index] = index, opening
    return partner
