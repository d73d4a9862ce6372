"""The streams of events: everybody ends with the latest word, nothing heaps up, and there are only so many."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from starlette.responses import StreamingResponse

from papersite.serving.event_stream import LIMIT, Hub

LISTENERS = 50
SAVES = 2_000


def run(scene: object) -> None:
    """Plays a coroutine in a thread of its own, for a browser's tests may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, scene).result()  # type: ignore[arg-type]


async def heard(hub: Hub) -> list[str]:
    """What one page is told until its stream ends."""
    response = hub.response()
    assert isinstance(response, StreamingResponse)
    told = []
    async for event in cast(AsyncIterator[str], response.body_iterator):
        told.append(event)
        await asyncio.sleep(0)
    return told


def test_after_a_burst_of_saves_every_page_has_the_latest_word_and_few_others() -> None:
    async def scene() -> None:
        hub = Hub()
        listening = [asyncio.create_task(heard(hub)) for _ in range(LISTENERS)]
        await asyncio.sleep(0)
        for number in range(1, SAVES + 1):
            hub.tell({"number": number})
            if number % 100 == 0:
                await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        hub.close()
        for told in await asyncio.gather(*listening):
            assert told[-1] == f'data: {{"number": {SAVES}}}\n\n'
            assert len(told) < SAVES / 10

    run(scene())


def test_there_are_only_so_many_streams_and_one_that_ends_makes_room() -> None:
    async def scene() -> None:
        hub = Hub()
        open_ones = [hub.response() for _ in range(LIMIT)]
        assert hub.response().status_code == 503
        assert len(hub) == LIMIT
        hub.close()

        async def receive() -> dict[str, object]:
            return {"type": "http.disconnect"}

        async def send(message: object) -> None:
            pass

        for response in open_ones:
            await response({"type": "http", "asgi": {"spec_version": "2.0"}}, receive, send)
        assert len(hub) == 0

    run(scene())
