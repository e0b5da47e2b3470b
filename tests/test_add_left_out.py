"""What ``add`` takes for a copy, leaves out, and says of it in Chinese."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import policycompare as pc
from tests.conftest import CORPUS, PLAN

Run = Callable[..., Result]
QINGDAO = CORPUS / "qingdao-2023.txt"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An empty corpus."""
    pc.init(tmp_path / "corpus")
    return tmp_path / "corpus"


def test_add_keeps_plans_that_cities_wrote_from_one_draft(empty: Path, tmp_path: Path) -> None:
    body = QINGDAO.read_text(encoding="utf-8").partition("\n")[2]
    files = []
    for city in ("青岛市", "威海市", "烟台市"):
        path = tmp_path / f"{city}.txt"
        title = f"{city}先进制造业规划(2023—2025年)"
        text = f"{title}\n{body.replace('青岛市', city)}\n{city}人民政府\n2023年7月6日\n"
        path.write_text(text, encoding="utf-8")
        files.append(path)
    result = pc.add(empty, files)
    assert [one.state for one in result.proposals] == ["added"] * 3
    assert {double.kind for one in result.proposals for double in one.doubles} == {"copy"}
    told = [row["value"] for row in result.table if row["column"] == "double"]
    assert len(told) == 3
    assert all("keep both" in sentence for sentence in told)
    rows = [row for row in pc.check(empty) if row.subject == "duplicate"]
    assert [row.severity for row in rows] == ["note"] * 3


def test_add_leaves_a_readme_of_an_archive_out(run: Run, empty: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("plan.txt", PLAN.format(title="威海市规划", n=9))
        archive.writestr("readme.txt", "本压缩包内为规划全文，请勿外传。")
    result = run("add", empty, tmp_path / "a.zip", "--yes")
    assert result.exit_code == 0
    assert "1 of 2 added, 1 with too little text" in result.stderr
    assert "too little text for a document: 16 characters" in result.stdout
    manifest = (empty / "manifest.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(manifest.splitlines()))) == 1


def test_add_takes_a_short_file_that_is_named(empty: Path, tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text("本压缩包内为规划全文，请勿外传。", encoding="utf-8")
    result = pc.add(empty, [tmp_path / "short.txt"])
    assert result.proposals[0].state == "added"
    (told,) = [row["value"] for row in result.table if row["column"] == "look at"]
    assert told.startswith("too little text for a document")


def test_add_and_init_speak_chinese(run: Run, tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    for name in ("a.txt", "b.doc", "other.csv", "README.md"):
        (tmp_path / "c" / name).write_text("x", encoding="utf-8")
    made = run("init", tmp_path / "c", "--lang", "zh")
    assert made.stdout.startswith(f"已在{tmp_path / 'c'}中建立manifest.csv。")
    notes = made.stderr.splitlines()
    assert len(notes) == 4
    assert all(note.startswith("提示：") and "file" not in note.split("（")[0] for note in notes)
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN.format(title="威海市规划(2021-2025年)", n=10), encoding="utf-8")
    added = run("add", tmp_path / "c", plan, "--yes", "--lang", "zh")
    assert added.stdout.splitlines()[1].split() == ["列", "取值", "把握", "出处", "原文"]
    assert added.stderr.startswith("1份中导入1份；1份尚有空列。")
    again = run("add", tmp_path / "c", plan, "--yes", "--lang", "zh")
    assert "重复：与weihai-2021文本相同：未导入，除非给出--allow-double。" in again.stdout
    assert again.stderr == "1份中导入0份，已有1份。\n"
