"""Worker processes for what is done document by document; their number changes no result."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

START_METHODS = ("forkserver", "spawn")
"""In order of preference. Not ``fork``: numpy may already run threads, whose locks a fork copies."""


def map_in_processes(
    work: Callable[[In], Out], items: Sequence[In], n_workers: int
) -> Iterator[Out]:
    """Yield ``work(item)`` for every item, in the order of the items.

    Parameters
    ----------
    work : callable
        A function of a module, or a partial of one, so that it can be sent to a process.
    items : sequence
    n_workers : int
        Processes, at least 1.
    """
    method = next(m for m in START_METHODS if m in multiprocessing.get_all_start_methods())
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(n_workers, mp_context=context, initializer=_ignore_interrupt) as pool:
        try:
            yield from pool.map(work, items)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the main process, which ends the workers; else each prints a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
