"""Draw pairs of clauses at random within strata, with the weight that each stands for."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policycompare.errors import UsageError
from policycompare.sampling.absences import current_thresholds
from policycompare.sampling.strata import STRATA, allocate_pairs, assign_strata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policycompare.comparison import Comparison
    from policycompare.datamodel import Clause
    from policycompare.report.labels import Language
    from policycompare.report.protocol import Row

DEFAULT_PAIRS = 200
"""Pairs that are drawn: an afternoon of one coder at about a minute a pair."""

_SAFE_LETTERS = "bcdfghjkmnpqrtvwxz"
"""Letters that make no word, number, month or formula for a spreadsheet to rewrite."""

_BATCH = 4096


@dataclass(frozen=True, slots=True)
class SampledPair:
    """A pair drawn for coding; ``a`` and ``b`` are in random order.

    Attributes
    ----------
    pair_id : str
        ``<sample id>-<number>``; says nothing about the pair.
    stratum : str
    n_stratum, n_drawn : int
        Pairs that the stratum holds and that were drawn of it.
    p_same, p_overlap : float or None
        Probabilities at the time of drawing; None if the pair was not scored.
    """

    pair_id: str
    a: Clause
    b: Clause
    stratum: str
    n_stratum: int
    n_drawn: int
    p_same: float | None
    p_overlap: float | None

    @property
    def weight(self) -> float:
        """How many pairs of the corpus this one stands for: one over its inclusion probability."""
        return self.n_stratum / self.n_drawn


@dataclass(frozen=True)
class Sample:
    """Pairs to code by hand.

    Attributes
    ----------
    sample_id : str
        Letters that tell this sample from others.
    pairs : tuple of SampledPair
        In the order of their numbers, which is random.
    n_population : int
        Pairs of different groups in the corpus.
    seed : int
    warnings : tuple of str
    """

    sample_id: str
    pairs: tuple[SampledPair, ...]
    n_population: int
    seed: int
    warnings: tuple[str, ...] = ()

    def write(self, path: str | PathLike[str], *, n_coders: int = 2) -> tuple[Path, ...]:
        """Write one sheet per coder and the key, as :func:`policycompare.sampling.write_sample`.

        Raises
        ------
        UsageError, OutputError
            As there.
        """
        from policycompare.sampling.sheets import write_sample

        return write_sample(self, Path(fspath(path)), n_coders=n_coders)

    def to_html(self, *, language: Language = "en") -> str:
        """Render how many pairs stand for how many of each stratum; nothing tells of one pair."""
        from policycompare.report.result_views import render_sections

        drawn = {pair.stratum: (pair.n_stratum, pair.n_drawn) for pair in self.pairs}
        rows: list[Row] = [
            {"stratum": name, "n_stratum": drawn[name][0], "n_drawn": drawn[name][1]}
            for name in sorted(drawn)
        ]
        title = repr(self).strip("<>")
        return render_sections(title, [("", rows)], warnings=self.warnings, language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return f"<Sample {self.sample_id}: {len(self.pairs)} of {self.n_population} pairs>"


def draw_sample(comparison: Comparison, *, n_pairs: int = DEFAULT_PAIRS, seed: int = 1) -> Sample:
    """Draw pairs of different groups, without replacement, likely ones more often.

    Parameters
    ----------
    comparison : Comparison
    n_pairs : int
        Pairs to draw; all of them, with a warning, where there are fewer.
    seed : int
        The same seed draws the same pairs of the same corpus and model.

    Raises
    ------
    UsageError
        If there is no pair of different groups, or ``n_pairs`` does not do for every stratum.
    """
    scored = comparison.scored
    n_population = len(scored.a) + scored.n_cut
    if n_population == 0:
        raise UsageError(
            "There is no pair of clauses of different groups to draw; choose documents of two "
            "groups, or other roles with --roles."
        )
    rng = np.random.default_rng(seed)
    strata = assign_strata(scored, comparison.groups, current_thresholds(comparison))
    sizes = np.bincount(strata, minlength=len(STRATA))
    sizes[-1] = scored.n_cut
    drawn = allocate_pairs(sizes, min(n_pairs, n_population))
    rows = np.concatenate(
        [
            rng.choice(np.flatnonzero(strata == k), size=drawn[k], replace=False)
            for k in range(len(STRATA) - 1)
        ]
    )
    ends = np.concatenate(
        [
            np.column_stack([scored.a[rows], scored.b[rows]]),
            _draw_unscored(comparison, int(drawn[-1]), rng),
        ]
    )
    of_stratum = np.repeat(np.arange(len(STRATA)), drawn)
    sample_id = _make_id(comparison, ends, of_stratum, seed)
    pairs = tuple(
        SampledPair(
            pair_id=f"{sample_id}-{number:04d}",
            a=comparison.clauses[a],
            b=comparison.clauses[b],
            stratum=STRATA[of_stratum[k]].name,
            n_stratum=int(sizes[of_stratum[k]]),
            n_drawn=int(drawn[of_stratum[k]]),
            p_same=float(scored.p_same[rows[k]]) if k < len(rows) else None,
            p_overlap=float(scored.p_overlap[rows[k]]) if k < len(rows) else None,
        )
        for number, k in enumerate(rng.permutation(len(ends)), start=1)
        for a, b in (rng.permutation(ends[k]),)
    )
    warnings = () if n_population >= n_pairs else (_too_few(n_population, n_pairs),)
    return Sample(sample_id, pairs, n_population, seed, warnings)


def _too_few(n_population: int, n_pairs: int) -> str:
    return (
        f"The corpus has {n_population} pairs of different groups, not {n_pairs}: all of them are "
        "in the sample."
    )


def _draw_unscored(
    comparison: Comparison, n_drawn: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Pairs of different groups that were not scored, shape (n_drawn, 2), without replacement."""
    n_clauses, groups = len(comparison.groups), np.array(comparison.groups)
    scored = comparison.scored
    taken = set((scored.a * n_clauses + scored.b).tolist()) if n_drawn else set()
    found: list[tuple[int, int]] = []
    while len(found) < n_drawn:
        ends = np.sort(rng.integers(n_clauses, size=(_BATCH, 2)), axis=1)
        for a, b in ends[groups[ends[:, 0]] != groups[ends[:, 1]]].tolist():
            if a * n_clauses + b not in taken and len(found) < n_drawn:
                taken.add(a * n_clauses + b)
                found.append((a, b))
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _make_id(
    comparison: Comparison, ends: NDArray[np.int64], strata: NDArray[np.int64], seed: int
) -> str:
    parts: Sequence[str] = [
        str(seed),
        *(f"{comparison.clauses[a].text}\t{comparison.clauses[b].text}" for a, b in ends),
        *map(str, strata.tolist()),
    ]
    number = int.from_bytes(sha256("\n".join(parts).encode()).digest()[:8])
    letters = []
    for _ in range(5):
        number, rest = divmod(number, len(_SAFE_LETTERS))
        letters.append(_SAFE_LETTERS[rest])
    return "".join(letters)
