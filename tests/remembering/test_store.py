"""The disk part of the memo: whatever lies in its place, reading it is a hit with the right bytes or a miss."""

from __future__ import annotations

import datetime as dt
import http
import io
import os
import pickle
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papersite import model
from papersite.config import Config
from papersite.model import Artefact, Body, IdScheme, Note, Origin, PaperId, Parsed, Severity
from papersite.publishing.hidden import FOLDER
from papersite.remembering.store import FILE_NAME, KEPT_BUILDS, Relay, Store, decode, encode, revive

PARSED = Parsed(
    notes=(
        Note(
            format="front_matter",
            origin=Origin(PurePosixPath("notes/読書/a.md"), 1, 4),
            body=Body("方策勾配の分散を下げる。", (4,)),
            date=dt.date(2024, 2, 29),
            ids=(PaperId(IdScheme.DOI, "10.1000/x"),),
        ),
    ),
    problems=(model.Problem("missing-title", "no title", severity=Severity.INFO),),
)

# ── values as bytes ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value",
    [
        PARSED,
        Artefact(PurePosixPath("a/index.html"), b"\0\xff"),
        Config(),
        ("強化", 1, 2.5, None, True, b"", frozenset({1})),
        {},
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_comes_back_equal(value: object) -> None:
    back = decode(encode(value))
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    "value",
    [
        *(object(), Note, len, io.BytesIO(), dt.timedelta(1), (Path("a"),)),
        http.HTTPStatus.OK,  # an Enum, and not ours
        object.__new__(Store),  # ours, and no value
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_would_not_come_back_is_refused_when_it_is_written(value: object) -> None:
    with pytest.raises(TypeError, match="can't be remembered"):
        encode(value)


class Evil:
    """Pickles as a call."""

    def __init__(self, call: Callable[..., Any], *values: Any) -> None:
        self.call, self.values = call, values

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.call, self.values


@pytest.mark.parametrize(
    "made_up",
    [
        pytest.param(pickle.dumps(Evil(os.mkdir, "made-by-a-pickle")), id="calls the system"),
        pytest.param(pickle.dumps(Evil(eval, "1")), id="calls eval"),
        pytest.param(pickle.dumps(Evil(revive, "os:mkdir", "made-by-a-pickle")), id="revives a function"),
        pytest.param(
            pickle.dumps(Evil(revive, "papersite.remembering.store:Store", ".", "e")), id="revives a class that holds no values"
        ),
        pytest.param(pickle.dumps(Evil(revive, "papersite.remembering.store:sqlite3.connect", "x")), id="follows dots"),
        pytest.param(
            pickle.dumps(Evil(revive, "papersite.remembering.store:PurePosixPath", "x")), id="reaches what a module imports"
        ),
        pytest.param(pickle.dumps(Evil(revive, "papersite.model:Body", "too few")), id="has other fields"),
        pytest.param(pickle.dumps(Evil(revive, "papersite.no_such_module:X")), id="names no module"),
        pytest.param(pickle.dumps(model.Body()), id="was pickled plainly"),
        pytest.param(b"cpapersite.model\nNote\n(dS'title'\nS'x'\nsb.", id="changes a class"),
        pytest.param(b"cpapersite.store\nrevive\n(dS'title'\nS'x'\nsb.", id="changes the reviver"),
        pytest.param(b"cpapersite.store\nos.system\n.", id="looks for a global"),
        pytest.param(b"\x80\x05" + b"(" * 10_000, id="never ends"),
        pytest.param(b"", id="is empty"),
    ],
)
def test_a_pickle_made_up_by_somebody_is_refused(made_up: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = {name: getattr(Note, name, None) for name in dir(Note)}
    with pytest.raises(ValueError, match="not a remembered value"):
        decode(made_up)
    assert not list(tmp_path.iterdir())
    assert {name: getattr(Note, name, None) for name in dir(Note)} == before


@given(st.binary(max_size=60) | st.integers(0, 200).flatmap(lambda n: st.just(encode(PARSED)[:n])))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        decode(data)
    except ValueError as error:
        assert str(error).startswith("not a remembered value")


# ── rows in a file ───────────────────────────────────────────────────────────────────────────────────────────────────

ENTRY = ("render", "k" * 40)
OTHER = ("render", "o" * 40)


def filled(folder: Path, engine: str = "e1") -> Path:
    with closing(Store(folder, engine)) as store:
        store.write([(ENTRY, b"bytes" * 2000), (OTHER, b"others")])
    return folder / FOLDER / FILE_NAME


def kept(folder: Path, engine: str = "e1") -> bytes | None:
    with closing(Store(folder, engine)) as store:
        return store.read(ENTRY)


def test_rows_are_there_in_the_next_run(tmp_path: Path) -> None:
    filled(tmp_path)
    assert kept(tmp_path) == b"bytes" * 2000
    assert (tmp_path / ".papersite" / ".gitignore").read_text() == "*\n"


def test_another_engine_finds_nothing_and_starts_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    assert kept(tmp_path, "e2") is None
    assert kept(tmp_path, "e1") is None


def _overwrite_with(data: bytes) -> Callable[[Path], None]:
    return lambda path: (path.write_bytes(data), None)[1]


def _run(*statements: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return run


def _replace_by_database(path: Path) -> None:
    path.unlink()
    _run("CREATE TABLE diary (day TEXT)")(path)


def _replace_by_view(path: Path) -> None:
    path.unlink()
    _run(
        "CREATE TABLE engine (digest TEXT NOT NULL)",
        "INSERT INTO engine VALUES ('e1')",
        "CREATE VIEW entries AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS kind FROM n",
        "CREATE TABLE idle (kind TEXT NOT NULL, key TEXT NOT NULL, builds INTEGER NOT NULL, PRIMARY KEY (kind, key))",
    )(path)


def _replace_by_link(path: Path) -> None:
    path.unlink()
    elsewhere = path.with_name("diary.db")
    _run("CREATE TABLE diary (day TEXT)")(elsewhere)
    path.symlink_to(elsewhere)


DAMAGE: list[Any] = [
    pytest.param(_overwrite_with(b""), id="emptied"),
    pytest.param(_overwrite_with(b"not a database at all"), id="overwritten with text"),
    pytest.param(_overwrite_with(b"SQLite format 3\0" + b"\xff" * 9000), id="nothing but a header"),
    pytest.param(lambda path: os.truncate(path, path.stat().st_size // 2), id="cut in half"),
    pytest.param(lambda path: os.truncate(path, 4096), id="cut after its first page"),
    pytest.param(_run("UPDATE entries SET value = substr(value, 1, 50)"), id="a row cut"),
    pytest.param(_run("UPDATE entries SET value = 'text'"), id="a row of another type"),
    pytest.param(_run("UPDATE entries SET key = 'x' || key", f"UPDATE entries SET key = '{ENTRY[1]}' WHERE key LIKE 'xo%'"),
                 id="rows exchanged"),
    pytest.param(_run("UPDATE engine SET digest = 'e0'"), id="of another engine"),
    pytest.param(_run("DELETE FROM engine"), id="of no engine"),
    pytest.param(_run("DROP TABLE entries"), id="without its table"),
    pytest.param(_replace_by_database, id="somebody else's database"),
    pytest.param(_replace_by_view, id="a database that answers for ever"),
    pytest.param(_replace_by_link, id="a link to somebody else's database"),
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_file_that_is_not_as_it_was_left_is_a_miss_and_is_mended(damage: Callable[[Path], None], tmp_path: Path) -> None:
    damage(filled(tmp_path))
    assert kept(tmp_path) is None
    filled(tmp_path)
    filled(tmp_path)  # the first one may have had to clear the place
    assert kept(tmp_path) == b"bytes" * 2000


def test_a_linked_database_of_somebody_else_is_left_as_it_was(tmp_path: Path) -> None:
    path = filled(tmp_path)
    _replace_by_link(path)
    before = (tmp_path / FOLDER / "diary.db").read_bytes()
    filled(tmp_path)
    assert (tmp_path / FOLDER / "diary.db").read_bytes() == before
    assert not path.is_symlink()


@settings(max_examples=25, deadline=None)
@example(at=3676, junk=b"\x00\x00\x00\x00\x80")  # SQLite's complaint is no UTF-8
@given(at=st.integers(0, 10**9), junk=st.binary(min_size=1, max_size=40))
def test_bytes_overwritten_anywhere_never_change_a_value(at: int, junk: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = filled(Path(folder))
        with path.open("r+b") as file:
            file.seek(at % path.stat().st_size)
            file.write(junk)
        assert kept(Path(folder)) in (None, b"bytes" * 2000)


@pytest.mark.parametrize("in_the_way", ["the folder is a file", "the file is a folder"])
def test_a_place_that_can_not_be_used_keeps_nothing_and_raises_nothing(in_the_way: str, tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    if in_the_way == "the folder is a file":
        folder.write_text("mine")
    else:
        (folder / FILE_NAME).mkdir(parents=True)
    filled(tmp_path)
    with closing(Store(tmp_path, "e1")) as store:
        store.prune(set())
        assert store.read(ENTRY) is None


def test_a_store_that_can_not_be_written_is_still_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / FOLDER).iterdir()}

    def refuse(path: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("papersite.remembering.store._connect", refuse)
    with closing(Store(tmp_path, "e1")) as store:
        assert store.read(ENTRY) == b"bytes" * 2000
        store.write([(ENTRY, b"other")])
        store.prune(set())
        assert store.read(ENTRY) == b"bytes" * 2000
    assert {path.name: path.read_bytes() for path in (tmp_path / FOLDER).iterdir()} == before


def test_a_store_locked_by_another_process_is_read_and_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path)
    connect = sqlite3.connect
    monkeypatch.setattr("papersite.remembering.store.sqlite3.connect", lambda *a, **k: connect(*a, **{**k, "timeout": 0.01}))
    with closing(Store(tmp_path, "e1")) as store, closing(connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        store.write([(ENTRY, b"other")])
        assert store.read(ENTRY) == b"bytes" * 2000
        other.rollback()
        store.write([(OTHER, b"other")])
        assert store.read(OTHER) == b"others", "it waits for the lock once, not for each batch"


def test_who_reads_the_file_holds_up_nobody_who_writes(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with closing(Store(tmp_path, "e1")) as store, closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM entries").fetchone() == (2,)
        store.write([(ENTRY, b"new")])
        assert store.read(ENTRY) == b"new"


def test_a_journal_that_lies_beside_the_file_is_thrown_away_and_not_replayed(tmp_path: Path) -> None:
    path, copy = filled(tmp_path), tmp_path / "copy.sqlite3"
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        for statement in (
            *("PRAGMA journal_mode = DELETE", "UPDATE entries SET value = zeroblob(20000)", "PRAGMA cache_size = 1"),
            *("BEGIN", "UPDATE entries SET value = zeroblob(90000)"),
        ):
            other.execute(statement)
        journal = path.with_name(FILE_NAME + "-journal")
        shutil.copy(copy.with_name(copy.name + "-journal"), journal)
    assert kept(tmp_path) == b"bytes" * 2000
    assert not journal.exists()


@pytest.mark.parametrize("shared", [False, True], ids=["by who writes it", "by a worker"])
def test_a_file_that_turns_out_damaged_goes_if_it_is_ours_to_write(shared: bool, tmp_path: Path) -> None:
    path = filled(tmp_path)
    with closing(Store(tmp_path, "e1", shared=shared)) as store:
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (path.stat().st_size - 4096))
        assert store.read(ENTRY) is None
        assert path.exists() is shared
        store.write([(ENTRY, b"new")])
        store.prune(set())
        assert store.read(ENTRY) is None


def test_a_file_that_turns_out_damaged_where_entries_are_counted_is_an_empty_one(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with closing(Store(tmp_path, "e1")) as store:
        path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096))
        store.prune(set())
        assert store.read(ENTRY) is None


def test_a_store_is_used_by_other_threads_than_the_one_that_opened_it(tmp_path: Path) -> None:
    filled(tmp_path)
    got: list[bytes | None] = []
    with closing(Store(tmp_path, "e1")) as store, closing(Relay(tmp_path, "e1")) as relay:
        thread = threading.Thread(target=lambda: got.extend((store.read(OTHER), relay.read(OTHER))))
        thread.start()
        thread.join()
    assert got == [b"others", b"others"]


def test_a_worker_reads_what_is_kept_and_hands_on_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    monkeypatch.chdir(tmp_path)
    with closing(Relay(Path(), "e1")) as relay:
        assert relay.read(ENTRY) == b"bytes" * 2000
        relay.write([(ENTRY, b"new")])
        relay.write([(OTHER, b"newer")])
        assert relay.take() == ((ENTRY, b"new"), (OTHER, b"newer"))
        assert relay.take() == ()
    assert kept(tmp_path) == b"bytes" * 2000
    assert relay.read(ENTRY) is None, "the file is given back"


def test_a_worker_sees_no_more_than_was_kept_when_it_began(tmp_path: Path) -> None:
    with closing(Store(tmp_path, "e1")) as store, closing(Relay(tmp_path, "e1")) as relay:
        store.write([(ENTRY, b"bytes")])
        assert relay.read(ENTRY) is None


@pytest.mark.parametrize("damage", [pytest.param(lambda path: path.unlink(), id="gone"), *DAMAGE])
def test_a_worker_that_finds_no_file_of_ours_reads_nothing_and_changes_nothing(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    path = filled(tmp_path)
    damage(path)
    before = path.read_bytes() if path.exists() else None
    with closing(Relay(tmp_path, "e1")) as relay:
        assert relay.read(ENTRY) is None
    assert (path.read_bytes() if path.exists() else None) == before


def test_two_runs_at_once_share_the_file(tmp_path: Path) -> None:
    with closing(Store(tmp_path, "e1")) as one, closing(Store(tmp_path, "e1")) as other:
        one.write([(ENTRY, b"bytes")])
        assert other.read(ENTRY) == b"bytes"


def test_what_a_killed_process_had_written_is_there(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    store = Store(tmp_path / "live", "e1")
    store.write([(ENTRY, b"bytes")])
    shutil.copytree(tmp_path / "live", copy)  # what a process killed here leaves: a database and its log
    store.close()
    assert kept(copy) == b"bytes"


def test_an_entry_goes_after_some_builds_without_use(tmp_path: Path) -> None:
    filled(tmp_path)
    with closing(Store(tmp_path, "e1")) as store:
        for _ in range(KEPT_BUILDS):
            store.prune({OTHER})
            assert store.read(ENTRY) is not None
        store.prune({OTHER})
        assert store.read(ENTRY) is None
        assert store.read(OTHER) == b"others"


def test_a_use_starts_the_count_again(tmp_path: Path) -> None:
    filled(tmp_path)
    with closing(Store(tmp_path, "e1")) as store:
        for used in [{OTHER}] * KEPT_BUILDS + [{ENTRY, OTHER}] + [{OTHER}] * KEPT_BUILDS:
            store.prune(used)
        assert store.read(ENTRY) is not None
        store.prune({OTHER})
        assert store.read(ENTRY) is None
