"""The words of the report about diffusion and names, in English and Chinese."""

from __future__ import annotations

DIFFUSION_LABELS: dict[str, tuple[str, str]] = {
    "diffusion": (
        "Diffusion: {n} pairs of documents that share a measure; order certain in {n_certain}, "
        "same day {n_same_day}, uncertain {n_uncertain}, unknown {n_unknown}",
        "扩散：共有措施的文件对{n}对；先后确定{n_certain}对，同日{n_same_day}对，"
        "日期不全难定{n_uncertain}对，日期不明{n_unknown}对",
    ),
    "first_movers": (
        "  First by date of issue, known for {n_known} of {n} shared measures: {movers}",
        "  最早发文者（{n}项共有措施中可定{n_known}项）：{movers}",
    ),
    "nobody": ("none", "无"),
    "undated": (
        "  Without a date of issue, so not placed in the order: {documents}",
        "  发文日期不明、不排先后：{documents}",
    ),
    "no_level": (
        "  Without a level, so how they stand to others is not known: {documents}",
        "  层级不明、与他方关系不明：{documents}",
    ),
    "drafts": (
        "  Drafts stand at the day they were published for comment: {documents}",
        "  征求意见稿以公开征求意见之日计：{documents}",
    ),
    "parents": (
        "  Common parent's text: has the measure in {covered} pairs, in part in {partly}, lacks it "
        "in {absent}; it is earlier than both for certain in {n_earlier}; no such text in the "
        "corpus for {unknown} pairs (unknown, not zero)",
        "  共同上级的文件：{covered}对中亦有该措施，{partly}对中部分有，{absent}对中没有；"
        "可确定先于双方发文的{n_earlier}对；"
        "{unknown}对的共同上级文件不在语料中（不明，并非没有）",
    ),
    "diffusion_note": (
        "  Shared wording is no proof of copying: both may follow a third text.",
        "  文字相同不等于抄袭：两者可能同出一源。",
    ),
    "most_reuse": ("  Most literal reuse", "  文字重合最多者"),
    "no_dyads": (
        "Diffusion: no measure is shared by two groups.",
        "扩散：没有两个单位共有的措施。",
    ),
    "days_later": ("{days} days →", "{days}天 →"),
    "order_same_day": ("same day", "同日"),
    "order_uncertain": ("order uncertain", "先后难定"),
    "order_unknown": ("order unknown", "先后不明"),
    "reuse_of_a": ("of a", "占a"),
    "reuse_of_b": ("of b", "占b"),
    "beyond_parent": ("beyond parent", "上级以外"),
    "level_relation": ("level", "层级"),
    "horizontal": ("horizontal", "平级"),
    "vertical": ("vertical", "上下级"),
    "diagonal": ("diagonal", "非隶属"),
    "same_jurisdiction": ("same", "同一辖区"),
    "unknown": ("unknown", "不明"),
    "names": (
        "Names of other places: {n_strong} strong and {n_weak} weak hints, no findings; "
        "{n_explained} explained by the context",
        "外地地名：较强线索{n_strong}处、较弱线索{n_weak}处，仅供核对；另有{n_explained}处据上下文可以解释",
    ),
    "names_undone": (
        "  Not checked for names of other places, since the jurisdiction is unknown, national or "
        "no division of the table: {documents}",
        "  未作外地地名检查（辖区不明、为全国性文件或不在区划表中）：{documents}",
    ),
    "title": ("title", "标题"),
    "preamble": ("preamble", "引言"),
    "lead_in": ("lead-in", "导语"),
    "name": ("name", "名称"),
    "division_of": ("is a place of", "所属"),
    "context": ("context", "上下文"),
    "linked_clause": ("linked clause with it", "含该名的对应条款"),
    "strength": ("hint", "线索"),
    "strong": ("strong", "较强"),
    "weak": ("weak", "较弱"),
}
"""Key: (English, Chinese)."""
