"""The cache of jieba's dictionary: private, whole, or not read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from policycompare.tokens import frequencies
from policycompare.tokens.engines import open_engine

posix = pytest.mark.skipif(os.name == "nt", reason="permissions and signals of POSIX")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder with the cache of jieba's dictionary in it."""
    import jieba

    folder = tmp_path / "cache"
    frequencies.read_frequencies(jieba.Tokenizer(), folder)
    return folder


def is_read(folder: Path) -> bool:
    """Whether the cache in a folder is used; the result must be right in any case."""
    import jieba

    tokenizer, built = jieba.Tokenizer(), []
    build = tokenizer.gen_pfdict
    tokenizer.gen_pfdict = lambda stream: (built.append(1), build(stream))[1]
    words, total = frequencies.read_frequencies(tokenizer, folder)
    assert (words["中国"], total) == (129470, 60101967)
    return not built


@posix
def test_cache_is_private_and_used(cache: Path) -> None:
    (path,) = cache.iterdir()
    assert (path.stat().st_mode & 0o777, cache.stat().st_mode & 0o777) == (0o600, 0o700)
    assert is_read(cache)


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("中国".encode(), "国中".encode()))


def swap_for_marshal(path: Path) -> None:
    import marshal

    path.write_bytes(marshal.dumps(({"恶": 1}, 1)))


def make_a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


SPOILERS: dict[str, Callable[[Path], object]] = {
    "changed": spoil,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "empty": lambda path: path.write_bytes(b""),
    "marshal": swap_for_marshal,
    "link": make_a_link,
    "writable by all": lambda path: path.chmod(0o666),
    "folder writable by all": lambda path: path.parent.chmod(0o777),
    "folder": lambda path: (path.unlink(), path.mkdir()),
    "pipe": lambda path: (path.unlink(), os.mkfifo(path)),
}


@posix
@pytest.mark.parametrize("name", SPOILERS)
def test_cache_that_is_doubtful_is_not_read(cache: Path, name: str) -> None:
    (path,) = cache.iterdir()
    SPOILERS[name](path)
    assert not is_read(cache)


@posix
def test_cache_of_another_user_is_not_read(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert not is_read(cache)


@posix
def test_cache_without_a_home_folder_leaves_no_folder_named_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("~/.cache/x"))
    assert open_engine("jieba").cut("智能制造") == ["智能", "制造"]
    assert list(tmp_path.iterdir()) == []
