"""The words of the charts, in English and Chinese."""

from __future__ import annotations

CHARTS_LABELS: dict[str, tuple[str, str]] = {
    "chart_row": ("row", "行单位"),
    "chart_column": ("column", "列单位"),
    "chart_quote": ("sentence", "原文"),
    "chart_link": ("go to", "跳转"),
    # coverage
    "chart_coverage": ("How much of one is found in the other", "条款覆盖程度"),
    "chart_coverage_subtitle": (
        "Share of the row's clauses that the column covers; below it, with +, what it covers only "
        "in part.",
        "单元格上行为行单位的条款被列单位覆盖的比例,下行带+者为仅部分覆盖的比例。",
    ),
    "chart_coverage_described": (
        "Heat map of {n} groups by {n} groups. {most}",
        "{n}个单位两两对照的热力图。{most}",
    ),
    "chart_coverage_most": (
        "Highest: {b} covers {share} of the clauses of {a}.",
        "最高者:{b}覆盖{a}条款的{share}。",
    ),
    "chart_coverage_nothing": ("No group has a compared clause.", "各单位均无参与比较的条款。"),
    "chart_coverage_empty": (
        "There is nothing to show: a coverage needs clauses of two groups.",
        "无可显示内容:须有两个以上单位的条款方可计算覆盖程度。",
    ),
    "chart_coverage_rows": ("whose clauses", "被覆盖单位"),
    "chart_coverage_columns": ("are found in", "覆盖单位"),
    "chart_coverage_share": ("covered", "覆盖比例"),
    "chart_coverage_n": ("{n} of {of} clauses", "{of}条中{n}条"),
    # targets
    "chart_targets": ("{indicator}: who promises how much", "{indicator}:各方承诺对比"),
    "chart_targets_subtitle": (
        "One mark per promise, with its deadline; an arrow points to the open side of ≥ and ≤.",
        "每项承诺一个标记,左侧注明期限;≥与≤以箭头指向不设限的一侧。",
    ),
    "chart_targets_log": (
        "The scale is logarithmic, as the values differ by powers of ten.",
        "数值相差悬殊,横轴采用对数刻度。",
    ),
    "chart_targets_units": (
        "Units differ ({units}): positions cannot be compared.",
        "计量单位不一({units}),位置不可直接比较。",
    ),
    "chart_targets_described": (
        "Dot plot of the promises of {indicator}: {promises}.",
        "{indicator}的承诺点图:{promises}。",
    ),
    "chart_targets_value": ("value in {unit}", "数值({unit})"),
    "chart_targets_empty": (
        "There is nothing to show: no document promises this indicator.",
        "无可显示内容:没有文件承诺该指标。",
    ),
    "chart_by_year": ("by {year}", "{year}年"),
    "chart_no_deadline": ("no deadline", "未定期限"),
    "chart_kind": ("kind", "类型"),
    "chart_kind_level": ("level to be reached", "达到水平"),
    "chart_kind_annual": ("each year", "每年"),
    "chart_kind_growth": ("change", "增减"),
    "chart_kind_reward": ("reward", "奖补"),
    "chart_kind_coverage": ("all of them", "全覆盖"),
}
"""Key: (English, Chinese)."""
