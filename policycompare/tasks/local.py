"""Tasks in worker processes of this machine, by joblib."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import Any, TypeVar

from policycompare.errors import PolicyCompareError

N_TRIES = 3
"""Times that work is begun again although no task was finished since workers ended."""

In = TypeVar("In")
Out = TypeVar("Out")


def map_in_processes(
    work: Callable[[In], Out], items: Sequence[In], n_workers: int
) -> Iterator[Out]:
    """Yield ``work(item)`` for every item, in the order of the items.

    When a worker is killed, what it and the others had begun is done again by new ones.

    Parameters
    ----------
    work : callable
        A function of a module, or a partial of one, so that it can be sent to a process.
    items : sequence
    n_workers : int
        Processes, at least 1.

    Raises
    ------
    PolicyCompareError
        If processes end :data:`N_TRIES` times in a row before any task is done, e.g. for lack of
        memory.
    """
    from joblib.externals.loky.process_executor import BrokenProcessPool

    n_done = n_tries = 0
    while n_done < len(items):
        try:
            with closing(_run(work, items[n_done:], n_workers)) as results:
                for result in results:
                    n_done, n_tries = n_done + 1, 0
                    yield result
        except BrokenProcessPool as error:
            n_tries += 1
            if n_tries == N_TRIES:
                raise PolicyCompareError(
                    f"A worker process ended before its work was done, {N_TRIES} times, perhaps "
                    "for lack of memory; use fewer workers, or find the document that does it "
                    "with one."
                ) from error


def _run(
    work: Callable[[In], Out], items: Sequence[In], n_workers: int
) -> Generator[Out, None, None]:
    from joblib import Parallel, delayed

    # Not fork, which copies the locks of numpy's threads, held or not; a task at a time, so that a
    # dead worker costs little.
    pool = Parallel(n_workers, backend="loky", return_as="generator", batch_size=1)
    quiet: Any = delayed(partial(_work_quietly, work))
    results = pool(quiet(item) for item in items)
    try:
        for result in results:  # noqa: UP028  # yield from would close them unwatched
            yield result
    finally:
        with warnings.catch_warnings():  # that the rest is given up is meant
            warnings.simplefilter("ignore", UserWarning)
            results.close()


def _work_quietly(work: Callable[[In], Out], item: In) -> Out:
    """Leave Ctrl-C to the main process, which ends the workers; else each prints a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return work(item)
