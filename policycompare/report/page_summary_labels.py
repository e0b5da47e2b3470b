"""The sentences of the page's summary and record, in English and Chinese."""

from __future__ import annotations

PAGE_SUMMARY_LABELS: dict[str, tuple[str, str]] = {
    "page_question_1": ("What do they share, and in what words?", "一、哪些措施共有，措辞异同如何"),
    "page_question_2": (
        "What do the others do that one lacks? How sure is that?",
        "二、哪些措施他方有而本方没有，把握多大",
    ),
    "page_question_3": (
        "Where both act: who promises more, by when, led by whom?",
        "三、同类措施中谁承诺更多、何时完成、由谁牵头",
    ),
    "page_question_4": (
        "Who had it first, who shares whose words, what comes from above?",
        "四、谁先提出、谁与谁文字相同、哪些来自上级",
    ),
    "page_question_5": ("Can this be trusted?", "五、结果是否可信"),
    # 1
    "page_shared": (
        "{n_shared} of {n_measures} measures are shared by two or more of {n_groups} groups, "
        "{n_all} "
        "by all of them.",
        "{n_measures}项措施中，两个以上单位共有的{n_shared}项，{n_groups}个单位均有的{n_all}项。",
    ),
    "page_shared_two": (
        "{n_shared} of {n_measures} measures are shared by both groups.",
        "{n_measures}项措施中，双方共有的{n_shared}项。",
    ),
    "page_pairs": (
        "{n_same} pairs of clauses are the same in substance and {n_partial} partly; by wording "
        "{n_copied} are copied, {n_adapted} adapted, {n_reworded} put in other words.",
        "内容相同的条款{n_same}对，部分相同的{n_partial}对；就措辞而言，照搬{n_copied}对、"
        "改写{n_adapted}对、"
        "另述{n_reworded}对。",
    ),
    "page_widest": ("Most widely shared: {measures}.", "共有范围最广者：{measures}。"),
    "page_most_covered": (
        "{b} covers {share} of the clauses of {a}, more than in any other pair of groups; {low_b} "
        "covers {low_share} of those of {low_a}, the least.",
        "{a}的条款有{share}为{b}所覆盖，居各单位之间最高；"
        "{low_a}的条款有{low_share}为{low_b}所覆盖，为最低。",
    ),
    # 2
    "page_lacks": (
        "{group} lacks {n_absent} measures that others have and has {n_partial} only in part. Most "
        "certain: {measures}.",
        "{group}缺失他方已有的措施{n_absent}项，仅部分具备{n_partial}项。其中把握最大者："
        "{measures}。",
    ),
    "page_lacks_nothing": (
        "{group} has every measure that the others have, {n_partial} of them only in part.",
        "{group}具备他方的全部措施，其中仅部分具备{n_partial}项。",
    ),
    "page_more_groups": ("{n} more groups: see the gaps.", "其余{n}个单位见缺口部分。"),
    "page_gap_note": (
        "A gap is more certain the more groups have the measure and the less the nearest clause "
        "overlaps it; a number behind a measure is the probability of that overlap.",
        "具备该措施的单位越多、最接近条款与之重合的概率越低，缺口越可信；措施后的数字即该重合概率。",
    ),
    # 3
    "page_indicators": (
        "{n_targets} quantities are promised; {n_indicators} indicators are promised by two or "
        "more "
        "groups.",
        "承诺的量化目标共{n_targets}项，两个以上单位均有承诺的指标{n_indicators}项。",
    ),
    "page_indicator": ("{indicator}: {promises}.", "{indicator}：{promises}。"),
    "page_promise": ("{group} {promise} by {year}", "{group}{year}年{promise}"),
    "page_promise_open": ("{group} {promise}", "{group}{promise}"),
    "page_more_indicators": ("{n} more indicators: see the targets.", "其余{n}项指标见目标部分。"),
    "page_leads": (
        "Of the linked pairs whose leads are named, {n_same} are led by the same unit and "
        "{n_other} "
        "by other units. Leading most often: {units}.",
        "双方均写明牵头单位的匹配条款中，牵头单位相同的{n_same}对，不同的{n_other}对。牵头最多者："
        "{units}。",
    ),
    "page_leads_only": (
        "No linked pair names a lead on both sides. Leading most often: {units}.",
        "匹配条款中没有双方均写明牵头单位的。牵头最多者：{units}。",
    ),
    "page_responsible": (
        "No clause names a leading unit; responsible most often: {units}.",
        "各条款均未写明牵头单位；列为责任单位最多者：{units}。",
    ),
    "page_no_units": ("No clause names a responsible unit.", "各条款均未写明责任单位。"),
    # 4
    "page_first_movers": (
        "By date of issue the first group is certain for {n_known} of {n} shared measures{movers}.",
        "按发文日期，{n}项共有措施中可确定首发单位的{n_known}项{movers}。",
    ),
    "page_movers": (": {movers}", "：{movers}"),
    "page_first_dated": (
        "Of the dated texts the earliest is from {first}; where a text has no date, it may be "
        "older.",
        "有日期的文件中最早者来自{first}；未注明日期的文件可能更早。",
    ),
    "page_most_reuse": (
        "Most text in common word for word: {pairs}. That is no proof of copying: both may "
        "follow a "
        "third text.",
        "逐字相同的文字最多者：{pairs}。文字相同不等于抄袭，双方可能同出一源。",
    ),
    "page_reuse_pair": ("{a} and {b} in {measure} ({share})", "{a}与{b}的{measure}（{share}）"),
    "page_parents": (
        "Of {n} pairs of documents that share a measure, a common superior's text in this "
        "corpus has "
        "it in {covered}, in part in {partly}, lacks it in {absent}; for {unknown} no such text is "
        "here, which says nothing.",
        "共有措施的文件对共{n}对，其中共同上级文件亦有该措施的{covered}对、部分有的{partly}对、"
        "没有的{absent}对；"
        "{unknown}对的共同上级文件不在语料中，不作判断。",
    ),
    "page_others": ("{n} more", "另{n}个"),
    "page_undated": ("Without a date of issue: {documents}.", "发文日期不明：{documents}。"),
    "page_no_dyads": ("No measure is shared by two groups.", "没有两个单位共有的措施。"),
    # 5
    "page_evidence": (
        "Every number on this page leads to the sentence it came from; a click on a cell shows "
        "both "
        "texts side by side, with the reasons that speak for and against.",
        "本页各项数字均可追溯至原文；点击单元格即可对照两条原文及支持、反对的理由。",
    ),
    "page_measured": (
        "Measured on coded pairs of documents that the model had not seen: of the pairs it "
        "calls the "
        "same {precision} are the same, of those that are {recall} are found (F1 {f1}); of the "
        "clauses it reports absent {false_gaps} are there, whole or in part.",
        "以模型未见过的已编码文件对实测：判为相同的条款对中确属相同的占{precision}，"
        "确属相同者中被找出的占{recall}"
        "（F1值{f1}）；判为缺失的条款中，实际存在（含部分存在）的占{false_gaps}。",
    ),
    "page_unmeasured": (
        "How good the model {model} is was not measured, or its file does not say so.",
        "模型{model}的质量未经实测，或其文件未注明。",
    ),
    "page_warned": (
        "Warnings: {n_warnings}; places that are damaged beyond repair: {n_flagged}; see the "
        "run record.",
        "警告{n_warnings}条，原文存疑{n_flagged}处，见运行记录。",
    ),
    "page_left_out": (
        "{n} documents were left out: see the run record.",
        "未纳入的文件{n}份，见运行记录。",
    ),
}
"""Key: (English, Chinese)."""
