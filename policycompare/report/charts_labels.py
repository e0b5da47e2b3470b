"""The words of the charts, in English and Chinese."""

from __future__ import annotations

CHARTS_LABELS: dict[str, tuple[str, str]] = {
    "chart_row": ("row", "行单位"),
    "chart_column": ("column", "列单位"),
    "chart_quote": ("sentence", "原文"),
    "chart_link": ("go to", "跳转"),
    "chart_joint": (" ", ""),
    "chart_other_groups": ("{n} other groups", "其余{n}个单位"),
    "chart_first_measures": (
        "Shown are the {n} measures of most groups, of {of}; the data hold all.",
        "仅列出涉及单位最多的{n}项措施（共{of}项），其余见数据。",
    ),
    "chart_nearest": ("nearest: {heading}", "最接近者：{heading}"),
    "chart_state_covered": ("covered", "覆盖"),
    "chart_state_partial": ("in part", "部分覆盖"),
    "chart_state_elsewhere": ("in another document of the group", "见于同一单位的其他文件"),
    "chart_state_absent": ("absent", "缺失"),
    # heatmap
    "chart_heatmap": ("Measures by document", "措施分布"),
    "chart_heatmap_subtitle": (
        "Measures that most groups share stand first; a number counts the clauses where there are "
        "several.",
        "涉及单位多的措施在前；数字为条款数（一条以上者）。",
    ),
    "chart_heatmap_described": (
        "Heat map of {n} measures in {n_documents} documents: {counts}.",
        "{n}项措施在{n_documents}份文件中的分布图：{counts}。",
    ),
    "chart_heatmap_empty": (
        "There is nothing to show: no clause was compared, so there is no measure.",
        "无可显示内容：没有参与比较的条款，因而没有措施。",
    ),
    # timeline
    "chart_timeline": ("When each measure came up", "措施出现的先后"),
    "chart_timeline_subtitle": (
        "Shared measures at the dates of issue of the texts at hand; arrows lead from the first "
        "text to those of the adopters, a bar is a date without day or month, a hollow mark a "
        "draft for comment.",
        "共有措施按现有文件的发文日期排列；箭头由最早的文件指向其后采用者，横条表示日期缺日或月，"
        "空心标记为征求意见稿。",
    ),
    "chart_timeline_uncertain": (
        "Without arrows: it is not certain which text is the first.",
        "无箭头者：最早的文件无法确定。",
    ),
    "chart_timeline_undated": (
        "On the right, without a date of issue: {documents}.",
        "右侧为发文日期不明者：{documents}。",
    ),
    "chart_timeline_described": (
        "Timeline of {n} shared measures in {n_documents} texts. First by date of issue: {movers}.",
        "{n}项共有措施、{n_documents}份文件的时间线。最早发文者：{movers}。",
    ),
    "chart_timeline_unshared": (
        "There is nothing to show: no measure is shared by two groups.",
        "无可显示内容：没有两个以上单位共有的措施。",
    ),
    "chart_timeline_no_dates": (
        "There is nothing to show: no text with a shared measure has a date of issue; enter the "
        "dates in the column issued of the manifest.",
        "无可显示内容：含共有措施的文件均无发文日期，请在清单的issued栏填写。",
    ),
    "chart_timeline_axis": ("date of issue", "发文日期"),
    "chart_undated": ("no date", "日期不明"),
    "chart_texts": ("{n} texts", "{n}份文件"),
    "chart_issued": ("issued", "发文日期"),
    "chart_status": ("status", "状态"),
    "chart_status_draft": ("draft for comment", "征求意见稿"),
    "chart_status_final": ("issued text", "正式文件"),
    "chart_role": ("place in the order", "先后"),
    "chart_role_first": ("first of all", "最早"),
    "chart_role_first_dated": ("first of those dated", "有日期者中最早"),
    "chart_role_adopter": ("later", "其后"),
    "chart_role_unordered": ("order not certain", "先后难定"),
    "chart_role_undated": ("no date", "日期不明"),
    # network
    "chart_network": ("Who shares measures with whom", "措施共有关系"),
    "chart_network_subtitle": (
        "A line is as wide as the measures that two share, a circle as large as the clauses of "
        "one; the nearer, the more they share for their size.",
        "连线粗细表示两者共有措施的多少，圆的大小表示条款数；距离越近，共有的比重越大。",
    ),
    "chart_network_some": (
        "Of {of} lines the {n} strongest of each are drawn; the data hold all.",
        "共{of}条连线，图中仅保留各单位最强的{n}条，其余见数据。",
    ),
    "chart_network_described": (
        "Network of {n} groups. Most measures in common: {most}.",
        "{n}个单位的关系网络。共有措施最多者：{most}。",
    ),
    "chart_network_most": ("{a} and {b}, {n}", "{a}与{b}，{n}项"),
    "chart_network_empty": (
        "There is nothing to show: no measure is shared by two groups.",
        "无可显示内容：没有两个以上单位共有的措施。",
    ),
    "chart_network_shared": ("measures shared", "共有措施"),
    "chart_network_n": ("{n}: {labels}", "{n}项：{labels}"),
    "chart_network_more": ("… and {n} more", "…等{n}项"),
    "chart_network_clauses": ("clauses", "条款数"),
    "chart_network_pair": ("between", "双方"),
    # similarity map
    "chart_similarity_map": ("Map of the clauses by their words", "条款用词分布图"),
    "chart_similarity_subtitle": (
        "Each mark is a clause; those that use the same words lie close. A plane cannot hold all "
        "distances: stress {stress} (0 is exact, above 0.2 only the rough shape counts). "
        "Names stand at the middle of widely shared measures.",
        "每个标记为一条条款，用词相近者位置相近。平面无法保留全部距离：应力{stress}"
        "（0为完全保留，0.2以上仅可看大致格局）。名称标于多方共有措施的中心位置。",
    ),
    "chart_similarity_described": (
        "Map of {n} clauses of {n_groups} groups by the words they use; stress {stress}.",
        "{n_groups}个单位{n}条条款按用词的分布图；应力{stress}。",
    ),
    "chart_similarity_empty": (
        "There is nothing to show: a map needs at least three clauses with words to compare.",
        "无可显示内容：至少须有三条可比较用词的条款方可作图。",
    ),
    # coverage
    "chart_coverage": ("How much of one is found in the other", "条款覆盖程度"),
    "chart_coverage_subtitle": (
        "Share of the row's clauses that the column covers; below it, with +, what it covers only "
        "in part.",
        "单元格上行为行单位的条款被列单位覆盖的比例，下行带+者为仅部分覆盖的比例。",
    ),
    "chart_coverage_plain": (
        "Share of the row's clauses that the column covers, in per cent.",
        "行单位的条款被列单位覆盖的比例（%）。",
    ),
    "chart_coverage_described": (
        "Heat map of {n} groups by {n} groups. {most}",
        "{n}个单位两两对照的热力图。{most}",
    ),
    "chart_coverage_most": (
        "Highest: {b} covers {share} of the clauses of {a}.",
        "最高者：{b}覆盖{a}条款的{share}。",
    ),
    "chart_coverage_nothing": ("No group has a compared clause.", "各单位均无参与比较的条款。"),
    "chart_coverage_empty": (
        "There is nothing to show: a coverage needs clauses of two groups.",
        "无可显示内容：须有两个以上单位的条款方可计算覆盖程度。",
    ),
    "chart_coverage_rows": ("whose clauses", "被覆盖单位"),
    "chart_coverage_columns": ("are found in", "覆盖单位"),
    "chart_coverage_share": ("covered", "覆盖比例"),
    "chart_coverage_n": ("{n} of {of} clauses", "{of}条中{n}条"),
    # targets
    "chart_targets": ("{indicator}: who promises how much", "{indicator}：各方承诺对比"),
    "chart_targets_subtitle": (
        "One mark per promise, with its deadline; an arrow points to the open side of ≥ and ≤.",
        "每项承诺一个标记，左侧注明期限；≥与≤以箭头指向不设限的一侧。",
    ),
    "chart_targets_log": (
        "The scale is logarithmic, as the values differ by powers of ten.",
        "数值相差悬殊，横轴采用对数刻度。",
    ),
    "chart_targets_units": (
        "Units differ ({units}): positions cannot be compared.",
        "计量单位不一（{units}），位置不可直接比较。",
    ),
    "chart_targets_described": (
        "Dot plot of the promises of {indicator}: {promises}.",
        "{indicator}的承诺点图：{promises}。",
    ),
    "chart_targets_value": ("value in {unit}", "数值（{unit}）"),
    "chart_targets_empty": (
        "There is nothing to show: no document promises this indicator.",
        "无可显示内容：没有文件承诺该指标。",
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
