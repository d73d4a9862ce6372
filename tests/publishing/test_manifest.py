"""Whatever path is asked for, what may be published stays below the output folder, on every system."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path, PureWindowsPath

from hypothesis import example, given
from hypothesis import strategies as st

from papersite.errors import PublishError
from papersite.publishing.manifest import SitePaths, manifest_text, read_manifest

PIECES = st.sampled_from(["..", ".", "/", "\\", "//", "a", "A", "C:", "\x00", "\n", "\u2025", "．．", "~", ".papersite", " "])


@given(st.lists(PIECES | st.text(max_size=3), max_size=6).map("".join) | st.text(max_size=20))
@example("../x")
@example("a/../../x")
@example("/etc/passwd")
@example("..\\x")
@example("a//b")
def test_a_path_that_may_be_published_stays_below_the_folder(path: str) -> None:
    with suppress(PublishError):
        SitePaths().add(path)
        file = os.path.normpath(f"/out/{path}")
        assert file == f"/out/{path}"
        assert ".." not in PureWindowsPath(path).parts
        assert not path.startswith(".papersite")


NAMES = st.sampled_from(["a", "A", "b", "a/x", "A/x", "a/X", "a/x/y", "b/x", "é", "e\u0301", "../x"])


@given(st.lists(NAMES, max_size=8), st.sets(NAMES))
def test_known_paths_change_nothing_but_how_soon_it_is_told(added: list[str], among: set[str]) -> None:
    known: list[str] = []
    for path in sorted(among):
        paths = SitePaths()
        with suppress(PublishError):
            for each in (*known, path):
                paths.add(each)
            known.append(path)

    def refused(paths: SitePaths) -> bool:
        try:
            for path in added:
                paths.add(path)
        except PublishError:
            return True
        return False

    assert refused(SitePaths(frozenset(known))) == refused(SitePaths())


@given(st.dictionaries(st.text(min_size=1, max_size=12), st.just("0" * 64), max_size=4))
def test_a_manifest_names_only_what_may_be_published(digests: dict[str, str]) -> None:
    lines = manifest_text({path.encode("utf-8", "replace").decode(): digest for path, digest in digests.items()})
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, ".papersite-manifest").write_bytes(lines)
        found = read_manifest(folder)
        for path in found.digests if found else ():
            SitePaths().add(path)
