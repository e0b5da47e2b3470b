"""Doubts about the numbering that was found: numbers skipped, repeated or inferred."""

from __future__ import annotations

from policycompare.outline.tree import Node


def numbering_warnings(roots: list[Node]) -> tuple[str, ...]:
    """One sentence for each place where the numbers of a sequence do not follow each other."""
    last: dict[str, int] = {}
    found: list[str] = []
    _check(roots, last, found)
    return tuple(found)


def _check(nodes: list[Node], last: dict[str, int], found: list[str]) -> None:
    previous: Node | None = None
    for node in nodes:
        number = node.placed.number
        if node.placed.inferred:
            found.append(
                f"the number of {node.path} ({node.label}) is lost; inferred from the sequence"
            )
        elif number is not None and not _follows(node, previous, last):
            before = previous.path if previous else "its parent"
            found.append(f"the numbering goes from {before} to {node.path} ({node.label})")
        if number is not None:
            last[node.kind] = number
        _check(node.children, last, found)
        previous = node


def _follows(node: Node, previous: Node | None, last: dict[str, int]) -> bool:
    number = node.placed.number
    if previous is not None and previous.kind == node.kind and previous.placed.number is not None:
        return number == previous.placed.number + 1
    return number in (1, last.get(node.kind, 0) + 1)
