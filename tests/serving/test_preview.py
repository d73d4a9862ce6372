"""The preview of a real site: every file of the sample library as it is published, and rounds that fail."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from papersite import build as build_module
from papersite.build import build
from papersite.errors import PapersiteError
from papersite.library import join
from papersite.model import Artefact, Library
from papersite.publishing.manifest import read_manifest
from papersite.remembering.memo import Memo
from papersite.serving.preview import PreviewEdition, PublishedEdition, Rounds
from papersite.serving.server import Preview, application
from papersite.site import open_site

ROOT = Path(__file__).resolve().parents[2]
TAG = re.compile(rb'<script src="/__papersite__/live\.js" data-page="[^"<>]+"></script>\n')


def copied(folder: Path) -> Path:
    """The sample library in a folder of its own."""
    shutil.copytree(ROOT / "notes", folder / "notes")
    shutil.copy(ROOT / "site.toml", folder)
    return folder


@pytest.mark.slow
def test_every_file_of_the_sample_library_is_served_as_it_is_published(tmp_path: Path) -> None:
    root = copied(tmp_path)
    build(open_site(root))
    rounds, memo = Rounds(lambda: open_site(root)), Memo()
    preview = Preview(lambda changed: PreviewEdition(rounds.next(memo, changed), memo), say=lambda _: None)
    preview.renew()
    output = root / "public"
    published = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file() and path.name != ".papersite-manifest"
    }

    async def ask_all() -> dict[str, httpx.Response]:
        transport = httpx.ASGITransport(application(preview))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return {name: await client.get("/" + quote(name)) for name in published}

    # In a thread of its own, for a browser's tests may have left a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        served = pool.submit(asyncio.run, ask_all()).result()
    assert preview.snapshot.edition is not None
    assert {str(path) for path in preview.snapshot.edition.paths()} == published.keys()
    assert [name for name, answer in served.items() if answer.status_code != 200] == []
    assert [name for name, answer in served.items() if TAG.sub(b"", answer.content) != published[name]] == []
    assert {len(TAG.findall(answer.content)) for name, answer in served.items() if name.endswith(".html")} == {1}
    kinds = {Path(name).suffix: answer.headers["content-type"] for name, answer in served.items()}
    assert {kind for kind in kinds.values() if kind == "application/octet-stream"} <= {kinds.get(".bin")}


def test_the_round_after_one_that_failed_looks_at_everything(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    note, template, config = tmp_path / "notes" / "a.md", tmp_path / "templates" / "404.html", tmp_path / "site.toml"
    note.write_text("# A note\n\none")
    rounds, memo = Rounds(lambda: open_site(tmp_path)), Memo()
    rounds.next(memo, None)
    config.write_text('titel = "mistaken"\n')
    template.parent.mkdir()
    template.write_text("{% if")
    for changed in ([config, template], [note], [note]):
        with pytest.raises(PapersiteError):
            rounds.next(memo, changed)
        config.write_text('title = "right"\n')
    template.write_text("mended")
    note.write_text("# A note\n\ntwo")
    edition = rounds.next(memo, [note])
    assert edition.config.title == "right"
    assert "mended" in edition.templates.sources["404.html"].text
    assert "two" in edition.library.records[0].notes[0].body.text


def test_a_fault_in_what_is_kept_is_forgotten_and_the_round_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("# A\n", encoding="utf-8")
    rounds, memo = Rounds(lambda: open_site(tmp_path)), Memo()
    rounds.next(memo, None)
    poisoned = rounds._kept.last

    def failing(readings: Any, settings: Any, last: Any) -> Library:
        if last is poisoned:
            raise KeyError(1)
        return join(readings, settings, last)

    monkeypatch.setattr(build_module, "join", failing)
    assert [record.title for record in rounds.next(memo, None).library.records] == ["A"]


# ── a site that stands already ───────────────────────────────────────────────────────────────────────────────────────

PAPER = PurePosixPath("papers/a-paper/index.html")


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.md").write_text("---\ntitle: A Paper\n---\nas it was\n")
    build(open_site(tmp_path))
    return tmp_path


def published(root: Path, coming: Future[PreviewEdition]) -> PublishedEdition:
    manifest = read_manifest(str(root / "public"))
    assert manifest is not None
    return PublishedEdition(root / "public", "/", coming, manifest.digests)


def test_a_site_that_stands_is_shown_before_its_notes_are_read(small_site: Path) -> None:
    coming: Future[PreviewEdition] = Future()
    edition = published(small_site, coming)
    assert edition.render(PAPER).artefact == Artefact(PAPER, (small_site / "public" / PAPER).read_bytes())
    assert PAPER in edition.paths() and PurePosixPath("papers/b/index.html") not in edition.paths()
    assert len(edition.paths()) == len([*edition.paths()]) > 5
    assert not coming.done()


@pytest.mark.parametrize(
    "touch", [lambda file: file.write_text("another's"), lambda file: file.unlink()], ids=["changed", "gone"]
)
def test_a_file_that_was_touched_since_is_not_shown(small_site: Path, touch: Callable[[Path], object]) -> None:
    wanted = (small_site / "public" / PAPER).read_bytes()
    coming: Future[PreviewEdition] = Future()
    edition = published(small_site, coming)
    touch(small_site / "public" / PAPER)
    memo = Memo()
    coming.set_result(PreviewEdition(Rounds(lambda: open_site(small_site)).next(memo, None), memo))
    assert edition.render(PAPER).artefact.data == wanted


def test_a_file_that_was_touched_where_nothing_comes_is_told(small_site: Path) -> None:
    coming: Future[PreviewEdition] = Future()
    edition = published(small_site, coming)
    (small_site / "public" / PAPER).unlink()
    coming.set_exception(PapersiteError("two pages want one address"))
    with pytest.raises(PapersiteError, match="two pages"):
        edition.render(PAPER)


@pytest.mark.slow
@pytest.mark.parametrize("edited", [False, True], ids=["nothing changed", "edited since"])
def test_the_command_shows_the_newest_text_whether_it_stands_or_not(small_site: Path, edited: bool) -> None:
    run = [sys.executable, "-m", "papersite"]
    subprocess.run([*run, "build", "-q"], cwd=small_site, check=True)
    note = small_site / "notes/a.md"
    if edited:
        note.write_text(note.read_text().replace("was", "is"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([*run, "serve", "-p", str(port)], cwd=small_site, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        said = iter(process.stderr.readline, "")
        next(line for line in said if "Ctrl-C" in line)

        def page() -> str:
            return httpx.get(f"http://127.0.0.1:{port}/papers/a-paper/", trust_env=False).text

        assert ("as it is" if edited else "as it was") in page()
        if not edited:
            next(line for line in said if line.endswith("ms\n"))  # it stood before the notes were read, as it stands now
            assert "as it was" in page()
        note.write_text(note.read_text().replace("as it", "saved as it"))
        next(line for line in said if line.startswith("a.md: "))
        assert "saved as it" in page()
    finally:
        process.terminate()
        process.wait(timeout=20)
