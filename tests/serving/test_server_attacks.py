"""Raw requests that mean no good, on the real server over a real socket: nothing outside of the site is served, nothing fails.

Each attack is the bytes that go over the line. A secret stands beside the site's folder and inside of it, where no page is.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from papersite.remembering.memo import Memo
from papersite.serving import patience
from papersite.serving.preview import PreviewEdition, Rounds
from papersite.serving.server import CLIENT, OWN, Preview, application, listen, serving
from papersite.site import open_site

SECRET = "do not serve this"


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers in lower case, the body."""

    status: int
    headers: str
    body: bytes


class Target:
    """A running preview of a small site, beside which a secret lies."""

    def __init__(self, folder: Path) -> None:
        site = folder / "site"
        (site / "notes").mkdir(parents=True)
        (site / "static").mkdir()
        for place in (folder, site, site / "notes", site / ".papersite", site / "templates"):
            place.mkdir(exist_ok=True)
            (place / "secret.txt").write_text(SECRET)
        (site / "notes" / "secret.txt").rename(site / "notes" / "secret.toml")
        (site / "notes" / "強化.md").write_text("---\ntitle: 強化学習の手引き\ntags: [強化学習]\n---\n\n本文\n")
        (site / "static" / "own.txt").write_text("0123456789")
        (site / "static" / "out").symlink_to(folder)
        rounds, memo = Rounds(lambda: open_site(site)), Memo()
        self.preview = Preview(lambda changed: PreviewEdition(rounds.next(memo, changed), memo), say=lambda _: None)
        self.preview.renew()
        listening = listen("127.0.0.1", 0)
        self.port: int = listening.getsockname()[1]
        self.server = uvicorn.Server(serving(application(self.preview)))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listening]}, daemon=True)
        self.thread.start()

    def send(self, request: bytes, patience: float = 1.0) -> Answer:
        """What the server says to some bytes, until it closes the connection; after some seconds of silence we end first."""
        got = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection, suppress(ConnectionError):
            connection.sendall(request)
            while True:
                try:
                    part = connection.recv(1 << 16)
                except TimeoutError:
                    # It waits for more of what is no request: there is no more.
                    connection.shutdown(socket.SHUT_WR)
                    connection.settimeout(20)
                    continue
                if not part:
                    break
                got += part
        head, _, body = got.partition(b"\r\n\r\n")
        status = re.match(rb"HTTP/1\.1 (\d{3}) ", head)
        return Answer(int(status[1]) if status else 0, head.decode("latin-1").lower(), body)

    def ask(self, target: str | bytes, *headers: str, method: str = "GET", host: str = "") -> Answer:
        """The answer to a request for a target as written, for this server unless another host is named."""
        raw = target.encode() if isinstance(target, str) else target
        lines = (f"Host: {host or f'127.0.0.1:{self.port}'}", "Connection: close", *headers)
        return self.send(method.encode() + b" " + raw + b" HTTP/1.1\r\n" + "\r\n".join(lines).encode() + b"\r\n\r\n", 60)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    target = Target(tmp_path_factory.mktemp("attacked"))
    yield target
    target.preview.hub.close()
    target.server.should_exit = True
    target.thread.join(5)


@pytest.fixture(autouse=True)
def still_well(target: Target) -> Iterator[None]:
    """After every attack the next visitor gets the site."""
    yield
    assert target.ask("/").status == 200


# ── ways out of the site ─────────────────────────────────────────────────────────────────────────────────────────────

UP = ("..", "%2e%2e", "%2E%2E", ".%2e", "%2e.", "%252e%252e", "%c0%ae%c0%ae", "%u002e%u002e", "．．", "..;", "....", "..%00")
SLASHES = ("/", "%2f", "%2F", "%5c", "\\", "%255c", "%252f", "//", "/./", "%c0%af", "%ef%bc%8f")
FILES = (
    "secret.txt",
    "site.toml",
    ".papersite/secret.txt",
    ".papersite/memo.sqlite3",
    "notes/secret.toml",
    "notes/%E5%BC%B7%E5%8C%96.md",
)


@pytest.mark.parametrize("slash", SLASHES)
@pytest.mark.parametrize("up", UP)
def test_no_way_up_leads_out(target: Target, up: str, slash: str) -> None:
    for address in (f"/{up}{slash}secret.txt", f"/static{slash}{up}{slash}{up}{slash}secret.txt", f"{OWN}{up}{slash}server.py"):
        assert_nothing_served(target.ask(address))


@pytest.mark.parametrize(
    "address",
    [
        *(f"/{name}" for name in FILES),
        *(f"/static/out/{name}" for name in ("secret.txt", "site/site.toml", "")),
        *(
            "/etc/passwd",
            "//etc/passwd",
            "///etc/passwd",
            "/static//etc/passwd",
            "/c:/windows/win.ini",
            "/c:\\windows\\win.ini",
        ),
        *("/file:///etc/passwd", "/proc/self/environ", "/static/own.txt/..", "/static/own.txt/../../secret.txt"),
        *(
            "/static/own.txt%00.html",
            "/%00",
            "/static/own.txt%20",
            "/static/own.txt.",
            "/static/OWN.TXT",
            "/static/own.txt::$DATA",
        ),
        *("/.git/config", "/.env", "/templates/secret.txt", "/.papersite-manifest", "/public/index.html", "/notes/"),
        *(f"{OWN}README.md", f"{OWN}idiomorph.LICENSE", f"{OWN}server.py", f"{OWN}%2e%2e/server.py", f"{OWN}live.js/x", OWN),
        *(
            "/%ff%fe",
            "/%",
            "/%zz",
            "/%e5%bc",
            "/" + "a" * 4000,
            "/" + "a/" * 2000,
        ),
        *(
            "/papers/..%2fstatic%2fown.txt",
            "/;/static/own.txt",
            "/static;x=1/own.txt",
            "/static/%6fwn.txt/",
            "/~root/",
            "/$HOME",
        ),
    ],
)
def test_what_is_no_address_of_the_site_is_not_found(target: Target, address: str) -> None:
    assert_nothing_served(target.ask(address))


def assert_nothing_served(answer: Answer) -> None:
    assert answer.status in {404, 400}, answer
    assert SECRET.encode() not in answer.body
    assert (CLIENT.parent / "server.py").read_bytes() not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize(
    "address", ["/static/", "/static", "/static/css/", "/images/", "/search/", "/papers/%E5%BC%B7/", "/tags/x/"]
)
def test_no_folder_is_listed(target: Target, address: str) -> None:
    answer = target.ask(address)
    assert answer.status == 404
    assert b"own.txt" not in answer.body


@pytest.mark.parametrize(
    "address",
    ["/papers", "/tags?x=1", "/tags//evil.example/..", "//evil.example", "/%2fevil.example/%2e%2e", "/papers%0d%0aX:%201"],
)
def test_no_redirect_leads_elsewhere_or_adds_a_header(target: Target, address: str) -> None:
    answer = target.ask(address)
    assert answer.status in {307, 404}
    assert "evil.example" not in answer.headers
    assert "\r\nx: 1" not in answer.headers


# ── requests that are none ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("request_bytes", "statuses"),
    [
        pytest.param(b"GET http://127.0.0.1:{port}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {200, 404}, id="absolute form"),
        pytest.param(
            b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", {400, 403, 404}, id="a proxy's request"
        ),
        pytest.param(
            b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            {200, 400, 403, 404},
            id="another host in the target",
        ),
        pytest.param(b"GET file:///etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {400, 404}, id="a file's address"),
        pytest.param(
            b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", {400, 403, 404, 405}, id="a tunnel"
        ),
        pytest.param(b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {400, 404, 405}, id="options of the server"),
        pytest.param(b"GET secret.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {400, 404}, id="no slash"),
        pytest.param(b"GET ../secret.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {400, 404}, id="a relative way"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", {400, 403}, id="no host"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: evil.example\r\nHost: 127.0.0.1\r\n\r\n", {400, 403}, id="two hosts"),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n", {400, 403}, id="two hosts, ours first"
        ),
        pytest.param(b"GET /  HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {400, 404, 200}, id="two spaces"),
        pytest.param(b"get / http/1.1\r\nhost: 127.0.0.1\r\n\r\n", {400, 405}, id="small letters"),
        pytest.param(b"GET / HTTP/3.7\r\nHost: 127.0.0.1\r\n\r\n", {200, 400, 505}, id="a version to come"),
        pytest.param(b"GET /\r\n\r\n", {400, 0}, id="version 0.9"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400, 0}, id="the greeting of TLS"),
        pytest.param(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 403, 0}, id="the greeting of HTTP/2"),
        pytest.param(b"\x00" * 200 + b"\r\n\r\n", {400, 0}, id="zeros"),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", {400, 431, 0}, id="a huge header"
        ),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: a\r\n" * 20_000 + b"\r\n", {200, 400, 431, 0}, id="many headers"
        ),
        pytest.param(
            b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {400, 404, 414, 0}, id="a huge address"
        ),
        pytest.param(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nno colon\r\n\r\n", {400}, id="a header without a colon"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: \x00\r\n\r\n", {200, 400}, id="a zero in a header"),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
            {400, 405},
            id="two lengths, one smuggled",
        ),
        pytest.param(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n", {400, 405}, id="a negative length"),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            {200, 400, 426},
            id="a socket",
        ),
    ],
)
def test_what_is_no_request_for_the_site_is_refused(target: Target, request_bytes: bytes, statuses: set[int]) -> None:
    answer = target.send(
        request_bytes.replace(b"{port}", str(target.port).encode()).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
    )
    assert answer.status in statuses, answer
    assert SECRET.encode() not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "MKCOL", "LINK", "FOO"])
def test_no_method_changes_anything(target: Target, method: str) -> None:
    for address in ("/", "/static/own.txt", f"{OWN}state", f"{OWN}events", f"{OWN}live.js", "/nothing"):
        answer = target.ask(address, "X-Mark: mirrored", method=method)
        assert answer.status == 405
        assert b"mirrored" not in answer.body


# ── who may ask ──────────────────────────────────────────────────────────────────────────────────────────────────────

FOREIGN = (
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil.example#127.0.0.1",
    "127.0.0.1@evil.example",
    "0x7f000001",
)


# Names that begin as ours do, and go on.
GOING_ON = (
    "[::1].evil.example",
    "[::1]evil.example",
    "localhost:80.evil.example",
    "localhost:@evil.example",
    "127.0.0.1:80, evil",
)


@pytest.mark.parametrize(
    "host",
    [
        *FOREIGN,
        *GOING_ON,
        "localhost..",
        "localhost:/x",
        "2130706433",
        "127.1",
        "0.0.0.0",
        "[::]",
        "[::ffff:127.0.0.1]",
        "127.0.0.1/../x",
    ],
)
def test_a_name_that_is_not_this_machines_is_refused(target: Target, host: str) -> None:
    for address in ("/", "/static/own.txt", f"{OWN}state", f"{OWN}events"):
        answer = target.ask(address, host=host)
        assert answer.status in {403, 400}
        assert b"0123456789" not in answer.body


@pytest.mark.parametrize(
    "headers",
    [
        ("Origin: http://evil.example",),
        ("Origin: null",),
        ("Origin: http://localhost:1",),
        ("Origin: http://127.0.0.1",),
        ("Origin: HTTP://EVIL.EXAMPLE",),
        ("Origin: http://127.0.0.1.evil.example",),
        ("Sec-Fetch-Site: cross-site",),
        ("Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors"),
        ("Sec-Fetch-Site: cross-site", "Accept: text/event-stream"),
    ],
)
def test_a_foreign_page_neither_listens_nor_asks(target: Target, headers: tuple[str, ...]) -> None:
    for name in ("events", "state?page=/", "live.js", "nothing"):
        answer = target.ask(OWN + name, *headers)
        assert answer.status == 403
        assert "access-control" not in answer.headers


@pytest.mark.parametrize(
    "page",
    ["", "%00", "../../secret.txt", "/../secret.txt", "/" + "a" * 3000, "%ff", "//", "http://evil.example/", "/&page=/x"],
)
def test_the_state_of_a_page_that_is_none_is_that_of_the_page_that_says_so(target: Target, page: str) -> None:
    answer = target.ask(f"{OWN}state?page={page}")
    assert answer.status == 200
    assert SECRET.encode() not in answer.body


# ── parts and versions ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("wanted", "status", "body"),
    [
        ("bytes=0-3", 206, b"0123"),
        ("bytes=-3", 206, b"789"),
        ("bytes=7-", 206, b"789"),
        ("bytes=7-99999999999999999", 206, b"789"),
        ("bytes=9-9", 206, b"9"),
        ("bytes=10-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=5-4", 416, b""),
        *((text, 200, b"0123456789") for text in ("bytes=", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4", "bytes=--1")),
        *((text, 200, b"0123456789") for text in ("bytes=0-" + "9" * 5000, "bytes=" + "0-," * 2000 + "0-", "bytes=0x0-0x3")),
    ],
)
def test_a_range_is_what_it_says_or_none(target: Target, wanted: str, status: int, body: bytes) -> None:
    answer = target.ask("/static/own.txt", f"Range: {wanted}")
    assert (answer.status, answer.body) == (status, body)


@pytest.mark.parametrize(
    "header", ["If-None-Match: *", "If-None-Match: W/{etag}", 'If-None-Match: "x", {etag}', "If-None-Match: {etag}"]
)
def test_what_a_client_has_is_not_sent_again(target: Target, header: str) -> None:
    etag = re.search(r"etag: (\S+)", target.ask("/static/own.txt").headers)
    assert etag
    answer = target.ask("/static/own.txt", header.format(etag=etag[1]))
    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize("header", ["Range: bytes=0-3", "If-None-Match: *", "If-None-Match: {etag}"])
def test_no_condition_makes_a_page_of_an_address_that_leads_nowhere(target: Target, header: str) -> None:
    etag = re.search(r"etag: (\S+)", target.ask("/nothing").headers)
    assert etag
    answer = target.ask("/nothing", header.format(etag=etag[1]))
    assert (answer.status, answer.body) == (404, target.ask("/nothing").body)


def test_head_of_the_events_ends_at_once(target: Target) -> None:
    answer = target.ask(f"{OWN}events", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert "text/event-stream" in answer.headers


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET / HT", id="a line"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ", id="a head"),
        pytest.param(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nx", id="a body"),
    ],
)
def test_who_sends_slowly_is_not_waited_for(target: Target, begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.5)
    with socket.create_connection(("127.0.0.1", target.port), timeout=5) as connection:
        with suppress(ConnectionError):
            for byte in begun + b"x" * 20:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
        with suppress(ConnectionError):
            while connection.recv(1 << 16):
                pass


def test_who_listens_is_not_cut_off(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.2)
    with socket.create_connection(("127.0.0.1", target.port), timeout=5) as connection:
        connection.sendall(f"GET {OWN}events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        time.sleep(0.6)
        connection.recv(1 << 16)
        target.preview.renew()
        assert b"number" in connection.recv(1 << 16)


def test_head_has_no_body(target: Target) -> None:
    answer = target.ask("/static/own.txt", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert "content-length: 10" in answer.headers
