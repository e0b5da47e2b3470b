"""How linked pairs differ, as columns of a block of pairs.

The cells are those of :func:`policycompare.report.difference_rows.difference_cells`. Most pairs
share no sentence, no target and no unit; what can be told of a clause alone is told once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from policycompare.contrasts import Contrasts
from policycompare.datamodel import STRENGTHS, Clause, SharedSentence
from policycompare.differences import compare_keyed
from policycompare.differences.blocks import SentenceBlocks, SharedBlock
from policycompare.report.column_blocks import Column, Texts, encode, scatter
from policycompare.report.difference_rows import (
    change_text,
    scope_change,
    sentence_texts,
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
        self._strength_codes = np.full(len(clauses), -1, dtype=np.int32)
        self._strength_cells: dict[str, int] = {}

    def find(self, first: Numbers, second: Numbers) -> dict[str, Column]:
        """The columns of the pairs of clauses at ``first[i]`` and ``second[i]``."""
        shared = self._sentences.align(first, second)
        n_shared = np.bincount(shared.pair, minlength=len(first))
        columns: dict[str, Column] = {
            "n_shared_sentences": n_shared,
            "n_uncompared_sentences": shared.n_cut,
        }
        for side, clauses, own in (("a", first, shared.a), ("b", second, shared.b)):
            columns[f"{side}_strength"] = self._strengths(clauses)
            columns[f"n_only_{side}"], columns[f"only_{side}"] = self._sole(
                clauses, shared.pair, own, n_shared
            )
        columns |= self._of_shared(first, second, shared)
        columns |= self._of_units(first, second)
        return columns

    def _strengths(self, clauses: Numbers) -> Texts:
        distinct, at = np.unique(clauses, return_inverse=True)
        cells, codes = self._strength_cells, self._strength_codes
        for i in distinct[codes[distinct] < 0].tolist():  # once for all blocks
            found = Counter(
                self._contrasts.read(sentence.text).strength
                for sentence in self._clauses[i].sentences
            )
            cell = strength_counts({v: found[v] for v in STRENGTHS if v in found})
            codes[i] = cells.setdefault(cell, len(cells))
        return Texts(codes, list(cells)).only(distinct, at)

    def _sole(
        self, clauses: Numbers, pair: Numbers, sentence: Numbers, n_shared: Numbers
    ) -> tuple[Numbers, Texts]:
        """Number and texts of the sentences of each pair's clause that stand alone."""
        order = np.lexsort((sentence, pair))
        shared = sentence[order].tolist()
        ends = np.cumsum(n_shared).tolist()
        numbers: dict[tuple[int, ...], int] = {}
        codes: list[int] = []
        texts: list[str] = []
        counts: list[int] = []
        begin = 0
        for i, end in zip(clauses.tolist(), ends, strict=True):
            own = self._clauses[i].sentences
            key = (i, *shared[begin:end])
            counts.append(len(own) - end + begin)
            begin = end
            code = numbers.get(key)
            if code is None:
                code = numbers[key] = len(texts)
                taken = frozenset(key[1:])
                texts.append(sentence_texts(s.text for k, s in enumerate(own) if k not in taken))
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
        for pair, (i, j) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
            ours = targets_of(i)
            if ours and not ours.keys().isdisjoint(theirs := targets_of(j)):
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
        read, clauses = self._contrasts.read, self._clauses
        for pair, i, j, a, b, similarity in zip(
            shared.pair.tolist(),
            first[shared.pair].tolist(),
            second[shared.pair].tolist(),
            shared.a.tolist(),
            shared.b.tolist(),
            shared.similarity.tolist(),
            strict=True,
        ):
            one, two = clauses[i].sentences[a], clauses[j].sentences[b]
            if read(one.text) != read(two.text):
                yield pair, self._contrasts.share(one, two, similarity)

    def _of_units(self, first: Numbers, second: Numbers) -> dict[str, Column]:
        units_of = self._contrasts.units_of
        cells: dict[str, dict[int, str]] = {name: {} for name in _WITHOUT_UNITS}
        for pair, (i, j) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
            a, b = units_of(i), units_of(j)
            if a.units or b.units:
                for name, cell in unit_cells(compare_sides(a, b)).items():
                    cells[name][pair] = str(cell)
        return {
            name: scatter(len(first), cells[name].items(), rest=rest)
            for name, rest in _WITHOUT_UNITS.items()
        }
