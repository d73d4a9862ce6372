"""Static files: those of the theme and of the site, and the images that stand beside notes.

READS the disk. A file of the site's own takes the place of the theme's of the same name. What can't be published (a link out
of the site, a name that no system else could hold, a file that went away) is a problem, and the rest is published. Addresses
carry a digest of the content (`?v=`), so that a browser may keep a file for good and still sees its next version. Which images
a note shows is not known here.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from papersite.drawings import DrawingError, inert
from papersite.errors import PublishError
from papersite.model import Artefact, Origin, Problem, Severity
from papersite.publishing.manifest import SitePaths
from papersite.sources import MAX_BYTES, source_path
from papersite.whole_files import is_of_the_file

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
    problems: tuple[Problem, ...] = ()


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
    found = _Found(root, read)
    files = dict(found.below(theme, None, STATIC))
    files |= found.below(own, root, STATIC)
    if accent:
        files.setdefault(ACCENT, accent_css(accent).encode())
    artefacts = [Artefact(PurePosixPath(STATIC, name), data) for name, data in sorted(files.items())]
    urls = tuple((name, _stamped(f"{STATIC}/{name}", data)) for name, data in sorted(files.items()))
    images = []
    for name, data in found.below(root / notes_dir, root / notes_dir, IMAGES, _IMAGE_SUFFIXES):
        width, height = image_size(data) or (None, None)
        artefacts.append(Artefact(PurePosixPath(IMAGES, name), data))
        images.append(NoteImage(PurePosixPath(notes_dir, name), _stamped(f"{IMAGES}/{name}", data), width, height))
    return Assets(tuple(artefacts), urls, tuple(images), tuple(found.problems))


def accent_css(colour: str) -> str:
    """The style sheet that gives the theme its accent; how light it must be in each scheme is the theme's to say."""
    return f"@layer tokens{{:root{{--accent-seed:{colour}}}}}\n"


class _Found:
    """The files that can be published, read, and a problem for each that can't."""

    def __init__(self, root: Path, read: Callable[[Path], bytes]) -> None:
        self._root = root
        self._read = read
        self.problems: list[Problem] = []

    def below(
        self, folder: Path, bound: Path | None, published_in: str, suffixes: Collection[str] | None = None
    ) -> Iterator[tuple[str, bytes]]:
        """The files below a folder by their path from it, in order, without hidden ones. Links may not lead out of `bound`."""
        paths = SitePaths()
        for name, path in _files(folder, self._folder_unreadable):
            if suffixes is not None and path.suffix.lower() not in suffixes:
                continue
            if bound is not None and _leads_out(path, folder, bound):
                message = f"this link points out of {bound.name or bound} and was not followed; copy what it points to"
                self._refuse("outside-symlink", message, path, Severity.WARNING)
                continue
            try:
                if path.stat().st_size > MAX_BYTES:
                    self._refuse("too-large", f"this file is larger than {MAX_BYTES:,} bytes and was not published", path)
                    continue
                data = self._read(path)
                paths.add(f"{published_in}/{name}")
                if published_in == IMAGES and path.suffix.lower() == ".svg":
                    data = self._inert(data, path)
            except OSError as error:
                self._unreadable(error, path)
            except PublishError as error:
                self._refuse("bad-file-name", f"{error.message}. It was left out; rename it", path)
            except DrawingError as error:
                self._refuse("unreadable", f"this drawing is no XML ({error}) and was not published; export it again", path)
            else:
                yield name, data

    def _folder_unreadable(self, error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            self._unreadable(error, Path(error.filename))

    def _unreadable(self, error: OSError, path: Path) -> None:
        if not is_of_the_file(error):
            raise error
        self._refuse("unreadable", f"this could not be read ({error.strerror or error}); everything else was", path)

    def _inert(self, data: bytes, path: Path) -> bytes:
        data, taken = inert(data)
        if taken:
            names = ", ".join(taken[:3]) + (" …" if len(taken) > 3 else "")
            message = f"{names} would act where this drawing is opened by itself, and was taken out; export it without"
            self._refuse("active-drawing", message, path, Severity.WARNING)
        return data

    def _refuse(self, kind: str, message: str, path: Path, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(kind, message, Origin(source_path(path, self._root)), severity))


def _leads_out(path: Path, folder: Path, bound: Path) -> bool:
    """Whether a file stands elsewhere than where its name says, and out of a folder. The folders themselves may be links."""
    if not path.is_symlink():
        return False
    real = path.resolve()
    return not any(real.is_relative_to(inside.resolve()) for inside in (folder, bound))


def _files(folder: Path, unreadable: Callable[[OSError], None]) -> Iterator[tuple[str, Path]]:
    for parent, folders, names in os.walk(folder, onerror=unreadable, followlinks=False):
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
