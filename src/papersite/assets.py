"""Static files: those of the theme and of the site, and the images that stand beside notes.

READS the disk. A file of the site's own takes the place of the theme's of the same name. Addresses carry a digest of the
content (`?v=`), so that a browser may keep a file for good and still sees its next version. Which images a note shows is not
known here.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from papersite.model import Artefact

STATIC = "static"
IMAGES = "images"
ACCENT = "css/accent.css"
_IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
# What editors and systems leave behind is no part of a site.
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class NoteImage:
    """An image beside notes: where it stands from the site's root, its address on the site, and its size in pixels."""

    source: PurePosixPath
    url: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Assets:
    """The files that pages use. `urls` are pairs of name below static/ and address from the site's root, by name."""

    artefacts: tuple[Artefact, ...] = ()
    urls: tuple[tuple[str, str], ...] = ()
    images: tuple[NoteImage, ...] = ()


def load_assets(
    theme: Path,
    own: Path,
    root: Path,
    notes_dir: str,
    accent: str = "",
    read: Callable[[Path], bytes] = Path.read_bytes,
) -> Assets:
    """The static files of the theme and of the site, and the images below the notes folder of a site's root.

    Folders that don't exist hold nothing. `accent` is a colour as CSS writes it; without one there is no `css/accent.css`.
    """
    files = {name: read(path) for folder in (theme, own) for name, path in _files(folder)}
    if accent:
        files.setdefault(ACCENT, accent_css(accent).encode())
    artefacts = [Artefact(PurePosixPath(STATIC, name), data) for name, data in sorted(files.items())]
    urls = tuple((name, _stamped(f"{STATIC}/{name}", data)) for name, data in sorted(files.items()))
    images = []
    for name, path in _files(root / notes_dir):
        if path.suffix.lower() in _IMAGE_SUFFIXES:
            data = read(path)
            width, height = image_size(data) or (None, None)
            artefacts.append(Artefact(PurePosixPath(IMAGES, name), data))
            images.append(NoteImage(PurePosixPath(notes_dir, name), _stamped(f"{IMAGES}/{name}", data), width, height))
    return Assets(tuple(artefacts), urls, tuple(images))


def accent_css(colour: str) -> str:
    """The style sheet that gives the theme its accent; how light it must be in each scheme is the theme's to say."""
    return f"@layer tokens{{:root{{--accent-seed:{colour}}}}}\n"


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files below a folder by their path from it, in order, without hidden ones."""
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and not name.endswith("~") and name.lower() not in _LEFT_BEHIND and path.is_file():
                yield path.relative_to(folder).as_posix(), path


def _stamped(path: str, data: bytes) -> str:
    return f"{quote(path)}?v={blake2b(data, digest_size=5).hexdigest()}"


# ── the size of an image, read from its first bytes, so that a page keeps its place while the image loads ────────────


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF, WebP or JPEG image; None for other forms and for damaged ones."""
    for magic, start, read in _SIZES:
        if data[start : start + len(magic)] == magic:
            try:
                size = read(data)
            except (struct.error, IndexError):
                return None
            return size if size and size[0] > 0 and size[1] > 0 else None
    return None


def _png(data: bytes) -> tuple[int, int]:
    # PNG 3, 11.2.1: IHDR comes first, and begins with width and height (https://www.w3.org/TR/png-3/#11IHDR).
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    # GIF89a, 18: the logical screen descriptor follows the six bytes of the signature.
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _webp(data: bytes) -> tuple[int, int] | None:
    # Three kinds of first chunk, each with its own way to write the size (RFC 9649, sections 2.5 to 2.7).
    match data[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
        case b"VP8L":
            bits = struct.unpack_from("<I", data, 21)[0]
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF
    return None


# Start of frame segments; 0xC4, 0xC8 and 0xCC of that range are others (ITU-T T.81, table B.1).
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers without a length


def _jpeg(data: bytes) -> tuple[int, int] | None:
    place = 2
    while data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF or marker in _JPEG_BARE:
            place += 1 if marker == 0xFF else 2
            continue
        length = struct.unpack_from(">H", data, place + 2)[0]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return width, height
        place += 2 + length
    return None


_SIZES: tuple[tuple[bytes, int, Callable[[bytes], tuple[int, int] | None]], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, _png),
    (b"GIF8", 0, _gif),
    (b"WEBP", 8, _webp),
    (b"\xff\xd8", 0, _jpeg),
)
