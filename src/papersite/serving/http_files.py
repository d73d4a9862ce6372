"""Bytes as an HTTP answer: content types, validators, ranges. Pure functions of a request's headers and some bytes.

Only what a preview needs of RFC 9110: GET and HEAD, one range, strong validators. A server of many sites would stream and
cache; this one has every byte in memory.
"""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import PurePosixPath

from starlette.datastructures import Headers
from starlette.responses import Response

from papersite.regex import lazy_regex

# The types of what a site is made of; the system's own table, asked for all others, differs from machine to machine.
_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".avif": "image/avif",
    ".bib": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
HTML = _TYPES[".html"]

# One range of bytes, RFC 9110, section 14.1.2: first-last, first-, or -length.
_RANGE = lazy_regex(r"bytes=(\d{0,18})-(\d{0,18})")


def content_type(path: PurePosixPath) -> str:
    """The media type of a file by its name."""
    known = _TYPES.get(path.suffix.lower())
    return known or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def etag_of(data: bytes) -> str:
    """A strong validator of some bytes, with its quotes."""
    return f'"{hashlib.sha256(data).hexdigest()[:24]}"'


def answer(headers: Headers, data: bytes, media_type: str, *, etag: str | None = None, head: bool = False) -> Response:
    """The answer to GET, or to HEAD, for some bytes: all of them, a range, or that the client has them already."""
    etag = etag or etag_of(data)
    common = {"ETag": etag, "Cache-Control": "no-cache", "Accept-Ranges": "bytes"}
    if _matches(headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=common)
    status, body = 200, data
    wanted = headers.get("range")
    # A range of another version is no range (If-Range, section 13.1.5); one that can't be read or is HEAD's is ignored (14.2).
    if (
        wanted
        and not head
        and headers.get("if-range", etag) == etag
        and (match := _RANGE.fullmatch(wanted.strip()))
        and any(match.groups())
    ):
        span = _span(match[1], match[2], len(data))
        if span is None:
            return Response(status_code=416, headers={**common, "Content-Range": f"bytes */{len(data)}"})
        status, body = 206, data[span[0] : span[1]]
        common["Content-Range"] = f"bytes {span[0]}-{span[1] - 1}/{len(data)}"
    response = Response(b"" if head else body, status_code=status, headers={**common, "Content-Type": media_type})
    response.headers["Content-Length"] = str(len(body))
    return response


def _matches(sent: str | None, etag: str) -> bool:
    """Whether If-None-Match names a version. Comparison is weak (section 13.1.2): `W/` does not count."""
    return sent is not None and (sent.strip() == "*" or etag in {each.strip().removeprefix("W/") for each in sent.split(",")})


def _span(first: str, last: str, size: int) -> tuple[int, int] | None:
    """The bytes of a range, end excluded; None for one that holds none."""
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    return (start, end) if start < end else None
