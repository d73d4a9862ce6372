"""Golden files: beside each sample dump stands what its format makes of it, as JSON; `pytest --accept` rewrites it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path, PurePosixPath

import pytest

from papersite.account import account_for
from papersite.formats import FORMATS, read
from papersite.model import Parsed, Source

HERE = Path(__file__).parent
SAMPLES = sorted(path for path in HERE.glob("[!_]*/*.*") if path.suffix != ".py" and not path.name.endswith(".golden.json"))


def source_of(path: Path) -> Source:
    """A sample as a source; its line ends are read as written, for some samples have CRLF."""
    data = path.read_bytes()
    return Source(PurePosixPath("notes", path.name), data, data.decode("utf-8").replace("\r\n", "\n"))


def as_json(parsed: Parsed) -> str:
    """What a format made of a source, readable as a diff: absent and default values are left out."""

    def slim(value: object) -> object:
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
            return {name: slim(field) for name, field in fields.items() if field not in (None, (), "", False)}
        if isinstance(value, tuple):
            return [slim(each) for each in value]
        if isinstance(value, str | int):
            return value
        return str(value)

    return json.dumps(slim(parsed), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_sample_becomes_its_golden(sample: Path, accept: bool) -> None:
    source = source_of(sample)
    name, parsed = read(source)
    assert name == sample.parent.name or sample.parent.name == "saved_page"
    assert account_for(source, name, parsed).unaccounted == ()
    made = as_json(parsed)
    golden = sample.with_suffix(".golden.json")
    if accept:
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda f: f.name)
def test_every_format_has_a_golden_folder(fmt: object) -> None:
    assert any(sample.parent.name == getattr(fmt, "name", "") for sample in SAMPLES)
