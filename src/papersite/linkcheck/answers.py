"""KEEPS what other sites answered, in `.papersite/links.json`: an address that was well is not asked again for a while.

A file that can't be read is no memory, and one that can't be written is none for the next time; neither is a problem.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from papersite.linkcheck.answering import Answer
from papersite.publishing.hidden import make_hidden
from papersite.whole_files import write_whole

_NAME = "links.json"
_DAY = 86_400.0
# Seconds for which an answer counts. What was dead may be mended in an hour, by whoever reads of it here.
_KEPT = {True: 14 * _DAY, False: 3_600.0}


def ask_with_memory(
    urls: Iterable[str],
    root: Path,
    ask_all: Callable[[Iterable[str]], Mapping[str, Answer]],
    now: Callable[[], float] = time.time,
) -> dict[str, Answer]:
    """The answer at each address: the one that is remembered for a site's root, where it is new enough, else a new one."""
    wanted, remembered, today = list(urls), _read(root), now()
    known = {
        url: answer for url, (answer, at) in remembered.items() if answer.alive is not None and _is_new(answer, today - at)
    }
    asked = dict(ask_all(url for url in wanted if url not in known))
    kept = {url: remembered[url] for url in known} | {url: (answer, today) for url, answer in asked.items()}
    _write(root, kept)
    return {url: known.get(url) or asked[url] for url in wanted}


def _is_new(answer: Answer, age: float) -> bool:
    return answer.alive is not None and 0 <= age < _KEPT[answer.alive]


def _read(root: Path) -> dict[str, tuple[Answer, float]]:
    try:
        found: Any = json.loads((make_hidden(root) / _NAME).read_text(encoding="utf-8"))
        return {str(url): (Answer(alive, str(said)), float(at)) for url, (alive, said, at) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(root: Path, answers: Mapping[str, tuple[Answer, float]]) -> None:
    values = {url: (answer.alive, answer.said, at) for url, (answer, at) in sorted(answers.items()) if answer.alive is not None}
    with suppress(OSError):
        write_whole(make_hidden(root) / _NAME, json.dumps(values, ensure_ascii=False, indent=0))
