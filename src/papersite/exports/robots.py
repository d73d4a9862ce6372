"""robots.txt: crawlers are welcome, and told where the sitemap is (RFC 9309; `Sitemap` is the sitemap protocol's extension)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RobotsView:
    """The site's absolute address with its last slash, empty where it is not known or where there is no sitemap."""

    base_url: str


def write_robots(view: RobotsView) -> bytes:
    """A robots.txt that allows everything. The sitemap has to be named by an absolute address, or not at all."""
    lines = ["User-agent: *", "Allow: /"]
    if view.base_url:
        lines += ["", f"Sitemap: {view.base_url}sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()
