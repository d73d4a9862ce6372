"""What a registry adds to a paper's page: its words in one line, who says them, and nothing where nobody said anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from papersite.model import Fact
from papersite.plan.registry import registered
from papersite.views import Registered
from tests.small_library import TRANSFORMER


def test_of_a_paper_that_no_registry_was_asked_about_nothing_is_said() -> None:
    assert registered(TRANSFORMER) is None


@pytest.mark.parametrize(
    ("source", "name"), [("arxiv", "arXiv"), ("crossref", "Crossref"), ("elsewhere", "elsewhere"), ("", "")]
)
def test_an_abstract_is_one_paragraph_and_says_who_gave_it(source: str, name: str) -> None:
    facts = (Fact("title", "x", "stated"), *([Fact("abstract", "x", source)] if source else []))
    said = registered(replace(TRANSFORMER, abstract="We propose\n  a network.\n", facts=facts))
    assert said == Registered("We propose a network.", "en", name, (), None)


def test_subjects_and_a_day_need_no_abstract() -> None:
    said = registered(replace(TRANSFORMER, categories=("cs.CL",), published=dt.date(2017, 6, 12)))
    assert said == Registered("", "", "", ("cs.CL",), dt.date(2017, 6, 12))
