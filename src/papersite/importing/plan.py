"""What an import does to each file: dumps as they are now, files as the user left them, and what was imported last.

Nothing is read or written here. Every file that an import writes is remembered as it was written (its base), so that the next
one can tell what the user changed from what the dump changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from papersite.importing.matching import match_notes, same_notes
from papersite.importing.merging import differences, merge_files
from papersite.importing.names import name_files
from papersite.importing.note_file import read_note, reads_back, write_note
from papersite.model import Note, Origin


class Outcome(StrEnum):
    """What becomes of a file."""

    ADDED = "added"  # new in the dump
    CHANGED = "changed"  # the dump says something new, which is now in the file
    CONFLICT = "conflict"  # the dump and the user changed the same thing: the user's stays, the dump's stands beside
    KEPT = "kept"  # the user changed it, the dump did not
    REMOVED = "removed"  # no longer in the dump
    REFUSED = "refused"  # could not be written so that it reads back the same
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one file: its text and its base from now on (None for no file), and what is told about it.

    `rival` is the dump's version of a file in which something stayed the user's against it. `parts` are what the outcome is
    about, fields or `body`; `own` those which the user changed. `former_name` is what the file was called when it was imported
    last, if the user renamed it; `former_dump` what the dump was called.
    """

    outcome: Outcome
    name: str
    place: Origin  # in the dump
    text: str | None
    base: str | None
    rival: str | None = None
    parts: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    former_name: str = ""
    former_dump: str = ""


def plan_import(
    notes: Sequence[Note],
    files: Mapping[str, str],
    bases: Mapping[str, str],
    *,
    waiting: Collection[str] = (),
    prune: bool = False,
) -> tuple[Change, ...]:
    """What importing the notes of some dumps does to a folder, in the order of the dumps, what they lost last.

    `files` are the texts of the folder's files by name, `bases` those of what was imported last; `waiting` names the files
    whose conflict is not settled. A dump is known again by its file's name; under another name it is the newer state of an
    earlier one that it has at least half the notes of. With `prune`, files of notes that left their dump go, unless the user
    changed them.
    """
    known = _known_notes(files, bases)
    dumps = _by_dump(notes)
    former = _former_names(dumps, known)
    changes: list[Change] = []
    gone: list[_Known] = []
    new: list[Note] = []
    for dump, members in dumps.items():
        before = known.get(former.get(dump, dump), [])
        found = match_notes([each.note for each in before], members)
        for number, note in enumerate(members):
            if number in found:
                change = _updated(before[found[number]], note, waiting)
                changes.append(replace(change, former_dump=former.get(dump, "")))
            else:
                new.append(note)
        # A file without a base may be a copy that the user made.
        gone += [each for number, each in enumerate(before) if number not in set(found.values()) and each.base is not None]
    changes += map(_added, new, name_files(new, {*files, *bases}))
    changes.sort(key=lambda change: change.place)
    return (*changes, *(_removed(each, prune) for each in gone))


# ── what is there ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Known:
    """A note imported earlier: its file's name, base and text, and the note as it was imported."""

    name: str
    base: str | None
    text: str | None
    note: Note
    former_name: str = ""


def _by_dump(notes: Sequence[Note]) -> dict[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.place.path.name, []).append(note)
    return found


def _known_notes(files: Mapping[str, str], bases: Mapping[str, str]) -> dict[str, list[_Known]]:
    """What was imported earlier by the names of the dumps, in the order in which it stood there."""
    imported = _imported(bases)
    lost = {name: note for name, note in imported.items() if name not in files}
    # Files without a base: the user renamed them, or lost the bases. Then the file itself is all there is to go by.
    strays = _imported({name: text for name, text in files.items() if name not in bases and "\nsource:" in text})
    renamed = {list(strays)[new]: list(lost)[old] for new, old in match_notes([*lost.values()], [*strays.values()]).items()}
    known = [
        _Known(name, bases[name], files.get(name), note) for name, note in imported.items() if name not in renamed.values()
    ]
    for name, note in strays.items():
        former = renamed.get(name, "")
        known.append(_Known(name, bases.get(former), files[name], imported.get(former, note), former))
    found: dict[str, list[_Known]] = defaultdict(list)
    for each in sorted(known, key=lambda each: (each.note.place, each.base is None, each.name)):
        found[each.note.place.path.name].append(each)
    return found


def _imported(texts: Mapping[str, str]) -> dict[str, Note]:
    read = ((name, read_note(text)) for name, text in texts.items())
    return {name: note for name, note in read if note and note.imported_from}


def _former_names(dumps: Mapping[str, Sequence[Note]], known: Mapping[str, Sequence[_Known]]) -> dict[str, str]:
    """The dumps that are newer states of dumps imported under another name, and that name."""
    found: dict[str, str] = {}
    for dump in sorted(dumps.keys() - known.keys()):
        # Two pages of one notes site share some notes, so half of the earlier one must be there.
        free = sorted(known.keys() - dumps.keys() - set(found.values()))
        shared = {old: same_notes([each.note for each in known[old]], dumps[dump]) for old in free}
        best = max(free, key=lambda old: shared[old] / len(known[old]), default=None)
        if best is not None and 2 * shared[best] >= len(known[best]):
            found[dump] = best
    return found


# ── what becomes of it ───────────────────────────────────────────────────────────────────────────────────────────────


def _added(note: Note, name: str) -> Change:
    text = write_note(note)
    if broken := reads_back(note, text):
        return Change(Outcome.REFUSED, name, note.place, None, None, parts=broken)
    return Change(Outcome.ADDED, name, note.place, text, text)


def _updated(old: _Known, note: Note, waiting: Collection[str]) -> Change:
    theirs = write_note(note)
    change = Change(Outcome.UNCHANGED, old.name, note.place, old.text, theirs, former_name=old.former_name)
    if theirs not in (old.base, old.text) and (broken := reads_back(note, theirs)):
        return replace(change, outcome=Outcome.REFUSED, base=old.base, parts=broken)
    if old.text is None:
        return replace(change, outcome=Outcome.KEPT)
    if old.base is None:
        # Nobody can say who changed what, so what differs is taken for the user's.
        if disputed := differences(old.text, theirs):
            return replace(change, outcome=Outcome.CONFLICT, rival=theirs, parts=disputed, own=disputed)
        return replace(change, text=theirs)
    merged = merge_files(old.base, old.text, theirs)
    change = replace(change, text=merged.text, own=merged.own)
    if merged.disputed:
        return replace(change, outcome=Outcome.CONFLICT, rival=theirs, parts=merged.disputed)
    if old.name in waiting and merged.own:
        return replace(change, outcome=Outcome.CONFLICT)
    if merged.changed:
        return replace(change, outcome=Outcome.CHANGED, parts=merged.changed)
    return replace(change, outcome=Outcome.KEPT if merged.own else Outcome.UNCHANGED)


def _removed(old: _Known, prune: bool) -> Change:
    change = Change(Outcome.REMOVED, old.name, old.note.place, old.text, old.base, former_name=old.former_name)
    if old.base is None or old.text is None:
        return replace(change, outcome=Outcome.UNCHANGED, base=None)  # nobody has it any more
    own = differences(old.base, old.text)
    return replace(change, text=None, base=None) if prune and not own else replace(change, own=own)
