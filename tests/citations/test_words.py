"""What is hidden from the readers of a text: other characters, never other places. `plain` is tested with contexts."""

from __future__ import annotations

import pytest

from papersite.citations.words import HIDDEN, covered
from tests.citations.small_notes import read


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param([], "one two\nthree", id="nothing"),
        pytest.param([(0, 3)], "### two\nthree", id="the first word"),
        pytest.param([(4, 10)], "one ###\n##ree", id="over a line's end, which stays"),
        pytest.param([(0, 1), (12, 13)], "#ne two\nthre#", id="two spans, up to the end"),
    ],
)
def test_a_hidden_span_keeps_its_length_and_its_lines(spans: list[tuple[int, int]], expected: str) -> None:
    assert covered("one two\nthree", spans) == expected.replace("#", HIDDEN)


def test_what_stands_behind_code_is_found_where_it_stands() -> None:
    body = "`a\nb` と ``c`` の後の [Paper Note] Adam, Kingma+, ICLR'15 を使う"
    (reference,) = read(body)
    assert (reference.text, reference.line) == ("[Paper Note] Adam, Kingma+, ICLR'15", 2)
    assert reference.context == "b と c の後の [Paper Note] Adam, Kingma+, ICLR'15 を使う"
