"""Dyads and the order of adoption on small corpora with planted copies and dates."""

from __future__ import annotations

from pathlib import Path

import pytest

import policycompare as pc
from tests.planting import COPY, OTHER, PROVINCE, WEIFANG, YANTAI, Make, city, dyads, smart


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
