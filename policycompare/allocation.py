"""How the C library keeps the memory of what is freed."""

from __future__ import annotations

import os
import sys

LARGE = 1 << 20
"""Bytes from which memory has a place of its own, that goes back to the system when it is freed."""

_MMAP_THRESHOLD, _TRIM_THRESHOLD = -3, -1
"""Names of settings in glibc's ``malloc.h``."""


def give_back_arrays() -> None:
    """Let memory of freed arrays go back to the system; for a process that does one long work.

    glibc keeps places of up to 32 MB once such were freed. The holes that arrays of a stage leave
    behind are a tenth of what a run of many documents takes (``docs/scale.md``). Where another C
    library is at work, or the user has set ``MALLOC_MMAP_THRESHOLD_``, nothing changes.
    """
    if sys.platform != "linux" or "MALLOC_MMAP_THRESHOLD_" in os.environ:
        return
    import ctypes

    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, LARGE)
        set_option(_TRIM_THRESHOLD, LARGE)
