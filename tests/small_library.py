"""A library small enough to know by heart: what the tests of views, plan and rendering stand on.

Four papers. `rlhf` has two notes, Japanese and English; `transformer` is cited by the two others and cites one unread paper;
`alignment-notes` has a title that is not its own; `undated` has no date, no tags and no text.
"""

from __future__ import annotations

import datetime as dt
from pathlib import PurePosixPath

from papersite.model import (
    Body,
    IdScheme,
    Kind,
    Library,
    Link,
    Note,
    Origin,
    PaperId,
    Record,
    Reference,
    ReferenceForm,
    Related,
    Term,
    TitleSource,
    Unread,
)

TRANSFORMER_ID = PaperId(IdScheme.ARXIV, "1706.03762")
RLHF_ID = PaperId(IdScheme.ARXIV, "2203.02155")
GRPO_ID = PaperId(IdScheme.ARXIV, "2402.03300")

RLHF_JA = """人の好みを報酬に変えて言語モデルを調整する手法。

## 手順

1. 手本で教師あり学習を行う
2. 比較の結果から報酬モデルを作る
3. PPO で方策を更新する

土台は arXiv:1706.03762 の Transformer で、後の改良に arXiv:2402.03300 がある。

## 結果

| モデル | 勝率 |
|---|---|
| 1.3B | 0.61 |

```python
loss = -advantage * ratio
```
"""
RLHF_EN = """The second reading, a month later: the labellers' agreement is what bounds the reward model.

## Open questions

Who were the labellers, and what did they disagree on?
"""
TRANSFORMER_EN = "Attention alone, no recurrence. Everything since arXiv:2402.03300 builds on it, RLHF included."


def reference(body: str, words: str, paper: PaperId, context: str = "", title: str | None = None) -> Reference:
    """A reference to a paper by the first words that name it in a body."""
    start = body.index(words)
    return Reference(
        key=str(paper),
        text=words,
        form=ReferenceForm.URL,
        start=start,
        end=start + len(words),
        line=body.count("\n", 0, start) + 1,
        title=title,
        id=paper,
        context=context,
    )


TO_TRANSFORMER = reference(
    RLHF_JA,
    "arXiv:1706.03762",
    TRANSFORMER_ID,
    "土台は arXiv:1706.03762 の Transformer で、後の改良に arXiv:2402.03300 がある。",
)
TO_GRPO = reference(RLHF_JA, "arXiv:2402.03300", GRPO_ID, title="DeepSeekMath")
TO_GRPO_TOO = reference(TRANSFORMER_EN, "arXiv:2402.03300", GRPO_ID, title="DeepSeekMath")
LISTED = Reference(
    key="arxiv:1706.03762",
    text="Attention Is All You Need",
    form=ReferenceForm.LISTED,
    start=0,
    end=0,
    line=9,
    title="Attention Is All You Need",
    author="Ashish Vaswani",
    relation="関連論文",
)


def body(text: str, first_line: int = 3) -> Body:
    """A body whose lines come one after another from a source."""
    return Body(text, tuple(range(first_line, first_line + text.count("\n") + 1)))


RLHF = Record(
    slug="rlhf",
    title="Training language models to follow instructions with human feedback",
    title_source=TitleSource.STATED,
    authors=("Long Ouyang", "Jeff Wu", "Xu Jiang", "Diogo Almeida", "Carroll Wainwright"),
    venue="NeurIPS",
    year=2022,
    date=dt.date(2024, 3, 19),
    ids=(RLHF_ID,),
    arxiv_version=1,
    urls=("https://arxiv.org/abs/2203.02155v1", "https://github.com/openai/following-instructions-human-feedback"),
    tags=("reinforcement-learning", "alignment", "neurips", "read"),
    lang="ja",
    summary="人の好みで言語モデルを調整する。",
    aliases=("/posts/instructgpt.html", "instruct gpt"),
    notes=(
        Note(
            format="paper_digest",
            origin=Origin(PurePosixPath("notes/digests.md"), 1, 40),
            body=body(RLHF_JA),
            title="Training language models to follow instructions with human feedback",
            date=dt.date(2024, 3, 19),
            tags=("ReinforcementLearning", "Alignment"),
            summary="人の好みで言語モデルを調整する。",
            lang="ja",
            machine_written=("summary", "body"),
        ),
        Note(
            format="study_meeting",
            origin=Origin(PurePosixPath("notes/meeting.txt"), 12, 30),
            body=body(RLHF_EN, 12),
            date=dt.date(2024, 2, 1),
            writer="Mio",
            lang="en",
        ),
    ),
)
TRANSFORMER = Record(
    slug="transformer",
    title="Attention Is All You Need",
    title_source=TitleSource.STATED,
    authors=("Ashish Vaswani", "Jeff Wu"),
    venue="NeurIPS",
    year=2017,
    date=dt.date(2024, 3, 1),
    ids=(TRANSFORMER_ID, PaperId(IdScheme.DOI, "10.5555/3295222")),
    tags=("attention", "neurips"),
    lang="en",
    notes=(
        Note(
            format="markdown",
            origin=Origin(PurePosixPath("notes/papers/transformer.md"), 1, 20),
            body=body(TRANSFORMER_EN),
            date=dt.date(2024, 3, 1),
            lang="en",
        ),
    ),
)
ALIGNMENT = Record(
    slug="alignment-notes",
    title="整合性の<研究>メモ",
    title_source=TitleSource.DERIVED,
    date=dt.date(2023, 12, 31),
    tags=("alignment",),
    kind=Kind.ARTICLE,
    lang="ja",
    notes=(
        Note(
            format="science_article",
            origin=Origin(PurePosixPath("notes/article.txt"), 1, 9),
            body=body("人の価値観に合わせる研究の紹介。"),
            date=dt.date(2023, 12, 31),
            kind=Kind.ARTICLE,
        ),
    ),
)
UNDATED = Record(
    slug="undated",
    title="Undated thoughts",
    title_source=TitleSource.FRONT_MATTER,
    lang="en",
    notes=(Note(format="of_another_kind", origin=Origin(PurePosixPath("notes/empty.md"), 1, 1), lang="en"),),
)

TERMS = (
    Term("machine-learning", "Machine learning", "機械学習"),
    Term(
        "reinforcement-learning",
        "Reinforcement learning",
        "強化学習",
        parents=("machine-learning",),
        aliases=("RL", "ReinforcementLearning", "reward-learning"),
    ),
    Term("alignment", "Alignment", "アラインメント", parents=("machine-learning",)),
    Term("attention", "Attention", "注意機構"),
    Term("neurips", "NeurIPS", "NeurIPS", kind="venue"),
    Term("read", "Read", "既読", kind="meta"),
    Term("unused", "Unused", "未使用", parents=("machine-learning",)),
)

LIBRARY = Library(
    records=(RLHF, TRANSFORMER, ALIGNMENT, UNDATED),
    references=(((TO_TRANSFORMER, TO_GRPO), ()), ((TO_GRPO_TOO,),), ((LISTED,),), ((),)),
    links=(
        Link("rlhf", "transformer", 0, TO_TRANSFORMER),
        Link("alignment-notes", "transformer", 0, LISTED),
    ),
    resolved=(("arxiv:1706.03762", "transformer"), ("arxiv:2203.02155", "rlhf")),
    unread=(Unread("arxiv:2402.03300", "DeepSeekMath", None, None, 2024, GRPO_ID, ("rlhf", "transformer")),),
    terms=TERMS,
    related=(
        (Related("alignment-notes", 0.5, (("tags", "アラインメント"),)),),
        (),
        (Related("rlhf", 0.5, (("tags", "アラインメント"),)),),
        (),
    ),
    problems=(),
)
