"""Import of the libraries of the extra ``documents``, on use."""

from __future__ import annotations

from typing import Any

from policycompare.libraries import install_command, load_library

INSTALL_COMMAND = install_command("documents")


def load_reader(module: str, file_kind: str) -> Any:
    """Import a module that reading a kind of file needs.

    Raises
    ------
    UsageError
        If it is not installed; the message holds the command that installs it.
    """
    instead = "save the text as a .txt file in UTF-8"
    return load_library(module, f"Reading {file_kind} file", "documents", instead=instead)
