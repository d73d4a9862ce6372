"""Bodies: as many line numbers as lines, whatever the texts hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from papersite.formats.body import body_of


def test_a_text_of_two_lines_is_two_lines_of_its_source_line() -> None:
    body = body_of([(3, "a\nb"), (4, "c")])
    assert (body.text, body.lines) == ("a\nb\nc", (3, 3, 4))


@given(st.lists(st.tuples(st.integers(0, 9), st.text(st.sampled_from("a \n"), max_size=6))))
def test_each_line_has_a_number(lines: list[tuple[int, str]]) -> None:
    body = body_of(lines)
    assert len(body.lines) == (body.text.count("\n") + 1 if body.text else 0)
    assert "".join(body.text.split()) == "".join("".join(text.split()) for _, text in lines)
