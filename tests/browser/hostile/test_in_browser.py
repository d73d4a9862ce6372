"""Hostile text is inert wherever it can reach, as a browser sees it: nothing runs, and nothing calls out."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, expect

from papersite.cli import main
from tests.browser.hostile.hostile_site import write_hostile_site

pytestmark = pytest.mark.browser

INSPECT = (Path(__file__).parent / "inspect.js").read_text(encoding="utf-8")
_REFRESHES = b'http-equiv="refresh"'


@dataclass(frozen=True)
class Served:
    """A built site: where it is served, and its pages; those that lead on at once are apart."""

    folder: Path
    address: str
    pages: tuple[str, ...]
    redirects: tuple[str, ...]


@pytest.fixture(scope="package")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The hostile site, built and served. The frame of diagrams, which has a policy and tests of its own, is left out."""
    root = tmp_path_factory.mktemp("hostile")
    write_hostile_site(root)
    assert main(["build", "-q", "-r", str(root)]) == 0
    output = root / "public"
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pages: dict[bool, list[str]] = {True: [], False: []}
    for path in sorted(set(output.rglob("*.html")) - {output / "static" / "diagrams" / "frame.html"}):
        pages[_REFRESHES in path.read_bytes()].append(quote(path.relative_to(output).as_posix()))
    yield Served(output, f"http://127.0.0.1:{server.server_port}/", tuple(pages[False]), tuple(pages[True]))
    server.shutdown()


@pytest.fixture
def watched(browser: Browser, hostile: Served) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it does that it should not: dialogs, calls to other hosts, errors, what the policy had to stop."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    wrong: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((hostile.address, "data:", "blob:")):
            wrong.append(f"{page.url} asks {request.url[:100]}")

    def stopped(message: ConsoleMessage) -> None:
        # Mermaid parses labels before it cleans them. That is why it draws in a sandboxed frame of an origin of its own, whose
        # policy stops what is in them; whether anything ran there is asked below.
        if "Content Security" in message.text and not message.location["url"].endswith(
            ("diagrams/frame.html", "mermaid.min.js")
        ):
            wrong.append(f"{page.url}: {message.text[:200]}")

    def spoken(dialog: Dialog) -> None:
        wrong.append(f"{page.url}: a dialog")
        dialog.dismiss()

    page.on("dialog", spoken)
    page.on("request", asked)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("console", stopped)
    yield page, wrong
    context.close()


def test_no_page_holds_anything_that_could_run(hostile: Served, watched: tuple[Page, list[str]]) -> None:
    page, wrong = watched
    page.goto(hostile.address)
    found = {
        path: told
        for path in (*hostile.pages, *hostile.redirects)
        if (told := page.evaluate(INSPECT, [hostile.address + path, hostile.address]))
    }
    assert (found, wrong) == ({}, [])


def test_nothing_runs_where_a_page_is_opened(hostile: Served, watched: tuple[Page, list[str]]) -> None:
    page, wrong = watched
    papers = [path for path in hostile.pages if path.startswith("papers/")]
    diagrams = [path for path in papers if b"mermaid" in (hostile.folder / unquote(path)).read_bytes()]
    others = [path for path in hostile.pages if not path.startswith("papers/")]
    found: dict[str, list[str]] = {}
    for path in (*papers[::4], *diagrams, *others[::48]):
        page.goto(hostile.address + path, wait_until="load")
        # A frame whose diagram can't be drawn goes away.
        expect(page.locator("iframe.diagram:not(.drawn)")).to_have_count(0)
        told = page.evaluate(INSPECT, ["", hostile.address])
        told += [f"a script ran in {frame.url}" for frame in page.frames[1:] if frame.evaluate("window.pwned")]
        if told:
            found[path] = told
    assert (found, wrong) == ({}, [])


def test_search_shows_hostile_text_as_text(hostile: Served, watched: tuple[Page, list[str]]) -> None:
    page, wrong = watched
    page.goto(hostile.address)
    page.keyboard.press("/")
    results = page.locator("dialog.search [role=option]")
    for query in ("onerror", "<script>", "javascript:", "__proto__", "constructor", '"><img', "pwned", "1337"):
        page.locator("dialog.search [role=combobox]").fill(query)
        results.first.wait_for()
        assert page.evaluate(INSPECT, ["", hostile.address]) == []
    assert wrong == []


def test_previews_show_hostile_text_as_text(hostile: Served, watched: tuple[Page, list[str]]) -> None:
    page, wrong = watched
    page.goto(hostile.address)
    papers = [link for link in page.locator("main a").all() if re.search(r"papers/[^/?#]+/$", link.get_attribute("href") or "")]
    for link in papers[::4]:
        link.focus()
        page.locator(".preview").wait_for()
        assert page.evaluate(INSPECT, ["", hostile.address]) == []
        page.keyboard.press("Escape")
    assert papers
    assert wrong == []


def test_only_pages_are_previewed(hostile: Served, watched: tuple[Page, list[str]]) -> None:
    page, wrong = watched
    (path, *_) = [path for path in hostile.pages if b'<a href="index.md">' in (hostile.folder / unquote(path)).read_bytes()]
    page.goto(hostile.address + path)
    page.keyboard.press("Tab")  # so that the focus is seen
    page.locator("main a[href='index.md']").first.focus()
    page.wait_for_timeout(1000)
    assert page.evaluate(INSPECT, ["", hostile.address]) == []
    assert (page.url, wrong) == (hostile.address + path, [])


def test_structured_text_stays_what_it_is(hostile: Served, watched: tuple[Page, list[str]]) -> None:
    page, _ = watched
    for path in [path for path in hostile.pages if path.startswith("papers/")][::20]:
        page.goto(hostile.address + path)
        for block in page.locator("script[type='application/ld+json']").all():
            json.loads(block.text_content() or "")
