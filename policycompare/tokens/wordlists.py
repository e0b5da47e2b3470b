"""Read the shipped word lists and those that a user gives by option."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from policycompare.errors import UsageError

USER_FREQUENCY = 2000
"""Frequency (occurrences in jieba's count of 60,101,967) of a user word given without one.

A word of this frequency is likelier than any division of it into entries that occur less than
346,704 times each (the square root of 2000 x 60,101,967); only 不, 了, 他, 和, 在, 是 and 有 occur
more often.
"""

MAX_FREQUENCY = 1_000_000_000
"""Largest frequency accepted for a word, in occurrences; far beyond any real count."""


def read_policy_dictionary() -> dict[str, int]:
    """Read the shipped policy dictionary: frequency in occurrences by word."""
    rows = (line.split("\t") for line in _data_lines("terms.tsv"))
    next(rows)
    return {row[0]: int(row[1]) for row in rows}


def read_stop_words() -> frozenset[str]:
    """Read the shipped stop words."""
    return frozenset(line.strip() for line in _data_lines("stopwords.txt"))


def read_user_dictionary(path: Path) -> dict[str, int]:
    """Read a user dictionary, one ``word [frequency [tag]]`` a line; the last of a word counts.

    Raises
    ------
    UsageError
        If the file cannot be read, is not UTF-8 or a line is not of this form.
    """
    words = {}
    for number, line in _read_lines(path, "user dictionary"):
        word, *rest = line.split()
        frequency = rest[0] if rest else str(USER_FREQUENCY)
        if len(rest) > 2 or not (frequency.isascii() and frequency.isdigit()):
            raise UsageError(
                f"Line {number} of the user dictionary {path} is {line[:40]!r}, but a line is a "
                "word and, after a space, its frequency as a whole number or nothing; mend it."
            )
        if len(frequency) > 10 or not 1 <= int(frequency) <= MAX_FREQUENCY:
            raise UsageError(
                f"Line {number} of the user dictionary {path} gives the frequency "
                f"{frequency[:40]}, but it lies between 1 and {MAX_FREQUENCY}; change it or "
                "leave it out."
            )
        words[word] = int(frequency)
    return words


def read_stop_list(path: Path) -> frozenset[str]:
    """Read a user's stop list, one word a line; Latin letters are taken in lower case.

    Raises
    ------
    UsageError
        If the file cannot be read, is not UTF-8 or a line holds more than one word.
    """
    words = set()
    for number, line in _read_lines(path, "stop list"):
        if len(line.split()) > 1:
            raise UsageError(
                f"Line {number} of the stop list {path} is {line[:40]!r}, but a line is one word; "
                "put each word on a line of its own."
            )
        words.add(line.lower())
    return frozenset(words)


def _data_lines(name: str) -> list[str]:
    text = resources.files("policycompare").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _read_lines(path: Path, what: str) -> Iterator[tuple[int, str]]:
    """Yield number and stripped text of each line that is neither empty nor a comment."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"The {what} {path} cannot be read ({error.strerror}); give the path of a text file."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The {what} {path} is not UTF-8 at byte {error.start}, but it must be; save it as "
            "UTF-8."
        ) from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()
