"""Code that lost its fence: what is surely code, and what only looks a little like it."""

from __future__ import annotations

import pytest

from papersite.formats.study_meeting.bare_code import find_bare_code

PYTHON = """使い方は次のとおり。

import torch
from einops import rearrange

x = torch.zeros(2, 3)
# 軸を入れ替える
print(rearrange(x, "a b -> b a"))

結果は良い。"""
DECORATED = """@pytest.fixture
def size():
    return 3"""
SHELL = """pip install einops
python -m einops.tests"""
JSON = """{
  "name": "demo",
  "size": 3
}"""


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        pytest.param(PYTHON, ((3, 8),), id="over a blank line and a comment"),
        pytest.param(DECORATED, ((1, 3),), id="with its decorator"),
        pytest.param(SHELL, ((1, 2),), id="commands"),
        pytest.param(JSON, ((1, 4),), id="braces"),
        pytest.param("pip install einops", (), id="no lone command"),
        pytest.param("y = a + b\nz = y - c", (), id="no formulas"),
        pytest.param("@Aoi Hino\n\n[論文] Deep Sets", (), id="no presenter"),
        pytest.param("for all we know\nthis is prose", (), id="no English prose"),
        pytest.param("  • import を減らす\n  • class の設計", (), id="no list"),
        pytest.param("手法: 深さ\nBLEU: 31", (), id="no table"),
        pytest.param("BLEU: 31\nTER: 50\nchrF: 40\nwith beam search:", (), id="no list of figures with one odd line"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_runs_of_code_are_found(text: str, runs: tuple[tuple[int, int], ...]) -> None:
    lines = text.split("\n")
    assert find_bare_code(lines, [False] * len(lines)) == runs


def test_lines_that_are_taken_are_left_out() -> None:
    lines = DECORATED.split("\n")
    assert find_bare_code(lines, [True] * len(lines)) == ()
