"""Diagrams: drawn in a frame of their own, and text where they can't be drawn."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from papersite.cli import main

pytestmark = pytest.mark.browser

NOTE = """---
title: Diagrams
slug: diagrams
---

```mermaid
graph LR
  A[エンコーダ] --> B[デコーダ]
```

間の段落。

```mermaid
graph この図は壊れている -->
```
"""

FAR = """---
title: Far
slug: far
---

## 最後まで

LONG

```mermaid
graph LR
  A --> B
```
""".replace("LONG", "一つの段落。\n\n" * 120)

HOSTILE = """---
title: Hostile
slug: hostile
---

```mermaid
graph LR
  X["<img src=x onerror='parent.document.title=1'>"] --> Y
```
"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A served site: a note with a diagram and one that can’t be drawn, one that would run a script, and one at a long end."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "notes/b.md").write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "notes/c.md").write_text(FAR, encoding="utf-8")
    assert main(["build", "-q", "-r", str(tmp_path)]) == 0
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(tmp_path / "public")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/papers/"
    server.shutdown()


def test_a_diagram_is_drawn_beside_its_text_and_a_broken_one_stays_text(page: Page, address: str) -> None:
    page.goto(address + "diagrams/")
    drawn = page.locator("iframe.diagram.drawn")
    expect(drawn).to_have_count(1, timeout=20_000)
    expect(page.frame_locator("iframe.diagram").first.get_by_text("エンコーダ")).to_be_visible()
    texts = page.locator("pre.mermaid")
    expect(texts.nth(0)).to_be_hidden()
    expect(texts.nth(1)).to_be_visible()


def test_what_draws_is_read_when_the_reader_comes_near(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "far/", wait_until="networkidle")
    assert not [url for url in asked if "mermaid" in url or "frame" in url]
    page.keyboard.press("End")
    expect(page.locator("iframe.diagram.drawn")).to_have_count(1, timeout=20_000)


def test_nothing_in_a_diagram_reaches_the_page(browser: Browser, address: str) -> None:
    page = browser.new_page()  # the browser complains of what it blocks, so this is not the page that fails on complaints
    page.goto(address + "hostile/")
    expect(page.locator("iframe.diagram.drawn")).to_have_count(1, timeout=20_000)
    assert "Hostile" in page.title()
    page.close()


def test_a_page_without_diagrams_loads_none_of_it(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + "/papers/rlhf/", wait_until="networkidle")
    assert not [url for url in asked if "mermaid" in url or "diagrams" in url]
