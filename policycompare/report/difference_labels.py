"""The words of the report about units, strength and differences, in English and Chinese."""

from __future__ import annotations

DIFFERENCE_LABELS: dict[str, tuple[str, str]] = {
    "differences": (
        "What one has and the other has not",
        "一方有而另一方没有的内容",
    ),
    "what_differs": ("what", "项目"),
    "lead_same": ("Lead: a unit leads both", "牵头单位：有相同的"),
    "lead_other": ("Lead: other units", "牵头单位：不同"),
    "lead_unknown": ("Lead: not named by both", "牵头单位：未由双方写明"),
    "units_hint": ("; perhaps a successor: {hints}", "；或为机构改革前后的对应单位：{hints}"),
    "units_row": (
        "Units of one only, leading or responsible; of both: {shared}",
        "仅一方写明的牵头或责任单位；双方都有：{shared}",
    ),
    "other_role_row": ("Another role", "角色不同"),
    "lead_role": ("leads", "牵头"),
    "responsible_role": ("responsible", "责任"),
    "changed_number_row": ("Another quantity", "数量不同"),
    "changed_deadline_row": ("Another year", "期限不同"),
    "changed_scope_row": ("Another level", "级别不同"),
    "changed_strength_row": ("Strength: {a} in a, {b} in b", "承诺力度：a为{a}，b为{b}"),
    "shared_sentence_row": ("Sentence of both", "双方都有的句子"),
    "only_a_row": ("Only in a ({strength})", "仅a有（{strength}）"),
    "only_b_row": ("Only in b ({strength})", "仅b有（{strength}）"),
    "uncompared_row": (
        "The clauses are too long: {n} pairs of sentences were not compared; only equal ones are "
        "shown as shared",
        "条款过长：{n}对句子未作比较，仅完全相同的句子计为共有",
    ),
    "binding": ("binding", "约束"),
    "planned": ("planned", "部署"),
    "striving": ("striving", "力争"),
    "encouraging": ("encouraging", "鼓励"),
    "none": ("no marker", "无标志词"),
    "units": (
        "Units that lead or are responsible for most clauses",
        "牵头或负责条款最多的单位",
    ),
    "no_units": ("No clause names a responsible unit.", "没有条款写明责任单位。"),
    "unit": ("unit", "单位名称"),
    "n_lead": ("leads", "牵头"),
    "n_responsible": ("responsible", "责任"),
    "documents_of": ("documents", "文件"),
    "unit_hint": ("may be", "可能对应"),
    "strengths": (
        "Strength of commitment: sentences by their firmest word",
        "承诺力度：按句中最强标志词统计的句数",
    ),
    "n_sentences": ("sentences", "句数"),
}
"""Key: (English, Chinese)."""
