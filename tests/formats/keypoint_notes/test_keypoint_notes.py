"""Keypoint notes: which lines open records, what a tag line says, and what becomes of comments and their links.

Goldens beside this file show whole pages; here each rule stands alone, with what it must leave alone.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path, PurePosixPath

import pytest

from papersite.account import account_for
from papersite.formats.keypoint_notes import FORMAT, detect, parse
from papersite.formats.keypoint_notes.heads import TagLine, find_heads, read_tag_line
from papersite.model import Confidence, Kind, Note, Parsed, Source

OPENER = "Paper/Blog Link My Issue"
DAY = dt.date(2024, 5, 6)


def source(text: str) -> Source:
    return Source(PurePosixPath("notes", "page.txt"), text.encode(), text)


def read(text: str) -> Parsed:
    """What a page becomes; nothing of it may be unaccounted for."""
    page = source(text)
    parsed = parse(page)
    assert account_for(page, FORMAT.name, parsed).unaccounted == ()
    return parsed


def record(comment: str, tags: str = "#NLP") -> str:
    return f"{OPENER}\n{tags} Issue Date: 2024-05-06 Comment\n\n{comment}\n"


def only_note(text: str) -> Note:
    (note,) = read(text).notes
    return note


def kinds(parsed: Parsed) -> list[str]:
    return [problem.kind for problem in parsed.problems]


# ── tag lines ────────────────────────────────────────────────────────────────────────────────────────────────────────

WHOLE = TagLine(("NLP", "Language Model"), dated=True, date=DAY, summarised=True, summary="要約。", closed=True)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("#NLP #Language Model Issue Date: 2024-05-06 GPT Summary- 要約。 Comment", id="as the site writes it"),
        pytest.param("#NLP#Language Model Issue Date: 2024-05-06 GPT Summary- 要約。 Comment", id="no space between tags"),
        pytest.param("#NLP #Language Model Issue Date:2024/05/06 GPT Summary-要約。Comment", id="other signs, no spaces"),
        pytest.param("#NLP #Language Model Issue Date：2024年5月6日 GPT Summary：要約。 Comment", id="wide signs"),
        pytest.param(
            "\u200b#NLP\u200b #Language\u00a0Model\u3000Issue Date: 2024-05-06 GPT Summary– 要約。\u00a0Comment ", id="unseen"
        ),
        pytest.param("#NLP #Language Model Issue Date: 2024-05-06 GPT Summary 要約。 Comment", id="a mark without its hyphen"),
    ],
)
def test_a_tag_line_says_the_same_however_it_was_copied(line: str) -> None:
    assert read_tag_line(line) == WHOLE


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#2D (Image)", ("2D (Image)",)),
        ("#PEFT(Adaptor/LoRA) #Selected Papers/Blogs", ("PEFT(Adaptor/LoRA)", "Selected Papers/Blogs")),
        ("#C++ #C# #F# #.NET", ("C++", "C#", "F#", ".NET")),
        ("#Test-Time Scaling #Q&A #ICML'25", ("Test-Time Scaling", "Q&A", "ICML'25")),
        ("#Comments #GPT", ("Comments", "GPT")),
        ("#NLP #NLP", ("NLP", "NLP")),
    ],
)
def test_tags_are_read_as_written(text: str, tags: tuple[str, ...]) -> None:
    for tail in (" Issue Date: 2024-05-06 Comment", " GPT Summary- x Comment", " Comment", ""):
        line = read_tag_line(text + tail)
        assert line is not None
        assert (line.tags, line.rest) == (tags, "")


@pytest.mark.parametrize(
    ("line", "summary"),
    [
        pytest.param("GPT Summary- #A, Issue Date: 2020-01-01. Comment", "#A, Issue Date: 2020-01-01.", id="marks of the head"),
        pytest.param("GPT Summary- Comment generation. Comment", "Comment generation.", id="at its beginning"),
        pytest.param(
            "GPT Summary- we rank. Comment length helps. Comment", "we rank. Comment length helps.", id="in its middle"
        ),
        pytest.param("GPT Summary- the last word is Comment Comment", "the last word is Comment", id="at its end"),
        pytest.param("GPT Summary- GPT Summary- x Comment", "GPT Summary- x", id="its own mark"),
        pytest.param("GPT Summary- 印の前で切れた。 Comm", "印の前で切れた。", id="the mark behind it cut off"),
        pytest.param("GPT Summary- no mark of comment", "no mark of comment", id="no mark behind it"),
        pytest.param("GPT Summary- PreComment", "PreComment", id="a word that ends like the mark"),
        pytest.param("GPT Summary- Comment", None, id="empty"),
    ],
)
def test_a_summary_ends_at_the_last_mark_and_nowhere_else(line: str, summary: str | None) -> None:
    read = read_tag_line(f"#NLP Issue Date: 2024-05-06 {line}")
    assert read is not None
    assert (read.tags, read.date, read.summary, read.rest) == (("NLP",), DAY, summary, "")


def test_a_date_in_a_summary_is_not_the_records() -> None:
    line = read_tag_line("#NLP GPT Summary- Issue Date: 2001-01-01 の変更。 Comment")
    assert line == TagLine(("NLP",), summarised=True, summary="Issue Date: 2001-01-01 の変更。", closed=True)


def test_the_mark_of_the_comment_may_stand_right_behind_the_date() -> None:
    assert read_tag_line("#NLP Issue Date: 2024-05-06Comment") == TagLine(("NLP",), dated=True, date=DAY, closed=True)


@pytest.mark.parametrize(
    ("line", "tags", "rest"),
    [
        pytest.param("#NLP #LLM Comment 元ポスト: x", ("NLP", "LLM"), "元ポスト: x", id="a comment behind its mark"),
        pytest.param("#NLP 長い文が続く。まだ続く", ("NLP",), "長い文が続く。まだ続く", id="prose by its stops"),
        pytest.param("#NLP 見よ https://example.org/a", ("NLP",), "見よ https://example.org/a", id="an address"),
        pytest.param("#NLP one two three four five", ("NLP",), "one two three four five", id="too many words"),
        pytest.param("#" + "x" * 99, (), "x" * 99, id="too long a word"),
        pytest.param("#NLP #LLM Issue D", ("NLP", "LLM"), "", id="a mark that was cut"),
        pytest.param(
            "#NLP Issue Date: 2024-05-06 書き足し GPT Summary- x", ("NLP",), "書き足し", id="words before the summary"
        ),
        pytest.param("#NLP Issue Date: 2024-05-06 Comment # 概要", ("NLP",), "# 概要", id="a heading behind the mark"),
    ],
)
def test_tags_never_swallow_the_text_behind_them(line: str, tags: tuple[str, ...], rest: str) -> None:
    read = read_tag_line(line)
    assert read is not None
    assert (read.tags, read.rest) == (tags, rest)


@pytest.mark.parametrize("line", ["", " ", "# 概要", "## NLP", "NLP #LLM Issue Date: 2024-05-06", "text GPT Summary- x", "###"])
def test_a_line_that_begins_with_neither_tag_nor_mark_is_no_tag_line(line: str) -> None:
    assert read_tag_line(line) is None


# ── where records begin ──────────────────────────────────────────────────────────────────────────────────────────────

TAGGED = "#NLP #LLM Issue Date: 2024-05-06 GPT Summary- x Comment"


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(f"{OPENER}\n{TAGGED}", id="both parts"),
        pytest.param(f"Paper/Blog Link\n{TAGGED}", id="half an opener"),
        pytest.param(f"Paper/Blog Link\nMy Issue\n\n{TAGGED}", id="an opener on two lines"),
        pytest.param(f"Paper/Blog Li\nnk My Issue\n{TAGGED}", id="an opener cut in two"),
        pytest.param(f"  Paper / Blog\u00a0Link |\u3000My  Issue \u200b\n{TAGGED}", id="an opener with odd spaces"),
        pytest.param(f"## {OPENER}\n{TAGGED}", id="an opener that became a heading"),
        pytest.param(f"{OPENER} {TAGGED}", id="both parts on one line"),
        pytest.param(f"{OPENER}\n{OPENER}\n{TAGGED}", id="two openers"),
        pytest.param(f"{OPENER} {OPENER}\n{TAGGED}", id="two openers on one line"),
        pytest.param(f"{OPENER}\n\u200b\n\n{TAGGED}", id="blank lines between"),
        pytest.param(TAGGED, id="no opener"),
        pytest.param(f"{TAGGED}\n{OPENER}", id="both parts in the wrong order"),
        pytest.param(f"{OPENER}\n#NLP\n#LLM Issue Date: 2024-05-06\nGPT Summary- x\nComment", id="a tag line in pieces"),
        pytest.param(f"{OPENER}\n{TAGGED[:-3]}\n{TAGGED[-3:]}", id="a tag line cut in its last word"),
    ],
)
def test_a_head_opens_one_record_whatever_became_of_it(head: str) -> None:
    before, note, after = read(f"{record('前。')}\n\n{head}\n\n本文。\n\n\n{record('後。')}").notes
    assert (note.tags, note.date, note.summary, note.body.text) == (("NLP", "LLM"), DAY, "x", "本文。")
    assert (before.body.text, after.body.text) == ("前。", "後。")


def test_a_tag_line_cut_anywhere_is_read_as_if_it_was_whole() -> None:
    line = "#NLP #大規模モデル Issue Date: 2024-05-06 GPT Summary- 要約は、長い。 Comment"
    for cut in range(2, len(line)):
        (head,) = find_heads([OPENER, line[:cut], line[cut:], "", "本文。"])
        assert head.tag_line is not None
        # Where a cut took the space before a word there is no telling a broken word from two.
        tags = tuple(tag.replace(" ", "") for tag in head.tag_line.tags)
        assert (tags, head.tag_line.date) == (("NLP", "大規模モデル"), DAY), line[:cut]
        assert (head.tag_line.summary or "").replace(" ", "") == "要約は、長い。", line[:cut]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{OPENER} というボタンを押す。", id="the opener's words in prose"),
        pytest.param(f"ボタンは {OPENER}", id="the opener's words at the end of a sentence"),
        pytest.param("#NLP というタグは多い。", id="a hashtag at the beginning of a line"),
        pytest.param("#NLP #LLM", id="tags alone"),
        pytest.param("Issue Date: 2020-01-01", id="a date alone"),
        pytest.param("GPT Summary- x Comment", id="a summary alone"),
        pytest.param(f"> {TAGGED}", id="a quoted tag line"),
        pytest.param(f"例: {TAGGED}", id="a tag line within a line"),
        pytest.param(f"```\n{TAGGED}\n```", id="a tag line in a closed fence"),
        pytest.param(f"```python\nx = 1\n{TAGGED}\ny = 2\n```", id="a tag line in a closed fence that names its language"),
        pytest.param(f"```python\n{TAGGED}\n\n{TAGGED}\n```", id="two of them"),
        pytest.param(f"```yaml\n{TAGGED}\n```\n\n```\nx\n```", id="a tag line in the first of two closed fences"),
        pytest.param(f"~~~\n{OPENER}\n~~~", id="an opener in a closed fence"),
        pytest.param("My Issue", id="half an opener"),
    ],
)
def test_a_comment_may_speak_of_heads(text: str) -> None:
    note = only_note(record(f"前。\n\n{text}\n\n後。"))
    assert note.body.text == f"前。\n\n{text}\n\n後。"


def test_a_whole_head_opens_a_record_even_in_a_closed_fence() -> None:
    parsed = read(record(f"```\nx = 1\n\n{record('次。')}\n```\n\n後。"))
    assert [note.body.text.split("\n")[0] for note in parsed.notes] == ["```", "次。"]
    assert kinds(parsed) == ["unclosed-fence", "unclosed-fence"]


def test_an_unclosed_fence_ends_with_its_record_and_is_closed_there() -> None:
    parsed = read(f"{record('```py' + chr(10) + 'x = 1')}\n\n\n{TAGGED}\n\n次。\n\n\n{record('後。')}")
    assert [note.body.text for note in parsed.notes] == ["```py\nx = 1\n```", "次。", "後。"]
    assert parsed.notes[0].body.lines == (4, 5, 0)
    assert [(problem.kind, problem.origin) for problem in parsed.problems] == [("unclosed-fence", source("").origin(4))]


def test_openers_with_nothing_to_tell_them_apart_make_no_empty_note() -> None:
    parsed = read(f"{OPENER}\n\n\n{record('本文。')}\n\n{OPENER}\n")
    assert [note.body.text for note in parsed.notes] == ["本文。"]
    assert kinds(parsed) == ["empty-note", "empty-note"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(OPENER, ["missing-tags", "missing-date"], id="no tag line"),
        pytest.param(f"{OPENER}\n#NLP", ["missing-date"], id="no date"),
        pytest.param(f"{OPENER}\nIssue Date: 2024-05-06", ["missing-tags"], id="no tags"),
        pytest.param(f"{OPENER}\n#NLP Issue Date: 2024-13-06", ["bad-date"], id="no such month"),
        pytest.param("#NLP Issue Date: 2024 Comment", ["bad-date"], id="half a date, and no opener"),
        pytest.param("#NLP Issue Date: Comment", ["missing-date"], id="no date behind its mark, and no opener"),
        pytest.param(f"{OPENER}\n#NLP Issue Date: 2024-05-06 x", ["malformed-record"], id="text that has no place"),
    ],
)
def test_a_damaged_record_is_a_note_with_problems(head: str, expected: list[str]) -> None:
    parsed = read(f"{record('前。')}\n\n{head}\n\n本文。\n\n\n{record('後。')}")
    assert [note.body.text.split("\n")[-1] for note in parsed.notes] == ["前。", "本文。", "後。"]
    assert kinds(parsed) == expected
    assert all(problem.origin and 6 < problem.origin.first_line < 10 for problem in parsed.problems)


def test_a_record_without_comment_and_summary_is_a_note_that_says_so() -> None:
    parsed = read(f"{OPENER}\n#NLP Issue Date: 2024-05-06 Comment\n\n\n{OPENER}\n#LLM Issue Date: 2024-05-06 Comment\n\nx\n")
    assert [note.tags for note in parsed.notes] == [("NLP",), ("LLM",)]
    assert kinds(parsed) == ["empty-note"]


# ── around the records ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("above", "chrome", "stray"),
    [
        pytest.param("Night Reader", ["Night Reader"], "", id="a site's name"),
        pytest.param("Night Reader\n\nTag\nNLP", ["Night Reader", "Tag", "NLP"], "", id="a few short lines"),
        pytest.param("Night Reader\n元ポスト:\n\n本文。", ["Night Reader"], "元ポスト:\n\n本文。", id="a name and prose"),
        pytest.param("本文が続く。", [], "本文が続く。", id="prose alone"),
        pytest.param("word " * 20, [], "word " * 20, id="a long line"),
        pytest.param("a\nb\nc\nd\ne\nf", ["a"], "b\nc\nd\ne\nf", id="more lines than a site has"),
        pytest.param("- 本文", [], "- 本文", id="a list entry"),
    ],
)
def test_text_above_the_records_is_chrome_if_short_and_published_if_not(above: str, chrome: list[str], stray: str) -> None:
    parsed = read(f"{above}\n\n\n{record('本文。')}")
    assert [drop.text for drop in parsed.dropped if drop.rule == "page-header"] == chrome
    assert [note.body.text for note in parsed.notes] == [*([stray] if stray else []), "本文。"]
    assert kinds(parsed) == (["stray-text"] if stray else [])


def test_a_page_without_records_is_published_whole() -> None:
    parsed = read("Night Reader\n\n本文。")
    assert [note.body.text for note in parsed.notes] == ["Night Reader\n\n本文。"]
    assert kinds(parsed) == ["stray-text"]


def test_a_page_without_text_is_nothing() -> None:
    assert read("") == read("\n \n\u3000\n") == Parsed()


def test_the_name_of_the_site_is_chrome_where_a_second_page_begins() -> None:
    parsed = read(f"Night Reader\n\n{record('一。')}\n\nNight Reader\n\n{record('二。')}")
    assert [note.body.text for note in parsed.notes] == ["一。", "二。"]
    assert [drop.line for drop in parsed.dropped if drop.rule == "page-header"] == [1, 9]


def test_the_name_of_the_site_within_a_paragraph_is_no_chrome() -> None:
    parsed = read(f"Night Reader\n\n{record('出典は' + chr(10) + 'Night Reader')}\n\n{record('二。')}")
    assert [note.body.text for note in parsed.notes] == ["出典は\nNight Reader", "二。"]


def test_fields_that_the_page_does_not_say_are_absent() -> None:
    note = only_note(record("本文。"))
    assert (note.title, note.title_source, note.writer, note.venue, note.year, note.authors) == (
        None,
        None,
        None,
        None,
        None,
        (),
    )
    assert (note.summary, note.machine_written, note.kind) == (None, (), Kind.PAPER)
    assert only_note(record("本文。", "#NLP #article")).kind is Kind.ARTICLE
    assert only_note(f"{OPENER}\n#A Issue Date: 2024-05-06 GPT Summary- x\n").machine_written == ("summary",)


def test_a_note_in_english_is_known_for_one() -> None:
    assert only_note(record("Attention is cheap when most of it is skipped.")).lang == "en"
    assert only_note(record("注意は安い。")).lang == "ja"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(record("本文。"), Confidence.CERTAIN, id="a whole head"),
        pytest.param(f"{TAGGED}\n\na\n\n{TAGGED}\n\nb", Confidence.CERTAIN, id="two tag lines"),
        pytest.param(f"{TAGGED}\n\na", Confidence.LIKELY, id="one tag line"),
        pytest.param(f"{OPENER}\n\n本文。", Confidence.LIKELY, id="one opener"),
        pytest.param("# Issue Date and Link\n\n本文。", Confidence.NO, id="the words without the structure"),
        pytest.param(f"---\ntitle: x\n---\n\n{record('本文。')}", Confidence.NO, id="front matter"),
        pytest.param(f"# 書き方\n\n```\n{record('本文。')}```\n", Confidence.NO, id="a sample in a fence"),
        pytest.param("", Confidence.NO, id="nothing"),
    ],
)
def test_a_page_is_known_by_its_heads(text: str, expected: Confidence) -> None:
    assert detect(source(text)) is expected


# ── comments ─────────────────────────────────────────────────────────────────────────────────────────────────────────

REWRITTEN = (
    pytest.param("a\nimage", "a\n![figure](lost:figure)", id="a picture"),
    pytest.param("image image", "![figure](lost:figure) ![figure](lost:figure)", id="two pictures"),
    pytest.param("\u00a0Loading...\u00a0", "\u00a0[post](lost:post)", id="a post with odd spaces and three dots"),
    pytest.param("解説:\n\nLoading…", "解説:\n\n[post](lost:post)", id="the label above a post stays"),
    pytest.param("解説： Loading…", "解説： [post](lost:post)", id="the label before a post stays"),
    pytest.param("- Loading…", "- [post](lost:post)", id="a post as an entry"),
    pytest.param(
        "a:\n-\n\nLoading…\n\n-\nimage", "a:\n- [post](lost:post)\n\n- ![figure](lost:figure)", id="below bare list marks"
    ),
    pytest.param("a\n-\nb", "a\n\n-\nb", id="a bare hyphen does not make a heading of the line above"),
    pytest.param("・a\n・ b", "- a\n- b", id="dots"),
    pytest.param("・a\n ・b\n　　・c\n・d", "- a\n  - b\n    - c\n- d", id="dots, nested by one sign"),
    pytest.param("- a\n - b\n - c", "- a\n  - b\n  - c", id="hyphens, nested by one space"),
    pytest.param("1. a\n - b\n2. c", "1. a\n   - b\n2. c", id="hyphens below a number"),
    pytest.param("・a\n\n b\n\nc\n\n d", "- a\n\n  b\n\nc\n\n d", id="a paragraph goes with its entry, and no further"),
    pytest.param("[a]( https://x.org) [b](　http://y.org)", "[a](https://x.org) [b](http://y.org)", id="spaced links"),
)


@pytest.mark.parametrize(("comment", "expected"), REWRITTEN)
def test_a_comment_becomes_markdown_again(comment: str, expected: str) -> None:
    assert only_note(record(f"前。\n\n{comment}")).body.text == f"前。\n\n{expected}"


UNCHANGED = (
    pytest.param("この image は文の中にある", id="the word image in a sentence"),
    pytest.param("- text\n- image\n- video", id="the word image among others of its kind"),
    pytest.param("Loading… が終わらない", id="the word loading in a sentence"),
    pytest.param("```\nimage\nLoading…\n・a\n[a]( https://x.org)\n```", id="code"),
    pytest.param("`[a]( https://x.org)`", id="inline code"),
    pytest.param("・・・と思った", id="dots that are an ellipsis"),
    pytest.param("※ 注\n① 一", id="other signs"),
    pytest.param("- a\n  - b\n    - c\n- d", id="a nested list"),
    pytest.param("- a\n    - b", id="a list nested by four"),
    pytest.param("# 概要\n\n## 手法\n\n### 細部", id="headings keep their levels"),
    pytest.param("a\n\n- - -\n\n* * *", id="rules"),
    pytest.param("-1.5 から *強調* へ", id="signs that are no bullets"),
    pytest.param("> 引用\n続き\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: 注\n\n$x - y$", id="other Markdown"),
)


@pytest.mark.parametrize("comment", UNCHANGED)
def test_a_comment_keeps(comment: str) -> None:
    assert only_note(record(f"前。\n\n{comment}")).body.text == f"前。\n\n{comment}"


def test_every_body_line_knows_its_source_line() -> None:
    note = only_note(record("元ポスト:\n-\n\nLoading…\n\n・a\nb\n-"))
    assert note.body.text.split("\n") == ["元ポスト:", "- [post](lost:post)", "", "- a", "b", "", "-"]
    assert note.body.lines == (4, 7, 8, 9, 10, 0, 11)


# ── the paper's own links ────────────────────────────────────────────────────────────────────────────────────────────

PAPER = "https://arxiv.org/abs/1706.03762"
REVIEW = "https://openreview.net/forum?id=rJl-b3RcF7"

OWN = (
    pytest.param(f"paper: {PAPER}v5", ["arxiv:1706.03762"], id="a paper"),
    pytest.param(f"論文：<{PAPER}>", ["arxiv:1706.03762"], id="in Japanese"),
    pytest.param(f"- **PDF**: [pdf]( {PAPER})", ["arxiv:1706.03762"], id="a bold label and a Markdown link in an entry"),
    pytest.param(f"[arXiv]({PAPER})", ["arxiv:1706.03762"], id="a link that is its own label"),
    pytest.param("arXiv:1706.03762", ["arxiv:1706.03762"], id="no address"),
    pytest.param("DOI: 10.1145/3292500.3330701", ["doi:10.1145/3292500.3330701"], id="a DOI"),
    pytest.param(f"元ポスト:\n\nLoading…\n\npaper:\n{PAPER}", ["arxiv:1706.03762"], id="below a post, and its label"),
    pytest.param(f"paper: {PAPER}\nopenreview: {REVIEW}", ["arxiv:1706.03762", "openreview:rJl-b3RcF7"], id="two registries"),
    pytest.param(f"長い前置き。\n\nICLR 2019 OpenReview: {REVIEW}", ["openreview:rJl-b3RcF7"], id="a review page below prose"),
)


@pytest.mark.parametrize(("comment", "ids"), OWN)
def test_a_labelled_link_is_the_papers_own(comment: str, ids: list[str]) -> None:
    note = only_note(record(f"{comment}\n\n本文。"))
    assert [str(each) for each in note.ids] == ids
    assert all(url in note.body.text for url in note.urls)


NOT_OWN = (
    pytest.param(f"{PAPER} を読んだ。", id="an address in prose"),
    pytest.param(PAPER, id="an address alone"),
    pytest.param(f"関連: {PAPER}", id="under another label"),
    pytest.param(f"関連:\n- paper: {PAPER}", id="in a list of others"),
    pytest.param(f"関連:\n* paper: {PAPER}", id="in a list of others with asterisks"),
    pytest.param(f"前置き。\nhttps://a.org\ncode: {PAPER}", id="in a paragraph of prose with an address"),
    pytest.param(f"関連:\n\n・arXiv: {PAPER}\n・paper: {PAPER}", id="in a list of others below a blank line"),
    pytest.param(f"> paper: {PAPER}", id="in a quotation"),
    pytest.param(f"```\npaper: {PAPER}\n```", id="in code"),
    pytest.param(f"前置き。\n\npaper: {PAPER}", id="below prose"),
    pytest.param(f"前置き。\nopenreview: {REVIEW}", id="a review page in a paragraph of prose"),
    pytest.param(f"paper: {PAPER} の続き", id="with prose behind it"),
    pytest.param(f"解説: {PAPER}", id="what others say of it"),
)


@pytest.mark.parametrize("comment", NOT_OWN)
def test_any_other_address_is_not(comment: str) -> None:
    note = only_note(record(f"{comment}\n\n本文。"))
    assert (note.ids, note.urls) == ((), ())


def test_own_pages_are_addresses_without_identifier() -> None:
    text = f"paper: {PAPER}v5\npj page: https://a.org\ncode: https://b.org , https://c.org\n解説: https://d.org\n\n本文。\n\nHF:\nhttps://e.org"
    note = only_note(record(text))
    assert note.urls == (f"{PAPER}v5", "https://a.org", "https://b.org", "https://c.org", "https://e.org")
    assert note.arxiv_version == 5
    assert note.body.text == text


def test_the_first_of_two_papers_in_one_registry_is_meant() -> None:
    note = only_note(record(f"paper: {PAPER}\npdf: https://arxiv.org/pdf/1409.0473v7\n\n本文。"))
    assert [str(each) for each in note.ids] == ["arxiv:1706.03762"]
    assert note.arxiv_version is None


# ── a real page ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def real(dumps_dir: Path) -> Source:
    path = dumps_dir / "keypoint-notes.txt"
    if not path.is_file():
        pytest.skip(f"no real dump at {path}")
    return source(path.read_text(encoding="utf-8"))


def test_a_real_page_agrees_with_a_plain_reading_of_its_tag_lines(real: Source) -> None:
    parsed = read(real.text)
    plain = re.compile(r"#(.*?) Issue Date: (\d{4}-\d\d-\d\d)(?: GPT Summary- (.*?))? Comment")
    expected = [plain.fullmatch(line) for line in real.lines if " Issue Date: " in line]
    assert len(parsed.notes) == len(expected) == real.lines.count(OPENER) > 0
    for note, match in zip(parsed.notes, expected, strict=True):
        assert match
        assert (note.tags, str(note.date), note.summary) == (tuple(match[1].split(" #")), match[2], match[3])
    assert parsed.problems == ()
    assert detect(real) is Confidence.CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{OPENER}\n" * 8_000, id="openers"),
        pytest.param(f"{TAGGED}\n" * 8_000, id="tag lines"),
        pytest.param("#a\n" * 20_000, id="tags"),
        pytest.param(f"```\n{TAGGED}\n" * 2_000, id="heads in fences"),
        pytest.param(record("-\n" * 20_000), id="bare list marks"),
        pytest.param(record("\n".join(" " * n + "・a" for n in range(800))), id="ever deeper dots"),
        pytest.param(OPENER + " " * 200_000 + "x", id="spaces behind an opener"),
        pytest.param(record("[" * 50_000 + "](" * 20_000 + "`" * 50_000), id="brackets and backticks"),
        pytest.param("#a Issue Date: 2024-05-06 GPT Summary- " + "。 Comment " * 20_000, id="marks in a summary"),
    ],
)
def test_no_text_takes_more_than_linear_time(text: str) -> None:
    """A pattern that looks again and again at the same text would take minutes here."""
    assert account_for(source(text), "keypoint_notes", parse(source(text))).unaccounted == ()
