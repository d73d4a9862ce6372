"""Building: the same bytes whoever makes them and however often, and nothing is made again that need not be."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from papersite import workers as workers_module
from papersite.build import Report, build, open_memo
from papersite.errors import TemplateError
from papersite.publishing.hidden import FOLDER
from papersite.remembering.digests import value_key
from papersite.remembering.store import KEPT_BUILDS
from papersite.site import open_site
from papersite.sources import read_sources

NOTES = {
    "lora.md": """---
title: LoRA in practice
arxiv: 2106.09685
tags: [PEFT]
date: 2024-05-01
---
低ランクの行列だけを学習する。
""",
    "dpr.md": """---
title: Dense passage retrieval
arxiv: 2004.04906
tags: [Retrieval]
date: 2024-04-01
---
# 概要

密なベクトルで引く。LoRA は arXiv:2106.09685 を見よ。

```python
x = 1
```
""",
    "絵.md": """---
title: 図の読み方
date: 2024-03-01
tags: [図]
---
$x^2$ と ![](missing.png)
""",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "notes").mkdir(parents=True)
    for name, text in NOTES.items():
        (folder / "notes" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few files there are, processes make them."""
    monkeypatch.setattr(workers_module, "FEW", {"fork": 1, "spawn": 1})
    if sys.platform == "linux":
        monkeypatch.setattr(workers_module, "_way_to_start", lambda: "fork")


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        yield processes


def published(root: Path) -> dict[str, bytes]:
    folder = root / "public"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def cold(root: Path, jobs: int = 1, executor: Executor | None = None) -> tuple[Report, dict[str, bytes]]:
    for name in ("public", FOLDER):
        shutil.rmtree(root / name, ignore_errors=True)
    return build(open_site(root), jobs=jobs, executor=executor), published(root)


@pytest.mark.usefixtures("forked")
def test_the_site_is_the_same_whoever_makes_it(root: Path, executor: Executor) -> None:
    alone, expected = cold(root)
    for jobs, given in ((2, None), (3, None), (1, executor)):
        report, found = cold(root, jobs, given)
        assert found == expected
        assert report.problems == alone.problems
        assert report.rendered == alone.rendered == len(alone.edition.pages)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.usefixtures("forked")
def test_a_build_of_what_did_not_change_renders_nothing(root: Path, jobs: int) -> None:
    first = build(open_site(root), jobs=jobs)
    again = build(open_site(root), jobs=jobs)
    assert (again.rendered, again.published.written, again.published.removed) == (0, (), ())
    assert again.problems == first.problems
    assert "missing-image" in {problem.kind for problem in again.problems}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.usefixtures("forked")
def test_one_edited_body_renders_one_page(root: Path, jobs: int) -> None:
    build(open_site(root), jobs=jobs)
    note = root / "notes" / "lora.md"
    note.write_text(note.read_text(encoding="utf-8") + "\nあとで書き足した段落。\n", encoding="utf-8")
    report = build(open_site(root), jobs=jobs)
    assert report.rendered == 1
    changed = {path.as_posix() for path in report.published.written}
    assert {path for path in changed if path.endswith(".html")} == {"papers/2106.09685/index.html"}
    found = published(root)
    assert found == cold(root)[1]


def test_what_builds_read_is_remembered_however_often_something_else_changes(root: Path) -> None:
    site = open_site(root)
    for number in range(KEPT_BUILDS + 2):
        (root / "notes/lora.md").write_text(f"{NOTES['lora.md']}\n\n{number}\n", encoding="utf-8")
        build(site)
    sources, _ = read_sources(site.notes_dir, site.root)
    with open_memo(site) as memo:
        keys = {source.path.name: value_key(source.path, source.data) for source in sources}
        assert [name for name, key in keys.items() if memo.recall("read", key) is None] == []


def test_what_is_gone_from_the_folder_is_made_again(root: Path) -> None:
    _, expected = cold(root)
    (root / "public" / "index.html").unlink()
    (root / "public" / "papers" / "2106.09685" / "index.html").write_text("another", encoding="utf-8")
    report = build(open_site(root))
    assert report.rendered == 2
    assert published(root) == expected


def test_a_site_without_its_memory_is_the_same(root: Path) -> None:
    _, expected = cold(root)
    shutil.rmtree(root / FOLDER)
    report = build(open_site(root))
    assert report.published.written == ()
    assert published(root) == expected


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.usefixtures("forked")
def test_a_template_that_fails_in_a_worker_is_told_with_its_line(root: Path, jobs: int) -> None:
    _, expected = cold(root)
    (root / "templates").mkdir()
    (root / "templates" / "paper.html").write_text("\n{{ view.nothing }}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"paper\.html:2: .*/papers/"):
        build(open_site(root), jobs=jobs)
    assert published(root) == expected
