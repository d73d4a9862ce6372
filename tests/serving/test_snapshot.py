"""What a preview shows at one moment: addresses, pages that fail, and what an open page is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from papersite.errors import TemplateError
from papersite.model import Origin, Problem, Severity
from papersite.serving.snapshot import PROBLEMS_SHOWN, Failure, Found, Redirect, Snapshot, excerpt, state
from tests.fake_edition import FakeEdition

SITE = {"index.html": b"home", "papers/強化/index.html": b"paper", "static/a.css": b"css", "a/papers/index.html": b"odd"}
BROKEN = TemplateError("no such filter", Origin(PurePosixPath("templates/page.html"), 3, 3))


def shown(files: Mapping[str, bytes | Exception] = SITE, base_path: str = "/") -> Snapshot:
    return Snapshot().renewed(FakeEdition(files, base_path))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/papers/強化/", "papers/強化/index.html"),
        ("/static/a.css", "static/a.css"),
    ],
)
def test_an_address_means_a_file(address: str, found: str) -> None:
    assert shown().at(address) == PurePosixPath(found)


def test_a_folder_without_its_slash_leads_to_it() -> None:
    assert shown().at("/papers/強化") == Redirect("/papers/%E5%BC%B7%E5%8C%96/")


@pytest.mark.parametrize(
    "address",
    [
        *("/papers/", "/nothing", "/static", "/static/", "/static/a.css/", "//", "//papers/強化/", "/papers//強化/"),
        *("/./", "/papers/./強化/", "/../index.html", "/papers/../index.html", "/..", "/papers/強化/..", "papers/強化/", ""),
        *("/\0", "/papers\\強化/", "/INDEX.html", "//evil.example", "//evil.example/", "/" + "a/" * 3000),
    ],
)
def test_an_address_that_is_not_written_so_means_nothing(address: str) -> None:
    assert shown().at(address) is None


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/a/", "index.html"),
        ("/a/static/a.css", "static/a.css"),
        ("/static/a.css", "static/a.css"),
        ("/a/papers/", "a/papers/index.html"),
        ("/a/a/papers/", "a/papers/index.html"),
        ("/a/nothing", None),
    ],
)
def test_a_site_below_a_path_is_found_there_and_at_the_root(address: str, found: str | None) -> None:
    assert shown(base_path="/a/").at(address) == (PurePosixPath(found) if found else None)


def test_a_page_is_rendered_when_it_is_asked_for_and_once() -> None:
    edition = FakeEdition(SITE)
    snapshot = Snapshot().renewed(edition)
    assert edition.rendered == []
    for _ in range(2):
        found = snapshot.find(PurePosixPath("index.html"))
        assert found.rendered
        assert found.rendered.artefact.data == b"home"
    assert edition.rendered == ["index.html"]


def test_a_page_that_fails_is_shown_as_it_last_was_and_tries_again() -> None:
    path = PurePosixPath("index.html")
    good = shown()
    good.find(path)
    bad = good.renewed(FakeEdition({"index.html": BROKEN}))
    for snapshot in (bad, bad.renewed(FakeEdition({"index.html": ValueError("odd")}))):
        found = snapshot.find(path)
        assert found.rendered
        assert found.rendered.artefact.data == b"home"
        assert found.failure
    mended = bad.renewed(FakeEdition({"index.html": b"mended"})).find(path)
    assert mended == Found(path, mended.rendered)


def test_a_page_that_never_was_good_is_a_failure_alone() -> None:
    found = shown({"index.html": BROKEN}).find(PurePosixPath("index.html"))
    assert found == Found(PurePosixPath("index.html"), None, Failure("no such filter", BROKEN.origin))


def test_a_failed_renewal_shows_the_last_good_edition() -> None:
    snapshot = shown().failed(Failure("site.toml is odd"))
    assert snapshot.number == 2
    assert snapshot.at("/") == PurePosixPath("index.html")
    assert snapshot.renewed(FakeEdition(SITE)).failure is None


def test_an_error_nobody_foresaw_is_told_with_where_it_came_from() -> None:
    try:
        raise ZeroDivisionError("of a note")
    except ZeroDivisionError as error:
        failure = Failure.of(error)
    assert "ZeroDivisionError: of a note" in failure.message
    assert "test_snapshot.py" in failure.message


# ── what an open page is told ────────────────────────────────────────────────────────────────────────────────────────


def problem(number: int, severity: Severity = Severity.WARNING) -> Problem:
    return Problem("missing-date", f"no date, number {number}", Origin(PurePosixPath("notes/a.md"), number, number), severity)


def test_an_open_page_is_told_its_own_problems_first_and_how_many_there_are() -> None:
    edition = FakeEdition(
        SITE,
        problems=(*(problem(n) for n in range(1, PROBLEMS_SHOWN + 9)), problem(1, Severity.INFO)),
        own_problems=(problem(999, Severity.ERROR),),
    )
    snapshot = Snapshot().renewed(edition)
    told = state(snapshot, snapshot.find(PurePosixPath("index.html")), '"etag"', ())
    problems = told.pop("problems")
    assert told == {"number": 1, "page": '"etag"', "failure": None, "count": PROBLEMS_SHOWN + 9}
    assert isinstance(problems, list)
    assert len(problems) == PROBLEMS_SHOWN
    assert problems[0] == {
        "kind": "missing-date",
        "severity": "error",
        "message": "no date, number 999",
        "place": "notes/a.md:999",
        "excerpt": [],
    }


def test_a_failure_of_the_site_is_told_before_one_of_the_page() -> None:
    snapshot = shown({"index.html": BROKEN})
    found = snapshot.find(PurePosixPath("index.html"))
    assert state(snapshot, found, "", ())["failure"] == {
        "message": "no such filter",
        "place": "templates/page.html:3",
        "excerpt": [],
    }
    failed = snapshot.failed(Failure("site.toml is odd"))
    assert state(failed, found, "", ())["failure"] == {"message": "site.toml is odd", "place": "", "excerpt": []}


def test_an_excerpt_is_taken_from_the_first_folder_that_has_the_file(tmp_path: Path) -> None:
    site, theme = tmp_path / "site", tmp_path / "theme"
    for folder, text in ((site, "one\r\ntwo\n三\nfour\nfive\nsix"), (theme, "of the theme")):
        (folder / "templates").mkdir(parents=True)
        (folder / "templates" / "a.html").write_text(text, newline="")
    origin = Origin(PurePosixPath("templates/a.html"), 3, 3)
    lines = [(1, "one", False), (2, "two", False), (3, "三", True), (4, "four", False), (5, "five", False)]
    assert list(excerpt(origin, (site, theme))) == lines
    assert list(excerpt(origin, (tmp_path / "none", site))) == lines
    assert list(excerpt(Origin(PurePosixPath("templates/a.html"), 1, 1), (theme,))) == [(1, "of the theme", True)]
    assert list(excerpt(Origin(PurePosixPath("templates/a.html"), 99, 99), (site,))) == []


def test_no_excerpt_leaves_its_folders_or_shows_long_lines_whole(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "long").write_text("x" * 10_000)
    (tmp_path / "site" / "link").symlink_to(tmp_path / "secret")
    for path in ("../secret", "link", str(tmp_path / "secret"), "nothing", "."):
        assert list(excerpt(Origin(PurePosixPath(path)), (tmp_path / "site",))) == []
    ((_, text, _),) = excerpt(Origin(PurePosixPath("long")), (tmp_path / "site",))
    assert len(text) < 300
