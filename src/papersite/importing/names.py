"""What the file of an imported note is called: its date and what it is about, told by the note alone.

So the name is the same whatever else the dump holds, and a dump that grows renames nothing. Only notes of one day and one
title need more: the digest of what they say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import count

from papersite.model import IdScheme, Note
from papersite.review import review_key
from papersite.slugs import short_digest, slugify
from papersite.titles import derive_title

# File systems bound a name by 255 bytes; a date, a digest and `.md.new` want 30 of them. Longer words help nobody.
_LONGEST = 60
_LONGEST_BYTES = 180


def name_files(notes: Sequence[Note], taken: Collection[str]) -> tuple[str, ...]:
    """A file name for each note, none of them taken, in whatever case."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for index, note in enumerate(notes):
        wanted[_wanted(note)].append(index)
    used = {name.casefold() for name in taken}
    names: dict[int, str] = {}
    for stem in sorted(wanted):
        for index in sorted(wanted[stem], key=lambda index: review_key(notes[index])):
            name = next(name for name in _tries(stem, notes[index]) if name not in used)
            names[index] = name
            used.add(name)
    return tuple(names[index] for index in range(len(notes)))


def _wanted(note: Note) -> str:
    return "-".join(filter(None, (note.date.isoformat() if note.date else "", _short(slugify(_words(note))))))


def _words(note: Note) -> str:
    if note.title:
        return note.title
    if arxiv := next((each.value for each in note.ids if each.scheme is IdScheme.ARXIV), None):
        return arxiv
    if candidate := derive_title(note):
        return candidate.title
    return " ".join(note.tags[-2:]) or "note"


def _short(slug: str) -> str:
    """A slug cut where a word ends, if one ends in its second half."""
    cut = slug[:_LONGEST].encode()[:_LONGEST_BYTES].decode(errors="ignore")
    if cut == slug:
        return slug
    dash = cut.rfind("-")
    return (cut[:dash] if dash > len(cut) // 2 and slug[len(cut)] != "-" else cut).strip("-.")


def _tries(stem: str, note: Note) -> Iterator[str]:
    """The plain name, then one with a digest, then numbered ones: those notes say the same."""
    yield f"{stem}.md"
    digest = short_digest(review_key(note), 6)
    yield f"{stem}-{digest}.md"
    yield from (f"{stem}-{digest}-{number}.md" for number in count(2))
