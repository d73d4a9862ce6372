"""New sites and new notes: what `papersite init` and `papersite new` write. Nothing that exists is overwritten."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from pathlib import Path

import frontmatter

from papersite import __version__
from papersite.errors import PapersiteError
from papersite.identity import identify
from papersite.model import IdScheme
from papersite.slugs import slugify
from papersite.whole_files import write_whole

_SITE = """\
# What this site is called, and where it will stand. Every key is optional.
title = {title}
description = ""
base_url = ""        # for instance "https://user.github.io/papers/"
language = "ja"      # of the interface: ja or en
author = ""
"""

_FIRST_NOTE = """\
---
title: Attention Is All You Need
authors: [Ashish Vaswani, Noam Shazeer, Niki Parmar]
date: 2024-01-15
tags: [Transformer, Attention]
arxiv: "1706.03762"
venue: NeurIPS
year: 2017
---

再帰も畳み込みも使わず、注意機構だけで系列変換を行う **Transformer** を提案した論文。

## 要点

- 注意の計算は $\\mathrm{softmax}(QK^\\top / \\sqrt{d_k})\\,V$ だけで、系列方向に並列化できる
- 位置の情報は正弦波の埋め込みで足す

このファイルは書き換えても消しても構いません。`notes/` に論文メモをそのまま置くと、ここに並びます。
"""

_IGNORED = """\
/public/
/.papersite/
"""


def create_site(folder: Path) -> tuple[Path, ...]:
    """A new site in a folder, which may exist; returns the files written. Raises PapersiteError if a site stands there."""
    if (folder / "site.toml").exists():
        raise PapersiteError(f"{folder / 'site.toml'} exists already: a site stands here")
    title = folder.resolve().name.replace('"', "")
    texts = {
        "site.toml": _SITE.format(title=_toml_string(title)),
        "notes/attention-is-all-you-need.md": _FIRST_NOTE,
        ".gitignore": _IGNORED,
        # What the workflow installs: pinned, so that a new version of papersite comes when its owner wants it.
        "requirements.txt": f"papersite=={__version__}\n",
        ".github/workflows/pages.yml": files("papersite").joinpath("workflows", "pages.yml").read_text(encoding="utf-8"),
    }
    written = []
    for name, text in texts.items():
        path = folder / name
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        written.append(path)
    return tuple(written)


def create_note(notes_dir: Path, title: str, today: dt.date) -> Path:
    """A new Markdown note with front matter; `title` may be an address of the paper. Raises PapersiteError if it exists."""
    found = identify(title)
    name = slugify(found.id.value if found else title)
    path = notes_dir / f"{name}.md"
    if path.exists():
        raise PapersiteError(f"{path} exists already")
    fields: dict[str, object] = {"title": "" if found else title, "date": today, "tags": []}
    if found:
        fields |= {"arxiv": found.id.value} if found.id.scheme is IdScheme.ARXIV else {"url": title}
    notes_dir.mkdir(parents=True, exist_ok=True)
    note = frontmatter.Post("")
    note.metadata |= fields
    write_whole(path, frontmatter.dumps(note, sort_keys=False) + "\n\n")
    return path


def _toml_string(text: str) -> str:
    escaped = "".join(c if c >= " " and c != "\x7f" else " " for c in text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
