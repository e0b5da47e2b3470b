"""Cut normalized text into words with jieba's dictionary and a policy dictionary.

jieba is the reference; rjieba, the same algorithm in Rust, does the work where it is installed. Both
see runs of Chinese characters only: the text is cut between Chinese and other characters first, because
the two engines treat digits and Latin letters differently and nothing else.

jieba's hidden Markov model for unknown words stays off: every word of two or more characters then stands
in a dictionary one can read and extend, the two engines agree exactly, and names unknown to the
dictionary are still caught by the character n-grams of :mod:`policycompare.vectors`.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Literal

import platformdirs

from policycompare.errors import UsageError

EngineName = Literal["auto", "jieba", "rjieba"]
HanCutter = Callable[[str], list[str]]

USER_FREQUENCY = 2000
"""Frequency (occurrences in jieba's 60-million-word count) of a user word given without one.

The most frequent entry of jieba's dictionary has 318,825 of 60,101,967 occurrences; so no division of a
word into two or more entries is likelier than 318,825 squared / 60,101,967 = 1,691 occurrences.
"""
MAX_FREQUENCY = 1_000_000_000
"""Largest frequency accepted for a word, in occurrences; far beyond any real count."""

# Both engines know exactly these characters as Chinese; the rarer blocks, which only one of them
# knows, become tokens of one character.
_HAN = "\u4e00-\u9fd5"
_RUN = re.compile(rf"([{_HAN}]+)|[0-9]+(?:\.[0-9]+)+(?![A-Za-z0-9])|[A-Za-z0-9]+|\s+|.", re.DOTALL)
_ONLY_HAN = re.compile(rf"[{_HAN}]+")
_BARE_NUMBER = re.compile(r"[0-9.]+|[〇零一二两三四五六七八九十百千万亿]+")


class Tokenizer:
    """A tokenizer of its own, which shares no state with other users of jieba.

    Parameters
    ----------
    user_dictionary : Path or None
        Further words, UTF-8, one ``word [frequency]`` a line; ``#`` starts a comment line.
    stop_list : Path or None
        Further stop words, UTF-8, one a line; ``#`` starts a comment line.
    engine : {"auto", "jieba", "rjieba"}
        ``auto`` takes rjieba where it is installed; both give the same tokens.

    Raises
    ------
    UsageError
        If a file is missing, is not UTF-8 or has a bad line, or the engine is not installed.

    Examples
    --------
    >>> Tokenizer().words("支持“专精特新”企业智改数转，到2025年达到500家。")
    ['支持', '专精特新', '企业', '智改数转']
    """

    def __init__(
        self,
        *,
        user_dictionary: Path | None = None,
        stop_list: Path | None = None,
        engine: EngineName = "auto",
    ) -> None:
        self._arguments = (user_dictionary, stop_list, engine)
        words = read_policy_dictionary()
        if user_dictionary is not None:
            words.update(_read_user_dictionary(user_dictionary))
        self.stop_words = _read_stop_words(stop_list)
        self.engine, self._cut_han = _open_engine(
            engine, {word: count for word, count in words.items() if _ONLY_HAN.fullmatch(word)}
        )
        self._mixed = _mixed_pattern([word for word in words if not _ONLY_HAN.fullmatch(word)])

    def cut(self, text: str) -> list[str]:
        """All tokens of ``text`` in order; joined they give ``text`` again."""
        return list(self._iterate(text))

    def words(self, text: str) -> list[str]:
        """The tokens that carry meaning, Latin letters in lower case.

        Stop words, punctuation, white space and bare numbers are left out.
        """
        return [word for token in self._iterate(text) if self._counts(word := token.lower())]

    def _counts(self, word: str) -> bool:
        return (
            word not in self.stop_words
            and any(character.isalnum() for character in word)
            and not _BARE_NUMBER.fullmatch(word)
        )

    def _iterate(self, text: str) -> Iterator[str]:
        done = 0
        for match in self._mixed.finditer(text) if self._mixed else ():
            yield from self._cut_runs(text[done : match.start()])
            yield match.group()
            done = match.end()
        yield from self._cut_runs(text[done:])

    def _cut_runs(self, text: str) -> Iterator[str]:
        for match in _RUN.finditer(text):
            if match.group(1):
                yield from self._cut_han(match.group())
            else:
                yield match.group()

    def __deepcopy__(self, memo: dict[int, object]) -> Tokenizer:
        return self  # never changes after construction; scikit-learn's clone copies parameters

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, self._arguments

    def __repr__(self) -> str:
        return f"<Tokenizer by {self.engine}, {len(self.stop_words)} stop words>"


def read_policy_dictionary() -> dict[str, int]:
    """The shipped policy dictionary: frequency (occurrences) by word."""
    rows = (line.split("\t") for line in _data_lines("terms.tsv"))
    next(rows)
    return {row[0]: int(row[1]) for row in rows}


def _rebuild(user_dictionary: Path | None, stop_list: Path | None, engine: EngineName) -> Tokenizer:
    return Tokenizer(user_dictionary=user_dictionary, stop_list=stop_list, engine=engine)


def _data_lines(name: str) -> list[str]:
    text = resources.files("policycompare").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _read_lines(path: Path, what: str) -> Iterator[tuple[int, str]]:
    """Number and stripped text of each line that is neither empty nor a comment."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"The {what} {path} cannot be read ({error.strerror}); give the path of a text file."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The {what} {path} is not UTF-8 at byte {error.start}; save the file as UTF-8."
        ) from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _read_user_dictionary(path: Path) -> dict[str, int]:
    words = {}
    for number, line in _read_lines(path, "user dictionary"):
        word, *rest = line.split()
        count = rest[0] if rest else str(USER_FREQUENCY)
        if len(rest) > 2 or not count.isascii() or not count.isdigit():
            raise UsageError(
                f"Line {number} of the user dictionary {path} is {line[:40]!r}, but a line is a word "
                "and, after a space, a frequency in whole numbers or nothing; mend the line."
            )
        if not 1 <= int(count) <= MAX_FREQUENCY:
            raise UsageError(
                f"Line {number} of the user dictionary {path} gives the frequency {count}, but it "
                f"lies between 1 and {MAX_FREQUENCY}; change it or leave it out."
            )
        words[word] = int(count)
    return words


def _read_stop_words(path: Path | None) -> frozenset[str]:
    stop_words = {line.strip().lower() for line in _data_lines("stopwords.txt")}
    for number, line in _read_lines(path, "stop list") if path else ():
        if len(line.split()) > 1:
            raise UsageError(
                f"Line {number} of the stop list {path} is {line[:40]!r}, but a line is one word; "
                "put each word on a line of its own."
            )
        stop_words.add(line.lower())
    return frozenset(stop_words)


def _mixed_pattern(words: list[str]) -> re.Pattern[str] | None:
    """A pattern for words with other than Chinese characters (5G基站), the longest first."""
    if not words:
        return None
    ascii_word = "[A-Za-z0-9]"
    parts = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        before = f"(?<!{ascii_word})" if re.match(ascii_word, word) else ""
        after = f"(?!{ascii_word})" if re.match(ascii_word, word[-1]) else ""
        parts.append(before + re.escape(word) + after)
    return re.compile("|".join(parts))


def _open_engine(name: EngineName, words: Mapping[str, int]) -> tuple[str, HanCutter]:
    if name not in ("auto", "jieba", "rjieba"):
        raise UsageError(f"The engine {name!r} is not known; choose auto, jieba or rjieba.")
    if name == "jieba":
        return "jieba", _open_jieba(words)
    try:
        return "rjieba", _open_rjieba(words)
    except ImportError as error:
        if name == "rjieba":
            raise UsageError(
                "The engine rjieba is not installed; run pip install 'policycompare[fast]' or "
                "choose the engine jieba."
            ) from error
    return "jieba", _open_jieba(words)


def _open_rjieba(words: Mapping[str, int]) -> HanCutter:
    from rjieba import Jieba

    engine = Jieba()
    for word, count in words.items():
        engine.add_word(word, count, "n")
    cut: Callable[[str, bool], list[str]] = engine.cut
    return lambda text: cut(text, False)


def _open_jieba(words: Mapping[str, int]) -> HanCutter:
    with warnings.catch_warnings():
        # jieba's import of pkg_resources warns; a user can do nothing about it.
        warnings.simplefilter("ignore")
        import jieba

    engine = jieba.Tokenizer()
    engine.tmp_dir = str(_cache_folder())
    engine.cache_file = f"jieba-{jieba.__version__}.cache"
    logger = logging.getLogger("jieba")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        engine.initialize()
    finally:
        logger.setLevel(level)
    for word, count in words.items():
        known = engine.FREQ.get(word, 0)
        engine.add_word(word, count)
        # jieba adds to the total without taking back the word's old count; rjieba takes it back.
        engine.total -= known
    return lambda text: engine.lcut(text, HMM=False)


def _cache_folder() -> Path:
    """The user's own cache folder; jieba would use the temporary folder that all users share."""
    folder = platformdirs.user_cache_path("policycompare", appauthor=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        # The cache only saves a second: where it cannot be kept, jieba builds its dictionary anew.
        return folder
    return folder
