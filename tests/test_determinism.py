"""The same notes make the same bytes, whatever surrounds the process that makes them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.twin_site import FIRST, SITE

pytestmark = pytest.mark.slow

OTHER = {
    "notes/dot.gif": b"GIF89a\x02\x00\x02\x00\x00\x00\x00;",
    "notes/深い/か.md": "# か\n\n#強化学習 #NLP\n\narXiv:1706.03762\n".encode(),
    **{f"notes/many/{number}.md": f"# Note {number}\n\n#tag{number % 3} #NLP\n".encode() for number in range(12)},
}


def built(root: Path, seed: int, cwd: Path, **surroundings: str) -> dict[str, bytes]:
    """The published files of a site whose own files were made in an order that the seed decides."""
    files = {"site.toml": SITE.encode(), **{name: text.encode() for name, text in FIRST.items()}, **OTHER}
    for name in random.Random(seed).sample(sorted(files), len(files)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(files[name])
        os.utime(root / name, (seed * 10**6, seed * 10**6))
    command = [sys.executable, "-m", "papersite", "-q", "-r", os.path.relpath(root, cwd), "build"]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "SOURCE_DATE_EPOCH": str(seed), **surroundings}
    subprocess.run(command, cwd=cwd, env=environment, check=True)
    output = root / "public"
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_the_same_bytes_come_out_wherever_and_whenever_a_site_is_built(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "deeper" / "other"
    first = built(one, 1, tmp_path, LC_ALL="C", LANG="C", TZ="UTC", COLUMNS="40")
    second = built(other, 2, Path("/"), LC_ALL="ja_JP.eucJP", LANG="tr_TR.UTF-8", TZ="Pacific/Kiritimati", HOME="/nonexistent")
    assert sorted(first.keys() ^ second.keys()) == []
    assert [name for name in first if first[name] != second[name]] == []
