"""A real browser on a real site: the small library and a longer note, rendered and served from a folder."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from papersite.assets import load_assets
from papersite.config import Config
from papersite.markdown import MarkdownOptions
from papersite.model import Body
from papersite.plan import plan_site
from papersite.remembering.memo import Memo
from papersite.render import render_export, render_page
from papersite.search import search_artefacts
from papersite.templating import Templates
from papersite.theme import theme_dir
from tests.small_library import LIBRARY, RLHF

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# The site stands below a path, as on a project page: whatever is not relative shows itself.
BELOW = "papers-site"

LONG = (
    "## はじめに\n\n"
    + "長い段落。" * 80
    + "\n\n## 式と表\n\n$$\n"
    + " + ".join(f"x_{{{n}}}^2" for n in range(60))
    + " = 1\n$$\n\n|"
    + "|".join(f"とても長い見出し{n}" for n in range(12))
    + "|\n|"
    + "---|" * 12
    + "\n|"
    + "値|" * 12
    + "\n\n```python\n"
    + "x = " + " + ".join(f"a_long_name_{n}" for n in range(30))
    + "\n```\n\nhttps://example.org/" + "a-very-long-address-" * 12
    + "\n\n## おわりに\n\n"
    + "長い段落。" * 200
)  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served site."""
    folder = tmp_path_factory.mktemp("site")
    note = replace(RLHF.notes[0], body=Body(LONG, tuple(range(1, LONG.count("\n") + 2))))
    record = replace(RLHF, notes=(note, RLHF.notes[1]))
    library = replace(LIBRARY, records=(record, *LIBRARY.records[1:]))
    assets = load_assets(theme_dir("static"), Path("/nowhere"), Path("/nowhere"), "notes")
    config = Config(title="論文ノート", base_url=f"http://127.0.0.1/{BELOW}/")
    templates, memo = Templates.load((theme_dir("templates"),)), Memo()
    plan = plan_site(library, config, assets)
    artefacts = [*assets.artefacts, *(render_page(page, templates, MarkdownOptions(), memo).artefact for page in plan.pages)]
    artefacts += [render_export(export, MarkdownOptions(), memo) for export in plan.exports]
    for artefact in (*artefacts, *search_artefacts(library, config, memo)):
        path = folder / BELOW / artefact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artefact.data)
    with served(folder) as address:
        yield f"{address}/{BELOW}"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served for a while."""
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


# Playwright keeps an event loop running in this thread, beside which no test could start its own: so it goes with the package.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; skips, saying so, where none is installed."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test for whatever it complains of: an error, a blocked resource, a missing file."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
