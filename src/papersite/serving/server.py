"""The preview's server: the pages of a snapshot at a local address, and word to every open page when there is a new one.

What is served is byte for byte what is published, but for one script tag. Nothing of a request ever becomes a path on the
disk: an address is looked up among the files of an edition. The server is for the person at this machine: it listens on the
loopback address, and answers only to names that mean it, for a foreign page may have its own name lead here (DNS rebinding).
"""

from __future__ import annotations

import errno
import html
import ipaddress
import re
import signal
import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path, PurePosixPath
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from papersite.errors import PapersiteError
from papersite.serving.event_stream import Hub
from papersite.serving.http_files import HTML, answer, content_type, etag_of
from papersite.serving.patience import PatientProtocol
from papersite.serving.snapshot import NOT_FOUND, Edition, Failure, Found, Redirect, Snapshot, state
from papersite.serving.watch import Watch

OWN = "/__papersite__/"
CLIENT = Path(__file__).parent / "live"
_CLIENT_FILES = ("live.js", "live.css", "idiomorph.js")
_PORTS_TRIED = 20

Say = Callable[[str], None]
# Makes the newest edition; is told which files changed since the last, None if that is not known.
Assemble = Callable[[Collection[Path] | None], Edition]


class Preview:
    """The snapshot that is shown, and how the next one is made."""

    def __init__(self, assemble: Assemble, roots: Sequence[Path] = (), say: Say = print) -> None:
        self.hub = Hub()
        self.snapshot = Snapshot()
        self._assemble = assemble
        self._roots = tuple(roots)
        self._say = say

    def renew(self, because: Collection[Path] | None = None) -> None:
        """Makes the next snapshot and tells every open page. Whatever fails, the last good edition is still shown.

        `because` are the files that changed, None if that is not known.
        """
        start = time.perf_counter()
        try:
            self.snapshot = self.snapshot.renewed(self._assemble(because))
        except Exception as error:  # a fault of ours must not end the preview either
            self.snapshot = self.snapshot.failed(failure := Failure.of(error))
            place = f"{failure.origin}: " if failure.origin else ""
            self._say(f"{place}{failure.message}")
        else:
            self._say(f"{_names(because or ())}{(time.perf_counter() - start) * 1000:.0f} ms")
        self.hub.tell({"number": self.snapshot.number})

    def show(self, edition: Edition) -> None:
        """Shows an edition that is known to be what the next snapshot will be."""
        self.snapshot = self.snapshot.renewed(edition)

    def look_up(self, address: str) -> Found | Redirect | None:
        """What stands at an address. Renders, so it may take a while."""
        snapshot = self.snapshot
        path = snapshot.at(address)
        if isinstance(path, PurePosixPath):
            return snapshot.find(path)
        if path is None and snapshot.edition is None and snapshot.failure is not None:
            return Found(NOT_FOUND, None, snapshot.failure)
        return path

    def not_found(self) -> Found:
        """The page that says so."""
        if self.snapshot.edition is not None and NOT_FOUND in self.snapshot.edition.paths():
            return self.snapshot.find(NOT_FOUND)
        return Found(NOT_FOUND, None)

    def state_of(self, address: str) -> dict[str, object]:
        """What an open page is told about itself and the site."""
        snapshot, found = self.snapshot, self.look_up(address)
        if not isinstance(found, Found):
            found = self.not_found()
        return state(snapshot, found, etag_of(_body(found)), self._roots)


def _names(paths: Iterable[Path]) -> str:
    names = sorted(path.name for path in paths)
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}: " if names else ""


# ── what is answered ─────────────────────────────────────────────────────────────────────────────────────────────────


def application(preview: Preview, hosts: Iterable[str] = ()) -> Starlette:
    """The preview as an ASGI application that answers to loopback names and these."""

    async def page(request: Request) -> Response:
        found = await run_in_threadpool(preview.look_up, request.url.path)
        if isinstance(found, Redirect):
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(found.to + query, status_code=307)
        status = 200
        if found is None:
            found, status = await run_in_threadpool(preview.not_found), 404
        if found.rendered is None and found.failure is not None:
            status = 500
        return _answer(request, found, status)

    async def client(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _CLIENT_FILES:
            return PlainTextResponse("not found", status_code=404)
        data = await run_in_threadpool((CLIENT / name).read_bytes)
        return answer(request.headers, data, content_type(PurePosixPath(name)), head=request.method == "HEAD")

    async def events(request: Request) -> Response:
        # What has no body has nothing to wait for.
        return Response(media_type="text/event-stream") if request.method == "HEAD" else preview.hub.response()

    async def current(request: Request) -> Response:
        address = request.query_params.get("page", "/")
        return JSONResponse(await run_in_threadpool(preview.state_of, address), headers={"Cache-Control": "no-store"})

    routes = [
        Route(f"{OWN}events", events),
        Route(f"{OWN}state", current),
        Route(f"{OWN}{{name}}", client),
        Route("/{path:path}", page),
    ]
    return Starlette(routes=routes, middleware=[Middleware(_Guard, hosts=frozenset(hosts))])


def _answer(request: Request, found: Found, status: int) -> Response:
    data, kind = _body(found), content_type(found.path)
    # The validator is that of the published bytes: the page's own script asks by it.
    etag = etag_of(data)
    if kind == HTML:
        data = with_live_script(data, etag)
    # Conditions and ranges are of what stands at an address, not of the page that says why nothing does (RFC 9110, 13.2.1).
    response = answer(request.headers if status == 200 else Headers(), data, kind, etag=etag, head=request.method == "HEAD")
    if status != 200:
        response.status_code = status
    return response


def _body(found: Found) -> bytes:
    if found.rendered is not None:
        return found.rendered.artefact.data
    if found.failure is None:
        return b"<!doctype html>\n<title>404</title>\n<p>There is no such page.</p>\n"
    where = f"{found.failure.origin}: " if found.failure.origin else ""
    text = html.escape(f"{where}{found.failure.message}")
    return f"<!doctype html>\n<meta charset=utf-8>\n<title>papersite</title>\n<pre>{text}</pre>\n".encode()


def with_live_script(page: bytes, etag: str) -> bytes:
    """A page with the one tag that tells it from the published one: before the end of its body, or at its end."""
    tag = f'<script src="{OWN}live.js" data-page="{html.escape(etag)}"></script>\n'.encode()
    place = page.lower().rfind(b"</body>")
    return page + tag if place < 0 else page[:place] + tag + page[place:]


class _Guard:
    """Lets in requests that are meant for this server, made by its own pages or by the person at the machine."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = {"localhost", "127.0.0.1", "[::1]", *hosts}
        self._any_address = bool(hosts & {"0.0.0.0", "[::]"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["path"], headers)

        async def send_marked(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                extra = [(b"x-content-type-options", b"nosniff"), (b"cross-origin-resource-policy", b"same-origin")]
                message = {**message, "headers": [*message["headers"], *extra]}  # type: ignore[misc]
            await send(message)

        app = PlainTextResponse(refusal, status_code=403) if refusal else self._app
        await app(scope, receive, send_marked)  # type: ignore[arg-type]

    def _refusal(self, path: str, headers: Headers) -> str | None:
        host = headers.get("host", "")
        if not self._means_us(host):
            return f'this preview does not answer to the name "{host}"; start it with --host to give it another'
        if path.startswith(OWN):
            # Browsers say where a request comes from; what says nothing is no browser.
            if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
                return "only this preview's own pages may ask this"
            if headers.get("origin", f"http://{host}") != f"http://{host}":
                return "only this preview's own pages may ask this"
        return None

    def _means_us(self, host: str) -> bool:
        name = host_name(host)
        if name in self._hosts:
            return True
        # Listening on all addresses, it is asked for by any of them. Rebinding needs a name.
        return self._any_address and (
            _is_address(name) or name in {socket.gethostname().lower(), f"{socket.gethostname().lower()}.local"}
        )


# A name or an address in brackets, and a port if any (RFC 9110, section 7.2; RFC 3986, section 3.2.2). Whatever else stands
# there is no name of ours, however it begins.
_HOST = re.compile(r"(?:(\[[0-9a-f:.]+\])|([\w.-]+?)\.?)(?::[0-9]{0,5})?", re.ASCII | re.IGNORECASE)


def host_name(host: str) -> str:
    """The name in a Host header, without the port; an IPv6 address keeps its brackets. Empty for what is no such header."""
    match = _HOST.fullmatch(host)
    return (match[1] or match[2]).lower() if match else ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


# ── running ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def serve(
    assemble: Assemble,
    watch_paths: Callable[[], Iterable[Path]],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    poll: bool = False,
    roots: Sequence[Path] = (),
    say: Say = print,
    first: Edition | None = None,
) -> None:
    """Shows a site until Ctrl-C, or SIGTERM. `assemble` makes its newest edition, and may raise; it is called again after each
    change. `first` is an edition to show meanwhile, if there is one that is known to be equal.

    `watch_paths` says, after each time, what the edition is made of; `roots` are the folders that the paths of its problems
    are relative to. Raises PapersiteError when it can't listen at this host, or at none of twenty ports.
    """
    listening = listen(host, port, say)
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{'localhost' if host in {'0.0.0.0', '::'} else shown}:{listening.getsockname()[1]}/"
    preview = Preview(assemble, roots, say)
    if threading.current_thread() is threading.main_thread():
        # Being told to end is taken as Ctrl-C is, so that everything is given back.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    with Watch(watch_paths(), poll=poll) as watch:
        if watch.polls and not poll:
            say("the system has no room for more file watches; looking for changes by polling")
        if first is None:
            preview.renew()
            watch.watch(watch_paths())
        else:
            preview.show(first)
        keeper = threading.Thread(
            target=_keep_up, args=(preview, watch, watch_paths, first is not None), name="papersite-watch", daemon=True
        )
        keeper.start()
        say(f"{url} (Ctrl-C ends)")
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        try:
            _Server(serving(application(preview, {shown})), preview.hub).run(sockets=[listening])
        except KeyboardInterrupt:
            pass
        finally:
            preview.hub.close()
    keeper.join(timeout=1)


def serving(app: Starlette) -> uvicorn.Config:
    """How an application is served: quietly, over plain HTTP, and to an end when it has to."""
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=1,
    )


def _keep_up(preview: Preview, watch: Watch, watch_paths: Callable[[], Iterable[Path]], owes_first: bool) -> None:
    if owes_first:
        preview.renew()
        watch.watch(watch_paths())
    for batch in watch.batches():
        preview.renew(batch)
        watch.watch(watch_paths())


class _Server(uvicorn.Server):
    """Ends at the first Ctrl-C: streams of events would keep it waiting, so they end first."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._hub.close()
        super().handle_exit(sig, frame)


def listen(host: str, port: int, say: Say = print) -> socket.socket:
    """A socket that listens at a host, on this port or the next free one. Raises PapersiteError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise PapersiteError(f"can't listen at {host}: {error.strerror or error}") from error
    for number in range(port, min(port + _PORTS_TRIED, 65536)):
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((address[0], number))
            listening.listen()
        except OSError as error:
            listening.close()
            if error.errno == errno.EADDRINUSE:
                continue
            raise PapersiteError(f"can't listen at {host}, port {number}: {error.strerror}") from error
        if number != port:
            say(f"port {port} is taken")
        return listening
    raise PapersiteError(f"no free port from {port} to {min(port + _PORTS_TRIED, 65536) - 1} at {host}")
