"""HTML outside of its page: every address whole, every text as it was."""

from __future__ import annotations

import pytest

from papersite.exports.absolute import absolute_html

PAGE = "https://mio.example/notes/papers/rlhf/"

CASES = {
    "a relative address becomes whole": ('<a href="../x/">x</a>', '<a href="https://mio.example/notes/papers/x/">x</a>'),
    "a fragment leads to the page": ('<a href="#n1-fn:1">1</a>', f'<a href="{PAGE}#n1-fn:1">1</a>'),
    "a whole address stays": (
        '<a href="https://a.example/?a=1&amp;b=2">x</a>',
        '<a href="https://a.example/?a=1&amp;b=2">x</a>',
    ),
    "a mail address stays": ('<a href="mailto:mio@mio.example">x</a>', '<a href="mailto:mio@mio.example">x</a>'),
    "an address without a scheme gets the page's": ('<img src="//a.example/x.png">', '<img src="https://a.example/x.png">'),
    "every candidate of a set becomes whole": (
        '<img srcset="a.png, b.png 2x">',
        f'<img srcset="{PAGE}a.png, {PAGE}b.png 2x">',
    ),
    "what only scripts read goes": ('<a class="ref" data-ref="arxiv:1" href="x">x</a>', f'<a class="ref" href="{PAGE}x">x</a>'),
    "what only the page's layout needs goes": ('<pre tabindex="0"><code>x</code></pre>', "<pre><code>x</code></pre>"),
    "an attribute without a value stays": (
        '<input type="checkbox" disabled checked>',
        '<input type="checkbox" disabled checked>',
    ),
    "words in a value are no attribute": ('<b title="a data-b c > href=d">x</b>', '<b title="a data-b c > href=d">x</b>'),
    "a tag without attributes stays": ("<p>x</p><br>", "<p>x</p><br>"),
    "text that looks like a tag stays": ("a &lt;a href=&quot;x&quot;&gt;", "a &lt;a href=&quot;x&quot;&gt;"),
    "an address that is none stays": ('<a href="http://[x">x</a>', '<a href="http://[x">x</a>'),
    "the mark beside a heading goes": (
        '<h3 id="a">A<a class="heading-anchor" href="#a" aria-hidden="true" tabindex="-1"></a></h3>',
        '<h3 id="a">A</h3>',
    ),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES)
def test_addresses(html: str, expected: str) -> None:
    assert absolute_html(html, PAGE) == expected
