"""A made-up library of paper notes for measuring: mixed Japanese and English, with code, formulas, lists and citations.

The same number and seed give the same bytes. The front matter is what all generators read: title, date, tags.
"""

from __future__ import annotations

import random
from pathlib import Path

_NOUNS = ("注意", "報酬", "検索", "推論", "表現", "事前学習", "蒸留", "量子化", "対話", "要約", "画像", "評価", "文脈", "知識")
_VERBS = ("改善する", "比較する", "学習する", "固定する", "分割する", "省く", "推定する", "調べる", "組み合わせる")
_LATIN = ("encoder", "decoder", "retrieval", "reward", "policy", "token", "prompt", "sampling", "latency", "adapter", "loss")
_TAGS = ("LLM", "Retrieval", "Reasoning", "Alignment", "Efficiency", "Vision", "Speech", "Evaluation", "Agents", "Safety")
_FAMILIES = ("Sato", "Suzuki", "Kim", "Chen", "Garcia", "Müller", "Rossi", "Novak", "Tanaka", "Ito")


def write_corpus(folder: Path, number: int, seed: int = 1) -> None:
    """Writes so many notes into a folder, `n000000.md` and on."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for place in range(number):
        (folder / f"n{place:06}.md").write_text(_note(rng, place), encoding="utf-8")


def _note(rng: random.Random, place: int) -> str:
    tags = ", ".join(f'"{tag}"' for tag in rng.sample(_TAGS, 3))
    people = ", ".join(f'"{rng.choice("ABCDEFGH")}. {family}"' for family in rng.sample(_FAMILIES, 3))
    head = (
        f'---\ntitle: "{rng.choice(_LATIN).title()}{place}: {rng.choice(_NOUNS)}による{rng.choice(_NOUNS)}"\n'
        f"date: {2017 + place % 9}-{1 + place % 12:02}-{1 + place % 28:02}\ntags: [{tags}]\n"
        f'authors: [{people}]\narxiv: "{_arxiv(place)}"\n---\n'
    )
    parts = [_paragraph(rng) for _ in range(3)]
    for name in ("概要", "手法", "結果"):
        parts += [f"## {name}", *(_paragraph(rng) for _ in range(3))]
    parts.append("\n".join(f"- {_sentence(rng)}" for _ in range(6)))
    parts.append(f"損失は $L = \\sum_{{i=1}}^n (y_i - {place} x_i)^2$ である。")
    if place % 3 == 0:
        parts.append(f"```python\ndef step(x, rate={place}):\n    return x - rate * grad(x)  # 一歩\n```")
    cited = ", ".join(f"arXiv:{_arxiv(rng.randrange(place + 1))}" for _ in range(3))
    return head + "\n\n".join([*parts, f"関連する研究は {cited} を見よ。"]) + "\n"


def _arxiv(place: int) -> str:
    return f"{17 + place // 12000 % 80:02}{1 + place // 1000 % 12:02}.{10000 + place % 90000:05}"


def _sentence(rng: random.Random) -> str:
    return (
        f"{rng.choice(_NOUNS)}の{rng.choice(_LATIN)}を**{rng.choice(_NOUNS)}**で{rng.choice(_VERBS)}ため、"
        f"{rng.choice(_LATIN)} {rng.choice(_LATIN)} を{rng.choice(_NOUNS)}に使う。"
    )


def _paragraph(rng: random.Random) -> str:
    return "".join(_sentence(rng) for _ in range(rng.randint(3, 6)))
