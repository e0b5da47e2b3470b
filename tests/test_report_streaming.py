"""The large tables, written part by part as CSV or Parquet."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import policycompare as pc
from policycompare import code_points
from policycompare.cli import main
from policycompare.datamodel import Gaps
from policycompare.errors import UsageError
from policycompare.report import gap_blocks, link_columns, linked, parquet
from policycompare.report.cells import format_cell
from policycompare.report.column_blocks import Block, scatter
from policycompare.report.files import write_files
from policycompare.report.protocol import Row
from policycompare.report.rows import PairRows, aligned_rows
from policycompare.report.streaming import aligned_row_stream, streamed_tables, write_tables
from tests.conftest import CORPUS
from tests.reporting import make_comparison
from tests.test_outputs_docs import documented

SAME_AS_CSV = ("clauses", "aligned_clauses", "gaps")


def rows_of(path: Path) -> list[dict[str, object]]:
    return [dict(row) for row in pq.read_table(path).to_pylist()]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_streaming_tables_hold_the_rows_of_the_report(tmp_path: Path, form: str) -> None:
    comparison = make_comparison()
    write_tables(comparison, tmp_path, form=form)  # type: ignore[arg-type]
    for name, names, rows in streamed_tables(comparison):
        wanted = list(rows)
        assert wanted, name
        if form == "parquet":
            found = rows_of(tmp_path / f"{name}.parquet")
            assert [list(row) for row in found] == [list(names)] * len(wanted)
            assert found == [{key: row[key] for key in names} for row in wanted]
        else:
            with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                assert list(csv.reader(file)) == [
                    list(names),
                    *([format_cell(row[key]) for key in names] for row in wanted),
                ]


def test_streaming_csv_equals_the_files_of_a_whole_run(tmp_path: Path) -> None:
    comparison = make_comparison()
    write_files(comparison, tmp_path / "whole")
    write_tables(comparison, tmp_path / "tables", form="csv")
    for name in SAME_AS_CSV:
        whole = (tmp_path / "whole" / f"{name}.csv").read_bytes()
        assert (tmp_path / "tables" / f"{name}.csv").read_bytes() == whole


def test_streaming_parquet_types_are_those_of_the_documentation(tmp_path: Path) -> None:
    write_tables(make_comparison(), tmp_path, form="parquet")
    arrow = {"integer": pa.int64(), "number": pa.float64()}
    for name in SAME_AS_CSV:
        schema = pq.read_schema(tmp_path / f"{name}.parquet")
        for column, (kind, _) in documented(f"{name}.csv").items():
            text = pa.dictionary(pa.int32(), pa.string())
            assert schema.field(column).type == arrow.get(kind, text), (name, column)


def test_streaming_record_tells_rows_and_hashes(tmp_path: Path) -> None:
    written = write_tables(make_comparison(), tmp_path, form="parquet")
    files = json.loads((tmp_path / "run.json").read_text("utf-8"))["files"]
    assert list(files) == [table.path.name for table in written]
    for path, n_rows in written:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert files[path.name] == {"n_rows": n_rows, "sha256": digest}
        assert pq.read_metadata(path).num_rows == n_rows


def test_streaming_parquet_is_equal_for_equal_runs_and_any_size_of_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        write_tables(make_comparison(), tmp_path / name, form="parquet")
    assert (tmp_path / "one" / "gaps.parquet").read_bytes() == (
        tmp_path / "two" / "gaps.parquet"
    ).read_bytes()
    monkeypatch.setattr(gap_blocks, "CELLS", 1)
    monkeypatch.setattr(parquet, "BLOCK_ROWS", 1)
    write_tables(make_comparison(), tmp_path / "small", form="parquet")
    for name in ("gaps.parquet", "aligned_clauses.parquet"):
        assert pq.read_metadata(tmp_path / "small" / name).num_row_groups > 1
        assert rows_of(tmp_path / "small" / name) == rows_of(tmp_path / "one" / name)


def test_streaming_gaps_of_plain_entries_are_written_too(tmp_path: Path) -> None:
    comparison = make_comparison()
    gaps = tuple(replace(gap, nearest=None) for gap in comparison.findings.gaps)
    plain = replace(comparison, findings=replace(comparison.findings, gaps=gaps))
    write_tables(plain, tmp_path, form="parquet")
    found = rows_of(tmp_path / "gaps.parquet")
    assert len(found) == len(gaps)
    assert {row["nearest_p_same"] for row in found} == {None}


def test_streaming_gaps_of_a_group_without_clauses_have_no_nearest(tmp_path: Path) -> None:
    comparison = make_comparison()
    gaps = comparison.findings.gaps
    assert isinstance(gaps, Gaps)
    grid = replace(gaps.grid, first=np.full_like(gaps.grid.first, -1))
    bare = Gaps(grid, gaps.groups, gaps.measures)
    other = replace(comparison, findings=replace(comparison.findings, gaps=bare))
    write_tables(other, tmp_path, form="parquet")
    found: list[Row] = rows_of(tmp_path / "gaps.parquet")  # type: ignore[assignment]
    tables = {name: list(rows) for name, _, rows in streamed_tables(other)}
    assert found == tables["gaps"]


def test_streaming_rounds_like_the_rows() -> None:
    values = np.array([0.0000005, 0.1234565, 0.4999995, 0.1234564999, 1.0, 0.0, 2 / 3])
    assert gap_blocks.round_values(values).tolist() == [round(v, 6) for v in values.tolist()]


def test_streaming_without_pyarrow_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r'pip install "policycompare\[store\]"'):
        write_tables(make_comparison(), tmp_path / "out", form="parquet")
    assert not (tmp_path / "out").exists()


def test_streaming_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="choose csv or parquet"):
        write_tables(make_comparison(), tmp_path, form="xml")  # type: ignore[arg-type]


def test_streaming_a_lone_surrogate_is_written_as_an_escape() -> None:
    assert parquet._plain("甲\ud800") == "甲\\ud800"


def test_cli_tables_writes_tables_and_record_only(tmp_path: Path) -> None:
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    corpus.mkdir()
    text = "行动计划\n一、主要任务\n1.建设智能工厂。支持企业建设智能工厂和数字化车间{n}家。\n"
    for n, name in enumerate(("甲市", "乙市")):
        (corpus / f"{name}.txt").write_text(text.format(n=n + 5), encoding="utf-8")
    done = CliRunner().invoke(main, ["compare", str(corpus), "--out", str(out), "--tables", "csv"])
    assert done.exit_code == 0, done.output
    assert "clauses.csv: 2 rows" in done.output
    names = {path.name for path in out.iterdir() if not path.name.startswith(".")}
    assert names == {
        *(f"{name}.csv" for name, _, _ in streamed_tables(make_comparison())),
        "run.json",
    }


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--tables", "csv"], "give --out DIR too"),
        (["--tables", "csv", "--out", "x", "--xlsx", "x.xlsx"], "leave out --xlsx and --brief"),
    ],
)
def test_cli_tables_refuses_what_it_cannot_do(
    tmp_path: Path, options: list[str], told: str
) -> None:
    done = CliRunner().invoke(main, ["compare", str(tmp_path), *options])
    assert done.exit_code == 2
    assert told in " ".join(done.output.split())


@pytest.fixture
def in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read linked pairs in blocks, however few they are."""
    monkeypatch.setattr(linked, "MANY_LINKS", 0)
    monkeypatch.setattr(linked, "can_compile", lambda: True)


def test_streaming_rows_in_blocks_are_those_of_the_plain_way(
    in_blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    comparison = pc.compare(CORPUS)
    links = sorted(comparison.links, key=lambda link: (link.a, link.b))
    plain = list(PairRows(comparison).of(links))
    assert len(plain) > 100
    assert list(aligned_row_stream(comparison)) == plain
    assert list(aligned_rows(comparison)) == plain
    for name, value in (("BLOCK_LINKS", 7), ("BLOCK_CHARACTERS", 1000)):
        monkeypatch.setattr(link_columns, name, value)
        assert list(aligned_row_stream(comparison)) == plain


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_streaming_workers_and_ways_write_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_blocks: None, form: str
) -> None:
    one = pc.compare(CORPUS)
    two = replace(one, settings=replace(one.settings, workers=2))
    monkeypatch.setattr(code_points, "LINKS_AT_ONCE", 20)
    for name, comparison in (("one", one), ("two", two)):
        write_tables(comparison, tmp_path / name, form=form)  # type: ignore[arg-type]
    monkeypatch.setattr(linked, "MANY_LINKS", 10**9)
    write_tables(one, tmp_path / "plain", form=form)  # type: ignore[arg-type]
    file = f"aligned_clauses.{form}"
    written = (tmp_path / "one" / file).read_bytes()
    assert len(written) > 10_000
    assert (tmp_path / "two" / file).read_bytes() == written
    if form == "csv":
        assert (tmp_path / "plain" / file).read_bytes() == written
    else:
        assert rows_of(tmp_path / "plain" / file) == rows_of(tmp_path / "one" / file)
        assert pq.read_schema(tmp_path / "one" / file) == pq.read_schema(tmp_path / "plain" / file)


def test_streaming_blocks_hold_every_form_of_cell() -> None:
    block = Block(
        {
            "text": scatter(3, [(1, "甲\ud800")], rest="无"),
            "number": np.array([0.5, np.nan, 1.0]),
            "count": np.array([3, 4, 5]),
        },
        3,
    )
    names = ("text", "number", "count")
    assert [tuple(row.values()) for row in block.rows(names)] == [
        ("无", 0.5, 3),
        ("甲\ud800", None, 4),
        ("无", 1.0, 5),
    ]
    kinds = (pa.dictionary(pa.int32(), pa.string()), pa.float64(), pa.int64())
    table = block.table(pa.schema(list(zip(names, kinds, strict=True))))
    assert table.to_pydict() == {
        "text": ["无", "甲\\ud800", "无"],
        "number": [0.5, None, 1.0],
        "count": [3, 4, 5],
    }
