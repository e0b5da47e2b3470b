"""The words of ``diff``, in English and Chinese: a part of the catalogue of labels."""

from __future__ import annotations

VERSION_LABELS: dict[str, tuple[str, str]] = {
    "versions": ("Changes from {a} to {b}", "从{a}到{b}的变化"),
    "versions_clauses": (
        "{n_a} clauses became {n_b}: {states}",
        "{n_a}条条款变为{n_b}条:{states}",
    ),
    "versions_targets": ("Targets: {states}", "目标:{states}"),
    "versions_no_targets": ("Targets: neither version has any.", "目标:两个版本均无量化目标。"),
    "targets_changed": ("Changed targets", "变化的目标"),
    "targets_new": ("New targets", "新增的目标"),
    "targets_dropped": ("Dropped targets", "取消的目标"),
    "targets_kept": ("Targets kept: {n}, in the other forms", "保持不变的目标:{n}项,见其他格式"),
    "no_targets_changed": ("No target changed.", "没有变化的目标。"),
    "versions_states": ("What became of each clause", "各条款的去向"),
    "versions_wording": (
        "Changes in wording: [-removed-] {{+added+}}, with equal text shortened to …",
        "文字变化:[-删去-] {{+增加+}},相同文字以…略去",
    ),
    "versions_wording_full": (
        "Changes in wording: [-removed-] {{+added+}}",
        "文字变化:[-删去-] {{+增加+}}",
    ),
    "versions_wording_marked": (
        "Changes in wording: removed text struck out, added text underlined",
        "文字变化:删除线为删去,下划线为增加",
    ),
    "versions_alone": (
        "New and dropped clauses, each with the nearest clause of the other version",
        "新增和取消的条款,附另一版本中最接近的条款",
    ),
    "n_of_state": ("{n} {state}", "{state}{n}"),
    "list_comma": (", ", "、"),
    "differs_in": ("differs in", "变化之处"),
    "clauses_of_both": ("clauses", "条款"),
    "its_text": ("text", "文字"),
    "similarity": ("alike", "相似度"),
    "similarity_long": ("similarity", "文字相似度"),
    "text": ("text", "原文"),
    # states
    "version_kept": ("kept", "保留"),
    "version_reworded": ("reworded", "改写"),
    "version_moved": ("moved", "移动"),
    "version_merged": ("merged", "合并"),
    "version_split": ("split", "拆分"),
    "version_new": ("new", "新增"),
    "version_dropped": ("dropped", "取消"),
    "version_changed": ("changed", "变化"),
    "nearest_partial": ("partly there", "部分相同"),
    "nearest_absent": ("unlike", "不相同"),
    # aspects of targets
    "aspect_value": ("value", "数值"),
    "aspect_unit": ("unit", "单位"),
    "aspect_kind": ("kind", "类型"),
    "aspect_comparator": ("comparator", "界限"),
    "aspect_deadline": ("deadline", "期限"),
    "aspect_scope": ("scope", "范围"),
}
"""Key: (English, Chinese)."""
