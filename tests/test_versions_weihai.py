"""The targets of the two Weihai plans, read from both texts and held against the program.

The list was made before the program ran, but for 连续三年, 全覆盖 and 应评尽评, which the reader
had passed over and the program showed.
"""

from __future__ import annotations

import pytest

import policycompare as pc
from policycompare.datamodel import Target
from tests.conftest import CORPUS

CHANGED = {
    # 制造业增加值占GDP比重 38% -> 36%
    (("一2", 38, "%", "="), ("一2", 36, "%", "=")),
    # 数字经济核心产业增加值占GDP比重 10%以上 -> 较2022年翻一番
    (("一2", 10, "%", ">="), ("一2", 2, "倍", "=")),
}

KEPT = {
    (("一2", 2000, "家", "="), ("一2", 2000, "家", "=")),
    (("一2", 5000, "亿元", ">="), ("一2", 5000, "亿元", ">=")),
}

NEW = """
一2 7% 64%
二(一)3 10家 11家 6家 400家
二(二)8 5000亿元
二(二)9 500家 80家
二(三)11 40% 150个
二(三)12 45% 2个 80个
二(三)13 2000万台 1500万台 100亿元
二(三)14 4000G 100% 100% 8000座 50个 5000个 10PFLOPS
二(四)16 50家 2家 15种
二(四)17 100%
二(五)18 180家
二(五)20 30家
二(六)23 10次
"""
"""By clause; 100% stands for 全覆盖 and 应评尽评."""

DROPPED = """
二(一)5 1个 1个 1个 1个 1个
二(二)7 20万元 5% 300万元
二(二)9 100家 3年
二(二)10 100万元 50万元 20万元 100万元 20万元 10万元
二(三)11 500万元 300万元 200万元 100万元 50万元
二(三)12 50万元
二(三)13 50万元 10万元 100万元 100万元 100万元 30万元 30万元 30万元
二(四)14 10% 300万元 100万元
二(四)15 200万元 20% 15% 100万元 50万元
二(五)18 50万元 50万元
二(六)20 200万元 50万元 30万元
"""


@pytest.fixture(scope="module")
def found() -> pc.VersionDiff:
    return pc.diff(CORPUS, "weihai-2021", "weihai-2023")


def path(target: Target) -> str:
    return target.clause_id.partition("/")[2]


def pairs(found: pc.VersionDiff, state: str) -> set[object]:
    return {
        tuple((path(t), t.value, t.unit, t.comparator) for t in (c.a, c.b) if t)
        for c in found.target_changes
        if c.state == state
    }


def listed(text: str) -> list[str]:
    lines = (line.split() for line in text.strip().splitlines())
    return sorted(f"{clause} {quantity}" for clause, *rest in lines for quantity in rest)


def alone(found: pc.VersionDiff, state: str) -> list[str]:
    targets = [c.a or c.b for c in found.target_changes if c.state == state]
    return sorted(
        f"{path(t)} {_short(t.value)}{t.unit.replace(' ', '')}" for t in targets if t is not None
    )


def _short(value: float) -> str:
    return f"{value / 10_000:.0f}万" if value >= 1_000_000 else f"{value:.0f}"


def test_versions_weihai_lists_the_changed_targets_completely(found: pc.VersionDiff) -> None:
    assert pairs(found, "changed") == CHANGED
    assert [change.state for change in found.target_changes][:2] == ["changed", "changed"]


def test_versions_weihai_keeps_what_both_plans_promise(found: pc.VersionDiff) -> None:
    assert pairs(found, "kept") == KEPT


def test_versions_weihai_lists_the_new_targets_completely(found: pc.VersionDiff) -> None:
    assert alone(found, "new") == listed(NEW)


def test_versions_weihai_lists_the_dropped_targets_completely(found: pc.VersionDiff) -> None:
    assert alone(found, "dropped") == listed(DROPPED)


def test_versions_weihai_says_what_differs(found: pc.VersionDiff) -> None:
    assert [change.aspects for change in found.target_changes[:2]] == [
        ("value",),
        ("value", "unit", "kind", "comparator"),
    ]
