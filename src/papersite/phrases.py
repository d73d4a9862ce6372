"""Where a Japanese title may break: between its phrases, which a reader takes in at one look.

CSS has `word-break: auto-phrase` for this, in one browser so far. BudouX (https://github.com/google/budoux) finds the phrases
at build time; between them stands `<wbr>`, which puts no character into the text.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from budoux import Parser


@lru_cache(maxsize=1 << 14)
def phrased(title: str, lang: str) -> Markup:
    """A title as HTML, with a `<wbr>` where it may break if it is Japanese."""
    if lang != "ja" or title.isascii():
        return Markup(escape(title))
    return Markup("<wbr>").join(_parser().parse(title))


@cache
def _parser() -> Parser:
    import budoux

    return budoux.load_default_japanese_parser()
