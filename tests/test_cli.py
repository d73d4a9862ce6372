"""The commands as a user meets them: flags, exit status, what is printed, what is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from papersite import __version__
from papersite.cli import main

PAGE = """# Attention Is All You Need

[View Paper](http://arxiv.org/abs/1706.03762v7)

## 1. 何が新しいのか

再帰を使わず、注意だけで系列を変換する。

## 2. 一言で

注意だけで翻訳する #Transformer #NLP
"""

CITING = """---
title: BERT
date: 2024-02-01
tags: [NLP]
arxiv: "1810.04805"
---

[Paper Note] Attention Is All You Need, Ashish Vaswani+, NeurIPS'17, 2017.06 のエンコーダを積み重ねる。
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with two notes, one of which cites the other; the user stands in its folder."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "digest.md").write_text(PAGE, encoding="utf-8")
    (notes / "bert.md").write_text(CITING, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_build_publishes_linked_pages(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    assert "2 papers" in capsys.readouterr().out
    bert = (site / "public/papers/1810.04805/index.html").read_text(encoding="utf-8")
    attention = (site / "public/papers/1706.03762/index.html").read_text(encoding="utf-8")
    assert 'href="../../papers/1706.03762/"' in bert
    assert "のエンコーダを積み重ねる。" in attention, "the cited page shows the sentence that cites it"


def test_a_second_build_writes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build"])
    before = {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["build"]) == 0
    assert "0 files written" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "flags",
    [["-r", "{site}", "build", "-q"], ["build", "-r", "{site}", "--quiet"], ["build", "--root", "{site}", "-q"]],
    ids=["before the command", "after it", "by its long name"],
)
def test_the_root_is_given(
    site: Path, monkeypatch: pytest.MonkeyPatch, flags: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert main([flag.format(site=site) for flag in flags]) == 0
    assert (site / "public/index.html").is_file()


def test_the_output_folder_is_relative_to_where_the_user_stands(site: Path) -> None:
    assert main(["build", "-q", "-o", "elsewhere"]) == 0
    assert (site / "elsewhere/index.html").is_file()
    assert not (site / "public").exists()


def test_the_base_url_is_in_the_canonical_address(site: Path) -> None:
    assert main(["build", "-q", "-u", "https://user.github.io/papers"]) == 0
    page = (site / "public/papers/1706.03762/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://user.github.io/papers/papers/1706.03762/">' in page


def test_drafts_are_built_only_when_asked_for(site: Path) -> None:
    (site / "notes/draft.md").write_text("---\ntitle: Draft\ndraft: true\n---\n\n書きかけ\n", encoding="utf-8")
    main(["build", "-q"])
    assert not (site / "public/papers/draft").exists()
    main(["build", "-q", "-D"])
    assert (site / "public/papers/draft/index.html").is_file()


def test_strict_fails_on_a_problem_but_still_publishes(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "notes/bad.md").write_text("---\ntitle: [\n---\n\n残る本文\n", encoding="utf-8")
    assert main(["build", "--strict"]) == 1
    told = capsys.readouterr().err
    assert "notes/bad.md:" in told and "bad-front-matter" in told
    assert any("残る本文" in page.read_text(encoding="utf-8") for page in (site / "public/papers").rglob("index.html"))


@pytest.mark.parametrize("arguments", [["build", "--nonsense"], ["publish"], []], ids=["flag", "command", "nothing"])
def test_wrong_usage_is_2(site: Path, arguments: list[str]) -> None:
    try:
        status: object = main(arguments)
    except SystemExit as stopped:
        status = stopped.code
    assert status == 2


def test_a_bad_config_fails_with_its_line(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "site.toml").write_text('title = "x"\nbase-url = "y"\n', encoding="utf-8")
    assert main(["build"]) == 1
    assert 'site.toml:2: unknown key "base-url" (did you mean "base_url"?)' in capsys.readouterr().err


def test_a_folder_without_notes_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "-r", str(tmp_path)]) == 1
    assert "papersite init" in capsys.readouterr().err


def test_records_as_json_tells_who_cites_whom(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["records", "--json"]) == 0
    records = {record["arxiv_id"]: record for record in map(json.loads, capsys.readouterr().out.splitlines())}
    bert, attention = records["1810.04805"], records["1706.03762"]
    assert (bert["references"], attention["cited_by"]) == (["1706.03762"], ["1810.04805"])
    assert (attention["title"], attention["title_source"]) == ("Attention Is All You Need", "stated")
    assert attention["arxiv_version"] == 7
    (note,) = attention["notes"]
    assert note["headings"] == [{"level": 2, "text": "1. 何が新しいのか"}, {"level": 2, "text": "2. 一言で"}]
    assert note["tags"] == ["Transformer", "NLP"]
    assert note["origin"]["path"] == "notes/digest.md"
    (reference,) = bert["notes"][0]["references"]
    assert (reference["title"], reference["author"], reference["year"], reference["slug"]) == (
        "Attention Is All You Need",
        "Ashish Vaswani",
        2017,
        "1706.03762",
    )


def test_records_as_text_is_a_line_a_paper(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["records"]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("2024-02-01  1810.04805  BERT  (1 note, 1 reference)")


def test_check_accounts_for_every_line(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json"]) == 0
    checked = json.loads(capsys.readouterr().out)
    for source in checked["sources"]:
        assert source["unaccounted"] == []
        assert source["lines"] == source["blank"] + source["in_notes"] + len(source["dropped"])


def test_check_names_the_line_of_a_link_that_leads_nowhere(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "notes" / "broken.md").write_text("---\ntitle: Broken\n---\n\nSee [this](nowhere.pdf).\n", encoding="utf-8")
    assert main(["check", "--strict"]) == 1
    assert "notes/broken.md:5: warning: /papers/broken/index.html links to nowhere.pdf" in capsys.readouterr().out
    assert main(["check", "--no-links"]) == 0
    assert "broken-link" not in capsys.readouterr().out


def test_check_names_the_rule_that_dropped_a_line(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert "notes/digest.md: paper_digest" in out


def test_init_then_build_makes_a_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "demo"
    assert main(["init", str(folder)]) == 0
    assert main(["build", "-r", str(folder)]) == 0
    assert (folder / "public/papers/1706.03762/index.html").is_file()
    assert main(["init", str(folder)]) == 1, "a site is not written over"
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("title", "name", "field"),
    [
        ("Deep Residual Learning", "deep-residual-learning.md", "title: Deep Residual Learning"),
        ("https://arxiv.org/abs/1512.03385", "1512.03385.md", "arxiv: '1512.03385'"),
    ],
    ids=["from a title", "from an address"],
)
def test_new_starts_a_note(site: Path, title: str, name: str, field: str) -> None:
    assert main(["new", title]) == 0
    assert field in (site / "notes" / name).read_text(encoding="utf-8")
    assert main(["new", title]) == 1


def test_the_version_is_told_by_the_installed_command() -> None:
    told = subprocess.run([sys.executable, "-m", "papersite", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout == f"papersite {__version__}\n"


def test_what_version_it_is_is_said_before_anything_else_is_loaded() -> None:
    said = "import sys; sys.argv[1:] = ['--version']; from papersite.__main__ import main; main(); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout
    version, modules = told.split("\n", 1)
    assert version == f"papersite {__version__}"
    assert not {"argparse", "papersite.cli", "papersite.build"} & set(modules.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("streams", "status", "told"),
    [
        pytest.param("| :", 1, "", id="the reader of a pipe went away"),
        pytest.param(">&-", 0, "", id="standard output is closed"),
        pytest.param("2>&-", 0, "", id="standard error is closed"),
        pytest.param("<&- >&- 2>&-", 0, "", id="all are closed"),
        pytest.param(
            ">/dev/full",
            1,
            "papersite: No space left on device\n",
            id="standard output is a file on a full disk",
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here"),
        ),
    ],
)
def test_who_does_not_listen_gets_the_site_all_the_same(streams: str, status: int, told: str, site: Path) -> None:
    # Unbuffered, what can't be written fails at once; buffered, as it is for most, only at the end.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = f'{sys.executable} -m papersite build {streams}; exit "${{PIPESTATUS[0]}}"'
    ran = subprocess.run(["bash", "-c", command], env=buffered, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (status, told)
    assert (site / "public/papers/1810.04805/index.html").exists()


def test_build_tells_other_programs_what_it_did(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "index.html" in told["written"]
    assert set(told) == {"papers", "pages", "written", "removed", "unchanged", "problems"}


def test_github_shows_problems_beside_their_lines(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "notes" / "broken.md").write_text("---\ntitle: A\n---\n\n![](gone.png)\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(site.parent))
    main(["build", "-q"])
    assert f"::warning file={site.name}/notes/broken.md,line=5,title=missing-image::" in capsys.readouterr().err
