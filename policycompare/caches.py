"""Where caches are kept: in the user's own cache folder, and nowhere where there is no home."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """The user's cache folder; without a home folder one that can be neither read nor made.

    A process without a home (a container, a service) would else make a folder named ``~`` where it
    happens to stand.
    """
    folder = platformdirs.user_cache_path("policycompare", appauthor=False)
    return folder if folder.is_absolute() else Path(os.devnull) / "policycompare"
