"""Executors by address: what leads nowhere is told, and a dask cluster makes the same bytes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from papersite.cli import main
from papersite.errors import ConfigError
from papersite.executors import open_executor


@pytest.mark.parametrize("address", ["", "dask://", "http://localhost:1", "localhost:8786"])
def test_an_address_that_leads_nowhere_says_what_was_expected(address: str) -> None:
    with pytest.raises(ConfigError, match="expected dask://HOST:PORT"), open_executor(address):
        pass


def test_without_dask_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigError, match=r"papersite\[dask\]"), open_executor("dask://localhost:8786"):
        pass


@pytest.mark.slow
def test_two_processes_of_dask_make_the_same_bytes(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="dask is not installed (the extra `dask`)")
    (tmp_path / "notes").mkdir()
    for number in range(3):
        text = f"---\ntitle: Paper number {number}\ntags: [LLM]\n---\n本文 $x_{number}$ と `code`。\n\n```python\nx = 1\n```\n"
        (tmp_path / "notes" / f"{number}.md").write_text(text, encoding="utf-8")
    with distributed.LocalCluster(2, processes=True, threads_per_worker=1, dashboard_address=None) as cluster:
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        assert main(["-q", "-r", str(tmp_path), "build", "--executor", address, "-o", str(tmp_path / "theirs")]) == 0
    assert main(["-q", "-r", str(tmp_path), "build", "-o", str(tmp_path / "ours")]) == 0
    ours, theirs = (
        {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "ours", tmp_path / "theirs")
    )
    assert theirs == ours
