"""Dumps in the structure of real ones, in own words, and what a library made of a folder says wherever its notes stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from hypothesis import strategies as st

from papersite.config import Config
from papersite.importing.note_file import said
from papersite.library import join, notes_of, read_alone
from papersite.model import Library, Note, Reference, Source
from papersite.review import review_keys
from papersite.settings import read_settings
from papersite.sources import read_sources

TAGS = ["NLP", "2D (Image)", "PEFT(Adaptor/LoRA)", "Test-Time Scaling", "C++", "Article", "ICML'25", "強化学習"]
SUMMARIES = [
    "疎な注意で計算を減らし、長い文書を読む手法 LongReader を提案。",
    "We rank #tags: a study of `colons`, - dashes and 'quotes'.",
    "---",
    "表、図、式だけで論じる。",
]
COMMENTS = [
    ("元ポスト:", "", "Loading…", ""),
    ("---", "", "区切り線から始まる本文。", ""),
    ("評価の仕方が面白い。  ", "image", ""),
    ("・一つ目", " ・下の項目", "・二つ目", ""),
    ("```", "x = [1, 2]", "---", "# 注釈", "```", ""),
    ("# 見出しから始まる", "", "本文が\u00a0続く。", ""),
    ("関連:", "- [Paper Note] Deep Sets, Manzil Zaheer+, NIPS'17, 2017.03", ""),
    ("本手法はSparseNetと呼ばれ、[図](figure.png)と[別の記事](other.md)にある。", ""),
    ("> quoted text", "続き[^1]", "", "[^1]: 注", ""),
]
DIGESTS = [
    ("Deep Sets", "1703.06114v3", "集合を入力にする。 #DeepLearning #NLP"),
    ("“Why Should I Trust You?”: Explaining the Predictions of Any Classifier", "1602.04938v3", "予測に理由を。 #LIME"),
    ("Yes: a title: with colons # and a hash", "2006.16236v3", "列が長くても怖くない🚀#LinearAttention"),
    ("Neural Turing Machines", None, "記憶をもつ網。"),
    ("Neural Turing Machines", "1410.5401v2", "記憶をもつ網。 #NTM"),
]


@dataclass(frozen=True)
class Keypoint:
    """A record of a notes site."""

    tags: tuple[str, ...]
    date: dt.date
    summary: str | None
    comment: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        tags = " ".join(f"#{tag}" for tag in self.tags)
        summary = f" GPT Summary- {self.summary}" if self.summary else ""
        return ["", "", "", "Paper/Blog Link My Issue", f"{tags} Issue Date: {self.date}{summary} Comment", "", *self.comment]

    @property
    def longer(self) -> Keypoint:
        """The record once more was written at its end."""
        return replace(self, comment=(*self.comment, "後日談: 公式の実装が公開された。", ""))


@dataclass(frozen=True)
class Digest:
    """A paper in a file of digests."""

    title: str
    arxiv: str | None
    tweet: str

    @property
    def lines(self) -> list[str]:
        link = ["", f"[View Paper](http://arxiv.org/abs/{self.arxiv})"] if self.arxiv else []
        part = ["## 1. 要点", "", "核だけを述べる。", "", "    x = 1"]
        return ["", f"# {self.title}", *link, "", *part, "", "## 2. ツイート", "", self.tweet, "", "---"]


KEYPOINTS = st.builds(
    Keypoint,
    st.lists(st.sampled_from(TAGS), min_size=1, max_size=4, unique=True).map(tuple),
    st.dates(dt.date(2024, 1, 1), dt.date(2024, 1, 6)),
    st.none() | st.sampled_from(SUMMARIES),
    st.lists(st.sampled_from(COMMENTS), min_size=1, max_size=3).map(
        lambda parts: tuple(line for part in parts for line in part)
    ),
)
PAPERS = st.sampled_from([Digest(*each) for each in DIGESTS])


def dump(records: Sequence[Keypoint] | Sequence[Digest]) -> str:
    """A dump of some records."""
    head = ["Night Reader"] if records and isinstance(records[0], Keypoint) else []
    return "\n".join([*head, *(line for record in records for line in record.lines)]) + "\n"


def notes_in(text: str, name: str = "page.txt") -> tuple[Note, ...]:
    """The notes of a dump."""
    return read_alone(Source(PurePosixPath(name), text.encode(), text)).parsed.notes


def library_of(root: Path) -> tuple[Library, tuple[str, ...]]:
    """What a build makes of a site's notes, wherever they stand in which file, and their review keys."""
    readings = [read_alone(source) for source in read_sources(root / "notes", root)[0]]
    keys = review_keys(notes_of(readings))
    return _placeless(join(readings, read_settings(root / "notes", root, Config(), keys)[0])), keys


def _placeless(library: Library) -> Library:
    def bare(reference: Reference) -> Reference:
        return replace(reference, line=0)

    records = tuple(
        replace(
            record,
            notes=tuple(replace(said(note), imported_from=None) for note in record.notes),
            facts=tuple(replace(fact, origin=None) for fact in record.facts),
        )
        for record in library.records
    )
    return replace(
        library,
        records=records,
        references=tuple(tuple(tuple(map(bare, found)) for found in record) for record in library.references),
        links=tuple(replace(link, reference=bare(link.reference)) for link in library.links),
        related=tuple(library.related),
        problems=(),
    )
