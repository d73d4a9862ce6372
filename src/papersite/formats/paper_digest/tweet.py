"""The tweet at the end of a digest: its section, its hashtags, and its text as a summary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from papersite.formats.hashtags import unique_words, without_hashtags
from papersite.formats.paper_digest.outline import Heading, Outline, is_break
from papersite.formats.preamble import is_preamble
from papersite.regex import lazy_regex

# Headings that speak of a post to a network of short messages, or of their length.
_SPEAKS = lazy_regex(
    r"ツイート|ツイッター|つぶやき|\btweet|\btwitter|(?<![A-Za-z0-9])X\s?(?:posts?\b|の?(?:投稿|ポスト))|SNS|140\s?(?:字|文字|char|letter)",
    re.IGNORECASE,
)
_LONGEST = 600  # characters: a tweet has 140 or 280, its writers count badly, and some offer two
_MARK = lazy_regex(r"\s*(?:>\s?|[-*+]\s+|\d+[.)]\s+)?")


@dataclass(frozen=True, slots=True)
class Tweet:
    """What the tweet says: its hashtags in order, and its text without those at its end."""

    tags: tuple[str, ...] = ()
    summary: str | None = None


def read_tweet(outline: Outline, first: int, last: int) -> Tweet:
    """The tweet of the paper whose body stands in these lines; empty if there is none.

    It stands in the last section whose heading speaks of it, else in the last section, else it is the last paragraph; where
    no heading tells, it is short and has hashtags.
    """
    sections = [heading for heading in outline.headings_between(first, last) if heading.level == 2]
    named = next((heading for heading in reversed(sections) if _SPEAKS.search(heading.text)), None)
    if named is not None:
        texts = _paragraphs(outline, named.last + 1, _end_of(named, outline, last))
        tweet = _read(texts if len("".join(texts)) <= _LONGEST else texts[-1:])
        if tweet.summary or tweet.tags:
            return tweet
    texts = _paragraphs(outline, sections[-1].last + 1 if sections else first, last)
    for candidate in (texts, texts[-1:]):
        tweet = _read(candidate)
        if tweet.tags and len("".join(candidate)) <= _LONGEST:
            return tweet
    return Tweet()


def _read(texts: Sequence[str]) -> Tweet:
    tagged = [rank for rank, text in enumerate(texts) if unique_words(text)]
    text = "\n".join(texts[: tagged[-1] + 1] if tagged else texts)
    return Tweet(unique_words(text), without_hashtags(text).strip() or None)


def _end_of(section: Heading, outline: Outline, last: int) -> int:
    below = outline.headings_between(section.last + 1, last)
    return next((heading.first - 1 for heading in below if heading.level <= section.level), last)


def _paragraphs(outline: Outline, first: int, last: int) -> list[str]:
    """The paragraphs between two lines, without preambles and marks of quotation; of code only if there is nothing else."""
    prose: list[list[str]] = [[]]
    code: list[list[str]] = [[]]
    headings = {heading.first for heading in outline.headings_between(first, last)}
    for number in range(first, last + 1):
        line = outline.line(number)
        into = code if outline.is_code(number) else prose
        if not line.strip() or number in headings or is_break(line):
            prose.append([])
            code.append([])
        elif not line.lstrip().startswith(("```", "~~~")):
            into[-1].append(_MARK.sub("", line, count=1).strip() if into is prose else line.strip())
    kept = [lines for lines in prose if lines and not is_preamble(lines)] or [lines for lines in code if lines]
    return ["\n".join(lines) for lines in kept]
