"""records.json: the same values as `papersite records --json`, in one object with the version of their schema."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

from papersite.exports.records import VERSION, named, record_view, records_binding, write_record
from papersite.markdown import MarkdownOptions
from papersite.remembering.memo import Memo
from papersite.render import render_export
from papersite.reports import records_as_json
from papersite.views import Volume
from tests.small_library import LIBRARY


def records(title: str, base_url: str) -> dict[str, object]:
    among = named(LIBRARY)
    views = tuple(record_view(LIBRARY, among, place) for place in range(len(LIBRARY.records)))
    volume = Volume(PurePosixPath("records.json"), records_binding(title, base_url), write_record, views, needs_prose=True)
    found: dict[str, object] = json.loads(render_export(volume, MarkdownOptions(), Memo()).data)
    return found


def test_the_library_is_one_object() -> None:
    found = records("ノート", "https://mio.example/")
    assert {name: found[name] for name in found if name != "records"} == {
        "version": VERSION,
        "title": "ノート",
        "base_url": "https://mio.example/",
    }
    assert found["records"] == [json.loads(line) for line in records_as_json(LIBRARY)]
    first = json.loads(next(records_as_json(LIBRARY)))
    assert first["notes"][0]["headings"] == [{"level": 2, "text": "手順"}, {"level": 2, "text": "結果"}]


def test_an_unknown_address_is_null() -> None:
    assert records("", "")["base_url"] is None
