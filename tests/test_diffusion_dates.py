"""Partial dates as intervals, and who lies above whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare.datamodel import Metadata, Moment
from policycompare.diffusion import Hierarchy, measure_gap, parse_moment
from policycompare.diffusion.dates import find_earliest, find_early, find_future, find_late


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
        entry("wd", "文登区", "", "威海市"),
        entry("x", "甲市", "city", "乙市"),
        entry("y", "乙市", "city"),
        entry("bj", "北京市", "province"),
        entry("cy", "朝阳区", "county", "北京市"),
        entry("hn", "河南省", "province"),
        entry("jy", "济源市", "county", "河南省"),
        entry("bc", "丙县", "county", "国务院"),
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
        ("wh", "wd", "vertical"),
        ("hc", "wd", "unknown"),
        ("x", "y", "unknown"),
        ("bj", "cy", "vertical"),
        ("sd", "cy", "diagonal"),
        ("sd", "jy", "diagonal"),
        ("wh", "cy", "diagonal"),
        ("sd", "bc", "unknown"),
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
    rows = [Metadata("a", issued="2023", horizon_end="2023"), Metadata("b", issued="2024")]
    assert find_late(rows) == ()
    assert find_future(rows, date(2024, 6, 1)) == ()
    assert len(find_future(rows, date(2023, 12, 31))) == 1


def test_diffusion_early_needs_certainty() -> None:
    rows = [Metadata("a", issued="1850"), Metadata("b", issued="1949"), Metadata("c", issued="")]
    (told,) = find_early(rows)
    assert told.startswith("a is issued 1850 by the manifest, before 1949")


ISSUED = st.dates(date(1990, 1, 1), date(2030, 12, 31)).flatmap(
    lambda day: st.sampled_from([f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"])
)


@given(ISSUED, ISSUED)
def test_diffusion_gap_is_mirrored_and_holds_for_every_day(a: str, b: str) -> None:
    one, two = parse_moment(a), parse_moment(b)
    gap, turned = measure_gap(one, two), measure_gap(two, one)
    assert (gap.order, gap.days_min, gap.days_max) == turned[:1] + turned[2:]
    assert one is not None
    assert two is not None
    assert one.first and one.last and two.first and two.last  # noqa: PT018
    days = {(y - x).days for x in (one.first, one.last) for y in (two.first, two.last)}
    if gap.order == "certain":
        assert min(map(abs, days)) == gap.days_min > 0
        assert max(map(abs, days)) == gap.days_max
        assert all((day < 0) == gap.is_mirrored for day in days)
    else:
        assert min(days) <= 0 <= max(days)
