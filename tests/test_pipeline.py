from __future__ import annotations

import os
from pathlib import Path

import pytest

import policycompare as pc
from policycompare.commands import check, explain, gaps, search
from policycompare.comparison import SkippedDocument
from policycompare.corpus import read_corpus
from policycompare.datamodel import Metadata
from policycompare.errors import CorpusError, ModelError, ReadError, UsageError
from policycompare.findings import find_findings
from policycompare.groups import assign_groups
from policycompare.pipeline import compare
from policycompare.preparation import map_in_processes, prepare_documents
from policycompare.settings import Settings
from policycompare.table import Table
from tests.conftest import CORPUS

TWO = ("qingdao-2023", "shandong-2023")


def test_pipeline_default_groups_are_jurisdictions() -> None:
    found = compare(CORPUS)
    assert found.group_order == ("宁波市", "青岛市", "山东省", "威海市")
    by_document = {
        clause.document: group for clause, group in zip(found.clauses, found.groups, strict=True)
    }
    assert by_document["weihai-2021"] == by_document["weihai-2023"] == "威海市"
    assert found.warnings == ()
    assert found.skipped_documents == ()


def test_pipeline_groups_follow_a_column_of_the_user() -> None:
    documents = [
        Metadata("a", extra={"x_region": "东部"}),
        Metadata("b", extra={"x_region": "西部"}),
        Metadata("c", extra={"x_region": "东部"}),
    ]
    grouping = assign_groups(documents, "x_region")
    assert grouping.group_of == {"a": "东部", "b": "西部", "c": "东部"}
    assert grouping.order == ("东部", "西部")
    assert grouping.warnings == ()


def test_pipeline_document_without_a_group_stands_for_itself() -> None:
    documents = [Metadata("a", jurisdiction="甲市"), Metadata("b"), Metadata("c")]
    grouping = assign_groups(documents, "jurisdiction")
    assert grouping.order == ("甲市", "b", "c")
    assert grouping.warnings == (
        "The jurisdiction of b, c is not known: each is a group of its own.",
    )


def test_pipeline_unknown_column_lists_the_columns() -> None:
    documents = [Metadata("a", extra={"x_region": "东部"})]
    with pytest.raises(UsageError, match=r"no column colour .*jurisdiction, document, .*x_region"):
        assign_groups(documents, "colour")
    with pytest.raises(UsageError, match="no column extra"):
        assign_groups(documents, "extra")


@pytest.mark.parametrize(
    ("documents", "pattern"),
    [
        ([], "There is no document to compare"),
        ([Metadata("a", jurisdiction="甲市")], r"The only document .* \(jurisdiction 甲市\)"),
        ([Metadata(name, jurisdiction="甲市") for name in "ab"], "All 2 documents"),
    ],
)
def test_pipeline_needs_two_groups(documents: list[Metadata], pattern: str) -> None:
    with pytest.raises(CorpusError, match=pattern):
        assign_groups(documents, "jurisdiction")


def test_pipeline_folder_without_manifest_works_and_warns(small_corpus: Path) -> None:
    found = compare(small_corpus)
    assert found.group_order == tuple(sorted(("甲市-2021", "乙市-2023")))
    assert len(found.clauses) == 10
    assert any("no manifest.csv" in warning for warning in found.warnings)
    copied = found.aligned[found.aligned["wording"] == "copied"]
    assert len(copied) >= 4


def test_pipeline_first_bad_document_stops_the_run(small_corpus: Path) -> None:
    (small_corpus / "丙市.txt").write_bytes(b"")
    (small_corpus / "丁市.txt").write_bytes(b"\x00\x01")
    for workers in (1, 2):
        with pytest.raises(ReadError, match=r"丁市\.txt"):
            compare(small_corpus, settings=Settings(workers=workers))


def test_pipeline_skips_bad_documents_when_told(small_corpus: Path) -> None:
    (small_corpus / "丙市.txt").write_bytes(b"")
    found = compare(small_corpus, settings=Settings(skip_bad=True))
    assert len(found.outlines) == 2
    (skipped,) = found.skipped_documents
    assert skipped.document == "丙市"
    assert str(skipped).startswith("丙市 is left out: ")
    assert "1 left out" in repr(found)


def test_pipeline_skipping_must_leave_two_groups(small_corpus: Path) -> None:
    (small_corpus / "甲市-2021.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match="The only document"):
        compare(small_corpus, settings=Settings(skip_bad=True))


def test_pipeline_no_clause_of_the_roles_is_an_error(small_corpus: Path) -> None:
    with pytest.raises(CorpusError, match="holds no clause of the roles contents"):
        compare(small_corpus, settings=Settings(roles=("contents",)))


def test_pipeline_unknown_role_is_told_before_reading(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no role boss; choose among title, notice"):
        compare(tmp_path / "none", settings=Settings(roles=("task", "boss")))


def test_pipeline_missing_model_is_told(small_corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.json"):
        compare(small_corpus, settings=Settings(model=tmp_path / "none.json"))


def test_pipeline_workers_keep_the_order_and_the_results() -> None:
    corpus = read_corpus(CORPUS)
    one, _ = prepare_documents(corpus, Settings())
    two, _ = prepare_documents(corpus, Settings(workers=2))
    assert [o.document for o in one] == [o.document for o in two]
    assert [o.clauses for o in one] == [o.clauses for o in two]
    assert [o.headings for o in one] == [o.headings for o in two]
    assert [o.skipped for o in one] == [o.skipped for o in two]


def test_pipeline_processes_keep_the_order() -> None:
    assert list(map_in_processes(abs, [-3, 2, -1, 0], 2)) == [3, 2, 1, 0]


def test_pipeline_dead_worker_is_told() -> None:
    with pytest.raises(pc.PolicyCompareError, match="A worker process ended before its work"):
        list(map_in_processes(os._exit, [3], 2))


def test_pipeline_tells_its_progress(small_corpus: Path) -> None:
    told: list[tuple[str, int, int]] = []
    compare(small_corpus, progress=lambda *step: told.append(step))
    assert told[:3] == [("reading documents", n, 2) for n in range(3)]
    stages = [work for work, done, _ in told[3:] if done]
    assert stages == [
        "counting words",
        "finding candidates",
        "scoring pairs",
        "aligning clauses",
        "finding measures and gaps",
    ]


def test_pipeline_thresholds_decide_the_links() -> None:
    strict = Settings(documents=TWO, same_threshold=1.0, overlap_threshold=1.0)
    none = compare(CORPUS, settings=strict)
    every = compare(CORPUS, settings=Settings(documents=TWO, same_threshold=0.0))
    assert len(none.links) < 5
    assert len(every.links) == len(every.scored.a)
    assert {link.relation for link in every.links} == {"same"}


def test_pipeline_measures_weigh_pairs_by_the_threshold_in_force() -> None:
    found = compare(CORPUS, settings=Settings(same_threshold=0.2))
    expected = find_findings(
        found.clauses,
        found.groups,
        found.group_order,
        found.scored,
        found.links,
        same_threshold=0.2,
    )
    assert found.findings.measures == expected.measures
    other = find_findings(found.clauses, found.groups, found.group_order, found.scored, found.links)
    assert found.findings.measures != other.measures


def test_pipeline_functions_agree_with_the_comparison() -> None:
    settings = Settings(documents=TWO)
    found = compare(CORPUS, settings=settings)
    a, b = found.clauses[0].clause_id, found.clauses[-1].clause_id
    assert explain(CORPUS, a, b, settings=settings).p_same == found.explain(a, b).p_same
    assert list(gaps(CORPUS, "青岛市", settings=settings)) == list(found.gaps_of("青岛市"))
    one = search(CORPUS, "绿色制造", settings=settings)
    assert list(one) == list(found.search("绿色制造"))


def test_pipeline_check_lists_bad_documents_first(small_corpus: Path) -> None:
    (small_corpus / "丙市.txt").write_bytes(b"")
    rows = check(small_corpus)
    assert (rows[0].document, rows[0].severity, rows[0].subject) == ("丙市", "error", "reading")
    assert {row.document for row in rows} >= {"甲市-2021", "乙市-2023"}


def test_pipeline_check_of_bad_documents_only_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    rows = check(tmp_path)
    assert [row.severity for row in rows if row.document == "a"] == ["error"]


def test_pipeline_result_writes_its_files(small_corpus: Path, tmp_path: Path) -> None:
    paths = compare(small_corpus).write(tmp_path / "out")
    assert [path.name for path in paths] == sorted(
        (path.name for path in (tmp_path / "out").iterdir()),
        key=[path.name for path in paths].index,
    )


def test_pipeline_table_is_a_sequence_of_rows() -> None:
    table = Table("things", ("a", "b"), ({"a": 1, "b": None}, {"a": 2, "b": "x"}))
    assert len(table) == 2
    assert table[1]["b"] == "x"
    assert table[:1] == ({"a": 1, "b": None},)
    assert [row["a"] for row in table] == [1, 2]
    assert table.frame.shape == (2, 2)
    assert repr(table) == "<Table things: 2 rows of a, b>"
    assert "<table" in table._repr_html_()
    assert table.with_warnings("w").warnings == ("w",)


def test_pipeline_skipped_document_says_why() -> None:
    assert str(SkippedDocument("a", "a.txt is empty")) == "a is left out: a.txt is empty"


def test_pipeline_outline_and_normalize_take_one_file() -> None:
    path = CORPUS / "qingdao-2023.txt"
    outline = pc.outline(path)
    assert outline.document.metadata.jurisdiction == "青岛市"
    assert outline.normalized.text == pc.normalize(str(path)).text
