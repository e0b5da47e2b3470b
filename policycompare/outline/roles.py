"""The role of a heading, from its title and from the heading above."""

from __future__ import annotations

import re

from policycompare.datamodel import Role

# First match wins; the titles are those of the five documents and the usual ones of plans,
# opinions and rules.
_TITLE_ROLES: tuple[tuple[Role, str], ...] = (
    ("annex", r"附件|附录|附表"),
    (
        "goals",
        # The qualifier says whose goals they are; 冲击新目标 or 瞄准目标 names an action.
        r"^(?:\d{4}年|.{1,2}年|“?十.五”?)?(?:总体|发展|工作|主要|行动|建设|具体|年度|阶段性?|预期|任务|战略|近期|远期|改革"
        r"|规划|奋斗)*(?:目标|指标)(?:任务|要求)?$",
    ),
    ("principles", r"(?:总体|基本)(?:要求|思路|原则|路径)|指导思想|工作原则|总则$|^目的"),
    (
        "safeguard",
        r"保障(?:措施|机制|体系|政策)?$|(?:组织|工作|实施|政策|要素)保障|组织(?:领导|实施)|推进(?:措施|机制)$|工作要求$"
        r"|^强化保障|^加强组织|监督管理|^附则$|统筹组织",
    ),
)
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _TITLE_ROLES)


def find_role(title: str, parent: Role | None) -> Role:
    """Role of a heading; without a sign of its own it has its parent's, at the top ``task``.

    A safeguard stays one whatever its sub-headings are called.

    Examples
    --------
    >>> find_role("发展目标", "principles"), find_role("推动改造", None)
    ('goals', 'task')
    """
    if parent == "safeguard":
        return parent
    for role, pattern in _PATTERNS:
        if pattern.search(title) and not (parent == "task" and role == "safeguard"):
            return role
    return parent or "task"
