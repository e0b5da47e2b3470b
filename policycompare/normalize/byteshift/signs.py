"""The visible signs of byte-shift damage."""

from __future__ import annotations

import re

from policycompare.normalize.byteshift.readings import LETTERS

ANNOTATION = re.compile(rf"(?:\(\s?([{LETTERS}]{{1,7}})\s?\))+")
"""One or several ``(reading)``; group 1 is the last one."""

QUESTION_MARKS = "?？\ufffd"
"""How a page shows two bytes that make no character."""

SPLIT_ANNOTATION = re.compile(rf"[{QUESTION_MARKS}]([{LETTERS}]{{1,7}})\s?\)(?:\(\1\s?\))*")
"""A ``(reading)`` whose opening parenthesis was swallowed with half a character."""

SPLIT_MARKS = "。、"
"""Marks before which a page's rules put a comma that fell into a character."""

SPLIT_MARK = re.compile(f"[{QUESTION_MARKS}][{SPLIT_MARKS}]")

SIGN = re.compile(f"{SPLIT_ANNOTATION.pattern}|{SPLIT_MARK.pattern}")

_REACH = 60
"""Characters after a sign that may be out of step; longer stretches are rare."""

_UNHEALTHY = re.compile(rf"(?:{SIGN.pattern})[^\n]{{0,{_REACH}}}")


def healthy_parts(text: str) -> list[str]:
    """The parts of a page that no sign makes suspicious."""
    parts, at = [], 0
    for match in _UNHEALTHY.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
    return [*parts, text[at:]]
