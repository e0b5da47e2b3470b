"""Vectors are computed once for each text and model, and kept in the user's cache folder."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policycompare.caches import cache_folder
from policycompare.errors import ModelError
from policycompare.semantic.embedder import Embedder, check_vectors
from policycompare.semantic.store import VectorStore

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 64
"""Texts computed between two writes: what an interrupted run loses at most, some ten seconds of a
small model."""


class CachedEmbedder:
    """An embedder that remembers its vectors by model and text, and checks what it is given.

    Parameters
    ----------
    embedder : Embedder
        Any embedder; its ``name`` is part of the key of every vector.
    folder : Path, optional
        Where the vectors are kept; by default ``embeddings`` in the user's cache folder. The texts
        themselves are not stored.

    Examples
    --------
    >>> import tempfile
    >>> class Length:
    ...     name = "length"
    ...
    ...     def embed(self, texts):
    ...         print("computed:", *texts)
    ...         return np.array([[1.0, 0.0] for _ in texts], dtype=np.float32)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     cached = CachedEmbedder(Length(), folder=Path(folder))
    ...     first = cached.embed(["一", "二", "一"])
    ...     second = cached.embed(["二"])
    computed: 一 二
    >>> first.shape, second.shape
    ((3, 2), (1, 2))
    """

    def __init__(self, embedder: Embedder, *, folder: Path | None = None) -> None:
        self.embedder = embedder
        self.name = embedder.name
        self.store = VectorStore(folder or _default_folder())

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, shape ``(n_texts, n_dimensions)``, L2-normalized.

        Raises
        ------
        ModelError
            If the embedder gives another shape, NaN, infinity or rows that are not L2-normalized.
        """
        keys = [make_key(self.name, text) for text in texts]
        known = self.store.read(sorted(set(keys)))
        # Sorted, so that an embedder sees the same calls whatever the order of the documents.
        missing = sorted({text for text, key in zip(texts, keys, strict=True) if key not in known})
        known.update(self._compute(missing))
        if not keys:
            return check_vectors(self.embedder.embed([]), 0, self.name)
        self._check_dimensions({len(vector) for vector in known.values()})
        return np.stack([known[key] for key in keys])

    def _check_dimensions(self, found: set[int]) -> None:
        if len(found) > 1:
            raise ModelError(
                f"The embedder {self.name} has vectors of {sorted(found)} dimensions, counting "
                f"those in {self.store.path}, but a model has one number of dimensions; give the "
                "changed model another name, or delete that file."
            )

    def _compute(self, texts: Sequence[str]) -> dict[bytes, NDArray[np.float32]]:
        computed: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            vectors = check_vectors(self.embedder.embed(chunk), len(chunk), self.name)
            fresh = {make_key(self.name, t): v for t, v in zip(chunk, vectors, strict=True)}
            self.store.write(fresh)
            computed.update(fresh)
        return computed

    def __repr__(self) -> str:
        return f"<CachedEmbedder of {self.embedder!r} in {self.store.path}>"


def make_key(name: str, text: str) -> bytes:
    """SHA-256 of model name and text, 32 bytes; the name's length keeps the two apart."""
    name_bytes = name.encode("utf-8", "surrogatepass")
    return sha256(
        len(name_bytes).to_bytes(8, "big") + name_bytes + text.encode("utf-8", "surrogatepass")
    ).digest()


def _default_folder() -> Path:
    return cache_folder() / "embeddings"
