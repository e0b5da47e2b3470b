"""Words that count measures: 一是 and 二是, 第一 and 第二, 首先 and 其次 and 最后.

They stand in every text. They number measures only where nothing finer does: as openings of
paragraphs, or behind full stops in a text without any numbering (news, a speech taken down).
"""

from __future__ import annotations

import re

from policycompare.numerals import WORDS
from policycompare.outline.grammar import Candidate, Context
from policycompare.outline.lines import Hidden
from policycompare.outline.numerals import parse_number

MIN_ITEM = 12
"""Characters of an item that may be a measure; shorter ones are a list inside a sentence."""

_KINDS = (
    ("ordinal-is", re.compile(rf"(?P<n>[{WORDS}]{{1,3}})是(?:要)?[,:]?(?=[^\s,。;、])")),
    ("ordinal-th", re.compile(rf"第(?P<n>[{WORDS}]{{1,3}})[,、:](?=[^\s,。;、])")),
    ("ordinal-first", re.compile(r"(?P<n>首先|其次|再次|最后)[,:](?=[^\s,。;、])")),
)
_ORDER = {"首先": 1, "其次": 2, "再次": 3}
_PLACE = re.compile(r"[\n。]+[ |]*\Z")


def find_ordinals(text: str, hidden: Hidden, *, is_numbered: bool) -> list[Candidate]:
    """The counting words that number measures, in the order of the text.

    Parameters
    ----------
    text : str
        Normalized text.
    hidden : Hidden
        Spans that hold no markers.
    is_numbered : bool
        Whether the text has another numbering: then only words that open a paragraph count.
    """
    found = [
        _candidate(text, name, match)
        for name, pattern in _KINDS
        for match in pattern.finditer(text)
        if match.start() not in hidden and _opens(text, match.start())
    ]
    kept = [c for c in found if c.number is not None and (c.context == "line" or not is_numbered)]
    kept.sort(key=lambda candidate: candidate.start)
    return _with_company(text, kept)


def _opens(text: str, start: int) -> bool:
    return start == 0 or _PLACE.search(text, max(0, start - 4), start) is not None


def _candidate(text: str, name: str, match: re.Match[str]) -> Candidate:
    before = text[max(0, match.start() - 4) : match.start()].rstrip(" |")
    context: Context = "line" if not before or before.endswith("\n") else "sentence"
    printed = match["n"]
    number = _ORDER.get(printed) or (4 if printed == "最后" else parse_number(printed))
    marker = match.group().rstrip(",、:").removesuffix("要")
    end = match.start() + len(match.group().removesuffix("要"))
    return Candidate(match.start(), end, name, number, marker, context, reference=False)


def _with_company(text: str, found: list[Candidate]) -> list[Candidate]:
    """Those that follow, or are followed by, one of their kind, with room for a measure between.

    最后 closes whatever number was reached.
    """
    kept: dict[int, Candidate] = {}
    last: dict[str, Candidate] = {}
    for candidate in found:
        before = last.get(candidate.kind)
        if candidate.marker == "最后" and before is not None and before.number is not None:
            candidate = Candidate(
                *(candidate.start, candidate.end, candidate.kind, before.number + 1),
                *(candidate.marker, candidate.context, candidate.reference),
            )
        follows = before is not None and candidate.number == (before.number or 0) + 1
        if follows and before is not None and _has_room(text, before, candidate):
            kept[before.start] = before
            kept[candidate.start] = candidate
        last[candidate.kind] = candidate
    return list(kept.values())


def _has_room(text: str, before: Candidate, candidate: Candidate) -> bool:
    item = text[before.end : candidate.start].rstrip(" |\n")
    return len(item) >= MIN_ITEM and not item.endswith((";", ","))
