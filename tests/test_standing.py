"""What stands: a file shows the texts that its wish says and no others, so that it need not be made anew for those."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import is_dataclass, replace
from pathlib import Path, PurePosixPath

import pytest

from papersite import search
from papersite.assets import Assets
from papersite.build import Edition, assemble, build
from papersite.model import Body, Library, Note, Origin, Record, Reference, Texts
from papersite.plan import Plan, plan_site
from papersite.plan.shelf import Shelf
from papersite.plan.wishes import ExportWish, PageWish, VolumeWish
from papersite.remembering.digests import value_key
from papersite.remembering.memo import Memo
from papersite.remembering.outlines import library_without_texts
from papersite.remembering.store import KEPT_BUILDS, encode
from papersite.search import search_files
from papersite.site import open_site
from papersite.standing import Standing
from papersite.views import Export, Page, Volume
from tests.twin_site import FIRST, note

REPOSITORY = Path(__file__).parents[1]
DUMPS = REPOSITORY.parent / "shared" / "dumps"
ALL_EXPORTS = 'base_url = "https://papers.example/"\n[feeds]\ncontent = "full"\n[exports]\nsocial_cards = true\n'


def site_of(folder: Path, notes: Iterable[Path]) -> Edition:
    (folder / "notes").mkdir(parents=True)
    for file in notes:
        if file.is_file():
            (folder / "notes" / file.name).write_bytes(file.read_bytes())
    (folder / "site.toml").write_text(ALL_EXPORTS, encoding="utf-8")
    return assemble(open_site(folder), Memo())


@pytest.fixture(scope="module", params=["sample", "dumps", "twin"])
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("site")
    if request.param == "dumps":
        if not DUMPS.is_dir():
            pytest.skip("no real dumps beside the project")
        return site_of(folder / "site", DUMPS.iterdir())
    if request.param == "sample":
        return site_of(folder / "site", (REPOSITORY / "notes").iterdir())
    (folder / "own").mkdir()
    for name, text in FIRST.items():
        (folder / "own" / PurePosixPath(name).name).write_text(text, encoding="utf-8")
    return site_of(folder / "site", (folder / "own").iterdir())


def other_text(note: Note) -> Note:
    origin = Origin(note.origin.path, note.origin.first_line + 7, note.origin.last_line + 9)
    return replace(note, origin=origin, body=Body("Another text.", (note.origin.first_line,)), field_lines=())


def moved(reference: Reference) -> Reference:
    return replace(reference, start=reference.start + 5, end=reference.end + 5, line=reference.line + 7)


def with_other_texts(library: Library, *kept: str) -> Library:
    """A library with other texts for all papers but some."""

    def other(record: Record) -> Record:
        if record.slug in kept:
            return record
        facts = tuple(replace(fact, origin=None) for fact in record.facts)
        return replace(record, notes=tuple(map(other_text, record.notes)), facts=facts)

    references = tuple(
        of_paper if record.slug in kept else tuple(tuple(map(moved, of_note)) for of_note in of_paper)
        for record, of_paper in zip(library.records, library.references, strict=True)
    )
    links = tuple(link if link.source in kept else replace(link, reference=moved(link.reference)) for link in library.links)
    return replace(library, records=tuple(map(other, library.records)), references=references, links=links)


def replanned(edition: Edition, library: Library) -> Plan:
    shelf = edition.plan.shelf
    plan = plan_site(library, edition.config, Assets(tuple(edition.assets.values()), shelf.site.assets, shelf.images))
    assert plan.wishes.keys() == edition.plan.wishes.keys()
    assert plan.shelf.site == shelf.site
    return plan


def test_other_texts_are_told_apart_by_texts_alone(edition: Edition) -> None:
    assert library_without_texts(edition.library) == library_without_texts(with_other_texts(edition.library))
    assert edition.library != with_other_texts(edition.library)


def test_a_file_that_shows_no_texts_is_the_same_with_others(edition: Edition) -> None:
    made = replanned(edition, with_other_texts(edition.library)).made
    paths = [path for path, wish in edition.plan.wishes.items() if wish.texts is Texts.NONE]
    assert len(paths) > 10
    for path in paths:
        assert made(path) == edition.plan.made(path), path


def test_a_file_that_shows_its_own_texts_is_the_same_with_others_elsewhere(edition: Edition) -> None:
    paths = [path for path, wish in edition.plan.wishes.items() if wish.texts is Texts.OWN]
    slugs = {wish.of for wish in edition.plan.wishes.values() if wish.texts is Texts.OWN}
    assert slugs == {record.slug for record in edition.library.records}
    for slug in sorted(slugs)[:20]:
        made = replanned(edition, with_other_texts(edition.library, slug)).made
        for path in paths:
            if edition.plan.wishes[path].of == slug:
                assert made(path) == edition.plan.made(path), path


def test_a_file_that_shows_some_texts_is_the_same_with_others_elsewhere(edition: Edition) -> None:
    wishes = [wish for wish in edition.plan.wishes.values() if wish.texts is Texts.SOME]
    assert len(wishes) > 3
    everything = replanned(edition, with_other_texts(edition.library))
    for wish in wishes[:: max(1, len(wishes) // 20)]:
        file = edition.plan.made(wish.path)
        assert isinstance(file, Export)
        elsewhere = replanned(edition, with_other_texts(edition.library, *file.papers))
        assert elsewhere.made(wish.path) == file
        named = everything.made(wish.path)
        assert isinstance(named, Export)
        assert (named == file) == (not file.papers)
        assert named.papers == file.papers


def test_a_chapter_is_the_same_with_other_texts_elsewhere(edition: Edition) -> None:
    volumes = [wish for wish in edition.plan.wishes.values() if isinstance(wish, VolumeWish)]
    assert len(volumes) == 2
    slugs = [record.slug for record in edition.library.records]
    for kept in slugs[:20]:
        shelf = replanned(edition, with_other_texts(edition.library, kept)).shelf
        for wish in volumes:
            assert wish.papers == tuple(slugs)
            assert wish.binding(shelf) == wish.binding(edition.plan.shelf)
            assert wish.view(shelf, kept) == wish.view(edition.plan.shelf, kept)
            others = [slug for slug in slugs if slug != kept]
            assert any(wish.view(shelf, slug) != wish.view(edition.plan.shelf, slug) for slug in others)


def test_what_shows_texts_says_so(edition: Edition) -> None:
    """The other way round: were a paper's page said to show no text, these tests would see it."""
    made = replanned(edition, with_other_texts(edition.library)).made
    noted = {record.slug for record in edition.library.records if any(note.body.text for note in record.notes)}
    for path, wish in edition.plan.wishes.items():
        if wish.texts is Texts.OWN and wish.of in noted:
            assert made(path) != edition.plan.made(path), path


def test_a_file_of_the_search_shows_the_texts_that_it_says(edition: Edition) -> None:
    slugs = {record.slug for record in edition.library.records}
    assert {slug for texts, slug in map(edition.search.shown, edition.search) if texts is Texts.OWN} == slugs
    for kept in ("", *sorted(slugs)[:3]):
        others = search_files(with_other_texts(edition.library, kept), edition.config, Memo())
        for path in edition.search:
            texts, of = edition.search.shown(path)
            if texts is Texts.NONE or (texts is Texts.OWN and of == kept):
                assert others[path] == edition.search[path], path
    assert any(others[path] != edition.search[path] for path in edition.search if edition.search.shown(path)[0] is Texts.ALL)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FIRST.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def remade(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Builds; the addresses and files whose views were made."""
    made: list[str] = []
    page, export, volume = PageWish.made, ExportWish.made, VolumeWish.made

    def page_made(self: PageWish, shelf: Shelf) -> Page:
        made.append(self.url)
        return page(self, shelf)

    def export_made(self: ExportWish, shelf: Shelf) -> Export:
        made.append(str(self.path))
        return export(self, shelf)

    monkeypatch.setattr(PageWish, "made", page_made)

    def volume_made(self: VolumeWish, shelf: Shelf, standing: Sequence[bytes | None] = ()) -> Volume:
        found = volume(self, shelf, standing)
        chapters = zip(self.papers, found.chapters, strict=True)
        made.extend(f"{self.path} {slug}" for slug, each in chapters if not isinstance(each, bytes))
        return found

    monkeypatch.setattr(ExportWish, "made", export_made)
    monkeypatch.setattr(VolumeWish, "made", volume_made)
    build(open_site(root))
    monkeypatch.undo()
    return made


def test_after_an_edit_of_a_text_only_what_shows_it_is_made(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(remade(root, monkeypatch)) > 30
    text = root / "notes" / "words.md"
    text.write_text(text.read_text(encoding="utf-8") + "\n書き足した。\n", encoding="utf-8")
    made = remade(root, monkeypatch)
    (page,) = (each for each in made if each.startswith("/"))
    assert page.startswith("/papers/")
    slug = page.split("/")[2]
    chapters = {f"records.json {slug}", f"llms-full.txt {slug}"}
    assert set(made) - {page, "feed.json", "feed.xml"} == {f"{page[1:]}index.md", *chapters}


def test_a_volume_is_put_together_as_if_made_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(open_site(root))
    notes = sorted((root / "notes").glob("*.md"))
    assert len(notes) > 2
    counts = []
    for number, text in enumerate((*notes, *notes)):
        text.write_text(text.read_text(encoding="utf-8") + "\n\n書き足した。" * (number + 1) + "\n", encoding="utf-8")
        made = remade(root, monkeypatch)
        counts.append(len([each for each in made if each.startswith("llms-full.txt ")]))
        volumes = {name: (root / "public" / name).read_bytes() for name in ("records.json", "llms-full.txt")}
        shutil.rmtree(root / ".papersite")
        shutil.rmtree(root / "public")
        build(open_site(root))
        assert {name: (root / "public" / name).read_bytes() for name in volumes} == volumes
    assert counts.count(1) > 3  # one makes its note Japanese, which is no matter of its text alone


def test_a_volume_that_others_have_written_to_is_made_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(open_site(root))
    before = (root / "public" / "records.json").read_bytes()
    (root / "public" / "records.json").write_bytes(before.replace(b"Attention", b"Attraction"))
    made = remade(root, monkeypatch)
    assert len([each for each in made if each.startswith("records.json ")]) == len(json.loads(before)["records"])
    assert (root / "public" / "records.json").read_bytes() == before


def test_a_chapter_needs_what_it_needed_as_long_as_it_stands(root: Path) -> None:
    build(open_site(root))
    text = root / "notes" / "words.md"
    for _ in range(KEPT_BUILDS + 2):
        text.write_text(text.read_text(encoding="utf-8") + "\n書き足した。\n", encoding="utf-8")
        build(open_site(root))
    with Memo.open(root) as memo:
        library = assemble(open_site(root), memo).library
        bodies = [note.body.text for record in library.records for note in record.notes]
        assert len(bodies) > 2
        assert all(memo.recall("headings", value_key(body)) is not None for body in bodies)


def test_after_an_edit_of_a_text_only_feeds_that_hold_it_are_made(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "site.toml").write_text('base_url = "https://papers.example/"\n[feeds]\nentries = 1\n', encoding="utf-8")
    feeds = [each for each in remade(root, monkeypatch) if each.endswith("feed.xml")]
    assert "authors/jacob-devlin/feed.xml" in feeds
    for name in ("bert.md", "words.md"):
        text = root / "notes" / name
        text.write_text(text.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
        again = [each for each in remade(root, monkeypatch) if each.endswith("feed.xml")]
        assert ("authors/jacob-devlin/feed.xml" in again) == (name == "bert.md")
        assert ("feed.xml" in again) == (name == "words.md")
        assert 0 < len(again) < len(feeds)


def test_after_an_edit_of_a_text_only_its_own_texts_are_searched_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(open_site(root))
    text = root / "notes" / "words.md"
    text.write_text(text.read_text(encoding="utf-8") + "\n書き足した。\n", encoding="utf-8")
    asked: list[str] = []
    plain = search._sections

    def sections(record: Record, memo: Memo) -> object:
        asked.append(record.slug)
        return plain(record, memo)

    monkeypatch.setattr(search, "_sections", sections)
    report = build(open_site(root))
    # The signatures are made for eight papers at a time, and all three are of one eight.
    assert len(asked) == 3
    written = [str(path) for path in report.published.written if path.parts[0] == "search"]
    assert len([path for path in written if path.startswith("search/text/")]) == 1
    assert "search/index.bin" not in written


def test_a_file_that_was_taken_away_is_made_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(open_site(root))
    (root / "public" / "tags" / "nlp" / "index.html").unlink()
    assert "/tags/nlp/" in remade(root, monkeypatch)


def test_another_title_is_another_library(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(open_site(root))
    (root / "notes" / "new.md").write_text(note("New", "x", date="2024-04-01"), encoding="utf-8")
    assert "/" in remade(root, monkeypatch)
    (root / "notes" / "new.md").unlink()
    # Gone back, the files are those of the first build, but some were published anew since.
    assert "/tags/" not in remade(root, monkeypatch)


def test_problems_of_files_that_stand_are_told_again(root: Path) -> None:
    (root / "notes" / "figure.md").write_text(note("Figure", "![](missing.png)", date="2024-04-01"), encoding="utf-8")
    kinds = [problem.kind for problem in build(open_site(root)).problems]
    assert "missing-image" in kinds
    assert [problem.kind for problem in build(open_site(root)).problems] == kinds


def nothing_to_read(name: str) -> bytes:
    raise FileNotFoundError(name)


def test_what_is_left_behind_can_be_read_back(root: Path) -> None:
    build(open_site(root))
    with Memo.open(root) as memo:
        edition = assemble(open_site(root), memo)
        standing = Standing(edition.library, edition.intake.sources, edition.rest, {}, nothing_to_read, memo)
        found = memo.recall("files", standing.key)
        assert found is not None
        assert encode(found)


@pytest.mark.parametrize(
    "made_up",
    [
        pytest.param({"paths": ("index.html", "404.html")}, id="more files than digests"),
        pytest.param({"digests": None}, id="no column"),
        pytest.param({"problems": (1, 2)}, id="problems of no file"),
        pytest.param({"papers": ("x",)}, id="fewer papers than chapters"),
        pytest.param({"volumes": (("records.json", 1),)}, id="no chapters"),
        pytest.param({"volumes": ((1, 2, 3),)}, id="no volumes"),
        pytest.param({"some": (("feed.xml", ([],)),)}, id="no places of papers"),
    ],
)
def test_what_no_build_leaves_behind_is_passed_over(root: Path, made_up: dict[str, object]) -> None:
    build(open_site(root))
    before = (root / "public" / "index.html").read_bytes()
    with Memo.open(root) as memo:
        edition = assemble(open_site(root), memo)
        key = Standing(edition.library, edition.intake.sources, edition.rest, {}, nothing_to_read, memo).key
        found = memo.recall("files", key)
        assert is_dataclass(found) and not isinstance(found, type)
        memo.remember("files", key, replace(found, **made_up))
        memo.save()
    (root / "public" / "index.html").unlink()
    build(open_site(root))
    assert (root / "public" / "index.html").read_bytes() == before
