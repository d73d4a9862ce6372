"""The preview's server: what it answers to whom, and how it begins, keeps up and ends."""

from __future__ import annotations

import asyncio
import http.client
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from papersite.errors import PapersiteError, TemplateError
from papersite.model import Origin, Problem
from papersite.serving import event_stream
from papersite.serving.http_files import etag_of
from papersite.serving.server import CLIENT, OWN, Preview, application, host_name, listen, with_live_script
from papersite.serving.snapshot import Edition
from tests.fake_edition import FakeEdition

PAGE = "<!doctype html>\n<body>\n<p>強化学習\n</body>\n</html>\n".encode()
SITE = {
    "index.html": PAGE,
    "papers/a/index.html": PAGE,
    "404.html": b"<body>lost</body>",
    "static/site.css": b"body { color: red }",
    "odd.html": b"<p>no end",
}


class Shown:
    """A preview whose next edition a test chooses, and what it answers."""

    def __init__(self, first: Edition | Exception, *hosts: str) -> None:
        self.next = first
        self.said: list[str] = []
        self.preview = Preview(self._assemble, say=self.said.append)
        self.preview.renew()
        self._application = application(self.preview, hosts)

    def _assemble(self, _changed: object) -> Edition:
        if isinstance(self.next, Exception):
            raise self.next
        return self.next

    def renew(self, edition: Edition | Exception) -> None:
        self.next = edition
        self.preview.renew()

    def ask(self, method: str, path: str, **headers: str) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self._application)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
                return await client.request(
                    method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
                )

        # In a thread of its own, for a browser's tests may have left a loop running in this one.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, asked()).result()

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.ask("GET", path, **headers)


@pytest.fixture
def shown() -> Shown:
    return Shown(FakeEdition(SITE))


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_is_what_is_published_but_for_one_tag(shown: Shown) -> None:
    response = shown.get("/")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    tag, count = re.subn(rb'<script src="/__papersite__/live.js" data-page="[^"<>]+"></script>\n', b"", response.content)
    assert (tag, count) == (PAGE, 1)


def test_the_tag_stands_before_the_end_of_the_last_body_or_at_the_end() -> None:
    assert with_live_script(b"<pre>&lt;/body></pre></BODY></html>", "e").endswith(b"</script>\n</BODY></html>")
    assert with_live_script(b"<p>no end", "e").startswith(b"<p>no end<script")


def test_other_files_are_exactly_what_is_published(shown: Shown) -> None:
    response = shown.get("/static/site.css")
    assert (response.content, response.headers["content-type"]) == (SITE["static/site.css"], "text/css; charset=utf-8")


def test_head_says_what_get_says(shown: Shown) -> None:
    for path in ("/", "/static/site.css", "/nothing"):
        got, head = shown.get(path), shown.ask("HEAD", path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers == got.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_is_changed_from_outside(shown: Shown, method: str) -> None:
    assert shown.ask(method, "/").status_code == 405


def test_a_folder_without_its_slash_leads_to_it_and_keeps_the_question(shown: Shown) -> None:
    response = shown.get("/papers/a?q=1")
    assert (response.status_code, response.headers["location"]) == (307, "/papers/a/?q=1")


def test_what_is_not_there_is_the_sites_own_page_with_404(shown: Shown) -> None:
    response = shown.get("/nothing/")
    assert response.status_code == 404
    assert b"lost" in response.content
    assert b"live.js" in response.content
    shown.renew(FakeEdition({"index.html": PAGE}))
    assert shown.get("/nothing/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fpyproject.toml"),
        *("/%00", "/..%5cetc", "/__papersite__/..%2fserver.py"),
    ],
)
def test_no_address_leads_out_of_the_site(shown: Shown, path: str) -> None:
    assert shown.get(path).status_code == 404


def test_no_folder_is_listed(shown: Shown) -> None:
    assert shown.get("/static/").status_code == shown.get("/static").status_code == shown.get("/papers/").status_code == 404


def test_a_page_is_not_sent_again_while_it_is_the_same_and_is_when_it_changes(shown: Shown) -> None:
    etag = shown.get("/").headers["etag"]
    shown.preview.renew()
    assert shown.get("/", if_none_match=etag).status_code == 304
    shown.renew(FakeEdition({**SITE, "index.html": b"<body>new</body>"}))
    assert shown.get("/", if_none_match=etag).status_code == 200


def test_a_range_of_a_file_can_be_asked_for(shown: Shown) -> None:
    response = shown.get("/static/site.css", range="bytes=0-3")
    assert (response.status_code, response.content) == (206, b"body")


# ── when something fails ─────────────────────────────────────────────────────────────────────────────────────────────

BROKEN = TemplateError("unexpected '}'", Origin(Path("site.toml"), 1, 1))  # type: ignore[arg-type]


def test_the_last_good_edition_is_shown_while_a_newer_one_fails(shown: Shown) -> None:
    shown.renew(BROKEN)
    assert shown.get("/").status_code == 200
    assert shown.get(f"{OWN}state?page=/").json()["failure"]["message"] == "unexpected '}'"
    assert shown.said[-1] == "site.toml:1: unexpected '}'"
    shown.renew(FakeEdition(SITE))
    assert shown.get(f"{OWN}state?page=/").json()["failure"] is None


def test_a_preview_that_never_had_an_edition_says_why_and_shows_it_when_it_has() -> None:
    shown = Shown(TemplateError("<bad> template"))
    response = shown.get("/papers/a/")
    assert response.status_code == 500
    assert b"&lt;bad&gt; template" in response.content
    assert b"live.js" in response.content
    shown.renew(FakeEdition(SITE))
    assert shown.get("/papers/a/").status_code == 200


def test_an_error_nobody_foresaw_does_not_end_the_preview(shown: Shown) -> None:
    shown.renew(RuntimeError("odd"))
    assert shown.get("/").status_code == 200
    assert "RuntimeError: odd" in shown.said[-1]


def test_a_page_whose_template_fails_is_told_and_the_others_are_shown() -> None:
    shown = Shown(FakeEdition({**SITE, "papers/a/index.html": TemplateError("no such macro")}))
    assert shown.get("/papers/a/").status_code == 500
    assert shown.get("/").status_code == 200
    assert shown.get(f"{OWN}state?page=/papers/a/").json()["failure"]["message"] == "no such macro"


def test_an_open_page_learns_its_newest_version_and_what_is_wrong(shown: Shown) -> None:
    shown.renew(FakeEdition(SITE, problems=(Problem("missing-date", "no date"),)))
    told = shown.get(f"{OWN}state?page=/papers/a/").json()
    assert told["page"] == shown.get("/papers/a/").headers["etag"] == etag_of(PAGE)
    assert told["problems"][0]["message"] == "no date"
    assert shown.get(f"{OWN}state?page=/nothing").json()["page"] == shown.get("/nothing").headers["etag"]


def test_what_changed_is_said_shortly(shown: Shown) -> None:
    shown.preview.renew([Path("notes", name) for name in ("d.md", "a.md", "c.md", "b.md")])
    assert re.fullmatch(r"a\.md, b\.md, c\.md and 1 more: \d+ ms", shown.said[-1])


# ── who may ask ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:1", "LocalHost", "[::1]:8000", "[::1]", "localhost."])
def test_names_of_this_machine_are_answered(shown: Shown, host: str) -> None:
    assert shown.get("/", host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", "192.168.0.9", "[::2]", "x@localhost", ""],
)
def test_other_names_are_refused_for_they_may_be_a_foreign_pages(shown: Shown, host: str) -> None:
    for path in ("/", f"{OWN}state", f"{OWN}events"):
        assert shown.get(path, host=host).status_code == 403


def test_a_name_given_is_answered() -> None:
    shown = Shown(FakeEdition(SITE), "papers.local")
    assert shown.get("/", host="papers.local:8000").status_code == 200
    assert shown.get("/", host="other.local").status_code == 403


def test_listening_on_all_addresses_any_address_is_answered_but_no_foreign_name() -> None:
    shown = Shown(FakeEdition(SITE), "0.0.0.0")
    for host in ("192.168.0.9:8000", "[fe80::1]:8000", socket.gethostname()):
        assert shown.get("/", host=host).status_code == 200
    assert shown.get("/", host="evil.example").status_code == 403


def test_host_names_are_read_without_their_ports() -> None:
    assert [host_name(host) for host in ("a:1", "[::1]:1", "[::1", ":1", "A.")] == ["a", "[::1]", "", "", "a"]
    assert {host_name(host) for host in ("a:1.b", "[::1].b", "[::1].", "a:@b", "a:b", "a:", "a..", "a/b", "é")} == {
        "",
        "a",
        "a.",
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8000"},
        {"origin": "null"},
    ],
)
def test_foreign_pages_may_not_listen_or_ask(shown: Shown, headers: dict[str, str]) -> None:
    for name in ("events", "state?page=/", "live.js"):
        assert shown.get(f"{OWN}{name}", **headers).status_code == 403


def test_its_own_pages_may_ask(shown: Shown) -> None:
    response = shown.get(f"{OWN}state?page=/", sec_fetch_site="same-origin", origin="http://127.0.0.1:8000")
    assert response.status_code == 200


def test_every_answer_keeps_others_from_guessing_and_embedding(shown: Shown) -> None:
    for path in ("/", "/nothing", "/static/site.css", f"{OWN}live.js"):
        headers = shown.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers


def test_the_client_files_are_served_and_no_others(shown: Shown) -> None:
    for name in ("live.js", "live.css", "idiomorph.js"):
        assert shown.get(f"{OWN}{name}").content == (CLIENT / name).read_bytes()
    for name in ("README.md", "idiomorph.LICENSE", "", ".", "..%2fserver.py"):
        assert shown.get(f"{OWN}{name}").status_code == 404


def test_no_more_streams_are_opened_than_there_may_be(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "LIMIT", 0)
    assert shown.get(f"{OWN}events").status_code == 503


# ── beginning and ending ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_taken_port_gives_way_to_the_next_free_one() -> None:
    said: list[str] = []
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port, said.append) as other:
            assert port < other.getsockname()[1] <= port + 20
    assert said == [f"port {port} is taken"]


def test_where_nobody_can_listen_is_told() -> None:
    with pytest.raises(PapersiteError, match=r"can't listen at 203\.0\.113\.1"):
        listen("203.0.113.1", 0)
    with pytest.raises(PapersiteError, match="can't listen at no such host"):
        listen("no such host", 0)


SCRIPT = """
import sys
from pathlib import Path
from papersite.serving.server import serve
from tests.fake_edition import FakeEdition

root = Path(sys.argv[1])

def assemble(changed):
    return FakeEdition({"index.html": (root / "index.html").read_bytes()})

serve(assemble, lambda: [root], port=0, say=lambda text: print(text, flush=True))
print("ended", flush=True)
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path, int]]:
    """A preview in a process of its own: the process, the folder it shows, and its port."""
    (tmp_path / "index.html").write_text("<body>one</body>")
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = process.stdout.readline() + process.stdout.readline()
    port = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
    assert port, said
    yield process, tmp_path, int(port[1])
    process.kill()
    process.wait()
    process.stdout.close()


def get(port: int, path: str = "/") -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return body


@pytest.mark.slow
def test_a_saved_file_is_told_to_an_open_page(
    running: tuple[subprocess.Popen[str], Path, int],
) -> None:
    _, folder, port = running
    assert b"one" in get(port)
    listening = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    listening.request("GET", f"{OWN}events")
    stream = listening.getresponse()
    assert stream.headers["content-type"].startswith("text/event-stream")

    def event() -> str:
        while not (line := stream.readline().decode()).startswith("data:"):
            assert line
        return line.strip()

    assert event() == 'data: {"number": 1}'
    (folder / "index.html").write_text("<body>two</body>")
    assert event() == 'data: {"number": 2}'
    assert b"two" in get(port)


@pytest.mark.slow
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM], ids=lambda told: told.name)
def test_it_ends_when_told_to_however_many_pages_are_open(
    running: tuple[subprocess.Popen[str], Path, int], told: signal.Signals
) -> None:
    process, _, port = running
    opened = [http.client.HTTPConnection("127.0.0.1", port, timeout=5) for _ in range(3)]
    for connection in opened:
        connection.request("GET", f"{OWN}events")
    streams = [connection.getresponse() for connection in opened]
    idle = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    idle.request("GET", "/")
    idle.getresponse().read()
    process.send_signal(told)
    for stream in streams:
        assert b"data:" in stream.read()  # to its end
    assert process.wait(5) == 0
    assert process.stdout
    assert process.stdout.read().endswith("ended\n")
