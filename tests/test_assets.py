"""Static files and images: the site's own win, addresses change with content, sizes are read from the bytes."""

from __future__ import annotations

import errno
import os
import struct
import zlib
from pathlib import Path, PurePosixPath

import pytest

from papersite.assets import Assets, accent_css, image_size, load_assets
from papersite.theme import theme_dir


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG: its signature and its header chunk."""
    header = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))


def write(path: Path, data: bytes) -> None:
    """A file, with the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def load(root: Path, accent: str = "") -> Assets:
    """The assets of a made-up theme and site."""
    return load_assets(root / "theme", root / "site" / "static", root / "site", "notes", accent)


def test_a_file_of_the_site_takes_the_place_of_the_themes(tmp_path: Path) -> None:
    write(tmp_path / "theme/css/site.css", b"theme")
    write(tmp_path / "theme/js/keys.js", b"keys")
    write(tmp_path / "site/static/css/site.css", b"own")
    found = {str(artefact.path): artefact.data for artefact in load(tmp_path).artefacts}
    assert found == {"static/css/site.css": b"own", "static/js/keys.js": b"keys"}


def test_an_address_changes_with_the_content_and_only_with_it(tmp_path: Path) -> None:
    write(tmp_path / "theme/a b.css", b"one")
    before = load(tmp_path).urls
    write(tmp_path / "theme/a b.css", b"one")
    assert load(tmp_path).urls == before
    write(tmp_path / "theme/a b.css", b"two")
    after = load(tmp_path).urls
    assert after != before
    assert after[0][0] == "a b.css"
    assert after[0][1].startswith("static/a%20b.css?v=")


def test_hidden_files_and_what_editors_leave_are_not_published(tmp_path: Path) -> None:
    for name in (".DS_Store", "x.css~", "Thumbs.db", ".git/config"):
        write(tmp_path / "theme" / name, b"x")
    assert load(tmp_path) == Assets()


def test_an_accent_makes_a_style_sheet_unless_the_site_brings_one(tmp_path: Path) -> None:
    assert dict(load(tmp_path, "#8a3ffc").urls).keys() == {"css/accent.css"}
    assert load(tmp_path, "#8a3ffc").artefacts[0].data == accent_css("#8a3ffc").encode()
    write(tmp_path / "site/static/css/accent.css", b"own")
    assert load(tmp_path, "#8a3ffc").artefacts[0].data == b"own"


def test_images_beside_notes_keep_their_place_and_tell_their_size(tmp_path: Path) -> None:
    write(tmp_path / "site/notes/2024/fig 1.png", png(640, 480))
    write(tmp_path / "site/notes/2024/note.md", b"text")
    found = load(tmp_path)
    assert [str(artefact.path) for artefact in found.artefacts] == ["images/2024/fig 1.png"]
    (image,) = found.images
    assert image.source == PurePosixPath("notes/2024/fig 1.png")
    assert (image.width, image.height) == (640, 480)
    assert image.url.startswith("images/2024/fig%201.png?v=")


@pytest.mark.parametrize(
    ("data", "size"),
    [
        pytest.param(png(3, 5), (3, 5), id="PNG"),
        pytest.param(b"GIF89a" + struct.pack("<HH", 7, 9), (7, 9), id="GIF"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x0b\x08\x01\x02\x03\x04", (0x304, 0x102), id="progressive JPEG"),
        pytest.param(b"\xff\xd8\xff\xff\xff\xc0\x00\x0b\x08\x00\x02\x00\x04", (4, 2), id="JPEG with fill bytes"),
        pytest.param(b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\x0f\0\0\x1f\0\0", (16, 32), id="extended WebP"),
        pytest.param(b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 10 + struct.pack("<HH", 8, 6), (8, 6), id="lossy WebP"),
        pytest.param(b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 9 | 4 << 14), (10, 5), id="lossless WebP"),
        pytest.param(b"<svg/>", None, id="SVG has none"),
        pytest.param(png(0, 5), None, id="a width of nothing"),
        pytest.param(b"\x89PNG\r\n\x1a\n", None, id="a PNG that ends too early"),
        pytest.param(b"\xff\xd8\xff\xe0\xff\xff", None, id="a JPEG that ends too early"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_the_size_of_an_image_is_read_from_its_first_bytes(data: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(data) == size


def test_the_scripts_of_a_papers_page_weigh_little() -> None:
    # A page must not wait for them on a slow line; the bound is the theme's own promise. Those of a folder, and those named
    # here, are read when a reader rests on a link, searches, narrows a list or opens a graph.
    early = [
        path
        for path in (theme_dir("static") / "js").glob("*.js")
        if path.name not in ("search.js", "search-index.js", "facets.js", "graph.js")
    ]
    assert early
    assert sum(path.stat().st_size for path in early) <= 15_000


def test_a_link_out_of_the_notes_or_the_site_is_told_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "secret.png", png(1, 1))
    write(tmp_path / "site/notes/in/a.png", png(1, 1))
    write(tmp_path / "site/static/b.css", b"b")
    for name, target in {
        "notes/out.png": tmp_path / "secret.png",
        "notes/static.png": tmp_path / "site/static/b.css",
        "notes/inside.png": tmp_path / "site/notes/in/a.png",
        "static/out.png": tmp_path / "secret.png",
        "static/inside.css": tmp_path / "site/static/b.css",
    }.items():
        (tmp_path / "site" / name).symlink_to(target)
    found = load(tmp_path)
    assert [str(artefact.path) for artefact in found.artefacts] == [
        "static/b.css",
        "static/inside.css",
        "images/inside.png",
        "images/in/a.png",
    ]
    assert [(problem.kind, str(problem.origin)) for problem in found.problems] == [
        ("outside-symlink", "static/out.png:1"),
        ("outside-symlink", "notes/out.png:1"),
        ("outside-symlink", "notes/static.png:1"),
    ]


def test_the_folders_themselves_may_be_links(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/a.png", png(1, 1))
    write(tmp_path / "elsewhere/a.css", b"")
    (tmp_path / "elsewhere/b.png").symlink_to(tmp_path / "elsewhere/a.png")
    (tmp_path / "site").mkdir()
    for name in ("notes", "static"):
        (tmp_path / "site" / name).symlink_to(tmp_path / "elsewhere")
    assert len(load(tmp_path).artefacts) == 5 and not load(tmp_path).problems


@pytest.mark.parametrize("name", ["a\nb.png", "a\\b.png", "\x9b.png", os.fsdecode(b"\xff.png"), "A.png"], ids=ascii)
def test_a_name_that_can_not_be_published_is_told_and_the_rest_is_published(name: str, tmp_path: Path) -> None:
    write(tmp_path / "site/notes" / name, png(1, 1))
    write(tmp_path / "site/notes" / "a.png", png(1, 1))
    found = load(tmp_path)
    assert len(found.artefacts) == 1
    assert [problem.kind for problem in found.problems] == ["bad-file-name"]


def test_a_folder_that_cannot_be_looked_into_is_told_and_one_that_is_not_there_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "site/static/fonts/a.woff2", b"a")
    assert load(tmp_path).problems == ()
    look = os.scandir

    def locked(path: str | Path) -> object:
        if str(path).endswith("fonts"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", locked)
    assert [(problem.kind, str(problem.origin)) for problem in load(tmp_path).problems] == [("unreadable", "static/fonts:1")]


def test_a_file_that_goes_away_while_it_is_read_is_told(tmp_path: Path) -> None:
    write(tmp_path / "site/notes/a.png", png(1, 1))
    write(tmp_path / "site/notes/b.png", png(1, 1))

    def read(path: Path) -> bytes:
        if path.name == "a.png":
            path.unlink()
        return path.read_bytes()

    found = load_assets(tmp_path / "theme", tmp_path / "static", tmp_path / "site", "notes", read=read)
    assert [image.source.name for image in found.images] == ["b.png"]
    assert [problem.kind for problem in found.problems] == ["unreadable"]


def test_a_drawing_beside_notes_is_published_without_what_would_act(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", encoding="utf-8")
    (notes / "b.svg").write_text("<svg><script>x()</script>", encoding="utf-8")
    (notes / "c.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    assets = load_assets(tmp_path / "none", tmp_path / "none", tmp_path, "notes")
    assert [image.source.name for image in assets.images] == ["a.svg", "c.svg"]
    assert not any(b"x()" in artefact.data for artefact in assets.artefacts)
    assert [problem.kind for problem in assets.problems] == ["active-drawing", "unreadable"]
