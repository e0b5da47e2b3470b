"""The vectors of a run's clauses, for runs that are given an embedder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from policycompare.preparation import Progress, report_progress
from policycompare.semantic import (
    CachedEmbedder,
    ClauseVectors,
    Embedder,
    embed_clauses,
    load_embedder,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.scoring import Model

STEP = 16
"""Texts between two reports of the progress: with a small model some three seconds."""


def embed_run(
    clauses: Sequence[Clause], name: str, progress: Progress | None = None
) -> ClauseVectors:
    """Vectors of the compared clauses; those that the cache knows are not computed.

    Raises
    ------
    UsageError
        If the embedder is not known, not on this machine, or its extra is not installed.
    ModelError
        If it cannot be loaded or gives something else than the vectors that were asked for.
    """
    return embed_clauses(clauses, _ToldEmbedder(CachedEmbedder(load_embedder(name)), progress))


def list_doubts(model: Model, vectors: ClauseVectors) -> Iterator[str]:
    """Say what a reader should know of a model and an embedder that do not belong together."""
    if not model.needs_embedder:
        yield (
            f"The embedder {vectors.name} changes nothing: the model {model.name} was fitted "
            "without one. Leave one of the two out."
        )
    elif model.embedder != vectors.name:
        yield (
            f"The model {model.name} was fitted with another embedder "
            f"({model.embedder or 'not named'}) than that of this run ({vectors.name}): its "
            "figures and probabilities do not hold here. Fit it anew, or check it with coded pairs."
        )


class _ToldEmbedder:
    """An embedder that tells how far it is."""

    def __init__(self, embedder: Embedder, progress: Progress | None) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._progress = progress

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        parts = []
        self._tell(0, len(texts))
        # One call at least: no texts have a number of dimensions too.
        for start in range(0, max(1, len(texts)), STEP):
            parts.append(self._embedder.embed(texts[start : start + STEP]))
            self._tell(min(start + STEP, len(texts)), len(texts))
        return np.concatenate(parts)

    def _tell(self, n_done: int, n_texts: int) -> None:
        report_progress(self._progress, "embedding texts", n_done, n_texts)
