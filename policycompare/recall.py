"""How many links a cut of the candidates lost, measured on document pairs scored in full.

A clause's rivals in a document are all there when every pair of two documents is scored, so the
sample gives exactly what a run without a cut would give for these documents. Only two documents too
long for that are thinned, which is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from policycompare.datamodel import Links

if TYPE_CHECKING:
    from policycompare.candidates import Candidates, Cut
    from policycompare.datamodel import Clause, Link, ScoredPairs
    from policycompare.vectors import FieldMatrices

N_CLAUSES = 100
"""Clauses whose nearest are looked for among all, at most."""

N_NEAREST, LEAST_COSINE, COPY_COSINE = 10, 0.2, 0.8


@dataclass(frozen=True, slots=True)
class NearestRecall:
    """Nearest clauses among the candidates, of those that a look at every clause finds.

    Attributes
    ----------
    n_clauses : int
        Clauses of the sample.
    n_nearest, n_found : int
        Their :data:`N_NEAREST` nearest in each field with a cosine of at least
        :data:`LEAST_COSINE`, and those of them among the candidates.
    n_by_body, n_by_body_found : int
        The same for the words of the bodies alone, where most candidates are sought.
    n_copies, n_copies_found : int
        The same for those with a cosine of at least :data:`COPY_COSINE` of the words of the bodies.
    cut : Cut
        How the candidates were chosen.
    """

    n_clauses: int
    n_nearest: int
    n_found: int
    n_by_body: int
    n_by_body_found: int
    n_copies: int
    n_copies_found: int
    cut: Cut

    @property
    def share(self) -> float:
        """``n_found / n_nearest`` in [0, 1]; NaN where there is none."""
        return self.n_found / self.n_nearest if self.n_nearest else float("nan")

    def __str__(self) -> str:
        return (
            f"Of the {N_NEAREST} nearest clauses by the words of bodies (cosine from "
            f"{LEAST_COSINE}), {self.n_by_body_found} of {self.n_by_body} were scored, in each "
            f"field {self.n_found} of {self.n_nearest}, of near copies (cosine of the bodies "
            f"from {COPY_COSINE}) {self.n_copies_found} of {self.n_copies}, measured on "
            f"{self.n_clauses} clauses of this run. Each clause proposed up to "
            f"{self.cut.neighbours} by the words of its body and half as many by each of "
            f"{', '.join(f for f in self.cut.fields if f != 'body_words')}; "
            f"{self.cut.n_shortened} clauses met others by their rarest terms only, with a reach "
            f"of {self.cut.reach}; --neighbours and --reach raise them."
        )


@dataclass(frozen=True, slots=True)
class Recall:
    """Links found with the cut, among those found without it, on a sample of the same run.

    Attributes
    ----------
    n_documents : int
        Document pairs of the sample.
    n_pairs : int
        Clause pairs of the sample.
    n_links, n_found : int
        Links of the sample scored in full, and those of them that the run has.
    n_surplus : int
        Links that the run has in the sample, but that are none, or of the other kind, where it is
        scored in full.
    nearest : NearestRecall
        How many of the truly nearest clauses are among the pairs that were scored.
    is_thinned : bool
        Whether the documents were too long for all their clause pairs, so that ``n_pairs`` are
        those of some of their clauses.
    """

    n_documents: int
    n_pairs: int
    n_links: int
    n_found: int
    n_surplus: int
    nearest: NearestRecall
    is_thinned: bool = False

    @property
    def share(self) -> float:
        """``n_found / n_links`` in [0, 1]; NaN where the sample has no link."""
        return self.n_found / self.n_links if self.n_links else float("nan")

    def __str__(self) -> str:
        which = f"all {self.n_pairs} clause pairs"
        if self.is_thinned:
            which = f"the {self.n_pairs} clause pairs of some evenly spread clauses"
        return (
            f"Recall of the cut: {self.n_found} of {self.n_links} links were found, and "
            f"{self.n_surplus} that are none or of another kind without the cut, measured on "
            f"{self.n_documents} document pairs of this run with {which} "
            f"scored. {self.nearest}"
        )


def measure_recall(
    clauses: Sequence[Clause],
    links: Sequence[Link],
    sample: ScoredPairs,
    in_full: Sequence[Link],
    nearest: NearestRecall,
) -> Recall:
    """Count which links of document pairs that were scored in full the run has.

    Parameters
    ----------
    clauses : sequence of Clause
    links : sequence of Link
        The links of the run.
    sample : ScoredPairs
        All clause pairs of some document pairs, or of some clauses of them.
    in_full : sequence of Link
        The links among them.
    nearest : NearestRecall
        From :func:`measure_nearest`.
    """
    sampled = set(zip(sample.a.tolist(), sample.b.tolist(), strict=True))
    # Most links of a large run lie outside the sample, and no object is made of those.
    found, n = Links.collect(links), len(clauses)
    inside = np.isin(found.a * n + found.b, sample.a * n + sample.b)
    expected = {(k.a, k.b, k.relation) for k in in_full}
    in_run = {(k.a, k.b, k.relation) for k in found.take(np.flatnonzero(inside))}
    documents = {(clauses[a].document, clauses[b].document) for a, b in sampled}
    sizes = Counter(clause.document for clause in clauses)
    n_pairs = sum(sizes[one] * sizes[other] for one, other in documents)
    n_found, n_surplus = len(expected & in_run), len(in_run - expected)
    return Recall(
        len(documents),
        len(sample.a),
        len(expected),
        n_found,
        n_surplus,
        nearest,
        is_thinned=len(sample.a) < n_pairs,
    )


def measure_nearest(
    groups: Sequence[str], matrices: FieldMatrices, candidates: Candidates
) -> NearestRecall:
    """Compare some clauses, evenly spread, with all of other groups and look which were missed.

    In the fields by which clauses proposed each other.

    Raises
    ------
    ValueError
        If ``candidates`` are all pairs, of which none can be missed.
    """
    # Imported late: a run that scores all pairs, and what only reads texts, need no scipy for it.
    from policycompare.neighbours import find_nearest, list_fields, measure_pairs

    if candidates.cut is None:
        raise ValueError("All pairs are candidates; there is nothing to measure.")
    codes = np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1]
    n = len(codes)
    sample = np.unique(np.linspace(0, n - 1, N_CLAUSES).astype(np.int64))
    nearest: set[int] = set()
    by_body: set[int] = set()
    copies: set[int] = set()
    for name, field in list_fields(matrices, candidates.cut.fields).items():
        # A reach of all terms: no clause is shortened, so these are exactly the nearest.
        first, second, _ = find_nearest(
            field, codes, limit=N_NEAREST, reach=field.rows.nnz**2, clauses=sample
        )
        similarity = measure_pairs(field, first, second)
        keys = np.minimum(first, second) * n + np.maximum(first, second)
        nearest.update(keys[similarity >= LEAST_COSINE].tolist())
        if name == "body_words":
            by_body.update(keys[similarity >= LEAST_COSINE].tolist())
            copies.update(keys[similarity >= COPY_COSINE].tolist())
    scored = candidates.a * n + candidates.b
    every, body, copied = (
        (len(keys), int(np.isin(list(keys), scored).sum())) for keys in (nearest, by_body, copies)
    )
    return NearestRecall(len(sample), *every, *body, *copied, candidates.cut)
