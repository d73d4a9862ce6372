"""Code by others: each file is listed with its version, licence and digest, and is what the list says."""

from __future__ import annotations

import hashlib
import re

from papersite.theme import theme_dir

VENDOR = theme_dir("static") / "vendor"
_ROW = re.compile(
    r"^\| `(?P<folder>[^`]+)/` \|.*\| \d[\w.]* \| .*\(`(?P<licence>[^`]+)`\) \| `(?P<file>[^`]+)` \| (?P<digest>\w+) \|$", re.M
)


def test_every_file_by_others_is_the_one_that_is_listed() -> None:
    rows = list(_ROW.finditer((VENDOR / "README.md").read_text(encoding="utf-8")))
    listed = {f"{row['folder']}/{row['file']}": row["digest"] for row in rows}
    found = {path.relative_to(VENDOR).as_posix(): path.read_bytes() for path in VENDOR.rglob("*.js")}
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}
    assert all((VENDOR / row["licence"]).is_file() for row in rows)
