"""review.toml: keys that stay, what a person says wins, and nothing a person wrote is lost."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.errors import ConfigError
from papersite.formats import keypoint_notes
from papersite.model import Body, IdScheme, Note, Origin, PaperId, Source, TitleSource
from papersite.review import Override, Uncertain, apply_overrides, parse_overrides, review_key, review_keys, write_review

PATH = PurePosixPath("notes/review.toml")


def note(text: str = "", line: int = 1, **fields: object) -> Note:
    """A note of a keypoint page whose body is a text."""
    origin = Origin(PurePosixPath("notes/page.txt"), line, line)
    made = Note(format="keypoint_notes", origin=origin, body=Body(text, ()), date=dt.date(2024, 10, 9), tags=("NLP", "SSM"))
    return replace(made, **fields)  # type: ignore[arg-type]


MAMBA = note("注意機構への対抗馬として読んだ。", 3)
GRPO = note("群の中で報酬を標準化するだけで済むのが良い。", 20)
NOTES = (MAMBA, GRPO)
ASK_MAMBA = Uncertain(MAMBA, (("Mamba: Linear-Time Sequence Modeling", "cited in notes/a.md:3"),), "no title was found")
ASK_GRPO = Uncertain(GRPO, (), "no title was found")
KEY = review_key(MAMBA)


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(MAMBA, origin=Origin(PurePosixPath("notes/moved.txt"), 99, 120)), id="moved to another file"),
        pytest.param(
            replace(MAMBA, body=Body(MAMBA.body.text + "\n\n二度目に読んで気づいたこと。", ())), id="text grown at its end"
        ),
        pytest.param(replace(MAMBA, tags=("SSM", "nlp")), id="tags in another order and case"),
        pytest.param(replace(MAMBA, title="Mamba", title_source=TitleSource.OVERRIDE), id="a title found"),
        pytest.param(replace(MAMBA, body=Body("[post](lost:post)\n" + MAMBA.body.text, ())), id="lost media above"),
        pytest.param(replace(MAMBA, body=Body("元ポスト:\n\n" + MAMBA.body.text, ())), id="a label above"),
    ],
)
def test_a_key_stays(changed: Note) -> None:
    assert review_key(changed) == KEY


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(GRPO, id="other words"),
        pytest.param(replace(MAMBA, date=dt.date(2024, 10, 10)), id="another date"),
        pytest.param(replace(MAMBA, date=None), id="no date"),
        pytest.param(replace(MAMBA, tags=("NLP",)), id="other tags"),
        pytest.param(replace(MAMBA, format="plain"), id="another format"),
        pytest.param(replace(MAMBA, summary="選択的な状態空間モデルを提案する。"), id="a summary"),
    ],
)
def test_other_notes_have_other_keys(other: Note) -> None:
    assert review_key(other) != KEY


def test_twins_are_told_apart_by_their_order_and_others_keep_their_keys() -> None:
    assert review_keys((MAMBA, GRPO, MAMBA)) == (KEY, review_key(GRPO), f"{KEY}-2")
    assert review_keys((note(line=1), note(line=2)))[0] != review_keys((note(line=1), note(line=2)))[1]


@settings(max_examples=60)
@given(st.text(min_size=60, max_size=90, alphabet=st.characters(categories=("Ll", "Lo", "Zs"))), st.text(max_size=40))
def test_whatever_is_added_at_the_end_the_key_stays(text: str, more: str) -> None:
    before = replace(MAMBA, body=Body(f"書き出しはこの一文に決めてある。{text}", ()))
    assert review_key(replace(before, body=Body(f"{before.body.text}\n{more}", ()))) == review_key(before)


def test_a_line_may_go_on_behind_its_first_words() -> None:
    opening = "書き出しの三十二文字がそろっていれば、その行の続きは何を書き足しても構わないことにした"
    assert review_key(note(opening + "。")) == review_key(note(opening + "ので、後から直せる。"))


def test_keys_of_the_real_notes_survive_records_above_and_below(dumps_dir: Path) -> None:
    text = (dumps_dir / "keypoint-notes.txt").read_text(encoding="utf-8")
    above = "Page\n\n\nPaper/Blog Link My Issue\n#NLP Issue Date: 2026-02-01 Comment\n\n新しく書いたノート。\n\n\n\n"
    below = "\n\n\n\nPaper/Blog Link My Issue\n#NLP Issue Date: 2010-02-01 Comment\n\n古いノート。\n"

    def keys(text: str) -> tuple[str, ...]:
        path = PurePosixPath("notes/page.txt")
        return review_keys(keypoint_notes.parse(Source(path, text.encode(), text)).notes)

    before, after = keys(text), keys(above + text.split("\n", 3)[3] + below)
    assert len(before) > 100
    assert len(set(before)) == len(before)
    assert set(before) < set(after)


# ── what a person says ───────────────────────────────────────────────────────────────────────────────────────────────


def test_filled_fields_are_read_and_empty_ones_say_nothing() -> None:
    text = f"""
[{KEY}]
title = "Mamba"
arxiv = "https://arxiv.org/abs/2312.00752v2"
authors = ["Albert Gu", "Tri Dao"]
venue = "COLM'24"
tags = ["#SSM", "LLM"]

[{review_key(GRPO)}]
title = " "
arxiv = ""
authors = []
venue = ""
tags = []
"""
    said, problems = parse_overrides(text, PATH)
    assert problems == ()
    assert said == {
        KEY: Override("Mamba", PaperId(IdScheme.ARXIV, "2312.00752"), 2, ("Albert Gu", "Tri Dao"), "COLM", 2024, ("SSM", "LLM"))
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('[a]\ntitel = "x"\n', 'notes/review.toml:2: unknown field "titel" (did you mean "title"?)', id="field"),
        pytest.param("[a]\n\ntitle = 3\n", "notes/review.toml:3: title: expected a string, found 3", id="number"),
        pytest.param('[a]\nauthors = "x"\n', "notes/review.toml:2: authors: expected a list of strings", id="no list"),
        pytest.param('[a]\ntags = ["x", 1]\n', "notes/review.toml:2: tags: expected a list of strings", id="mixed list"),
        pytest.param('[a]\narxiv = "17"\n', "notes/review.toml:2: arxiv: expected an identifier such as", id="identifier"),
        pytest.param('title = "x"\n', 'notes/review.toml:1: "title" stands outside of a table', id="outside"),
        pytest.param('[a]\ntitle = "x\n', "notes/review.toml:2: not TOML", id="not TOML"),
        pytest.param('[ab]\ntitle = "x"\n[b]\narxiv = 1\n', "notes/review.toml:4: arxiv: expected a string", id="second table"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, message: str) -> None:
    _, problems = parse_overrides(text, PATH)
    assert message in "\n".join(f"{problem.origin}: {problem.message}" for problem in problems)


def test_a_table_with_a_mistake_still_says_the_rest() -> None:
    said, problems = parse_overrides('[a]\ntitle = "Mamba"\narxiv = "no such"\n', PATH)
    assert said == {"a": Override(title="Mamba")}
    assert len(problems) == 1


def test_a_filled_table_of_no_note_is_told_with_the_nearest_key() -> None:
    said, problems = parse_overrides(f'[{KEY}0]\ntitle = "x"\n[empty]\ntitle = ""\n', PATH, review_keys(NOTES))
    (problem,) = problems
    assert problem.kind == "unknown-review-key"
    assert f'did you mean "{KEY}"?' in problem.message
    assert str(problem.origin) == "notes/review.toml:1"
    assert apply_overrides(NOTES, said) == NOTES


def test_what_a_person_says_wins_and_the_rest_stays() -> None:
    doi = PaperId(IdScheme.DOI, "10.1000/x")
    stated = replace(
        MAMBA, title="マンバ", authors=("誰か",), ids=(PaperId(IdScheme.ARXIV, "1111.11111"), doi), arxiv_version=3
    )
    said = {KEY: Override(title="Mamba", arxiv=PaperId(IdScheme.ARXIV, "2312.00752"), year=2024)}
    first, second = apply_overrides((stated, GRPO), said)
    assert (first.title, first.title_source) == ("Mamba", TitleSource.OVERRIDE)
    assert first.ids == (PaperId(IdScheme.ARXIV, "2312.00752"), doi)
    assert first.arxiv_version is None
    assert (first.authors, first.year, first.tags) == (("誰か",), 2024, stated.tags)
    assert second is GRPO


def test_of_twins_each_can_be_told_apart() -> None:
    twins = (MAMBA, replace(MAMBA, origin=GRPO.origin))
    said = {f"{KEY}-2": Override(title="Second")}
    assert [each.title for each in apply_overrides(twins, said)] == [None, "Second"]


# ── what is written ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_file_has_a_table_for_each_uncertain_note() -> None:
    text = write_review("", (ASK_MAMBA, ASK_GRPO), NOTES)
    assert (
        f"[{KEY}]\n"
        "#: notes/page.txt:3 2024-10-09 #NLP #SSM\n"
        "#: no title was found\n"
        '#: may be "Mamba: Linear-Time Sequence Modeling" (cited in notes/a.md:3)\n'
        'title = ""\narxiv = ""\nauthors = []\nvenue = ""\ntags = []\n'
    ) in text
    assert list(tomllib.loads(text)) == [KEY, review_key(GRPO)]
    assert parse_overrides(text, PATH) == ({}, ())


def test_writing_twice_changes_nothing() -> None:
    once = write_review("", (ASK_MAMBA, ASK_GRPO), NOTES)
    assert write_review(once, (ASK_MAMBA, ASK_GRPO), NOTES) == once
    filled = once.replace('title = ""', 'title = "Mamba"', 1)
    settled = write_review(filled, (ASK_GRPO,), NOTES)
    assert write_review(settled, (ASK_GRPO,), NOTES) == settled


def test_what_a_person_filled_in_stays_and_is_marked_settled() -> None:
    once = write_review("", (ASK_MAMBA, ASK_GRPO), NOTES)
    filled = once.replace('title = ""', 'title = "Mamba"  # 2023-12', 1).replace("authors = []", "# who?\nauthors = []", 1)
    text = write_review(filled, (ASK_GRPO,), NOTES)
    assert f'[{KEY}]\n#: settled\ntitle = "Mamba"  # 2023-12\narxiv = ""\n# who?\nauthors = []\n' in text
    assert text.index(KEY) < text.index(review_key(GRPO))


def test_what_a_person_said_of_a_vanished_note_stays_and_is_marked() -> None:
    filled = write_review("", (ASK_MAMBA,), NOTES).replace('title = ""', 'title = "Mamba"')
    text = write_review(filled, (ASK_GRPO,), (GRPO,))
    assert f"[{KEY}]\n#: no note has this key any more" in text
    assert tomllib.loads(text)[KEY]["title"] == "Mamba"


def test_a_table_that_nobody_wrote_in_goes_when_it_is_not_needed() -> None:
    text = write_review("", (ASK_MAMBA, ASK_GRPO), NOTES)
    assert list(tomllib.loads(write_review(text, (ASK_GRPO,), NOTES))) == [review_key(GRPO)]


def test_new_proposals_replace_the_old_ones_and_leave_own_comments() -> None:
    text = write_review("", (ASK_MAMBA,), NOTES).replace("title =", "# my own remark\ntitle =")
    renewed = write_review(text, (replace(ASK_MAMBA, proposals=(("Another", "guessed"),)),), NOTES)
    assert '#: may be "Another" (guessed)' in renewed
    assert "Linear-Time" not in renewed
    assert "# my own remark\ntitle" in renewed


def test_the_text_above_all_tables_stays() -> None:
    text = write_review("# この置き場は僕が見ている。\n", (ASK_MAMBA,), NOTES)
    assert text.startswith("# この置き場は僕が見ている。\n\n[")


def test_tables_written_in_another_way_are_left_alone() -> None:
    text = f'"{KEY}" = {{ title = "Mamba" }}\n'
    assert write_review(text, (ASK_MAMBA,), NOTES) == text


def test_a_file_that_is_no_toml_is_not_touched() -> None:
    with pytest.raises(ConfigError, match=r"notes/review\.toml:1: not TOML"):
        write_review('[a\ntitle = "precious"\n', (ASK_MAMBA,), NOTES)


def test_odd_titles_make_no_broken_file() -> None:
    odd = Uncertain(MAMBA, (('a "quoted"\n\x00title\x7f \\ back', "line\u2028end\r\nof"),), "two\nlines")
    text = write_review("", (odd,), NOTES)
    assert list(tomllib.loads(text)) == [KEY]


_LINES = st.lists(st.sampled_from(['title = "mine"', "# remark", "", "authors = [", '  "A",', "]", f"[{KEY}]", "[x]", "k = 1"]))


@settings(max_examples=150)
@given(_LINES, st.booleans(), st.booleans())
def test_no_line_of_a_person_is_ever_lost(lines: list[str], mamba: bool, grpo: bool) -> None:
    existing = "\n".join(lines)
    try:
        before = tomllib.loads(existing)
    except tomllib.TOMLDecodeError:
        return
    asked = [each for each, wanted in ((ASK_MAMBA, mamba), (ASK_GRPO, grpo)) if wanted]
    text = write_review(existing, asked, NOTES)
    after = tomllib.loads(text)
    for key, value in before.items():
        assert after.get(key, {}) == value or (value == {} and key not in after)
    assert text.count("# remark") == existing.count("# remark")
    assert write_review(text, asked, NOTES) == text
