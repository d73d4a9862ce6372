"""What a page's head tells machines, as a browser under the page's policy has it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.small_library import RLHF

pytestmark = pytest.mark.browser


def test_json_ld_is_data_that_the_policy_lets_stand(page: Page, site: str) -> None:
    page.add_init_script(
        "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
    )
    page.goto(f"{site}/papers/rlhf/")
    told = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert (told["@type"], told["about"]["@type"], told["about"]["name"]) == ("Article", "ScholarlyArticle", RLHF.title)
    assert page.evaluate("refused") == []
