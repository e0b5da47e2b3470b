"""sentence-transformers with a tiny model made here; no network."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from policycompare.errors import ModelError, PolicyCompareWarning, UsageError
from policycompare.semantic import (
    CachedEmbedder,
    load_embedder,
    transformer,
)

if TYPE_CHECKING:
    pass


CHARACTERS = "推动企业数字化转型实施智能制造工程建设车间加强养老服务供给:qury"
LIMIT = 16
"""Tokens that the tiny model reads."""


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer with random weights, saved as sentence-transformers does."""
    library = pytest.importorskip(
        "sentence_transformers",
        reason="sentence-transformers of the extra [semantic] is not installed",
    )
    transformers = pytest.importorskip("transformers", reason="transformers is not installed")
    torch = pytest.importorskip("torch", reason="torch is not installed")
    folder = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(CHARACTERS)]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=LIMIT,
    )
    torch.manual_seed(0)
    transformers.BertModel(config).save_pretrained(folder)
    transformers.BertTokenizer(str(folder / "vocab.txt"), model_max_length=LIMIT).save_pretrained(
        folder
    )
    model = library.SentenceTransformer(str(folder), local_files_only=True, device="cpu")
    saved = tmp_path_factory.mktemp("models") / "tiny-zh"
    model.save(str(saved))
    return saved


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_semantic_transformer_of_a_folder(tiny_model: Path, tmp_path: Path) -> None:
    embedder = load_embedder(f"sentence-transformers:{tiny_model}")
    texts = ["推动企业数字化转型", "建设数字化车间", "加强养老服务供给"]
    vectors = CachedEmbedder(embedder, folder=tmp_path).embed(texts)
    assert vectors.shape == (3, 8)
    assert embedder.embed([]).shape == (0, 8)
    assert embedder.name.startswith("sentence-transformers:tiny-zh@")
    # Each vector depends on its own text alone, whatever is beside it.
    np.testing.assert_array_equal(embedder.embed(texts[::-1])[::-1], vectors)
    np.testing.assert_array_equal(embedder.embed(texts[1:2])[0], vectors[1])


def test_semantic_transformer_name_follows_the_content(tiny_model: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(tiny_model, tmp_path / tiny_model.name)
    names = [load_embedder(f"sentence-transformers:{folder}").name for folder in (tiny_model, copy)]
    assert names[0] == names[1]
    (copy / "README.md").write_text("another model", encoding="utf-8")
    assert load_embedder(f"sentence-transformers:{copy}").name != names[0]


def test_semantic_transformer_prompt_changes_vector_and_name(tiny_model: Path) -> None:
    plain, asked = (
        load_embedder(f"sentence-transformers:{tiny_model}", prompt=prompt)
        for prompt in (None, "query: ")
    )
    assert plain.name != asked.name
    assert not np.allclose(plain.embed(["推动"]), asked.embed(["推动"]))
    np.testing.assert_array_equal(plain.embed(["query: 推动"]), asked.embed(["推动"]))


def test_semantic_transformer_warns_of_texts_that_it_cuts(tiny_model: Path) -> None:
    embedder = load_embedder(f"sentence-transformers:{tiny_model}")
    cut = r"1 of 2 texts are longer than the 16 tokens .*\(the longest has 42\); the rest of each"
    with pytest.warns(PolicyCompareWarning, match=cut):
        embedder.embed(["推" * 40, "推" * 14])


@pytest.mark.parametrize(
    ("name", "repository"),
    [
        ("nobody/no-such-model", "nobody/no-such-model"),
        ("no-such-model", "sentence-transformers/no-such-model"),
    ],
)
@pytest.mark.usefixtures("no_network")
def test_semantic_transformer_downloads_nothing(name: str, repository: str) -> None:
    pytest.importorskip("sentence_transformers", reason="sentence-transformers is not installed")
    wanted = rf"'{name}' is neither a folder nor .*it first with: hf download {repository}$"
    with pytest.raises(UsageError, match=wanted):
        load_embedder(f"sentence-transformers:{name}")


@pytest.mark.parametrize("folder", ["./no/such", "/no/such/folder", "~/no-such", "no/such/folder"])
def test_semantic_transformer_of_no_folder(folder: str) -> None:
    with pytest.raises(UsageError, match=f"^There is no folder '{folder}'; give the folder of"):
        transformer.find_model(folder)


@pytest.mark.usefixtures("no_network")
def test_semantic_transformer_of_the_hugging_face_cache(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = pytest.importorskip("huggingface_hub", reason="huggingface_hub is not installed")
    commit = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "models--somebody--tiny"
    shutil.copytree(tiny_model, repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit, encoding="utf-8")
    monkeypatch.setattr(hub.constants, "HF_HUB_CACHE", str(tmp_path))
    embedder = load_embedder("sentence-transformers:somebody/tiny")
    assert embedder.name == "sentence-transformers:somebody/tiny@0123456789abcdef"
    folder_embedder = load_embedder(f"sentence-transformers:{tiny_model}")
    np.testing.assert_array_equal(embedder.embed(["推动"]), folder_embedder.embed(["推动"]))


def test_semantic_transformer_of_a_folder_without_a_model(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="sentence-transformers is not installed")
    (tmp_path / "notes.txt").write_text("no model", encoding="utf-8")
    embedder = load_embedder(f"sentence-transformers:{tmp_path}")
    with pytest.raises(ModelError, match=r"cannot be loaded .*SentenceTransformer\.save"):
        embedder.embed(["甲"])
