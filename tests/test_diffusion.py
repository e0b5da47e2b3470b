"""Dyads, order of adoption and the parent's text on small corpora with planted copies and dates."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import policycompare as pc
from policycompare.datamodel import Metadata, Moment
from policycompare.diffusion import Hierarchy, measure_gap, parse_moment
from policycompare.diffusion.dates import find_earliest, find_future, find_late
from policycompare.errors import CorpusError, UsageError

COPY = (
    "支持企业建设智能工厂和数字化车间,对通过验收的智能工厂给予最高三百万元奖励,"
    "推动规模以上工业企业数字化改造全覆盖。"
)
OTHER = "鼓励本地厂商开展智能化改造,打造一批智能工厂样板,认定后按设备投入比例补助。"
GREEN = "构建绿色制造体系,建设绿色工厂和绿色园区,推进重点行业节能降碳改造。"
TALENT = "引进高层次人才和急需紧缺技术工人,建设人才公寓,完善住房与子女入学保障。"
PLAN = """{title}

一、重点任务
(一){heading}。{smart}
(二)发展绿色制造。{green}
(三)加强人才引育。{talent}
"""
FIELDS = ("document", "file", "jurisdiction", "level", "parent", "issued", "horizon_end", "status")
Make = Callable[..., Path]


@pytest.fixture
def make_corpus(tmp_path: Path) -> Make:
    """Write a corpus of small plans: each entry is a manifest row with the text of one clause."""

    def make(*entries: Mapping[str, str], order: Sequence[int] | None = None) -> Path:
        folder = tmp_path / f"corpus{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        rows = []
        for entry in entries:
            text = PLAN.format(
                title=entry["document"],
                heading=entry.get("heading", "推动智能制造"),
                smart=entry.get("smart", COPY),
                green=entry.get("green", GREEN),
                talent=entry.get("talent", TALENT),
            )
            (folder / f"{entry['document']}.txt").write_text(text, encoding="utf-8")
            row = {"file": f"{entry['document']}.txt", **entry}
            rows.append({name: row.get(name, "") for name in FIELDS})
        with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, FIELDS)
            writer.writeheader()
            writer.writerows(rows[i] for i in order or range(len(rows)))
        return folder

    return make


def city(document: str, jurisdiction: str, issued: str = "", **more: str) -> dict[str, str]:
    given = {"level": "city", "parent": "山东省", "issued": issued}
    return {"document": document, "jurisdiction": jurisdiction, **given, **more}


PROVINCE = {"document": "sd", "jurisdiction": "山东省", "level": "province", "issued": "2019-01-01"}
YANTAI, WEIFANG = city("yt", "烟台市", "2020-03-01"), city("wf", "潍坊市", "2021-03-01")


def dyads(folder: Path, **settings: Any) -> list[dict[str, Any]]:
    return list(pc.compare(folder, settings=pc.Settings(**settings)).dyads_table())


def smart(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The dyads of the measure on smart manufacturing."""
    return [row for row in rows if "(一)" in str(row["a_clauses"])]


def test_diffusion_planted_copy_is_told_by_direction(make_corpus: Make) -> None:
    longer = COPY + "同时组织服务商开展免费诊断,建立诊断问题清单与整改台账,逐一对账销号。"
    later = {**WEIFANG, "smart": longer}
    (row,) = smart(dyads(make_corpus(YANTAI, later)))
    assert (row["earlier"], row["later"], row["order"]) == ("yt", "wf", "certain")
    assert row["days"] == row["days_min"] == row["days_max"] == 365
    assert row["shared_a"] == 1.0
    assert row["reuse_share"] == row["shared_b"] == pytest.approx(len(COPY) / len(longer), abs=0.02)
    assert (row["wording"], row["relation"], row["same_parent"]) == ("copied", "horizontal", "yes")


def test_diffusion_the_earlier_text_is_a_whatever_the_names(make_corpus: Make) -> None:
    early, late = {**WEIFANG, "issued": "2018-01"}, {**YANTAI, "issued": "2020"}
    (row,) = smart(dyads(make_corpus(early, late)))
    assert (row["earlier"], row["later"]) == (row["a_document"], row["b_document"]) == ("wf", "yt")
    assert row["days"] is None
    assert (row["days_min"], row["days_max"]) == (700, 1095)


@pytest.mark.parametrize(
    ("issued", "order"),
    [("", "unknown"), ("2020", "uncertain"), ("2020-03", "uncertain"), ("2020-03-01", "same_day")],
)
def test_diffusion_an_order_that_is_not_certain_gives_no_direction(
    make_corpus: Make, issued: str, order: str
) -> None:
    (row,) = smart(dyads(make_corpus(YANTAI, {**WEIFANG, "issued": issued})))
    assert row["order"] == order
    assert (row["earlier"], row["later"], row["reuse_share"]) == ("", "", None)
    assert row["days"] == (0 if order == "same_day" else None)
    assert row["shared_a"] == row["shared_b"] == 1.0


def test_diffusion_pairs_without_reuse_are_rows_too(make_corpus: Make) -> None:
    rows = smart(dyads(make_corpus(YANTAI, {**WEIFANG, "smart": OTHER})))
    assert [row["wording"] for row in rows] == ["reworded"]
    assert rows[0]["reuse_share"] < 0.3


def test_diffusion_what_the_province_says_is_taken_off(make_corpus: Make) -> None:
    own = "两市共用的补充条文:每季度召开链主企业对接会并公布需求清单供各方揭榜。"
    province = {**PROVINCE, "smart": COPY}
    a, b = {**YANTAI, "smart": COPY + own}, {**WEIFANG, "smart": COPY + own}
    rows = smart(dyads(make_corpus(province, a, b)))
    between = next(row for row in rows if row["relation"] == "horizontal")
    assert (between["parent_documents"], between["parent_state"]) == ("sd", "covered")
    assert between["parent_earlier"] == "yes"
    total = len(COPY + own)
    assert between["in_parent_b"] == pytest.approx(len(COPY) / total, abs=0.03)
    assert between["beyond_parent_b"] == pytest.approx(len(own) / total, abs=0.03)
    assert between["beyond_parent_share"] == between["beyond_parent_b"]
    assert between["in_parent_a"] + between["beyond_parent_a"] == pytest.approx(between["shared_a"])
    below = [row for row in rows if row["relation"] == "vertical"]
    assert [row["earlier"] for row in below] == ["sd", "sd"]
    assert {row["parent_state"] for row in below} == {"unknown"}


def test_diffusion_a_parent_without_the_measure_is_absent(make_corpus: Make) -> None:
    words = "完善农村公路养护机制,提升乡镇客运服务水平,保障群众便捷出行。"
    province = {**PROVINCE, "heading": "改善农村交通", "smart": words}
    rows = dyads(make_corpus(province, YANTAI, WEIFANG))
    row = next(row for row in smart(rows) if row["relation"] == "horizontal")
    assert row["parent_state"] == "absent"
    assert row["in_parent_b"] == 0.0
    assert row["beyond_parent_b"] == row["shared_b"]


def test_diffusion_a_parent_outside_the_corpus_is_unknown_not_zero(make_corpus: Make) -> None:
    (row,) = smart(dyads(make_corpus(YANTAI, WEIFANG)))
    assert (row["parent_documents"], row["parent_state"], row["parent_earlier"]) == (
        "",
        "unknown",
        "",
    )
    assert row["in_parent_a"] is row["beyond_parent_b"] is row["beyond_parent_share"] is None


def test_diffusion_measures_tell_first_mover_and_lags(make_corpus: Make) -> None:
    third = city("zb", "淄博市", "2021-05")
    found = pc.compare(make_corpus(YANTAI, WEIFANG, third)).diffusion_table()
    row = next(row for row in found if row["n_groups"] == 3)
    assert (row["first_mover"], row["first_document"], row["order"]) == ("烟台市", "yt", "certain")
    assert row["adopters"] == "烟台市; 潍坊市; 淄博市"
    assert row["lags"] == "0; 365; 426-456"
    assert row["max_lag"] == 365


def test_diffusion_an_undated_adopter_leaves_the_first_mover_open(make_corpus: Make) -> None:
    third = city("zb", "淄博市", "", status="draft")
    found = pc.compare(make_corpus(YANTAI, WEIFANG, third)).diffusion_table()
    row = next(row for row in found if row["n_groups"] == 3)
    assert (row["first_mover"], row["first_dated"], row["order"]) == ("", "烟台市", "unknown")
    assert (row["lags"], row["n_undated"], row["drafts"]) == ("0; 365; ?", 1, "zb")


def test_diffusion_an_undated_text_of_a_group_may_be_its_first(make_corpus: Make) -> None:
    again = city("yt-2", "烟台市")
    found = pc.compare(make_corpus(WEIFANG, {**YANTAI, "issued": "2022-01-01"}, again))
    row = next(row for row in found.diffusion_table() if row["n_groups"] == 2)
    assert (row["first_mover"], row["first_dated"], row["order"]) == ("", "", "uncertain")
    assert row["lags"] == "?; ?"


def test_diffusion_uncertain_first_mover_has_no_lags(make_corpus: Make) -> None:
    found = pc.compare(make_corpus(YANTAI, {**WEIFANG, "issued": "2020"})).diffusion_table()
    row = next(row for row in found if row["n_groups"] == 2)
    assert (row["first_mover"], row["order"], row["lags"]) == ("", "uncertain", "?; ?")


def test_diffusion_order_of_files_changes_nothing(make_corpus: Make, tmp_path: Path) -> None:
    entries = (PROVINCE, YANTAI, {**WEIFANG, "smart": OTHER}, city("zb", "淄博市", "2021"))
    folders = [make_corpus(*entries), make_corpus(*entries, order=(3, 1, 0, 2))]
    written = []
    for i, folder in enumerate(folders):
        pc.compare(folder).write(tmp_path / f"out{i}")
        names = ("dyads.csv", "diffusion.csv", "names.csv")
        written.append([(tmp_path / f"out{i}" / name).read_bytes() for name in names])
    assert written[0] == written[1]


def test_diffusion_renaming_documents_mirrors_the_dyad(make_corpus: Make) -> None:
    a, b = {**YANTAI, "issued": ""}, {**WEIFANG, "issued": "", "smart": COPY + OTHER}
    (row,) = smart(dyads(make_corpus(a, b)))
    swapped = {**a, "document": "z"}, {**b, "document": "b"}
    (mirrored,) = smart(dyads(make_corpus(*swapped)))
    assert (row["a_document"], mirrored["a_document"]) == ("wf", "b")
    for name in ("shared", "boilerplate"):
        assert row[f"{name}_a"] == mirrored[f"{name}_a"]
        assert row[f"{name}_b"] == mirrored[f"{name}_b"]
    third = {**a, "document": "a"}
    (turned,) = smart(dyads(make_corpus(third, b)))
    assert (turned["shared_a"], turned["shared_b"]) == (row["shared_b"], row["shared_a"])


def test_diffusion_copies_in_three_texts_count_and_are_told_as_boilerplate(
    make_corpus: Make,
) -> None:
    rows = smart(dyads(make_corpus(YANTAI, WEIFANG, city("zb", "淄博市", "2022-01-01"))))
    assert [row["reuse_share"] for row in rows] == [1.0, 1.0, 1.0]
    assert [row["boilerplate_share"] for row in rows] == [1.0, 1.0, 1.0]


def test_diffusion_frames_have_the_columns_of_the_files(make_corpus: Make) -> None:
    from policycompare.report.columns import DIFFUSION, DYADS, NAMES

    found = pc.compare(make_corpus(YANTAI, WEIFANG))
    assert tuple(found.dyads.columns) == DYADS
    assert tuple(found.diffusion.columns) == DIFFUSION
    assert tuple(found.names.columns) == NAMES
    assert len(found.dyads) == 3


def test_diffusion_no_manifest_gives_rows_without_order(small_corpus: Path) -> None:
    rows = dyads(small_corpus)
    assert rows
    assert {(r["order"], r["relation"], r["parent_state"], r["same_parent"]) for r in rows} == {
        ("unknown", "unknown", "unknown", "")
    }


def test_diffusion_command_prints_every_form(run: Callable[..., Result], make_corpus: Make) -> None:
    folder = make_corpus(YANTAI, WEIFANG)
    rows = json.loads(run("diffusion", folder, "--format", "json").stdout)
    assert rows[0]["earlier"] == "yt"
    read = list(csv.DictReader(io.StringIO(run("diffusion", folder, "--format", "csv").stdout)))
    assert [row["later"] for row in read] == [row["later"] for row in rows]
    assert run("diffusion", folder, "--format", "md").stdout.startswith("| measure | label |")
    assert "first_mover" in run("diffusion", folder, "--rows", "measures").stdout
    assert "still to come" not in run("diffusion", folder).stderr


def test_diffusion_rows_of_another_kind_are_a_usage_error(make_corpus: Make) -> None:
    with pytest.raises(UsageError, match="no rows 'groups'; choose one of dyads, measures"):
        pc.diffusion(make_corpus(YANTAI, WEIFANG), rows="groups")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("Diffusion: 3 pairs", "365 days", "zero")), ("zh", ("扩散:", "365天", "并非没有"))],
)
def test_diffusion_stands_in_the_terminal(
    run: Callable[..., Result], make_corpus: Make, lang: str, words: tuple[str, ...]
) -> None:
    result = run("compare", make_corpus(YANTAI, WEIFANG), "--lang", lang)
    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout


@pytest.mark.parametrize("issued", ["2023-13-40", "2023-02-30", "July 2023", "2023/07/06", "0000"])
def test_diffusion_a_date_that_is_none_is_an_error(make_corpus: Make, issued: str) -> None:
    with pytest.raises(CorpusError, match=f"issued is '{issued}'; allowed are 2023, 2023-07"):
        pc.compare(make_corpus(YANTAI, {**WEIFANG, "issued": issued}))


@pytest.mark.parametrize("parents", [("烟台市", ""), ("潍坊市", "烟台市")])
def test_diffusion_a_jurisdiction_below_itself_is_an_error(
    make_corpus: Make, parents: tuple[str, str]
) -> None:
    a, b = {**YANTAI, "parent": parents[0]}, {**WEIFANG, "parent": parents[1]}
    with pytest.raises(CorpusError, match="below itself: its parent is"):
        pc.compare(make_corpus(a, b))


def test_diffusion_dates_that_contradict_each_other_are_told(
    run: Callable[..., Result], make_corpus: Make
) -> None:
    folder = make_corpus({**YANTAI, "horizon_end": "2019"}, {**WEIFANG, "issued": "2199-01"})
    found = pc.compare(folder)
    assert any("yt was issued 2020-03-01, after the end of" in told for told in found.warnings)
    assert not any("still to come" in warning for warning in found.warnings)
    assert "wf is issued 2199-01 by the manifest, which is still to come" in (
        run("compare", folder).stderr
    )
    messages = [row.message for row in pc.check(folder)]
    assert any("after the end of its horizon" in message for message in messages)
    assert any("still to come" in message for message in messages)


def test_diffusion_levels_that_contradict_each_other_are_unknown_and_told(
    make_corpus: Make,
) -> None:
    folder = make_corpus(YANTAI, WEIFANG, {**WEIFANG, "document": "wf-2", "level": "county"})
    found = pc.compare(folder)
    assert any("gives 潍坊市 the levels city and county" in w for w in found.warnings)
    assert {row["relation"] for row in found.dyads_table()} == {"unknown"}


def entry(document: str, jurisdiction: str, level: str = "", parent: str = "") -> Metadata:
    return Metadata(document, jurisdiction=jurisdiction, level=level, parent=parent)


HIERARCHY = Hierarchy(
    [
        entry("cn", "国务院", "national"),
        entry("sd", "山东省", "province"),
        entry("zj", "浙江省", "province"),
        entry("wh", "威海市", "city", "山东省"),
        entry("wh-2", "威海市", "city", "山东省"),
        entry("hc", "环翠区", "county", "威海市"),
        entry("yz", "鄞州区", "county", "宁波市"),
        entry("nb", "奉化区"),
    ]
)


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("sd", "zj", "horizontal"),
        ("sd", "wh", "vertical"),
        ("sd", "hc", "vertical"),
        ("cn", "hc", "vertical"),
        ("zj", "wh", "diagonal"),
        ("zj", "hc", "diagonal"),
        ("zj", "yz", "unknown"),
        ("wh", "yz", "diagonal"),
        ("wh", "wh-2", "same_jurisdiction"),
        ("wh", "nb", "unknown"),
    ],
)
def test_diffusion_levels_relate_as_the_manifest_says(a: str, b: str, relation: str) -> None:
    assert HIERARCHY.relate(a, b) == HIERARCHY.relate(b, a) == relation


def test_diffusion_common_parents_are_all_above_both() -> None:
    assert HIERARCHY.common_parents("wh", "hc") == ("cn", "sd")
    assert HIERARCHY.common_parents("wh", "yz") == ("cn",)
    assert HIERARCHY.common_parents("wh", "nb") == ()
    assert HIERARCHY.share_parent("wh", "nb") is None
    assert HIERARCHY.share_parent("wh", "hc") is False


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2023-07-06", "2023-07-07", ("certain", False, 1, 1)),
        ("2023-07", "2023-06-30", ("certain", True, 1, 31)),
        ("2022", "2023", ("certain", False, 1, 729)),
        ("2024-02", "2024-02-29", ("uncertain", False, None, None)),
        ("2023", "2023", ("uncertain", False, None, None)),
        ("2023", "", ("unknown", False, None, None)),
    ],
)
def test_diffusion_gaps_of_partial_dates(a: str, b: str, expected: tuple[Any, ...]) -> None:
    assert tuple(measure_gap(parse_moment(a), parse_moment(b))) == expected


def test_diffusion_earliest_of_an_undated_and_a_dated_text_has_no_first_day() -> None:
    moment = parse_moment("2020-05-01")
    assert moment is not None
    assert find_earliest([moment, None]) == Moment(None, moment.last)
    assert find_earliest([None]) is None


def test_diffusion_late_and_future_need_certainty() -> None:
    from datetime import date

    rows = [Metadata("a", issued="2023", horizon_end="2023"), Metadata("b", issued="2024")]
    assert find_late(rows) == ()
    assert find_future(rows, date(2024, 6, 1)) == ()
    assert len(find_future(rows, date(2023, 12, 31))) == 1


def test_names_hint_names_the_linked_clause_at_home(
    run: Callable[..., Result], make_corpus: Make
) -> None:
    home = {**YANTAI, "jurisdiction": "宁波市", "parent": "浙江省", "document": "nb"}
    text = COPY + "率先在鄞州区、慈溪市开展试点。(责任单位:宁波市经信局)"
    planted = {**WEIFANG, "smart": text}
    folder = make_corpus({**home, "smart": text}, planted)
    rows = list(pc.names(folder))
    assert [row["name"] for row in rows] == ["鄞州区", "慈溪市", "宁波市经信局"]
    source = (folder / "wf.txt").read_text(encoding="utf-8")
    for row in rows:
        assert (row["document"], row["strength"]) == ("wf", "strong")
        assert row["linked_clause"] == "nb/一(一)"
        assert row["home_documents"] == "nb"
        assert source[row["start"] : row["end"]] == row["quote"] == row["name"]
        assert row["quote"] in row["context"]
    assert rows[0]["division_of"] == "浙江省宁波市鄞州区"
    assert "3 strong and 0 weak hints" in " ".join(run("compare", folder).stdout.split())
    checked = [row for row in pc.check(folder) if row.subject == "names"]
    assert [(row.document, row.severity) for row in checked] == [("wf", "doubt")] * 3


def test_names_without_a_jurisdiction_are_not_checked_and_this_is_said(
    run: Callable[..., Result], make_corpus: Make
) -> None:
    text = COPY + "率先在鄞州区、慈溪市开展试点。"
    folder = make_corpus({**YANTAI, "jurisdiction": "", "parent": "", "smart": text}, WEIFANG)
    result = run("names", folder, "--format", "json")
    assert json.loads(result.stdout) == []
    assert "yt is not checked for names of other places: its jurisdiction" in result.stderr
    record = json.loads((pc.compare(folder).write(folder / "out")[-1]).read_text(encoding="utf-8"))
    assert record["names"]["not_checked"] == {"yt": "its jurisdiction is not known"}
    assert "Not checked for names of other places" in run("compare", folder).stdout


def test_names_of_the_shipped_corpus_are_their_own(comparison: pc.Comparison) -> None:
    assert list(comparison.names_table()) == []
