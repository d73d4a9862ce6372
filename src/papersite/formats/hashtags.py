"""Hashtags in running text: which there are, and how the text reads without them.

Only what a reader would take for a hashtag is one: the sign begins a word, and the word has a letter. `C#`, `#1`, `&#39;`, the
fragment of an address, a code span and a Markdown heading (`# …`, `## …`) have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from papersite.regex import lazy_regex

# Letters of any script, digits, `_` and the long-vowel sign ー (a letter to Unicode), with the marks of decomposed text.
_WORD = r"[\w\u0300-\u036f\u3099\u309a]+"
# Code spans and addresses are stepped over as a whole; Markdown may escape the sign, and Japanese keyboards widen it.
_TOKEN = lazy_regex(rf"`+[^`\n]*`+|https?://[!-~]+|(?P<sign>\\?[#＃])(?P<word>{_WORD})")
# A sign behind these belongs to the word, entity or address before it. Kana and Han are no such word: `発表#AI` is a hashtag.
_BINDS = lazy_regex(r"[A-Za-z0-9_\u00c0-\u024f&/#＃\\]")
_EMOJI = r"\u200d\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_BETWEEN = lazy_regex(rf"[\s\u200b,、，・|/{_EMOJI}]*")
_CLOSERS = lazy_regex(rf"[\s\u200b\"'”’」』）)*_{_EMOJI}]*")  # no full stop: what stands before one is part of its sentence


@dataclass(frozen=True, slots=True)
class Hashtag:
    """A hashtag: its word as written, and where it stands, sign included."""

    word: str
    start: int
    end: int


def find_hashtags(text: str) -> Iterator[Hashtag]:
    """The hashtags of a text, from left to right. One may follow another without a space."""
    end = -1
    for token in _TOKEN.finditer(text):
        word = token["word"]
        if word is None or not any(map(str.isalpha, word)):
            continue
        start = token.start()
        if start == end or start == 0 or not _BINDS.match(text, start - 1):
            end = token.end()
            yield Hashtag(word, start, end)


def unique_words(text: str) -> tuple[str, ...]:
    """The words of a text's hashtags, each once, in the order of their first use."""
    return tuple(dict.fromkeys(tag.word for tag in find_hashtags(text)))


def without_hashtags(text: str) -> str:
    """The text with the hashtags at its end cut off, and those in its sentences without their sign."""
    tags = list(find_hashtags(text))
    closing = ""
    if tags and (rest := _CLOSERS.fullmatch(text, tags[-1].end)):
        closing = rest[0].strip()
        cut = len(text)
        while tags and (cut == len(text) or _BETWEEN.fullmatch(text, tags[-1].end, cut)):
            cut = tags.pop().start
        text = text[:cut].rstrip(" \t\u00a0\u3000\u200b,、，|/\n")
    for tag in reversed(tags):
        text = text[: tag.start] + tag.word + text[tag.end :]
    return text + closing if text else ""


def only_hashtags(text: str) -> bool:
    """Whether a text is a run of hashtags and nothing else."""
    tags = list(find_hashtags(text))
    ends = [0, *(tag.end for tag in tags)]
    starts = [*(tag.start for tag in tags), len(text)]
    return bool(tags) and all(_BETWEEN.fullmatch(text, end, start) for end, start in zip(ends, starts, strict=True))
