"""Keypoint notes, whatever became of the page: nothing raises, no line or word is lost, damage stays where it is.

Pages are written here as the site writes them, and then damaged line by line; where a real dump exists, it is damaged too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from papersite.account import account_for
from papersite.formats.keypoint_notes import FORMAT, detect, parse
from papersite.model import Confidence, Note, Parsed, Source

OPENER = "Paper/Blog Link My Issue"
SAMPLES = sorted(Path(__file__).parent.glob("*.txt"))
WORD = re.compile(r"\w+")
TRACES = {"image", "Image", "Loading"}
PLACEHOLDER = re.compile(r"\[(?:figure|post)\]\(lost:\w+\)")
GAP = ["", "", "", ""]

# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────

TAGS = [
    "NLP",
    "2D (Image)",
    "PEFT(Adaptor/LoRA)",
    "Selected Papers/Blogs",
    "Test-Time Scaling",
    "C++",
    "C#",
    "Article",
    "ICML'25",
]
SUMMARIES = [
    "疎な注意で計算を減らす。",
    "We rank #tags. Comment threads help.",
    "Issue Date: 2001-01-01 の扱いを論じる。",
    "表、図、式。",
]
COMMENTS = [
    ["元ポスト:", "", "Loading…", ""],
    ["評価の仕方が面白い。", "image", ""],
    ["・一つ目", " ・下の項目", "・二つ目", ""],
    ["一覧:", "-", "", "Loading…", ""],
    ["```", "x = [1, 2]", "# 注釈", "```", ""],
    ["# 概要", "", "本文が続く。", ""],
    ["関連:", "- [Paper Note] Deep Sets, Manzil Zaheer+, NIPS'17, 2017.03", ""],
    ["openreview: https://openreview.net/forum?id=H1WgVz0cKQ", ""],
    ["> quoted text", "続き[^1]", "", "[^1]: 注", ""],
]


@dataclass(frozen=True)
class Written:
    """A record as the site writes it."""

    tags: tuple[str, ...]
    date: dt.date
    summary: str | None
    comment: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        tags = " ".join(f"#{tag}" for tag in self.tags)
        summary = f" GPT Summary- {self.summary}" if self.summary else ""
        return [OPENER, f"{tags} Issue Date: {self.date}{summary} Comment", "", *self.comment]


RECORDS = st.builds(
    Written,
    st.lists(st.sampled_from(TAGS), min_size=1, max_size=6).map(tuple),
    st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    st.none() | st.sampled_from(SUMMARIES),
    st.lists(st.sampled_from(COMMENTS), min_size=1, max_size=5).map(
        lambda parts: tuple(line for part in parts for line in part)
    ),
)


def page(records: Sequence[Written]) -> list[str]:
    return ["Night Reader", "", *(line for record in records for line in (*GAP, *record.lines))]


def source(lines: Sequence[str]) -> Source:
    text = "\n".join(lines)
    return Source(PurePosixPath("notes", "page.txt"), text.encode(), text)


# ── damage ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Damage:
    """One accident to a line: where it happens, as a share of the page, and where in the line."""

    kind: str
    place: float
    cut: float


DAMAGE = st.builds(
    Damage,
    st.sampled_from(["delete", "double", "swap", "break", "truncate", "join"]),
    st.floats(0, 1, exclude_max=True),
    st.floats(0, 1),
)


def damaged(lines: Sequence[str], damage: Damage) -> tuple[list[str], set[int]]:
    """The lines after the accident, and the numbers of those it hit."""
    index = int(damage.place * len(lines))
    line, following = lines[index], list(lines[index + 1 : index + 2])
    cut = int(damage.cut * len(line))
    made = {
        "delete": following,
        "double": [line, line, *following],
        "swap": [*following, line],
        "break": [line[:cut], line[cut:], *following],
        "truncate": [line[:cut], *following],
        "join": [line + "".join(following)],
    }[damage.kind]
    hit = {index + 1, index + 2} if damage.kind in {"swap", "join"} else {index + 1}
    return [*lines[:index], *made, *lines[index + 2 :]], hit


def read(lines: Sequence[str]) -> Parsed:
    """What the lines become, after everything that holds for any text has been seen to hold."""
    whole = source(lines)
    parsed = parse(whole)
    assert account_for(whole, FORMAT.name, parsed).unaccounted == ()
    assert detect(whole) in Confidence
    dropped = {drop.line for drop in parsed.dropped}
    for note in parsed.notes:
        keeps_its_words(note, whole.lines, dropped)
    return parsed


def keeps_its_words(note: Note, lines: Sequence[str], elsewhere: set[int]) -> None:
    """Each body line has the words of its source line, in order, but for the traces of lost media."""
    texts = note.body.text.split("\n") if note.body.lines else []
    assert len(texts) == len(note.body.lines)
    numbers = [number for number in note.body.lines if number]
    assert numbers == sorted(set(numbers))
    for number, text in zip(note.body.lines, texts, strict=True):
        if number == 0:
            assert not WORD.search(text)
        elif number not in elsewhere and number not in note.field_lines:
            assert words_of(PLACEHOLDER.sub("", text)) == words_of(lines[number - 1])


def words_of(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if word not in TRACES]


def said(note: Note) -> tuple[object, ...]:
    """What a note says, wherever it stands."""
    return note.tags, note.date, note.summary, note.body.text, note.ids, note.urls, note.kind, note.lang


def damage_stays_where_it_is(lines: Sequence[str], damage: Damage) -> None:
    """Records that the damage does not touch are as before. One reaches from its first line to the next record's second."""
    before = read(lines).notes
    changed, hit = damaged(lines, damage)
    after = Counter(map(said, read(changed).notes))
    firsts = [note.origin.first_line for note in before]
    for note, end in zip(before, [*firsts[1:], len(lines) + 1], strict=True):
        if not any(note.origin.first_line - 1 <= number <= end + 1 for number in hit):
            assert after[said(note)] > 0, said(note)
    assert abs(sum(after.values()) - len(before)) <= 1


# ── what always holds ────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(RECORDS, min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_a_page_is_read_as_it_was_written(records: list[Written]) -> None:
    parsed = read(page(records))
    assert [(note.tags, note.date, note.summary) for note in parsed.notes] == [(r.tags, r.date, r.summary) for r in records]
    assert parsed.problems == ()
    for note, record in zip(parsed.notes, records, strict=True):
        assert note.body.text.count("lost:post") == record.comment.count("Loading…")
        assert note.body.text.count("lost:figure") == record.comment.count("image")


@given(st.lists(RECORDS, min_size=1, max_size=6, unique_by=lambda record: record.date), DAMAGE)
@settings(max_examples=80, deadline=None)
def test_one_accident_harms_no_other_record(records: list[Written], damage: Damage) -> None:
    damage_stays_where_it_is(page(records), damage)


@given(st.lists(RECORDS, min_size=3, max_size=5), st.data())
@settings(max_examples=30, deadline=None)
def test_an_accident_to_a_head_makes_no_phantom_and_loses_no_record(records: list[Written], data: st.DataObject) -> None:
    lines = page(records)
    heads = [index for index, line in enumerate(lines) if line == OPENER]
    index = data.draw(st.sampled_from(heads)) + data.draw(st.integers(0, 1))
    kind = data.draw(st.sampled_from(["delete", "double", "swap", "break"]))
    assume(kind != "delete" or lines[index] == OPENER)
    changed, _ = damaged(lines, Damage(kind, (index + 0.5) / len(lines), data.draw(st.floats(0.2, 1))))
    assert [note.date for note in read(changed).notes] == [record.date for record in records]


@given(st.lists(st.sampled_from(SAMPLES), min_size=1, max_size=3), st.lists(DAMAGE, max_size=12))
@settings(max_examples=50, deadline=None)
def test_no_line_and_no_word_is_lost_however_often_a_page_is_damaged(samples: list[Path], accidents: list[Damage]) -> None:
    lines = [line for sample in samples for line in sample.read_text(encoding="utf-8").split("\n")]
    for accident in accidents:
        lines, _ = damaged(lines, accident)
    read(lines)


MARKS = [
    OPENER,
    "Paper/Blog Link",
    "My Issue",
    "#NLP",
    "#",
    " #LLM",
    " Issue Date:",
    " 2024-05-06",
    " GPT Summary-",
    " Comment",
]
SIGNS = ["```", "~~~", "\n", "\n\n", " ", "\u00a0", "\u200b", "\u3000", "・", "- ", "> ", "1. "]
TEXTS = ["image", "Loading…", "語", "word", "paper: ", "https://arxiv.org/abs/1706.03762", "[a]( https://x.org)"]


@given(st.lists(st.sampled_from(MARKS + SIGNS + TEXTS) | st.text(max_size=5), max_size=60).map("".join))
@settings(max_examples=100, deadline=None)
def test_no_text_is_lost_whatever_it_is(text: str) -> None:
    read(text.split("\n"))


# ── a real page ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def real_lines(dumps_dir: Path) -> list[str]:
    path = dumps_dir / "keypoint-notes.txt"
    if not path.is_file():
        pytest.skip(f"no real dump at {path}")
    return path.read_text(encoding="utf-8").split("\n")


@given(damage=DAMAGE, part=st.integers(0, 9))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_accident_harms_no_other_record_of_a_real_page(real_lines: list[str], damage: Damage, part: int) -> None:
    openers = [index for index, line in enumerate(real_lines) if line == OPENER]
    start = openers[part * len(openers) // 10]
    damage_stays_where_it_is(real_lines[start : start + 400], damage)
