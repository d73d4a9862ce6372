"""Drawings keep what they show and lose what would act."""

from __future__ import annotations

import pytest

from papersite.drawings import DrawingError, inert

SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'{}>{}<circle r='1'/></svg>"


@pytest.mark.parametrize(
    ("attributes", "inside"),
    [
        ("", "<style>.a{fill:url(#b)}</style><a xlink:href='https://example.org/'><text>x</text></a><use href='#b'/>"),
        ("", "<image href='data:image/png;base64,AA=='/><image href='beside.png'/><script-like/>"),
        ("", "<foreignObject><div xmlns='http://www.w3.org/1999/xhtml' style='color:red'>words</div></foreignObject>"),
        (" style='fill:red'", "<animate attributeName='r' to='2'/>"),
    ],
    ids=["links and styles", "pictures", "words", "movement"],
)
def test_a_drawing_that_only_shows_stays_as_it_is(attributes: str, inside: str) -> None:
    data = SVG.format(attributes, inside).encode()
    assert inert(data) == (data, ())


@pytest.mark.parametrize(
    ("attributes", "inside", "taken"),
    [
        ("", "<script>x()</script>", "<script>"),
        ("", "<x:SCRIPT xmlns:x='http://www.w3.org/1999/xhtml'>x()</x:SCRIPT>", "<script>"),
        (" onload='x()'", "", "onload"),
        ("", "<a xlink:href='javascript:x()'/>", "href"),
        ("", "<a href=' java&#10;script:x()'/>", "href"),
        ("", "<a href='data:text/html,x'/>", "href"),
        ("", "<image href='https://evil.invalid/x.png'/>", "href"),
        ("", "<image href='//evil.invalid/x.png'/>", "href"),
        ("", "<use href='data:image/svg+xml,x'/>", "href"),
        ("", "<a><set attributeName='xlink:href' to='javascript:x()'/></a>", "<set>"),
        ("", "<animate attributeName='onclick' to='x()'/>", "<animate>"),
        ("", "<style>@import 'https://evil.invalid'</style>", "<style>"),
        ("", "<rect style='mask:url(https://evil.invalid)'/>", "style"),
        ("", "<rect fill='u\\72l(https://evil.invalid)'/>", "fill"),
        ("", "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/></foreignObject>", "<iframe>"),
        ("", "<foreignObject><meta xmlns='http://www.w3.org/1999/xhtml' http-equiv='refresh'/></foreignObject>", "<meta>"),
    ],
)
def test_what_would_act_is_taken_out(attributes: str, inside: str, taken: str) -> None:
    data, names = inert(SVG.format(attributes, inside).encode())
    assert names == (taken,)
    assert not any(part in data for part in (b"x()", b"evil", b"refresh"))
    assert b"circle" in data
    assert inert(data) == (data, ())


@pytest.mark.parametrize(
    "above",
    [
        "<!DOCTYPE svg [<!ENTITY e \"<script xmlns='http://www.w3.org/2000/svg'>x()</script>\">]>",
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x()'>]>",
        "<?xml-stylesheet type='text/xsl' href='#x'?>",
    ],
    ids=["an entity", "an attribute by default", "a style sheet that transforms"],
)
def test_what_stands_above_a_drawing_brings_nothing_in(above: str) -> None:
    data, names = inert(f"{above}{SVG.format('', '&e;' if 'ENTITY' in above else '')}".encode())
    assert names
    assert b"x()" not in data
    assert b"xsl" not in data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script><",
        b"<script xmlns='http://www.w3.org/2000/svg'>x()</script>",
        b"<?xml version='1.0' encoding='nothing'?><svg/>",
        b"<!DOCTYPE l [<!ENTITY a 'lol'>"
        + b"".join(b"<!ENTITY %c '%s'>" % (98 + i, b"&%c;" % (97 + i) * 9) for i in range(9))
        + b"]><svg>&j;</svg>",
    ],
    ids=["nothing", "cut off", "damaged behind a script", "a script alone", "an unknown encoding", "an entity that grows"],
)
def test_what_is_no_drawing_is_told(data: bytes) -> None:
    with pytest.raises(DrawingError):
        inert(data)
