"""Import of the libraries of the extra ``documents``, on use."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from policycompare.errors import UsageError

INSTALL_COMMAND = 'pip install "policycompare[documents]"'


def load_library(module: str, file_kind: str) -> Any:
    """Import a module that reading a kind of file needs.

    Raises
    ------
    UsageError
        If it is not installed; the message holds the command that installs it.
    """
    try:
        return import_module(module)
    except ImportError as error:  # also a library whose own dependency is missing
        library = module.partition(".")[0]
        raise UsageError(
            f"Reading {file_kind} file needs {library}, which is not installed; install it with: "
            f"{INSTALL_COMMAND}, or save the text as a .txt file in UTF-8."
        ) from error
