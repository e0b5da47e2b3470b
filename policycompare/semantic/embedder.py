"""What an embedder is, and what is checked about the vectors that it gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from policycompare.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

NORM_TOLERANCE = 1e-3
"""Greatest distance of an L2 norm from 1: float32 sums of a thousand terms err by 1e-6,
half-precision models by some 5e-4; a forgotten normalization is off by far more."""


@runtime_checkable
class Embedder(Protocol):
    """Anything that turns texts into vectors of unit length.

    Attributes
    ----------
    name : str
        Stable identifier of model, version and prompt; vectors are cached under it, so whatever
        changes a vector must change the name.
    """

    @property
    def name(self) -> str:
        """Stable identifier of model, version and prompt."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts in their order, shape ``(n_texts, n_dimensions)``.

        Every row has an L2 norm of 1 and depends on its own text alone; no texts give an array of
        shape ``(0, n_dimensions)``.
        """


def check_vectors(vectors: object, n_texts: int, name: str) -> NDArray[np.float32]:
    """The vectors of an embedder as float32, once they are what the protocol promises.

    Parameters
    ----------
    vectors : array-like
        What ``embed`` gave for ``n_texts`` texts.
    name : str
        The embedder's name, for the message.

    Returns
    -------
    numpy.ndarray of float32, shape (n_texts, n_dimensions)

    Raises
    ------
    ModelError
        If the vectors are no numbers, have another shape, hold NaN or infinity, or have an L2 norm
        further than 1e-3 from 1.
    """
    try:
        array = np.asarray(vectors, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise ModelError(
            f"The embedder {name} gave no array of numbers ({error}); allowed is a float32 array "
            f"of shape ({n_texts}, n_dimensions): mend the embedder."
        ) from error
    if array.ndim != 2 or len(array) != n_texts or (n_texts and not array.shape[1]):
        raise ModelError(
            f"The embedder {name} gave an array of shape {array.shape} for {n_texts} texts; "
            f"allowed is ({n_texts}, n_dimensions), one row a text: mend the embedder."
        )
    bad = np.flatnonzero(~np.isfinite(array).all(axis=1))
    if len(bad):
        raise ModelError(
            f"The embedder {name} gave NaN or infinity in {len(bad)} of {n_texts} rows, first in "
            f"row {bad[0]}; allowed are finite numbers: mend the embedder or take another model."
        )
    _check_norms(array, name)
    return array


def _check_norms(array: NDArray[np.float32], name: str) -> None:
    norms = np.linalg.norm(array.astype(np.float64), axis=1)
    off = np.flatnonzero(np.abs(norms - 1) > NORM_TOLERANCE)
    if len(off):
        raise ModelError(
            f"The embedder {name} gave rows that are not L2-normalized: row {off[0]} has the norm "
            f"{norms[off[0]]:.4g} ({len(off)} of {len(array)} rows are off); allowed is 1 within "
            f"{NORM_TOLERANCE}: divide each row by its norm, or take a model that knows the text."
        )
