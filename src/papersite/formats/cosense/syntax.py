"""The syntax of Cosense's lines as Markdown (https://scrapbox.io/help/Syntax).

    [page]   [https://… words]   [https://….png]   [* bold]   [** heading]   [/ italic]   [- struck]   [$ formula]   [name.icon]
    ` ` before a line: a list entry, a level a space     > quotation   `code`   #tag   code:file.py   table:name   ? question

A line alone in strong brackets is a heading. Lines of plain text one below the other are a paragraph, each on its own line.
Code and tables have their lines below them, indented. A bracket that is none of these is a link to a page of the project,
which is a wiki link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from papersite.formats.decoded import Line
from papersite.formats.hashtags import find_hashtags
from papersite.regex import lazy_regex

_IMAGE = lazy_regex(
    r"https?://\S+\.(?:png|jpe?g|gif|svg|webp)(?:\?\S*)?$|https?://(?:gyazo\.com|i\.gyazo\.com)/[\w.]+$", re.IGNORECASE
)
_GYAZO = lazy_regex(r"https?://gyazo\.com/(?P<id>[0-9a-f]{32})(?:/raw)?$")
_INDENT = lazy_regex(r"[\s\u3000]*")
_CODE, _TABLE = lazy_regex(r"code:(?P<name>.+)$"), lazy_regex(r"table:(?P<name>.*)$")
_HEADING = lazy_regex(r"\[(?P<stars>\*{1,10})[ \t\u3000](?P<text>(?:[^\[\]]|\[[^\[\]]*\])+)\]$")
# A span of code, a formula (which may hold brackets), a doubled bracket, a bracket with at most one level inside.
_SPAN = lazy_regex(
    r"(?P<code>`[^`\n]+`)|\[\$ (?P<formula>(?:[^\[\]]|\[[^\[\]]*\])+?)[ ]?\]|\[\[(?P<strong>[^\[\]\n]+)\]\]"
    r"|\[(?P<inside>(?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]"
)
_DECORATION = lazy_regex(r"(?P<signs>[*/\-_!\"#%&'()+,.{|}<>~]+)[ \t\u3000](?P<text>.+)$", re.DOTALL)
_URL_FIRST = lazy_regex(r"(?P<url>https?://\S+)[ \t\u3000]+(?P<words>.+)$", re.DOTALL)
_URL_LAST = lazy_regex(r"(?P<words>.+?)[ \t\u3000]+(?P<url>https?://\S+)$", re.DOTALL)
_ICON = lazy_regex(r"(?P<name>[^\[\]\n]+)\.icon(?:\*\d+)?$")
_LANGUAGE = lazy_regex(r"[A-Za-z0-9_+#-]{1,20}$")
_BLOCK_START = lazy_regex(r"(?:#{1,6}|[-+*]|\d{1,9}[.)])(?=\s)|>|(?:[-*_]\s*){3,}$|={3,}\s*$")
# A line that is no plain text: an entry, a quotation, a heading, a row, a fence, an image or a name alone.
_NOT_PLAIN = lazy_regex(r"\s*-\s|>|#{1,6}\s|\||`{3,}|~{3,}|!\[\]\(<[^<>]*>\)$|\*\*[^*]*\*\*$")
_LINE_LINK = lazy_regex(r"(?<=.)#[0-9a-f]{24}$")
_DEEPEST = 12  # levels of lists; deeper ones stand there
_EMPHASIS = {"*": "**", "/": "*", "-": "~~"}


def to_markdown(lines: Sequence[Line]) -> list[Line]:
    """A page's lines, its title taken off, as Markdown; lines put in are numbered 0."""
    written: list[Line] = []
    index = 0
    while index < len(lines):
        number, text = lines[index]
        column = len(_INDENT.match(text)[0])  # type: ignore[index]
        bare = text[column:]
        block = _CODE.match(bare) or _TABLE.match(bare)
        if block is None:
            _line(written, number, column, bare)
            index += 1
            continue
        below = _below(lines, index, column)
        if block.re == _CODE:
            written += _code(block["name"].strip(), number, column, below)
        else:
            written += _table(block["name"].strip(), number, column, below)
        index += 1 + len(below)
    return written


def in_paragraphs(lines: Sequence[Line]) -> list[Line]:
    """Markdown in which plain lines that stood one below the other are one paragraph; `to_markdown` parts all lines."""
    joined: list[Line] = []
    for place, (number, text) in enumerate(lines):
        parts = not number and not text and joined and place + 1 < len(lines)
        above, below = (joined[-1][1], lines[place + 1][1]) if parts else ("", "")
        if above.strip() and below.strip() and not (_NOT_PLAIN.match(above) or _NOT_PLAIN.match(below) or above.endswith("\\")):
            joined[-1] = (joined[-1][0], f"{above}\\")  # a hard break (CommonMark 6.7)
        else:
            joined.append((number, text))
    return joined


def hashtags(lines: Iterable[Line]) -> tuple[str, ...]:
    """The hashtags of a page, outside of code."""
    return tuple(dict.fromkeys(tag.word for _, text in lines if "#" in text for tag in find_hashtags(_without_code(text))))


def inline(text: str) -> str:
    """The text of one line as Markdown."""
    return _SPAN.sub(lambda span: _shown(span), text) if "[" in text or "`" in text else text


def _below(lines: Sequence[Line], index: int, column: int) -> list[Line]:
    """The lines of a block: those deeper than its name, blank ones between them included."""
    end = index + 1
    while end < len(lines) and len(_INDENT.match(lines[end][1])[0]) > column:  # type: ignore[index]
        end += 1
    return [(number, text[column + 1 :]) for number, text in lines[index + 1 : end]]


def _line(written: list[Line], number: int, column: int, bare: str) -> None:
    """A line as a heading, a list entry, a quotation or a paragraph of its own, as Cosense shows each line."""
    if not bare:
        written.append((number, ""))
        return
    before = written[-1][1] if written else ""
    heading = _HEADING.match(bare) if column == 0 else None
    if heading:
        if before:
            written.append((0, ""))
        # The more stars the larger: one is bold text alone on its line.
        level = max(2, 5 - len(heading["stars"]))
        written += [(number, f"{'#' * level} {inline(heading['text'])}"), (0, "")]
    elif column:
        level = min(column, _DEEPEST) - 1
        if before and not re.match(r"\s*- ", before):
            written.append((0, ""))
        shown = f"> {inline(bare[1:].strip())}".rstrip() if bare.startswith(">") else _guarded(inline(bare))
        written.append((number, f"{'  ' * _possible(written, level)}- {shown}"))
    elif bare.startswith(">"):
        if before and not before.startswith(">"):
            written.append((0, ""))
        written.append((number, f"> {inline(bare[1:].strip())}".rstrip()))
        if not bare[1:].strip():
            written[-1] = (number, ">")
    else:
        if before:
            written.append((0, ""))
        written.append((number, _guarded(inline(bare))))


def _possible(written: Sequence[Line], level: int) -> int:
    """A level that the entry above allows: one deeper than it at most, or Markdown would read code."""
    above = re.match(r"(?P<indent>\s*)- ", written[-1][1]) if written else None
    return min(level, len(above["indent"]) // 2 + 1 if above else 0)


def _guarded(text: str) -> str:
    """A line that Cosense takes for text and Markdown would take for a block."""
    return f"\\{text}" if _BLOCK_START.match(text) and not text.startswith("#") else text


def _code(name: str, number: int, column: int, below: Sequence[Line]) -> list[Line]:
    longest = max((len(run) for _, text in below for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = name.rpartition(".")[2] if _LANGUAGE.match(name.rpartition(".")[2]) else ""
    info = f"{language}:{name}" if "." in name and language else name.replace("`", "")
    return [(0, ""), (number, fence + info), *below, (0, fence), (0, "")]


def _table(name: str, number: int, column: int, below: Sequence[Line]) -> list[Line]:
    """A table: its rows are lines, its cells parted by tabs; the first row is its head."""
    title = [(0, ""), (number, f"**{name}**" if name else ""), (0, "")]
    rows = [(n, [inline(cell.strip()).replace("|", "\\|") for cell in text.split("\t")]) for n, text in below if text.strip()]
    width = max((len(cells) for _, cells in rows), default=0)
    shown = [(n, "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |") for n, cells in rows]
    if not shown:
        return title
    return [*title, shown[0], (0, "|" + " --- |" * width), *shown[1:], (0, "")]


def _shown(span: re.Match[str]) -> str:
    if span["code"]:
        return span["code"]
    if span["formula"]:
        return f"${span['formula'].strip()}$"
    if span["strong"]:
        return f"**{span['strong'].strip()}**"
    return _bracket(span["inside"])


def _bracket(inside: str) -> str:
    text = inside.strip()
    if not text:
        return f"[{inside}]"
    if decorated := _DECORATION.match(text):
        marks = "".join(dict.fromkeys(_EMPHASIS[sign] for sign in decorated["signs"] if sign in _EMPHASIS))
        return f"{marks}{inline(decorated['text'].strip())}{_mirrored(marks)}"
    if found := _URL_FIRST.match(text) or _URL_LAST.match(text):
        url, words = found["url"], found["words"].strip()
        if _IMAGE.match(words):
            return f"[{_image(words)}](<{url}>)"
        return f"[{_image(url)}](<{words}>)" if _IMAGE.match(url) and "://" in words else f"[{_words(words)}](<{url}>)"
    if text.startswith(("http://", "https://")) and " " not in text:
        return _image(text) if _IMAGE.match(text) else f"<{text}>"
    if icon := _ICON.match(text):
        return f"({icon['name'].rpartition('/')[2] or icon['name']})"
    if text.startswith("/") and len(text) > 1:
        return f"[{_words(text)}](<https://scrapbox.io{text.replace(' ', '_')}>)"
    # What holds no word is no page: an index, an interval, an empty box.
    if line_link := _LINE_LINK.search(text):
        return f"[[{text[: line_link.start()]}]]"
    return f"[[{text}]]" if any(c.isalpha() for c in text) and "[" not in text and "|" not in text else f"[{inside}]"


def _image(url: str) -> str:
    gyazo = _GYAZO.match(url)
    return f"![](<https://i.gyazo.com/{gyazo['id']}.png>)" if gyazo else f"![](<{url}>)"


def _words(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]")


def _mirrored(marks: str) -> str:
    return "".join(reversed(re.findall(r"\*\*|\*|~~", marks)))


def _without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", text)
