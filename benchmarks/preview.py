"""What the preview takes: from its start to the first page, and from a save to the page that shows it, served and seen.

    python benchmarks/preview.py --notes 1000 --saves 20

The site is built once before, so that everything is remembered. A page counts as served when an answer holds the saved words,
asked for every 4 ms; as seen when an open browser shows them (Debian's Chromium by way of Playwright, if both are there). What
asking costs the server is in the figures, and so is the quiet that ends a batch of changes (20 ms).
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from corpus import write_corpus

_ASKED_EVERY = 0.004  # seconds
_PAUSE = 0.7  # seconds between saves, so that each is a batch of its own


class Server:
    """A preview of a site on a free port, and how long it took to show its first page."""

    def __init__(self, root: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "papersite", "serve", "-q", "-p", str(self.port)], cwd=root, env=environment
        )
        until(lambda: self.page("/") is not None)
        self.first_page = time.perf_counter() - start

    def page(self, path: str) -> str | None:
        """A page, or None while there is no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.read().decode() if answer.status == 200 else None
        except OSError:
            return None
        finally:
            connection.close()

    @property
    def memory(self) -> float:
        """Resident megabytes, where the system tells."""
        status = Path(f"/proc/{self.process.pid}/status")
        found = [line for line in status.read_text().splitlines() if line.startswith("VmRSS")] if status.exists() else []
        return int(found[0].split()[1]) / 1024 if found else 0.0

    def stop(self) -> None:
        """Ends it, as Ctrl-C would."""
        self.process.terminate()
        self.process.wait()


def until(true: Callable[[], bool], limit: float = 120.0) -> float:
    """The seconds until something is true, asked for again and again. Raises TimeoutError."""
    start = time.perf_counter()
    while not true():
        if time.perf_counter() - start > limit:
            raise TimeoutError(f"not within {limit} s")
        time.sleep(_ASKED_EVERY)
    return time.perf_counter() - start


def page_of(server: Server, note: Path) -> str:
    """The address of the paper that a note is about."""
    records = json.loads(server.page("/records.json") or "{}")["records"]
    (url,) = {
        record["url"] for record in records for each in record["notes"] if each["origin"]["path"].endswith(f"/{note.name}")
    }
    return str(url)


def saves(note: Path, count: int, seconds_until: Callable[[str], float]) -> list[float]:
    """The seconds that each of some saves took to be there. The note is left as it was."""
    before, taken = note.read_text(encoding="utf-8"), []
    try:
        for number in range(count):
            words = f"保存{number}回目{time.time_ns()}"
            note.write_text(f"{before}\n{words}。\n", encoding="utf-8")
            taken.append(seconds_until(words))
            time.sleep(_PAUSE)
    finally:
        note.write_text(before, encoding="utf-8")
        time.sleep(_PAUSE)
    return taken


def seen(server: Server, url: str, note: Path, count: int) -> list[float]:
    """The same in an open browser; nothing where there is none."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return []
    if chromium is None:
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.port}{url}")

        def until_shown(words: str) -> float:
            start = time.perf_counter()
            page.wait_for_function("words => document.body.textContent.includes(words)", arg=words, polling="raf")
            return time.perf_counter() - start

        taken = saves(note, count, until_shown)
        browser.close()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--corpus", type=Path, help="a folder of notes to use instead of made-up ones")
    parser.add_argument("--saves", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        if options.corpus:
            shutil.copytree(options.corpus, root / "notes")
        else:
            write_corpus(root / "notes", options.notes)
        subprocess.run([sys.executable, "-m", "papersite", "build", "-q"], cwd=root, check=True)
        note = sorted((root / "notes").glob("*.md"))[3]
        server = Server(root)
        try:
            url = page_of(server, note)
            served = saves(note, options.saves, lambda words: until(lambda: words in (server.page(url) or "")))
            shown = seen(server, url, note, options.saves)
            memory = server.memory
        finally:
            server.stop()
    print("| | s |\n|-|-:|")
    print(f"| start to first page | {server.first_page:.2f} |")
    for name, taken in (("save to served, median", served), ("save to seen in the browser, median", shown)):
        if taken:
            print(f"| {name} (longest {max(taken):.2f}) | {median(taken):.3f} |")
    print(f"| memory, MB | {memory:.0f} |")


if __name__ == "__main__":
    main()
