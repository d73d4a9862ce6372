"""How a text opens: which heading is its title, and which links are its own."""

from __future__ import annotations

import pytest

from papersite.formats.fences import code_mask
from papersite.formats.opening import join_links, links_of, own_links, read_title, title_heading
from papersite.model import IdScheme, PaperId

ROPE = PaperId(IdScheme.ARXIV, "2104.09864")


@pytest.mark.parametrize(
    ("text", "title", "lines"),
    [
        pytest.param("# 題名\n\n本文", "題名", (1,), id="it opens the text"),
        pytest.param("# A\n\n# B", "A", (1,), id="others below it are sections"),
        pytest.param("まえがき\n\n# A", "A", (3,), id="it is the only one"),
        pytest.param("題名\n====\n\n本文", "題名", (1, 2), id="underlined"),
        pytest.param("# **題名** #", "題名", (1,), id="its markup goes"),
        pytest.param("# C# の話", "C# の話", (1,), id="a sign within a word stays"),
        pytest.param("```\n# x\n```\n\n# A", "A", (5,), id="code is no heading"),
    ],
)
def test_the_title_heading_is_found(text: str, title: str, lines: tuple[int, ...]) -> None:
    written = text.split("\n")
    found = title_heading(written, range(1, len(written) + 1), code_mask(written))
    assert found is not None
    assert (found.title, found.lines) == (title, lines)


@pytest.mark.parametrize("text", ["本文", "まえがき\n\n# A\n\n# B", "## A", "#tag", "#", "```\n# x\n```"])
def test_there_may_be_no_title_heading(text: str) -> None:
    written = text.split("\n")
    assert title_heading(written, range(1, len(written) + 1), code_mask(written)) is None


def test_a_linked_title_gives_its_address() -> None:
    assert read_title("[RoFormer](https://arxiv.org/abs/2104.09864)") == ("RoFormer", "https://arxiv.org/abs/2104.09864")
    assert read_title("RoFormer を\\*読む\\*") == ("RoFormer を*読む*", None)


@pytest.mark.parametrize(
    "line",
    [
        "https://arxiv.org/abs/2104.09864",
        "URL: https://arxiv.org/pdf/2104.09864v5",
        "- **論文**: <https://arxiv.org/abs/2104.09864>",
        "[論文](https://arxiv.org/abs/2104.09864)",
        "arXiv:2104.09864",
        "  • 出典: https://arxiv.org/abs/2104.09864",
    ],
)
def test_links_alone_or_behind_their_label_are_the_papers_own(line: str) -> None:
    links = own_links(line)
    assert links is not None
    assert links.ids == (ROPE,)


@pytest.mark.parametrize(
    "line",
    [
        "参考: https://arxiv.org/abs/2104.09864",
        "関連論文 https://arxiv.org/abs/2104.09864",
        "詳しくは https://arxiv.org/abs/2104.09864 を見る。",
        "[別の論文の題名](https://arxiv.org/abs/2104.09864)",
        "本文",
    ],
)
def test_other_links_are_not(line: str) -> None:
    assert own_links(line) is None


def test_a_bare_link_has_no_label() -> None:
    assert own_links("https://arxiv.org/abs/2104.09864", labelled=True) is None
    assert own_links("論文: https://arxiv.org/abs/2104.09864", labelled=True) is not None


def test_links_join_each_once_and_keep_the_version() -> None:
    joined = join_links(
        [links_of(["https://arxiv.org/abs/2104.09864"]), links_of(["https://arxiv.org/abs/2104.09864v5", "https://a.example/"])]
    )
    assert joined.urls == ("https://arxiv.org/abs/2104.09864", "https://arxiv.org/abs/2104.09864v5", "https://a.example/")
    assert joined.ids == (ROPE,)
    assert joined.arxiv_version == 5
