"""Addresses, wiki links, links to other notes and citation keys, and what belongs to a citation beside them."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from papersite.citations.addresses import find_addresses, flatten
from papersite.model import Cited, IdScheme, PaperId, ReferenceForm
from tests.citations.small_notes import read

TRANSFORMER = PaperId(IdScheme.ARXIV, "1706.03762")


@pytest.mark.parametrize(
    ("body", "form", "key", "text"),
    [
        pytest.param(
            "詳細は https://arxiv.org/abs/1706.03762v5、次に",
            ReferenceForm.URL,
            "arxiv:1706.03762",
            "https://arxiv.org/abs/1706.03762v5",
            id="a bare address before Japanese",
        ),
        pytest.param(
            "(https://openreview.net/forum?id=aB3_x-9#discussion)",
            ReferenceForm.URL,
            "openreview:aB3_x-9",
            "https://openreview.net/forum?id=aB3_x-9#discussion",
            id="in brackets, with a fragment",
        ),
        pytest.param(
            "<https://aclanthology.org/P18-1234/> 参照",
            ReferenceForm.URL,
            "acl:P18-1234",
            "<https://aclanthology.org/P18-1234/>",
            id="an autolink",
        ),
        pytest.param(
            "DOI は doi:10.1145/ABC.1 です", ReferenceForm.URL, "doi:10.1145/abc.1", "doi:10.1145/ABC.1", id="a DOI name"
        ),
        pytest.param(
            "[元の論文](https://huggingface.co/papers/1706.03762)",
            ReferenceForm.URL,
            "arxiv:1706.03762",
            "[元の論文](https://huggingface.co/papers/1706.03762)",
            id="a link",
        ),
        pytest.param(
            "[論文]( https://arxiv.org/abs/1706.03762)",
            ReferenceForm.URL,
            "arxiv:1706.03762",
            "[論文]( https://arxiv.org/abs/1706.03762)",
            id="a link with a space before its address",
        ),
        pytest.param(
            "[[Attention Is All You Need]] は",
            ReferenceForm.WIKILINK,
            "wiki:attentionisallyouneed",
            "[[Attention Is All You Need]]",
            id="a wiki link",
        ),
        pytest.param(
            "[[1706.03762|変換器]]", ReferenceForm.WIKILINK, "arxiv:1706.03762", "[[1706.03762|変換器]]", id="a wiki link by id"
        ),
        pytest.param(
            "[[変換器#手法|ここ]]", ReferenceForm.WIKILINK, "wiki:変換器", "[[変換器#手法|ここ]]", id="a wiki link to a part"
        ),
        pytest.param("[前の](../b.md#手法)", ReferenceForm.PATH, "path:b.md", "[前の](../b.md#手法)", id="another note's file"),
        pytest.param(
            "[下](deep/c%20d.md)",
            ReferenceForm.PATH,
            "path:sub/deep/c d.md",
            "[下](deep/c%20d.md)",
            id="a file below, with a space",
        ),
        pytest.param("[b](b.md?plain=1)", ReferenceForm.PATH, "path:sub/b.md", "[b](b.md?plain=1)", id="a file with a query"),
        pytest.param("[b](v/2:b.md)", ReferenceForm.PATH, "path:sub/v/2:b.md", "[b](v/2:b.md)", id="a colon within a path"),
        pytest.param("[b](../../more/b.md)", ReferenceForm.PATH, "path:more/b.md", "[b](../../more/b.md)", id="beside notes/"),
        pytest.param(
            "文献 <https://arxiv.org/abs/1706.03762",
            ReferenceForm.URL,
            "arxiv:1706.03762",
            "https://arxiv.org/abs/1706.03762",
            id="an autolink that was never closed",
        ),
        pytest.param(
            "文献 https://arxiv.org/abs/1706.03762> と",
            ReferenceForm.URL,
            "arxiv:1706.03762",
            "https://arxiv.org/abs/1706.03762",
            id="an autolink that was never opened",
        ),
        pytest.param(
            "(見よ https://doi.org/10.1016/S0140-6736(20)30183-5)",
            ReferenceForm.URL,
            "doi:10.1016/s0140-6736(20)30183-5",
            "https://doi.org/10.1016/S0140-6736(20)30183-5",
            id="brackets of an address within brackets of the text",
        ),
        pytest.param("@arxiv:1706.03762.", ReferenceForm.KEY, "arxiv:1706.03762", "@arxiv:1706.03762", id="a full stop"),
        pytest.param("[@a2020:]", ReferenceForm.KEY, "wiki:a2020", "[@a2020:]", id="a colon within the brackets of a key"),
        pytest.param("[-@a2020]", ReferenceForm.KEY, "wiki:a2020", "[-@a2020]", id="a key without its author"),
        pytest.param("[@a2020, p. 3]", ReferenceForm.KEY, "wiki:a2020", "@a2020", id="a key with a page"),
        pytest.param(
            "@arxiv:1706.03762 を見よ", ReferenceForm.KEY, "arxiv:1706.03762", "@arxiv:1706.03762", id="a key with its scheme"
        ),
        pytest.param("[@vaswani2017]", ReferenceForm.KEY, "wiki:vaswani2017", "[@vaswani2017]", id="a key in brackets"),
    ],
)
def test_what_a_body_points_to(body: str, form: ReferenceForm, key: str, text: str) -> None:
    (reference,) = read(body, path="notes/sub/a.md")
    assert (reference.form, reference.key, reference.text) == (form, key, text)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("https://example.org/1706.03762", id="a web page"),
        pytest.param("[x](https://example.org/note.md)", id="a file on the web"),
        pytest.param("[x](#part)", id="a part of this note"),
        pytest.param("[x](../../../etc/passwd.md)", id="a file above the site"),
        pytest.param("[x](image.png)", id="a file that is no note"),
        pytest.param("[x](/notes/b.md)", id="a path from the root"),
        pytest.param("[[・]]", id="a wiki link without a word"),
        pytest.param("![[image.png]] ![x](b.md)", id="embedded pictures"),
        pytest.param("\\[\\[0.1, 0.2\\]\\]", id="an escaped matrix"),
        pytest.param("@someone wrote to me@arxiv.example", id="handles and mail"),
        pytest.param("`https://arxiv.org/abs/1706.03762`", id="code"),
        pytest.param("[post](lost:post) ![figure](lost:figure)", id="what was lost"),
    ],
)
def test_what_points_to_no_paper(body: str) -> None:
    assert read(body, path="notes/sub/a.md") == ()


@pytest.mark.parametrize("body", ["[[1706.03762]]", "@arxiv:1706.03762", "[@arxiv:1706.03762]", "arXiv:1706.03762"])
def test_an_identifier_is_known_as_one_however_it_is_pointed_to(body: str) -> None:
    assert [reference.id for reference in read(body)] == [TRANSFORMER]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param("[[読書/ 変換器 ]]", "変換器", id="the last part of a name"),
        pytest.param("[[変換器#手法]]", "変換器", id="a name without the part of the page"),
        pytest.param("[[変換器|変換器と変換器]]", "変換器と変換器", id="its own words"),
        pytest.param("[変換器](変換器.md)", "変換器", id="a link's words"),
    ],
)
def test_the_words_of_a_link_stand_where_it_says(body: str, words: str) -> None:
    text = f"前 {body} 後"
    (address,) = find_addresses(text, PurePosixPath("notes/a.md"))
    assert address.words is not None
    assert address.words.strip() == words
    assert text[address.words_start :].startswith(address.words)
    assert flatten(text, (address,)).text.replace(" ", "") == f"前{words}後"


def test_words_of_links_take_their_place_behind_addresses_without_words() -> None:
    text = "https://a.example/ と [変換器](変換器.md) と [[織機]]"
    flat = flatten(text, find_addresses(text, PurePosixPath("notes/a.md")))
    assert flat.text == "https://a.example/ と 変換器 と 織機"
    assert [text[flat.origin(flat.text.index(letter))] for letter in "h換織機"] == list("h換織機")


def test_several_keys_in_one_bracket_are_several_references() -> None:
    assert [(r.key, r.text) for r in read("[see @a2020; @b2021, p. 3]")] == [("wiki:a2020", "@a2020"), ("wiki:b2021", "@b2021")]


def test_a_key_ends_where_another_begins() -> None:
    assert [(r.key, r.text) for r in read("@arxiv:1706.03762“[@key]")] == [
        ("arxiv:1706.03762", "@arxiv:1706.03762"),
        ("wiki:key", "[@key]"),
    ]


def test_the_notes_own_identifiers_are_no_references() -> None:
    body = "https://arxiv.org/abs/1706.03762 と https://arxiv.org/abs/1810.04805"
    assert [reference.key for reference in read(body, ids=(TRANSFORMER,))] == ["arxiv:1810.04805"]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        pytest.param("Attention Is All You Need", "Attention Is All You Need", id="a title"),
        pytest.param("**DAPO: An Open System**", "DAPO: An Open System", id="a title in bold"),
        pytest.param("paper", None, id="what it leads to"),
        pytest.param("arXiv preprint of 2017", None, id="where it leads"),
        pytest.param("元の論文", None, id="Japanese"),
    ],
)
def test_the_words_of_a_link_are_a_title_if_they_look_like_one(words: str, title: str | None) -> None:
    assert [reference.title for reference in read(f"[{words}](https://arxiv.org/abs/1706.03762)")] == [title]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "[Paper Note] Attention Is All You Need, Vaswani+, NeurIPS'17 https://arxiv.org/abs/1706.03762 参照",
            "[Paper Note] Attention Is All You Need, Vaswani+, NeurIPS'17",
            id="right behind",
        ),
        pytest.param(
            "- Attention Is All You Need, Vaswani+, NeurIPS'17 ([arXiv](https://arxiv.org/abs/1706.03762))",
            "Attention Is All You Need, Vaswani+, NeurIPS'17",
            id="a link in brackets behind",
        ),
        pytest.param(
            "- [Paper Note] [Attention Is All You Need](https://arxiv.org/abs/1706.03762), Vaswani+, NeurIPS'17",
            "[Paper Note] [Attention Is All You Need](https://arxiv.org/abs/1706.03762), Vaswani+, NeurIPS'17",
            id="the title is the link",
        ),
        pytest.param(
            "- [[Paper Note] Attention Is All You Need, Vaswani+, NeurIPS'17](https://arxiv.org/abs/1706.03762)",
            "[[Paper Note] Attention Is All You Need, Vaswani+, NeurIPS'17](https://arxiv.org/abs/1706.03762)",
            id="all of it is the link",
        ),
    ],
)
def test_an_address_beside_a_citation_is_the_citations(body: str, text: str) -> None:
    (reference,) = read(body)
    assert (reference.key, reference.id, reference.text) == ("arxiv:1706.03762", TRANSFORMER, text)
    assert (reference.title, reference.author, reference.venue) == ("Attention Is All You Need", "Vaswani", "NeurIPS")


def test_an_address_further_away_is_its_own_reference() -> None:
    body = "[Paper Note] Adam, Kingma+, ICLR'15 は標準だが、https://arxiv.org/abs/1706.03762 も読む"
    assert [(r.key, r.form) for r in read(body)] == [
        ("title:adam", ReferenceForm.CITATION),
        ("arxiv:1706.03762", ReferenceForm.URL),
    ]


def test_all_addresses_of_an_entry_in_a_reference_section_are_its_own() -> None:
    body = "## References\n- Kaplan et al. 2020. Scaling laws for looms. See https://arxiv.org/abs/2001.08361 for more."
    assert [(r.key, r.title) for r in read(body)] == [("arxiv:2001.08361", "Scaling laws for looms")]


def test_papers_listed_beside_a_note_come_last_and_have_no_place_in_the_body() -> None:
    listed = Cited("糸を選ぶ新しい方法", ("Jo Roe", "Al Doe"), "糸の**選択**を学ぶ。", "似た記事", 12)
    first, last = read("[[変換器]]", listed=(listed,))
    assert first.form is ReferenceForm.WIKILINK
    assert (last.key, last.title, last.author) == ("title:糸を選ぶ新しい方法", "糸を選ぶ新しい方法", "Jo Roe")
    assert (last.start, last.end, last.line, last.relation, last.context) == (0, 0, 12, "似た記事", "糸の選択を学ぶ。")
