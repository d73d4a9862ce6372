"""Bytes as an HTTP answer: whole, in part, or not again."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from starlette.datastructures import Headers

from papersite.serving.http_files import answer, content_type, etag_of

DATA = b"0123456789"
ETAG = etag_of(DATA)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("site.CSS", "text/css; charset=utf-8"),
        ("live.js", "text/javascript; charset=utf-8"),
        ("feed.atom", "application/atom+xml; charset=utf-8"),
        ("search.json", "application/json"),
        ("figure.svg", "image/svg+xml"),
        ("figure.webp", "image/webp"),
        ("font.woff2", "font/woff2"),
        ("CNAME", "application/octet-stream"),
        ("x.unheard-of", "application/octet-stream"),
    ],
)
def test_content_types(name: str, kind: str) -> None:
    assert content_type(PurePosixPath("a", name)) == kind


def test_a_whole_answer_says_all_that_a_client_needs_to_ask_less_next_time() -> None:
    response = answer(Headers({}), DATA, "text/plain")
    assert (response.status_code, response.body) == (200, DATA)
    assert dict(response.headers) == {
        "etag": ETAG,
        "cache-control": "no-cache",
        "accept-ranges": "bytes",
        "content-type": "text/plain",
        "content-length": "10",
    }


def test_an_answer_to_head_has_the_same_headers_and_no_body() -> None:
    full, head = answer(Headers({}), DATA, "text/plain"), answer(Headers({}), DATA, "text/plain", head=True)
    assert dict(head.headers) == dict(full.headers)
    assert head.body == b""


def test_a_range_is_for_get_alone() -> None:
    head = answer(Headers({"range": "bytes=0-3"}), DATA, "text/plain", head=True)
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(DATA)))
    assert "content-range" not in head.headers


@pytest.mark.parametrize("sent", [ETAG, f"W/{ETAG}", f'"other", {ETAG}', "*"])
def test_what_the_client_has_is_not_sent_again(sent: str) -> None:
    response = answer(Headers({"if-none-match": sent, "range": "bytes=0-1"}), DATA, "text/plain")
    assert (response.status_code, response.body, response.headers["etag"]) == (304, b"", ETAG)


@pytest.mark.parametrize("sent", ['"other"', "", ETAG[:-2]])
def test_what_the_client_has_not_is_sent(sent: str) -> None:
    assert answer(Headers({"if-none-match": sent}), DATA, "text/plain").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "body", "said"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=8-", b"89", "bytes 8-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", DATA, "bytes 0-9/10"),
    ],
)
def test_a_range_is_sent_alone(wanted: str, body: bytes, said: str) -> None:
    response = answer(Headers({"range": wanted}), DATA, "text/plain")
    assert (response.status_code, response.body, response.headers["content-range"]) == (206, body, said)
    assert response.headers["content-length"] == str(len(body))


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=5-4", "bytes=-0"])
def test_a_range_that_holds_nothing_is_refused(wanted: str) -> None:
    response = answer(Headers({"range": wanted}), DATA, "text/plain")
    assert (response.status_code, response.headers["content-range"]) == (416, "bytes */10")


@pytest.mark.parametrize("wanted", ["bytes=-", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", f"bytes={'9' * 40}-"])
def test_a_range_that_is_none_is_ignored(wanted: str) -> None:
    assert answer(Headers({"range": wanted}), DATA, "text/plain").body == DATA


def test_a_range_of_another_version_is_no_range() -> None:
    assert answer(Headers({"range": "bytes=0-1", "if-range": '"other"'}), DATA, "text/plain").status_code == 200
    assert answer(Headers({"range": "bytes=0-1", "if-range": ETAG}), DATA, "text/plain").status_code == 206
