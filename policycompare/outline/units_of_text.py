"""Which headings are clauses, where they end, and what is a lead-in."""

from __future__ import annotations

import re

from policycompare.outline.clauses import ClauseSpan
from policycompare.outline.lines import Mask
from policycompare.outline.tree import Node

_UNTITLED_ITEMS = frozenset({"circled", "dash"})


def clause_nodes(
    text: str, roots: list[Node], masks: list[Mask]
) -> tuple[list[ClauseSpan], list[Mask]]:
    """The clauses below ``roots`` and the lead-ins above them, in the order of the text.

    A clause is the smallest numbered unit that carries text. The items of a list (below an article,
    or opened by a colon and closed by semicolons, or without titles of their own) are no units: the
    list is one sentence with its lead-in.
    """
    spans: list[ClauseSpan] = []
    lead_ins: list[Mask] = []
    for node in roots:
        _collect(text, node, masks, (), spans, lead_ins)
    return spans, lead_ins


def _collect(
    text: str,
    node: Node,
    masks: list[Mask],
    above: tuple[str, ...],
    spans: list[ClauseSpan],
    lead_ins: list[Mask],
) -> None:
    if not node.children or _is_list(text, node):
        end = text_end(text, node.start, node.end, masks)
        if text[node.title_start : end].strip():
            spans.append(_span(node, end, above))
        return
    lead_in = text[node.body_start : node.body_end]
    if lead_in.strip():
        lead_ins.append(Mask(node.body_start, node.body_end, "lead_in"))
    for child in node.children:
        _collect(text, child, masks, (*above, node.label), spans, lead_ins)


def _is_list(text: str, node: Node) -> bool:
    if node.kind == "article" or all(c.kind in _UNTITLED_ITEMS for c in node.children):
        return True
    lead_in = text[node.title_start : node.body_end].rstrip(" \n|")
    items = [text[c.start : c.end].rstrip(" \n|") for c in node.children]
    n_closed = sum(item.endswith((";", ",")) for item in items[:-1])
    return lead_in.endswith(":") and 2 * n_closed >= len(items) - 1 > 0


def _span(node: Node, end: int, above: tuple[str, ...]) -> ClauseSpan:
    body_start = min(node.body_start, end) if node.title else node.title_start
    warnings = () if body_start < end else ("the heading has no text of its own",)
    return ClauseSpan(
        start=node.start,
        title_start=node.title_start,
        body_start=body_start,
        end=end,
        heading=node.title,
        path=node.path,
        section=" > ".join(above),
        role=node.role,
        warnings=warnings,
    )


def text_end(text: str, start: int, end: int, masks: list[Mask]) -> int:
    """End of ``text[start:end]`` without trailing blanks, cell borders and masks."""
    inside = [mask for mask in masks if start <= mask.start < end]
    while True:
        trimmed = start + len(re.sub(r"[\s|]+\Z", "", text[start:end]))
        last = next((m for m in reversed(inside) if m.start < trimmed <= m.end), None)
        if last is None:
            return trimmed
        end = last.start
