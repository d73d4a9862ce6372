"""records.json: the same values as `papersite records --json`, in one object with the version of their schema."""

from __future__ import annotations

import json

from papersite.exports.records import VERSION, RecordsView, write_records
from papersite.markdown import MarkdownOptions
from papersite.remembering.memo import Memo
from papersite.render import MemoProse
from papersite.reports import records_as_json
from tests.small_library import LIBRARY

PROSE = MemoProse(MarkdownOptions(), Memo())


def test_the_library_is_one_object() -> None:
    found = json.loads(write_records(RecordsView("ノート", "https://mio.example/", LIBRARY), PROSE))
    assert {name: found[name] for name in found if name != "records"} == {
        "version": VERSION,
        "title": "ノート",
        "base_url": "https://mio.example/",
    }
    assert found["records"] == [json.loads(line) for line in records_as_json(LIBRARY)]
    assert found["records"][0]["notes"][0]["headings"] == [{"level": 2, "text": "手順"}, {"level": 2, "text": "結果"}]


def test_an_unknown_address_is_null() -> None:
    assert json.loads(write_records(RecordsView("", "", LIBRARY), PROSE))["base_url"] is None
