"""Fetching: the pace that registries ask for, what happens when they fail, and that nothing learnt is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from papersite.cli import main
from papersite.fetching.arxiv import ARXIV
from papersite.fetching.asking import Network, NoAnswerError, retry_after
from papersite.fetching.fetch import Outcome, fetch, wanted
from papersite.fetching.keeping import keep
from papersite.fetching.service import Addresses, Request
from papersite.metadata import PaperMetadata
from papersite.model import IdScheme, PaperId
from tests.fetching.answers import TITLES, entry, feed, refusal, work, works
from tests.fetching.registry import Parameters, Registry, Reply, registry


@dataclass
class Clock:
    """Time that passes only when somebody sleeps."""

    time: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += seconds

    def now(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def network(clock: Clock) -> Iterator[Network]:
    """A network that waits for nobody, with half a second for an answer."""
    with Network(httpx.Client(timeout=0.5, follow_redirects=True), clock.sleep, clock.now) as network:
        yield network


def arxiv(*numbers: str) -> list[PaperId]:
    return [PaperId(IdScheme.ARXIV, number) for number in numbers]


def numbers(count: int) -> list[str]:
    return [f"2401.{number:05d}" for number in range(1, count + 1)]


def run(
    network: Network, at: Registry, ids: list[PaperId], known: dict[PaperId, PaperMetadata] | None = None
) -> tuple[Outcome, list[int]]:
    """What came of asking, and how much was known each time it was kept."""
    kept: list[int] = []
    known = known or {}
    addresses = Addresses(at.url, at.url, at.url)
    outcome = fetch(wanted(ids, known), known, network, lambda now: kept.append(len(now)), addresses=addresses)
    return outcome, kept


def answering(parameters: Parameters) -> Reply:
    """A registry that is well."""
    return Reply(feed(*map(entry, parameters["id_list"].split(","))))


def then(*replies: Callable[[Parameters], Reply]) -> Callable[[Parameters], Reply]:
    """Answers one after another, the last for ever."""
    left = list(replies)
    return lambda parameters: (left.pop(0) if len(left) > 1 else left[0])(parameters)


def busy(*headers: tuple[str, str], status: int = 503) -> Callable[[Parameters], Reply]:
    return lambda _: Reply(b"later", status, headers)


def test_papers_are_asked_for_in_batches_at_arxivs_pace(network: Network, clock: Clock) -> None:
    with registry(answering) as at:
        outcome, kept = run(network, at, arxiv(*numbers(250)))
    assert [len(asked["id_list"].split(",")) for asked in at.asked] == [100, 100, 50]
    assert clock.pauses == [3.0, 3.0]
    assert (outcome.found, outcome.left) == (250, ())
    assert kept == [100, 200, 250], "what was learnt is kept after every answer"


def test_what_is_known_is_not_asked_again() -> None:
    known = {PaperId(IdScheme.ARXIV, "1706.03762"): PaperMetadata("arxiv", found=False)}
    ids = arxiv("1706.03762", "1810.04805")
    assert wanted(ids, known) == ((ARXIV, (ids[1],)),)
    assert wanted(ids, known, again=True) == ((ARXIV, tuple(ids)),)


@pytest.mark.parametrize(
    ("header", "pause"), [(("Retry-After", "7"), 7.0), (("X-Nothing", "1"), 3.0)], ids=["as long as it says", "a while"]
)
def test_a_busy_registry_is_asked_again_after(header: tuple[str, str], pause: float, network: Network, clock: Clock) -> None:
    with registry(then(busy(header, status=429), answering)) as at:
        outcome, _ = run(network, at, arxiv("1706.03762"))
    assert outcome.found == 1
    assert clock.pauses[0] == pause


def test_a_registry_that_stays_busy_is_left_after_some_tries(network: Network, clock: Clock) -> None:
    with registry(busy()) as at:
        outcome, kept = run(network, at, arxiv("1706.03762"))
    assert len(at.asked) == 4
    assert [pause for pause in clock.pauses if pause >= 3.0] == [3.0, 6.0, 12.0]
    assert (outcome.left, kept) == (tuple(arxiv("1706.03762")), [])
    assert outcome.troubles == ("arXiv: 127.0.0.1 answers 503, 4 times",)


def test_a_registry_that_asks_for_an_hour_is_left_at_once(network: Network, clock: Clock) -> None:
    with registry(busy(("Retry-After", "3600"))) as at:
        outcome, _ = run(network, at, arxiv("1706.03762"))
    assert (len(at.asked), clock.pauses) == (1, [])
    assert "it asks to wait 3600 seconds" in outcome.troubles[0]


def test_a_slow_registry_is_asked_again(network: Network, clock: Clock) -> None:
    def late(_: Parameters) -> Reply:
        import time

        time.sleep(0.8)
        return Reply()

    with registry(then(late, answering)) as at:
        outcome, _ = run(network, at, arxiv("1706.03762"))
    assert outcome.found == 1


def test_a_registry_that_is_not_there_is_left(network: Network) -> None:
    outcome, kept = run(network, Registry("http://127.0.0.1:9/api"), arxiv("1706.03762"))
    assert "can't be reached" in outcome.troubles[0]
    assert (outcome.left, kept) == (tuple(arxiv("1706.03762")), [])


def test_work_that_was_broken_off_goes_on_where_it_was(network: Network) -> None:
    learnt: dict[PaperId, PaperMetadata] = {}
    ids = arxiv(*numbers(150))

    class BrokenOffError(Exception):
        pass

    def keep_then_break(now: object) -> None:
        assert isinstance(now, dict)
        learnt.update(now)
        raise BrokenOffError

    with registry(answering) as at:
        with pytest.raises(BrokenOffError):
            fetch(wanted(ids, {}), {}, network, keep_then_break, addresses=Addresses(arxiv=at.url))
        outcome, _ = run(network, at, ids, learnt)
    assert outcome.found == 50
    assert at.asked[1]["id_list"].split(",") == numbers(150)[100:]


def test_one_identifier_that_upsets_the_registry_is_found_and_the_others_answered(network: Network) -> None:
    def strict(parameters: Parameters) -> Reply:
        return Reply(refusal()) if "2401.00042" in parameters["id_list"] else answering(parameters)

    with registry(strict) as at:
        outcome, _ = run(network, at, arxiv(*numbers(100)))
    assert (outcome.found, outcome.left) == (99, tuple(arxiv("2401.00042")))
    assert outcome.troubles == ("arXiv, asked for arxiv:2401.00042: arXiv says: incorrect id format",)


def test_a_registry_that_only_babbles_is_left(network: Network) -> None:
    with registry(lambda _: Reply(b"<html>maintenance</html>")) as at:
        outcome, kept = run(network, at, arxiv(*numbers(300)))
    assert len(at.asked) == 9
    assert (outcome.found, len(outcome.left), kept) == (0, 300, [])


def test_lies_are_told_and_not_kept(network: Network) -> None:
    with registry(lambda _: Reply(feed(entry("1810.04805", "Something Else")))) as at:
        outcome, kept = run(network, at, arxiv("1706.03762"))
    assert (outcome.found, outcome.absent, kept) == (0, (), [])
    assert outcome.troubles[0].endswith("which was not asked for; not believed")


def test_an_answer_without_end_is_cut_off(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papersite.fetching.asking._LARGEST", 10_000)
    with registry(lambda _: Reply(b" " * 10_001)) as at, pytest.raises(NoAnswerError, match="answers with more than"):
        network.ask(Request(at.url, ()), 0.0)


def test_one_registrys_failure_does_not_stop_the_others(network: Network) -> None:
    def only_crossref(parameters: Parameters) -> Reply:
        return Reply(works(work("10.1000/abc"))) if "filter" in parameters else Reply(status=404)

    with registry(only_crossref) as at:
        outcome, _ = run(network, at, [*arxiv("1706.03762"), PaperId(IdScheme.DOI, "10.1000/abc")])
    assert outcome.found == 1
    assert outcome.troubles == ("arXiv: 127.0.0.1 answers 404 Not Found",)


def test_a_registry_learns_whom_to_write_to() -> None:
    with registry(answering) as at, Network.open("someone@example.org") as network:
        network.ask(Request(at.url, (("id_list", "1706.03762"),)), 0.0)
    assert at.agents[0].startswith("papersite/")
    assert "mailto:someone@example.org" in at.agents[0]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "12"}, 12.0),
        ({"Retry-After": "Wed, 01 Jan 2025 00:01:00 GMT", "Date": "Wed, 01 Jan 2025 00:00:00 GMT"}, 60.0),
        ({"Retry-After": "Wed, 01 Jan 2025 00:00:00 GMT", "Date": "Wed, 01 Jan 2025 00:01:00 GMT"}, 0.0),
        ({"Retry-After": "Wed, 01 Jan 2025 00:01:00 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
    ids=["seconds", "a date", "a date that was", "a date without a clock", "words", "nothing"],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(httpx.Headers(headers)) == seconds


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────

NOTE = """---
{title}date: 2024-01-15
arxiv: "1706.03762"
---

注意だけで系列を変換する。
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a note that has an identifier and no title."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "note.md").write_text(NOTE.format(title=""), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def point(site: Path, at: Registry) -> None:
    (site / "site.toml").write_text(f'[fetch]\narxiv = "{at.url}"\n', encoding="utf-8")


def record_of(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert main(["records", "--json"]) == 0
    value: dict[str, object] = json.loads(capsys.readouterr().out)
    return value


def test_what_is_fetched_is_in_the_next_build(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with registry(answering) as at:
        point(site, at)
        assert main(["fetch"]) == 0
        assert main(["fetch"]) == 0
    assert len(at.asked) == 1, "what is known is not asked again"
    record = record_of(capsys)
    assert (record["title"], record["title_source"], record["year"]) == ("Attention Is All You Need", "fetched", 2017)
    assert record["authors"] == ["Ashish Vaswani", "Łukasz Kaiser"]


def test_what_a_person_wrote_stays(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = "title: 注意がすべて\nauthors: [A. Vaswani]\nyear: 2018\nvenue: NIPS\n"
    (site / "notes" / "note.md").write_text(NOTE.format(title=own), encoding="utf-8")
    with registry(answering) as at:
        point(site, at)
        assert main(["fetch"]) == 0
    record = record_of(capsys)
    shown = (record["title"], record["authors"], record["year"], record["venue"])
    assert shown == ("注意がすべて", ["A. Vaswani"], 2018, "NIPS")
    assert record["doi"] == "10.1000/abc", "what nobody wrote is added"


BERT = TITLES["1810.04805"]


def test_what_is_cited_and_not_noted_is_asked_for_on_request_and_named_on_the_reading_list(site: Path) -> None:
    note = site / "notes" / "note.md"
    note.write_text(NOTE.format(title="title: 注意\n") + "\n先行研究は arXiv:1810.04805 にある。\n", encoding="utf-8")
    listed = site / "public" / "unread" / "index.html"
    with registry(answering) as at:
        point(site, at)
        assert main(["fetch"]) == 0
        assert main(["build"]) == 0
        assert ">arxiv:1810.04805</a>" in listed.read_text(encoding="utf-8")
        assert main(["fetch", "--unread"]) == 0
    assert [query["id_list"] for query in at.asked] == ["1706.03762", "1810.04805"]
    assert main(["build"]) == 0
    named = listed.read_text(encoding="utf-8")
    assert "arxiv:1810.04805<" not in named
    assert f"{BERT}</a>" in named
    assert '<span class="names">Ashish Vaswani, Łukasz Kaiser</span>' in named
    assert f"{BERT}</a>" in (site / "public/papers/1706.03762/index.html").read_text(encoding="utf-8")


def test_a_dry_run_asks_nobody(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with registry(answering) as at:
        point(site, at)
        assert main(["fetch", "--dry-run"]) == 0
    assert not at.asked
    assert capsys.readouterr().out == "arXiv: 1 papers, 1 requests\n"
    assert not (site / "notes" / "metadata.json").exists()


def test_a_metadata_file_that_cannot_be_read_is_not_written_over(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = site / "notes" / "metadata.json"
    broken.write_text("<<<<<<< ours\n", encoding="utf-8")
    assert main(["fetch"]) == 1
    assert broken.read_text(encoding="utf-8") == "<<<<<<< ours\n"
    assert "notes/metadata.json:1: not JSON" in capsys.readouterr().err


def test_a_disk_that_is_full_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "metadata.json"
    keep(file, {PaperId(IdScheme.ARXIV, "1706.03762"): PaperMetadata("arxiv", "A")})
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(file, {})
    assert (file.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (before, ["metadata.json"])
