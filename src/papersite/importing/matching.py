"""Which note of a dump is which note of an earlier state of it.

A dump grows above and below, its notes grow at their ends, and tags and identifiers are added to them. So no sign of a note
is trusted for all: the surest are looked at first, and what one of them has settled is out of the next one's way. Notes with
different identifiers are never one, and neither are notes with different titles unless they share an identifier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from functools import partial

from papersite.identity import fold_title
from papersite.importing.note_file import said
from papersite.model import IdScheme, Note
from papersite.review import review_key, telling_words

Sign = Callable[[Note], Hashable | None]
# Beyond this, comparing each with each would cost seconds, and no twins are that many.
_MOST_PAIRS = 10_000


def match_notes(old: Sequence[Note], new: Sequence[Note]) -> dict[int, int]:
    """For the number of each new note that was there before, the number of the old one it is."""
    found: dict[int, int] = {}
    for sign in SIGNS:
        there = _by_sign(sign, old, set(found.values()))
        here = _by_sign(sign, new, found.keys())
        for seen in there.keys() & here.keys():
            found |= _pairs(sign, [(each, old[each]) for each in there[seen]], [(each, new[each]) for each in here[seen]])
    return found


def _by_sign(sign: Sign, notes: Sequence[Note], settled: Collection[int]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for number, note in enumerate(notes):
        if number not in settled and (seen := sign(note)):
            found[seen].append(number)
    return found


def _pairs(sign: Sign, old: Sequence[tuple[int, Note]], new: Sequence[tuple[int, Note]]) -> dict[int, int]:
    """Of twins, notes of one sign, those are one that begin alike the longest, for notes grow at their ends, and grew least."""
    if sign is said or len(old) * len(new) > _MOST_PAIRS:
        return {here: there for (there, one), (here, other) in zip(old, new, strict=False) if _can_be_one(one, other, sign)}
    likely = [
        (-_shared_opening(one.body.text, other.body.text), len(other.body.text), there, here)
        for there, one in old
        for here, other in new
        if _can_be_one(one, other, sign)
    ]
    found: dict[int, int] = {}
    for _, _, there, here in sorted(likely):
        if here not in found and there not in found.values():
            found[here] = there
    return found


def _can_be_one(old: Note, new: Note, sign: Sign) -> bool:
    """Whether nothing speaks against two notes with one sign being one."""
    if sign is _date_and_tags and not new.body.text.startswith(old.body.text):
        return False  # not enough of a sign, but for a note whose few words were only added to
    if old.ids and new.ids:
        return not set(old.ids).isdisjoint(new.ids)
    return not old.title or not new.title or fold_title(old.title) == fold_title(new.title)


def _shared_opening(one: str, other: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _id(scheme: IdScheme, note: Note) -> str | None:
    return next((each.value for each in note.ids if each.scheme is scheme), None)


def _id_and_date(scheme: IdScheme, note: Note) -> Hashable | None:
    value = _id(scheme, note)
    return value and (value, note.date)


def _title_and_date(note: Note) -> Hashable | None:
    folded = fold_title(note.title or "")
    return (folded, note.date) if folded else None


def _words_and_date(note: Note) -> Hashable | None:
    words = telling_words(note)
    return (words, note.date) if words else None


def _date_and_tags(note: Note) -> Hashable | None:
    return (note.date, note.tags) if note.date and note.tags else None


# The surest first.
SIGNS: tuple[Sign, ...] = (
    said,
    *(partial(_id_and_date, scheme) for scheme in IdScheme),
    review_key,
    _title_and_date,
    *(partial(_id, scheme) for scheme in IdScheme),
    _words_and_date,
    telling_words,
    _date_and_tags,
)


def same_notes(old: Sequence[Note], new: Sequence[Note]) -> int:
    """How many of the old notes are among the new ones, by their review keys alone."""
    keys: dict[str, list[Note]] = defaultdict(list)
    for note in new:
        keys[review_key(note)].append(note)
    return sum(any(_can_be_one(note, other, review_key) for other in keys.get(review_key(note), ())) for note in old)
