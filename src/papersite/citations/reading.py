"""Which papers a note names, where, and in which words: all readers of references put together.

Each reader sees what the ones before it left: first citations that carry the `[Paper Note]` mark, then those that have its
shape, then entries of reference sections, bare titles under 関連 or 先行研究, names with their authors in brackets, and quoted
titles; last the addresses that no citation has taken as its own. Which record is meant is not asked here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from papersite.citations import shape
from papersite.citations.addresses import Address, Flat, find_addresses, flatten
from papersite.citations.bibliography import looks_like_title
from papersite.citations.contexts import CONTEXT, context_of
from papersite.citations.entries import read_listed
from papersite.citations.mentions import find_mentions, find_quoted
from papersite.citations.shape import Parts
from papersite.citations.surface import Kind, Line, Section, Surface, read_surface
from papersite.citations.words import HIDDEN, covered, plain
from papersite.identity import fold_title
from papersite.model import LONGEST_BODY, Note, PaperId, Reference, ReferenceForm
from papersite.regex import lazy_regex

_MARK = lazy_regex(r"\\?\[\s?Paper\s?Note\s?\\?\]", re.IGNORECASE)
# What may stand between a citation and its own address.
_BEFORE_ADDRESS = lazy_regex(r"[\s,:：(（\[–—-]{0,4}")
# Words of a link that say where it leads, not what the paper is called.
_NOT_A_TITLE = lazy_regex(
    r"(?:https?://|arxiv\b|(?:the )?(?:paper|pdf|html|link|here|abs(?:tract)?|open ?review|acl ?anthology|doi|url)\b)",
    re.IGNORECASE,
)


def read_references(note: Note) -> tuple[Reference, ...]:
    """The references in a note's body, in the order in which they stand there, then those of the lists beside it.

    The note's own identifiers are none. Spans don't overlap, and `text` is what the body has there. A body that is too long to
    be read as Markdown is not read for references either.
    """
    if len(note.body.text) > LONGEST_BODY:
        return tuple(_beside(note))
    surface = read_surface(note.body)
    addresses = find_addresses(surface.text, note.origin.path)
    desk = _Desk(surface, addresses, flatten(surface.text, addresses))
    for reader in (_marked, _many, _shaped, _listed, _shaped_references, _mentions, _quoted):
        desk = desk.with_found(reader(desk))
    references = [_reference(desk, found) for found in desk.found]
    taken = {address.start for found in desk.found for address in found.addresses}
    alone = (a for a in addresses if a.key and a.start not in taken and a.id not in note.ids)
    references += [_from_address(desk, address) for address in alone]
    in_body = sorted((each for each in references if each.key), key=lambda each: each.start)
    return (*in_body, *_beside(note))


@dataclass(frozen=True, slots=True)
class _Found:
    """A citation found in the body: its parts, with offsets of the body, and the addresses that belong to it."""

    parts: Parts
    form: ReferenceForm
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a reader has before it: the body, what is linked in it, and what others found."""

    surface: Surface
    addresses: tuple[Address, ...]
    flat: Flat
    found: tuple[_Found, ...] = ()
    rest: str | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The flat text that is still to be read: what others found is hidden."""
        return self.flat.text if self.rest is None else self.rest

    def with_found(self, new: Iterable[tuple[Parts, ReferenceForm]]) -> _Desk:
        """The desk with more found; of two that overlap, the one found first stays."""
        found = list(self.found)
        for parts, form in new:
            start, end = self._in_body(parts)
            place = bisect_left(found, start, key=lambda each: each.parts.start)
            if (place and found[place - 1].parts.end > start) or (place < len(found) and found[place].parts.start < end):
                continue
            found.insert(place, _Found(replace(parts, start=start, end=end), form, self._addresses_of(start, end, form)))
        if len(found) == len(self.found):
            return self
        spans = [(self.flat.offset(each.parts.start), self.flat.offset(each.parts.end)) for each in found]
        return replace(self, found=tuple(found), rest=covered(self.flat.text, spans))

    def _in_body(self, parts: Parts) -> tuple[int, int]:
        """A span in the body: it takes all of a link that it takes part of, and both marks of emphasis or none."""
        start, end = self.flat.origin(parts.start), self.flat.origin(parts.end - 1) + 1
        for address in self.between(start, end):
            if address.words is not None:
                start, end = min(start, address.start), max(end, address.end)
        body = self.surface.original
        if body.count("**", start, end) % 2:
            if body.startswith("**", end):
                end += 2
            elif body.endswith("**", 0, start):
                start -= 2
        return start, end

    def between(self, start: int, end: int) -> tuple[Address, ...]:
        """The addresses that share a character with a span of the body."""
        first = bisect_right(self.addresses, start, key=lambda address: address.end)
        last = bisect_left(self.addresses, end, key=lambda address: address.start)
        return self.addresses[first:last]

    def _addresses_of(self, start: int, end: int, form: ReferenceForm) -> tuple[Address, ...]:
        """The addresses inside a citation, the one right behind it, and in a reference section all that its entry has."""
        line = self.surface.line_at(start)
        if form is ReferenceForm.LISTED and line.kind is Kind.ENTRY:
            return tuple(a for a in self.between(line.content, line.last) if a.form is ReferenceForm.URL)
        inside = self.between(start, end)
        gap = _BEFORE_ADDRESS.match(self.surface.text, end, line.end)
        behind = self.between(end, gap.end() + 1) if gap else ()
        return (*inside, *(a for a in behind[:1] if a.start >= end and a.id and not any(other.id for other in inside)))

    def entries(self, *sections: Section, sign: re.Pattern[str]) -> Iterator[tuple[Line, int, int]]:
        """The list entries in some sections that have a sign; with where their words begin and their line ends, as `lines`."""
        for line, start, end in self.lines(sign):
            if line.kind is Kind.ENTRY and line.section in sections:
                yield line, start, end

    def lines(self, sign: re.Pattern[str]) -> Iterator[tuple[Line, int, int]]:
        """The lines that have a sign, with where their words begin and where they end in the flat text.

        Of a hundred lines about one has the sign of a citation: to look for signs in the whole text is cheaper than to look at
        each line.
        """
        end = 0
        while hit := sign.search(self.text, end):
            line = self.surface.line_at(self.flat.origin(hit.start()))
            end = max(self.flat.offset(line.end), hit.start() + 1)
            yield line, self.flat.offset(line.content), self.flat.offset(line.end)


_Reading = Iterator[tuple[Parts, ReferenceForm]]


def _marked(desk: _Desk) -> _Reading:
    """Citations that begin with `[Paper Note]`."""
    text = desk.text
    marks = list(_MARK.finditer(text))
    for index, mark in enumerate(marks):
        ends = [text.find("\n", mark.end()), marks[index + 1].start() if index + 1 < len(marks) else -1]
        origin = desk.flat.origin(mark.start())
        ends += [desk.flat.offset(link.end) for link in desk.between(origin, origin + 1)]
        limit = min((end for end in ends if end >= 0), default=len(text))
        if parts := shape.read_from(text, mark.end(), limit):
            yield replace(parts, start=mark.start()), ReferenceForm.CITATION


def _many(desk: _Desk) -> _Reading:
    """Citations without the mark, found by `, Author+`."""
    text = desk.text
    for line, begin, limit in desk.lines(shape.MANY_SIGN):
        if line.kind not in (Kind.ENTRY, Kind.TEXT):
            continue
        whole, position = line.kind is Kind.ENTRY, begin
        while hit := shape.find_many(text, position, limit):
            position = hit.end()
            if parts := shape.read_around(text, hit, begin, limit, whole=whole):
                yield parts, ReferenceForm.CITATION
                begin, position, whole = parts.end, max(parts.end, position), False


def _listed(desk: _Desk) -> _Reading:
    """Entries of reference sections, and bare titles under 関連, 先行研究 and the like."""
    text = desk.text
    listed = [each for each in desk.surface.lines if each.kind is Kind.ENTRY and each.section is not Section.NONE]
    mixed = _lists_with_citations(desk) if listed else frozenset()
    for line in listed:
        start, end = desk.flat.offset(line.content), desk.flat.offset(line.end)
        if text.startswith(HIDDEN, start):
            continue
        if line.section is Section.REFERENCES:
            end, least = desk.flat.offset(line.last), 1
        else:
            # Among full citations a bare entry is the topic that those below it are about.
            least = 5 if line.row in mixed else 3
        parts = read_listed(text, start, end, least=least)
        if parts and not (_is_web_page(desk, line) and not (parts.author or parts.year or parts.venue)):
            yield parts, ReferenceForm.LISTED


def _is_web_page(desk: _Desk, line: Line) -> bool:
    """Whether an entry leads to a page that is no paper's: then its words are the page's."""
    targets = [address for address in desk.between(line.content, line.last) if address.target]
    return bool(targets) and not any(address.id or address.target.endswith(".pdf") for address in targets)


def _lists_with_citations(desk: _Desk) -> frozenset[int]:
    """The lines of all lists in which something was found already."""
    cited = {desk.surface.line_at(found.parts.start).row for found in desk.found}
    mixed: set[int] = set()
    run: list[int] = []
    for line in (*desk.surface.lines, None):
        if line is not None and line.kind in (Kind.ENTRY, Kind.BLANK):
            run.append(line.row)
            continue
        if cited.intersection(run):
            mixed.update(run)
        run = []
    return frozenset(mixed)


def _shaped(desk: _Desk) -> _Reading:
    """List entries that end in `Venue'YY` or in `Author, YYYY.MM`."""
    for line, start, end in desk.entries(Section.NONE, Section.RELATED, sign=shape.YEAR_SIGN):
        if parts := shape.read_entry(desk.text, start, end, trusted=line.section is Section.RELATED):
            yield parts, ReferenceForm.CITATION


def _shaped_references(desk: _Desk) -> _Reading:
    """Such entries of reference sections, where most entries have other orders."""
    for _line, start, end in desk.entries(Section.REFERENCES, sign=shape.YEAR_SIGN):
        if parts := shape.read_entry(desk.text, start, end, trusted=True):
            yield parts, ReferenceForm.CITATION


def _mentions(desk: _Desk) -> _Reading:
    for parts in find_mentions(desk.text):
        yield parts, ReferenceForm.CITATION


def _quoted(desk: _Desk) -> _Reading:
    for parts in find_quoted(desk.text):
        yield parts, ReferenceForm.CITATION


# ── what becomes of what was found ───────────────────────────────────────────────────────────────────────────────────


def _reference(desk: _Desk, found: _Found) -> Reference:
    parts = found.parts
    line = desk.surface.line_at(parts.start)
    paper = next((address.id for address in found.addresses if address.id), None)
    return Reference(
        key=_key(parts, paper),
        text=desk.surface.original[parts.start : parts.end],
        form=found.form,
        start=parts.start,
        end=parts.end,
        line=line.number,
        title=parts.title,
        author=parts.author,
        venue=parts.venue,
        year=parts.year,
        id=paper,
        context=context_of(desk.surface, parts.start, parts.end),
        relation=line.label if line.kind is Kind.ENTRY else "",
    )


def _key(parts: Parts, paper: PaperId | None) -> str:
    """What a citation means: its identifier, its title, or who wrote it and when if it names no title."""
    if paper:
        return str(paper)
    if parts.title and (folded := fold_title(parts.title)):
        return f"title:{folded}"
    author = fold_title(parts.author or "")
    return f"author:{author}{parts.year or ''}" if author else ""


def _from_address(desk: _Desk, address: Address) -> Reference:
    line = desk.surface.line_at(address.start)
    words = plain(address.words) if address.words and address.form is ReferenceForm.URL else None
    return Reference(
        key=address.key,
        text=desk.surface.original[address.start : address.end],
        form=address.form,
        start=address.start,
        end=address.end,
        line=line.number,
        title=words if words and looks_like_title(words) and not _NOT_A_TITLE.match(words) else None,
        id=address.id,
        context=context_of(desk.surface, address.start, address.end),
        relation=line.label if line.kind is Kind.ENTRY else "",
    )


def _beside(note: Note) -> Iterator[Reference]:
    """The papers that the dump's own structure lists beside the note."""
    for cited in note.listed:
        if folded := fold_title(cited.title):
            yield Reference(
                key=f"title:{folded}",
                text=cited.title,
                form=ReferenceForm.LISTED,
                start=0,
                end=0,
                line=cited.line,
                title=cited.title,
                author=cited.authors[0] if cited.authors else None,
                context=plain(cited.text)[:CONTEXT],
                relation=cited.relation,
            )
