"""Which note of a dump is which note of an earlier state of it.

A dump grows above and below, its notes grow at their ends, and tags and identifiers are added to them. So no sign of a note
is trusted for all: the surest are looked at first, and what one of them has settled is out of the next one's way. Notes with
different identifiers are never one, and neither are notes with different titles unless they share an identifier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from functools import partial

from papersite.identity import fold_title
from papersite.importing.note_file import said
from papersite.model import IdScheme, Note
from papersite.review import review_key, telling_words

Sign = Callable[[Note], Hashable | None]


def match_notes(old: Sequence[Note], new: Sequence[Note]) -> dict[int, int]:
    """For the number of each new note that was there before, the number of the old one it is. Linear but for twins."""
    found: dict[int, int] = {}
    for sign in SIGNS:
        settled = set(found.values())
        by_sign: dict[Hashable, list[int]] = defaultdict(list)
        for number, note in enumerate(old):
            if number not in settled and (seen := sign(note)):
                by_sign[seen].append(number)
        for number, note in enumerate(new):
            rivals = by_sign.get(sign(note), []) if number not in found and by_sign else []
            likely = [each for each in rivals if _can_be_one(old[each], note, sign)]
            if likely:
                # Notes grow at their ends, so of twins those are one that begin alike the longest; of equals the first.
                best = max(likely, key=lambda each: _shared_opening(old[each].body.text, note.body.text))
                found[number] = best
                rivals.remove(best)
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
