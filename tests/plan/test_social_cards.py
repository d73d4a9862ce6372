"""Which pages have a picture of their own, what it shows, and where a page says so."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from papersite.assets import Assets
from papersite.config import Config, Exports
from papersite.exports.social_card import SocialCardView
from papersite.plan import Plan, plan_site
from papersite.views import Export, Page
from tests.small_library import LIBRARY

pytest.importorskip("PIL", reason="the extra social-cards is not installed")
pytest.importorskip("pylopdf_fonts_jp", reason="the extra social-cards is not installed")

BASE = "https://mio.example/papers/"


def plan(*, social_cards: bool = True, base_url: str = BASE) -> Plan:
    config = Config(
        title="論文ノート",
        description="読んだもの",
        base_url=base_url,
        accent="#8a3ffc",
        exports=Exports(social_cards=social_cards),
    )
    return plan_site(LIBRARY, config, Assets())


def shown(path: str) -> SocialCardView:
    export = plan().made(PurePosixPath(path))
    assert isinstance(export, Export)
    assert export.remembered
    assert isinstance(export.view, SocialCardView)
    return export.view


def picture_of(path: str, made: Plan) -> str:
    page = made.made(PurePosixPath(path))
    assert isinstance(page, Page)
    return page.view.frame.image


def test_each_paper_has_a_picture_and_the_site_has_one() -> None:
    papers = [f"papers/{record.slug}/card.png" for record in LIBRARY.records]
    assert [str(path) for path in plan().wishes if path.name == "card.png"] == ["card.png", *papers]


def test_a_papers_picture_shows_what_its_card_does() -> None:
    view = shown("papers/rlhf/card.png")
    assert view.title == "Training language models to follow instructions with human feedback"
    assert view.byline == "Long Ouyang, Jeff Wu, Xu Jiang +2"
    assert (view.site, view.place, view.tags) == ("論文ノート", "NeurIPS 2022", ("強化学習", "アラインメント"))
    assert (view.lang, view.accent) == ("en", "#8a3ffc")


def test_the_sites_picture_shows_its_name_and_description() -> None:
    view = shown("card.png")
    assert (view.title, view.byline, view.site) == ("論文ノート", "読んだもの", "")


def test_a_page_names_its_own_picture_or_the_sites() -> None:
    made = plan()
    assert picture_of("papers/rlhf/index.html", made) == f"{BASE}papers/rlhf/card.png"
    assert picture_of("tags/alignment/index.html", made) == f"{BASE}card.png"


@pytest.mark.parametrize(("social_cards", "base_url"), [(False, BASE), (True, "")], ids=["off", "no address"])
def test_a_site_without_pictures_or_address_names_none(social_cards: bool, base_url: str) -> None:
    made = plan(social_cards=social_cards, base_url=base_url)
    assert {page.view.frame.image for page in made.pages} == {""}
    assert any(path.name == "card.png" for path in made.wishes) == social_cards
