"""Tasks on the workers of a Dask scheduler (extra ``cluster``).

The workers must see the corpus under the same path and run the same program; a task that finds
another one refuses its work, because results could differ without anybody noticing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any, TypeVar
from uuid import uuid4

import numpy as np

from policycompare.errors import PolicyCompareError, UsageError
from policycompare.libraries import load_library
from policycompare.store.keys import program_digest
from policycompare.tasks.parcels import Parcel, pack

N_RETRIES = 3
"""Times that Dask gives a task to another worker after one ended over it, and that work is given
out again when all workers ended, none of which finished a task since the last time."""

SECONDS = 10
"""How long a scheduler has to answer."""

SECONDS_TO_START = 60
"""How long workers that ended have to start again, when none is left."""

Out = TypeVar("Out")


def map_on_cluster(
    work: Callable[..., Out],
    items: Sequence[Any],
    address: str,
    *,
    shared: object = None,
    batch: int = 1,
) -> Iterator[Out]:
    """Yield ``work(item)`` for every item, in the order of the items.

    Parameters
    ----------
    work : callable
        A function of a module, or a partial of one.
    items : sequence
    address : str
        Of the scheduler, e.g. ``tcp://10.0.0.1:8786``.
    shared : object, optional
        Sent to each worker once; unless None, ``work(shared, item)`` is called.
    batch : int
        Items of a task, at least 1.

    Raises
    ------
    UsageError
        If dask.distributed is not installed, or no scheduler with a worker answers.
    PolicyCompareError
        If workers end again and again over one task, or run another program.
    """
    client = _connect(address)
    try:
        _check_workers(client, address)
        shards = [items[at : at + batch] for at in range(0, len(items), batch)]
        parcel = pack(work, shared)
        n_done = n_lost = 0
        while n_done < len(shards):
            futures = _give_out(client, parcel, shards[n_done:])
            try:
                while futures:
                    # Its result leaves the cluster's memory with the future.
                    found = _result(futures.pop())
                    n_done, n_lost = n_done + 1, 0
                    yield from found
            except _LostError as error:
                # All workers that had the parcel ended; the scheduler cannot make it again.
                n_lost += 1
                if client.status != "running" or n_lost == N_RETRIES:
                    raise _tell_lost() from error
    finally:
        client.close()


class _LostError(Exception):
    """A task was given up by the scheduler, or the scheduler is gone."""


def _give_out(client: Any, parcel: Parcel, shards: Sequence[Sequence[Any]]) -> list[Any]:
    """The futures of shards, the first one last."""
    given = [parcel.head, *(np.asarray(buffer) for buffer in parcel.buffers)]
    try:
        # By name, because a list that is scattered is taken for as many values.
        place = client.scatter({uuid4().hex: given}, broadcast=True, timeout=SECONDS_TO_START)
    except (CancelledError, OSError, TimeoutError) as error:
        raise _tell_lost() from error
    ((token, held),) = place.items()
    told = {"parcel": held, "token": token, "digest": program_digest()}
    futures: list[Any] = client.map(_work_on, shards, pure=False, **told)
    futures.reverse()
    return futures


def _tell_lost() -> PolicyCompareError:
    return PolicyCompareError(
        "The Dask scheduler, its connection or its workers were lost before the work was done; "
        "start them again, or use --workers."
    )


_opened: dict[str, Callable[[Any], Any]] = {}
"""The function of the last call, in a worker: opened once for all tasks."""


def _work_on(items: Sequence[Any], *, parcel: Sequence[Any], token: str, digest: str) -> list[Any]:
    if program_digest() != digest:
        raise PolicyCompareError(
            "A Dask worker runs another version of policycompare, of Python or of a library than "
            "this process; all must be the same; install the same on every machine."
        )
    work = _opened.get(token)
    if work is None:
        head, *buffers = parcel
        work = Parcel(head, buffers).open()
        _opened.clear()
        _opened[token] = work
    return [work(item) for item in items]


def _connect(address: str) -> Any:
    dask, distributed = (
        load_library(name, "Working on a cluster", "cluster", instead="use --workers")
        for name in ("dask", "distributed")
    )
    dask.config.set({"distributed.scheduler.allowed-failures": N_RETRIES})
    client: Any = distributed.Client
    try:
        return client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(
            f"No Dask scheduler answers at {address} within {SECONDS} s; an address looks like "
            "tcp://10.0.0.1:8786; start one with `dask scheduler`, or use --workers."
        ) from error


def _check_workers(client: Any, address: str) -> None:
    if not client.scheduler_info()["workers"]:
        raise UsageError(
            f"The Dask scheduler at {address} has no worker; at least one is needed; start one "
            f"with `dask worker {address}`."
        )


def _result(future: Any) -> list[Any]:
    from distributed.scheduler import KilledWorker

    try:
        found: list[Any] = future.result()
    except (CancelledError, OSError) as error:
        raise _LostError from error
    except ImportError as error:
        raise PolicyCompareError(
            f"A Dask worker cannot load the program ({error}); install the same policycompare on "
            "every machine."
        ) from error
    except KilledWorker as error:
        raise PolicyCompareError(
            "Dask workers ended again and again before their work was done, perhaps for lack of "
            "memory; give them more memory or fewer threads."
        ) from error
    return found
