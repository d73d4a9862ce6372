"""What an import did, in words: a line for each file that is worth a look, and the sum of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from papersite.importing.folder import BASES, RIVAL, Import
from papersite.importing.merging import SOURCE
from papersite.importing.plan import Change, Outcome


def as_lines(done: Import) -> Iterator[str]:
    """What was added, changed, kept, removed or disputed, and how many of each."""
    renamed = {(change.place.path.name, change.former_dump) for change in done.changes if change.former_dump}
    for dump, former in sorted(renamed):
        yield f"{dump} has the notes of {former}, which was imported earlier: it is taken for a newer state of it"
    for change in done.changes:
        if change.outcome is not Outcome.UNCHANGED:
            yield f"{change.outcome:<8} {done.target / change.name}{_detail(change, done)}"
    counts = Counter(change.outcome for change in done.changes)
    yield ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome]) or "no notes found"


def advice(done: Import) -> Iterator[str]:
    """What the user should do now."""
    for path in done.doubled:
        yield (
            f"{path} is still in the notes folder, so a build reads its notes twice: there, and in their own files. "
            "Move it out of the folder"
        )
    for path in done.passed_over:
        yield f"{path} is no dump but one note with front matter: copy it to {done.target} as it is"


def _detail(change: Change, done: Import) -> str:
    parts, own = ", ".join(change.parts), ", ".join(change.own)
    match change.outcome:
        case Outcome.CHANGED:
            return f": {parts}" + (f" (your {own} kept)" if own else "")
        case Outcome.KEPT if change.text is None:
            return ": you deleted it"
        case Outcome.KEPT:
            return ": yours alone, for it says no source" if change.own == (SOURCE,) else f": your {own}"
        case Outcome.CONFLICT:
            rival = done.target / BASES / f"{change.name}{RIVAL}"
            if not parts:
                return f": not settled; take over what you want from {rival} and delete that"
            return f": {parts} changed on both sides; yours stays, the dump's is in {rival}"
        case Outcome.REMOVED if change.text is None:
            return ": not in the dump any more; deleted"
        case Outcome.REMOVED:
            return ": not in the dump any more; kept" + (f", with your {own}" if own else " (--prune deletes it)")
        case Outcome.REFUSED:
            return f": {parts} would not read back the same; the note stays in the dump, at {change.place}"
        case _:
            return ""
