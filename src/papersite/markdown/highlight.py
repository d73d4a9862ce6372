"""Code blocks: Pygments' classes for the languages people name, and nothing for those it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType
from pygments.util import ClassNotFound

from papersite.markdown.page import escape
from papersite.regex import lazy_regex

_LONGEST = 100_000  # characters; some lexers are slower than linear, and nobody reads so long a block for its colours

# Names, punctuation and white space look like text, and would be most of the spans.
PLAIN_CLASSES = frozenset({"", "n", "p", "w", "x"})

# Names people write that Pygments does not know.
_ALIASES = {
    "jsonc": "json",
    "json5": "json",
    "shell-session": "console",
    "terminal": "console",
    "cmd": "batch",
    "python-repl": "pycon",
    "ipython": "python",
    "jupyter": "python",
    "pytorch": "python",
    "py3": "python",
    "vue": "html",
    "svelte": "html",
    "plain": "text",
    "plaintext": "text",
    "txt": "text",
    "pseudo": "text",
    "pseudocode": "text",
    "algorithm": "text",
    "golang": "go",
    "viml": "vim",
    "proto": "protobuf",
    "env": "ini",
    "dotenv": "ini",
    "gitignore": "text",
}
_LANGUAGE = lazy_regex(r"[A-Za-z0-9+#._-]+(?=[\s:{,]|$)")
_LINES = lazy_regex(r"\{\s*(\d[\d,\s-]*)\}")
_NUMBERS = lazy_regex(
    r"(?<![\w-])\.?(?:linenos|linenums|numberLines|showLineNumbers|line-numbers)(?:=\S+)?(?![\w-])", re.IGNORECASE
)
_TITLE = lazy_regex(r"""(?<![\w-])(?:title|filename|caption)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s{}]+))""")


@dataclass(frozen=True, slots=True)
class Fence:
    """What the info string of a fence asks for."""

    lang: str = ""
    title: str = ""
    numbered: bool = False
    marked: frozenset[int] = frozenset()


def read_info(info: str) -> Fence:
    """The wishes in an info string: `py {1,3-4} linenos`, `python:train.py`, `{.python .numberLines}`.

    What is none of these is shown as the block's title, for it may be text that a stray fence took in.
    """
    wishes = [title := _TITLE.search(info), lines := _LINES.search(info), numbers := _NUMBERS.search(info)]
    rest = info
    for start, end in sorted((wish.span() for wish in wishes if wish), reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    rest = rest.strip().removeprefix("{").removesuffix("}").strip().removeprefix(".")
    named = _LANGUAGE.match(rest)
    lang = named[0] if named else ""
    rest = rest[len(lang) :].removeprefix(":").strip(" \t,")
    return Fence(
        lang=lang.lower(),
        title=" ".join(filter(None, ((title[1] or title[2] or title[3]) if title else "", rest))),
        numbered=numbers is not None,
        marked=frozenset(_read_lines(lines[1])) if lines else frozenset(),
    )


@lru_cache(maxsize=512)
def code_html(source: str, fence: Fence) -> tuple[str, bool]:
    """A code block as HTML, and whether its language was known."""
    lexer = _lexer(fence.lang) if fence.lang and len(source) <= _LONGEST else None
    inner = _highlight(lexer, source) if lexer else escape(source)
    if fence.numbered or fence.marked:
        inner = "".join(_line(number, line, fence.marked) for number, line in enumerate(_split_lines(inner), start=1))
    title = f'<div class="code-title">{escape(fence.title)}</div>' if fence.title else ""
    name = lexer.aliases[0] if lexer and lexer.aliases else fence.lang
    lang = f' data-lang="{escape(name)}"' if name else ""
    numbered = ' class="code numbered"' if fence.numbered else ' class="code"'
    return f'<div{numbered}{lang}>{title}<pre tabindex="0"><code>{inner}</code></pre></div>\n', lexer is not None


def _read_lines(written: str) -> Iterator[int]:
    for part in written.split(","):
        first, dash, last = part.strip().partition("-")
        if first.isdigit():
            yield from range(int(first), min(int(last), int(first) + 10_000) + 1 if dash and last.isdigit() else int(first) + 1)


@lru_cache(maxsize=256)
def _lexer(name: str) -> Lexer | None:
    name = _ALIASES.get(name, name)
    if name == "text":
        return None
    try:
        # `stripnl` would take blank lines off a block's ends, and with them a line number.
        lexer: Lexer = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return lexer


@lru_cache(maxsize=1 << 10)
def _class(kind: _TokenType) -> str:
    while kind not in STANDARD_TYPES:
        assert kind.parent is not None
        kind = kind.parent
    name = STANDARD_TYPES[kind]
    return "" if name in PLAIN_CLASSES else name


def _highlight(lexer: Lexer, source: str) -> str:
    """Spans with Pygments' short class names; neighbours of one class share a span, and none crosses a line's end."""
    out: list[str] = []
    run: list[str] = []
    current = ""
    for kind, text in lexer.get_tokens(source):
        name = _class(kind)
        if name != current and run:
            out.append(_span(current, "".join(run)))
            run = []
        current = name
        run.append(text)
    return "".join(out) + _span(current, "".join(run))


def _span(name: str, text: str) -> str:
    if not name:
        return escape(text)
    return "\n".join(f'<span class="{name}">{escape(line)}</span>' if line else "" for line in text.split("\n"))


def _split_lines(html: str) -> list[str]:
    lines = html.split("\n")
    return lines[:-1] if lines and not lines[-1] else lines


def _line(number: int, html: str, marked: frozenset[int]) -> str:
    name = "line marked" if number in marked else "line"
    return f'<span class="{name}">{html}\n</span>'
