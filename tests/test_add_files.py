"""What ``add`` and ``init`` write, and what they refuse."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

import policycompare as pc
from policycompare.adding.writing import extend_manifest
from policycompare.cli import add as add_module
from policycompare.cli import main
from policycompare.errors import CorpusError, OutputError, ReadError, UsageError
from policycompare.report import atomic
from tests.conftest import CORPUS, PLAN, ROOT
from tests.damage import page_chrome, pinyin_toned, traditional

Run = Callable[..., Result]
LAYOUTS = ROOT / "tests/fixtures/layouts"
QINGDAO = CORPUS / "qingdao-2023.txt"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An empty corpus."""
    pc.init(tmp_path / "corpus")
    return tmp_path / "corpus"


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_plan(path: Path, title: str, n: int = 10) -> Path:
    path.write_text(PLAN.format(title=title, n=n), encoding="utf-8")
    return path


def test_init_makes_a_manifest_for_excel_and_a_readme(tmp_path: Path) -> None:
    made = pc.init(tmp_path / "new")
    assert [path.name for path in made.written] == ["manifest.csv", "README.md"]
    assert (tmp_path / "new/manifest.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument,file,")
    readme = (tmp_path / "new/README.md").read_text(encoding="utf-8")
    header = (tmp_path / "new/manifest.csv").read_text(encoding="utf-8-sig").strip().split(",")
    assert [name for name in header if f"`{name}`" not in readme] == []
    assert "发文机关" in readme


def test_init_refuses_a_folder_with_a_manifest_and_a_file(tmp_path: Path, empty: Path) -> None:
    before = snapshot(empty)
    with pytest.raises(CorpusError, match=r"holds a manifest.csv already"):
        pc.init(empty)
    assert snapshot(empty) == before
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CorpusError, match="is a file"):
        pc.init(tmp_path / "file")


def test_init_says_what_a_folder_holds(small_corpus: Path) -> None:
    (small_corpus / "old.doc").write_bytes(b"")
    (small_corpus / "README.md").write_text("mine", encoding="utf-8")
    notes = pc.init(small_corpus).notes
    assert "holds 2 files that may be documents" in notes[0]
    assert "1 file cannot be read (old.doc)" in notes[1]
    assert (small_corpus / "README.md").read_text(encoding="utf-8") == "mine"


def test_add_writes_text_original_and_row(empty: Path) -> None:
    page = LAYOUTS / "qingdao--site.html"
    result = pc.add(empty, [page])
    assert [path.name for path in result.written] == [
        *("qingdao-2023.txt", "qingdao-2023.html", "manifest.csv"),
    ]
    (row,) = rows_of(empty)
    assert row["source_file"] == "originals/qingdao-2023.html"
    assert (empty / row["source_file"]).read_bytes() == page.read_bytes()
    assert row["source_sha256"] == hashlib.sha256(page.read_bytes()).hexdigest()
    text = (empty / row["file"]).read_text(encoding="utf-8")
    assert text == result.proposals[0].text.text
    assert (row["jurisdiction"], row["parent"]) == ("青岛市", "山东省")
    assert not pc.check(empty).has_errors


def test_add_gives_a_document_for_each_member_of_an_archive(empty: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, n in (("甲.txt", 10), ("乙.txt", 999)):
            archive.writestr(name, PLAN.format(title=name, n=n) + name * 40)
    result = pc.add(empty, [tmp_path / "a.zip"])
    assert [one.source_file for one in result.proposals] == ["a.zip/乙.txt", "a.zip/甲.txt"]
    for one in result.proposals:
        data = (empty / "originals" / f"{one.document}.txt").read_bytes()
        assert hashlib.sha256(data).hexdigest() == one.text.sha256


def test_add_makes_identifiers_unique(empty: Path, tmp_path: Path) -> None:
    one = write_plan(tmp_path / "one.txt", "威海市发展规划（2021-2025年）")
    two = write_plan(tmp_path / "two.txt", "威海市海洋条例（2021-2025年）\n" + "海" * 400)
    result = pc.add(empty, [one, two])
    assert [p.document for p in result.proposals] == ["weihai-2021", "weihai-2021-2"]


def test_add_does_not_add_an_exact_double(empty: Path, tmp_path: Path) -> None:
    result = pc.add(empty, [QINGDAO, QINGDAO])
    assert [one.state for one in result.proposals] == ["added", "double"]
    wrapped = tmp_path / "wrapped.txt"
    wrapped.write_bytes(QINGDAO.read_text(encoding="utf-8").replace("\n", "\n\n").encode("gb18030"))
    before = snapshot(empty)
    assert pc.add(empty, [wrapped]).proposals[0].state == "double"
    assert snapshot(empty) == before
    assert pc.add(empty, [wrapped], allow_double=True).proposals[0].state == "added"


def test_add_tells_a_mirror_in_other_characters(empty: Path, tmp_path: Path) -> None:
    pc.add(empty, [QINGDAO])
    text = QINGDAO.read_text(encoding="utf-8")
    mirror = page_chrome(pinyin_toned(traditional(text, Random(1)), Random(2)), Random(3))
    (tmp_path / "mirror.txt").write_text(mirror, encoding="utf-8")
    (double,) = pc.add(empty, [tmp_path / "mirror.txt"]).proposals[0].doubles
    assert (double.other, double.kind) == ("qingdao-2023", "near")
    assert min(double.share, double.other_share) > 0.9


def test_add_tells_a_version_of_the_same_plan(empty: Path) -> None:
    result = pc.add(empty, [CORPUS / "weihai-2021.txt", CORPUS / "weihai-2023.txt"])
    (double,) = result.proposals[1].doubles
    assert (double.other, double.kind) == ("weihai-2021", "version")
    assert any("another version of the plan" in row["value"] for row in result.table)


def test_add_writes_all_or_nothing(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(empty)
    (tmp_path / "bad.txt").write_bytes(b"")
    with pytest.raises(ReadError, match=r"is empty.*Nothing is added"):
        pc.add(empty, [QINGDAO, tmp_path / "bad.txt"])
    assert snapshot(empty) == before

    commit = atomic.StagedFiles.commit

    def fail(self: atomic.StagedFiles) -> None:
        if self.folder == empty:
            raise OutputError("no space left")
        commit(self)

    monkeypatch.setattr(atomic.StagedFiles, "commit", fail)
    with pytest.raises(OutputError, match="no space left"):
        pc.add(empty, [QINGDAO])
    assert snapshot(empty) == before


def test_add_goes_on_without_bad_files_if_told_so(empty: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    settings = pc.Settings(skip_bad=True)
    result = pc.add(empty, [tmp_path / "bad.txt", QINGDAO], settings=settings)
    assert [one.state for one in result.proposals] == ["added"]
    assert "bad.txt is empty" in result.warnings[0]


def test_add_writes_nothing_in_a_dry_run(empty: Path) -> None:
    before = snapshot(empty)
    result = pc.add(empty, [QINGDAO], dry_run=True)
    assert result.written == ()
    assert result.proposals[0].state == "proposed"
    assert snapshot(empty) == before


def test_add_lists_a_text_of_the_folder_where_it_is(small_corpus: Path) -> None:
    pc.init(small_corpus)
    files = sorted(small_corpus.glob("*.txt"))
    before = {path: path.read_bytes() for path in files}
    pc.add(small_corpus, files, allow_double=True)
    assert {row["file"] for row in rows_of(small_corpus)} == {path.name for path in files}
    assert {path: path.read_bytes() for path in files} == before
    assert not (small_corpus / "originals").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"document": "a b"}, "cannot be used"),
        ({"document": "qingdao-2023"}, "already"),
    ],
)
def test_add_refuses_a_bad_identifier(empty: Path, options: dict[str, str], message: str) -> None:
    pc.add(empty, [QINGDAO])
    with pytest.raises(UsageError, match=message):
        pc.add(empty, [CORPUS / "ningbo-2017.txt"], **options)  # type: ignore[arg-type]


def test_add_refuses_a_document_outside_of_the_folder(empty: Path) -> None:
    before = snapshot(empty)
    with pytest.raises(CorpusError, match="is not a path inside the corpus folder"):
        pc.add(empty, [QINGDAO], document="..\\x")
    assert snapshot(empty) == before


@pytest.mark.parametrize("name", ["长" * 80, "a?b", "😀 计划", "x\ny", "a\\b", "e\u0301"])
def test_add_makes_an_identifier_of_any_file_name(empty: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.txt"
    file.write_text("一、总体要求\n加快发展。\n", encoding="utf-8")
    (row,) = (pc.add(empty, [file]), rows_of(empty))[1]
    assert len(row["document"]) <= 60
    assert (empty / row["source_file"]).read_bytes() == file.read_bytes()
    assert not pc.check(empty).has_errors


def test_add_needs_a_manifest_and_files(tmp_path: Path, empty: Path) -> None:
    with pytest.raises(CorpusError, match=r"has no manifest.csv"):
        pc.add(tmp_path, [QINGDAO])
    with pytest.raises(UsageError, match="no file to add"):
        pc.add(empty, [])
    with pytest.raises(UsageError, match="--document names one document"):
        pc.add(empty, [QINGDAO, CORPUS / "ningbo-2017.txt"], document="x")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_add_keeps_what_stands_in_the_manifest(mark: bytes, newline: bytes) -> None:
    old = mark + newline.join(
        (b"x_region,file,document,note", b'"a, ""b""",a.txt,a,"two', b'lines"')
    )
    new = extend_manifest(old, [{"document": "b", "file": "b.txt", "note": "=1+1"}])
    assert new.startswith(mark + b"x_region,file,document,note,document_number,")
    assert b'"a, ""b""",a.txt,a,"two' + newline + b'lines",,,' + newline in new
    assert new.endswith(b",b.txt,b,1+1,,," + newline)


def test_add_keeps_foreign_columns_and_order(corpus_copy: Path, tmp_path: Path) -> None:
    before = rows_of(corpus_copy)
    plan = write_plan(tmp_path / "p.txt", "烟台市发展规划（2021-2025年）")
    pc.add(corpus_copy, [plan], document="a-first")
    after = rows_of(corpus_copy)
    assert [{name: row[name] for name in before[0]} for row in after[:-1]] == before
    assert after[-1]["document"] == "a-first"
    assert pc.compare(corpus_copy).groups


def test_add_refuses_a_manifest_that_changed_meanwhile(empty: Path) -> None:
    def change(proposal: pc.adding.Proposal) -> pc.adding.Proposal:
        (empty / "manifest.csv").write_text("document,file\n", encoding="utf-8")
        return proposal

    with pytest.raises(CorpusError, match="was changed while the files were read"):
        pc.add(empty, [QINGDAO], decide=change)
    assert not (empty / "originals").exists()


def test_add_command_needs_a_terminal_or_yes(run: Run, empty: Path) -> None:
    result = run("add", empty, QINGDAO)
    assert result.exit_code == 2
    assert "give --yes" in result.stderr
    assert run("add", empty, QINGDAO, "--dry-run").exit_code == 0
    assert rows_of(empty) == []


def test_add_command_prints_rows_in_every_form(run: Run, empty: Path) -> None:
    result = run("add", empty, QINGDAO, "--dry-run", "--format", "json")
    rows = json.loads(result.stdout)
    assert {row["column"] for row in rows} >= {"title", "horizon_end"}
    assert result.stderr.startswith("1 of 1 would be added; 1 with empty columns.")
    shown = run("add", empty, QINGDAO, "--yes")
    assert any("青岛市? Not written" in row["where"] for row in rows)
    assert "qingdao-2023.txt -> qingdao-2023 (text)" in shown.stdout
    assert "Next: policycompare check" in shown.stderr


@pytest.mark.parametrize(
    ("keys", "jurisdictions"),
    [
        ("a\n", [""]),
        ("s\n", []),
        ("e\njurisdiction\n威海市\na\n", ["威海市"]),
        ("e\nlevel\nvillage\na\n", [""]),
        ("e\ndocument\nmine\na\n", [""]),
        ("q\n", []),
    ],
)
def test_add_command_asks(
    empty: Path, monkeypatch: pytest.MonkeyPatch, keys: str, jurisdictions: list[str]
) -> None:
    monkeypatch.setattr(add_module, "_is_terminal", lambda stream: True)
    result = CliRunner().invoke(main, ["add", str(empty), str(QINGDAO)], input=keys)
    rows = rows_of(empty)
    assert [row["jurisdiction"] for row in rows] == jurisdictions
    if "威海市" in keys:
        assert (rows[0]["level"], rows[0]["parent"]) == ("city", "山东省")
    if "village" in keys:
        assert "Not changed" in result.stderr
    if "mine" in keys:
        assert rows[0]["document"] == "mine"


def test_add_result_is_a_table(empty: Path) -> None:
    result = pc.add(empty, [QINGDAO], dry_run=True)
    assert list(result.table.frame["column"])[:2] == ["title", "jurisdiction"]
    assert "horizon_end" in result.to_html()
    assert repr(result).endswith("1 files, 0 added>")
    assert replace(result.proposals[0], values={}).missing


def test_add_refuses_a_page_that_the_program_wrote(empty: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text('<meta name="generator" content="policycompare 1"><p>一、总体要求', "utf-8")
    before = snapshot(empty)
    with pytest.raises(ReadError, match=r"report\.html is a page that policycompare wrote"):
        pc.add(empty, [page])
    assert snapshot(empty) == before
