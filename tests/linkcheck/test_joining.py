"""The short way to join addresses is the long way's: what the standard library says of any two, it says too."""

from __future__ import annotations

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from papersite.linkcheck.inside import _from_root

BASE = "https://mio.example/notes/"
STARTS = st.sampled_from(["", "papers/a/", "404.html", "tags/%E5%BC%B7/page/2/", "search/text/a.json"])
PIECES = st.sampled_from(["../", "./", "/", "a", "b/", "#", "?", ".", "..", "x.md", "%20", "手", ":", "//", "https:", "\\"])


@given(STARTS, st.lists(PIECES, max_size=6).map("".join))
def test_the_short_way_leads_where_the_long_way_does(start: str, address: str) -> None:
    whole = urljoin(BASE + start, address)
    expected = whole.removeprefix(BASE) if whole.startswith(BASE) else ""
    # An empty fragment asks for no place; the long way drops it.
    assert (_from_root(BASE, BASE + start, address) or "").rstrip("#") == expected.rstrip("#")
