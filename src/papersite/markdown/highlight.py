"""Code blocks: Pygments' classes for the languages people name, and nothing for those it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token, _TokenType
from pygments.util import ClassNotFound

from papersite.markdown.page import escape

_LONGEST = 100_000  # characters; some lexers are slower than linear, and nobody reads so long a block for its colours

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
_SPEC = re.compile(r"^\{?\s*\.?(?P<lang>[^\s{},:=]*)(?::(?P<file>[^\s{}]+))?")
_LINES = re.compile(r"\{\s*([\d,\s-]+)\}")
_NUMBERS = re.compile(r"(?:^|[\s{.,])(?:linenos|linenums|numberLines|showLineNumbers|line-numbers)\b", re.IGNORECASE)
_TITLE = re.compile(r"""(?:title|filename|caption)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")


@dataclass(frozen=True, slots=True)
class Fence:
    """What the info string of a fence asks for."""

    lang: str = ""
    title: str = ""
    numbered: bool = False
    marked: frozenset[int] = frozenset()


def read_info(info: str) -> Fence:
    """The wishes in an info string: `py {1,3-4} linenos`, `python:train.py`, `{.python .numberLines}`."""
    match = _SPEC.match(info.strip())
    if match is None:
        return Fence()
    title = _TITLE.search(info)
    lines = _LINES.search(info)
    return Fence(
        lang=match["lang"].lower(),
        title=(title[1] or title[2] or title[3]) if title else match["file"] or "",
        numbered=_NUMBERS.search(info) is not None,
        marked=frozenset(_read_lines(lines[1])) if lines else frozenset(),
    )


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
    return STANDARD_TYPES[kind]


def _highlight(lexer: Lexer, source: str) -> str:
    """Spans with Pygments' short class names; neighbours of one class share a span, and none crosses a line's end."""
    out: list[str] = []
    current, run = "", []
    for kind, text in lexer.get_tokens(source):
        name = "" if kind is Token.Text or kind is Token.Text.Whitespace else _class(kind)
        if name != current and run:
            out.append(_span(current, "".join(run)))
            run = []
        current = name
        run.append(text)
    if run:
        out.append(_span(current, "".join(run)))
    return "".join(out)


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
