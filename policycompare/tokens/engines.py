"""The two engines behind one face: instances of their own, words with explicit frequencies."""

from __future__ import annotations

import warnings
from typing import Any, Literal, Protocol

from policycompare.errors import UsageError
from policycompare.tokens.frequencies import read_frequencies

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
        self._engine = _import_jieba().Tokenizer()
        # Its own initialize() would load and leave a file of marshal in the temporary folder.
        self._engine.FREQ, self._engine.total = read_frequencies(self._engine)
        self._engine.initialized = True

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
