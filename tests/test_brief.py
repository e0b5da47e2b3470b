"""The brief: every sentence against the written files, what is chosen, and what is counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

import policycompare as pc
from policycompare.errors import UsageError
from policycompare.report.brief import BriefSentence, Rows, brief_rows, build_brief
from policycompare.report.brief.choice import rank_ahead, rank_gaps, rank_promises, rank_shared
from policycompare.report.brief.length import PAGES, Limits, count_lines, measure_ems
from policycompare.report.brief.material import Material
from policycompare.report.files import write_files
from policycompare.report.labels import Language
from tests.briefing import Files, check_brief
from tests.conftest import CORPUS, ROOT
from tests.reporting import make_comparison

GROUPS = ("宁波市", "青岛市", "山东省", "威海市", None)
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.fixture(scope="module")
def grouped() -> pc.Comparison:
    return pc.compare(CORPUS)


@pytest.fixture(scope="module")
def files(grouped: pc.Comparison, tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("brief")
    grouped.write(folder)
    return Files(folder)


def told(comparison: object, group: str | None, language: Language = "en") -> list[str]:
    brief = build_brief(comparison, group, language=language)  # type: ignore[arg-type]
    return [sentence.text for sentence in brief.sentences()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_brief_every_sentence_is_of_rows_of_the_written_files(
    grouped: pc.Comparison, files: Files, group: str | None, language: Language
) -> None:
    check_brief(build_brief(grouped, group, language=language), files, language)


@pytest.mark.parametrize("plans", ["ai", "care"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_of_other_plans_is_of_their_rows(
    tmp_path: Path, plans: str, language: Language
) -> None:
    comparison = pc.compare(ROOT / "tests" / "cases" / "plans" / plans)
    comparison.write(tmp_path)
    for group in (None, *comparison.group_order):
        check_brief(build_brief(comparison, group, language=language), Files(tmp_path), language)


def test_brief_check_finds_a_wrong_number(grouped: pc.Comparison, files: Files) -> None:
    brief = build_brief(grouped, "威海市")
    first = next(brief.sentences())
    brief.sections[0].sentences[0] = replace(first, text=first.text.replace("60", "61"))
    with pytest.raises(AssertionError, match="61"):
        check_brief(brief, files, "en")


def test_brief_check_finds_a_sentence_without_rows(grouped: pc.Comparison, files: Files) -> None:
    brief = build_brief(grouped, "威海市")
    brief.sections[0].sentences.append(BriefSentence("All is well.", (), ()))
    with pytest.raises(AssertionError, match="All is well"):
        check_brief(brief, files, "en")


@pytest.mark.parametrize("group", GROUPS[:-1])
def test_brief_counts_what_it_does_not_show(grouped: pc.Comparison, group: str) -> None:
    brief = build_brief(grouped, group)
    material = Material(grouped)
    texts = [sentence.text for sentence in brief.sentences()]
    ranked = {state: rank_gaps(material, group, state) for state in ("absent", "partial")}
    limits = {"absent": brief.limits.absent, "partial": brief.limits.partial}
    starts = {"absent": "Absent: ", "partial": "Partly: "}
    for state, rows in ranked.items():
        shown = [text for text in texts if text.startswith(starts[state])]
        assert len(shown) == min(len(rows), limits[state])
        name = {"absent": "absences", "partial": "partial gaps"}[state]
        rest = [text for text in texts if text.startswith(f"Further {name} of {group}")]
        left = len(rows) - len(shown)
        assert [text.rsplit(": ", 1)[1] for text in rest] == ([f"{left}."] if left else [])
    shared = rank_shared(material, group)
    n = len(shared) - min(len(shared), brief.limits.shared)
    assert (f"Further shared measures, in measures.csv: {n}." in texts) == (n > 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_brief_fits_two_pages_by_its_measure(
    grouped: pc.Comparison, group: str | None, language: Language
) -> None:
    page = PAGES[language]
    assert count_lines(build_brief(grouped, group, language=language).sections, page) <= page.lines


def test_brief_rows_are_its_sentences(grouped: pc.Comparison) -> None:
    rows = list(brief_rows(grouped, "青岛市", language="zh"))
    assert [row["text"] for row in rows] == told(grouped, "青岛市", "zh")
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(row["rows"] for row in rows)


def test_brief_puts_tasks_before_principles_and_many_groups_first(grouped: pc.Comparison) -> None:
    material = Material(grouped)
    rows = rank_shared(material, "威海市")
    tasks = [material.is_task(str(row["measure_id"])) for row in rows]
    assert tasks == sorted(tasks, reverse=True)
    n_groups = [row["n_groups"] for row, task in zip(rows, tasks, strict=True) if task]
    assert n_groups == sorted(n_groups, reverse=True)
    absent = rank_gaps(material, "山东省", "absent")
    assert absent[0]["label"] == "质量品牌标准升级工程"


def test_brief_a_gap_with_a_near_clause_is_partly_and_says_its_probability(
    grouped: pc.Comparison,
) -> None:
    text = next(text for text in told(grouped, "宁波市") if "全面增强产业集群能级" in text)
    assert text.startswith("Partly: ")
    assert (
        "nearest clause of 宁波市 is “园区发展能级提升工程” (probability of overlap 0.34)" in text
    )


def test_brief_compares_promises_of_like_unit_kind_level_and_counting(
    grouped: pc.Comparison,
) -> None:
    material = Material(grouped)
    for group in GROUPS[:-1]:
        assert group is not None
        for rivalry in (*rank_promises(material, group), *rank_ahead(material, group)):
            for column in ("indicator", "kind", "scope", "grade", "unit"):
                assert rivalry.theirs[column] == rivalry.ours[column]
            assert rivalry.ours["group"] == group != rivalry.theirs["group"]
    ahead = {r.theirs["indicator"]: r.verdict for r in rank_promises(material, "威海市")}
    assert ahead == {"5G基站数": "more", "工业互联网普及率": "more"}
    sooner = {r.theirs["indicator"]: r.verdict for r in rank_promises(material, "青岛市")}
    assert sooner["规模以上工业企业技术改造覆盖率"] == "sooner"


def test_brief_counts_a_group_by_its_least_promise(grouped: pc.Comparison) -> None:
    """威海 promised 38 % in 2021 and 36 % in the later text."""
    [rivalry] = [
        r for r in rank_promises(Material(grouped), "青岛市") if r.theirs["unit"] == "%"
        and r.verdict == "more"
    ]  # fmt: skip
    assert (rivalry.theirs["value"], rivalry.theirs["document"]) == (36, "weihai-2023")


@pytest.mark.parametrize(("year", "is_ahead"), [(2025, True), (None, True), (2027, False)])
def test_brief_calls_no_group_ahead_whose_more_comes_later(
    grouped: pc.Comparison, year: int | None, is_ahead: bool
) -> None:
    material = Material(grouped)
    row = next(r for r in material.rows("target_comparison.csv") if r["indicator"] == "5G基站数")
    like = {**row, "value_max": None, "comparator": "=", "n_groups": 2}
    rows = [
        {**like, "group": "甲", "value": 5, "deadline_year": year},
        {**like, "group": "乙", "value": 4, "deadline_year": 2025},
    ]
    stub = SimpleNamespace(rows=lambda name: rows)
    assert bool(rank_ahead(cast(Material, stub), "甲")) == is_ahead


@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_without_overlaps_targets_and_dates(tmp_path: Path, language: Language) -> None:
    for name, body in (("甲市", "推进绿色制造体系建设,培育绿色工厂。"), ("乙市", "引进海外人才。")):
        text = f"{name}方案\n\n一、重点任务\n(一){body[:4]}。{body}\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    comparison = pc.compare(tmp_path)
    comparison.write(tmp_path / "out")
    for group in (None, *comparison.group_order):
        brief = build_brief(comparison, group, language=language)
        check_brief(brief, Files(tmp_path / "out"), language)
    texts = told(comparison, "甲市", "en")
    assert "None of the 2 measures found is shared." in texts
    assert "No date of issue is known of 乙市 (乙市), 甲市 (甲市)." in texts
    assert any(text.startswith("No indicator is promised by two groups") for text in texts)


def test_brief_of_a_model_without_figures_says_so() -> None:
    comparison = make_comparison()
    bare = replace(comparison, model=replace(comparison.model, provenance={}))
    assert any("tiny.json states no measured quality" in text for text in told(bare, "甲市"))
    assert any("F1 of 0.50" in text and "25%" in text for text in told(comparison, "甲市"))


def test_brief_tells_cut_pairs_left_out_documents_and_warnings(tmp_path: Path) -> None:
    comparison = replace(make_comparison(n_cut=7), skipped_documents=("丁市.txt is empty",))
    write_files(comparison, tmp_path)
    check_brief(build_brief(comparison, "甲市"), Files(tmp_path), "en")
    texts = told(comparison, "甲市")
    assert "7 pairs of clauses were not scored and count as unlike." in texts
    assert any("丁市.txt is empty" in text for text in texts)
    assert any("乙市.txt has no title" in text for text in texts)


def test_brief_of_many_groups_counts_those_without_a_paragraph(tmp_path: Path) -> None:
    for i in range(14):
        text = f"方案{i}\n\n一、重点任务\n(一)推进智能工厂建设。到2025年建设智能工厂{i + 3}家。\n"
        (tmp_path / f"市{i:02}.txt").write_text(text, encoding="utf-8")
    comparison = pc.compare(tmp_path)
    comparison.write(tmp_path / "out")
    brief = build_brief(comparison)
    check_brief(brief, Files(tmp_path / "out"), "en")
    texts = told(comparison, None)
    assert any(text.startswith(f"Groups without a paragraph here: {14 - brief.limits.groups};")
               for text in texts)  # fmt: skip
    assert any(text.startswith("Groups compared and not named here: 8;") for text in texts)


def test_brief_of_an_unknown_group_names_the_nearest(grouped: pc.Comparison) -> None:
    with pytest.raises(UsageError, match=r"no group 威海 .*did you mean 威海市"):
        build_brief(grouped, "威海")


def test_brief_of_a_group_without_clauses_is_a_usage_error() -> None:
    comparison = make_comparison()
    more = replace(comparison, group_order=(*comparison.group_order, "丁市"))
    with pytest.raises(UsageError, match="丁市 has no compared clause"):
        build_brief(more, "丁市")


def test_brief_rows_say_which_rows_they_are() -> None:
    rows = Rows("gaps.csv", (("group", "=", "甲市"), ("n_present_in", ">=", 2)))
    assert str(rows) == 'gaps.csv [group = "甲市", n_present_in >= 2]'
    assert rows.of(
        [{"group": "甲市", "n_present_in": 1}, {"group": "甲市", "n_present_in": 2}]
    ) == [{"group": "甲市", "n_present_in": 2}]


def test_brief_width_counts_other_signs_as_half() -> None:
    assert measure_ems("共21项") == 3.0
    assert Limits().absent > 0
