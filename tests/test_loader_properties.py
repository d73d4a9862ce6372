"""What always holds of reading dumps, whatever happened to them: no exception, no line lost, none in two places.

The dumps are those of the sample library and of the formats' golden cases. An accident happens to the text (lines lost,
doubled, moved, cut, glued) or to the bytes (another encoding, bytes that are no text).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.account import account_for
from papersite.decoding import decode
from papersite.formats import choose
from papersite.model import Note, Parsed, Source
from tests.thorough import THOROUGH

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = tuple(
    sorted(
        file
        for folder in (ROOT / "notes", ROOT / "tests" / "formats")
        for file in folder.rglob("*")
        if file.suffix in {".txt", ".md"}
    )
)
_OF_MANY = ("keypoint", "paper-digests", "study-meeting")
PAGES = tuple(file for file in SAMPLES if file.parent.name == "notes" and file.name.startswith(_OF_MANY))
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "shift_jis", "euc_jp", "iso2022_jp")
LONGEST = 40 if THOROUGH else 16  # lines of a sample of which each second is doubled in turn: heads stand at the top
EVERY = 1 if THOROUGH else 11  # of so many lines of a page one is tried; all of them take half a minute
# A line may be an opener and hold the end of a comment glued to it; these rules tell of such lines.
SHARED = frozenset({"record-opener", "joined-list-mark"})
Accident = Callable[[list[str], int], list[str]]

ACCIDENTS: dict[str, Accident] = {
    "lost": lambda lines, at: lines[:at] + lines[at + 1 :],
    "lost in a row": lambda lines, at: lines[:at] + lines[at + 5 :],
    "doubled": lambda lines, at: lines[: at + 1] + lines[at:],
    "cut": lambda lines, at: [*lines[:at], lines[at][: len(lines[at]) // 2], *lines[at + 1 :]],
    "broken": lambda lines, at: [*lines[:at], lines[at][:7], lines[at][7:], *lines[at + 1 :]],
    "glued": lambda lines, at: [*lines[:at], "".join(lines[at : at + 2]), *lines[at + 2 :]],
    "moved to the top": lambda lines, at: [lines[at], *lines[:at], *lines[at + 1 :]],
    "the end lost": lambda lines, at: lines[: at + 1],
    "the beginning lost": lambda lines, at: lines[at:],
    "a fence put in": lambda lines, at: [*lines[:at], "```", *lines[at:]],
    "a rule put in": lambda lines, at: [*lines[:at], "---", *lines[at:]],
    "blank lines lost": lambda lines, at: [line for line in lines if line.strip()] or [""],
    "turned round": lambda lines, at: lines[::-1],
    "indented": lambda lines, at: ["  " + line for line in lines],
}


def read(data: bytes, name: str = "dump.txt") -> tuple[Source, Parsed]:
    """What the loader makes of some bytes, after the account of them was found to be whole."""
    path = PurePosixPath("notes", name)
    text, encoding, problems = decode(data, path)
    source = Source(path, data, text, encoding, problems)
    chosen = choose(source)
    parsed = chosen.parse(source)
    assert account_for(source, chosen.name, parsed).unaccounted == (), chosen.name
    return source, parsed


def assert_each_line_has_one_place(parsed: Parsed) -> None:
    """No line stands twice in bodies, none that was dropped stands there too, and bodies know their lines."""
    shown = [number for note in parsed.notes for number in note.body.lines if number]
    assert not [number for number, times in Counter(shown).items() if times > 1]
    assert not set(shown) & {drop.line for drop in parsed.dropped if drop.rule not in SHARED}
    for note in parsed.notes:
        assert len(note.body.lines) == (len(note.body.text.split("\n")) if note.body.text else 0)


def accidents() -> st.SearchStrategy[list[tuple[str, float]]]:
    """A few accidents, each at a place between the beginning (0) and the end (1)."""
    return st.lists(st.tuples(st.sampled_from(sorted(ACCIDENTS)), st.floats(0, 0.999)), min_size=1, max_size=4)


def after(lines: Sequence[str], happened: Sequence[tuple[str, float]]) -> str:
    """A text after some accidents."""
    changed = list(lines)
    for kind, where in happened:
        changed = ACCIDENTS[kind](changed, int(where * len(changed))) or [""]
    return "\n".join(changed)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(SAMPLES), accidents(), st.sampled_from(ENCODINGS))
def test_no_line_is_lost_whatever_happens_to_the_text(file: Path, happened: list[tuple[str, float]], encoding: str) -> None:
    text = after(file.read_text(encoding="utf-8").split("\n"), happened)
    _, parsed = read(text.encode(encoding, "replace"), file.name)
    assert_each_line_has_one_place(parsed)


@pytest.mark.parametrize("folder", sorted({file.parent for file in SAMPLES}), ids=lambda folder: folder.name)
def test_a_doubled_line_has_one_place_and_so_has_its_double(folder: Path) -> None:
    for file in (file for file in SAMPLES if file.parent == folder):
        lines = file.read_text(encoding="utf-8").split("\n")
        for at in range(0, min(len(lines), LONGEST), 2):
            _, parsed = read("\n".join(ACCIDENTS["doubled"](lines, at)).encode(), file.name)
            assert_each_line_has_one_place(parsed)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(SAMPLES), st.binary(max_size=40), st.floats(0, 0.999), st.booleans())
def test_no_line_is_lost_whatever_happens_to_the_bytes(file: Path, stray: bytes, where: float, cut: bool) -> None:
    data = file.read_bytes()
    at = int(where * len(data))
    read(data[:at] + stray + (b"" if cut else data[at:]), file.name)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_accounted_for(data: bytes) -> None:
    read(data)


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
@pytest.mark.parametrize("kind", ["lost", "doubled", "cut", "broken"])
def test_an_accident_within_a_comment_leaves_the_other_notes_as_they_were(file: Path, kind: str) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    _, whole = read("\n".join(lines).encode(), file.name)
    assert len(whole.notes) > 1
    for note in whole.notes:
        for number in sorted({number for number in note.body.lines if number})[::EVERY]:
            _, parsed = read("\n".join(ACCIDENTS[kind](lines, number - 1)).encode(), file.name)
            untouched = [said(other) for other in whole.notes if other is not note]
            assert not [each for each in untouched if each not in map(said, parsed.notes)], number


def said(note: Note) -> tuple[object, ...]:
    """What a note says, wherever it stands."""
    return note.title, note.date, note.tags, note.summary, note.ids, note.urls, note.writer, note.body.text


def test_the_samples_are_there() -> None:
    assert len(SAMPLES) > 40
    assert len(PAGES) > 2
