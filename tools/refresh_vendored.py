"""Fetches the code by others anew, as `tools/vendored.toml` lists it, from wherever this user's npm is told to fetch packages.

    python tools/refresh_vendored.py              the versions listed; says whether what stands here is what they hold
    python tools/refresh_vendored.py mermaid=12.0 another version of one package: its file, its digest, the list of all

Nothing of a package is run: `npm pack` only brings its archive, and one member is taken out of it.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tools" / "vendored.toml"
PAGE = ROOT / "static" / "vendor" / "README.md"


def page(text: str) -> str:
    """static/vendor/README.md, for the text of the list."""
    rows = [
        f"| `{file['path']}` | `{file['package']}`, `{file['member']}` | {file['version']} | {file['licence']} "
        f"(`{file['licence_file']}`) | {file['use']} | {file['sha256']} |"
        for file in tomllib.loads(text)["file"]
    ]
    head = ("| file | npm package and member | version | licence | what it does | SHA-256 |", "|---|---|---|---|---|---|")
    opening = "# Code by others, unchanged\n\nMade by `tools/refresh_vendored.py` of `tools/vendored.toml`.\n"
    return "\n".join((opening, *head, *rows)) + "\n"


def fetched(package: str, version: str, member: str) -> bytes:
    """A member of a package's archive. Raises CalledProcessError, KeyError."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", folder, f"{package}@{version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            found = tar.extractfile(f"package/{member}")
            if found is None:
                raise KeyError(member)
            return found.read()


def main(arguments: list[str]) -> int:
    """Refreshes all files, with the versions given as `package=version`; 1 if one is not what its version holds."""
    text = LIST.read_text(encoding="utf-8")
    wanted = dict(argument.split("=", 1) for argument in arguments)
    wrong = 0
    for file in tomllib.loads(text)["file"]:
        version = wanted.get(file["package"], file["version"])
        data = fetched(file["package"], version, file["member"])
        digest = hashlib.sha256(data).hexdigest()
        if version == file["version"] and digest != file["sha256"]:
            print(f"{file['path']}: {file['package']} {version} holds something else than the digest says", file=sys.stderr)
            wrong = 1
            continue
        (ROOT / file["path"]).write_bytes(data)
        before = text[text.index(f'path = "{file["path"]}"') :].partition("\n\n")[0]
        after = re.sub(r'(?m)^version = ".*"$', f'version = "{version}"', before)
        text = text.replace(before, after.replace(file["sha256"], digest))
        print(f"{file['path']}: {file['package']} {version}")
    LIST.write_text(text, encoding="utf-8")
    PAGE.write_text(page(text), encoding="utf-8")
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
