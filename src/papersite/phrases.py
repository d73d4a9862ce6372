"""Where a Japanese title may break: between its phrases, which a reader takes in at one look.

CSS has `word-break: auto-phrase` for this, in one browser so far. BudouX (https://github.com/google/budoux) finds the phrases
at build time; between them stands `<wbr>`, which puts no character into the text.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from papersite.regex import lazy_regex

# Between a space and what follows it, and behind a hyphen that joins words.
_MAY_BREAK = lazy_regex(r"(?<=\s)(?=\S)|(?<=[^\W\d_]{3}-)(?=[^\W\d_]{3})")

if TYPE_CHECKING:
    from budoux import Parser


@lru_cache(maxsize=1 << 14)
def phrased(title: str, lang: str) -> Markup:
    """A title as HTML, with a `<wbr>` where it may break if it is Japanese."""
    if lang != "ja" or title.isascii():
        return Markup(escape(title))
    return Markup("<wbr>").join(_parser().parse(title))


def phrases_of(title: str, lang: str) -> tuple[str, ...]:
    """The pieces of a title between which it may break, each with the space behind it; together they are the title."""
    phrases = _parser().parse(title) if lang == "ja" and not title.isascii() else [title]
    return tuple(word for phrase in phrases for word in _MAY_BREAK.split(phrase))


@cache
def _parser() -> Parser:
    import budoux

    return budoux.load_default_japanese_parser()
