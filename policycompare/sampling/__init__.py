"""Draw pairs of clauses to code by hand, blind to the scores, with known weights."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from policycompare.sampling.drawing import DEFAULT_PAIRS, Sample, SampledPair, draw_sample
from policycompare.sampling.sheets import check_path, fingerprint_texts, write_sample
from policycompare.sampling.strata import STRATA, Stratum
from policycompare.settings import Settings

if TYPE_CHECKING:
    from policycompare.preparation import Progress

__all__ = [
    "STRATA",
    "Sample",
    "SampledPair",
    "Stratum",
    "check_path",
    "draw_sample",
    "fingerprint_texts",
    "sample",
    "write_sample",
]

DEFAULTS = Settings()
"""What a run does when it is told nothing."""


def sample(
    folder: str | PathLike[str],
    *,
    n_pairs: int = DEFAULT_PAIRS,
    seed: int = 1,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
) -> Sample:
    """Compare a corpus and draw pairs of it to code by hand.

    Write them with :func:`write_sample`.

    Raises
    ------
    UsageError
        If there is no pair to draw or ``n_pairs`` is too small; further errors as of
        :func:`policycompare.compare`.
    """
    from policycompare.pipeline import compare

    comparison = compare(Path(fspath(folder)), settings=settings, progress=progress)
    return draw_sample(comparison, n_pairs=n_pairs, seed=seed)
