"""ASKS whether somebody answers at addresses of other sites, politely: one question at a time to each host, with a pause
between them; several hosts at once. HEAD first, which costs a server least, then GET, for many know no HEAD. Nothing is
downloaded.

The only place of `linkcheck` that uses the network and the clock.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from papersite import __version__
from papersite.fetching.asking import retry_after
from papersite.linkcheck.answering import Answer

_HOSTS_AT_ONCE = 8
_PAUSE = 1.0  # seconds between two questions to a host
_LONGEST_WAIT = 60.0  # that a host may ask for
_FIRST_WAIT = 5.0  # where it is busy and does not say for how long
_TRIES = 3
_TIMEOUT = httpx.Timeout(20.0, connect=10.0)
_GONE = frozenset((404, 410))
_BUSY = frozenset((408, 425, 429, 502, 503, 504))


@dataclass(frozen=True, slots=True)
class Asker:
    """How questions are asked."""

    client: httpx.Client
    pause: float = _PAUSE
    sleep: Callable[[float], None] = time.sleep

    def ask_all(self, urls: Iterable[str]) -> dict[str, Answer]:
        """The answer at each address."""
        of_hosts: defaultdict[str, list[str]] = defaultdict(list)
        for url in dict.fromkeys(urls):
            of_hosts[_host(url)].append(url)
        with ThreadPoolExecutor(_HOSTS_AT_ONCE) as threads:
            found = [each for answers in threads.map(self._ask_host, of_hosts.values()) for each in answers]
        return dict(found)

    def _ask_host(self, urls: list[str]) -> list[tuple[str, Answer]]:
        answers = []
        for number, url in enumerate(urls):
            if number:
                self.sleep(self.pause)
            answers.append((url, self.ask(url)))
        return answers

    def ask(self, url: str) -> Answer:
        """The answer at one address, after waiting where the host asks for it."""
        answer, wait = self._once(url)
        for _ in range(_TRIES - 1):
            if wait is None or wait > _LONGEST_WAIT:
                break
            self.sleep(wait)
            answer, wait = self._once(url)
        return answer

    def _once(self, url: str) -> tuple[Answer, float | None]:
        """An answer, and how long to wait before it is worth to ask again; None for a last word."""
        try:
            response = self._send("HEAD", url)
            if response.is_error and response.status_code not in _BUSY:
                self.sleep(self.pause)
                response = self._send("GET", url)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            return Answer(False, f"no address ({error})"), None
        except httpx.TooManyRedirects:
            return Answer(False, "it leads in a circle"), None
        except httpx.ConnectError as error:
            return Answer(False, f"nobody answers ({_short(error)})"), None
        except httpx.HTTPError as error:
            return Answer(None, f"{type(error).__name__} ({_short(error)})"), None
        said = f"{response.status_code} {response.reason_phrase}".strip()
        if response.status_code in _BUSY:
            wait = retry_after(response.headers)
            return Answer(None, said), _FIRST_WAIT if wait is None else wait
        return Answer(False if response.status_code in _GONE else None if response.is_error else True, said), None

    def _send(self, method: str, url: str) -> httpx.Response:
        with self.client.stream(method, url) as response:
            return response


def open_client() -> httpx.Client:
    """A client that says who it is and follows redirects."""
    headers = {"User-Agent": f"papersite/{__version__} (checks links)"}
    return httpx.Client(headers=headers, timeout=_TIMEOUT, follow_redirects=True, max_redirects=10)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
