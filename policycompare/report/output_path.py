"""Whether a file that an option names can be written, told before the work is done."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from policycompare.errors import OutputError, UsageError


def check_suffix(path: Path, what: str, option: str, suffixes: Sequence[str]) -> None:
    """Tell that the name of a file has none of the allowed endings.

    Parameters
    ----------
    path : Path
    what : str
        What is written there: ``brief``, ``workbook``.
    option : str
        The option that names it.
    suffixes : sequence of str
        The endings allowed, in lower case.

    Raises
    ------
    UsageError
    """
    if path.suffix.lower() not in suffixes:
        raise UsageError(
            f"The {what} {path} must end in {' or '.join(suffixes)}; give such a name with "
            f"{option}."
        )


def check_place(path: Path, what: str, option: str) -> None:
    """Tell that a file cannot be written where it is to be; parameters as :func:`check_suffix`.

    Raises
    ------
    OutputError
        If the path is a folder or lies below a file or in a folder that is write-protected.
    """
    nearest = next(place for place in path.parents if place.exists())
    if path.is_dir():
        reason = "it is a folder"
    elif not nearest.is_dir():
        reason = f"{nearest} is a file"
    elif not os.access(nearest, os.W_OK):
        reason = f"{nearest} is write-protected"
    else:
        return
    raise OutputError(
        f"The {what} {path} cannot be written, because {reason}; give another with {option}."
    )
