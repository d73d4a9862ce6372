"""A site that changes again and again, and after each change is seen in three ways that must agree.

`check` publishes it with what earlier builds left behind, previews it with what earlier rounds left behind, and makes it from
nothing. Whatever the three differ in is a fault of remembering.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from papersite.build import Edition, assemble, build, with_levels
from papersite.errors import PapersiteError
from papersite.model import Problem
from papersite.remembering.memo import Memo
from papersite.serving.preview import PreviewEdition, Rounds
from papersite.serving.snapshot import Snapshot
from papersite.site import open_site
from papersite.theme import theme_dir

SITE = 'title = "Twin"\nbase_url = "https://papers.example/notes/"\n'
CACHE = ".papersite/memo.sqlite3"

# A site at one moment: its files, or why there is none, and what is wrong with it.
Outcome = tuple[Mapping[str, bytes] | str, tuple[Problem, ...]]


def note(title: str = "", body: str = "", **fields: object) -> str:
    """A note with front matter, which JSON is a way to write."""
    head = {"title": title, **fields} if title else fields
    return "---\n" + "".join(f"{name}: {json.dumps(value)}\n" for name, value in head.items()) + f"---\n\n{body}\n"


FIRST = {
    "notes/attention.md": note(
        "Attention Is All You Need",
        "Transformer の原論文。\n\nSee arXiv:1810.04805 for what came of it.",
        arxiv="1706.03762",
        date="2024-03-01",
        tags=["NLP", "Attention"],
        authors=["Ashish Vaswani", "Noam Shazeer"],
    ),
    "notes/bert.md": note(
        "BERT: Pre-training of Deep Bidirectional Transformers",
        "双方向。\n\n- [Paper Note] Attention Is All You Need, Ashish Vaswani+, NeurIPS'17\n- [[attention]] と比べる。",
        arxiv="1810.04805",
        date="2024-03-02",
        tags=["NLP", "Pretraining"],
        authors=["Jacob Devlin"],
    ),
    "notes/words.md": note(
        "", "BERT の後の話。[BERT](bert.md) を読んでから。\n\n## 章\n\n本文。", date="2024-03-03", tags=["Reading"]
    ),
}


class TwinSite:
    """A site below a folder. `touched` are the files that changed since the last check, as a watcher would tell them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.touched: set[Path] = set()
        self.write("site.toml", SITE)
        for name, text in FIRST.items():
            self.write(name, text)
        self._memo = Memo()
        self._rounds: Rounds | None = None
        self._snapshot = Snapshot()

    def forget(self) -> None:
        """Begins anew: no cache, no preview."""
        (self.root / CACHE).unlink(missing_ok=True)
        self._memo, self._rounds, self._snapshot = Memo(), None, Snapshot()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    # ── what a person does ───────────────────────────────────────────────────────────────────────────────────────────

    def write(self, name: str, text: str | bytes) -> None:
        """Writes a file; None of its text is checked."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.touched.add(path)

    def read(self, name: str) -> str:
        """A file's text."""
        return (self.root / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Puts words in the place of others."""
        self.write(name, self.read(name).replace(old, new))

    def delete(self, name: str) -> None:
        """Removes a file."""
        (self.root / name).unlink()
        self.touched.add(self.root / name)

    def rename(self, name: str, other: str) -> None:
        """Moves a file, over whatever stood there."""
        (self.root / name).replace(self.root / other)
        self.touched |= {self.root / name, self.root / other}

    def override(self, kind: str, name: str, old: str, new: str) -> None:
        """Makes one of the theme's files the site's own (`kind` is templates or static), and puts words in it."""
        own = f"{kind}/{name}"
        if not (self.root / own).exists():
            self.write(own, (theme_dir(kind) / name).read_bytes())
        assert old in self.read(own)
        self.edit(own, old, new)

    @property
    def notes(self) -> list[str]:
        """The notes' files."""
        return sorted(path.relative_to(self.root).as_posix() for path in (self.root / "notes").glob("*.md"))

    # ── the three ways ───────────────────────────────────────────────────────────────────────────────────────────────

    def check(self, *, told: bool = True, published: bool = True) -> Mapping[str, bytes] | str:
        """The site as it is, made from nothing. Fails if what is published or previewed differs.

        `told` says whether the preview learns which files changed, or has to look; `published` whether to publish at all.
        """
        changed, self.touched = self.touched, set()
        clean = self._clean()
        if published:
            _assert_same("published", self.published(), clean)
        _assert_same("previewed", self._previewed(changed if told else None), clean)
        return clean[0]

    def _clean(self) -> Outcome:
        def made() -> Outcome:
            memo = Memo()
            edition = assemble(open_site(self.root), memo)
            return _everything(edition, memo)

        return _outcome(made)

    def published(self, jobs: int = 1) -> Outcome:
        """The site as a build with so many workers publishes it."""

        def made() -> Outcome:
            report = build(open_site(self.root), jobs=jobs)
            output = report.edition.config.output_dir
            return _files(self.root / output), tuple(sorted(set(report.problems), key=str))

        return _outcome(made)

    def _previewed(self, changed: set[Path] | None) -> Outcome:
        def made() -> Outcome:
            if self._rounds is None:
                self._rounds = Rounds(lambda: open_site(self.root))
            edition = self._rounds.next(self._memo, changed)
            self._memo.save()
            self._snapshot = self._snapshot.renewed(PreviewEdition(edition, self._memo))
            found = [self._snapshot.find(path) for path in PreviewEdition(edition, self._memo).paths()]
            failure = next((each.failure for each in found if each.failure), None)
            if failure:
                return f"{failure.origin}: {failure.message}", ()
            rendered = [each.rendered for each in found if each.rendered]
            problems = {*edition.problems, *(problem for each in rendered for problem in each.problems)}
            return {str(each.artefact.path): each.artefact.data for each in rendered}, tuple(sorted(problems, key=str))

        return _outcome(made)


def _everything(edition: Edition, memo: Memo) -> Outcome:
    rendered = [edition.render(path, memo) for path in PreviewEdition(edition, memo).paths()]
    problems = {*edition.problems, *with_levels((p for each in rendered for p in each.problems), edition.config)}
    return {str(each.artefact.path): each.artefact.data for each in rendered}, tuple(sorted(problems, key=str))


def _outcome(make: Callable[[], Outcome]) -> Outcome:
    try:
        return make()
    except PapersiteError as error:
        return f"{error.origin}: {error.message}", ()


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".papersite-manifest"
    }


def _assert_same(how: str, found: Outcome, clean: Outcome) -> None:
    """Fails with the names of the files that differ, which says more than their bytes."""
    if isinstance(found[0], str) or isinstance(clean[0], str):
        assert found == clean, how
        return
    assert sorted(found[0].keys() ^ clean[0].keys()) == [], f"{how}: files that are only in one"
    assert [name for name in clean[0] if found[0][name] != clean[0][name]] == [], f"{how}: files that differ"
    assert found[1] == clean[1], f"{how}: problems"
