"""Import of libraries that an extra installs, on use."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from policycompare.errors import UsageError

LIBRARIES = {"docx": "python-docx"}
"""Libraries that are not called like their module."""


def load_library(module: str, need: str, extra: str, *, instead: str = "") -> Any:
    """Import a module of an optional library.

    Parameters
    ----------
    module : str
        Its full name; the part before the first dot names the library in the message.
    need : str
        What needs it, the beginning of the message: ``A DOCX file``.
    extra : str
        The extra of policycompare that installs it.
    instead : str, optional
        What to do without it.

    Raises
    ------
    UsageError
        If it is not installed, or one of its own dependencies is missing.
    """
    try:
        return import_module(module)
    except ImportError as error:
        library = LIBRARIES.get(module.partition(".")[0], module.partition(".")[0])
        rest = f", or {instead}." if instead else ""
        raise UsageError(
            f"{need} needs {library}, which is not installed; install it with: "
            f"{install_command(extra)}{rest}"
        ) from error


def install_command(extra: str) -> str:
    """Give the command that installs an extra."""
    return f'pip install "policycompare[{extra}]"'
