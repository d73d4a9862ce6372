"""The templates by which papers are summed up, as parts of a Markdown text: Ochiai's six questions, and that of arXivTimes.

    どんなもの？ 先行研究と比べてどこがすごい？ 技術や手法のキモはどこ？ どうやって有効だと検証した？ 議論はある？
    次に読むべき論文は？
    一言でいうと 論文リンク 著者/所属機関 投稿日付 概要 新規性・差分 手法 結果 コメント

A part's name stands in a heading, alone in bold or behind a number, before a colon, or in the first cell of a table's row.
Names are compared folded (width, punctuation, numbers before them), by how they begin, for people change their ends. What the
parts say of the paper itself (link, authors, venue) is read here too. Nothing is taken out of the text: that is the caller's
to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from papersite.formats.dates import find_date
from papersite.formats.links import LinkLine, joined, read_link_line
from papersite.formats.opening import own_links
from papersite.formats.people import read_names
from papersite.identity import find_ids
from papersite.model import IdScheme
from papersite.regex import lazy_regex


class Part(StrEnum):
    """What a part of a template is for; `ASKED` are questions whose answers stay text."""

    ASKED = "asked"
    ONE_LINE = "one-line"
    TITLE = "title"
    LINK = "link"
    AUTHORS = "authors"
    DATE = "date"
    VENUE = "venue"
    YEAR = "year"
    TAGS = "tags"


# Folded names by how they begin. Those of the first list are the templates' own: three of them are no accident.
_QUESTIONS = (
    "どんなもの", "どんな論文", "先行研究と比べて", "先行研究とくらべて", "先行研究と比較して", "従来研究と比べて",
    "既存研究と比べて", "技術や手法の", "技術の手法や肝", "技術や手法は", "手法のキモ", "技術手法のキモ",
    "どうやって有効だと", "どうやって有効性を", "どうやって検証", "議論はある", "議論は", "論文の主張に対する議論",
    "次に読むべき", "次読むべき",
)  # fmt: skip
_TIMES = (
    "一言でいうと", "一言で言うと", "ひとことでいうと", "ひとことで言うと", "一言まとめ", "論文リンク", "論文url",
    "著者所属機関", "著者所属", "著者組織", "投稿日付", "投稿日", "新規性差分", "新規性", "論文著者",
)  # fmt: skip
_EXACT = {
    Part.ONE_LINE: (
        "一言でいうと", "一言で言うと", "ひとことでいうと", "ひとことで言うと", "一言まとめ", "一言で", "一言", "tldr",
    ),
    Part.TITLE: ("論文タイトル", "論文名", "papertitle", "タイトル", "title"),
    Part.LINK: (
        "論文リンク", "論文url", "論文情報リンク", "論文関連リンク", "論文のリンク", "リンク", "論文", "url", "link", "links",
        "paperlink", "paper", "paperurl", "pdf", "arxiv", "原論文", "元論文", "文献情報", "論文情報", "reference", "source",
    ),
    Part.AUTHORS: (
        "著者", "著者所属機関", "著者所属", "著者組織", "著者名", "論文著者", "著者情報", "author", "authors",
        "authorsaffiliations",
    ),
    Part.DATE: (
        "投稿日付", "投稿日", "投稿日時", "公開日", "発表日", "出版日", "submitteddate", "submitted", "date",
    ),
    Part.VENUE: (
        "会議", "学会", "会議論文誌", "会議名", "学会名", "発表会議", "会議論文誌etc", "会議学会", "発表学会", "ジャーナル",
        "論文誌", "出典", "採択会議", "発表先", "投稿先", "会場またはジャーナル", "venue", "conference", "journal",
        "publication",
    ),
    Part.YEAR: ("年", "年venue", "発表年", "投稿年", "出版年", "年度", "year", "publishedyear", "publicationyear"),
    Part.TAGS: ("キーワード", "keywords", "タグ", "tags"),
}  # fmt: skip
# Parts that say nothing of the paper itself, but end those that do.
_OTHERS = (
    "所属",
    "所属機関",
    "所属先",
    "affiliation",
    "affiliations",
    "status",
    "citation",
    "コメント",
    "概要",
    "手法",
    "結果",
)
_PART_OF = {**dict.fromkeys(_OTHERS, Part.ASKED), **{name: part for part, names in _EXACT.items() for name in names}}
# Whether a text says these as such or in passing is not to be seen, so they name a part only in a heading or before a colon.
_ATX = lazy_regex(r" {0,3}(?P<level>#{1,6})[ \t]+(?P<name>.*?)(?:[ \t]+#+)?[ \t]*$")
_BULLET_OR_NUMBER = r"[ \t]{0,3}(?:[-*+・•■◆●▼][ \t]*|\d{1,2}[.)．][ \t]*)?"
_BOLD = lazy_regex(_BULLET_OR_NUMBER + r"(?:\*\*|__)(?P<name>[^*_]{2,60})(?:\*\*|__)[ \t]*[:：]?[ \t]*(?P<rest>.*)$")
_LABEL = lazy_regex(_BULLET_OR_NUMBER + r"(?P<name>[^:：|#*\[\]()]{1,40}?)[ \t]*[:：](?!//)[ \t]*(?P<rest>.*)$")
_ALONE = lazy_regex(_BULLET_OR_NUMBER + r"(?:[①-⑳]|Q\d[.:]?)?[ \t]*(?P<name>[^|#*\[\]]{2,40}?)[ \t]*$")
_ROW = lazy_regex(r"[ \t]*\|(?P<name>[^|]{1,60})\|(?P<rest>.*?)\|?[ \t]*$")
_NUMBER = lazy_regex(r"^(?:q?\d{1,2}|[①-⑳]|[ivx]{1,4}(?=[.)]))[.)．、: ]*")
_LEFT_OVER = lazy_regex(r"\((?:yyyy|mm|dd|[/\-.年月日 ])+\)", re.IGNORECASE)
_YEAR = lazy_regex(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_VENUE_YEAR = lazy_regex(r"^\s*(?P<venue>[A-Za-z][A-Za-z&+ /-]{1,40}?)[ ,'’-]*(?P<year>(?:19|20)\d\d)?\s*$")
_COMMENT = lazy_regex(r"<!--.*?-->")
_LINKED = lazy_regex(r"\[([^\[\]]*)\]\([^()\s]*\)")
_BULLET = lazy_regex(r"\s*(?:[-*+・•]|\d{1,2}[.)])\s+")
_ORGANISATION = lazy_regex(
    r"universi|institut|laborator|\blabs?\b|research|college|school|\binc\b|\bcorp|google|microsoft|facebook|\bmeta\b|openai"
    r"|deepmind|nvidia|amazon|apple|academy|center|centre|department|\b(?:eth|mit|cmu|epfl|inria|ibm|kaist|tu|uc)\b|大学|研究所"
    r"|株式会社|研究院|学院|高専|機構",
    re.IGNORECASE,
)
_MOST_NAMES = 40
NO_LINKS = LinkLine((), ())


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a template: what it is, the line of its name, the lines of its text, and text on the name's own line."""

    part: Part
    name: str  # folded
    line: int
    last: int
    beside: str = ""
    level: int = 0  # of its heading; 0 for a bold, bare or listed name, or a table's row
    own: bool = False  # whether the name is a template's own


@dataclass(frozen=True, slots=True)
class Template:
    """A filled-in template: its parts in their order, and what they say of the paper itself."""

    sections: tuple[Section, ...]
    links: LinkLine = NO_LINKS
    title: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    tags: tuple[str, ...] = ()
    one_line: tuple[str, tuple[int, ...]] | None = None  # the paper in a sentence, and its lines with the part's name


def fold_name(name: str) -> str:
    """A part's name without number, width, punctuation and case."""
    text = _LEFT_OVER.sub("", unicodedata.normalize("NFKC", name).casefold())
    text = _NUMBER.sub("", text.strip(" *_`#:\"'"))
    return "".join(c for c in text if c.isalnum())


def find_sections(lines: Sequence[str], first: int, last: int, code: Sequence[bool]) -> tuple[Section, ...]:
    """The parts of templates among the lines `first` to `last` (from 1); `code` says which lines of the text are code."""
    starts: list[Section] = []
    borders: list[int] = []  # headings of any kind end a part
    for number in range(first, last + 1):
        line = lines[number - 1]
        if code[number - 1] or not line.strip():
            continue
        if found := _named(line, number):
            starts.append(found)
            borders.append(number)
        elif _ATX.match(line):
            borders.append(number)
    if sum(each.own for each in starts) < 2:
        return ()
    ends = dict(zip(borders, [*borders[1:], last + 1], strict=True))
    return tuple(_closed(each, ends[each.line] - 1) for each in starts)


def is_template(sections: Sequence[Section]) -> bool:
    """Whether parts make a template: three different ones that only templates have."""
    return len({each.name for each in sections if each.own}) >= 3


def read_template(lines: Sequence[str], first: int, last: int, code: Sequence[bool]) -> Template | None:
    """The template that some lines are filled in by, or None."""
    sections = find_sections(lines, first, last, code)
    if not is_template(sections):
        return None
    told = [(each, _texts(each, lines)) for each in sections]
    links = joined(link for each, texts in told if each.part in (Part.LINK, Part.VENUE) for link in _links(texts))
    venue, year = _venue_and_year(told)
    return Template(
        sections,
        links,
        next((texts[0] for each, texts in told if each.part is Part.TITLE and texts), None),
        next((names for each, texts in told if each.part is Part.AUTHORS and (names := _people(texts))), ()),
        venue,
        year,
        next((_tags(texts) for each, texts in told if each.part is Part.TAGS and texts), ()),
        _one_line(sections, lines),
    )


def links_above(line: str) -> LinkLine | None:
    """The paper's own address on a line above its template: alone, or behind a label that says a paper (or its code)."""
    found = own_links(line)
    label = line.partition(":")[0].partition("：")[0]
    return found or (read_link_line(line) if "論文" in label else None)


def _named(line: str, number: int) -> Section | None:
    if row := _ROW.match(line):
        name = fold_name(row["name"])
        return _section(name, number, row["rest"].strip(), 0) if _is_own(name) or name in _PART_OF else None
    if heading := _ATX.match(line):
        name = fold_name(heading["name"])
        if found := _section(name, number, "", len(heading["level"])):
            return found
        label = _LABEL.match(heading["name"])
        return _section(fold_name(label["name"]), number, label["rest"].strip(), len(heading["level"])) if label else None
    for pattern in (_BOLD, _LABEL):
        if (hit := pattern.match(line)) and (found := _section(fold_name(hit["name"]), number, hit["rest"].strip(), 0)):
            return found
    alone = _ALONE.match(line)
    name = fold_name(alone["name"]) if alone else ""
    # Of the plain words only those that nobody writes alone on a line otherwise.
    known = _is_own(name) or _PART_OF.get(name) is Part.AUTHORS or name in _OTHERS[:3]
    return _section(name, number, "", 0) if known else None


def _section(name: str, number: int, rest: str, level: int) -> Section | None:
    part = _PART_OF.get(name)
    own = _is_own(name)
    if part is None and not own:
        return None
    return Section(part or Part.ASKED, name, number, number, rest, level, own)


def _is_own(name: str) -> bool:
    return name.startswith(_QUESTIONS) or name.startswith(_TIMES)


def _closed(section: Section, last: int) -> Section:
    return Section(section.part, section.name, section.line, last, section.beside, section.level, section.own)


def _texts(section: Section, lines: Sequence[str]) -> list[str]:
    """What a part says: its written lines without bullets, comments and rules."""
    texts = [section.beside, *(lines[number - 1] for number in range(section.line + 1, section.last + 1))]
    bare = (_BULLET.sub("", _COMMENT.sub("", text), count=1).strip() for text in texts)
    return [text for text in bare if any(map(str.isalnum, text))]


def _links(texts: Sequence[str]) -> list[LinkLine]:
    """The addresses that the lines of a part are made of. A line of prose may name other papers, and counts for none."""
    found = []
    for text in texts:
        if link := read_link_line(text):
            found.append(link)
        elif ids := list(find_ids(_LINKED.sub(lambda m: m[0].rpartition("(")[2].rstrip(")"), text))):
            version = next((each.version for each in ids if each.id.scheme is IdScheme.ARXIV), None)
            found.append(LinkLine((), tuple(dict.fromkeys(each.id for each in ids)), version))
        if found:
            break
    return found


def _people(texts: Sequence[str]) -> tuple[str, ...]:
    """The names among authors and where they work: what has an organisation's word in it is none."""
    names: list[str] = []
    for text in texts:
        plain = re.sub(r"[(（][^()（）]*[)）]", "", _LINKED.sub(r"\1", text)).replace("<br>", ", ").replace("，", ",")
        for name in read_names(plain):
            words = name.split()
            if not _ORGANISATION.search(name) and len(words) <= 5 and not any(c in name for c in ":/@。") and len(name) <= 40:
                names.append(name)
    # Latin names have two words; a lone word is a place, a company or a family name that says too little.
    whole = [name for name in names if " " in name or not name.isascii()]
    return tuple(dict.fromkeys(whole))[:_MOST_NAMES]


def _venue_and_year(told: Sequence[tuple[Section, list[str]]]) -> tuple[str | None, int | None]:
    venue: str | None = None
    year: int | None = None
    for section, texts in told:
        text = _LINKED.sub(r"\1", texts[0]) if texts else ""
        if section.part is Part.VENUE and venue is None and (hit := _VENUE_YEAR.match(text)):
            venue, year = hit["venue"].strip(), int(hit["year"]) if hit["year"] else year
        elif section.part is Part.YEAR and year is None and (found := _YEAR.search(text)):
            year = int(found[1])
    for section, texts in told:
        if section.part is Part.DATE and year is None and texts:
            day, found = find_date(texts[0]), _YEAR.search(texts[0])
            year = day.date.year if day and day.date else int(found[1]) if found else None
    return venue, year


def _tags(texts: Sequence[str]) -> tuple[str, ...]:
    parts = (part.strip(" #`*") for text in texts for part in re.split(r"[,，、;；/]|\s#", text))
    return tuple(dict.fromkeys(part for part in parts if 0 < len(part) <= 40))


def _one_line(sections: Sequence[Section], lines: Sequence[str]) -> tuple[str, tuple[int, ...]] | None:
    """The paper in one sentence, if that part is plain words; lists, images and tables stay in the body."""
    section = next((each for each in sections if each.part is Part.ONE_LINE), None)
    if section is None or lines[section.line - 1].lstrip().startswith("|"):
        return None
    numbers = [number for number in range(section.line, section.last + 1) if lines[number - 1].strip()]
    texts = [section.beside, *(lines[number - 1].strip() for number in numbers[1:])]
    texts = [text for text in texts if text]
    if not texts or len(texts) > 6 or any(re.match(r"[-*+>|#!`<]|\d+[.)]\s|---", text) for text in texts):
        return None
    return " ".join(texts), tuple(numbers)
