"""Volumes: what is cut out of one by its places is what was bound into it."""

from __future__ import annotations

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from papersite.views import Volume

BYTES = st.binary(max_size=6)


@given(st.tuples(BYTES, BYTES, BYTES), st.lists(BYTES, max_size=8))
def test_chapters_stand_where_a_volume_says(binding: tuple[bytes, bytes, bytes], chapters: list[bytes]) -> None:
    volume = Volume(PurePosixPath("all.txt"), binding, bytes, ())
    whole = volume.bound(chapters)
    assert [whole[start:end] for start, end in volume.places(chapters)] == chapters
    assert whole.startswith(binding[0]) and whole.endswith(binding[2])
    assert len(whole) == len(binding[0]) + len(binding[2]) + sum(map(len, chapters)) + max(0, len(chapters) - 1) * len(
        binding[1]
    )
