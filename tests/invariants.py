"""The invariants of docs/design.md, section 4, that hold for any one text: as plain functions."""

from __future__ import annotations

from itertools import pairwise
from typing import Protocol

import numpy as np

from policycompare import Outline
from policycompare.datamodel import Document, Metadata, NormalizedText
from policycompare.normalize import normalize_text, replay_steps
from policycompare.outline import outline_document
from policycompare.strength import read_strength
from policycompare.targets import read_targets
from policycompare.units import find_unit_mentions


class Spanned(Protocol):
    """A part of a source."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def outline_text(text: str, name: str = "x") -> Outline:
    return outline_document(Document(Metadata(name, f"{name}.txt"), text), normalize_text(text))


def assert_nothing_lost(outline: Outline) -> None:
    """Invariant 1: every character stands in a clause or heading, or else in one skip."""
    text = outline.document.text
    parts: list[Spanned] = [*outline.clauses, *outline.headings, *outline.skipped]
    assert all(0 <= part.start <= part.end <= len(text) for part in parts)
    named, skipped, in_clauses = (
        _count([*outline.clauses, *outline.headings], len(text)),
        _count(outline.skipped, len(text)),
        _count(outline.clauses, len(text)),
    )
    lost = np.flatnonzero((named == 0) & (skipped == 0))
    assert not len(lost), f"lost: {text[max(lost[0] - 10, 0) : lost[0] + 10]!r}"
    twice = np.flatnonzero((in_clauses > 1) | (skipped > 1) | ((named > 0) & (skipped > 0)))
    assert not len(twice), f"taken twice: {text[max(twice[0] - 10, 0) : twice[0] + 10]!r}"
    assert all(skip.reason for skip in outline.skipped)


def _count(parts: list[Spanned] | tuple[Spanned, ...], n: int) -> np.ndarray:
    """In how many of the parts each of ``n`` characters stands, shape ``(n,)``."""
    changes = np.zeros(n + 1, dtype=np.int64)
    for part in parts:
        changes[part.start] += 1
        changes[part.end] -= 1
    return np.cumsum(changes)[:-1]


def assert_points_home(outline: Outline) -> None:
    """Invariant 2: offsets are offsets into the source, of clauses and of all that is in them."""
    assert_maps_home(outline.normalized)
    assert outline.normalized.source == outline.document.text
    ids = [clause.clause_id for clause in outline.clauses]
    assert len(set(ids)) == len(ids)
    for clause in outline.clauses:
        parts: list[Spanned] = [
            *clause.sentences,
            *clause.lead_units,
            *clause.responsible_units,
        ]
        for part in parts:
            assert clause.start <= part.start <= part.end <= clause.end
        assert all(one.end <= two.start for one, two in pairwise(clause.sentences))


def assert_maps_home(normalized: NormalizedText) -> None:
    """The offset map is total and monotone, and damage lies inside the source."""
    starts, ends = normalized.starts, normalized.ends
    assert len(starts) == len(ends) == len(normalized.text)
    assert (np.diff(starts) >= 0).all()
    assert (np.diff(ends) >= 0).all()
    assert (starts <= ends).all()
    assert not len(starts) or (starts[0] >= 0 and ends[-1] <= len(normalized.source))
    for place in normalized.damage:
        assert 0 <= place.start <= place.end <= len(normalized.source)
        assert place.kind
        assert place.message


def assert_explains_itself(normalized: NormalizedText) -> None:
    """Invariants 3 and 4: the steps replay, and a second run changes nothing."""
    assert replay_steps(normalized.source, normalized.steps) == normalized.text
    assert normalize_text(normalized.text).text == normalized.text


def assert_finds_inside(outline: Outline) -> None:
    """Targets, units and words of commitment stand inside the clauses that they are told of."""
    source, clauses = outline.document.text, {c.clause_id: c for c in outline.clauses}
    reading = read_targets(outline.clauses, [outline])
    for target in reading.targets:
        clause = clauses[target.clause_id]
        assert clause.start <= target.start < target.end <= clause.end, target
        assert target.quote == source[target.start : target.end]
        assert target.value == target.value, "a value is NaN"
    for warning in reading.warnings:
        assert 0 <= warning.start <= warning.end <= len(source)
    for mention in find_unit_mentions(outline.clauses, [outline]):
        clause = clauses[mention.clause_id]
        assert 0 <= mention.start < mention.end <= len(source)
        if mention.origin != "remark":
            assert clause.start <= mention.start < mention.end <= clause.end, mention
    for clause in outline.clauses:
        for sentence in clause.sentences:
            for marker in read_strength(sentence.text).markers:
                assert 0 <= marker.start < marker.end <= len(sentence.text)
                assert sentence.text[marker.start : marker.end] == marker.text


def assert_sound(text: str) -> Outline:
    """All of the above for one text."""
    outline = outline_text(text)
    assert_nothing_lost(outline)
    assert_points_home(outline)
    assert_explains_itself(outline.normalized)
    assert_finds_inside(outline)
    return outline
