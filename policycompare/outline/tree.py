"""Accepted markers as a tree of headings with titles, paths and roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policycompare.datamodel import Role
from policycompare.numerals import write_count
from policycompare.outline.grammar import KIND
from policycompare.outline.roles import find_role
from policycompare.outline.sequence import UNCOUNTED, Placed
from policycompare.outline.titles import clean_title, find_title_end, item_title

MAX_WRAPPED = 20
"""Characters of the second line of a heading that was wrapped."""

_ORDINAL_SIGNS = {
    "part": "编",
    "division": "部分",
    "chapter": "章",
    "section": "节",
}

_SKIPPED_BEFORE_BODY = "。:;., \n|"


@dataclass(slots=True)
class Node:
    """A heading in the tree; offsets into the normalized text.

    ``end`` is the end of the whole unit, sub-headings included; ``title`` is empty where the unit
    has no title of its own, ``label`` then stands in for it.
    """

    placed: Placed
    start: int
    end: int
    title_start: int
    title_end: int
    body_start: int
    title: str
    label: str
    path: str
    role: Role
    children: list[Node] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Kind of the marker."""
        return self.placed.candidate.kind

    @property
    def marker(self) -> str:
        """The marker as printed, with the inferred number where it was lost."""
        printed = self.placed.candidate.marker
        if self.placed.inferred and self.placed.number is not None:
            return _inferred_marker(self.placed.candidate.kind, self.placed.number)
        return printed

    @property
    def body_end(self) -> int:
        """End of the text before the first sub-heading."""
        return self.children[0].start if self.children else self.end


def build_tree(text: str, placed: list[Placed], end: int) -> list[Node]:
    """The headings of ``text[:end]`` as a forest, in the order of the text."""
    roots: list[Node] = []
    open_nodes: list[Node] = []
    ends = _unit_ends(placed, end)
    starts = [p.candidate.start for p in placed[1:]] + [end]
    seen: dict[str, int] = {}
    for mark, unit_end, limit in zip(placed, ends, starts, strict=True):
        del open_nodes[mark.level - 1 :]
        parent = open_nodes[-1] if open_nodes else None
        has_children = limit < unit_end
        n_above = len(parent.children if parent else roots)
        node = _node(text, mark, unit_end, limit, parent, n_above, has_children=has_children)
        seen[node.path] = seen.get(node.path, 0) + 1
        if seen[node.path] > 1:
            node.path = f"{node.path}~{seen[node.path]}"
        (parent.children if parent else roots).append(node)
        open_nodes.append(node)
    return roots


def _unit_ends(placed: list[Placed], end: int) -> list[int]:
    """Where each unit ends: at the next heading of its level or above, else at ``end``."""
    ends = [end] * len(placed)
    still_open: list[int] = []
    for i, mark in enumerate(placed):
        while still_open and placed[still_open[-1]].level >= mark.level:
            ends[still_open.pop()] = mark.candidate.start
        still_open.append(i)
    return ends


def _node(
    text: str,
    mark: Placed,
    end: int,
    limit: int,
    parent: Node | None,
    n_above: int,
    *,
    has_children: bool,
) -> Node:
    candidate = mark.candidate
    start = min(candidate.end, limit)
    titled = KIND[candidate.kind].titled
    # Whatever stands between a heading and its first sub-heading on the same line is its title.
    title_end = find_title_end(text, start, limit, titled=titled, is_section=has_children)
    if has_children and title_end > start:
        title_end = _with_wrapped_line(text, title_end, limit)
    title = clean_title(text[start:title_end])
    body_start = title_end
    while title and body_start < limit and text[body_start] in _SKIPPED_BEFORE_BODY:
        body_start += 1
    label = title or item_title(text[start:limit])
    prefix = "" if parent is None or candidate.kind.startswith("decimal") else parent.path
    path = prefix + _path_part(mark, n_above)
    role = find_role(label, parent.role if parent else None)
    return Node(mark, candidate.start, end, start, title_end, body_start, title, label, path, role)


def _with_wrapped_line(text: str, title_end: int, limit: int) -> int:
    """A short line without a mark between a heading and its first child is its second line."""
    if text[title_end : title_end + 1] != "\n":
        return title_end
    rest = text[title_end:limit].strip("\n |")
    is_wrapped = rest and len(rest) <= MAX_WRAPPED and not re.search(r"[,。;:!?、\n]", rest)
    return text.index(rest, title_end) + len(rest) if is_wrapped else title_end


def _path_part(mark: Placed, n_above: int) -> str:
    if mark.candidate.kind in UNCOUNTED:
        sign = "—" if mark.candidate.kind == "dash" else "•"
        return f"{sign}{n_above + 1}"
    marker = mark.candidate.marker
    if mark.inferred and mark.number is not None:
        marker = _inferred_marker(mark.candidate.kind, mark.number)
    return marker.rstrip("、.) ") + (")" if marker.rstrip("、.").endswith(")") else "")


def _inferred_marker(kind: str, number: int) -> str:
    """The marker as its kind prints it."""
    if kind == "chinese-bracket":
        return f"({write_count(number)})"
    if kind.startswith(("chinese", "formal")):
        return f"{write_count(number)}、"
    if kind in _ORDINAL_SIGNS:
        return f"第{write_count(number)}{_ORDINAL_SIGNS[kind]}"
    return f"({number})" if kind == "arabic-bracket" else f"{number}."
