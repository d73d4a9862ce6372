"""Characters and words of Markdown: which letters are Japanese, what is hidden from readers, what is left without marks.

Every module that reads text for citations or titles stands on these; nothing here knows lines or lists.
"""

from __future__ import annotations

from collections.abc import Sequence

from papersite.regex import lazy_regex

# Stands where code stood: no pattern matches it, so that nothing is read across code.
HIDDEN = "\x00"
# Kana and Han letters; the prolonged sound mark and the iteration marks are letters, the middle dot is not.
KANA = r"\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f"
JAPANESE = KANA + r"\u3005-\u3007\u309d-\u309f\u30fd-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


def covered(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with some spans hidden; line ends stay. The spans must be in order and apart."""
    if not spans:
        return text
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], "\n".join(HIDDEN * len(row) for row in text[start:end].split("\n"))]
        done = end
    return "".join((*pieces, text[done:]))


_UNMARKED = (
    (lazy_regex(r"!\[[^\[\]\n]*\]\([^()\n]*\)|!\[\[[^\[\]\n]*\]\]"), ""),
    (lazy_regex(r"\[\^[^\[\]\n]{1,40}\]:?"), ""),
    (lazy_regex(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]"), r"\1"),
    (lazy_regex(r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){0,400})\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)"), r"\1"),
    (lazy_regex(r"<(https?://[^<>\s]+)>"), r"\1"),
    (lazy_regex(r"</?[a-zA-Z][^<>\n]{0,200}>"), ""),
    (lazy_regex(r"(?<!\\)(?:\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`+)"), ""),
    (lazy_regex(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
_MARK = lazy_regex(r"[\[<*_`\\]")  # every mark has one of these
_SPACE = lazy_regex(rf"[\s{HIDDEN}\u3000]+")


def plain(markdown: str) -> str:
    """The words of a piece of Markdown on one line, without its marks."""
    for pattern, put in _UNMARKED if _MARK.search(markdown) else ():
        markdown = pattern.sub(put, markdown)
    return _SPACE.sub(" ", markdown).strip()
