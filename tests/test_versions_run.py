from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import policycompare as pc
from policycompare.datamodel.versions import ClauseChange, TargetChange
from policycompare.report.version_rows import target_change_rows
from policycompare.versions.clauses import mirror_change
from policycompare.versions.targets import mirror_target
from tests.conftest import CORPUS, ROOT
from tests.versions import CLAUSES, diff_plans, make_plan, states

TEXTS = list(CLAUSES.values())


@pytest.fixture(scope="module")
def weihai() -> pc.VersionDiff:
    return pc.diff(CORPUS, "weihai-2021", "weihai-2023")


def test_versions_run_finds_the_counterparts_of_the_gold(weihai: pc.VersionDiff) -> None:
    with (CORPUS / "gold" / "alignments.csv").open(encoding="utf-8-sig") as file:
        same = {
            (row["a"], row["b"])
            for row in csv.DictReader(file)
            if row["label"] == "2"
            and row["a"].startswith("weihai-2021/")
            and row["b"].startswith("weihai-2023/")
        }
    found = {
        (c.a.clause_id, c.b.clause_id)
        for c in weihai.changes
        if c.a and c.b and c.state in ("kept", "reworded", "moved")
    }
    assert len(same) == 28
    assert len(found & same) == 28
    assert found - same == set()


def test_versions_run_states_of_the_two_weihai_plans_are_those_read_by_hand(
    weihai: pc.VersionDiff,
) -> None:
    by_state = {
        state: [c for c in weihai.changes if c.state == state] for state in ("new", "dropped")
    }
    assert [c.b.heading for c in by_state["new"] if c.b] == [
        "提升数字基础设施支撑能力",
        "深入实施“亩产效益”评价改革",
    ]
    assert [c.a.heading for c in by_state["dropped"] if c.a] == [
        "支持创新型企业突破发展",
        "发挥行业协会作用",
    ]
    moved = {c.a.path for c in weihai.changes if c.a and c.state == "moved"}
    # a section that went behind the others, two clauses that changed places, four that changed
    # sections, and the safeguards whose order was turned round
    assert moved == {
        "二(一)3", "二(一)4", "二(一)5", "二(一)6", "二(二)7", "二(二)9", "二(二)10", "二(五)19",
        "三25", "三26", "四29", "四30",
    }  # fmt: skip
    kept = {c.a.path for c in weihai.changes if c.a and c.change == "kept"}
    assert kept == {"二(五)19", "四30"}


@pytest.mark.parametrize("name", ["a", "b"])
def test_versions_run_loses_no_clause(weihai: pc.VersionDiff, name: str) -> None:
    outline = getattr(weihai, name)
    clauses = [getattr(change, name) for change in weihai.changes]
    assert {c.clause_id for c in clauses if c} == {c.clause_id for c in outline.compared()}


def test_versions_run_gives_evidence_for_what_is_new_or_dropped(weihai: pc.VersionDiff) -> None:
    for change in weihai.changes:
        alone = change.state in ("new", "dropped")
        assert (change.nearest is not None) == alone
        assert bool(change.nearest_state) == alone
    association = next(c for c in weihai.changes if c.a and c.a.path == "三27")
    assert association.nearest is not None
    assert (association.nearest.path, association.nearest_state) == ("三30", "partial")


def test_versions_run_swapped_mirrors(weihai: pc.VersionDiff) -> None:
    back = pc.diff(CORPUS, "weihai-2023", "weihai-2021")
    assert _sorted(map(mirror_change, back.changes)) == _sorted(weihai.changes)
    assert _sorted(map(mirror_target, back.target_changes)) == _sorted(weihai.target_changes)


def _sorted(changes: Iterable[object]) -> list[str]:
    return sorted(map(repr, changes))


def test_versions_run_of_equal_texts_keeps_all(tmp_path: Path) -> None:
    text = (CORPUS / "weihai-2023.txt").read_text(encoding="utf-8")
    found = diff_plans(tmp_path, text, text)
    assert {change.state for change in found.changes} == {"kept"}
    assert {change.state for change in found.target_changes} <= {"kept"}
    assert {(c.p_same > 0.9, c.reuse_a, c.similarity) for c in found.changes} == {(True, 1.0, 1.0)}


def test_versions_run_of_equal_texts_with_equal_clauses_keeps_all_in_place(tmp_path: Path) -> None:
    text = make_plan(TEXTS[0], TEXTS[1], TEXTS[0], TEXTS[2], TEXTS[0])
    found = diff_plans(tmp_path, text, text)
    assert states(found) == [("kept", f"一({n})", f"一({n})") for n in "一二三四五"]


@given(st.permutations(range(len(TEXTS))))
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_versions_run_of_another_order_moves_and_loses_nothing(
    tmp_path: Path, order: list[int]
) -> None:
    found = diff_plans(tmp_path, make_plan(*TEXTS), make_plan(*(TEXTS[i] for i in order)))
    assert {c.change for c in found.changes} == {"kept"}
    pairs = [(c.a.body, c.b.body) for c in found.changes if c.a and c.b]
    assert len(pairs) == len(TEXTS)
    assert all(a == b for a, b in pairs)
    assert any(c.moved for c in found.changes) == (list(order) != sorted(order))


KINDS = st.lists(
    st.sampled_from(["kept", "shortened", "new", "dropped", "split", "merged"]),
    min_size=len(TEXTS),
    max_size=len(TEXTS),
)


def _edit(kinds: list[str]) -> tuple[list[str], list[str]]:
    """Two versions in which each clause met its fate; both keep the last one."""
    before, after = [], []
    for text, kind in zip(TEXTS, kinds, strict=True):
        head, _, body = text.partition("。")
        parts = [f"{head}。{body.partition(',')[0]}。", f"深化{head[2:]}。{body.partition(',')[2]}"]
        sides = {"new": ([], [text]), "dropped": ([text], []), "split": ([text], parts)}
        sides |= {"merged": (parts, [text]), "shortened": ([text], parts[1:])}
        one, two = sides.get(kind, ([text], [text]))
        before += one
        after += two
    return [*before, TEXTS[0] + TEXTS[1]], [*after, TEXTS[0] + TEXTS[1]]


@given(KINDS)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_versions_run_mirrors_any_two_versions_and_loses_nothing(
    tmp_path: Path, kinds: list[str]
) -> None:
    before, after = (make_plan(*clauses) for clauses in _edit(kinds))
    there = diff_plans(tmp_path, before, after)
    back = pc.diff(tmp_path, "b", "a")
    assert _sorted(map(mirror_change, back.changes)) == _sorted(there.changes)
    assert _sorted(map(mirror_target, back.target_changes)) == _sorted(there.target_changes)
    for outline, side in ((there.a, "a"), (there.b, "b")):
        seen = Counter(c.clause_id for change in there.changes if (c := getattr(change, side)))
        assert seen.keys() == {clause.clause_id for clause in outline.compared()}
    n_of_a = Counter(c.a.clause_id for c in there.changes if c.a)
    n_of_b = Counter(c.b.clause_id for c in there.changes if c.b)
    for change in there.changes:
        if change.a is None or change.b is None:
            assert change.state in ("new", "dropped")
            continue
        many_b, many_a = n_of_a[change.a.clause_id] > 1, n_of_b[change.b.clause_id] > 1
        assert (change.change in ("split", "merged")) == (many_a or many_b)


def test_versions_run_does_not_depend_on_the_hash_seed() -> None:
    command = (sys.executable, "-m", "policycompare", "diff", "corpus")
    outputs = set()
    for seed in ("0", "1"):
        done = subprocess.run(
            [*command, "weihai-2021", "weihai-2023", "--format", "csv"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_versions_run_keeps_what_changed_in_numbering_and_signs_only(tmp_path: Path) -> None:
    before = make_plan(TEXTS[0], TEXTS[1], TEXTS[2])
    after = make_plan(TEXTS[3], TEXTS[0].replace(",", ";"), TEXTS[1].replace("20000", "20,000"))
    found = diff_plans(tmp_path, before, after)
    assert states(found)[:2] == [("kept", "一(一)", "一(二)"), ("kept", "一(二)", "一(三)")]


def test_versions_run_finds_a_split_and_mirrored_a_merge(tmp_path: Path) -> None:
    both = TEXTS[0] + TEXTS[5].partition("。")[2]
    one = make_plan(both, TEXTS[2], TEXTS[3])
    two = make_plan(TEXTS[0], TEXTS[5], TEXTS[2], TEXTS[3])
    split = diff_plans(tmp_path / "split", one, two)
    assert states(split) == [
        ("split", "一(一)", "一(一)"),
        ("split", "一(一)", "一(二)"),
        ("kept", "一(二)", "一(三)"),
        ("kept", "一(三)", "一(四)"),
    ]
    merged = diff_plans(tmp_path / "merged", two, one)
    assert [state for state, _, _ in states(merged)] == ["merged", "merged", "kept", "kept"]


def test_versions_run_takes_no_template_for_a_merge(tmp_path: Path) -> None:
    template = (
        "发展{0}产业。到2025年,{0}产业规模达到{1}亿元,建设特色园区{2}个,培育规模以上企业{3}家,推动产业链"
        "上下游协同发展,打造具有竞争力的产业集群。"
    )
    names = ["新能源汽车", "生物医药", "集成电路", "新型显示", "航空航天", "人工智能"]
    before = [template.format(name, 100 * i + 100, i + 1, 10 * i) for i, name in enumerate(names)]
    after = [template.format(name, 100 * i + 150, i + 2, 9 * i) for i, name in enumerate(names)]
    found = diff_plans(tmp_path, make_plan(*before[:5]), make_plan(*after[1:]))
    numerals = "一二三四五"
    assert states(found) == [
        ("dropped", "一(一)", "–"),
        *(("reworded", f"一({numerals[i]})", f"一({numerals[i - 1]})") for i in range(1, 5)),
        ("new", "–", "一(五)"),
    ]


def test_versions_run_of_unlike_plans_finds_no_counterparts(tmp_path: Path) -> None:
    found = diff_plans(tmp_path, make_plan(*TEXTS[:2]), make_plan(*TEXTS[3:]))
    assert {state for state, _, _ in states(found)} == {"new", "dropped"}


def test_versions_run_does_not_depend_on_groups_or_other_documents(
    weihai: pc.VersionDiff, corpus_copy: Path
) -> None:
    for name in ("qingdao-2023", "ningbo-2017", "shandong-2023"):
        (corpus_copy / f"{name}.txt").write_text("……", encoding="utf-8")
    found = pc.diff(
        corpus_copy, "weihai-2021", "weihai-2023", settings=pc.Settings(between="level")
    )
    assert _sorted(found.changes) == _sorted(weihai.changes)


def test_versions_run_result_is_frozen(weihai: pc.VersionDiff) -> None:
    with pytest.raises(AttributeError, match="cannot assign"):
        weihai.changes = ()  # type: ignore[misc]
    assert isinstance(weihai.changes[0], ClauseChange)
    assert all(isinstance(change, TargetChange) for change in weihai.target_changes)


def test_versions_run_difference_from_zero_is_in_the_unit_of_a(tmp_path: Path) -> None:
    plans = (
        make_plan(CLAUSES["talent"], f"控制债务风险。到2025年,隐性债务规模控制在{value}亿元以内。")
        for value in (0, 3)
    )
    rows = target_change_rows(diff_plans(tmp_path / "plans", *plans))
    assert [(row["a_unit"], row["difference"]) for row in rows if row["state"] == "changed"] == [
        ("亿元", 3)
    ]
