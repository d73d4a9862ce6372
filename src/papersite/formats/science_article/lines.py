"""The lines that give a science article's page its structure: categories, authors, reading times, tables of contents, lists.

Each function reads one line by itself; which of them mean what they look like is `science_article`'s to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from papersite.formats.people import read_names
from papersite.regex import lazy_regex

# `― 1 分で読む`, `― 5 min read`: a dash, a number, and the words for it in whatever language the page is in.
_READING_TIME = lazy_regex(r"\s*(?:[―—–─]+\s*\d{1,3}\s*\D{1,24}|[-ー]\s*\d{1,3}\s*(?:分で読|min)\D{0,12})$", re.IGNORECASE)
_CATEGORIES = lazy_regex(r"#[^#]+(?:#[^#]+)*$")
_CONTENTS = lazy_regex(r"(?:目次|もくじ|table of contents|contents)$", re.IGNORECASE)
_LIST_HEADING = lazy_regex(
    r"(?:著者(?:たち|ら)?(?:から|の)(?:もっと読む|他の記事)|(?:類似|関連)(?:の|する)?記事"
    r"|(?:read )?more (?:from|by) (?:the )?authors?|(?:similar|related) (?:articles?|posts?))$",
    re.IGNORECASE,
)
_SOURCE_HEADING = lazy_regex(r"(?:オリジナルソース|元の?ソース|原典|original source|source paper)$", re.IGNORECASE)
# What a page states of the paper it tells of, label first.
_SOURCE_LABELS = {
    "title": ("タイトル", "Title"),
    "abstract": ("概要", "要旨", "Abstract"),
    "authors": ("著者", "Authors", "Author"),
    "updated": ("最終更新", "Last Update"),
    "language": ("言語", "Language"),
    "url": ("ソースURL", "Source URL"),
    "pdf": ("ソースPDF", "Source PDF"),
    "license": ("ライセンス", "License", "Licence"),
    "changes": ("変更点", "変更", "Changes"),
}
_FIELD_OF = {label.casefold(): field for field, labels in _SOURCE_LABELS.items() for label in labels}
_SOURCE_LINE = lazy_regex(
    rf"(?P<label>{'|'.join(map(re.escape, sorted(_FIELD_OF, key=len, reverse=True)))})\s*[:：]\s*(?P<value>\S.*)$",
    re.IGNORECASE,
)
_PERSON = lazy_regex(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,5}$")
_PARTICLES = frozenset(
    ("al", "ben", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "van", "von")
)
_MOST_WORDS = 5  # of one person's name
_SENTENCE = lazy_regex(r"[。．.!！?？:：]$")
_LONGEST_AUTHORS = 4000  # characters; collaborations sign with hundreds of names


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What a line states of the original paper: its field, and label and value as written."""

    field: str
    label: str
    value: str


def is_reading_time(line: str) -> bool:
    """Whether a line says how long the article above it takes to read."""
    return len(line) < 60 and _READING_TIME.match(line) is not None


def read_categories(line: str) -> tuple[str, ...]:
    """The categories of a line such as `# Computer Science# Sound`, where each has its own `#`; empty if it is none."""
    if not line.startswith("#") or line.startswith("##") or len(line) > 300 or not _CATEGORIES.match(line):
        return ()
    return tuple(filter(None, (name.strip() for name in line.split("#"))))


def read_authors(line: str) -> tuple[str, ...]:
    """The people that a line lists, names between commas or one name of several words; empty if it is no such line."""
    text = line.strip()
    if len(text) > _LONGEST_AUTHORS or _SENTENCE.search(text.removesuffix("Jr.")):
        return ()
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not all(map(_PERSON.match, names)):
        return ()
    words = text.split()
    listed = len(names) > 1 and all(len(name) < 60 for name in names)
    return read_names(text) if listed or (1 < len(words) <= _MOST_WORDS and _is_full_name(words)) else ()


def _is_full_name(words: Sequence[str]) -> bool:
    """Whether the words of one person begin with capitals, but for particles between them: `Bo van der Berg`."""
    between = (word[0].isupper() or word in _PARTICLES for word in words[1:-1])
    return words[0][0].isupper() and words[-1][0].isupper() and all(between)


def is_contents(line: str) -> bool:
    """Whether a line is the heading of a table of contents."""
    return _CONTENTS.match(line.strip()) is not None


def is_list_heading(line: str) -> bool:
    """Whether a line is the heading of a list of other articles."""
    return len(line) < 60 and _LIST_HEADING.match(line.strip()) is not None


def is_source_heading(line: str) -> bool:
    """Whether a line is the heading of what the page states of the original paper."""
    return len(line) < 60 and _SOURCE_HEADING.match(line.strip()) is not None


def read_source_line(line: str) -> SourceLine | None:
    """What a line states of the original paper, or None."""
    match = _SOURCE_LINE.match(line.strip())
    return SourceLine(_FIELD_OF[match["label"].casefold()], match["label"], match["value"]) if match else None
