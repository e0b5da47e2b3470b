"""The groups of a comparison: whose text is held against whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches

from policycompare.datamodel import Metadata
from policycompare.errors import CorpusError, UsageError

MIN_GROUPS = 2
"""A comparison needs two sides."""

N_NEAR = 3
"""Names like an unknown one that are told."""

CLOSE = 0.5
"""Likeness in [0, 1] (difflib) from which a name is told; for names of two to six characters."""

_NO_GROUPS = frozenset(
    ("extra", "document", "jurisdiction", "document_number", "source_file", "source_sha256")
)

EXTRA_PREFIX = "x_"
"""Manifest columns of the user begin with it."""


@dataclass(frozen=True)
class Grouping:
    """The group of each document.

    Attributes
    ----------
    between : str
        The column that the groups come from.
    group_of : dict of str to str
        Group of each document, by its identifier.
    order : tuple of str
        All groups in the order of the corpus.
    warnings : tuple of str
        Documents that stand for themselves because the column is empty.
    """

    between: str
    group_of: dict[str, str]
    order: tuple[str, ...]
    warnings: tuple[str, ...]


def assign_groups(
    documents: Sequence[Metadata], between: str, *, min_groups: int = MIN_GROUPS
) -> Grouping:
    """Assign each document to its group; one with an empty column is a group of its own.

    Parameters
    ----------
    documents : sequence of Metadata
    between : str
        The column that the groups come from.
    min_groups : int
        How many groups there must be.

    Raises
    ------
    UsageError
        If no document has a column ``between``.
    CorpusError
        If there are fewer groups than ``min_groups``.
    """
    allowed = find_columns(documents)
    if between not in allowed:
        raise UsageError(
            f"There is no column {between} to compare between; choose one of {', '.join(allowed)}."
        )
    values = {metadata.document: _value(metadata, between) for metadata in documents}
    group_of = {name: value or name for name, value in values.items()}
    order = tuple(dict.fromkeys(group_of.values()))
    if len(order) < min_groups:
        raise CorpusError(_too_few(group_of, order, between))
    return Grouping(between, group_of, order, _warnings(values, between))


def find_columns(documents: Sequence[Metadata]) -> tuple[str, ...]:
    """List what documents can be grouped by: ``jurisdiction``, ``document``, manifest columns."""
    own = [f.name for f in fields(Metadata) if f.name not in _NO_GROUPS]
    extra = sorted({_extra_name(key) for metadata in documents for key in metadata.extra})
    return ("jurisdiction", "document", *own, *extra)


def check_group(group: str, order: Sequence[str]) -> None:
    """Raise a UsageError that lists the groups, the nearest first, if ``group`` is none of them."""
    if group not in order:
        near = [name for name in order if group and (group in name or name in group)]
        near += [n for n in get_close_matches(group, order, N_NEAR, CLOSE) if n not in near]
        meant = f"did you mean {' or '.join(near[:N_NEAR])}? Else " if near else ""
        raise UsageError(
            f"There is no group {group} in this comparison; {meant}choose one of "
            f"{', '.join(order)}."
        )


def _value(metadata: Metadata, column: str) -> str:
    if column.startswith(EXTRA_PREFIX):
        plain = column.removeprefix(EXTRA_PREFIX)
        return metadata.extra.get(column, metadata.extra.get(plain, ""))
    return str(getattr(metadata, column))


def _extra_name(key: str) -> str:
    return key if key.startswith(EXTRA_PREFIX) else EXTRA_PREFIX + key


def _warnings(values: dict[str, str], between: str) -> tuple[str, ...]:
    empty = [name for name, value in values.items() if not value]
    if not empty:
        return ()
    return (f"The {between} of {', '.join(empty)} is not known: each is a group of its own.",)


def _too_few(group_of: dict[str, str], order: tuple[str, ...], between: str) -> str:
    if not order:
        return "There is no document to compare; add texts of at least two groups."
    n = len(group_of)
    return (
        f"{'The only document' if n == 1 else f'All {n} documents'} to compare "
        f"belong{'s' if n == 1 else ''} to one group ({between} {order[0]}), but a comparison "
        "needs two; add documents or choose another column with --between."
    )
