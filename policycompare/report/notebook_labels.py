"""The words of the views of notebooks and of the browser, in English and Chinese."""

from __future__ import annotations

ROLE = "role_"
"""Begins the key of a role."""

_ROLES: dict[str, tuple[str, str]] = {
    "title": ("title", "标题"),
    "notice": ("notice", "印发通知"),
    "addressee": ("addressee", "主送机关"),
    "preamble": ("preamble", "引言"),
    "principles": ("principles", "总体要求"),
    "goals": ("goals", "目标"),
    "task": ("task", "任务"),
    "safeguard": ("safeguard", "保障措施"),
    "lead_in": ("lead-in", "导语"),
    "annex": ("annex", "附件"),
    "drafting_note": ("drafting note", "起草说明"),
    "signature": ("signature", "落款"),
    "contents": ("contents list", "目录"),
    "furniture": ("page furniture", "页面信息"),
}

_VIEWS: dict[str, tuple[str, str]] = {
    "view_characters": ("({n} characters)", "(共{n}字符)"),
    "view_further_rows": ("{n} further rows", "其余{n}行"),
    "view_unlisted_rows": (
        "{n} more rows are not in this view; the frame has them all.",
        "另有{n}行未在此列出,数据框(frame)中有全部行。",
    ),
    "view_further_warnings": ("{n} further warnings", "其余{n}条警告"),
    "view_further_entries": ("{n} further entries of the outline", "提纲其余{n}项"),
    "view_no_rows": ("No rows.", "没有记录。"),
    "view_none": ("none", "无"),
    "view_unknown": ("unknown", "不详"),
    "view_corpus": ("Corpus {folder}: {n} documents", "语料{folder}:{n}份文件"),
    "view_title": ("title", "标题"),
    "view_jurisdiction": ("jurisdiction", "地区"),
    "view_level": ("level", "层级"),
    "view_parent": ("parent", "上级地区"),
    "view_issuer": ("issuer", "发文机关"),
    "view_issued": ("issued", "发文日期"),
    "view_horizon": ("horizon", "规划期"),
    "view_status": ("status", "状态"),
    "view_file": ("file", "文件名"),
    "view_note": ("note", "备注"),
    "view_encoding": ("encoding", "编码"),
    "view_length": ("length", "篇幅"),
    "view_n_characters": ("{n} characters", "{n}字符"),
    "view_document": ("Document {document}", "文件{document}"),
    "view_damaged": ("damaged places", "损坏之处"),
    "view_damage": (
        "{n_repaired} repaired, {n_flagged} flagged",
        "已修复{n_repaired}处,存疑{n_flagged}处",
    ),
    "view_source": ("Source text as decoded", "原文(解码后)"),
    "view_normalized": (
        "Normalized text: {n} characters from {n_source}, {n_edits} edits in {n_steps} steps",
        "规范化文本:由{n_source}字符得{n}字符,{n_steps}个步骤共修改{n_edits}处",
    ),
    "view_cleaned": ("Text after normalizing", "规范化后的文本"),
    "view_edits": ("What was changed, and damage", "所作修改与损坏之处"),
    "view_step": ("step", "步骤"),
    "view_place": ("place", "位置"),
    "view_before": ("before", "修改前"),
    "view_after": ("after", "修改后"),
    "view_message": ("message", "说明"),
    "view_outline": (
        "Outline of {document}: {n_headings} headings, {n_clauses} clauses, {n_skips} skips",
        "{document}的提纲:标题{n_headings}个,条款{n_clauses}条,略去{n_skips}处",
    ),
    "view_skipped": ("Left out, with the reason", "略去的内容及原因"),
    "view_reason": ("reason", "原因"),
    "view_text": ("text", "正文"),
    "view_clause": ("Clause {clause_id}", "条款{clause_id}"),
    "view_section": ("section", "所在部分"),
    "view_path": ("number", "编号"),
    "view_role": ("role", "类别"),
    "view_lead_units": ("leading units", "牵头单位"),
    "view_responsible_units": ("responsible units", "责任单位"),
    "view_source_place": ("place in the source", "原文位置"),
    "view_span": ("characters {start} to {end}", "第{start}至{end}字符"),
    "view_bars": (
        "Bars: what each row adds (green) or takes off (orange) from the sum so far; the line is "
        "zero, in the last row the threshold.",
        "图中绿色为增加、橙色为减少,自上一行的累计值算起;竖线为零点,末行竖线为阈值。",
    ),
    "view_numbers_marked": (
        "Framed: numbers that the other text does not have with the same unit.",
        "加框的数字:另一方没有相同数值与单位者。",
    ),
    "view_texts": ("Both texts side by side", "两条条款对照"),
    "view_reasons": ("Reasons, the largest first", "比对依据,影响最大者在前"),
    "view_gaps": ("Gaps by group", "各单位的缺口"),
    "view_hint": (
        "Go on with c.plot for charts and c.browse() to read cell by cell; c.aligned, c.measures, "
        "c.gaps and c.targets are frames; c.explain(a, b) tells why.",
        "可继续使用:c.plot绘图,c.browse()逐格阅读;c.aligned、c.measures、c.gaps、c.targets为数据框;"
        "c.explain(a, b)说明依据。",
    ),
    "view_corpus_hint": (
        "pc.compare(folder) compares them; pc.outline(file) shows what is understood of one.",
        "pc.compare(folder)进行比对;pc.outline(file)显示单份文件的识别结果。",
    ),
    "view_notes": ("Notes", "说明"),
}

_BROWSER: dict[str, tuple[str, str]] = {
    "browse_title": (
        "{n_measures} measures of {n_documents} documents",
        "{n_documents}份文件的{n_measures}项措施",
    ),
    "browse_text": ("Text", "文字"),
    "browse_group": ("Group", "比较单位"),
    "browse_state": ("State", "状态"),
    "browse_any_group": ("any group", "任一单位"),
    "browse_any_state": ("any state", "任一状态"),
    "browse_reset": ("Show all", "显示全部"),
    "browse_shown": ("{n} of {n_all} measures shown", "显示{n_all}项措施中的{n}项"),
    "browse_previous": ("Previous rows", "上一页"),
    "browse_next": ("Next rows", "下一页"),
    "browse_page": ("Rows {first} to {last}", "第{first}至{last}行"),
    "browse_pick": (
        "Pick a cell to read its clauses side by side.",
        "点选单元格,对照阅读条款。",
    ),
    "browse_elsewhere": ("in another document", "见于本单位另一文件"),
    "browse_pair_a": ("Clause a", "条款a"),
    "browse_pair_b": ("Clause b", "条款b"),
    "browse_waiting": (
        "The reasons come from Python; without a running kernel only the texts are shown.",
        "比对依据由Python计算;内核未运行时只显示条款正文。",
    ),
    "browse_no_pair": (
        "No pair of this cell was scored; the texts are shown.",
        "该单元格没有已评分的条款对,仅显示正文。",
    ),
}

NOTEBOOK_LABELS: dict[str, tuple[str, str]] = {
    **{ROLE + role: label for role, label in _ROLES.items()},
    **_VIEWS,
    **_BROWSER,
}
"""Key: (English, Chinese)."""
