"""ASKS: sends one request after another at the pace a registry allows, and again where it was only busy.

The only place of `fetching` that uses the network and the clock; both are given from outside, so that a test needs neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import httpx

from papersite import __version__
from papersite.fetching.service import Request

_TRIES = 4
_FIRST_PAUSE = 3.0  # seconds, doubled for each further try
_LONGEST_PAUSE = 120.0  # what a registry may ask us to wait; more is a reason to go on another day
_LARGEST = 20_000_000  # bytes of an answer
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class NoAnswerError(Exception):
    """A registry did not answer, or not in a way that one could go on from; the message says how."""


@dataclass(slots=True)
class Network:
    """How requests are sent. `since` remembers when each host was asked last, in seconds of `now`."""

    client: httpx.Client
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    since: dict[str, float] = field(default_factory=dict)

    @classmethod
    def open(cls, mailto: str = "") -> Network:
        """A network as it is. `mailto` tells registries whom to write to before they lock somebody out."""
        contact = f" (mailto:{mailto})" if mailto else ""
        headers = {"User-Agent": f"papersite/{__version__}{contact}"}
        return cls(httpx.Client(headers=headers, timeout=_TIMEOUT, follow_redirects=True, max_redirects=5))

    def __enter__(self) -> Network:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def ask(self, request: Request, pace: float) -> bytes:
        """The bytes of an answer. Raises NoAnswerError when the registry refuses, or is still busy after several tries."""
        pause = _FIRST_PAUSE
        for left in reversed(range(_TRIES)):
            try:
                return self._once(request, pace)
            except _BusyError as busy:
                if busy.wait is not None and busy.wait > _LONGEST_PAUSE:
                    raise NoAnswerError(f"{busy}; it asks to wait {busy.wait:.0f} seconds") from busy
                if not left:
                    raise NoAnswerError(f"{busy}, {_TRIES} times") from busy
                self.sleep(pause if busy.wait is None else busy.wait)
                pause *= 2
        raise AssertionError("unreachable")

    def _once(self, request: Request, pace: float) -> bytes:
        self._wait_turn(httpx.URL(request.url).host, pace)
        try:
            with self.client.stream("GET", request.url, params=request.parameters) as response:
                if response.status_code in _BUSY:
                    raise _BusyError(f"{_host(request)} answers {response.status_code}", retry_after(response.headers))
                if response.status_code != httpx.codes.OK:
                    raise NoAnswerError(f"{_host(request)} answers {response.status_code} {response.reason_phrase}".strip())
                return _body(response)
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _BusyError(f"{_host(request)} can't be reached: {type(error).__name__}") from error
        except (httpx.InvalidURL, httpx.TooManyRedirects) as error:
            raise NoAnswerError(f"{_host(request)}: {error}") from error

    def _wait_turn(self, host: str, pace: float) -> None:
        if host in self.since and (early := self.since[host] + pace - self.now()) > 0:
            self.sleep(early)
        self.since[host] = self.now()


class _BusyError(Exception):
    """Worth another try, after `wait` seconds if the registry says how long."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def _body(response: httpx.Response) -> bytes:
    """The body, no more of it than any answer needs, whatever its headers say."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes():
        size += len(part)
        if size > _LARGEST:
            raise NoAnswerError(f"{response.url.host} answers with more than {_LARGEST // 1_000_000} MB")
        parts.append(part)
    return b"".join(parts)


def _host(request: Request) -> str:
    return httpx.URL(request.url).host


def retry_after(headers: httpx.Headers) -> float | None:
    """How long to wait, in seconds: `Retry-After` as a number or a date (RFC 9110, 10.2.3); None where it is neither.

    A date is compared with the server's own `Date`, for clocks differ.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
        return max(0.0, (until - parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (ValueError, TypeError):
        return None
