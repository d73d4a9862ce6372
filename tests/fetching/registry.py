"""A registry on this machine that answers as it is told: well, late, busy, broken, or with lies."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Parameters = dict[str, str]


@dataclass(frozen=True)
class Reply:
    """What the registry answers."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Registry:
    """A running registry: its address, what it was asked, and who it was asked by."""

    url: str
    asked: list[Parameters] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)


@contextmanager
def registry(answer: Callable[[Parameters], Reply]) -> Iterator[Registry]:
    """A registry that answers each question as `answer` says."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parameters = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            running.asked.append(parameters)
            running.agents.append(self.headers["User-Agent"])
            reply = answer(parameters)
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Registry(f"http://127.0.0.1:{server.server_port}/api")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
