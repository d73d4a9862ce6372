"""Builds one made-up library with papersite and the generators that are installed, side by side, and says what each took.

    python benchmarks/peers.py --notes 1000 --runs 3 --hugo /path/to/hugo

Per generator: a build from nothing, one of what did not change, one after a body was edited. Runs alternate, and the median is
shown, with the ratio to Hugo in the same run, for machines drift. CPU is user and system time of all processes.
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from corpus import write_corpus
from parts import floor, parts


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took: seconds of wall clock, seconds of CPU, megabytes of its largest process."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator: how its project is laid out around the notes, how it builds, what to remove for a build from nothing."""

    name: str
    command: str
    version: str
    notes: str
    made: tuple[str, ...]
    files: tuple[tuple[str, str], ...]


def _peers(hugo: str) -> Iterator[Peer]:
    own = f"{shlex.quote(sys.executable)} -m papersite"
    yield Peer("papersite", f"{own} build -q", f"{own} --version", "notes", ("public", ".papersite"), _PAPERSITE)
    if shutil.which(hugo):
        yield Peer("Hugo", f"{hugo} --quiet", f"{hugo} version", "content/notes", ("public", "resources"), _HUGO)
    if shutil.which("pelican"):
        yield Peer("Pelican", "pelican -q -s pelicanconf.py", "pelican --version", "content", ("output",), _PELICAN)
    if shutil.which("mkdocs"):
        yield Peer("MkDocs", "mkdocs build -q", "mkdocs --version", "docs", ("site",), (("mkdocs.yml", "site_name: x\n"),))
    if shutil.which("eleventy"):
        yield Peer("Eleventy", "eleventy --quiet", "eleventy --version", "notes", ("_site",), _ELEVENTY)


_PAPERSITE = (("site.toml", 'base_url = "https://example.org/"\n'),)  # without it there are no feeds, which Hugo writes, too
_PELICAN = (("pelicanconf.py", 'PATH = "content"\nSITENAME = "x"\nTIMEZONE = "UTC"\nDEFAULT_LANG = "ja"\n'),)
_ELEVENTY = (
    ("eleventy.config.js", "export default () => ({dir: {input: 'notes'}});\n"),
    ("package.json", '{"type":"module"}'),
)
_PAGE = "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>"
_LIST = "<ul>{{ range .Pages }}<li><a href='{{ .RelPermalink }}'>{{ .Title }}</a></li>{{ end }}</ul>"
_HUGO = (
    (
        "hugo.toml",
        'baseURL = "https://example.org/"\ntitle = "x"\nhasCJKLanguage = true\n'
        '[taxonomies]\ntag = "tags"\nauthor = "authors"\n',
    ),
    ("layouts/page.html", f"{_PAGE}{{{{ .TableOfContents }}}}{{{{ .Content }}}}"),
    *((f"layouts/{name}.html", _PAGE + _LIST) for name in ("home", "section", "taxonomy", "term")),
)


def lay_out(peer: Peer, folder: Path, corpus: Path) -> None:
    """A generator's project around a copy of the notes."""
    shutil.copytree(corpus, folder / peer.notes)
    for name, text in peer.files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def measured(command: str, folder: Path) -> Run:
    """Runs a command to its end. Raises CalledProcessError if it fails."""
    # As installed: without its bytecode papersite compiles itself at each start, which takes 0.6 s.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(shlex.split(command), cwd=folder, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _nothing(_peer: Peer, _folder: Path) -> None:
    pass


def _clean(peer: Peer, folder: Path) -> None:
    for name in peer.made:
        shutil.rmtree(folder / name, ignore_errors=True)


def _edit(peer: Peer, folder: Path) -> None:
    note = sorted((folder / peer.notes).glob("*.md"))[0]
    note.write_text(f"{note.read_text(encoding='utf-8')}\n書き足した段落 {time.time_ns()}。\n", encoding="utf-8")


_KINDS: tuple[tuple[str, Callable[[Peer, Path], None]], ...] = (
    ("from nothing", _clean),
    ("nothing changed", _nothing),
    ("one body edited", _edit),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--corpus", type=Path, help="a folder of notes to use instead of made-up ones")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--hugo", default="hugo", help="Hugo's program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        top = Path(place)
        corpus = options.corpus or top / "corpus"
        if not options.corpus:
            write_corpus(corpus, options.notes)
        peers = list(_peers(options.hugo))
        for peer in peers:
            lay_out(peer, top / peer.name, corpus)
        runs = _alternating(peers, top, options.runs)
        print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}\n")
        for peer in peers:
            told = subprocess.run(shlex.split(peer.version), capture_output=True, text=True, check=False).stdout.split("\n")[0]
            print(f"- {peer.name}: {told}")
        count = len(list(corpus.glob("*.md")))
        print(f"\n| | {count:,} notes | wall s | CPU s | MB | × Hugo, wall | × Hugo, CPU |")
        print("|-|-|-:|-:|-:|-:|-:|")
        for kind, _ in _KINDS:
            for peer in peers:
                print(_row(kind, peer.name, runs))
        print("\n| part of a build from nothing, one process | s |\n|-|-:|")
        for name, seconds in (*parts(corpus), *floor(corpus)):
            print(f"| {name} | {seconds:.2f} |")


def _alternating(peers: list[Peer], top: Path, count: int) -> dict[tuple[str, str], list[Run]]:
    runs: dict[tuple[str, str], list[Run]] = {}
    for _ in range(count):
        for peer in peers:
            for kind, prepare in _KINDS:
                prepare(peer, top / peer.name)
                runs.setdefault((kind, peer.name), []).append(measured(peer.command, top / peer.name))
    return runs


def _row(kind: str, name: str, runs: dict[tuple[str, str], list[Run]]) -> str:
    def of(which: str) -> tuple[float, float, float]:
        found = runs[kind, which]
        return median(run.wall for run in found), median(run.cpu for run in found), median(run.memory for run in found)

    wall, cpu, memory = of(name)
    ratios = "| |"
    if (kind, "Hugo") in runs:
        their_wall, their_cpu, _ = of("Hugo")
        ratios = f"| {wall / their_wall:.2f} | {cpu / their_cpu:.2f} |"
    return f"| {kind} | {name} | {wall:.2f} | {cpu:.2f} | {memory:.0f} {ratios}"


if __name__ == "__main__":
    main()
