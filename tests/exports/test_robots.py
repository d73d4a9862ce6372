"""robots.txt: everything is allowed, and the sitemap is named where it can be."""

from __future__ import annotations

from papersite.exports.robots import RobotsView, write_robots


def test_a_site_with_an_address_names_its_sitemap() -> None:
    assert write_robots(RobotsView("https://example.org/notes/")) == (
        b"User-agent: *\nAllow: /\n\nSitemap: https://example.org/notes/sitemap.xml\n"
    )


def test_a_site_without_an_address_names_none() -> None:
    assert write_robots(RobotsView("")) == b"User-agent: *\nAllow: /\n"
