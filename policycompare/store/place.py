"""Where the store of a corpus is; apart, so that asking for it loads nothing."""

from __future__ import annotations

from pathlib import Path

FOLDER = ".policycompare"
"""The store of a corpus, in its folder; hidden, so no document."""


def store_folder(corpus_folder: Path, asked: Path | None) -> Path | None:
    """Where the store of a corpus is; None where none was asked for and none is there."""
    if asked is not None:
        return asked
    folder = corpus_folder / FOLDER
    return folder if folder.is_dir() else None
