"""One exception tree; every message says what, where, what is allowed and what to do next."""

from __future__ import annotations


class PolicyCompareError(Exception):
    """Base of all errors that a user can cause and mend.

    The message is one sentence with what is wrong, where, what is allowed and what to do.
    """


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
