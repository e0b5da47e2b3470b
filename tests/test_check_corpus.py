"""``check`` of whole folders: files, doubles, coverage, exit codes."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from click.testing import Result

import policycompare as pc
from policycompare import doubles
from policycompare.check_coverage import check_coverage, find_genre
from policycompare.datamodel import Metadata
from policycompare.doubles import Double, Print, compare_prints, find_doubles, find_pairs
from policycompare.report.remarks import tell_remark
from policycompare.shingles import hash_shingles
from tests.conftest import CORPUS
from tests.damage import page_chrome, pinyin_toned, traditional

Run = Callable[..., Result]


def messages(folder: Path, subject: str) -> list[str]:
    return [row.message for row in pc.check(folder) if row.subject == subject]


def add_row(folder: Path, document: str, **values: str) -> None:
    path = folder / "manifest.csv"
    header = next(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    row = {"document": document, "file": f"{document}.txt", **values}
    with path.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow([row.get(name, "") for name in header])


def test_check_returns_rows_a_frame_and_the_coverage(corpus_copy: Path) -> None:
    found = pc.check(corpus_copy)
    assert len(found.frame) == len(found) == len(found.table)
    assert list(found.frame.columns)[:3] == ["document", "severity", "subject"]
    assert found[0].subject == "coverage"
    assert not found.has_errors
    assert found.is_doubtful
    assert "山东省" in found.to_html()


def test_check_coverage_tells_years_types_and_states(corpus_copy: Path) -> None:
    rows = {row["jurisdiction"]: row for row in pc.check(corpus_copy).coverage}
    assert list(rows) == ["山东省", "威海市", "宁波市", "青岛市"]
    assert rows["威海市"]["years"] == "2021, 2022"
    assert rows["威海市"]["types"] == "意见, 计划"
    assert rows["青岛市"]["years"] == "undated"
    assert "undated documents of 青岛市 (qingdao-2023)" in rows["青岛市"]["look_at"]
    told = messages(corpus_copy, "coverage")
    assert any(one.startswith("no document of 浙江省 (above 宁波市): ") for one in told)
    assert any(one.startswith("known by a report only: 山东省;") for one in told)


def test_check_coverage_says_each_thing_once() -> None:
    entries = [
        Metadata(f"d{k}", jurisdiction=f"{k}市", parent=f"{k % 3}省", status="draft", issued="2023")
        for k in range(6)
    ]
    told = [row.message for row in check_coverage(entries)]
    assert [one.partition(":")[0] for one in told] == [
        "drafts only of 0市, 1市, 2市, 3市, 4市, 5市",
        "no document of 0省 (above 0市, 3市); 1省 (above 1市, 4市); 2省 (above 2市, 5市)",
    ]


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\x1b[2Kb", "a\u2028b", "a\u202eb"])
def test_check_tells_names_with_line_ends_on_one_line(run: Run, tmp_path: Path, name: str) -> None:
    shutil.copy(CORPUS / "qingdao-2023.txt", tmp_path / "q.txt")
    (tmp_path / f"{name}.doc").write_bytes(b"x")
    (tmp_path / f"{name}2.txt").write_bytes(b"\xff\xfe\xff")
    shown = ascii(name)[1:-1]
    found = pc.check(tmp_path)
    assert all(row.message.isprintable() for row in found)
    assert any(row.message.startswith(f"{shown}.doc cannot be read") for row in found)
    lines = run("targets", tmp_path, "--skip-bad").stderr.split("\n")
    assert any(line.startswith(f"Warning: {shown}.doc") for line in lines)
    assert run("check", tmp_path / name).stderr.startswith(
        f"Error: there is no folder {tmp_path}/{shown};"
    )


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于加快制造业发展的实施意见", "意见"),
        ("行动计划(2023-2025年)", "计划"),
        ("", ""),
        ("其他", ""),
    ],
)
def test_check_coverage_reads_the_type_off_the_title(title: str, genre: str) -> None:
    assert find_genre(title) == genre


def test_check_finds_a_mirror_in_other_characters(corpus_copy: Path) -> None:
    text = (CORPUS / "qingdao-2023.txt").read_text(encoding="utf-8")
    mirror = page_chrome(pinyin_toned(traditional(text, Random(1)), Random(2)), Random(3))
    (corpus_copy / "mirror.txt").write_text(mirror, encoding="utf-8")
    add_row(corpus_copy, "mirror")
    rows = [row for row in pc.check(corpus_copy) if row.subject == "duplicate"]
    (mirrored,) = (row for row in rows if "weihai" not in row.document)
    assert (mirrored.document, mirrored.severity) == ("qingdao-2023", "doubt")
    assert "of its text is in mirror" in mirrored.message


def make_a_print(name: str, text: str, jurisdiction: str = "", digest: str = "") -> Print:
    digests = frozenset({digest} - {""})
    metadata = Metadata(name, jurisdiction=jurisdiction)
    return Print(name, text, hash_shingles(text), digests, metadata)


@pytest.mark.parametrize("seed", range(20))
def test_check_finds_the_doubles_that_comparing_all_pairs_finds(seed: int) -> None:
    random = Random(seed)
    texts = ["".join(random.choices("甲乙丙丁戊己", k=random.randint(0, 400))) for _ in range(12)]
    for _ in range(24):  # texts that have a part of another one, of every size
        whole, start = random.choice(texts), random.randint(0, 200)
        rest = random.choices("甲乙丙丁戊己庚辛", k=random.randint(0, 200))
        texts.append(whole[start : start + random.randint(0, 300)] + "".join(rest))
    prints = [
        make_a_print(f"{at:02}", text, random.choice(["", "甲市", "乙市"]), f"{at % 30}")
        for at, text in enumerate(texts)
    ]
    every = [
        (one.name, double)
        for at, one in enumerate(prints)
        for double in find_doubles(one, prints[:at])
    ]
    assert len(every) > 5
    assert list(find_pairs(random.sample(prints, len(prints)))) == every


def test_check_compares_few_pairs_of_many_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(1)
    texts = ["".join(random.choices("甲乙丙丁戊己庚辛", k=2000)) for _ in range(100)]
    texts[70] = texts[3][:1500] + texts[70][1500:]
    n_compared = 0

    def count(one: Print, other: Print) -> Double | None:
        nonlocal n_compared
        n_compared += 1
        return compare_prints(one, other)

    monkeypatch.setattr(doubles, "compare_prints", count)
    ((name, double),) = find_pairs(make_a_print(f"{k:02}", text) for k, text in enumerate(texts))
    assert (name, double.other, double.kind) == ("70", "03", "much")
    assert n_compared < 50  # of 4,950


def test_check_takes_plans_written_from_one_draft_for_copies() -> None:
    draft = "".join(chr(0x4E00 + i) for i in range(300))
    a, b = (make_a_print(city, draft + city, city) for city in ("威海市", "青岛市"))
    copy = compare_prints(a, b)
    assert copy is not None
    assert copy.kind == "copy"
    same = compare_prints(a, make_a_print("c", draft + "丙", "威海市"))
    assert same is not None
    assert same.kind == "near"


def test_check_doubts_texts_that_share_much() -> None:
    a, b = ("".join(chr(0x4E00 + i) for i in range(at, at + 300)) for at in (0, 120))
    prints = [make_a_print(name, text) for name, text in (("a", a), ("b", b))]
    double = compare_prints(*prints)
    assert double is not None
    assert (double.kind, round(double.share, 1)) == ("much", 0.6)


def test_check_takes_two_versions_of_a_plan_for_a_note(corpus_copy: Path) -> None:
    (row,) = (row for row in pc.check(corpus_copy) if row.subject == "duplicate")
    assert (row.document, row.severity) == ("weihai-2023", "note")
    assert "another version of the plan in weihai-2021" in row.message


def test_check_tells_missing_and_unlisted_files(corpus_copy: Path) -> None:
    shutil.move(corpus_copy / "ningbo-2017.txt", corpus_copy / "other.txt")
    found = pc.check(corpus_copy)
    gone = [(row.document, row.severity) for row in found if row.subject == "files"]
    assert gone == [("ningbo-2017", "error")]
    assert any("other.txt is in the folder but not in" in row.message for row in found)


def test_check_tells_originals_that_are_gone_changed_or_of_nobody(tmp_path: Path) -> None:
    pc.init(tmp_path / "c")
    files = [CORPUS / "qingdao-2023.txt", CORPUS / "ningbo-2017.txt"]
    pc.add(tmp_path / "c", files)
    assert messages(tmp_path / "c", "files") == []
    originals = tmp_path / "c" / "originals"
    (originals / "qingdao-2023.txt").unlink()
    (originals / "ningbo-2017.txt").write_text("变", encoding="utf-8")
    (originals / "stray.pdf").write_bytes(b"")
    told = messages(tmp_path / "c", "files")
    assert ["not in the folder" in one for one in told] == [False, True, False]
    assert "is not the file that the text was taken from" in told[0]
    assert "originals/stray.pdf is the source of no document" in told[2]


def test_check_strict_fails_for_a_doubt(run: Run, corpus_copy: Path) -> None:
    assert run("check", corpus_copy).exit_code == 0
    assert run("check", corpus_copy, "--strict").exit_code == 1


def test_check_coverage_option_prints_the_table_only(run: Run, corpus_copy: Path) -> None:
    rows = json.loads(run("check", corpus_copy, "--coverage", "--format", "json").stdout)
    assert [row["n_documents"] for row in rows] == [1, 2, 1, 1]
    assert "n_documents" in run("check", corpus_copy).stdout


def test_check_tells_its_findings_in_chinese(run: Run, corpus_copy: Path) -> None:
    """The sentences are those of the check itself, so that the table cannot fall behind them."""
    for name, source in (("mirror", "qingdao-2023"), ("again", "ningbo-2017")):
        text = (CORPUS / f"{source}.txt").read_text(encoding="utf-8")
        changed = text if name == "again" else text + "另有内容。" * 20
        (corpus_copy / f"{name}.txt").write_text(changed, encoding="utf-8")
        add_row(corpus_copy, name)
    (corpus_copy / "stray.txt").write_text("正文", encoding="utf-8")
    rows = list(pc.check(corpus_copy))
    assert {row.subject for row in rows} >= {"coverage", "duplicate", "metadata", "names", "script"}
    assert [row.message for row in rows if tell_remark(row.message, "zh") == row.message] == []
    result = run("check", corpus_copy, "--lang", "zh")
    assert result.stdout.split()[:4] == ["文件", "级别", "事项", "说明"]
    assert re.fullmatch(r"错误\d+项，存疑\d+项，提示\d+项。\n", result.stderr)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_check_has_a_heading_for_every_column(run: Run, corpus_copy: Path, language: str) -> None:
    for more in ((), ("--coverage",)):
        told = run("check", corpus_copy, "--format", "md", "--lang", language, *more)
        assert told.exit_code == 0
        assert told.stdout.startswith("| ")
    options = ("--dry-run", "--allow-double", "--format", "md", "--lang", language)
    assert run("add", corpus_copy, CORPUS / "ningbo-2017.txt", *options).exit_code == 0


def test_check_keeps_columns_and_codes_of_its_csv_in_chinese(run: Run, corpus_copy: Path) -> None:
    table = run("check", corpus_copy, "--lang", "zh", "--format", "csv").stdout
    rows = list(csv.DictReader(table.splitlines()))
    assert {row["severity"] for row in rows} == {"doubt", "note"}
    assert any(row["message"].startswith("只有征求意见稿：威海市") for row in rows)
