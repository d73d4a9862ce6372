"""Lines that are nothing but addresses."""

from __future__ import annotations

import pytest

from papersite.formats.links import read_link_line, trimmed_url
from papersite.model import IdScheme, PaperId

ARXIV = PaperId(IdScheme.ARXIV, "1706.03762")
URL = "https://arxiv.org/abs/1706.03762"

READ = (
    pytest.param(f"[View Paper]({URL}v7)", (f"{URL}v7",), (ARXIV,), 7, id="a link"),
    pytest.param(f"[論文を見る](<{URL}>)", (URL,), (ARXIV,), None, id="a link with an angled destination"),
    pytest.param(f'[Paper]({URL} "title")', (URL,), (ARXIV,), None, id="a link with a title"),
    pytest.param(f"<{URL}>", (URL,), (ARXIV,), None, id="an autolink"),
    pytest.param(URL, (URL,), (ARXIV,), None, id="a bare address"),
    pytest.param(f"論文リンク：{URL}", (URL,), (ARXIV,), None, id="behind a label"),
    pytest.param(f"- **arXiv:** {URL}", (URL,), (ARXIV,), None, id="in a list, with an emphasised label"),
    pytest.param(f"📄 Paper → {URL}", (URL,), (ARXIV,), None, id="with ornaments"),
    pytest.param(f"[Paper] ({URL}v2", (f"{URL}v2",), (ARXIV,), 2, id="with broken brackets"),
    pytest.param(f"[Paper]（{URL}）", (URL,), (ARXIV,), None, id="with full-width brackets"),
    pytest.param("arXiv:1706.03762v5", (), (ARXIV,), 5, id="an identifier"),
    pytest.param(f"[![b](https://img.example.org/b.svg)]({URL})", (URL,), (ARXIV,), None, id="behind a badge"),
    pytest.param(f"[Paper]({URL}) | [Code](https://x.org/c)", (URL, "https://x.org/c"), (ARXIV,), None, id="two links"),
    pytest.param(f"\u3000{URL}\u00a0", (URL,), (ARXIV,), None, id="between wide spaces"),
    pytest.param("[Project](https://example.org/p)", ("https://example.org/p",), (), None, id="of no known paper"),
    pytest.param(
        "https://doi.org/10.1016/S0893-6080(05)80056-5",
        ("https://doi.org/10.1016/S0893-6080(05)80056-5",),
        (PaperId(IdScheme.DOI, "10.1016/s0893-6080(05)80056-5"),),
        None,
        id="with brackets inside",
    ),
)


@pytest.mark.parametrize(("line", "urls", "ids", "version"), READ)
def test_a_line_of_addresses_is_read(line: str, urls: tuple[str, ...], ids: tuple[PaperId, ...], version: int | None) -> None:
    link = read_link_line(line)
    assert link is not None
    assert (link.urls, link.ids, link.arxiv_version) == (urls, ids, version)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"詳しくは {URL} を参照", id="text behind the address"),
        pytest.param(f"この手法は前の論文を拡張したものであり、実装も公開されている {URL}", id="a sentence before it"),
        pytest.param(f"注意だけで組む。{URL}", id="a short sentence before it"),
        pytest.param("[Paper](/local.pdf)", id="no address but a path"),
        pytest.param("arXiv に公開された。", id="no address at all"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert read_link_line(line) is None


def test_a_bare_address_gives_back_the_punctuation_around_it() -> None:
    assert trimmed_url("https://x.org/a_(b)).") == "https://x.org/a_(b)"
