"""Tasks in worker processes of this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from policycompare.errors import PolicyCompareError
from policycompare.tasks.parcels import KeptParcel, keep, pack
from policycompare.tasks.workers import Answer, Worker, WorkerEndedError, hire, release, unpack

N_TRIES = 3
"""Workers that may end over one task."""

N_AHEAD = 4
"""Batches of each worker that may be done or in hand before the caller takes the first of them.

They are in memory; with fewer, a worker waits for others whose task takes long.
"""

_LOOK_SECONDS = 0.5
"""How often a wait looks for Ctrl-C where the system does not end it (Windows)."""

Out = TypeVar("Out")


def map_in_processes(
    work: Callable[..., Out],
    items: Sequence[Any],
    n_workers: int,
    *,
    shared: object = None,
    batch: int = 1,
) -> Iterator[Out]:
    """Yield ``work(item)`` for every item, in the order of the items.

    When a worker is killed, only what it had in hand is done again, by a new one.

    Parameters
    ----------
    work : callable
        A function of a module, or a partial of one, so that it can be sent to a process.
    items : sequence
    n_workers : int
        Processes, at least 1.
    shared : object, optional
        Given to each worker once; unless None, ``work(shared, item)`` is called.
    batch : int
        Items sent at a time, at least 1: sending costs some tenths of a millisecond.

    Raises
    ------
    PolicyCompareError
        If :data:`N_TRIES` workers end over one task, e.g. for lack of memory.
    """
    with keep(pack(work, shared)) as parcel:
        run = _Run(parcel, items, batch)
        try:
            run.start(n_workers)
            yield from run.results()
        finally:
            run.stop()


class _Run:
    """The batches of one call: each thread has a worker and hands it one after the other.

    Threads only wait for their workers, so the main process has its time for itself. Answers are
    unpacked where they are taken: a worker has its next batch before that.
    """

    def __init__(self, parcel: KeptParcel, items: Sequence[Any], batch: int) -> None:
        self._parcel = parcel
        self._items, self._batch = items, batch
        self._n_batches = -(-len(items) // batch)
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._answers: dict[int, Answer | bytes] = {}
        self._workers: set[Worker] = set()
        self._n_given = self._n_answered = self._n_taken = 0
        self._stopped = False

    def start(self, n_workers: int) -> None:
        self._n_ahead = N_AHEAD * n_workers
        for _ in range(min(n_workers, self._n_batches)):
            thread = threading.Thread(target=self._drive, daemon=True)
            self._threads.append(thread)
            thread.start()

    def results(self) -> Iterator[Any]:
        for number in range(self._n_batches):
            found = self._wait_for(number)
            answer = found if isinstance(found, Answer) else unpack(found)
            del found
            if not answer.done:
                raise answer.found
            yield from answer.found

    def stop(self) -> None:
        """End what is not done; workers that have done everything are kept."""
        with self._changed:
            self._stopped = self._n_answered < self._n_batches
            self._changed.notify_all()
            left = list(self._workers)
        for worker in left if self._stopped else ():
            worker.end()
        for thread in self._threads:
            thread.join()

    def _wait_for(self, number: int) -> Answer | bytes:
        with self._changed:
            while number not in self._answers:
                self._changed.wait(_LOOK_SECONDS)
            self._n_taken = number + 1
            self._changed.notify_all()
            return self._answers.pop(number)

    def _next(self) -> int | None:
        """The number of the batch to do next; None when there is none."""
        with self._changed:
            while True:
                if self._stopped or self._n_given == self._n_batches:
                    return None
                if self._n_given < self._n_taken + self._n_ahead:
                    self._n_given += 1
                    return self._n_given - 1
                self._changed.wait()

    def _drive(self) -> None:
        worker: Worker | None = None
        answer: Answer | bytes
        while (number := self._next()) is not None:
            try:
                first = number * self._batch
                answer, worker = self._do(self._items[first : first + self._batch], worker)
            except Exception as error:  # raised where the caller waits
                answer = Answer(done=False, found=error)
            with self._changed:
                self._answers[number] = answer
                self._n_answered += 1
                self._changed.notify_all()
        if worker is not None:
            self._give_back(worker)

    def _do(
        self, batch: Sequence[Any], worker: Worker | None
    ) -> tuple[Answer | bytes, Worker | None]:
        """The answer to a batch, and the worker that gave it."""
        for _ in range(N_TRIES):
            worker = worker or self._hire()
            if worker is None:
                break
            try:
                return worker.ask(self._parcel, list(batch)), worker
            except WorkerEndedError:
                self._dismiss(worker)
                worker = None
        return Answer(done=False, found=_tell_ended(batch)), None

    def _hire(self) -> Worker | None:
        with self._changed:  # so that no worker is hired once the others were ended
            if self._stopped:
                return None
            worker = hire()
            self._workers.add(worker)
            return worker

    def _dismiss(self, worker: Worker) -> None:
        with self._changed:
            self._workers.discard(worker)
        worker.end()

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            if self._stopped:  # it was ended
                return
            self._workers.discard(worker)
        release(worker)


def _tell_ended(batch: Sequence[Any]) -> PolicyCompareError:
    names = [name for item in batch if isinstance(name := getattr(item, "document", None), str)]
    place = f", at {', '.join(names)}" if names else ""
    return PolicyCompareError(
        f"A worker process ended before its work was done, {N_TRIES} times{place}, perhaps for "
        "lack of memory; use fewer workers, or find the document that does it with one."
    )
