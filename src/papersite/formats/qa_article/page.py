"""What surrounds the questions of an article: the head with title, address and disclaimer, and the end with hashtags.

A blog's page puts lines of its own above the title and below the hashtags. They are known by their place and their length, not
by their words; what is long, or has an address or a label, is the writer's and stays.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from papersite.formats.dates import parse_date
from papersite.formats.hashtags import only_hashtags, unique_words
from papersite.formats.links import LinkLine, joined, read_link_line
from papersite.regex import lazy_regex

HEADER, FOOTER, DISCLAIMER, SEPARATOR = "page-header", "page-footer", "disclaimer", "separator"

_LONGEST_TITLE = 250  # characters
_SHORTEST_TITLE = 8  # characters without a Latin letter or a digit; what is shorter is a page's label
_LONGEST_HEADER = 40  # characters of one of the page's lines above the title
_LONGEST_FOOTER = 60  # characters of one below the hashtags: pleas for support are sentences
_MOST_LINES = 6  # of a header or a footer
_LONGEST_DISCLAIMER = 240

_MACHINE = lazy_regex(
    r"ChatGPT|(?<![A-Za-z])(?:LLM|GPT|AI|Claude|Gemini|Copilot|Bard|DeepL)(?![A-Za-z])|人工知能|言語モデル|機械翻訳",
    re.IGNORECASE,
)
_MADE = lazy_regex(
    r"させ|(?:生成|作成|要約|翻訳|執筆|解釈|回答|解説|出力|まとめ|書い?)(?:した|され|しています|しました|て(?:もら|い))|による(?:もの|生成|要約)"
    r"|\b(?:generated|written|summari[sz]ed|produced|translated|answered|made)\b",
    re.IGNORECASE,
)
_DISCLAIMS = lazy_regex(
    r"(?:正確|正し|真偽|完全|信頼|保証)\S{0,20}(?:ません|限ら|ない|かね)|(?:誤|間違)\S{0,20}(?:可能性|かも|あり得|ありえ|含)|参考程度"
    r"|\b(?:not|no|without)\b.{0,30}(?:guarantee|warrant|accura)|\bmay\b.{0,30}(?:error|mistake|wrong|inaccura)",
    re.IGNORECASE,
)
_DENIES = lazy_regex(
    r"では(?:ない|なく|なし|あり?ません)|(?:使|用)\S{0,4}(?:いません|おらず|いない)|\bnot (?:generated|written|made)",
    re.IGNORECASE,
)
_SPOKEN = lazy_regex(r"[。.!！]\s*$|(?:ます|ません|です|でした|ました)")  # a sentence, as no title is
_ITEM = lazy_regex(r"\s*(?:[-*+・•]\s+|\d{1,2}[.)]\s+)?")
_SEPARATES = lazy_regex(r"\s*([-*_])(?:[ \t]*\1){2,}\s*")
_HASHED = lazy_regex(r"\s*#{1,6}[ \t]+")
_WRITERS = lazy_regex(r"https?://|^\s*(?:[-*+・•>|]|\d+[.)]|[^\s:：]{1,10}[:：])")
_LATIN = lazy_regex(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the first question. Lines are numbered from 1; `quoted` ones disclaim without naming a machine."""

    title: str | None
    link: LinkLine
    date: dt.date | None
    field_lines: tuple[int, ...]
    dropped: tuple[tuple[int, str], ...]  # with the rule
    quoted: tuple[int, ...]
    stray: tuple[int, ...]  # too much above the title to be the page's

    @property
    def disclaimed(self) -> bool:
        """Whether a line says that a machine wrote the article, or that nobody vouches for it."""
        return bool(self.quoted) or any(rule == DISCLAIMER for _, rule in self.dropped)


@dataclass(frozen=True, slots=True)
class End:
    """What stands below the last question: the hashtags, and the page's own lines below those."""

    tags: tuple[str, ...] = ()
    dropped: tuple[tuple[int, str], ...] = ()  # with the rule


def read_head(lines: Sequence[str], written: Sequence[int]) -> Head:
    """The head of an article, given the numbers of its lines that are not blank."""
    links = {number: link for number in written if (link := read_link_line(lines[number - 1]))}
    dates = {number: date for number in written if (date := parse_date(lines[number - 1]))}
    title = find_title(lines, written, min(links, default=None))
    top = title or min(links, default=0)
    above = [number for number in written if number < top and number not in dates and number not in links]
    header = above if len(above) <= _MOST_LINES and all(len(lines[n - 1].strip()) <= _LONGEST_HEADER for n in above) else []
    disclaimers = [number for number in written if number > top and is_disclaimer(lines[number - 1])]
    named = [n for n in disclaimers if _MACHINE.search(lines[n - 1]) and not _DENIES.search(lines[n - 1])]
    return Head(
        title=_HASHED.sub("", lines[title - 1]).strip() if title else None,
        link=joined(links.values()),
        date=next(iter(dates.values()), None),
        field_lines=tuple(sorted({*links, *list(dates)[:1], *([title] if title else [])})),
        dropped=(*((number, HEADER) for number in header), *((number, DISCLAIMER) for number in named)),
        quoted=tuple(number for number in disclaimers if number not in named),
        stray=tuple(number for number in above if number not in header),
    )


def find_title(lines: Sequence[str], written: Sequence[int], address: int | None) -> int | None:
    """The line of the title: the nearest above the address that may be one, else the first that is long enough.

    `written` numbers the lines of the head that are not blank.
    """
    likely = [number for number in written if _may_be_title(lines[number - 1])]
    above = [number for number in likely if address is not None and number < address]
    return above[-1] if above else next(iter(likely), None)


def says_something(line: str) -> bool:
    """Whether a line has words of its own: it is no count, no date, no address and no disclaimer."""
    return sum(map(str.isalpha, line)) >= 2 and "://" not in line and not parse_date(line) and not is_disclaimer(line)


def is_disclaimer(line: str) -> bool:
    """Whether a line says that a machine wrote what follows, or that it may be wrong."""
    if len(line) > _LONGEST_DISCLAIMER or not _SPOKEN.search(line):
        return False
    made = _MACHINE.search(line) and _MADE.search(line) and not _DENIES.search(line)
    return bool(made or _DISCLAIMS.search(line))


def read_end(lines: Sequence[str], written: Sequence[int]) -> End:
    """The end of an article, given the numbers of the lines below its last question that are not blank."""
    tagged = [number for number in written if _is_tag_line(lines[number - 1])]
    dropped: list[tuple[int, str]] = []
    for number in reversed(written):
        if not _SEPARATES.fullmatch(lines[number - 1]):
            break
        dropped.append((number, SEPARATOR))
    below = [number for number in written if tagged and number > tagged[-1]]
    for number in below[:_MOST_LINES]:
        if len(lines[number - 1].strip()) > _LONGEST_FOOTER or _WRITERS.search(lines[number - 1]):
            break
        dropped.append((number, FOOTER))
    return End(unique_words("\n".join(lines[number - 1] for number in tagged)), tuple(dropped))


def _is_tag_line(line: str) -> bool:
    item = _ITEM.match(line)
    return only_hashtags(line[item.end() :] if item else line)


def _may_be_title(line: str) -> bool:
    text = _HASHED.sub("", line).strip()
    if len(text) > _LONGEST_TITLE or text.endswith(("。", "：", ":")) or not says_something(line):
        return False
    if len(text) < _SHORTEST_TITLE and not _LATIN.search(text):
        return False
    return not _is_tag_line(line) and not read_link_line(line)
