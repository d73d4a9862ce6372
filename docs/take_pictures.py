"""The README's pictures, taken from the sample library: `python docs/take_pictures.py`.

Needs the dev requirements and a Chromium. Builds into a temporary folder, so that nothing else is touched.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from papersite.cli import main

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture: its name, the page's path, the size of the window and the colour scheme."""

    name: str
    path: str
    width: int = 1280
    height: int = 860
    dark: bool = False


PICTURES_OF = (
    Picture("home", ""),
    Picture("paper", "papers/1706.03762/"),
    Picture("paper-dark", "papers/2106.09685/", dark=True),
    Picture("phone", "papers/1706.03762/", 390, 844),
    Picture("unread", "unread/"),
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Takes one picture."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme="dark" if picture.dark else "light"
    )
    page.goto(address + picture.path, wait_until="networkidle")
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    page.close()


def run() -> None:
    """Builds the sample library, serves it and takes all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        main(["build", "-q", "-r", str(ROOT), "-o", f"{folder}/site"])
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=f"{folder}/site"))
        Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture in PICTURES_OF:
            take(browser, f"http://127.0.0.1:{server.server_port}/", picture)
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    run()
