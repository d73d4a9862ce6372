"""What every page has around it: the site, and the page's place on it."""

from __future__ import annotations

from dataclasses import dataclass

from papersite.config import NavLink


@dataclass(frozen=True, slots=True)
class SiteView:
    """What is the same on every page. `assets` are pairs of name below static/ and address with a content hash."""

    title: str
    description: str
    lang: str
    author: str
    sections: tuple[str, ...]  # of the navigation, in order; those without a page are left out
    links: tuple[NavLink, ...]
    assets: tuple[tuple[str, str], ...]
    exports: tuple[str, ...] = ()  # the names of those in site.toml that are on
    more: tuple[str, ...] = ()  # pages that the footer leads to
    logo: str = ""  # name below static/
    logo_dark: str = ""  # its stand-in in the dark scheme


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed of the site. Its kind is `all`, `changes`, `tag` or `author`, its form `atom` or `json`, its name the tag's or
    the author's.
    """

    kind: str
    form: str
    url: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's place on the site: `root` leads from the page to the site's root and ends in a slash."""

    site: SiteView
    url: str
    root: str
    canonical: str = ""  # absolute; empty where the site's address is not known
    section: str = ""  # of the navigation; empty for none
    image: str = ""  # absolute address of the page's picture; empty for none
    feeds: tuple[FeedLink, ...] = ()  # that go with the page, the nearest first
