"""Every word that a report shows, in English and Chinese: one catalogue for all renderings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from policycompare.report.brief_labels import BRIEF_LABELS
from policycompare.report.charts_labels import CHARTS_LABELS
from policycompare.report.corpus_labels import CORPUS_LABELS
from policycompare.report.difference_labels import DIFFERENCE_LABELS
from policycompare.report.diffusion_labels import DIFFUSION_LABELS
from policycompare.report.notebook_labels import NOTEBOOK_LABELS
from policycompare.report.page_labels import PAGE_LABELS
from policycompare.report.page_summary_labels import PAGE_SUMMARY_LABELS
from policycompare.report.table_labels import TABLE_LABELS
from policycompare.report.version_labels import VERSION_LABELS
from policycompare.report.workbook_labels import WORKBOOK_LABELS

Language = Literal["en", "zh"]
Translate = Callable[..., str]

GENERAL_LABELS: dict[str, tuple[str, str]] = {
    # headline and sections
    "summary": (
        "{n_documents} documents of {n_groups} groups, {n_compared} clauses compared: {n_same} "
        "pairs the same, {n_partial} partly; {n_overlaps} of {n_measures} measures are shared",
        "{n_documents}份文件、{n_groups}个比较单位、{n_compared}条条款：相同{n_same}对、部分相同"
        "{n_partial}对；{n_measures}项措施中{n_overlaps}项为共有",
    ),
    "documents": ("Documents: what was understood", "文件：识别结果"),
    "warnings": ("Warnings", "警告"),
    "skipped": ("Left out", "未纳入的文件"),
    "coverage": (
        "Shared coverage: share of the row's clauses that the column covers, + partly",
        "覆盖矩阵：行单位的条款被列单位覆盖的比例，+为部分覆盖",
    ),
    "overlaps": (
        "Strongest overlaps: the likeliest pair of each shared measure",
        "最强的重合：每项共有措施中最可能相同的一对",
    ),
    "gaps_of": (
        "Gaps of {group}: {n_absent} absent, {n_partial} partial; worst first",
        "{group}的缺口：缺失{n_absent}项，部分缺失{n_partial}项，最严重者在前",
    ),
    "no_gaps": ("{group} has no gaps.", "{group}没有缺口。"),
    "no_overlaps": ("No measure is shared.", "没有共有措施。"),
    "targets": (
        "Targets: {n_targets} promises; {n_shared_indicators} indicators that at least two groups "
        "promise",
        "目标：承诺共{n_targets}项，两个以上单位承诺的指标{n_shared_indicators}项",
    ),
    "no_targets": ("No indicator is promised by two groups.", "没有两个以上单位承诺的指标。"),
    "more": ("… {n} more in {file}", "…另有{n}项，见{file}"),
    "more_unwritten": (
        "… {n} more; write the files with --out to see them",
        "…另有{n}项，用--out写出文件即可查看",
    ),
    "nothing_cut": (
        "Nothing was cut: all {n_scored} pairs of different groups were scored.",
        "未作截断：不同单位之间的全部{n_scored}对条款均已评分。",
    ),
    "cut": (
        "Cut: {n_cut} of {n_all} pairs of different groups were not scored and count as unlinked.",
        "已截断：不同单位之间的{n_all}对条款中有{n_cut}对未评分，按无关计。",
    ),
    "quality": (
        "Measured quality of {model} on {gold}: {figures}. {note}",
        "{model}在{gold}上的实测质量：{figures}。{note}",
    ),
    "quality_joint": ("; ", "；"),
    "figure_joint": (", ", "，"),
    "figure": ("{name} {value}", "{name}为{value}"),
    "figures_of": ("{way} {figures}", "{way}，{figures}"),
    "no_quality": (
        "Measured quality: the model file {model} states none.",
        "实测质量：模型文件{model}未注明。",
    ),
    "files": ("Files in {folder}: {names}", "文件位于{folder}：{names}"),
    "no_files": ("No files were written; --out DIR writes them.", "未写出文件；用--out DIR写出。"),
    "explanation": ("How {a} and {b} compare", "{a}与{b}的比对依据"),
    "not_linked": ("not linked", "不计为匹配"),
    "shared_text": (
        "Shared text in [brackets]: {share_a} of a, {share_b} of b, {wording}",
        "[方括号]内为相同文字：占a的{share_a}，占b的{share_b}，{wording}",
    ),
    "boilerplate": (
        "Boilerplate, which three or more documents have, in {{braces}}: {share_a} of a, "
        "{share_b} of b",
        "{{花括号}}内为至少三份文件共有的套话：占a的{share_a}，占b的{share_b}",
    ),
    "shared_text_marked": (
        "Shared text, marked: {share_a} of a, {share_b} of b, {wording}",
        "标出的文字为相同文字：占a的{share_a}，占b的{share_b}，{wording}",
    ),
    "boilerplate_marked": (
        "Boilerplate, which three or more documents have, in grey: {share_a} of a, {share_b} of b",
        "灰色文字为至少三份文件共有的套话：占a的{share_a}，占b的{share_b}",
    ),
    "shared_terms": ("Shared terms ({n}): {terms}", "共有词语（{n}）：{terms}"),
    "more_terms": ("further terms: {n}", "另有{n}个词语"),
    "contained_terms": (
        "not listed, as they are parts of longer ones ({n}): {terms}",
        "包含在更长的共有词语之中、未列出者（{n}）：{terms}",
    ),
    "base_row": (
        "Starting point: a pair about which nothing speaks for or against",
        "起点：没有任何因素支持或反对的一对条款",
    ),
    "small_row": (
        "{n} small contributions together, none above {most}: {names}",
        "其余{n}项较小贡献合计，单项不超过{most}：{names}",
    ),
    "sum_row": ("Sum: log-odds", "合计：对数几率"),
    "probability_row": (
        "Probability: {verdict} (same from {same}, overlap from {overlap})",
        "概率：{verdict}（相同的阈值{same}，重合的阈值{overlap}）",
    ),
    "overlapping_features": (
        "Many of these measure nearly the same thing, so one may take off what another has added; "
        "only the sum counts.",
        "多项因素衡量的内容相近，一项可能抵消另一项的贡献；应以合计为准。",
    ),
    "more_than_pairs": (" (more than in {share} of pairs)", "（高于{share}的条款对）"),
    "no_pair_less": (" (no pair has less)", "（没有更低的条款对）"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "rivals": (
        "Nearest rivals: what else each clause might match, and what tells it apart",
        "最接近的其他条款及其差别",
    ),
    "rival": ("rival", "条款"),
    "rival_reasons": ("heading; what tells it apart", "标题；差别所在"),
    "rival_behind": ("behind by {margin} log-odds", "落后{margin}对数几率"),
    "rival_ahead": ("ahead by {margin} log-odds", "领先{margin}对数几率"),
    "here_and_there": ("{here} here, {there} there", "本对{here}，该条{there}"),
    "other_features": ("{n} other features together", "其余{n}项合计"),
    "what_it_says": ("what it says", "说明"),
    "running_sum": ("sum", "累计"),
    # columns of the terminal's own tables
    "document": ("document", "文件"),
    "group": ("group", "单位"),
    "n_chars": ("chars", "字符"),
    "script": ("script", "字形"),
    "n_repaired": ("fixed", "修复"),
    "n_flagged": ("flagged", "存疑"),
    "n_headings": ("headings", "标题"),
    "n_clauses": ("clauses", "条款"),
    "n_compared": ("compared", "参与比较"),
    "n_warnings": ("warnings", "警告"),
    "p_same": ("p same", "相同概率"),
    "p_overlap": ("p overlap", "重合概率"),
    "n_groups": ("groups", "单位数"),
    "wording": ("wording", "措辞"),
    "measure": ("measure", "措施"),
    "present_in": ("present in", "见于"),
    "state": ("state", "状态"),
    "nearest": ("nearest clause", "最接近的条款"),
    "indicator": ("indicator", "指标"),
    "promise": ("promise", "承诺"),
    "deadline": ("by", "期限"),
    "clause": ("clause", "条款"),
    "feature": ("feature", "特征"),
    "value": ("value", "取值"),
    "same_term": ("adds to same", "对相同的贡献"),
    "overlap_term": ("adds to overlap", "对重合的贡献"),
    "base": ("(base)", "（基准）"),
    "log_odds": ("(sum: log-odds)", "（合计：对数几率）"),
    "probability": ("(probability)", "（概率）"),
    # measured quality
    "f1_same": ("F1(same)", "F1（相同）"),
    "ap_same": ("AP(same)", "AP（相同）"),
    "false_gap_rate": ("false gaps", "误报缺口"),
    "folds_by_pair": ("held out by document pair", "按文件对留出"),
    "documents_left_out": ("held out by document", "按文件留出"),
    # values
    "same": ("same", "相同"),
    "partial": ("partial", "部分"),
    "overlap": ("overlap", "重合"),
    "absent": ("absent", "缺失"),
    "covered": ("covered", "覆盖"),
    "copied": ("copied", "照搬"),
    "adapted": ("adapted", "改写"),
    "reworded": ("reworded", "另述"),
    "simplified": ("simplified", "简体"),
    "traditional": ("traditional", "繁体"),
    "mixed": ("mixed", "混用"),
    "annual": ("each year", "每年"),
    "growth": ("change", "增减"),
    "reward": ("reward", "奖补"),
}
"""Words that belong to no single stage; a value of a row carries that value as key."""

PARTS = (
    GENERAL_LABELS,
    CHARTS_LABELS,
    CORPUS_LABELS,
    DIFFERENCE_LABELS,
    DIFFUSION_LABELS,
    NOTEBOOK_LABELS,
    BRIEF_LABELS,
    PAGE_LABELS,
    PAGE_SUMMARY_LABELS,
    TABLE_LABELS,
    VERSION_LABELS,
    WORKBOOK_LABELS,
)
"""The catalogue by subject; no two parts have the same key."""

CATALOGUE = {key: label for part in PARTS for key, label in part.items()}
"""Key: (English, Chinese)."""

LANGUAGES: tuple[Language, ...] = ("en", "zh")
"""The languages of the catalogue, in the order of its pairs."""


def translator(language: Language) -> Translate:
    """Give the function that looks up a label and fills in its values.

    Examples
    --------
    >>> translator("zh")("gaps_of", group="青岛市", n_absent=3, n_partial=1)
    '青岛市的缺口：缺失3项，部分缺失1项，最严重者在前'
    """
    column = LANGUAGES.index(language)

    def translate(key: str, **values: object) -> str:
        return CATALOGUE[key][column].format(**values)

    return translate
