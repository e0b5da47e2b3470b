"""A contents list: a run of titles without text between them that comes again below."""

from __future__ import annotations

import re
from bisect import bisect_left

from policycompare.outline.grammar import Candidate
from policycompare.outline.lines import Mask

MIN_ENTRIES = 3
"""Entries that make a list."""

MIN_TITLED = 2
"""Entries that make a list under the word 目录."""

MAX_ENTRY = 60
"""Characters of an entry with its leader dots and page number."""

MIN_FOUND_SHARE = 0.6
"""Share of the entries that must come again below in the same order."""

KEY = 8
"""Characters of a title by which an entry is found again."""

_LEADER = re.compile(r"[.·…\s—-]*\(?\d{0,4}\)?[\s—-]*$")
# The page number of an entry in brackets looks like a marker.
_BRACKETED_PAGE = re.compile(r"[.·…—-]\s*\(?\d{1,4}\)?$")
_CONTENTS_HEAD = re.compile(r"目\s*[录次][::]?\s*$")
_BLANK = re.compile(r"[\s|]+")


def find_contents(text: str, candidates: list[Candidate]) -> list[Mask]:
    """The contents list of a text as one mask from its 目录 to its last entry, or nothing.

    A list of any length is found at most once: the first run whose entries come again.
    """
    candidates = [c for c in candidates if not _is_page_number(text, c)]
    entries = _Entries(text, candidates)
    runs: list[tuple[int, int, int, int]] = []  # first entry, length, where it starts, least length
    i = 0
    while i < len(candidates):
        run = entries.run_length(i)
        head = _head_start(text, candidates[i].start)
        least = MIN_TITLED if head < candidates[i].start else MIN_ENTRIES
        if run >= least:
            runs.append((i, run, head, least))
        i += run
    places = entries.find_places([k for first, run, _, _ in runs for k in entries.keys(first, run)])
    for first, run, head, least in runs:
        n_entries = _n_repeated(entries.keys(first, run), first, places)
        if n_entries >= least:
            return [Mask(head, entries.ends[first + n_entries - 1], "contents")]
    return []


def _is_page_number(text: str, candidate: Candidate) -> bool:
    line_end = text.find("\n", candidate.start, candidate.start + MAX_ENTRY)
    stop = line_end if line_end >= 0 else candidate.start + MAX_ENTRY
    rest = text[candidate.start : stop].rstrip(" |")
    if len(rest) > len(candidate.marker):
        return False
    line_start = text.rfind("\n", max(0, candidate.start - MAX_ENTRY), candidate.start) + 1
    before = text[max(line_start, candidate.start - MAX_ENTRY) : candidate.start]
    return _BRACKETED_PAGE.search(before + rest) is not None


class _Entries:
    """The candidates as entries of a list: their ends, their keys and where these stand."""

    def __init__(self, text: str, candidates: list[Candidate]) -> None:
        self.text = text
        self.candidates = candidates
        starts = [c.start for c in candidates[1:]] + [len(text)]
        self.ends = [
            _line_end(text, c.end, start) for c, start in zip(candidates, starts, strict=False)
        ]

    def run_length(self, first: int) -> int:
        """Number of candidates from ``first`` on with no more than a title between them."""
        for i in range(first, len(self.candidates)):
            start, end = self.candidates[i].end, self.ends[i]
            if end - start > MAX_ENTRY or "。" in self.text[start:end]:
                return i - first + 1
        return len(self.candidates) - first

    def keys(self, first: int, run: int) -> list[str]:
        """What the entries of a run are found again by: kind, number and opening of the title."""
        return [
            _key(self.candidates[i], _LEADER.sub("", self.text[self.candidates[i].end : end]))
            for i, end in enumerate(self.ends[first : first + run], start=first)
        ]

    def find_places(self, keys: list[str]) -> dict[str, list[int]]:
        """The entries, ascending, whose titles open with each key: one pass for all keys."""
        places: dict[str, list[int]] = {key: [] for key in keys}
        for i, candidate in enumerate(self.candidates if places else ()):
            whole = _key(candidate, self.text[candidate.end : candidate.end + MAX_ENTRY])
            for n in range(whole.index("|") + 1, len(whole) + 1):
                if whole[:n] in places:
                    places[whole[:n]].append(i)
        return places


def _n_repeated(keys: list[str], first: int, places: dict[str, list[int]]) -> int:
    """Number of leading entries whose titles come again in order below them, or 0."""
    # The list ends where its first entry comes again.
    n = next((i for i in range(1, len(keys)) if keys[i].startswith(keys[0])), len(keys))
    found, at = 0, first + n
    for key in keys[:n]:
        hit = bisect_left(places[key], at)
        if hit < len(places[key]):
            found, at = found + 1, places[key][hit] + 1
    return n if found >= MIN_FOUND_SHARE * n else 0


def _key(candidate: Candidate, title: str) -> str:
    return f"{candidate.kind}{candidate.number}|" + _BLANK.sub("", title)[:KEY]


def _line_end(text: str, start: int, limit: int) -> int:
    line = text.find("\n", start, limit)
    return line if line >= 0 else max(limit, start)


def _head_start(text: str, start: int) -> int:
    head = _CONTENTS_HEAD.search(text, max(0, start - 12), start)
    return head.start() if head else start
