"""Work on documents as independent tasks: here, in worker processes, or on a Dask cluster.

Where a task runs changes no result: the order of the items is kept, a task knows nothing of the
others, and one whose worker ends is done again, a bounded number of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from policycompare.tasks.late_items import LateItems
from policycompare.tasks.local import map_in_processes
from policycompare.tasks.parcels import bind

__all__ = ["LateItems", "end_workers", "map_in_processes", "map_tasks"]

Out = TypeVar("Out")


def map_tasks(
    work: Callable[..., Out],
    items: Sequence[Any],
    *,
    n_workers: int,
    scheduler: str | None,
    shared: object = None,
    batch: int = 1,
) -> Iterator[Out]:
    """Yield ``work(item)`` for every item, in the order of the items.

    Parameters
    ----------
    work : callable
        A function of a module, or a partial of one, so that it can be sent to a process.
    items : sequence
        Or :class:`LateItems`, of which processes on this machine have few at a time.
    n_workers : int
        Processes on this machine, at least 1; 1 means none beside the main one.
    scheduler : str or None
        Address of a Dask scheduler, whose workers then do the work in place of processes here.
    shared : object, optional
        Given to each worker once, however many items there are; unless None,
        ``work(shared, item)`` is called. Arrays in it are neither copied for each task nor, on one
        machine, for each worker.
    batch : int
        Items that a worker is given at a time, at least 1: what is done again if it ends.

    Raises
    ------
    PolicyCompareError
        If workers end again and again before their work is done.
    UsageError
        If the scheduler cannot be reached or its library is missing.
    """
    if scheduler is not None:
        from policycompare.tasks.cluster import map_on_cluster

        return map_on_cluster(work, items, scheduler, shared=shared, batch=batch)
    n_processes = min(n_workers, len(items))
    if n_processes > 1:
        return map_in_processes(work, items, n_processes, shared=shared, batch=batch)
    return map(bind(work, shared), items)


def end_workers() -> None:
    """End the processes of this machine that wait for more work.

    They would end by themselves after some minutes; until then each holds some hundred megabytes.
    """
    from policycompare.tasks.workers import end_idle

    end_idle()
