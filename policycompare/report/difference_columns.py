"""How linked pairs differ, as columns of a block of pairs.

The cells are those of :func:`policycompare.report.difference_rows.difference_cells`. Most pairs
share no sentence, no target and no unit; what can be told of a clause alone is told once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from policycompare.contrasts import Contrasts, tell_shared
from policycompare.datamodel import STRENGTHS, Clause, SharedSentence, StrengthValue
from policycompare.datamodel.late_sentences import sentence_texts
from policycompare.differences import compare_keyed
from policycompare.differences.blocks import SentenceBlocks, SharedBlock
from policycompare.report.column_blocks import Column, Texts, encode, scatter
from policycompare.report.difference_rows import (
    change_text,
    join_sentences,
    scope_change,
    strength_change,
    strength_counts,
    unit_cells,
)
from policycompare.report.values import joined
from policycompare.units import compare_sides, compare_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


_WITHOUT_UNITS = {name: str(cell) for name, cell in unit_cells(compare_units((), ())).items()}
"""Cells of two clauses that name no unit."""


class DifferenceColumns:
    """Finds the columns of differences of any pairs of clauses."""

    def __init__(
        self, clauses: Sequence[Clause], contrasts: Contrasts, sentences: SentenceBlocks
    ) -> None:
        self._clauses = clauses
        self._contrasts = contrasts
        self._sentences = sentences
        self._has_units = np.array(
            [bool(contrasts.units_of(i).units) for i in range(len(clauses))], dtype=np.bool_
        )
        self._has_targets = np.array(
            [bool(contrasts.targets_of(i)) for i in range(len(clauses))], dtype=np.bool_
        )
        self._kinds, self._readings = contrasts.read_all()
        self._begins = np.array([0, *accumulate(len(one.sentences) for one in clauses)], np.int64)
        self._strengths = self._count_strengths([one.strength for one in self._kinds])

    def find(self, first: Numbers, second: Numbers) -> dict[str, Column]:
        """The columns of the pairs of clauses at ``first[i]`` and ``second[i]``."""
        shared = self._sentences.align(first, second)
        n_shared = np.bincount(shared.pair, minlength=len(first))
        columns: dict[str, Column] = {
            "n_shared_sentences": n_shared,
            "n_uncompared_sentences": shared.n_cut,
        }
        for side, clauses, own in (("a", first, shared.a), ("b", second, shared.b)):
            columns[f"{side}_strength"] = self._strengths.only(
                *np.unique(clauses, return_inverse=True)
            )
            columns[f"n_only_{side}"], columns[f"only_{side}"] = self._sole(
                clauses, shared.pair, own, n_shared
            )
        columns |= self._of_shared(first, second, shared)
        columns |= self._of_units(first, second)
        return columns

    def _count_strengths(self, values: Sequence[StrengthValue]) -> Texts:
        """The cell of each clause; ``values`` has the strength of each reading."""
        places = np.array([STRENGTHS.index(value) for value in values], dtype=np.int64)
        n_clauses, n_values = len(self._clauses), len(STRENGTHS)
        owner = np.repeat(np.arange(n_clauses), np.diff(self._begins))
        counts = np.bincount(
            owner * n_values + places[self._readings], minlength=n_clauses * n_values
        ).reshape(n_clauses, n_values)
        distinct, at = np.unique(counts, axis=0, return_inverse=True)
        cells = [
            strength_counts({v: n for v, n in zip(STRENGTHS, row, strict=True) if n})
            for row in distinct.tolist()
        ]
        return Texts(at.reshape(-1).astype(np.int32), cells)

    def _sole(
        self, clauses: Numbers, pair: Numbers, sentence: Numbers, n_shared: Numbers
    ) -> tuple[Numbers, Texts]:
        """Number and texts of the sentences of each pair's clause that stand alone."""
        order = np.lexsort((sentence, pair))
        shared = sentence[order].tolist()
        ends = np.cumsum(n_shared).tolist()
        sizes = np.diff(self._begins)[clauses].tolist()
        numbers: dict[tuple[int, ...], int] = {}
        texts_of: dict[int, list[str]] = {}
        codes: list[int] = []
        texts: list[str] = []
        counts: list[int] = []
        begin = 0
        for i, n_own, end in zip(clauses.tolist(), sizes, ends, strict=True):
            key = (i, *shared[begin:end])
            counts.append(n_own - end + begin)
            begin = end
            code = numbers.get(key)
            if code is None:
                code = numbers[key] = len(texts)
                taken = frozenset(key[1:])
                own = texts_of.get(i)
                if own is None:
                    own = texts_of[i] = sentence_texts(self._clauses[i])
                kept = [text for k, text in enumerate(own) if k not in taken]
                texts.append(join_sentences(kept))
            codes.append(code)
        return np.array(counts, np.int64), encode(texts).take(np.array(codes, np.int64))

    def _of_shared(self, first: Numbers, second: Numbers, shared: SharedBlock) -> dict[str, Column]:
        """What shared sentences say otherwise, and targets of one indicator."""
        strengths: dict[int, list[str]] = {}
        scopes: dict[int, list[str]] = {}
        for pair, one in self._changed(first, second, shared):
            if one.a_strength != one.b_strength:
                strengths.setdefault(pair, []).append(strength_change(one))
            if one.a_scope != one.b_scope:
                scopes.setdefault(pair, []).append(change_text(scope_change(one)))
        numbers, deadlines, levels = {}, {}, {}
        targets_of = self._contrasts.targets_of
        with_targets = np.flatnonzero(self._has_targets[first] & self._has_targets[second])
        for pair, i, j in _pairs(with_targets, first, second):
            ours, theirs = targets_of(i), targets_of(j)
            if not ours.keys().isdisjoint(theirs):
                changes = compare_keyed(ours, theirs)
                numbers[pair] = joined(map(change_text, changes.numbers))
                deadlines[pair] = joined(map(change_text, changes.deadlines))
                levels[pair] = [change_text(change) for change in changes.scopes]
        scopes = {
            pair: [*levels.get(pair, ()), *scopes.get(pair, ())] for pair in (levels | scopes)
        }
        n = len(first)
        return {
            "changed_strength": scatter(n, ((pair, joined(c)) for pair, c in strengths.items())),
            "changed_numbers": scatter(n, numbers.items()),
            "changed_deadlines": scatter(n, deadlines.items()),
            "changed_scope": scatter(n, ((pair, joined(c)) for pair, c in scopes.items())),
        }

    def _changed(
        self, first: Numbers, second: Numbers, shared: SharedBlock
    ) -> Iterator[tuple[int, SharedSentence]]:
        """The shared sentences of which something else was read, with their pair."""
        clauses, kinds = self._clauses, self._kinds
        i, j = first[shared.pair], second[shared.pair]
        ours, theirs = (
            self._readings[self._begins[side] + own] for side, own in ((i, shared.a), (j, shared.b))
        )
        changed = np.flatnonzero(ours != theirs)
        columns = (shared.pair, i, j, shared.a, shared.b, shared.similarity, ours, theirs)
        for pair, i_a, i_b, a, b, similarity, one, two in zip(
            *(column[changed].tolist() for column in columns), strict=True
        ):
            sentences = clauses[i_a].sentences[a], clauses[i_b].sentences[b]
            yield pair, tell_shared(*sentences, similarity, kinds[one], kinds[two])

    def _of_units(self, first: Numbers, second: Numbers) -> dict[str, Column]:
        units_of = self._contrasts.units_of
        cells: dict[str, dict[int, str]] = {name: {} for name in _WITHOUT_UNITS}
        with_units = np.flatnonzero(self._has_units[first] | self._has_units[second])
        for pair, i, j in _pairs(with_units, first, second):
            for name, cell in unit_cells(compare_sides(units_of(i), units_of(j))).items():
                cells[name][pair] = str(cell)
        return {
            name: scatter(len(first), cells[name].items(), rest=rest)
            for name, rest in _WITHOUT_UNITS.items()
        }


def _pairs(rows: Numbers, first: Numbers, second: Numbers) -> Iterator[tuple[int, int, int]]:
    """Some pairs of clauses with their rows."""
    return zip(rows.tolist(), first[rows].tolist(), second[rows].tolist(), strict=True)
