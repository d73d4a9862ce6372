"""Notes as Markdown: what is known of a paper reads back as YAML, and what a note links to is where its page leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from papersite.citations import read_references
from papersite.exports.note_markdown import (
    ListedPaper,
    LlmsView,
    PaperText,
    llms_full_binding,
    paper_markdown,
    write_llms,
    write_paper,
    write_paper_of_all,
)
from papersite.markdown import MarkdownOptions
from papersite.model import Body, Kind, Note, Origin
from papersite.remembering.memo import Memo
from papersite.render import render_export
from papersite.views import ImageView, NoteView, Volume

PATH = PurePosixPath("notes/deep/a.md")


def note(text: str, **targets: str) -> NoteView:
    """A note of some Markdown; the references it holds lead to the targets of their own text."""
    body = Body(text, tuple(range(1, text.count("\n") + 2)))
    references = read_references(Note(format="plain", origin=Origin(PATH), body=body))
    return NoteView(
        anchor="note-1",
        format="plain",
        kind=Kind.PAPER,
        lang="ja",
        body=body,
        references=references,
        targets=tuple((r.key, targets[name]) for r in references for name in targets if name in r.key),
        images=(ImageView("fig/loss 1.png", "../../images/deep/fig/loss%201.png?v=1", None, None),),
        source=PATH,
        first_line=1,
        last_line=9,
    )


def paper(text: str, page: str = "https://mio.example/notes/papers/a/", **targets: str) -> PaperText:
    return PaperText(page, "題名", "ja", (("title", "題名"), ("date", dt.date(2024, 3, 19))), (note(text, **targets),))


LINKS = {
    "an image": ("![図](fig/loss%201.png)", "![図](https://mio.example/notes/images/deep/fig/loss%201.png?v=1)"),
    "an image in brackets": ("![図](<fig/loss 1.png>)", "![図](https://mio.example/notes/images/deep/fig/loss%201.png?v=1)"),
    "another note": ("見よ [前の](../old.md#x) を。", "見よ [前の](https://mio.example/notes/papers/old/) を。"),
    "a wiki link": ("見よ [[Old]] を。", "見よ [Old](https://mio.example/notes/papers/old/) を。"),
    "a wiki link with words": ("見よ [[Old|前の]] を。", "見よ [前の](https://mio.example/notes/papers/old/) を。"),
    "a link elsewhere": ("[x](https://a.example/old.md)", "[x](https://a.example/old.md)"),
    "an image that is not there": ("![x](none.png)", "![x](none.png)"),
    "two on a line": (
        "[a](../old.md) [[old]] ![b](fig/loss%201.png)",
        "[a](https://mio.example/notes/papers/old/) [old](https://mio.example/notes/papers/old/) "
        "![b](https://mio.example/notes/images/deep/fig/loss%201.png?v=1)",
    ),
}


@pytest.mark.parametrize(("written", "expected"), LINKS.values(), ids=LINKS)
def test_links_lead_where_those_of_the_page_do(written: str, expected: str) -> None:
    assert paper_markdown(paper(written, old="../../papers/old/")).split("\n\n")[-1].strip() == expected


def test_without_an_address_links_stand_relative_to_the_file() -> None:
    view = paper("[a](../old.md) ![b](fig/loss%201.png)", "papers/a/", old="../../papers/old/")
    assert "[a](../../papers/old/) ![b](../../images/deep/fig/loss%201.png?v=1)" in write_paper(view).decode()
    whole = write_paper_of_all(view).decode()
    assert "[a](papers/old/) ![b](images/deep/fig/loss%201.png?v=1)" in whole


def test_a_paper_opens_with_what_is_known_and_names_its_notes() -> None:
    first = replace(note("本文。"), writer="Mio", date=dt.date(2024, 2, 1), machine_written=True)
    text = write_paper(replace(paper("もう一つ。"), notes=(first, note("もう一つ。")))).decode()
    assert text.startswith('---\ntitle: "題名"\ndate: 2024-03-19\n---\n\n# 題名\n\n## ')
    assert " · Mio · 2024-02-01\n\n本文。\n\n## " in text
    assert text.endswith("もう一つ。\n")


@given(st.text(min_size=1), st.lists(st.text()))
def test_front_matter_reads_back(title: str, authors: list[str]) -> None:
    view = replace(paper(""), facts=(("title", title), ("authors", tuple(authors)), ("year", 2024)))
    block = write_paper(view).decode().split("\n---\n")[0]
    assert yaml.safe_load(block) == {"title": title, "authors": authors, "year": 2024}


def test_llms_txt_is_a_heading_a_quotation_and_lists_of_links() -> None:
    papers = (ListedPaper("[論文] A\nB", "https://mio.example/papers/a/index.md", "要約。\n続き。"), ListedPaper("C", "c", ""))
    view = LlmsView("ノート", "覚え書き", "ja", (("2024", papers), ("", papers[1:])))
    assert write_llms(view).decode() == (
        "# ノート\n\n> 覚え書き\n\n"
        "## 2024年\n\n- [\\[論文\\] A B](https://mio.example/papers/a/index.md): 要約。 続き。\n- [C](c)\n\n"
        "## 日付なし\n\n- [C](c)\n"
    )


def test_llms_full_txt_holds_every_paper() -> None:
    views = (paper("一つ目。"), paper("二つ目。"))
    volume = Volume(PurePosixPath("llms-full.txt"), llms_full_binding("ノート", ""), write_paper_of_all, views)
    text = render_export(volume, MarkdownOptions(), Memo()).data.decode()
    assert text.startswith("# ノート\n\n---\ntitle:")
    assert "一つ目。\n\n---\ntitle:" in text
    assert text.endswith("二つ目。\n")
