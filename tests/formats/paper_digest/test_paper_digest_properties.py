"""What always holds of digests: nothing is lost, headings are CommonMark's, and damage stays where it was done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from papersite.account import account_for
from papersite.formats.paper_digest import FORMAT, parse
from papersite.model import Note, Parsed, Source

PIECES = (
    "# 見出し",
    "#見出し",
    "## 1. 節",
    "## 2．節",
    "### 小節 ###",
    "[View Paper](http://arxiv.org/abs/1706.03762v1)",
    "https://openreview.net/forum?id=abcdef",
    "---",
    "===",
    "```py",
    "```",
    "    ```",
    "~~~",
    "    # 注釈",
    "1.  項目",
    "- 項目",
    "本文。",
    "本文 #タグ #AI",
    "はい、承知しました。",
    "Authors: A, B",
    "Date: 2020-01-01",
    "\u3000",
    "\ufeff# 題",
    "",
    "",
)


def parsed(text: str) -> Parsed:
    source = Source(PurePosixPath("notes/digest.md"), text.encode(), text)
    result = parse(source)
    assert account_for(source, FORMAT.name, result).unaccounted == ()
    return result


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=24))
def test_every_line_goes_to_one_place_and_keeps_its_words(lines: list[str]) -> None:
    result = parsed("\n".join(lines))
    places = [number for note in result.notes for number in (*(n for n in note.body.lines if n), *note.field_lines)]
    places += [drop.line for drop in result.dropped]
    written = [number for number in places if lines[number - 1].strip()]
    assert len(written) == len(set(written))
    for note in result.notes:
        for number, text in zip(note.body.lines, note.body.text.split("\n"), strict=bool(note.body.lines)):
            assert not number or text.lstrip("\ufeff ") == lines[number - 1].lstrip("\ufeff ")


@settings(max_examples=200, deadline=None)
@given(st.text("#-=`~ \t\n1.あa[](:/)>*|＃\u00a0\u3000\ufeff", max_size=120))
def test_no_text_is_too_damaged(text: str) -> None:
    parsed(text)


@dataclass(frozen=True)
class Paper:
    """A paper as a digest writes it, with what must come out of it."""

    title: str
    number: int
    sections: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]

    @property
    def text(self) -> str:
        sections = "\n\n".join(f"{heading}\n\n{body}" for heading, body in self.sections)
        tweet = f"## 9. ツイート\n\n短い文。 {' '.join('#' + tag for tag in self.tags)}"
        return f"# {self.title}\n\n[View Paper](http://arxiv.org/abs/2001.{self.number:05}v1)\n\n{sections}\n\n{tweet}"


INDENTS = st.sampled_from((0, 4, 8, 12))
FENCES = st.sampled_from(("```", "````", "~~~"))


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """A section's Markdown: prose, a break, and code in lists at any depth, with comments that look like headings."""
    parts = ["本文。", draw(st.sampled_from(("続く。", "---\n\n続く。", "### 小節\n\n続く。", "**太字**")))]
    for _ in range(draw(st.integers(0, 2))):
        indent, fence = draw(INDENTS), draw(FENCES)
        items = "".join(" " * depth + "*   項目\n" for depth in range(0, indent, 4))
        code = ["# 題のような注釈", "## 節のような注釈", "---", "", "x = 1  # 注釈"]
        lines = [fence + "py", *draw(st.permutations(code)), fence]
        parts.append(items + "\n".join(" " * indent + line if line else "" for line in lines))
    return "\n\n".join(parts)


@st.composite
def papers(draw: st.DrawFn) -> tuple[Paper, ...]:
    count = draw(st.integers(2, 4))
    title = st.sampled_from(("Attention: a Note", "$x$ と “引用” 🚀", "注意\u00a0機構\u3000入門", "Learning C# fast"))
    tags = st.lists(st.sampled_from(("AI", "言語モデル", "3D", "CA_VQA")), min_size=1, max_size=3, unique=True)
    made = []
    for number in range(count):
        headings = [f"## {rank}{draw(st.sampled_from(('. ', '．', ') ')))}問い" for rank in range(1, draw(st.integers(2, 4)))]
        sections = tuple((heading, draw(bodies())) for heading in headings)
        made.append(Paper(draw(title), number, sections, tuple(draw(tags))))
    return tuple(made)


def digest(texts: list[str]) -> str:
    return "\n\n\n---\n\n\n".join(texts) + "\n"


def headings(text: str) -> list[tuple[str, str]]:
    tokens = MarkdownIt().parse(text)
    return [(token.tag, tokens[at + 1].content) for at, token in enumerate(tokens) if token.type == "heading_open"]


def content(note: Note) -> tuple[object, ...]:
    return note.title, note.ids, note.urls, note.tags, note.summary, note.body.text


@settings(max_examples=40, deadline=None)
@given(papers())
def test_papers_come_out_as_they_were_written(written: tuple[Paper, ...]) -> None:
    text = digest([paper.text for paper in written])
    result = parsed(text)
    assert [(note.title, note.tags) for note in result.notes] == [(paper.title, paper.tags) for paper in written]
    assert result.problems == ()
    bodies_only = [heading for note in result.notes for heading in [("h1", note.title), *headings(note.body.text)]]
    assert bodies_only == headings(text)


@settings(max_examples=60, deadline=None)
@given(papers(), st.data())
def test_a_lost_line_of_one_paper_leaves_the_others_as_they_were(written: tuple[Paper, ...], data: st.DataObject) -> None:
    whole = [content(note) for note in parsed(digest([paper.text for paper in written])).notes]
    hurt = data.draw(st.integers(0, len(written) - 1))
    lines = written[hurt].text.split("\n")
    lines.pop(data.draw(st.integers(0, len(lines) - 1)))
    texts = [paper.text for paper in written]
    texts[hurt] = "\n".join(lines)
    notes = [content(note) for note in parsed(digest(texts)).notes]
    assert len(notes) == len(whole)
    assert notes[:hurt] + notes[hurt + 1 :] == whole[:hurt] + whole[hurt + 1 :]
