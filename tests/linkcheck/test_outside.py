"""Asking other sites: a server on this machine that answers in every way, and counts how it was asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from papersite.linkcheck.answering import Answer
from papersite.linkcheck.answers import ask_with_memory
from papersite.linkcheck.outside import Asker, open_client


class Host(ThreadingHTTPServer):
    """Answers by the path that is asked for, and remembers each question."""

    asked: list[tuple[str, str]]
    agents: set[str]
    at_once: int
    most_at_once: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Host
    lock = threading.Lock()

    def do_HEAD(self) -> None:
        with self.lock:
            self.server.asked.append((self.command, self.path))
            self.server.agents.add(self.headers["User-Agent"])
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
            before = sum(path == self.path for _, path in self.server.asked)
        status, headers = self._answer(before)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()
        with self.lock:
            self.server.at_once -= 1

    def do_GET(self) -> None:
        self.do_HEAD()

    def _answer(self, times: int) -> tuple[int, dict[str, str]]:
        match self.path:
            case "/no-head":
                return (405 if self.command == "HEAD" else 200), {}
            case "/moved":
                return 301, {"Location": "/ok"}
            case "/circle":
                return 302, {"Location": "/circle"}
            case "/busy-once":
                return (429, {"Retry-After": "7"}) if times == 1 else (200, {})
            case "/busy-for-long":
                return 503, {"Retry-After": "86400"}
            case "/busy":
                return 503, {}
        return {"/gone": 404, "/private": 403, "/broken": 500}.get(self.path, 200), {}

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def host() -> Iterator[Host]:
    server = Host(("127.0.0.1", 0), Handler)
    server.asked, server.agents, server.at_once, server.most_at_once = [], set(), 0, 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def waits() -> list[float]:
    """How long the asker would have slept."""
    return []


@pytest.fixture
def asker(waits: list[float]) -> Iterator[Asker]:
    with open_client() as client:
        yield Asker(client, sleep=waits.append)


@pytest.mark.parametrize(
    ("path", "alive"),
    [
        ("/ok", True),
        ("/no-head", True),
        ("/moved", True),
        ("/busy-once", True),
        ("/gone", False),
        ("/circle", False),
        ("/private", None),
        ("/broken", None),
        ("/busy", None),
        ("/busy-for-long", None),
    ],
)
def test_an_answer_is_yes_no_or_unsure(host: Host, asker: Asker, path: str, alive: bool | None) -> None:
    assert asker.ask(host.url + path).alive is alive


def test_nobody_there_is_an_answer_too(asker: Asker) -> None:
    closed = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    closed.server_close()
    assert asker.ask(f"http://127.0.0.1:{closed.server_port}/").alive is False
    assert asker.ask("http://:99999/").alive is False


def test_a_server_that_keeps_silent_is_not_dead() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow", request=request)

    asker = Asker(httpx.Client(transport=httpx.MockTransport(silent)))
    assert asker.ask("http://slow.example/").alive is None


def test_head_is_enough_where_it_is_known(host: Host, asker: Asker) -> None:
    asker.ask_all([f"{host.url}/ok", f"{host.url}/no-head"])
    assert host.asked == [("HEAD", "/ok"), ("HEAD", "/no-head"), ("GET", "/no-head")]
    assert all(agent.startswith("papersite/") for agent in host.agents)


def test_a_host_is_asked_one_question_at_a_time_with_pauses(host: Host, asker: Asker, waits: list[float]) -> None:
    answers = asker.ask_all(f"{host.url}/{number}" for number in range(6))
    assert len(answers) == 6
    assert host.most_at_once == 1
    assert waits == [asker.pause] * 5


def test_a_busy_host_gets_the_time_it_asks_for(host: Host, asker: Asker, waits: list[float]) -> None:
    asker.ask(f"{host.url}/busy-once")
    assert waits == [7.0]
    asker.ask(f"{host.url}/busy-for-long")
    assert waits == [7.0]
    assert host.asked.count(("HEAD", "/busy-for-long")) == 1


def test_an_answer_is_remembered_for_a_while(tmp_path: Path) -> None:
    asked: list[list[str]] = []
    clock = [0.0]

    def ask(*urls: str) -> list[bool | None]:
        def ask_all(wanted: object) -> dict[str, Answer]:
            asked.append(list(wanted))  # type: ignore[call-overload]
            found = {"well": True, "dead": False, "unsure": None}
            return {url: Answer(found[url], "said") for url in asked[-1]}

        return [answer.alive for answer in ask_with_memory(urls, tmp_path, ask_all, lambda: clock[0]).values()]

    assert ask("well", "dead", "unsure") == [True, False, None]
    clock[0] += 60
    assert ask("well", "dead", "unsure") == [True, False, None]
    clock[0] += 86_400
    assert ask("well", "dead") == [True, False]
    clock[0] += 30 * 86_400
    assert ask("well") == [True]
    assert asked == [["well", "dead", "unsure"], ["unsure"], ["dead"], ["well"]]


@pytest.mark.parametrize("text", ["", "[]", '{"well": 1}', "{", '{"well": [true, "x", "y"]}'], ids=repr)
def test_a_memory_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ".papersite").mkdir()
    (tmp_path / ".papersite" / "links.json").write_text(text)
    found = ask_with_memory(["well"], tmp_path, lambda urls: {url: Answer(True, "new") for url in urls})
    assert found == {"well": Answer(True, "new")}
