"""Embedders without a model, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_DIMENSIONS = 8


class HashEmbedder:
    """Unit vectors drawn from the hash of each text; remembers what it was asked."""

    def __init__(self, name: str = "hash-1") -> None:
        self.name = name
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = [
            [byte - 127.5 for byte in sha256(t.encode()).digest()[:N_DIMENSIONS]] for t in texts
        ]
        array = np.array(rows, dtype=np.float64).reshape(len(texts), N_DIMENSIONS)
        return np.asarray(array / np.linalg.norm(array, axis=1, keepdims=True), dtype=np.float32)


class GivenEmbedder:
    """Gives the same answer whatever it is asked."""

    name = "given-1"

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def embed(self, texts: Sequence[str]) -> Any:
        return self.answer
