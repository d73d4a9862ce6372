"""Going through what is wanted, registry by registry, and keeping what was learnt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from papersite.fetching.arxiv import ARXIV
from papersite.fetching.asking import Network, NoAnswerError
from papersite.fetching.crossref import CROSSREF
from papersite.fetching.openreview import OPENREVIEW
from papersite.fetching.service import Addresses, BadAnswerError, Service
from papersite.metadata import PaperMetadata
from papersite.model import PaperId
from papersite.terminal import Progress, no_progress

SERVICES: tuple[Service, ...] = (ARXIV, CROSSREF, OPENREVIEW)

Keep = Callable[[Mapping[PaperId, PaperMetadata]], None]


# A registry that can't read one identifier may refuse the whole request, so a batch is halved to find it: that many answers
# may be bad in a row (a batch of 100 is down to one after seven) before the registry itself is taken to be unwell.
_BAD_IN_A_ROW = 9


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was learnt: how many papers were found, which their registry does not know, and which are still to be asked."""

    found: int = 0
    absent: tuple[PaperId, ...] = ()
    left: tuple[PaperId, ...] = ()
    troubles: tuple[str, ...] = ()

    def summary(self) -> str:
        """One line for the terminal."""
        return f"{self.found} found, {len(self.absent)} unknown to their registry, {len(self.left)} still to be asked"


def wanted(
    ids: Iterable[PaperId], known: Mapping[PaperId, PaperMetadata], *, again: bool = False
) -> tuple[tuple[Service, tuple[PaperId, ...]], ...]:
    """Whom to ask for which identifiers: those that nothing is known of, or all of them again. In a fixed order."""
    open_ids = sorted({each for each in ids if again or each not in known})
    return tuple(
        (service, asked) for service in SERVICES if (asked := tuple(i for i in open_ids if i.scheme is service.scheme))
    )


def fetch(
    questions: Sequence[tuple[Service, Sequence[PaperId]]],
    known: Mapping[PaperId, PaperMetadata],
    network: Network,
    keep: Keep,
    *,
    addresses: Addresses | None = None,
    progress: Progress = no_progress,
) -> Outcome:
    """Asks; calls `keep` with all that is known after every answer that taught something.

    A registry that does not answer is left, and the next one asked. What was broken off is asked next time, for only answers
    are kept.
    """
    now_known = dict(known)
    outcomes = []
    for service, ids in questions:
        outcome = _ask_service(service, ids, addresses or Addresses(), network, now_known, keep, progress)
        outcomes.append(outcome)
    return Outcome(
        found=sum(each.found for each in outcomes),
        absent=tuple(chain.from_iterable(each.absent for each in outcomes)),
        left=tuple(chain.from_iterable(each.left for each in outcomes)),
        troubles=tuple(chain.from_iterable(each.troubles for each in outcomes)),
    )


def _ask_service(
    service: Service,
    ids: Sequence[PaperId],
    addresses: Addresses,
    network: Network,
    known: dict[PaperId, PaperMetadata],
    keep: Keep,
    progress: Progress,
) -> Outcome:
    """All questions to one registry; what is learnt goes into `known`."""
    found: list[PaperId] = []
    absent: list[PaperId] = []
    troubles: list[str] = []
    batches = deque(tuple(ids[start : start + service.batch]) for start in range(0, len(ids), service.batch))
    bad, done = 0, 0
    while batches and bad < _BAD_IN_A_ROW:
        batch = batches.popleft()
        try:
            answer = service.read(network.ask(service.request(batch, addresses), service.pace), batch)
        except NoAnswerError as error:
            troubles.append(f"{service.name}: {error}")
            break
        except BadAnswerError as error:
            bad += 1
            if len(batch) > 1:
                middle = len(batch) // 2
                batches.extendleft((batch[middle:], batch[:middle]))
            else:
                troubles.append(f"{service.name}, asked for {batch[0]}: {error}")
                done += 1
            continue
        bad = 0
        known |= {each: PaperMetadata(service.name.lower(), found=False) for each in answer.absent}
        known |= answer.found
        found += answer.found
        absent += answer.absent
        troubles += [f"{service.name}: {doubt}; not believed" for doubt in answer.doubts]
        if answer.found or answer.absent:
            keep(known)
        done += len(batch)
        progress(service.name, done, len(ids))
    learnt = {*found, *absent}
    if bad == _BAD_IN_A_ROW:
        troubles.append(f"{service.name}: {bad} answers in a row could not be read")
    return Outcome(len(found), tuple(absent), tuple(each for each in ids if each not in learnt), tuple(troubles))
