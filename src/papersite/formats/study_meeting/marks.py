"""The lines that give a study meeting's page its structure: the meeting itself, sections, presenters, topics with a kind tag.

Each function reads one line by itself. Whether a line of that shape also stands where it means that is `study_meeting`'s to
say, for `@property` is a name as much as `@mio` is.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from papersite.formats.dates import find_date
from papersite.formats.opening import read_title
from papersite.model import Kind
from papersite.regex import lazy_regex

_HASHES = lazy_regex(r"#{1,6}\s+")

# ── the meeting ──────────────────────────────────────────────────────────────────────────────────────────────────────

_LONGEST_NAME = 60
_LONGEST_SECTION = 40
_YEAR = lazy_regex(r"\d{4}")
_AROUND_DATE = " \t\xa0\u3000@＠【】[](（）)#-–—:：|・_"
_MEETING_WORD = lazy_regex(
    r"勉強会|輪読会|読み会|読む会|研究会|報告会|共有会|ミーティング|定例|ゼミ|meeting|meetup|seminar|study|reading|journal\s?club|sync",
    re.IGNORECASE,
)
_SECTION = lazy_regex(
    r"(?P<whose>(?:今週|本日|今日|今回|先週|来週|毎週)の?|メイン|サブ|その他の?|main|sub|other|weekly|today'?s|this week'?s)?"
    r"\s*(?:topics?|トピックス?|話題)",
    re.IGNORECASE,
)
# What a page says of the meeting as such, label first; Notion glues a property's label to its value.
_DETAIL = lazy_regex(
    r"(?:参加者|出席者|欠席者|参加メンバー|司会|書記|ファシリテーター?|開催日時?|日時|日付|時間|場所|会場"
    r"|作成者|作成日時?|最終更新(?:者|日時?)?|ステータス"
    r"|attendees|participants|members|facilitator|host|date|time|place|location|status"
    r"|created(?: by| time)?|last edited(?: by| time)?)(?:\s*[:：]|(?=[^\s\u3041-\u3096a-z]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A line with the date and the name of a meeting; `date` is None if there is no such day."""

    name: str
    date: dt.date | None

    @property
    def is_named(self) -> bool:
        """Whether the name says that this is a meeting."""
        return bool(_MEETING_WORD.search(self.name))


def read_meeting_line(line: str) -> MeetingLine | None:
    """The meeting that a line is the heading of: nothing but a date and a short name, in either order."""
    if len(line) > 2 * _LONGEST_NAME or not _YEAR.search(line):
        return None
    text = _HASHES.sub("", line.rstrip(), count=1)
    if not text or text[0].isspace():
        return None
    written = find_date(text)
    if written is None:
        return None
    before, after = text[: written.start].strip(_AROUND_DATE), text[written.end :].strip(_AROUND_DATE)
    name = f"{before} {after}".strip()
    if len(name) > _LONGEST_NAME or re.search(r"[。！？!?、,]|://", name):
        return None
    return MeetingLine(name, written.date)


def read_section(line: str) -> str | None:
    """What a section heading such as 今週のTOPIC says before "topic", possibly nothing; None if the line is no such heading."""
    if len(line) > _LONGEST_SECTION:
        return None
    match = _SECTION.fullmatch(unicodedata.normalize("NFKC", _HASHES.sub("", line.rstrip(), count=1)))
    return (match["whose"] or "") if match else None


def is_instruction(line: str) -> bool:
    """Whether a line begins a note to those who write the page."""
    return line.startswith(("※", "＊※", "*※", "⚠", "📌", "💡"))


def is_detail(line: str) -> bool:
    """Whether a line states who met, when and where."""
    return _DETAIL.match(line) is not None


# ── presenters ───────────────────────────────────────────────────────────────────────────────────────────────────────

_ANOTHER = lazy_regex(r"\s*[,、&と]?\s*[@＠]\s?")
_NAME = lazy_regex(r"[^\W\d_][\w'’.\-·・ \xa0\u3000]*(?:[(（][^()（）=,:\"']{1,40}[)）])?(?:\s?さん)?")
_ATTRIBUTE = lazy_regex(r"\w\.[a-z]\w")
_NOT_PEOPLE = frozenset(("here", "channel", "everyone", "all", "today", "tomorrow", "yesterday", "now", "remind"))
_HIRAGANA = lazy_regex(r"[\u3041-\u3096]")
_LATIN = lazy_regex(r"[A-Za-z]")
_NICKNAME = lazy_regex(r"\s?[(（][^()（）]*[)）]|\s?さん$")
_MOST_WORDS = 6
_MOST_HIRAGANA = 6


def read_presenter(line: str) -> str | None:
    """Who presents, if a line is `@Name` and no more; several names are joined by commas."""
    if line[:1] not in ("@", "＠") or len(line) > 120:
        return None
    text = line.strip()
    names = [name.strip() for name in _ANOTHER.split(text)[1:]]
    return ", ".join(names) if names and all(map(_is_name, names)) else None


def is_small_word(name: str) -> bool:
    """Whether a name is one small ASCII word: a nickname as much as a decorator's or a field's name."""
    bare = _NICKNAME.sub("", name)
    return bare.isascii() and bare.islower() and " " not in bare


def _is_name(text: str) -> bool:
    bare = _NICKNAME.sub("", text)
    if _HIRAGANA.search(bare) and _LATIN.search(bare):
        return False  # @Mio これは…: a mention that begins a sentence
    if not _NAME.fullmatch(text) or _ATTRIBUTE.search(text) or text.casefold() in _NOT_PEOPLE:
        return False
    return len(text.split()) <= _MOST_WORDS and len(_HIRAGANA.findall(text)) <= _MOST_HIRAGANA and find_date(text) is None


# ── topics ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_KINDS = {
    **dict.fromkeys(("論文", "論文紹介", "論文読み", "paper", "papers", "arxiv", "サーベイ", "survey", "研究"), Kind.PAPER),
    **dict.fromkeys(
        ("blog", "blogs", "techblog", "ブログ", "技術ブログ", "記事", "技術記事", "article", "articles"), Kind.ARTICLE
    ),
    **dict.fromkeys(("news", "ニュース", "slide", "slides", "スライド", "資料", "発表資料", "登壇資料", "発表"), Kind.ARTICLE),
    **dict.fromkeys(
        ("動画", "video", "youtube", "podcast", "書籍", "本", "book", "doc", "docs", "tips", "tutorial"), Kind.ARTICLE
    ),
    **dict.fromkeys(
        ("report", "レポート", "event", "イベント", "学会", "カンファレンス", "conference", "講演", "talk"), Kind.ARTICLE
    ),
    **dict.fromkeys(("post", "tweet", "ツイート", "zenn", "qiita", "kaggle", "コンペ", "competition", "解説"), Kind.ARTICLE),
    **dict.fromkeys(("oss", "tool", "tools", "ツール", "library", "ライブラリ", "lib", "repo", "repository"), Kind.SOFTWARE),
    **dict.fromkeys(("リポジトリ", "github", "software", "code", "framework", "フレームワーク", "package"), Kind.SOFTWARE),
    **dict.fromkeys(("product", "プロダクト", "service", "サービス", "app", "model", "モデル"), Kind.SOFTWARE),
    **dict.fromkeys(("dataset", "datasets", "データセット"), Kind.SOFTWARE),
}
# Words that may stand beside a kind in its tag. "note" beside "paper" may not: `[Paper Note] …` is a citation.
_BESIDE = frozenset(("tech", "技術", "紹介", "new", "technical", "engineering", "ai", "ml"))
_TAG = lazy_regex(r"[\[［【]\s*(?P<tag>[^\[\]［］【】]{1,30}?)\s*[\]］】]\s*")
_BETWEEN_KINDS = lazy_regex(r"[\s/／・,、&+|]+")
# A sentence that begins with a tag goes on with a particle: [論文]では、…
_GOES_ON = lazy_regex(r"(?:では|には|によ|から|より|として|について|[のはにをもがとで])(?=[^\x00-\x7f])")
_LAST_URL = lazy_regex(r"\s*[(（<]?(?P<url>https?://[^\s()（）<>]+)[)）>]?\s*$")


@dataclass(frozen=True, slots=True)
class TopicLine:
    """The line that a topic begins with: its kind if a tag says so, its title, an address that stands behind the title."""

    kind: Kind | None
    title: str
    url: str | None = None


def read_topic_line(line: str) -> TopicLine | None:
    """The topic that a line with a known kind tag begins; None of any other line. The title may be on a later line."""
    if not line or line[0] not in "[［【#":
        return None
    text = _HASHES.sub("", line.strip(), count=1)
    kind: Kind | None = None
    at = 0
    while (match := _TAG.match(text, at)) and (found := _kind_of(match["tag"])):
        kind = kind or found
        at = match.end()
    rest = text[at:]
    if kind is None or rest.endswith("。") or _GOES_ON.match(rest):
        return None
    return titled(rest, kind)


def titled(line: str, kind: Kind | None = None) -> TopicLine:
    """A topic line that gives its title, perhaps as a link or with an address behind it."""
    text = _HASHES.sub("", line.strip(), count=1)
    title, url = read_title(text)
    if url is None and (address := _LAST_URL.search(title[-2000:])):
        title, url = title[: len(title) - len(address[0])], address["url"]
    return TopicLine(kind, title, url)


def _kind_of(tag: str) -> Kind | None:
    words = [word for word in _BETWEEN_KINDS.split(unicodedata.normalize("NFKC", tag).casefold()) if word]
    kinds = [_KINDS[word] for word in words if word in _KINDS]
    return kinds[0] if kinds and all(word in _KINDS or word in _BESIDE for word in words) else None
