"""What the first words of an entry say: its title, first author, venue and year, however they are put."""

from __future__ import annotations

import pytest

from papersite.citations.bibliography import Lead, first_author, full_title, looks_like_title, quoted_title, read_lead

TITLE = "Weaving Words with Looms"


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        pytest.param(
            "Lovelace et al. 2017. Weaving Words with Looms. NeurIPS 2018.",
            Lead(TITLE, "Lovelace", "NeurIPS", 2018),
            id="the year of the venue wins",
        ),
        pytest.param(
            "Lovelace et al. (2017): Weaving Words with Looms, 2016",
            Lead(TITLE, "Lovelace", None, 2016),
            id="a year at the end",
        ),
        pytest.param("Lovelace et al. (2017): Weaving Words with Looms", Lead(TITLE, "Lovelace", None, 2017), id="and none"),
        pytest.param(
            "Lovelace (2017) (WOL): Weaving Words with Looms. More.",
            Lead(TITLE, "Lovelace", None, 2017),
            id="a short name, then the title",
        ),
        pytest.param(
            "A. Lovelace, C. Babbage. Advances in Loom Theory, 2019.",
            Lead(None, "A. Lovelace", "Advances in Loom Theory", 2019),
            id="a venue in place of a title",
        ),
        pytest.param(
            "A. Lovelace, C. Babbage. Advances in Loom Theory.",
            Lead(None, "A. Lovelace", "Advances in Loom Theory", None),
            id="a venue without a year",
        ),
        pytest.param(
            '"Weaving Words with Looms", NeurIPS 2017', Lead(TITLE, None, "NeurIPS", 2017), id="quotes, then venue and year"
        ),
        pytest.param(
            'Lovelace 1999: "Weaving Words with Looms", In Engines, 2001',
            Lead(TITLE, "Lovelace", "Engines", 2001),
            id="the year behind the quotes wins",
        ),
        pytest.param(
            'A. Lovelace (2003) "Weaving Words with Looms"', Lead(TITLE, "A. Lovelace", None, 2003), id="a year before them"
        ),
        pytest.param(
            "Weaving Words with Looms, Ada Lovelace et al., 2017", Lead(TITLE, "Ada Lovelace", None, 2017), id="who, behind"
        ),
        pytest.param(
            "A. Lovelace and C. Babbage, 2017. Weaving Words with Looms. In Engines.",
            Lead(TITLE, "A. Lovelace", "Engines", 2017),
            id="a year behind the names",
        ),
        pytest.param(TITLE, Lead(TITLE, sure=False), id="a title alone is not sure"),
        pytest.param("Figure 3", Lead(None, sure=False), id="a part of the paper is no title"),
        pytest.param('論文 A "Weaving Words with Looms"', Lead(None, sure=False), id="quotes behind Japanese are speech"),
        pytest.param("Weaving を使う", Lead(None, sure=False), id="Japanese behind a Latin word"),
        pytest.param("(2017)", Lead(None, None, None, 2017, sure=False), id="nothing but a year"),
    ],
)
def test_an_entry_says(words: str, lead: Lead) -> None:
    assert read_lead(words) == lead
    assert read_lead(f"{words}: ，") == lead, "whatever leads on to what comes next"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        pytest.param('"Weaving Words with Looms" and more', TITLE, id="in quotes"),
        pytest.param(": Weaving Words With Looms. And more.", "Weaving Words With Looms", id="in capitals to a stop"),
        pytest.param("：*Weaving words with looms* と", "Weaving words with looms", id="in italics, capitals or not"),
        pytest.param(": Weaving words with looms. And", None, id="a sentence"),
        pytest.param('so "Weaving Words with Looms"', None, id="quotes further on"),
        pytest.param("see Weaving Words With Looms. x", None, id="capitals further on"),
    ],
)
def test_words_clearly_open_with_a_title(words: str, title: str | None) -> None:
    found, end = full_title(words)
    assert found == title
    assert words[:end].strip(' :："*') == (title or "")


def test_a_title_in_quotes_ends_where_they_close() -> None:
    assert quoted_title('"Weaving Words with Looms" and more') == (TITLE, 26)
    assert quoted_title(TITLE) == (None, 0)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("one two three", True),
        ("Loom: a machine", True),
        ("Loom: machine", False),
        ("a b c", False),
        ("Looms", False),
        ("織機 of words and more", False),
    ],
)
def test_latin_words_look_like_a_title(words: str, answer: bool) -> None:
    assert looks_like_title(words) is answer


@pytest.mark.parametrize(
    ("authors", "first"),
    [
        ("Vaswani, A., Shazeer, N.", "Vaswani"),
        ("C. Wang and R. Zhang", "C. Wang"),
        ("Wang et al.", "Wang"),
        ("Roe ; Doe", "Roe"),
        (" ", None),
    ],
)
def test_the_first_of_some_authors(authors: str, first: str | None) -> None:
    assert first_author(authors) == first
