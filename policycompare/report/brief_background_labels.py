"""The words of the brief about units, order of adoption and trust, in English and Chinese."""

from __future__ import annotations

_UNITS: dict[str, tuple[str, str]] = {
    "brief_led": (
        "“{label}” is led by {units} in {other}.",
        "“{label}”在{other}由{units}牵头。",
    ),
    "brief_led_both": (
        "“{label}” is led by {units} in {other} and by {own} in {group}.",
        "“{label}”在{other}由{units}牵头，在{group}由{own}牵头。",
    ),
    "brief_led_most": (
        "In {other}, {unit} is named as leading most often: {n} of {n_all} times.",
        "{other}文本中，{unit}牵头次数最多，在写明牵头单位的{n_all}处中占{n}处。",
    ),
    "brief_led_none": (
        "None of the {n} clauses of {other} names a leading unit; responsible units are named "
        "{n_responsible} times.",
        "{other}文本的{n}条条款均未写明牵头单位，写明责任单位{n_responsible}处。",
    ),
    "brief_units_more": (
        "All entries of units that lead or are responsible, in units.csv: {n}.",
        "牵头单位和责任单位共{n}处，详见units.csv。",
    ),
}

_ORIGIN: dict[str, tuple[str, str]] = {
    "brief_first": (
        "By date of issue {first} was first with “{label}” ({issued}).",
        "按发布日期，“{label}”最早见于{first}文本（{issued}）。",
    ),
    "brief_first_known": (
        "Of {n_all} shared measures who was first is known for {n}; for {n_open} it stays open, "
        "because dates are missing, not exact or the same.",
        "{n_all}项共有措施中，首提单位可以确定的{n}项，因发布日期缺失、不够精确或相同而不能确定的{n_open}项。",
    ),
    "brief_above": (
        "The level above, {above}, has “{label}” too; the earlier text is {earlier}.",
        "上级{above}的文本也有“{label}”，其中{earlier}在先。",
    ),
    "brief_above_open": (
        "The level above, {above}, has “{label}” too; which text is earlier is not known.",
        "上级{above}的文本也有“{label}”，孰先孰后尚不能确定。",
    ),
    "brief_below": (
        "The level below, {below}, has “{label}” too; the earlier text is {earlier}.",
        "下级{below}的文本也有“{label}”，其中{earlier}在先。",
    ),
    "brief_below_open": (
        "The level below, {below}, has “{label}” too; which text is earlier is not known.",
        "下级{below}的文本也有“{label}”，孰先孰后尚不能确定。",
    ),
    "brief_parent": (
        "Of {n_all} pairs of documents that share a measure, the text of the level above both has "
        "it in {n_covered}, partly in {n_partly} and not in {n_absent}; for {n_earlier} it is "
        "certain to be the earlier one, and for {n_unknown} the corpus has no such text.",
        "在共有措施的{n_all}对文件中，双方共同上级的文本有此措施的{n_covered}对，部分涉及的{n_partly}对，"
        "未见的{n_absent}对；能确定上级文本在先的{n_earlier}对，文件库未收上级文本的{n_unknown}对。",
    ),
    "brief_reuse": (
        "The most literal likeness is in “{label}”: {share} of the clause of {b} stands word for "
        "word in {a}; that alone is no proof of copying.",
        "文字重合最多的是“{label}”：{b}相应条款有{share}的文字与{a}一致；仅凭文字重合不能认定照抄。",
    ),
}

_TRUST: dict[str, tuple[str, str]] = {
    "brief_quality": (
        "Measured on {gold}, with the tested documents held out in pairs, pairs called the same "
        "reach an F1 of {f1} (1 is best)",
        "据{gold}测算（按文件对留出），判定“相同”的F1值为{f1}（最高为1）",
    ),
    "brief_quality_same": ("{head}.", "{head}。"),
    "brief_quality_gaps": (
        "{head}; of the clauses reported absent, the gold calls {rate} covered at least in part.",
        "{head}；判为“未见”的条款中，按标注实有对应或部分对应内容的占{rate}。",
    ),
    "brief_gold_note": (
        "The gold is coded by a large language model (median of three codings) and checked by no "
        "human; clauses are cut at the spans of the gold.",
        "测算所用标注由大语言模型完成（取三次标注的中位数），未经人工核验；条款按标注范围切分。",
    ),
    "brief_note": ("{note}.", "模型文件附注：{note}。"),
    "brief_no_quality": (
        "The model file {model} states no measured quality, so no error rate can be given.",
        "模型文件{model}未注明实测质量，无法给出误差。",
    ),
    "brief_undated": (
        "No date of issue is known of {documents}.",
        "{documents}的发布日期不详。",
    ),
    "brief_status": (
        "Not marked as final in the manifest: {documents}.",
        "文件清单未标为正式文本的有：{documents}。",
    ),
    "brief_status_one": ("{group} ({document}, {status})", "{group}（{document}，{status}）"),
    "brief_status_draft": ("draft", "征求意见稿"),
    "brief_status_report": ("report", "新闻报道"),
    "brief_warned": (
        "{group} ({document}) was read with a warning: {warnings}.",
        "{group}文本（{document}）识别时有警告：{warnings}。",
    ),
    "brief_uneven": (
        "The texts differ in length: {most} has {n_most} compared clauses, {least} {n_least}; what "
        "a short text does not say it may lack for that reason only.",
        "文本详略不一：{most}参与比较的条款{n_most}条，{least}{n_least}条；篇幅较短的文本未提及的，不宜径认为未做。",
    ),
    "brief_cut": (
        "{n_cut} pairs of clauses were not scored and count as unlike.",
        "有{n_cut}对条款未评分，按无关处理。",
    ),
    "brief_skipped": (
        "Left out, because it could not be used: {document}.",
        "因无法使用而未纳入的文件：{document}。",
    ),
    "brief_run_warning": ("The run warned: {warning}.", "运行警告：{warning}。"),
    "brief_doubts_more": (
        "Documents described in run.json with all their warnings: {n_documents}.",
        "全部{n_documents}份文件的说明与警告见run.json。",
    ),
}

BRIEF_BACKGROUND_LABELS: dict[str, tuple[str, str]] = {**_UNITS, **_ORIGIN, **_TRUST}
"""Key: (English, Chinese)."""
