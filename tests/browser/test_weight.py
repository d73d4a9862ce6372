"""What a page costs its reader: bytes, shifts of what she reads, and nothing asked of anyone else."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

pytestmark = pytest.mark.browser

PAGE_BYTES = 60_000  # HTML, style sheets and scripts, compressed; the mathematical font and images come on top
SCRIPT_BYTES = 15_000  # as they are, before the search or a graph is opened
PATHS = ("/", "/papers/rlhf/", "/papers/transformer/", "/papers/", "/tags/", "/tags/machine-learning/", "/authors/", "/unread/")
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const each of list.getEntries()) sum += each.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


def load(page: Page, address: str) -> list[Response]:
    """All that a page asks for, once nothing more comes."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    return answers


def weight(answers: list[Response], *kinds: str) -> int:
    """The compressed bytes of the answers of some kinds."""
    return sum(len(gzip.compress(each.body(), 6)) for each in answers if each.request.resource_type in kinds)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_light_and_asks_nobody_else(page: Page, site: str, path: str) -> None:
    answers = load(page, site + path)
    assert {urlsplit(each.url).netloc for each in answers} == {urlsplit(site).netloc}
    assert 2_000 < weight(answers, "document", "stylesheet", "script") <= PAGE_BYTES


@pytest.mark.parametrize("path", ["/", "/papers/rlhf/", "/papers/transformer/"])
def test_a_page_runs_few_scripts_before_it_is_asked_for_more(page: Page, site: str, path: str) -> None:
    scripts = [each for each in load(page, site + path) if each.request.resource_type == "script"]
    assert len(scripts) >= 4
    assert sum(len(each.body()) for each in scripts) <= SCRIPT_BYTES
    assert not [each.url for each in scripts if "search" in each.url or "/graph/" in each.url or "/later/" in each.url]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_moves_while_a_page_loads(page: Page, site: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    load(page, site + path)
    # Web Vitals call 0.1 good; a font that comes late on a busy machine moves a line by less than a thousandth.
    assert page.evaluate(SHIFTS) < 0.01
