"""Links that leave the site: registries first, each page once, and nothing a reader should not follow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from papersite.model import IdScheme, PaperId
from papersite.plan.outside import links_of, place_of, search_for
from tests.small_library import ALIGNMENT, RLHF


def test_a_paper_is_linked_at_its_registries_then_its_code_then_elsewhere() -> None:
    urls = ("https://blog.example/rlhf", *RLHF.urls, "https://arxiv.org/abs/2203.02155")
    assert [(link.label, link.url, link.kind) for link in links_of(replace(RLHF, urls=urls))] == [
        ("arXiv:2203.02155v1", "https://arxiv.org/abs/2203.02155", "paper"),
        ("PDF", "https://arxiv.org/pdf/2203.02155v1", "pdf"),
        ("github.com", "https://github.com/openai/following-instructions-human-feedback", "code"),
        ("blog.example", "https://blog.example/rlhf", "page"),
    ]


@pytest.mark.parametrize(
    ("scheme", "value", "url"),
    [
        (IdScheme.ARXIV, "cs/0001001", "https://arxiv.org/abs/cs/0001001"),
        (IdScheme.DOI, "10.1000/a(b)<c>", "https://doi.org/10.1000/a(b)%3Cc%3E"),
        (IdScheme.OPENREVIEW, "aB_c-1", "https://openreview.net/forum?id=aB_c-1"),
        (IdScheme.ACL, "2023.acl-long.1", "https://aclanthology.org/2023.acl-long.1/"),
    ],
)
def test_every_registry_has_a_page(scheme: IdScheme, value: str, url: str) -> None:
    assert place_of(PaperId(scheme, value)).url == url


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "//x.example/"])
def test_what_a_reader_should_not_follow_is_no_link(url: str) -> None:
    assert links_of(replace(ALIGNMENT, urls=(url,))) == ()


def test_the_same_paper_elsewhere_keeps_its_link() -> None:
    links = links_of(replace(RLHF, urls=("https://www.alphaxiv.org/abs/2203.02155",)))
    assert [link.label for link in links] == ["arXiv:2203.02155v1", "PDF", "alphaxiv.org"]


def test_a_paper_without_an_address_can_be_looked_for() -> None:
    assert search_for("A & B: 強化?").url == "https://scholar.google.com/scholar?q=A+%26+B%3A+%E5%BC%B7%E5%8C%96%3F"
