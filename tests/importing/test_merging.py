"""One file in three states: fields one by one, the body by lines, and the user's writing as it is."""

from __future__ import annotations

import pytest

from papersite.importing.merging import differences, merge_files, take_apart

BASE = """---
date: 2024-03-01
tags: [NLP, RAG]
lang: ja
source:
  format: keypoint_notes
  path: page.txt
  lines: 4-20
---

一行目。

二行目。
"""
MOVED = BASE.replace("4-20", "44-60")


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (BASE, MOVED, MOVED),
        (BASE.replace("---\ndate", "---\ntitle: 私の題\ndate"), MOVED, MOVED.replace("---\ndate", "---\ntitle: 私の題\ndate")),
        (
            BASE.replace("[NLP, RAG]", "[RAG, 要再読]"),
            BASE.replace("[NLP, RAG]", "[NLP, RAG, LLM]"),
            BASE.replace("[NLP, RAG]", "[RAG, LLM, 要再読]"),
        ),
        (
            BASE + "\n私の追記。\n",
            BASE.replace("一行目。", "一行目、改。"),
            BASE.replace("一行目。", "一行目、改。") + "\n私の追記。\n",
        ),
        (BASE + "\n私の追記。\n", BASE + "\n後日談。\n", BASE + "\n後日談。\n\n私の追記。\n"),
        (
            BASE.replace("tags: [NLP, RAG]", "# 私の分類\ntags:\n  - 'NLP'\n  - RAG\n# ここまで"),
            BASE.replace("lang: ja", "venue: ICLR\nlang: ja").replace("[NLP, RAG]", "[NLP, RAG, LLM]"),
            BASE.replace("tags: [NLP, RAG]", "# 私の分類\ntags: [NLP, RAG, LLM]\n# ここまで\nvenue: ICLR"),
        ),
        (BASE.replace("4-20", "4-2"), MOVED, MOVED),
        (BASE.replace("lang: ja\n", ""), MOVED, MOVED.replace("lang: ja\n", "")),
        (BASE, BASE.replace("\n一行目。\n\n二行目。\n", ""), BASE.replace("\n一行目。\n\n二行目。\n", "")),
    ],
    ids=[
        "an untouched file is the dump's",
        "a title that the user gave stays when the note moves",
        "tags of both sides, without those that one took away",
        "a body changed at two places",
        "a body that both wrote on",
        "comments and order stay, a new field finds its place",
        "where it stands is the dump's to say",
        "a field that the user took away stays away",
        "a body that the dump lost",
    ],
)
def test_what_does_not_collide_is_merged(mine: str, theirs: str, merged: str) -> None:
    made = merge_files(BASE, mine, theirs)
    assert made.disputed == ()
    assert made.text == merged
    assert merge_files(theirs, made.text, theirs).text == made.text, "the next import of the same dump changes nothing"


@pytest.mark.parametrize(
    ("mine", "theirs", "disputed"),
    [
        (BASE.replace("2024-03-01", "2024-03-02"), BASE.replace("2024-03-01", "2024-03-03"), ("date",)),
        (BASE.replace("二行目。", "二行目、私。"), BASE.replace("二行目。", "二行目、改。"), ("body",)),
        (BASE.replace("date: 2024-03-01\n", ""), BASE.replace("2024-03-01", "2024-03-03"), ("date",)),
        (BASE.replace("tags: [NLP, RAG]", "tags: NLP"), BASE.replace("[NLP, RAG]", "[LLM]"), ("tags",)),
        (BASE.replace("date:", "date: ["), BASE.replace("[NLP, RAG]", "[LLM]"), ("tags",)),
    ],
    ids=["a field", "the body", "a field that the user took away", "tags in another form", "front matter that can't be read"],
)
def test_what_collides_stays_the_users(mine: str, theirs: str, disputed: tuple[str, ...]) -> None:
    made = merge_files(BASE, mine, theirs)
    assert made.disputed == disputed
    assert differences(made.text, mine) == ()


def test_where_one_field_collides_the_others_are_merged() -> None:
    mine = BASE.replace("2024-03-01", "2024-03-02")
    made = merge_files(BASE, mine, MOVED.replace("2024-03-01", "2024-03-03").replace("二行目。", "二行目、改。"))
    assert made.disputed == ("date",)
    assert made.changed == ("body",)
    assert made.text == MOVED.replace("2024-03-01", "2024-03-02").replace("二行目。", "二行目、改。")


def test_a_file_without_its_source_is_left_alone() -> None:
    mine = BASE[: BASE.index("source:")] + BASE[BASE.index("---\n\n") :]
    made = merge_files(BASE, mine, BASE.replace("二行目。", "二行目、改。"))
    assert (made.text, made.disputed) == (mine, ())


def test_a_file_is_the_sum_of_its_parts() -> None:
    taken = take_apart(BASE)
    assert taken is not None
    assert taken.text() == BASE
    assert list(taken.fields) == ["date", "tags", "lang", "source"]


@pytest.mark.parametrize(
    "text",
    ["本文だけ。\n", "---\n{a: 1, b: 2}\n---\n", "+++\ntitle = 'x'\n+++\n", "---\n: [\n---\n"],
    ids=["no front matter", "keys on one line", "TOML", "no YAML"],
)
def test_what_is_not_a_key_a_line_is_not_taken_apart(text: str) -> None:
    assert take_apart(text) is None
