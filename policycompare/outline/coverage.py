"""Nothing is lost: what is neither clause nor heading is declared as a skip with its reason."""

from __future__ import annotations

from policycompare.datamodel import Clause, Heading, NormalizedText, Skip
from policycompare.outline.lines import Mask


def find_skips(
    normalized: NormalizedText,
    clauses: tuple[Clause, ...],
    headings: tuple[Heading, ...],
    masks: list[Mask],
) -> tuple[Skip, ...]:
    """Every stretch of the source outside clauses and headings, once, with a reason.

    Stretches inside a mask have its reason; what the normalizer dropped (markup, invisible
    characters) and blanks are ``white space`` or ``markup``; text that no rule names is
    ``unassigned``.
    """
    taken = sorted([(c.start, c.end) for c in clauses] + [(h.start, h.end) for h in headings])
    reasons = [(*normalized.source_span(m.start, m.end), m.reason) for m in masks]
    skips: list[Skip] = []
    at = 0
    for start, end in [*taken, (len(normalized.source), len(normalized.source))]:
        if start > at:
            skips += _split(normalized.source, at, start, reasons)
        at = max(at, end)
    return tuple(skips)


def _split(source: str, start: int, end: int, reasons: list[tuple[int, int, str]]) -> list[Skip]:
    skips, at = [], start
    for mask_start, mask_end, reason in reasons:
        if mask_end <= at or mask_start >= end:
            continue
        if mask_start > at:
            skips.append(_rest(source, at, mask_start))
        skips.append(Skip(max(at, mask_start), min(mask_end, end), reason))
        at = min(mask_end, end)
    if at < end:
        skips.append(_rest(source, at, end))
    return skips


def _rest(source: str, start: int, end: int) -> Skip:
    text = source[start:end].strip()
    if not text.strip("|。.:;,"):
        return Skip(start, end, "white space")
    is_markup = text.startswith("<") and text.endswith(">")
    return Skip(start, end, "markup" if is_markup else "unassigned")
