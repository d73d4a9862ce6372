"""The made-up library that builds are measured with."""

from __future__ import annotations

import runpy
from pathlib import Path

from papersite.build import build
from papersite.site import open_site

CORPUS = Path(__file__).parents[1] / "benchmarks" / "corpus.py"


def test_it_is_the_same_each_time_and_links_its_papers(tmp_path: Path) -> None:
    write_corpus = runpy.run_path(str(CORPUS))["write_corpus"]
    for name in ("one", "other"):
        write_corpus(tmp_path / name / "notes", 8)
    one, other = ([path.read_bytes() for path in sorted((tmp_path / name / "notes").iterdir())] for name in ("one", "other"))
    assert one == other
    library = build(open_site(tmp_path / "one")).edition.library
    assert len(library.records) == 8
    assert any(link.source != link.target for link in library.links)
