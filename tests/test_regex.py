"""Patterns compiled late do what compiled ones do."""

from __future__ import annotations

import re

import pytest

from papersite.regex import lazy_regex


def test_it_has_all_that_a_compiled_pattern_has() -> None:
    late, compiled = lazy_regex(r"(?P<a>x+)y", re.IGNORECASE), re.compile(r"(?P<a>x+)y", re.IGNORECASE)
    public = [name for name in dir(compiled) if not name.startswith("_")]
    assert "fullmatch" in public
    for name in public:
        assert hasattr(late, name), name
    assert (late.pattern, late.flags, late.groups) == (compiled.pattern, compiled.flags, compiled.groups)
    assert late.sub("-", "aXXy") == "a-"
    assert [match["a"] for match in late.finditer("xy XXY")] == ["x", "XX"]


def test_bytes_stay_bytes() -> None:
    assert lazy_regex(rb"\d+").findall(b"1 22") == [b"1", b"22"]


def test_a_mistake_is_told_at_the_first_use() -> None:
    wrong = lazy_regex("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_a_match_says_which_pattern_it_is_of() -> None:
    word, number = lazy_regex(r"[a-z]+"), lazy_regex(r"\d+")
    match = word.match("abc")
    assert match is not None
    assert match.re == word
    assert match.re != number
    assert word != number
    assert hash(match.re) == hash(word)
