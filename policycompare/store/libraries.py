"""The libraries of the extra ``store``, imported when a store is opened."""

from __future__ import annotations

from typing import Any

from policycompare.errors import UsageError

INSTALL_COMMAND = "pip install 'policycompare[store]'"
"""What to run where a library is missing."""


def import_arrow() -> Any:
    """Import pyarrow.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise UsageError(
            "Keeping documents in a store needs pyarrow, which is not installed; run "
            f"{INSTALL_COMMAND}, or work without --store."
        ) from error
    return pyarrow


def import_parquet() -> Any:
    """Import pyarrow.parquet.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    import_arrow()
    import pyarrow.parquet

    return pyarrow.parquet
