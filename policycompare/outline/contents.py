"""A contents list: a run of titles without text between them that comes again below."""

from __future__ import annotations

import re

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

_LEADER = re.compile(r"[.·…\s—-]*\(?\d{0,4}\)?[\s—-]*$")
# The page number of an entry in brackets looks like a marker.
_BRACKETED_PAGE = re.compile(r"[.·…—-]\s*\(?\d{1,4}\)?$")
_CONTENTS_HEAD = re.compile(r"目\s*[录次][::]?\s*$")
_BLANK = re.compile(r"[\s|]+")


def find_contents(text: str, candidates: list[Candidate]) -> list[Mask]:
    """The contents lists of a text, each as one mask from its 目录 to its last entry.

    A list of any length is found at most once: the first run whose entries come again.
    """
    candidates = [c for c in candidates if not _is_page_number(text, c)]
    i = 0
    while i < len(candidates):
        run = _run(text, candidates, i)
        entries = candidates[i : i + run]
        least = (
            MIN_TITLED if _head_start(text, entries[0].start) < entries[0].start else MIN_ENTRIES
        )
        if run >= least:
            n_entries = _n_repeated(text, entries, candidates[i:])
            if n_entries >= least:
                last = candidates[i + n_entries - 1]
                end = _entry_end(text, last, candidates)
                return [Mask(_head_start(text, entries[0].start), end, "contents")]
        i += max(run, 1)
    return []


def _is_page_number(text: str, candidate: Candidate) -> bool:
    line_end = text.find("\n", candidate.start)
    line_start = text.rfind("\n", 0, candidate.start) + 1
    line = text[line_start : line_end if line_end >= 0 else len(text)].rstrip(" |")
    is_last = candidate.start >= line_start + len(line) - len(candidate.marker)
    return is_last and _BRACKETED_PAGE.search(line) is not None


def _run(text: str, candidates: list[Candidate], first: int) -> int:
    """Number of candidates from ``first`` on with no more than a title between them."""
    n = 0
    for candidate in candidates[first:]:
        entry = text[candidate.end : _entry_end(text, candidate, candidates)]
        n += 1
        if len(entry) > MAX_ENTRY or "。" in entry:
            break
    return n


def _entry_end(text: str, candidate: Candidate, candidates: list[Candidate]) -> int:
    following = next((c.start for c in candidates if c.start > candidate.start), len(text))
    line = text.find("\n", candidate.end, following)
    return line if line >= 0 else following


def _key(text: str, candidate: Candidate, end: int) -> str:
    title = _LEADER.sub("", text[candidate.end : end])
    return candidate.kind + str(candidate.number) + _BLANK.sub("", title)[:8]


def _n_repeated(text: str, entries: list[Candidate], below: list[Candidate]) -> int:
    """Number of leading entries that belong to a list whose titles come again in order, or 0."""
    keys = [_key(text, c, _entry_end(text, c, below)) for c in entries]
    # The list ends where its first entry comes again.
    n = next((i for i in range(1, len(keys)) if keys[i].startswith(keys[0])), len(keys))
    later = [_title_key(text, c) for c in below[n:]]
    found, at = 0, 0
    for key in keys[:n]:
        hit = next((i for i in range(at, len(later)) if later[i].startswith(key)), None)
        if hit is not None:
            found, at = found + 1, hit + 1
    return n if found >= MIN_FOUND_SHARE * n else 0


def _title_key(text: str, candidate: Candidate) -> str:
    return (
        candidate.kind
        + str(candidate.number)
        + _BLANK.sub("", text[candidate.end : candidate.end + MAX_ENTRY])
    )


def _head_start(text: str, start: int) -> int:
    head = _CONTENTS_HEAD.search(text, max(0, start - 12), start)
    return head.start() if head else start
