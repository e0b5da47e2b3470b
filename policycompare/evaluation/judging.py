"""Hold what a run says about pairs of clauses against a gold, fold by fold.

A row is a pair of units. Units are the gold clauses, then the predicted clauses that stand for none
of them; a pair with one of the latter has label 0, so that linking it is a mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.evaluation.folds import number_document_pairs
from policycompare.evaluation.gold import Gold, map_clauses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause, ScoredPairs

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]
    Mask = NDArray[np.bool_]

_COLUMNS = ("a", "b", "labels", "found", "p_same", "p_overlap", "in_gold")


@dataclass(frozen=True)
class JudgedPairs:
    """Rows of labelled pairs and what was said about them, each column of shape (n_rows,).

    Attributes
    ----------
    a, b : numpy.ndarray of int
        Numbers of the units, ``a < b``.
    labels, found : numpy.ndarray of int
        Gold and reported relation: 2 same, 1 partial, 0 neither.
    p_same, p_overlap : numpy.ndarray
        Probabilities in [0, 1]; 0 for a pair that was not scored.
    in_gold : numpy.ndarray of bool
        False for a pair with a predicted clause that stands for no gold clause.
    fold : numpy.ndarray of int
        The fold that a row was tested in; a pair may be tested in several.
    documents : numpy.ndarray of int, shape (n_units,)
        Number of the document of each unit.
    n_gold_units : int
        The first so many units are gold clauses.
    """

    a: Whole
    b: Whole
    labels: Whole
    found: Whole
    p_same: Real
    p_overlap: Real
    in_gold: Mask
    fold: Whole
    documents: Whole
    n_gold_units: int

    def select(self, rows: Mask) -> JudgedPairs:
        """The same units with some of the rows."""
        columns: dict[str, Any] = {name: getattr(self, name)[rows] for name in (*_COLUMNS, "fold")}
        return replace(self, **columns)

    @property
    def pair_keys(self) -> Whole:
        """A number for the two documents of each row."""
        return number_document_pairs([str(d) for d in self.documents], self.a, self.b)

    def __repr__(self) -> str:
        return f"<JudgedPairs: {len(self.a)} rows, {len(self.documents)} units>"


def join_folds(parts: Sequence[JudgedPairs]) -> JudgedPairs:
    """The rows of several folds, numbered by fold; all have the same units."""
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS
    }
    fold = np.repeat(np.arange(len(parts)), [len(part.a) for part in parts])
    return replace(parts[0], fold=fold, **columns)


@dataclass(frozen=True)
class PairMapping:
    """Which rows the scored pairs of a run are.

    Attributes
    ----------
    gold_of : tuple of int or None
        Position of the gold clause of each predicted clause.
    row : numpy.ndarray of int, shape (n_scored,)
        Row of each scored pair in ``blank``.
    blank : JudgedPairs
        All rows with their labels, nothing found, every probability 0.
    """

    gold_of: tuple[int | None, ...]
    row: Whole
    blank: JudgedPairs

    def judge(self, found: Whole, p_same: Real, p_overlap: Real, scored: Mask) -> JudgedPairs:
        """All rows, filled with what is said about some of the scored pairs.

        Several pairs that stand for one row count with their highest values.

        Parameters
        ----------
        found, p_same, p_overlap : numpy.ndarray
            One value per chosen pair.
        scored : numpy.ndarray of bool, shape (n_scored,)
            The chosen pairs.
        """
        filled: dict[str, Any] = {
            name: _fill(getattr(self.blank, name), self.row[scored], values)
            for name, values in (("found", found), ("p_same", p_same), ("p_overlap", p_overlap))
        }
        return replace(self.blank, **filled)


def map_pairs(gold: Gold, clauses: Sequence[Clause], scored: ScoredPairs) -> PairMapping:
    """Find the row of every scored pair; pairs without a gold clause get rows of their own."""
    gold_of = map_clauses(clauses, gold)
    n_gold = len(gold.clauses)
    loose = [k for k, position in enumerate(gold_of) if position is None]
    number = {k: n_gold + place for place, k in enumerate(loose)}
    unit = np.array(
        [number[k] if position is None else position for k, position in enumerate(gold_of)],
        dtype=np.int64,
    )
    names = [one.document for one in gold.clauses] + [clauses[k].document for k in loose]
    documents = np.unique(names, return_inverse=True)[1].astype(np.int64)
    a, b, labels = gold.pairs()
    first = np.minimum(unit[scored.a], unit[scored.b])
    second = np.maximum(unit[scored.a], unit[scored.b])
    extra = second >= n_gold
    row = np.empty(len(first), dtype=np.int64)
    row[extra] = len(a) + np.arange(int(extra.sum()))
    # Gold pairs ascend by (a, b), so that a pair's row is found by its number.
    size = len(names)
    row[~extra] = np.searchsorted(a * size + b, first[~extra] * size + second[~extra])
    blank = _blank(
        np.concatenate([a, first[extra]]),
        np.concatenate([b, second[extra]]),
        np.concatenate([labels, np.zeros(int(extra.sum()), np.int64)]),
        documents,
        n_gold,
    )
    return PairMapping(gold_of, row, blank)


def judge_labels(gold: Gold, found: Whole) -> JudgedPairs:
    """Hold labels of all gold pairs against the gold, as of a coder."""
    a, b, labels = gold.pairs()
    documents = np.unique([c.document for c in gold.clauses], return_inverse=True)[1]
    blank = _blank(a, b, labels, documents.astype(np.int64), len(documents))
    return replace(blank, found=found)


def _blank(a: Whole, b: Whole, labels: Whole, documents: Whole, n_gold: int) -> JudgedPairs:
    nothing, zero = np.zeros(len(a), np.int64), np.zeros(len(a))
    return JudgedPairs(
        a, b, labels, nothing, zero, zero, b < n_gold, nothing, documents, n_gold_units=n_gold
    )


def _fill(
    blank: NDArray[np.int64] | NDArray[np.float64],
    rows: Whole,
    values: NDArray[np.int64] | NDArray[np.float64],
) -> NDArray[np.int64] | NDArray[np.float64]:
    filled = blank.copy()
    np.maximum.at(filled, rows, values)
    return filled
