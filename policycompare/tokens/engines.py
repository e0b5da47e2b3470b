"""The two engines behind one face: instances of their own, words with explicit frequencies."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

import platformdirs

from policycompare.errors import UsageError

EngineName = Literal["auto", "jieba", "rjieba"]

HAN = "\u4e00-\u9fd5"
"""The characters that both engines know as Chinese, as a range for a character class.

The rarer blocks, which only one engine knows, become tokens of one character.
"""


class Engine(Protocol):
    """A dictionary tokenizer for runs of Chinese characters."""

    name: str

    def cut(self, text: str) -> list[str]:
        """Cut ``text``, which holds characters of :data:`HAN` only, into words."""

    def add(self, word: str, frequency: int) -> None:
        """Add ``word`` with its ``frequency`` in occurrences, in place of a known one."""


def open_engine(name: EngineName) -> Engine:
    """Open an engine with jieba's own dictionary and nothing else.

    Raises
    ------
    UsageError
        If ``name`` is unknown, or is ``rjieba`` and rjieba is not installed.
    """
    if name not in ("auto", "jieba", "rjieba"):
        raise UsageError(f"The engine {name!r} is not known; choose auto, jieba or rjieba.")
    if name == "jieba":
        return _Jieba()
    try:
        return _Rjieba()
    except ImportError as error:
        if name == "rjieba":
            raise UsageError(
                "The engine rjieba is not installed; run pip install 'policycompare[fast]' or "
                "choose the engine jieba."
            ) from error
    return _Jieba()


class _Rjieba:
    name = "rjieba"

    def __init__(self) -> None:
        from rjieba import Jieba

        self._engine = Jieba()

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._engine.cut(text, False)
        return words

    def add(self, word: str, frequency: int) -> None:
        self._engine.add_word(word, frequency, "n")


class _Jieba:
    name = "jieba"

    def __init__(self) -> None:
        jieba = _import_jieba()
        self._engine = jieba.Tokenizer()
        # jieba would keep its cache in the temporary folder, where any user can plant a file.
        self._engine.tmp_dir = str(_cache_folder())
        self._engine.cache_file = f"jieba-{jieba.__version__}.cache"
        with _silent("jieba"):
            self._engine.initialize()

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._engine.lcut(text, HMM=False)
        return words

    def add(self, word: str, frequency: int) -> None:
        known = self._engine.FREQ.get(word, 0)
        self._engine.add_word(word, frequency)
        # jieba adds to the total without taking back the word's old count; rjieba takes it back.
        self._engine.total -= known


def _import_jieba() -> Any:
    """Import jieba without the warnings of its old code; a user can do nothing about them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    return jieba


@contextmanager
def _silent(logger_name: str) -> Iterator[None]:
    """Keep a logger quiet for a while, then give it back its level."""
    logger = logging.getLogger(logger_name)
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _cache_folder() -> Path:
    """Make the user's own cache folder, closed to other users."""
    folder = platformdirs.user_cache_path("policycompare", appauthor=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        # The cache only saves a second: where it cannot be kept, jieba builds its dictionary anew.
        return folder
    return folder
