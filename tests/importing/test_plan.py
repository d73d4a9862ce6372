"""What an import does to each file, told from texts alone."""

from __future__ import annotations

from collections.abc import Mapping

from papersite.importing import Change, Outcome, plan_import
from tests.importing.written import DIGESTS, Digest, dump, notes_in

ONE, TWO, THREE = (Digest(*each) for each in DIGESTS[:3])
FIRST = dump([ONE, TWO])
SETS = "deep-sets.md"


def plan(
    text: str, files: Mapping[str, str] | None = None, bases: Mapping[str, str] | None = None, prune: bool = False
) -> dict[str, Change]:
    changes = plan_import(notes_in(text), files or {}, bases or {}, prune=prune)
    assert len({change.name for change in changes}) == len(changes)
    return {change.name: change for change in changes}


def after(changes: Mapping[str, Change]) -> tuple[dict[str, str], dict[str, str]]:
    """The files and the bases once a plan is carried out."""
    files = {name: change.text for name, change in changes.items() if change.text is not None}
    return files, {name: change.base for name, change in changes.items() if change.base is not None}


def outcomes(changes: Mapping[str, Change]) -> list[str]:
    return sorted(change.outcome for change in changes.values())


def test_a_first_import_adds_every_note() -> None:
    changes = plan(FIRST)
    assert outcomes(changes) == ["added", "added"]
    assert all(change.text == change.base for change in changes.values())


def test_importing_again_changes_nothing() -> None:
    files, bases = after(plan(FIRST))
    changes = plan(FIRST, files, bases)
    assert outcomes(changes) == ["unchanged", "unchanged"]
    assert after(changes) == (files, bases)


def test_a_dump_that_grew_above_adds_what_is_new_and_moves_the_rest() -> None:
    files, bases = after(plan(FIRST))
    changes = plan(dump([THREE, ONE, TWO]), files, bases)
    assert outcomes(changes) == ["added", "unchanged", "unchanged"]
    text = changes[SETS].text or ""
    assert text != files[SETS]
    assert text.replace(f"lines: {changes[SETS].place.first_line}-{changes[SETS].place.last_line}", "") == files[SETS].replace(
        "lines: 2-14", ""
    )


def test_an_edit_stays_and_what_the_dump_adds_comes_in() -> None:
    files, bases = after(plan(FIRST))
    files[SETS] = files[SETS].replace("## 1. 要点", "## 1. 私の要点")
    assert plan(FIRST, files, bases)[SETS].outcome is Outcome.KEPT
    change = plan(FIRST.replace("集合を入力にする。", "集合を入力にできる。"), files, bases)[SETS]
    assert (change.outcome, change.parts, change.own) == (Outcome.CHANGED, ("summary", "body"), ("body",))
    assert "私の要点" in (change.text or "")
    assert "集合を入力にできる。" in (change.text or "")


def test_a_conflict_keeps_the_users_text_and_is_told_until_it_is_settled() -> None:
    files, bases = after(plan(FIRST))
    files[SETS] = files[SETS].replace("核だけを述べる。", "核を私が述べる。")
    newer = FIRST.replace("核だけを述べる。", "核だけを短く述べる。")
    changes = plan(newer, files, bases)
    change = changes[SETS]
    assert (change.outcome, change.parts, change.text) == (Outcome.CONFLICT, ("body",), files[SETS])
    assert "核だけを短く述べる。" in (change.rival or "")
    files, bases = after(changes)
    again = plan_import(notes_in(newer), files, bases, waiting=[SETS])
    assert [each.outcome for each in again if each.name == SETS] == [Outcome.CONFLICT]
    assert plan(newer, files, bases)[SETS].outcome is Outcome.KEPT


def test_a_note_that_left_the_dump_stays_unless_it_is_pruned() -> None:
    files, bases = after(plan(FIRST))
    shorter = dump([TWO])
    change = plan(shorter, files, bases)[SETS]
    assert (change.outcome, change.text) == (Outcome.REMOVED, files[SETS])
    assert plan(shorter, files, bases, prune=True)[SETS].text is None
    files[SETS] += "私の追記。\n"
    assert plan(shorter, files, bases, prune=True)[SETS].text == files[SETS]


def test_a_file_that_the_user_deleted_does_not_come_back() -> None:
    files, bases = after(plan(FIRST))
    del files[SETS]
    change = plan(FIRST.replace("核だけを", "核を"), files, bases)[SETS]
    assert (change.outcome, change.text) == (Outcome.KEPT, None)


def test_a_file_that_the_user_renamed_is_still_kept_up_to_date() -> None:
    files, bases = after(plan(FIRST))
    files["sets/zaheer.md"] = files.pop(SETS)
    changes = plan(FIRST.replace("集合を", "集合だけを"), files, bases)
    assert SETS not in changes
    change = changes["sets/zaheer.md"]
    assert (change.outcome, change.former_name) == (Outcome.CHANGED, SETS)


def test_a_copy_that_the_user_made_is_the_users() -> None:
    files, bases = after(plan(FIRST))
    files["a-copy.md"] = files[SETS]
    changes = plan(FIRST.replace("集合を", "集合だけを"), files, bases)
    assert sorted(changes) == sorted(bases)
    assert changes[SETS].outcome is Outcome.CHANGED


def test_without_a_base_what_differs_is_the_users() -> None:
    files, _ = after(plan(FIRST))
    assert outcomes(plan(dump([THREE, ONE, TWO]), files)) == ["added", "unchanged", "unchanged"]
    files[SETS] = files[SETS].replace("核だけを", "核を")
    change = plan(FIRST, files)[SETS]
    assert (change.outcome, change.text, change.parts) == (Outcome.CONFLICT, files[SETS], ("body",))


def test_a_newer_dump_of_another_name_is_known_by_its_notes() -> None:
    files, bases = after(plan(FIRST))
    newer = plan_import(notes_in(dump([THREE, ONE, TWO]), "page-2.txt"), files, bases)
    assert sorted(change.outcome for change in newer) == ["added", "unchanged", "unchanged"]
    assert {change.former_dump for change in newer if change.outcome is Outcome.UNCHANGED} == {"page.txt"}


def test_a_dump_that_shares_few_notes_with_another_is_another() -> None:
    files, bases = after(plan(dump([ONE, TWO, THREE])))
    other = plan_import(notes_in(dump([ONE]), "other.txt"), files, bases)
    assert [(change.outcome, change.name == SETS) for change in other] == [(Outcome.ADDED, False)]


def test_two_dumps_of_one_import_are_two_though_they_share_notes() -> None:
    notes = (*notes_in(FIRST, "a.txt"), *notes_in(FIRST, "b.txt"))
    changes = plan_import(notes, {}, {})
    assert [change.outcome for change in changes] == [Outcome.ADDED] * 4
    files, bases = after({change.name: change for change in changes})
    assert [change.outcome for change in plan_import(notes, files, bases)] == [Outcome.UNCHANGED] * 4


def test_a_new_dump_is_no_newer_state_of_one_that_is_imported_with_it() -> None:
    files, bases = after(plan(FIRST))
    notes = (*notes_in(FIRST), *notes_in(FIRST, "copy.txt"))
    assert sorted(change.outcome for change in plan_import(notes, files, bases)) == ["added", "added", "unchanged", "unchanged"]


def test_a_file_of_the_users_is_never_written_over() -> None:
    changes = plan(FIRST, {SETS: "# 私のメモ\n"})
    assert SETS not in changes
    assert outcomes(changes) == ["added", "added"]


def test_what_would_not_read_back_is_refused_and_nothing_is_lost() -> None:
    text = FIRST.replace("集合を入力にする。", "集合を入力にする。" * 10_000)
    changes = plan(text)
    assert (changes[SETS].outcome, changes[SETS].text) == (Outcome.REFUSED, None)
    files, bases = after(plan(FIRST))
    change = plan(text, files, bases)[SETS]
    assert (change.outcome, change.text, change.base) == (Outcome.REFUSED, files[SETS], bases[SETS])
