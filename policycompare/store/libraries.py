"""The libraries of the extra ``store``, imported when a store is opened."""

from __future__ import annotations

from typing import Any

from policycompare.libraries import load_library


def import_arrow() -> Any:
    """Import pyarrow.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    return _load("pyarrow")


def import_parquet() -> Any:
    """Import pyarrow.parquet.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    import_arrow()
    return _load("pyarrow.parquet")


def import_json() -> Any:
    """Import pyarrow.json.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    import_arrow()
    return _load("pyarrow.json")


def _load(module: str) -> Any:
    return load_library(
        module, "Keeping documents in a store", "store", instead="work without --store"
    )
