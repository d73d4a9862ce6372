"""Which note is which of an earlier state of its dump."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from papersite.importing.matching import match_notes, same_notes
from papersite.model import Body, IdScheme, Note, Origin, PaperId

NOTE = Note(
    "keypoint_notes",
    Origin(PurePosixPath("page.txt"), 4, 20),
    Body("疎な注意で計算を減らす手法を読んだ。"),
    date=dt.date(2024, 3, 1),
    tags=("NLP",),
)
OTHER = replace(NOTE, body=Body("まったく別の論文についての長いメモ。"))
ONE, TWO = PaperId(IdScheme.ARXIV, "1706.03762"), PaperId(IdScheme.ARXIV, "1703.06114")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTE, replace(NOTE, origin=Origin(PurePosixPath("page.txt"), 100, 120))),
        (NOTE, replace(NOTE, body=Body(f"{NOTE.body.text}\n\n後日談。"))),
        (NOTE, replace(NOTE, tags=("NLP", "LLM"))),
        (NOTE, replace(NOTE, date=dt.date(2024, 3, 2), tags=("LLM",))),
        (replace(NOTE, ids=(ONE,)), replace(OTHER, ids=(ONE,), tags=())),
        (NOTE, replace(NOTE, ids=(ONE,), title="Attention Is All You Need")),
        (replace(NOTE, title="Deep Sets"), replace(OTHER, title="Deep sets", tags=())),
        (replace(NOTE, title="Deep Set", ids=(ONE,)), replace(NOTE, title="Deep Sets", ids=(ONE,))),
    ],
    ids=[
        "moved",
        "grown at its end",
        "tagged anew",
        "dated and tagged anew",
        "of one identifier",
        "named since",
        "of one title and day",
        "a title that was mended",
    ],
)
def test_a_note_is_known_again(old: Note, new: Note) -> None:
    assert match_notes([OTHER, old], [new]) == {0: 1}
    assert match_notes([old], [new, replace(OTHER, tags=("RL",), date=None)]) == {0: 0}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTE, OTHER),
        (replace(NOTE, ids=(ONE,)), replace(NOTE, ids=(TWO,))),
        (replace(NOTE, title="Deep Sets"), replace(NOTE, title="Set Transformer")),
        (replace(NOTE, body=Body("![figure](lost:figure)")), replace(NOTE, body=Body("---"), tags=("RL",))),
    ],
    ids=["another text", "another identifier", "another title", "nothing to know it by"],
)
def test_another_note_is_not_taken_for_it(old: Note, new: Note) -> None:
    assert match_notes([old], [new]) == {}


def test_twins_keep_their_order_and_those_that_say_the_same_come_first() -> None:
    grown = replace(NOTE, body=Body(f"{NOTE.body.text}\n\n後日談。"))
    assert match_notes([NOTE, NOTE], [NOTE, NOTE]) == {0: 0, 1: 1}
    assert match_notes([NOTE, grown], [grown, NOTE]) == {0: 1, 1: 0}
    assert match_notes([NOTE, grown], [replace(grown, body=Body(f"{grown.body.text}\n続き。")), NOTE]) == {0: 1, 1: 0}
    assert match_notes([NOTE], [NOTE, NOTE]) == {0: 0}
    named, twin = replace(NOTE, ids=(ONE,)), replace(NOTE, ids=(ONE,), venue="ICLR")
    assert match_notes([named, twin], [twin, named]) == {0: 1, 1: 0}
    more, most = (replace(NOTE, body=Body(f"{NOTE.body.text}{'続き。' * times}")) for times in (1, 9))
    assert match_notes([NOTE], [most, more]) == {1: 0}
    newcomer = replace(NOTE, body=Body(f"{NOTE.body.text}まったく別の続き。"))
    assert match_notes(
        [replace(NOTE, body=Body(f"{NOTE.body.text}\n\n元の続き。"))],
        [newcomer, replace(grown, body=Body(f"{NOTE.body.text}\n\n元の続き。\n後日談。"))],
    ) == {1: 0}


def test_notes_of_two_dumps_are_counted_by_their_words() -> None:
    assert same_notes([NOTE, OTHER], [NOTE]) == 1
    assert same_notes([replace(NOTE, title="Deep Sets")], [replace(NOTE, title="Set Transformer")]) == 0
