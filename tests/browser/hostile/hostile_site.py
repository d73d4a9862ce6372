"""A site in which every text that a person or a dump can give is hostile: each payload in every place of a note."""

from __future__ import annotations

import json
from pathlib import Path

from tests.browser.hostile.payloads import PAYLOADS

# YAML reads JSON strings, so a payload can stand in front matter whatever it holds.
_FIELDS = ("title", "venue", "summary", "writer", "slug", "code", "lang", "kind", "unknown_field")
_LISTS = ("authors", "tags", "aliases", "urls")


def write_hostile_site(root: Path) -> None:
    """A site whose notes, names and settings hold every payload."""
    notes = root / "notes"
    notes.mkdir(parents=True)
    for number, payload in enumerate(PAYLOADS.values()):
        (notes / f"a{number:03}.md").write_text(_note(number, payload), encoding="utf-8")
    _dumps(notes)
    hostile = PAYLOADS["markup: an image with a quoted handler"]
    quoted = json.dumps(hostile)
    (root / "site.toml").write_text(
        f'title = {quoted}\ndescription = {quoted}\nauthor = {quoted}\nbase_url = "https://example.org/x/"\n'
        f'links = [{{ text = {quoted}, url = "https://example.org/{chr(39)}onclick=window.pwned=1" }}]\n'
        f"[tags.hostile]\nen = {quoted}\nja = {quoted}\naliases = [{quoted}]\n",
        encoding="utf-8",
    )
    (notes / "tags.toml").write_text(f"[other]\nen = {quoted}\naliases = [{quoted}]\n", encoding="utf-8")
    metadata = {
        "arxiv:2401.09999": dict.fromkeys(("title", "abstract", "venue", "doi", "source"), hostile)
        | {"authors": [hostile], "categories": [hostile]}
    }
    (notes / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    (notes / "fetched.md").write_text('---\narxiv: "2401.09999"\ndate: 2024-01-01\n---\n\nx\n', encoding="utf-8")


def _note(number: int, payload: str) -> str:
    quoted = json.dumps(payload)
    fields = "".join(f"{name}: {quoted}\n" for name in _FIELDS if not (name == "slug" and number % 2))
    lists = "".join(f"{name}: [{json.dumps(payload + ' ' + name)}]\n" for name in _LISTS)
    front = f'---\n{fields}{lists}date: 2024-01-{number % 28 + 1:02}\narxiv: "2401.{number:05}"\n---\n'
    cited = f"https://arxiv.org/abs/2401.{(number * 7 + 1) % len(PAYLOADS):05}"
    return f"{front}\n{payload}\n\n# {payload}\n\n- {payload}\n\n> {payload}\n\n前の文。{cited} を読む {payload} 後の文。\n"


def _dumps(notes: Path) -> None:
    """Payloads in the places that dumps of each format have."""
    for number, payload in enumerate(PAYLOADS.values()):
        line = " ".join(payload.split())
        (notes / f"b{number:03}-digest.md").write_text(
            f"# {line}\n\n[View Paper](http://arxiv.org/abs/2402.{number:05}v1)\n\n## 1. {line}\n\n{payload}\n\n"
            f"## 2. 一言で\n\n{line} #{line}\n",
            encoding="utf-8",
        )
        (notes / f"c{number:03}-keypoints.txt").write_text(
            f"#{line} #NLP\nIssue Date: 2024-02-01 {line} GPT Summary- {line} Comment\n\n{payload}\n", encoding="utf-8"
        )
