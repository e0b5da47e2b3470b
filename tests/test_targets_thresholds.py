"""Sums that choose who is paid are no promises; what is paid keeps whole names."""

from __future__ import annotations

import pytest

from tests.targets_cases import targets


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("对年收入低于30万元的机构给予运营补贴每人每月100-300元。", [100]),
        ("对符合年营业收入达到500万元以上条件的企业,给予20万元奖励。", [20]),
        ("将家庭年收入不足5万元的家庭纳入保障范围,每人每月补助300元。", [300]),
        ("对固定资产投资超过2000万元的项目享受用地优先保障。", []),
        ("满足床位达到50张以上条件的养老机构可享受税费减免。", []),
        ("满足年营收1000万元以上、研发占比3%以上条件的企业,优先推荐。", []),
        ("给予每张床位1万元的机构建设补贴。", [1]),
        ("对奖励资金超过50万元的项目实行公示。", []),
        ("给予最高100万元的企业奖励。", [100]),
        ("对重点项目给予不超过50万元的奖励。", [50]),
    ],
)
def test_targets_threshold_of_who_is_entitled_is_no_promise(text: str, values: list[int]) -> None:
    assert [t.value for t in targets(text)] == values


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("对新建养老机构每张床位给予1万元建设补贴。", "新建养老机构每张床位给予1万元"),
        ("对改建养老机构每张床位给予5000元补贴。", "改建养老机构每张床位给予5000元"),
        ("对扩建幼儿园给予20万元补助。", "扩建幼儿园给予20万元"),
        ("对新引进企业给予最高100万元奖励。", "新引进企业给予最高100万元"),
        ("对新认定高新技术企业给予10万元奖励。", "高新技术企业给予10万元"),
    ],
)
def test_targets_quote_of_a_payment_begins_at_a_word(text: str, quote: str) -> None:
    assert [t.quote for t in targets(text)] == [quote]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对总部企业,按实缴注册资本的5%给予最高2000万元落户奖励。", [5, 2000]),
        ("各级彩票公益金55%以上投向养老服务。", [55]),
        ("将不低于55%的彩票公益金用于支持发展养老服务。", [55]),
        ("申报企业注册资本不低于1000万元。", []),
        ("对持股比例超过50%的企业给予资金支持。", []),
    ],
)
def test_targets_base_of_a_share_is_no_condition(text: str, expected: list[int]) -> None:
    assert [t.value for t in targets(text)] == expected
