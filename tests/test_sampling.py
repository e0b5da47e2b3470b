from __future__ import annotations

import csv
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policycompare as pc
from policycompare import Comparison, Settings, compare, libraries, workbooks
from policycompare.errors import OutputError, UsageError
from policycompare.sampling import STRATA, Sample, draw_sample, sample, write_sample
from policycompare.sampling.absences import current_thresholds, find_cells
from policycompare.sampling.sheets import CODER_COLUMNS, KEY_COLUMNS, coder_rows, key_rows
from policycompare.sampling.strata import allocate_pairs, assign_strata
from policycompare.xml_text import replace_forbidden
from tests.conftest import CORPUS

NAMES = [stratum.name for stratum in STRATA]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def drawn(comparison: Comparison) -> Sample:
    return draw_sample(comparison, n_pairs=120, seed=3)


def test_sampling_draws_as_many_different_pairs_as_asked(drawn: Sample) -> None:
    ends = {frozenset((pair.a.clause_id, pair.b.clause_id)) for pair in drawn.pairs}
    assert len(drawn.pairs) == len(ends) == 120
    assert drawn.warnings == ()
    assert all(pair.a.document != pair.b.document for pair in drawn.pairs)


def test_sampling_weights_add_up_to_the_corpus(comparison: Comparison, drawn: Sample) -> None:
    assert sum(pair.weight for pair in drawn.pairs) == pytest.approx(len(comparison.scored.a))
    assert drawn.n_population == len(comparison.scored.a)
    counts = Counter(pair.stratum for pair in drawn.pairs)
    assert all(counts[pair.stratum] == pair.n_drawn for pair in drawn.pairs)


def test_sampling_strata_hold_every_pair_once(comparison: Comparison) -> None:
    scored = comparison.scored
    strata = assign_strata(scored, comparison.groups, current_thresholds(comparison))
    assert strata.shape == scored.a.shape
    assert (scored.p_same[strata == 0] >= 0.5).all()
    assert (scored.p_same[strata != 0] < 0.5).all()
    linked = {link.row for link in comparison.links}
    nearest = np.flatnonzero(strata == NAMES.index("gap-nearest"))
    assert len(nearest)
    assert linked.isdisjoint(nearest.tolist())


def test_sampling_absences_are_those_of_the_findings(comparison: Comparison) -> None:
    cells = find_cells(comparison.scored, comparison.groups)
    absent = cells.find_absent(current_thresholds(comparison))
    states = comparison.findings.states
    assert absent.sum() == sum(state.state == "absent" for state in states)
    order = sorted(set(comparison.groups))
    for state in states:
        cell = cells.number[state.clause, order.index(state.group)]
        assert absent[cell] == (state.state == "absent")
        row = cells.nearest[cell]
        assert comparison.scored.p_overlap[row] == cells.p_overlap[cell]
        assert state.clause in (comparison.scored.a[row], comparison.scored.b[row])


def test_sampling_likely_pairs_are_drawn_more_often(drawn: Sample) -> None:
    weight = {pair.stratum: pair.weight for pair in drawn.pairs}
    assert weight["same-likely"] < weight["unlikely"] < weight["remote"]


@given(
    sizes=st.lists(st.integers(0, 300), min_size=len(STRATA), max_size=len(STRATA)),
    share=st.floats(0, 1),
)
def test_sampling_allocation_fits_the_strata(sizes: list[int], share: float) -> None:
    held = np.array(sizes, dtype=np.int64)
    least = int(np.minimum(held, 2).sum())
    n_pairs = least + int(share * (held.sum() - least))
    drawn = allocate_pairs(held, n_pairs)
    assert drawn.sum() == n_pairs
    assert (drawn <= held).all()
    assert (drawn >= np.minimum(held, 2)).all()


def test_sampling_refuses_fewer_pairs_than_the_strata_need(comparison: Comparison) -> None:
    with pytest.raises(UsageError, match=r"sample of 13 pairs is too small for its 7 strata.*14"):
        draw_sample(comparison, n_pairs=13)


def test_sampling_seed_decides_the_draw(comparison: Comparison, drawn: Sample) -> None:
    assert draw_sample(comparison, n_pairs=120, seed=3) == drawn
    other = draw_sample(comparison, n_pairs=120, seed=4)
    assert other.sample_id != drawn.sample_id
    assert {p.a.clause_id for p in other.pairs} != {p.a.clause_id for p in drawn.pairs}


def test_sampling_says_when_the_corpus_has_fewer_pairs(small_corpus: Path) -> None:
    found = sample(small_corpus, n_pairs=500)
    assert len(found.pairs) == found.n_population < 500
    assert all(pair.weight == 1 for pair in found.pairs)
    (warning,) = found.warnings
    assert f"has {found.n_population} pairs" in warning
    assert "not 500" in warning


def test_sampling_reaches_pairs_that_were_not_scored(comparison: Comparison) -> None:
    cut = compare(CORPUS, settings=Settings(between="document", max_pairs=0, neighbours=3))
    assert cut.scored.n_cut > 0
    found = draw_sample(cut, n_pairs=100)
    unscored = [pair for pair in found.pairs if pair.stratum == "unscored"]
    assert len(unscored) >= 2
    place = {clause.clause_id: k for k, clause in enumerate(cut.clauses)}
    for pair in unscored:
        a, b = sorted((place[pair.a.clause_id], place[pair.b.clause_id]))
        assert (a, b) not in cut.scored.position
        assert cut.groups[a] != cut.groups[b]
        assert pair.p_same is None
        assert pair.n_stratum == cut.scored.n_cut
    assert sum(pair.weight for pair in found.pairs) == pytest.approx(len(comparison.scored.a))


def test_sampling_ids_say_nothing_of_the_stratum(drawn: Sample) -> None:
    numbers = [int(pair.pair_id.rpartition("-")[2]) for pair in drawn.pairs]
    assert numbers == list(range(1, 121))
    strata = [NAMES.index(pair.stratum) for pair in drawn.pairs]
    assert abs(np.corrcoef(numbers, strata)[0, 1]) < 0.3
    assert not set(drawn.sample_id) & set("aeiouy0123456789")


def test_sampling_sides_are_random(comparison: Comparison, drawn: Sample) -> None:
    place = {clause.clause_id: k for k, clause in enumerate(comparison.clauses)}
    turned = sum(place[p.a.clause_id] > place[p.b.clause_id] for p in drawn.pairs)
    assert 35 <= turned <= 85


def test_sampling_sheets_are_blind(drawn: Sample) -> None:
    sheets = [coder_rows(drawn, coder) for coder in (1, 2)]
    for rows in sheets:
        assert {tuple(row) for row in rows} == {CODER_COLUMNS}
        assert {row["label"] for row in rows} == {""}
        cells = {str(cell) for row in rows for cell in row.values()}
        assert cells.isdisjoint(NAMES)
        assert cells.isdisjoint(f"{pair.p_same:.6f}" for pair in drawn.pairs)
    first, second = ([row["pair_id"] for row in rows] for rows in sheets)
    assert first != second
    assert sorted(map(str, first)) == sorted(map(str, second))
    numbers = {pair.pair_id: k for k, pair in enumerate(drawn.pairs)}
    weights = [drawn.pairs[numbers[str(pair_id)]].weight for pair_id in first]
    assert abs(np.corrcoef(range(len(weights)), weights)[0, 1]) < 0.3


def test_sampling_writes_csv_for_a_spreadsheet(drawn: Sample, tmp_path: Path) -> None:
    risky = replace(drawn.pairs[0].a, text="=1+1", heading="@x")
    changed = replace(drawn, pairs=(replace(drawn.pairs[0], a=risky), *drawn.pairs[1:]))
    files = write_sample(changed, tmp_path / "new" / "s.csv", n_coders=2)
    assert [path.name for path in files] == ["s.coder-1.csv", "s.coder-2.csv", "s.key.csv"]
    assert sorted(tmp_path.joinpath("new").iterdir()) == sorted(files)
    for path in files:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    row = next(r for r in read_csv(files[0]) if r["pair_id"] == drawn.pairs[0].pair_id)
    assert (row["a_text"], row["a_heading"]) == ("'=1+1", "'@x")
    key = read_csv(files[2])
    assert tuple(key[0]) == KEY_COLUMNS
    assert [row["pair_id"] for row in key] == [pair.pair_id for pair in drawn.pairs]
    assert len(key_rows(drawn)) == len(key)


def test_sampling_writes_workbooks(drawn: Sample, tmp_path: Path) -> None:
    risky = replace(drawn.pairs[0].a, text="=1+1")
    changed = replace(drawn, pairs=(replace(drawn.pairs[0], a=risky), *drawn.pairs[1:]))
    files = write_sample(changed, tmp_path / "s.xlsx", n_coders=1)
    assert [path.name for path in files] == ["s.xlsx", "s.key.csv"]
    sheet = openpyxl.load_workbook(files[0]).worksheets[0]
    lines = list(sheet.iter_rows())
    assert tuple(cell.value for cell in lines[0]) == CODER_COLUMNS
    assert len(lines) == 121
    assert all(cell.data_type in "sn" for line in lines for cell in line)
    assert "=1+1" in {line[3].value for line in lines}
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"0,1,2"'
    again = write_sample(changed, tmp_path / "t.xlsx", n_coders=1)
    assert again[0].read_bytes() == files[0].read_bytes()
    with zipfile.ZipFile(files[0]) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


def test_sampling_workbook_says_where_it_cut_a_text() -> None:
    data = workbooks.render_workbook(
        [{"text": "长" * 40_000}], ["text"], title="t", widths={}, choices={}
    )
    assert data[:2] == b"PK"
    assert workbooks._cell_text("长" * 40_000).endswith(workbooks.CUT_MARK)
    assert len(workbooks._cell_text("长" * 40_000)) == workbooks.CELL_LIMIT


def test_sampling_names_the_extra_that_is_missing(
    drawn: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> object:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(libraries, "import_module", refuse)
    with pytest.raises(UsageError, match=r'pip install "policycompare\[excel\]"'):
        write_sample(drawn, tmp_path / "s.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_sampling_never_replaces_a_coders_work(drawn: Sample, tmp_path: Path) -> None:
    (tmp_path / "s.coder-2.csv").write_text("work", encoding="utf-8")
    with pytest.raises(UsageError, match=r"s\.coder-2\.csv is there already"):
        write_sample(drawn, tmp_path / "s.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["s.coder-2.csv"]


@pytest.mark.parametrize(
    ("name", "n_coders", "pattern"),
    [("s.txt", 2, "must end in .csv or .xlsx"), ("s.csv", 0, "0 coders cannot code")],
)
def test_sampling_refuses_files_it_cannot_write(
    drawn: Sample, tmp_path: Path, name: str, n_coders: int, pattern: str
) -> None:
    with pytest.raises(UsageError, match=pattern):
        write_sample(drawn, tmp_path / name, n_coders=n_coders)


def test_sampling_tells_a_folder_that_is_a_file(drawn: Sample, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"Cannot write .*file"):
        write_sample(drawn, tmp_path / "file" / "s.csv")


@settings(max_examples=20)
@given(st.text(max_size=50))
def test_sampling_workbook_gives_back_what_it_was_given(text: str) -> None:
    clean, _ = replace_forbidden(text)
    assert workbooks._cell_text(text) == clean


def test_sampling_is_part_of_the_api(small_corpus: Path) -> None:
    found = pc.sample(small_corpus, n_pairs=100)
    assert isinstance(found, pc.Sample)
    files = found.write(small_corpus / "out" / "s.csv", n_coders=1)
    assert [path.name for path in files] == ["s.csv", "s.key.csv"]
