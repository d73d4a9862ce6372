"""Addresses: files, relative ways and links that hold for any name, and what an alias may ask for."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from papersite.plan.addresses import alias_url, href, path_of, same_file, way_to_root


@pytest.mark.parametrize(
    ("url", "path", "root"),
    [
        ("/", "index.html", "./"),
        ("/papers/", "papers/index.html", "../"),
        ("/papers/rlhf/", "papers/rlhf/index.html", "../../"),
        ("/404.html", "404.html", "./"),
        ("/posts/old.html", "posts/old.html", "../"),
    ],
)
def test_a_page_is_a_file_and_knows_its_way_to_the_root(url: str, path: str, root: str) -> None:
    assert path_of(url) == PurePosixPath(path)
    assert way_to_root(url) == root


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("/tags/強化学習/", "tags/%E5%BC%B7%E5%8C%96%E5%AD%A6%E7%BF%92/"),
        ("/papers/c-plus-plus/", "papers/c-plus-plus/"),
        ("/papers/100%/", "papers/100%25/"),
        ("/papers/why?/", "papers/why%3F/"),
    ],
)
def test_a_link_is_encoded_so_that_a_browser_asks_for_that_very_file(url: str, link: str) -> None:
    assert href(url) == link


def test_names_that_a_file_system_takes_for_one_are_one() -> None:
    assert same_file(PurePosixPath("Tags/AI")) == same_file(PurePosixPath("tags/ai"))
    assert same_file(PurePosixPath("が")) == same_file(PurePosixPath("か\u3099"))
    assert same_file(PurePosixPath("a")) != same_file(PurePosixPath("b"))


@pytest.mark.parametrize(
    ("alias", "url"),
    [
        pytest.param("/posts/old.html", "/posts/old.html", id="a file"),
        pytest.param("posts/old/", "/posts/old/", id="a folder without its first slash"),
        pytest.param("https://old.example/a/b?x=1#y", "/a/b/", id="an address elsewhere: its path"),
        pytest.param("%E8%AB%96%E6%96%87/1", "/論文/1/", id="an encoded path"),
        pytest.param("Instruct GPT", "/papers/instruct-gpt/", id="a former name of the paper"),
        pytest.param("old.html", "/old.html", id="a bare file"),
        pytest.param("../../etc/passwd", None, id="a way out of the site"),
        pytest.param("/a/%2e%2e/b", None, id="an encoded way out"),
        pytest.param("C:\\notes", None, id="another system's path"),
        pytest.param("javascript:alert(1)", None, id="a script"),
        pytest.param("https://[broken/", None, id="a broken address"),
        pytest.param("/" + "a" * 240 + "/", "/" + "a" * 240 + "/", id="a long name"),
        pytest.param("/" + "a" * 241 + "/", None, id="a name that file systems can't hold"),
        pytest.param("/" + "あ" * 81, None, id="a name that is longer in bytes"),
        pytest.param("/" + "a/" * 401, None, id="a path that systems can't hold"),
        pytest.param("/a\x7fb/", None, id="a control character"),
        pytest.param("/a%C2%85b/", None, id="an encoded control character"),
        pytest.param("/a\ud800/", None, id="half a character"),
        pytest.param("/.papersite-manifest/x.html", None, id="a name of the publisher's own"),
        pytest.param("/", None, id="the root"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_an_alias_asks_for_an_address_of_the_site(alias: str, url: str | None) -> None:
    assert alias_url(alias) == url
