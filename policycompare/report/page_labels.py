"""The words of the page, in English and Chinese; its sentences are in ``page_summary_labels``."""

from __future__ import annotations

PAGE_STATIC_LABELS: dict[str, tuple[str, str]] = {
    "page_title": ("Comparison of {groups}", "政策文件比较：{groups}"),
    "page_and_more": ("{groups} and {n} more", "{groups}等{n}个单位"),
    "page_skip": ("Skip to the comparison table", "跳至对照表"),
    "page_contents": ("Contents", "目录"),
    "page_summary": ("Summary", "概要"),
    "page_comparison": ("Comparison table", "对照表"),
    "page_gaps": ("Gaps", "缺口"),
    "page_coverage": ("Coverage", "覆盖情况"),
    "page_targets": ("Targets", "目标"),
    "page_units": ("Responsible units", "责任单位"),
    "page_diffusion": ("Order of adoption", "发文先后"),
    "page_record": ("Run record", "运行记录"),
    "page_noscript": (
        "Scripts are off: the summary and the run record can be read, but not the tables, "
        "texts and "
        "charts. The same rows are in the CSV files beside this page.",
        "脚本未启用：可阅读概要和运行记录，无法显示表格、原文和图表。同样的数据见同目录CSV文件。",
    ),
    "page_broken": (
        "This browser cannot unpack the data of the page; use a current Firefox, Chrome, Edge or "
        "Safari, or open the CSV files.",
        "当前浏览器无法解压本页数据，请使用新版Edge、Chrome、Firefox或Safari，或打开CSV文件。",
    ),
    "page_cut_evidence": (
        "To keep the page small, {n} of {n_all} pairs of clauses are shown with their "
        "probabilities "
        "and texts but without reasons and marks; `policycompare explain` shows them.",
        "为控制页面大小，{n_all}对条款中有{n}对仅列概率和原文，不列理由和标记；可用policycompare "
        "explain查看。",
    ),
    # comparison table
    "page_comparison_note": (
        "Measures are rows, documents are columns. ● has it (number of clauses), ◐ has part of "
        "it, ○ "
        "lacks it (probability that the nearest clause overlaps), – not compared. A click "
        "shows both "
        "texts; arrow keys move between cells.",
        "行为措施，列为文件。●具备（条款数）、◐部分具备、○缺失（括注最接近条款的重合概率）、"
        "–未比较。点击可对照原文，方向键可在单元格间移动。",
    ),
    "page_filters": ("Filters", "筛选"),
    "page_filter_text": ("Text in measure or clauses", "措施或条款文字"),
    "page_filter_group": ("Group", "单位"),
    "page_filter_any_group": ("any group", "任一单位"),
    "page_filter_state": ("State", "状态"),
    "page_filter_any_state": ("any state", "任一状态"),
    "page_filter_least": ("In at least … groups", "至少几个单位共有"),
    "page_filter_probability": ("Mean p(same) at least", "平均相同概率不低于"),
    "page_filter_reset": ("Reset", "重置"),
    "page_region": ("Comparison table, can be scrolled sideways", "对照表，可横向滚动"),
    "page_caption": ("Measures by document", "各文件的措施"),
    # gaps
    "page_gaps_note": (
        "A gap is more certain the more groups have the measure and the less the nearest clause "
        "overlaps it. A click on a measure shows that clause beside one of the measure.",
        "具备该措施的单位越多、最接近条款与之重合的概率越低，缺口越可信。点击措施可与最接近的条款对照。",
    ),
    "page_gap_group": ("What is missing in", "查看哪一单位的缺口"),
    "page_gap_caption": (
        "Measures that the group lacks, worst first",
        "该单位缺失的措施，最严重者在前",
    ),
    # targets, units, diffusion
    "page_targets_note": (
        "Indicators that two or more groups promise. Quantities are read by rules; a click "
        "leads to "
        "the clause.",
        "两个以上单位均有承诺的指标。数值由规则识别，点击可查看条款原文。",
    ),
    "page_targets_caption": ("Promises by indicator", "按指标列出的承诺"),
    "page_units_note": (
        "Units by function, level and place left out. ▲ leads, △ is responsible, with the "
        "number of "
        "clauses; a click lists them.",
        "单位按职能归并，不计层级和地名。▲为牵头、△为责任，数字为条款数；点击可列出条款。",
    ),
    "page_units_caption": ("Units by document", "各文件的责任单位"),
    "page_diffusion_note": (
        "Order of issue of the documents that share a measure. Shared wording is no proof of "
        "copying.",
        "共有措施各文件的发文先后。文字相同不等于抄袭。",
    ),
    "page_diffusion_caption": (
        "Measures that groups share, by order of issue",
        "共有措施的发文先后",
    ),
    "page_chart_data": ("Data of the chart", "图表数据"),
    # record
    "page_documents_caption": ("Documents: what was understood", "文件：识别结果"),
    "page_quality": ("Measured quality", "实测质量"),
    "page_settings": ("Settings, thresholds and versions", "设置、阈值与版本"),
    "page_warnings": ("Warnings", "警告"),
    "page_no_warnings": ("No warnings.", "无警告。"),
    "page_issued": ("issued", "发文日期"),
    "page_document_title": ("title", "标题"),
    "page_setting": ("setting", "项目"),
    "page_made_by": (
        "Made by policycompare {version} from the rows of the CSV files; nothing is loaded from "
        "anywhere.",
        "由policycompare {version}据CSV文件的数据生成，不加载任何外部内容。",
    ),
    "page_close": ("Close", "关闭"),
}
"""Words that stand in the page itself."""

PAGE_SCRIPT_LABELS: dict[str, tuple[str, str]] = {
    "page_uncompared": ("not compared", "未比较"),
    "page_uncompared_why": (
        "No pair of this document and the measure was scored: the clauses are of its own group, or "
        "the pairs were cut.",
        "该文件与该措施之间没有评分的条款对：属同一单位，或已被截断。",
    ),
    "page_n_shown": ("{n} of {of} measures", "显示{n}项，共{of}项"),
    "page_n_gaps": (
        "{n} gaps: {absent} absent, {partial} partial",
        "缺口{n}项：缺失{absent}项，部分{partial}项",
    ),
    "page_rows_shown": ("rows {first}–{last} of {n}", "第{first}–{last}行，共{n}行"),
    "page_previous": ("Previous", "上一页"),
    "page_next": ("Next", "下一页"),
    "page_measure": ("Measure", "措施"),
    "page_n_groups": ("groups", "单位数"),
    "page_mean": ("mean p(same)", "平均相同概率"),
    "page_n_more": ("and {n} more", "等（另{n}个）"),
    "page_role": (" ({role})", "（{role}）"),
    "page_state_counted": ("{state} ({n})", "{state}（{n}）"),
    "page_by_document": ("documents", "文件"),
    "page_sort_by": ("Sort by {name}", "按{name}排序"),
    "page_id": ("No.", "编号"),
    "page_in": ("present in", "已具备的单位"),
    "page_nearest": ("nearest clause", "最接近的条款"),
    "page_state": ("state", "状态"),
    "page_p_overlap": ("p(overlap)", "重合概率"),
    "page_p_same": ("p(same)", "相同概率"),
    "page_side_by_side": ("Side by side", "条文对照"),
    "page_source": ("source, characters {start}–{end}", "原文第{start}–{end}字符"),
    "page_source_text": ("Source text, unchanged", "原文（未经转换）"),
    "page_other_clause": ("Clause of {document}", "{document}的条款"),
    "page_verdict": (
        "{relation}: p(same) {same}, p(overlap) {overlap}",
        "{relation}：相同概率{same}，重合概率{overlap}",
    ),
    "page_not_linked": ("not linked", "不计为匹配"),
    "page_not_scored": (
        "This pair was not scored: the clauses are of one group, or the pair was cut.",
        "该对条款未评分：属同一单位，或已被截断。",
    ),
    "page_no_reasons": (
        "The reasons of this pair are not in the page; `policycompare explain` shows them.",
        "该对条款的理由未纳入本页，可用policycompare explain查看。",
    ),
    "page_wording": (
        "{wording}; word for word {a}% of a and {b}% of b",
        "{wording}；逐字相同部分占a的{a}%、占b的{b}%",
    ),
    "page_boilerplate": (
        "boilerplate of three or more documents: {a}% of a, {b}% of b",
        "三份以上文件共有的套话：占a的{a}%、占b的{b}%",
    ),
    "page_mark_reuse": ("shared text", "相同文字"),
    "page_mark_boilerplate": ("boilerplate", "套话"),
    "page_mark_number": ("another figure or year", "不同的数值或年份"),
    "page_sentences": (
        "Sentences that both or only one have: {n}",
        "双方共有和仅一方有的句子（{n}项）",
    ),
    "page_terms": ("Shared terms: {terms}", "共有词语：{terms}"),
    "page_reasons": ("Why: what speaks for and against", "依据：支持与反对的理由"),
    "page_reasons_note": (
        "Log-odds add up from top to bottom; bars show what each row adds to “same”.",
        "对数几率自上而下累加；条形表示各行对“相同”的贡献。",
    ),
    "page_adds_same": ("same", "相同"),
    "page_adds_overlap": ("overlap", "重合"),
    "page_bar": ("adds to same", "对相同的贡献"),
    "page_small_row": ("{n} small contributions together", "其余{n}项较小贡献合计"),
    "page_probability": (
        "Probability (same from {same}, overlap from {overlap})",
        "概率（相同的阈值{same}，重合的阈值{overlap}）",
    ),
    "page_below_percent": (" (more than in {share} of pairs)", "（高于{share}的条款对）"),
    "page_show_all": ("Show all {n} characters", "显示全部{n}个字符"),
    "page_clause": ("Clause", "条款"),
    "page_clause_pairs": ("Linked clauses: {n}", "匹配条款{n}条"),
    "page_clause_no_pairs": (
        "No clause of another group is linked to it.",
        "没有与之匹配的其他单位条款。",
    ),
    "page_in_measure": ("Measure {measure}", "措施{measure}"),
    "page_units_of": (
        "lead: {lead}; responsible: {responsible}",
        "牵头：{lead}；责任：{responsible}",
    ),
    "page_nobody": ("–", "–"),
    "page_list_pairs": ("{n} pairs: {kind}", "{kind}的条款{n}对"),
    "page_list_unit": ("{unit}, {document}: {n} mentions", "{unit}，{document}：{n}处"),
    "page_unknown_link": (
        "Nothing on this page is called {name}.",
        "本页没有名为{name}的内容。",
    ),
    "page_more_charts": ("{n} more charts", "另有{n}幅图表"),
    "page_charts_left_out": (
        "{n} more indicators are in the table below, without a chart.",
        "另有{n}项指标未作图，见下表。",
    ),
    "page_no_rows": ("No row matches.", "没有符合条件的行。"),
    "page_first": ("first", "首发单位"),
    "page_order": ("order", "先后"),
    "page_adopters": (
        "groups by date of issue, days after the first",
        "按发文日期排列的单位，及距首发天数",
    ),
    "page_order_certain": ("certain", "确定"),
    "page_all_units": ("all", "合计"),
    "page_lead_sign": ("{n} leading", "牵头{n}条"),
    "page_responsible_sign": ("{n} responsible", "责任{n}条"),
    "page_days": ("+{days} d", "+{days}天"),
}
"""Words that the scripts fill in."""

PAGE_LABELS = PAGE_STATIC_LABELS | PAGE_SCRIPT_LABELS
"""Key: (English, Chinese)."""

PAGE_BORROWED = (
    *("covered", "partial", "absent", "same", "overlap", "copied", "adapted", "reworded"),
    *(
        "yes",
        "no",
        "none",
        "no_pair_less",
        "differences",
        "what_differs",
        "base_row",
        "sum_row",
        "what_it_says",
    ),
    *("indicator", "group", "promise", "deadline", "clause", "unit", "measure", "unit_hint"),
    *("annual", "growth", "reward", "order_same_day", "order_uncertain", "order_unknown"),
    *(
        "overlapping_features",
        "document",
        "wording",
        "lead_same",
        "lead_other",
        "lead_role",
        "responsible_role",
    ),
)
"""Keys of other parts of the catalogue that the scripts use."""
