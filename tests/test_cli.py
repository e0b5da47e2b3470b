from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import policycompare as pc
from policycompare._version import __version__
from policycompare.cli.group import COMMANDS
from policycompare.report.columns import CLAUSES, GAPS
from policycompare.report.files import FILE_NAMES
from policycompare.scoring import FEATURE_NAMES
from tests.conftest import CORPUS, ROOT

Run = Callable[..., Result]
HELP = ROOT / "tests" / "cases" / "help"
QINGDAO = CORPUS / "qingdao-2023.txt"
TWO = ("--documents", "qingdao-2023,shandong-2023")


def start(*arguments: object, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the command line in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "policycompare", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
    )


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_cli_help_is_the_documented_one(run: Run, command: str) -> None:
    result = run(*([command] if command else []), "--help")
    expected = (HELP / f"{command or 'policycompare'}.txt").read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert result.stdout == expected


def test_cli_version_is_the_packages(run: Run) -> None:
    assert run("--version").stdout == f"policycompare, version {__version__}\n"


def test_cli_page_documents_every_command_and_option() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"## `policycompare {command} " in page
    for path in HELP.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if option := re.match(r"  (--[a-z-]+)( |$)", line):
                assert f"`{option[1]}`" in page, (path.name, line)


def test_cli_compare_prints_the_report_and_writes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("compare", CORPUS, *TWO)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    assert "2 documents of 2 groups" in result.stdout
    assert "--out DIR" in result.stdout
    assert "\x1b" not in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_cli_compare_writes_all_files_and_says_where(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    result = run("compare", CORPUS, *TWO, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in out.iterdir()) == sorted(FILE_NAMES)
    assert out.name in result.stdout.replace("\n", "")


def test_cli_compare_speaks_chinese(run: Run) -> None:
    result = run("compare", CORPUS, *TWO, "--lang", "zh")
    assert result.exit_code == 0
    assert "2份文件" in result.stdout


def test_cli_compare_passes_its_options_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("工赋青岛 100\n", encoding="utf-8")
    (tmp_path / "stop.txt").write_text("推动\n", encoding="utf-8")
    options = ["--between", "level", "--roles", "goals,task", "--workers", "1", "--skip-bad"]
    options += ["--same-threshold", "0.9", "--overlap-threshold", "0.8", "--max-pairs", "1000"]
    options += ["--neighbours", "7", "--reach", "9", "--max-bytes", "1000000"]
    options += ["--user-dictionary", str(tmp_path / "words.txt")]
    options += ["--stop-words", str(tmp_path / "stop.txt")]
    options += ["--documents", "qingdao-2023", "--documents", "shandong-2023"]
    result = run("compare", CORPUS, *options, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    settings = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["settings"]
    assert settings["between"] == "level"
    assert settings["roles"] == ["goals", "task"]
    assert settings["documents"] == ["qingdao-2023", "shandong-2023"]
    assert settings["skip_bad"] is True
    assert (settings["same_threshold"], settings["overlap_threshold"]) == (0.9, 0.8)
    assert (settings["max_pairs"], settings["neighbours"], settings["reach"]) == (1000, 7, 9)
    assert settings["max_bytes"] == 1_000_000


def test_cli_normalize_prints_the_text(run: Run) -> None:
    result = run("normalize", QINGDAO)
    assert result.exit_code == 0
    assert result.stdout == pc.normalize(QINGDAO).text + "\n"


def test_cli_normalize_explains_every_edit_with_source_offsets(run: Run) -> None:
    shandong = CORPUS / "shandong-2023.txt"
    result = run("normalize", shandong, "--explain", "--format", "json")
    rows = json.loads(result.stdout)
    normalized = pc.normalize(shandong)
    n_edits = sum(len(step.edits) for step in normalized.steps)
    assert len(rows) == n_edits + len(normalized.damage)
    assert f"{n_edits} edits" in result.stderr
    pinyin = [row for row in rows if row["step"] == "pinyin"]
    assert len(pinyin) > 50
    for row in pinyin:
        assert normalized.source[row["start"] : row["end"]] == row["before"]
    assert [row["message"] for row in rows if row["step"].startswith("damage")] == [
        place.message for place in normalized.damage
    ]


def test_cli_outline_json_has_the_documented_shape(run: Run) -> None:
    result = run("outline", QINGDAO, "--format", "json")
    record = json.loads(result.stdout)
    assert set(record) == {"document", "headings", "clauses", "skipped", "warnings"}
    assert {"level", "marker", "title", "start", "end", "role"} <= set(record["headings"][0])
    assert set(CLAUSES) <= set(record["clauses"][0])
    assert set(record["skipped"][0]) == {"start", "end", "reason"}
    assert record["document"] == "qingdao-2023"


def test_cli_outline_table_shows_the_tree(run: Run) -> None:
    lines = run("outline", QINGDAO).stdout.splitlines()
    chapter = next(line for line in lines if line.startswith("二、"))
    section = next(line for line in lines if line.startswith("  (一)"))
    assert lines.index(chapter) < lines.index(section)


@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_cli_explain_prints_every_form(run: Run, form: str) -> None:
    a, b = "qingdao-2023/二(一)", "shandong-2023/¶3"
    result = run("explain", CORPUS, a, b, *TWO, "--format", form)
    assert result.exit_code == 0, result.stderr
    assert a in result.stdout
    assert all(name.replace("_", " ") in result.stdout.replace("_", " ") for name in FEATURE_NAMES)
    if form == "json":
        assert json.loads(result.stdout)[0]["part"] == "base"
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert rows[0]["part"] == "base"


def test_cli_explain_shows_the_rivals_in_the_language_asked_for(run: Run) -> None:
    a, b = "qingdao-2023/二(一)", "shandong-2023/¶3"
    english = run("explain", CORPUS, a, b, *TWO).stdout
    chinese = run("explain", CORPUS, a, b, *TWO, "--lang", "zh").stdout
    assert "Nearest rivals" in english
    assert "最接近的其他条款" in chinese
    for side, clause_id in (("a", "shandong-2023/¶"), ("b", "qingdao-2023/")):
        for shown in (english, chinese):
            rivals = [line for line in shown.splitlines() if line.startswith(f"{side}: ")]
            assert len(rivals) == 3
            assert all(line.startswith(f"{side}: {clause_id}") for line in rivals)


def test_cli_gaps_lists_what_a_group_lacks(run: Run) -> None:
    result = run("gaps", CORPUS, "青岛市", *TWO, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert result.exit_code == 0
    assert tuple(rows[0]) == GAPS
    assert {row["group"] for row in rows} == {"青岛市"}


def test_cli_search_tells_what_is_left_out(run: Run) -> None:
    result = run("search", CORPUS, "绿色工厂", "--limit", "2", "--format", "json")
    assert len(json.loads(result.stdout)) == 2
    assert "more clauses share" in result.stderr
    nothing = run("search", CORPUS, "zzzz", "--format", "json")
    assert json.loads(nothing.stdout) == []
    assert "No clause shares" in nothing.stderr


def test_cli_check_of_the_real_corpus_finds_no_error(run: Run) -> None:
    result = run("check", CORPUS, "--format", "json")
    assert result.exit_code == 0
    assert "0 errors, " in result.stderr
    assert {row["severity"] for row in json.loads(result.stdout)} <= {"doubt", "note"}


def test_cli_check_reports_a_bad_document_and_goes_on(run: Run, corpus_copy: Path) -> None:
    (corpus_copy / "qingdao-2023.txt").write_bytes(b"")
    result = run("check", corpus_copy, "--format", "json")
    rows = json.loads(result.stdout)
    assert result.exit_code == 1
    assert result.stderr.startswith("1 error, ")
    assert [row["document"] for row in rows if row["severity"] == "error"] == ["qingdao-2023"]
    assert {row["document"] for row in rows} >= {"ningbo-2017", "weihai-2023"}


def test_cli_unknown_command_is_usage(run: Run) -> None:
    result = run("comapre", CORPUS)
    assert result.exit_code == 2
    assert "No such command 'comapre'" in result.stderr


def test_cli_output_is_utf8_in_a_c_locale() -> None:
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    process = start("outline", QINGDAO, env={**os.environ, **locale})
    out, error = process.communicate()
    assert process.returncode == 0, error
    assert "增强制造业创新体系效能" in out.decode("utf-8")


def test_cli_reader_that_leaves_a_pipe_hears_nothing() -> None:
    process = start("normalize", CORPUS / "shandong-2023.txt", "--explain", "--format", "json")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    error = process.stderr.read().decode()
    process.wait(timeout=60)
    process.stderr.close()
    assert "Traceback" not in error
    assert "Broken pipe" not in error


def test_cli_shell_completion_names_the_commands() -> None:
    environment = {"_POLICYCOMPARE_COMPLETE": "bash_complete", "COMP_CWORD": "1"}
    process = start(env={**os.environ, **environment, "COMP_WORDS": "policycompare "})
    out, _ = process.communicate()
    found = [line.split(",")[1] for line in out.decode().splitlines()]
    assert found == list(COMMANDS)


def test_cli_units_lists_leads_first_and_finds_a_unit_by_any_name(run: Run) -> None:
    one = ("--documents", "weihai-2023,ningbo-2017")
    rows = json.loads(run("units", CORPUS, *one, "--format", "json").stdout)
    assert rows[0]["unit"] == "工业和信息化局"
    assert [row["n_lead"] for row in rows] == sorted((r["n_lead"] for r in rows), reverse=True)
    named = run("units", CORPUS, *one, "--unit", "省工信厅", "--clauses", "--format", "csv").stdout
    found = list(csv.DictReader(io.StringIO(named)))
    assert {row["unit"] for row in found} == {"工业和信息化局"}
    assert len(found) == rows[0]["n_lead"] + rows[0]["n_responsible"]
    old = run("units", CORPUS, *one, "--unit", "市经信委", "--clauses", "--format", "md").stdout
    assert "工业和信息化局? (2018)" in old


def test_cli_units_names_the_nearest_units_of_an_unknown_one(run: Run) -> None:
    one = ("--documents", "weihai-2023,ningbo-2017")
    known = run("units", CORPUS, *one, "--unit", "市工信局", "--unit", "工业和信息")
    assert known.exit_code == 2
    assert known.stdout == ""
    assert "names the unit '工业和信息'; did you mean 工业和信息化局" in known.stderr
    assert "leave --unit out" in run("units", CORPUS, *one, "--unit", "星际部").stderr
