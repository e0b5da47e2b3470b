"""Nothing is lost: what is neither clause nor heading is declared as a skip with its reason."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from policycompare.datamodel import Clause, Heading, NormalizedText, Skip
from policycompare.outline.lines import Mask

BLANK = " \t\r\n\u3000\xa0|。.:;,：；，"
"""What may stand between two parts of a text without being text."""


def find_skips(
    normalized: NormalizedText,
    clauses: tuple[Clause, ...],
    headings: tuple[Heading, ...],
    masks: list[Mask],
) -> tuple[Skip, ...]:
    """Every stretch of the source outside clauses and headings, once, with a reason.

    A stretch inside a mask has the mask's reason. Elsewhere blanks are ``white space``, what the
    normalizer took out (an annotation, markup) is ``dropped``, and text that no rule names is
    ``unassigned``.
    """
    taken = sorted([(c.start, c.end) for c in clauses] + [(h.start, h.end) for h in headings])
    reasons = [(*normalized.source_span(m.start, m.end), m.reason) for m in masks]
    ends = [mask_end for _, mask_end, _ in reasons]  # ascending: the masks are merged
    kept = kept_characters(normalized)
    end_of_source = len(normalized.source)
    skips: list[Skip] = []
    at = 0
    for start, end in [*taken, (end_of_source, end_of_source)]:
        if start > at:
            first = bisect_right(ends, at)
            skips += _split(normalized.source, kept, at, start, reasons, first)
        at = max(at, end)
    return tuple(skips)


def kept_characters(normalized: NormalizedText) -> NDArray[np.bool_]:
    """Whether a character of the source stands behind some character of the normalized text."""
    changes = np.zeros(len(normalized.source) + 1, dtype=np.int64)
    np.add.at(changes, normalized.starts, 1)
    np.add.at(changes, normalized.ends, -1)
    return np.cumsum(changes)[:-1] > 0


def _split(
    source: str,
    kept: NDArray[np.bool_],
    start: int,
    end: int,
    reasons: list[tuple[int, int, str]],
    first: int,
) -> list[Skip]:
    skips, at = [], start
    for i in range(first, len(reasons)):
        mask_start, mask_end, reason = reasons[i]
        if mask_start >= end:
            break
        if mask_end <= at:
            continue
        if mask_start > at:
            skips.append(rest_skip(source, kept, at, mask_start))
        skips.append(Skip(max(at, mask_start), min(mask_end, end), reason))
        at = min(mask_end, end)
    if at < end:
        skips.append(rest_skip(source, kept, at, end))
    return skips


def rest_skip(source: str, kept: NDArray[np.bool_], start: int, end: int) -> Skip:
    """What stands between two parts: blanks, what the normalizer took out, or forgotten text."""
    text = source[start:end]
    if not text.strip(BLANK):
        return Skip(start, end, "white space")
    remaining = "".join(c for c, is_kept in zip(text, kept[start:end], strict=True) if is_kept)
    return Skip(start, end, "unassigned" if remaining.strip(BLANK) else "dropped")
