"""One exception tree; every message says what, where, what is allowed and what to do next."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Control characters, line ends of Unicode, and what turns the direction of the text around it.
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    r"""A message on one line: a file name may hold any character, a line end among them.

    >>> one_line("a\nb.txt is empty")
    'a\\nb.txt is empty'
    """
    return _BREAKING.sub(lambda found: ascii(found[0])[1:-1], text)


class PolicyCompareError(Exception):
    """Base of all errors that a user can cause and mend.

    The message is one sentence with what is wrong, where, what is allowed and what to do.

    Parameters
    ----------
    message : str
        Put on one line.
    details : sequence of str
        Lines below it, where there are several things to mend at once.
    """

    def __init__(self, message: str = "", details: Sequence[str] = ()) -> None:
        super().__init__(message, tuple(details))

    def __str__(self) -> str:
        message, details = self.args
        return "\n".join(map(one_line, (message, *details)))


class UsageError(PolicyCompareError):
    """An option or argument has a value that the command does not know (exit code 2)."""


class CorpusError(PolicyCompareError):
    """A corpus folder or its manifest cannot be used (exit code 1)."""


class ReadError(PolicyCompareError):
    """A document cannot be read as Chinese text (exit code 1)."""


class OutputError(PolicyCompareError):
    """A result cannot be written (exit code 1)."""


class ModelError(PolicyCompareError):
    """A model file cannot be used: missing features, wrong shape or no provenance (exit code 1)."""


class GoldError(PolicyCompareError):
    """A gold file does not fit the texts it was made from (exit code 1)."""


class PolicyCompareWarning(UserWarning):
    """Something that the reader of a result should know about the data."""
