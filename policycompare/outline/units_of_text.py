"""Which headings are clauses, where they end, and what is a lead-in."""

from __future__ import annotations

from policycompare.outline.clauses import ClauseSpan
from policycompare.outline.lines import Hidden, Mask
from policycompare.outline.tree import Node

_UNTITLED_ITEMS = frozenset({"circled", "dash", "bullet"})

MEASURE_FROM = {"dash": 40, "bullet": 15}
"""Mean characters from which the items of a section of work are measures, not a list of words."""

_STATED = frozenset({"principles", "goals"})


def clause_nodes(
    text: str, roots: list[Node], masks: Hidden
) -> tuple[list[ClauseSpan], list[Mask]]:
    """The clauses below ``roots`` and the lead-ins above them, in the order of the text.

    A clause is the smallest numbered unit that carries text. The items of a list (below an article,
    or opened by a colon and closed by semicolons, or without titles of their own) are no units: the
    list is one sentence with its lead-in.
    """
    spans: list[ClauseSpan] = []
    lead_ins: list[Mask] = []
    for node in roots:
        _collect(text, node, masks, None, spans, lead_ins)
    return spans, lead_ins


def _collect(
    text: str,
    node: Node,
    masks: Hidden,
    section: str | None,
    spans: list[ClauseSpan],
    lead_ins: list[Mask],
) -> None:
    if not node.children or _is_list(text, node):
        end = text_end(text, node.start, node.end, masks)
        if text[node.title_start : end].strip():
            spans.append(_span(node, end, section or ""))
        return
    lead_in = text[node.body_start : node.body_end]
    if lead_in.strip():
        lead_ins.append(Mask(node.body_start, node.body_end, "lead_in"))
    # One string for all children: the labels above them, joined.
    below = node.label if section is None else f"{section} > {node.label}"
    for child in node.children:
        _collect(text, child, masks, below, spans, lead_ins)


def _is_list(text: str, node: Node) -> bool:
    kinds = {child.kind for child in node.children}
    if node.kind == "article" or kinds <= _UNTITLED_ITEMS:
        return node.kind == "article" or not _are_measures(node)
    lead_in = text[node.title_start : node.body_end].rstrip(" \n|")
    items = [text[c.start : c.end].rstrip(" \n|") for c in node.children]
    n_closed = sum(item.endswith((";", ",")) for item in items[:-1])
    return lead_in.endswith(":") and 2 * n_closed >= len(items) - 1 > 0


def _are_measures(node: Node) -> bool:
    """Whether the —— or • items of a section carry its work: long ones, and no principles."""
    least = MEASURE_FROM.get(node.children[0].kind)
    if least is None or node.role in _STATED or len(node.children) < 2:
        return least is not None and node.children[0].kind == "bullet" and node.role not in _STATED
    mean = sum(child.end - child.title_start for child in node.children) / len(node.children)
    return mean >= least


def _span(node: Node, end: int, section: str) -> ClauseSpan:
    body_start = min(node.body_start, end) if node.title else node.title_start
    warnings = () if body_start < end else ("the heading has no text of its own",)
    return ClauseSpan(
        start=node.start,
        title_start=node.title_start,
        body_start=body_start,
        end=end,
        heading=node.title,
        path=node.path,
        section=section,
        role=node.role,
        warnings=warnings,
    )


def text_end(text: str, start: int, end: int, masks: Hidden) -> int:
    """End of ``text[start:end]`` without trailing blanks, cell borders and masks."""
    inside = masks.between(start, end)
    while True:
        while end > start and (text[end - 1] == "|" or text[end - 1].isspace()):
            end -= 1
        while inside and inside[-1][0] >= end:
            inside.pop()
        if not inside or inside[-1][1] < end:
            return end
        end = inside[-1][0]
