"""The property table of a paper, as a copy flattens it: each row a line, its label glued to its value.

`著者Ada Lovelace`, `論文リンクhttps://…`. A single such line proves nothing (a sentence may begin with 著者), so a table is a
run of rows in which something can be nothing else: a link's label before an address, or a title row that repeats the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from papersite.formats.copied import Line
from papersite.formats.links import LinkLine, read_link_line
from papersite.formats.literal import literal
from papersite.formats.opening import join_links
from papersite.formats.people import read_names
from papersite.identity import fold_title
from papersite.regex import lazy_regex

# What a row may be called, longest first where one begins another. Values of links are addresses; the others are text.
_LABELS = {
    "title": ("論文タイトル", "タイトル", "題名", "Paper Title", "Title"),
    "authors": ("著者名", "著者", "Authors", "Author"),
    "affiliation": ("所属機関", "所属", "Affiliations", "Affiliation"),
    "venue": ("採択会議", "発表会議", "会議名", "会議", "学会", "掲載誌", "採択先", "Venue", "Conference", "Journal"),
    "date": ("公開日", "発表日", "投稿日", "出版年", "発表年", "発行年", "Published", "Year", "Date"),
    "topic": ("キーワード", "分野", "ライセンス", "Keywords", "License"),
    "link": (
        "論文リンク", "論文URL", "論文ページ", "論文", "出典", "リンク", "プロジェクトページ", "プロジェクト", "公式サイト",
        "リポジトリ", "コード", "実装", "データセット", "デモ", "モデル",
        "Paper Link", "Paper URL", "Paper", "OpenReview", "arXiv", "DOI", "PDF", "URL", "Link",
        "Project Page", "Project", "Website", "Repository", "GitHub", "Code", "Dataset", "Model", "Demo",
    ),
}  # fmt: skip
_PAPER_LINKS = frozenset(label.casefold() for label in (
    "論文リンク", "論文URL", "論文ページ", "論文", "出典", "リンク",
    "Paper Link", "Paper URL", "Paper", "OpenReview", "arXiv", "DOI", "PDF", "URL", "Link",
))  # fmt: skip
_FIELD_OF = {label.casefold(): field for field, labels in _LABELS.items() for label in labels}
_ROW = lazy_regex(
    rf"(?P<label>{'|'.join(re.escape(label) for label in sorted(_FIELD_OF, key=len, reverse=True))})"
    r"(?P<between>\s*[:：|]\s*|\s*)(?P<value>\S.*)",
    re.IGNORECASE,
)
_WRITTEN_AS = lazy_regex(r"[\u3041-\u3096]")  # a value that begins so goes on a sentence: 著者らは…, 論文では…
_YEAR = lazy_regex(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the number of its line, what field its label names, and label and value as written."""

    number: int
    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PropertyTable:
    """The rows of a table, from its first line to its last."""

    rows: tuple[Row, ...]

    @property
    def title(self) -> str | None:
        """The title it states."""
        return self._first("title")

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors it lists, without marks of affiliation."""
        return read_names(self._first("authors") or "")

    @property
    def venue(self) -> str | None:
        """Where the paper appeared, as written."""
        return self._first("venue")

    @property
    def year(self) -> int | None:
        """The year in which the paper appeared."""
        match = _YEAR.search(self._first("date") or "")
        return int(match[1]) if match else None

    @property
    def links(self) -> LinkLine:
        """All addresses of the table, with the identifiers of those that link the paper."""
        links = [(row, read_link_line(row.value)) for row in self.rows if row.field == "link"]
        urls = join_links(found for _, found in links if found)
        paper = join_links(found for row, found in links if found and row.label.casefold() in _PAPER_LINKS)
        return LinkLine(urls.urls, paper.ids, paper.arxiv_version)

    @property
    def links_paper(self) -> bool:
        """Whether a row says that it links the paper."""
        return any(row.field == "link" and row.label.casefold() in _PAPER_LINKS for row in self.rows)

    def names(self, title: str) -> bool:
        """Whether the title it states is this one, or part of it, or the reverse: `(SAM) Segment Anything`."""
        stated, given = fold_title(self.title or ""), fold_title(title)
        return bool(stated and given) and (stated in given or given in stated)

    def as_markdown(self) -> list[Line]:
        """The table as a list of rows: a Markdown table would need a head row, which this one never had."""
        return [(row.number, f"- **{row.label}** {literal(row.value)}") for row in self.rows]

    def _first(self, field: str) -> str | None:
        return next((row.value for row in self.rows if row.field == field), None)


def read_property_table(lines: Sequence[str], number: int, title: str | None) -> PropertyTable | None:
    """The table whose first row is the first written line from `number` on; None if there is none below this title."""
    rows: list[Row] = []
    while number <= len(lines) and len(rows) < _MOST_ROWS:
        if not lines[number - 1].strip():
            number += 1
            continue
        row = _row(lines[number - 1], number)
        if row is None or (rows and rows[-1].number < number - 1 and not _goes_on(rows, row)):
            break
        rows.append(row)
        number += 1
    if len(rows) < 2:
        return None
    table = PropertyTable(tuple(rows))
    fields = {row.label.casefold() for row in rows}
    certain = any(row.field == "link" for row in rows) or bool(title and table.names(title))
    return table if len(fields) > 1 and certain else None


def _goes_on(rows: Sequence[Row], row: Row) -> bool:
    """Whether a row below a blank line, as a copy may have, is the table's: a heading may look like one (分野別)."""
    return row.field == "link" or (row.field != "topic" and all(row.field != each.field for each in rows))


def _row(line: str, number: int) -> Row | None:
    match = _ROW.match(line.rstrip())
    if match is None:
        return None
    label, value = match["label"], match["value"]
    field = _FIELD_OF[label.casefold()]
    goes_on = not match["between"] and (_WRITTEN_AS.match(value) or (label.isascii() and value[0].islower()))
    if field == "link":
        stands = read_link_line(value) is not None
    elif field == "date":
        stands = _YEAR.search(value) is not None and not goes_on
    else:
        stands = not goes_on
    return Row(number, field, label, value) if stands else None
