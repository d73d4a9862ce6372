"""Server-sent events: telling every open page that there is something new (the HTML standard, section 9.2).

A page wants to know the latest state, not how it came about, so a stream holds no queue: whoever was slow is told once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress

from starlette.responses import PlainTextResponse, Response, StreamingResponse

LIMIT = 64  # open streams; a browser opens six to one host, and a hidden page closes its own
HEARTBEAT = 10.0  # seconds; a stream whose page is gone is noticed when it is written to
_RETRY = 500  # milliseconds after which a browser tries again


class Hub:
    """The open streams of one server. `tell` and `close` may be called from any thread, all else from the server's."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: set[asyncio.Event] = set()
        self._latest: Mapping[str, object] = {}
        self._closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    def tell(self, latest: Mapping[str, object]) -> None:
        """What every stream says next, and each new one first."""
        self._latest = latest
        self._wake()

    def close(self) -> None:
        """Ends all streams, so that the server can end."""
        self._closed = True
        self._wake()

    def response(self) -> Response:
        """A new stream, or an answer that there are too many."""
        if len(self._waiting) >= LIMIT:
            return PlainTextResponse("too many open pages", status_code=503, headers={"Retry-After": "5"})
        self._loop = asyncio.get_running_loop()
        woken = asyncio.Event()
        self._waiting.add(woken)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return _Stream(self._events(woken), woken, self._waiting, headers)

    async def _events(self, woken: asyncio.Event) -> AsyncIterator[str]:
        yield f"retry: {_RETRY}\n\n"
        said = None
        while not self._closed:
            woken.clear()
            if (latest := self._latest) is not said:
                said = latest
                yield f"data: {json.dumps(latest)}\n\n"
                continue
            try:
                await asyncio.wait_for(woken.wait(), HEARTBEAT)
            except TimeoutError:
                yield ": still here\n\n"

    def _wake(self) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and all streams with it
                self._loop.call_soon_threadsafe(self._wake_all)

    def _wake_all(self) -> None:
        for woken in self._waiting:
            woken.set()


class _Stream(StreamingResponse):
    """A stream that is counted while it is open."""

    media_type = "text/event-stream"

    def __init__(
        self, events: AsyncIterator[str], woken: asyncio.Event, waiting: set[asyncio.Event], headers: Mapping[str, str]
    ) -> None:
        super().__init__(events, headers=headers)
        self._woken = woken
        self._open = waiting

    async def __call__(self, *asgi: object) -> None:
        try:
            await super().__call__(*asgi)  # type: ignore[arg-type]
        finally:
            self._open.discard(self._woken)
