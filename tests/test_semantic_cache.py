"""The cache of vectors: once for each text and model, and never wrong."""

from __future__ import annotations

import sqlite3
import stat
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycompare.errors import ModelError, PolicyCompareWarning
from policycompare.semantic import (
    CachedEmbedder,
    Embedder,
    cache,
)
from policycompare.semantic.store import FILE_NAME
from tests.fake_embedders import N_DIMENSIONS, GivenEmbedder, HashEmbedder

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
