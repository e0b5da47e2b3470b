"""The words of the brief for decision makers, in English and Chinese.

The Chinese has full-width punctuation, as official papers print it (GB/T 15834-2011).
"""

from __future__ import annotations

from policycompare.report.brief_background_labels import BRIEF_BACKGROUND_LABELS

_FRAME: dict[str, tuple[str, str]] = {
    "brief_comma": (", ", "、"),
    # No comma between names in quotation marks (GB/T 15834-2011, 4.5.3.5).
    "brief_between_quotes": (", ", ""),
    "brief_semicolon": ("; ", "；"),
    "brief_date": ("", "年月日"),
    "brief_document": ("{group} ({document})", "{group}文本（{document}）"),
    "brief_title": ("Policy comparison brief", "政策文本对比分析简报"),
    "brief_subtitle": ("{group}, held against {others}", "{group}与{others}比较"),
    "brief_subtitle_all": ("{others}", "{others}"),
    "brief_subtitle_many": ("{n} other groups", "其他{n}个比较单位"),
    "brief_subtitle_all_many": ("{n} groups", "{n}个比较单位"),
    "brief_summary": ("At a glance", "一、总体情况"),
    "brief_shared_title": ("What is shared", "二、共有举措"),
    "brief_gaps_title": ("What {group} lacks", "三、{group}的缺项与薄弱环节"),
    "brief_groups_title": ("Group by group", "三、分单位情况"),
    "brief_targets_title": ("Where others promise more", "四、量化目标对照"),
    "brief_targets_all_title": ("Targets that several promise", "四、量化目标对照"),
    "brief_units_title": ("Who leads", "五、牵头单位"),
    "brief_origin_title": ("Who had it first", "六、先后与来源"),
    "brief_trust_title": ("How far to trust this", "七、结论的可靠程度"),
    "brief_sources": ("Sources", "资料来源"),
    "brief_sources_note": (
        "Number of the sentence; rows of the result files that it says; passages, with offsets of "
        "characters in the source text as read.",
        "序号与正文句末标注一致，依次列明所据结果文件的数据行、原文出处及其在原文中的字符起止位置。",
    ),
    "brief_source_rows": ("Rows: {rows}.", "数据行：{rows}。"),
    "brief_source_passage": (
        "{clause}, {title}, {issued}, characters {start}–{end}: “{quote}”",
        "{clause}，{title}，{issued}，第{start}—{end}字符：“{quote}”",
    ),
    "brief_source_seen": ("{clause}: quoted in [{number}]", "{clause}：原文见［{number}］"),
    "brief_source_rest": ("… [{n} more characters]", "……［余{n}字符］"),
    "brief_untitled": ("untitled", "无标题"),
    "brief_titled": ("“{title}”", "《{title}》"),
    "brief_no_date": ("no date of issue", "发布日期不详"),
    "brief_file": ("Brief: {path}", "简报：{path}"),
}

_SUMMARY: dict[str, tuple[str, str]] = {
    "brief_scope": (
        "The {n} compared clauses of {group} are held against those of {others}; "
        "{n_documents} documents with {n_all} clauses were compared in all.",
        "本简报将{group}文本的{n}条条款与{others}的文本逐条比对，共涉及文件{n_documents}份、条款{n_all}条。",
    ),
    "brief_scope_all": (
        "{n_documents} documents of {others} were compared, {n_all} clauses in all.",
        "本简报比对{others}的政策文本，共涉及文件{n_documents}份、条款{n_all}条。",
    ),
    "brief_scope_more": (
        "Groups compared and not named here: {n}; all {n_groups} are in run.json.",
        "此外还有{n}个比较单位未在此逐一列出，全部{n_groups}个见run.json。",
    ),
    "brief_balance": (
        "Of {n_measures} measures found, {group} shares {n_shared} with others, lacks {n_absent} "
        "that others have and has {n_partial} only in part, as far as these texts go.",
        "共识别措施{n_measures}项，其中{group}与其他单位共有{n_shared}项；他方有而{group}未见的{n_absent}项，"
        "仅部分涉及的{n_partial}项。上述判断仅就所收文本而言。",
    ),
    "brief_balance_all": (
        "Of {n_measures} measures found, {n_overlaps} are shared by at least two; what a group "
        "lacks is told as far as these texts go.",
        "共识别措施{n_measures}项，其中两个以上单位共有{n_overlaps}项。关于各单位缺项的判断仅就所收文本而言。",
    ),
    "brief_cover": (
        "Counterparts to the {n} clauses of {group}: {parts}.",
        "{group}的{n}条条款中，{parts}。",
    ),
    "brief_cover_one": (
        "{other} has {n_covered}, in part {n_partial}, none {n_absent}",
        "{other}文本有对应内容的{n_covered}条、部分对应的{n_partial}条、未见对应的{n_absent}条",
    ),
    "brief_cover_more": (
        "The same for all {n} groups is in run.json.",
        "全部{n}个比较单位的覆盖情况见run.json。",
    ),
}

_MEASURES: dict[str, tuple[str, str]] = {
    "brief_shared": (
        "“{label}” is shared by {groups}; {a} and {b}, the nearest, say it {wording} (probability "
        "of being the same {p}).",
        "“{label}”为{groups}共有；其中{a}与{b}最为接近，表述{wording}（相同概率{p}）。",
    ),
    "brief_shared_bare": (
        "“{label}” is shared by {groups} (mean probability of being the same {p}).",
        "“{label}”为{groups}共有（平均相同概率{p}）。",
    ),
    "brief_wording_copied": ("in almost the same words", "基本一致"),
    "brief_wording_adapted": ("in adapted words", "有所改动"),
    "brief_wording_reworded": ("each in its own words", "各有不同"),
    "brief_shared_more": (
        "Further shared measures, in measures.csv: {n}.",
        "其余{n}项共有措施见measures.csv。",
    ),
    "brief_no_shared": (
        "None of the {n} measures found is shared.",
        "识别出的{n}项措施中未见共有措施。",
    ),
    "brief_absent": (
        "Absent: “{label}”, which {groups} has; the nearest clause of {group}, “{nearest}”, "
        "shares a commitment with it with a probability of {p}.",
        "{groups}提出的“{label}”，{group}文本中未见对应内容；最接近的条款“{nearest}”与之重合的概率为{p}。",
    ),
    "brief_absent_many": (
        "Absent: “{label}”, which {groups} have; the nearest clause of {group}, “{nearest}”, "
        "shares a commitment with it with a probability of {p}.",
        "{groups}均提出“{label}”，{group}文本中未见对应内容；最接近的条款“{nearest}”与之重合的概率为{p}。",
    ),
    "brief_absent_bare": (
        "Absent: “{label}” ({groups}); no clause of {group} was compared with it.",
        "{groups}提出的“{label}”，{group}没有与之比对过的条款。",
    ),
    "brief_partly": (
        "Partly: for “{label}” ({groups}), the nearest clause of {group} is “{nearest}” "
        "(probability of overlap {p}).",
        "{groups}提出的“{label}”，{group}仅有部分对应内容，最接近的条款为“{nearest}”（重合概率{p}）。",
    ),
    "brief_absent_more": (
        "Further absences of {group}, in gaps.csv: {n}.",
        "{group}其余{n}项缺项见gaps.csv。",
    ),
    "brief_partial_more": (
        "Further partial gaps of {group}, in gaps.csv: {n}.",
        "{group}其余{n}项部分涉及的措施见gaps.csv。",
    ),
    "brief_no_gaps": (
        "{group} lacks none of the {n} measures found.",
        "识别出的{n}项措施中，{group}没有缺项。",
    ),
    "brief_group": (
        "{group} lacks {n_absent} measures that others have and has {n_partial} only in part.",
        "{group}：他方有而本单位未见的措施{n_absent}项，仅部分涉及的{n_partial}项。",
    ),
    "brief_groups_more": (
        "Groups without a paragraph here: {n}; see gaps.csv, or name one with --for.",
        "其余{n}个比较单位未在此分述，见gaps.csv，也可用--for指定其一。",
    ),
}

_TARGETS: dict[str, tuple[str, str]] = {
    "brief_more": (
        "More: “{indicator}”: {other} {theirs}, {group} {ours}.",
        "“{indicator}”：{other}为{theirs}，{group}为{ours}，前者更高。",
    ),
    "brief_later": (
        "More but later: “{indicator}”: {other} {theirs}, {group} {ours}.",
        "“{indicator}”：{other}为{theirs}，{group}为{ours}，前者更高但期限较晚。",
    ),
    "brief_sooner": (
        "Sooner: “{indicator}”: {other} {theirs}, {group} {ours}.",
        "“{indicator}”：{other}为{theirs}，{group}为{ours}，前者期限更早。",
    ),
    "brief_tighter": (
        "Lower ceiling: “{indicator}”: {other} {theirs}, {group} {ours}.",
        "“{indicator}”：{other}为{theirs}，{group}为{ours}，前者上限更低。",
    ),
    "brief_ahead": (
        "{group} is ahead: “{indicator}”: {group} {ours}, {other} {theirs}.",
        "“{indicator}”：{group}为{ours}，{other}为{theirs}，{group}领先。",
    ),
    "brief_year": ("{promise} by {year}", "{promise}（{year}年）"),
    "brief_year_document": (
        "{promise} by {year} (the horizon of the document)",
        "{promise}（{year}年，系文件期限）",
    ),
    "brief_no_year": ("{promise}, no year given", "{promise}（未写明年份）"),
    "brief_promise": ("{sign}{value}{unit}{notes}", "{sign}{value}{unit}{notes}"),
    "brief_range": (
        "{sign}{value}–{value_max}{unit}{notes}",
        "{sign}{value}至{value_max}{unit}{notes}",
    ),
    "brief_sign_>=": ("at least ", "不少于"),
    "brief_sign_<=": ("at most ", "不超过"),
    "brief_sign_~": ("about ", "约"),
    "brief_sign_=": ("", ""),
    "brief_notes": (" ({notes})", "（{notes}）"),
    "brief_size": (
        "These are figures as printed, of {groups}; the size of a place is not allowed for.",
        "以上均为{groups}文本所载数值，未按经济体量等折算。",
    ),
    "brief_unlike": (
        "Not held against each other, because kind, level or way of counting differ: {indicators}.",
        "以下指标因类型、级别或统计口径不同，未作高低比较：{indicators}。",
    ),
    "brief_unlike_more": (
        "Indicators that at least two groups promise: {n_all}; not in this section but in "
        "target_comparison.csv: {n}.",
        "两个以上单位承诺的指标共{n_all}项，本部分未列的{n}项见target_comparison.csv。",
    ),
    "brief_silent": (
        "{group} puts no figure to “{indicator}”, but {other} does: {theirs}.",
        "“{indicator}”：{other}为{theirs}，{group}文本未见量化目标。",
    ),
    "brief_no_more": (
        "For no indicator that can be compared does another group promise more or sooner than "
        "{group}, which makes {n} promises in all.",
        "{group}文本共有量化承诺{n}项；在可比指标中，未见他方数值更高或期限更早。",
    ),
    "brief_no_targets": (
        "No indicator is promised by two groups: {n} promises stand in target_comparison.csv.",
        "未见两个以上单位承诺同一指标，全部{n}项量化承诺见target_comparison.csv。",
    ),
    "brief_named": ("“{name}”", "“{name}”"),
}

BRIEF_LABELS: dict[str, tuple[str, str]] = {
    **_FRAME,
    **_SUMMARY,
    **_MEASURES,
    **_TARGETS,
    **BRIEF_BACKGROUND_LABELS,
}
"""Key: (English, Chinese)."""
