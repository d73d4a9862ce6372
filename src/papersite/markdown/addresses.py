"""Bare addresses in running text: where a url, an e-mail or a `@arxiv:…` begins and, harder, where it ends.

Japanese follows an address without a space, and every linkifier known swallows it. Here an address ends at the first character
that no url may contain (RFC 3986, appendix A), which every Japanese character is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from papersite.identity import name_key
from papersite.regex import lazy_regex

# RFC 3986: unreserved, sub-delims, `:` `/` `?` `#` `@` and `%`. Square brackets only stand in IPv6 hosts, and end links here.
# A backslash before punctuation is Markdown's escape: exporters write `a\_b` for `a_b`.
_URL = lazy_regex(r"(?:https?|ftp)://[A-Za-z0-9](?:[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]|\\[_*~&#.\-+=!])*", re.IGNORECASE)
_WWW = lazy_regex(r"(?<![A-Za-z0-9_.@/-])www\.[A-Za-z0-9](?:[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]|\\[_*~&#.\-+=!])*")
# RFC 5321's dot-string without its rarer signs. The look-behind makes each run of letters be tried once.
_EMAIL = lazy_regex(
    r"(?<![A-Za-z0-9._%+/=&?#-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9@-])"
)
_KEY = lazy_regex(r"(?<![A-Za-z0-9])@(arxiv|doi|openreview|acl):([A-Za-z0-9][A-Za-z0-9./()_:;<>-]*)", re.IGNORECASE)

_CUT = lazy_regex(r"\*\*|~~|&(?:lt|gt|quot|nbsp|#\d+);")
_TRAILING = ".,:;!?'*_~&("
_ESCAPE = lazy_regex(r"\\(?=[_*~&#.\-+=!])")


@dataclass(frozen=True, slots=True)
class Address:
    """An address in a text: where it stands, what it links to, what it shows. `key` names a paper and then has no href."""

    start: int
    end: int
    href: str
    text: str
    key: str = ""


def find_addresses(text: str) -> Iterator[Address]:
    """The bare addresses of a text, in order, not overlapping."""
    matches: list[re.Match[str]] = []
    if "://" in text:
        matches += _URL.finditer(text)
    if "www." in text:
        matches += _WWW.finditer(text)
    if "@" in text:
        matches += _EMAIL.finditer(text)
        matches += _KEY.finditer(text)
    end = 0
    for match in sorted(matches, key=re.Match.start):
        if match.start() < end:
            continue
        address = _read(match)
        if address is not None:
            end = address.end
            yield address


def _read(match: re.Match[str]) -> Address | None:
    start, written = match.start(), match[0]
    if match.re == _EMAIL:
        return Address(start, match.end(), f"mailto:{written}", written)
    if match.re == _KEY:
        written = _without_tail(written)
        key = name_key(written[1:])
        return None if not key or key.startswith("wiki:") else Address(start, start + len(written), "", written[1:], key)
    written = _without_tail(written)
    shown = _ESCAPE.sub("", written).replace("&amp;", "&")
    if written.endswith("://") or ("." not in shown and "://localhost" not in shown):
        return None
    href = shown if match.re == _URL else f"https://{shown}"
    return Address(start, start + len(written), href, shown)


def _without_tail(url: str) -> str:
    """A url without the markup, the punctuation and the closing parenthesis that belong to the sentence around it."""
    if cut := _CUT.search(url):
        url = url[: cut.start()]
    depth = 0
    for index, char in enumerate(url):
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth < 0:
                url = url[:index]
                break
    return url.rstrip(_TRAILING)
