"""Models of sentence-transformers: a folder of the user's, or one in the Hugging Face cache."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.errors import ModelError, PolicyCompareWarning, UsageError
from policycompare.semantic.extras import find_version, import_extra

if TYPE_CHECKING:
    from numpy.typing import NDArray

PACKAGE = "sentence-transformers"
ORGANIZATION = "sentence-transformers"
"""Owner of the models that sentence-transformers knows by a bare name (all-MiniLM-L6-v2)."""

HUB_NAME = r"(?:\w[\w.-]*/)?\w[\w.-]*"
"""What may be the name of a model on the Hugging Face hub: its owner and its own name."""

PROMPTS: tuple[tuple[str, str], ...] = ((r"(?:^|[-_])e5(?:[-_](?!.*instruct)|$)", "query: "),)
"""Pattern of a model's own name -> prompt of both sides of a symmetric task, by the model cards.
The E5 models were trained with prefixes but do not store them; the instruct ones want a task."""

BATCH_SIZE = 1
"""Texts a forward pass. With more the padding, and with it the last bits of a vector, would depend
on the neighbours of a text, hence on the order of the files (docs/design.md, invariant 5)."""


class SentenceTransformerEmbedder:
    """A model of sentence-transformers that is on this machine; it is never downloaded.

    Parameters
    ----------
    model : str
        A folder, or a name such as ``BAAI/bge-small-zh-v1.5`` that the Hugging Face cache holds.
    prompt : str, optional
        Text put before every text; by default ``query: `` for the E5 family, else the model's own
        default prompt. The empty string means none.

    Raises
    ------
    UsageError
        If sentence-transformers is not installed or the model is not on this machine.
    """

    def __init__(self, model: str, *, prompt: str | None = None) -> None:
        find_version(PACKAGE, f"{PACKAGE}:{model}")
        self.model = model
        self.folder, label = find_model(model)
        self.prompt = find_prompt(model) if prompt is None else prompt
        prompt_label = "" if self.prompt is None else f":{self.prompt!r}"
        self.name = f"{PACKAGE}:{label}{prompt_label}"

    @cached_property
    def _model(self) -> Any:
        module = import_extra("sentence_transformers", self.name)
        try:
            # A folder of the user's may hold code; it is data here.
            return module.SentenceTransformer(
                str(self.folder), local_files_only=True, trust_remote_code=False
            )
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, AttributeError) as error:
            raise ModelError(
                f"The model in {self.folder} cannot be loaded ({_shorten(error)}); a folder that "
                "SentenceTransformer.save wrote is needed: give such a folder."
            ) from error

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, shape ``(n_texts, n_dimensions)``, L2-normalized.

        Warns of texts that are longer than the model reads, for their rest is cut.
        """
        if not len(texts):
            return np.zeros((0, self._n_dimensions()), dtype=np.float32)
        self._warn_of_long_texts(texts)
        vectors = self._model.encode(
            list(texts),
            prompt=self.prompt,
            batch_size=BATCH_SIZE,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _n_dimensions(self) -> int:
        model = self._model
        # The older name of the method left in version 5, the newer came with it.
        find = getattr(model, "get_embedding_dimension", None)
        return int((find or model.get_sentence_embedding_dimension)())

    def _warn_of_long_texts(self, texts: Sequence[str]) -> None:
        limit, tokenizer = self._model.max_seq_length, self._model.tokenizer
        if limit is None or not callable(tokenizer):
            return
        prompt = self.prompt or ""
        lengths = [
            len(tokenizer(prompt + text, truncation=False, verbose=False)["input_ids"])
            for text in texts
        ]
        n_cut = sum(length > limit for length in lengths)
        if n_cut:
            warnings.warn(
                f"{n_cut} of {len(texts)} texts are longer than the {limit} tokens that "
                f"the model {self.name} reads (the longest has {max(lengths)}); the rest "
                "of each is not compared.",
                PolicyCompareWarning,
                stacklevel=3,
            )

    def __repr__(self) -> str:
        return f"<SentenceTransformerEmbedder {self.name}>"


def find_prompt(model: str) -> str | None:
    """The prompt that a model needs but does not store, by the last part of its name.

    Examples
    --------
    >>> find_prompt("intfloat/multilingual-e5-small")
    'query: '
    >>> find_prompt("BAAI/bge-small-zh-v1.5") is None
    True
    """
    own_name = re.split(r"[/\\]", model.rstrip("/\\"))[-1].lower()
    return next((prompt for pattern, prompt in PROMPTS if re.search(pattern, own_name)), None)


def find_model(model: str) -> tuple[Path, str]:
    """Folder of a model and a label that changes with its content.

    Raises
    ------
    UsageError
        If there is neither such a folder nor such a model in the Hugging Face cache.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder, f"{folder.resolve().name}@{fingerprint_folder(folder)[:16]}"
    if not re.fullmatch(HUB_NAME, model):
        raise UsageError(
            f"There is no folder {model!r}; give the folder of a model of sentence-transformers, "
            "or the name of one in the Hugging Face cache of this machine (OWNER/NAME)."
        )
    hub = import_extra("huggingface_hub", f"{PACKAGE}:{model}")
    repository = model if "/" in model else f"{ORGANIZATION}/{model}"
    try:
        snapshot = Path(hub.snapshot_download(repository, local_files_only=True))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The model {model!r} is neither a folder nor in the Hugging Face cache of this "
            "machine, and policycompare downloads nothing; give the folder of a model, or "
            f"fetch it first with: hf download {repository}"
        ) from error
    # The folder of a snapshot is named by its commit.
    return snapshot, f"{repository}@{snapshot.name[:16]}"


def fingerprint_folder(folder: Path) -> str:
    """SHA-256 over names and contents of the files of a folder, hidden ones apart."""
    digest = sha256()
    for path in sorted(folder.rglob("*"), key=lambda one: one.relative_to(folder).as_posix()):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts):
            digest.update(inside.as_posix().encode("utf-8", "surrogateescape") + b"\0")
            with path.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
    return digest.hexdigest()


def _shorten(error: BaseException) -> str:
    """The first line of a message, for those of the libraries run over many."""
    return str(error).strip().split("\n")[0][:200] or type(error).__name__
