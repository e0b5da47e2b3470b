"""Worker processes of this machine: started anew, not forked, and kept for the next run.

A fork would copy the locks of numpy's threads, held or not. Each worker has a pipe of its own, so
that the end of one is seen at once and touches no other; when the main process ends, however that
happens, the pipe ends and the worker with it.
"""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any, NamedTuple

from policycompare.errors import PolicyCompareError
from policycompare.tasks.parcels import KeptParcel

IDLE_SECONDS = 300
"""After so long without work a worker ends: what it has loaded is memory."""

_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
)
"""Variables that say how many threads a library may use; one in a worker, unless set."""

_starting = threading.Lock()
"""Held while processes are started or looked after: multiprocessing counts them without a lock."""


_ITEMS = "items"
"""Told before packed items; what cannot be unpacked is an error of theirs, not of the worker."""


class WorkerEndedError(Exception):
    """A worker ended before it answered."""


class Answer(NamedTuple):
    """What a worker made of some items.

    Attributes
    ----------
    done : bool
        Whether ``found`` holds the results; else it is the error that one of them raised.
    found : list or Exception
    """

    done: bool
    found: Any


def unpack(packed: bytes) -> Answer:
    """What a worker packed."""
    return Answer(*ForkingPickler.loads(packed))


class Worker:
    """A worker process, seen from the main one; one thread at a time may use it."""

    def __init__(self) -> None:
        from joblib.externals.loky.backend import get_context

        context = get_context("loky")
        self._pipe, there = context.Pipe()
        environment = {name: "1" for name in _THREADS if name not in os.environ}
        with _starting, _no_interrupts():
            self._process = context.Process(
                target=_serve, args=(there,), daemon=True, env=environment
            )
            self._process.start()
        there.close()
        self._parcel: KeptParcel | None = None

    def ask(self, parcel: KeptParcel, items: Sequence[Any]) -> bytes:
        """Have items worked on; the answer is for :func:`unpack`.

        Raises
        ------
        WorkerEndedError
            If the process ends before it answers.
        """
        message = ForkingPickler.dumps(items)
        try:
            if self._parcel is not parcel:
                self._pipe.send(parcel)
                self._parcel = parcel
            self._pipe.send(_ITEMS)
            self._pipe.send_bytes(message)
            answer: bytes = self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise WorkerEndedError from error
        return answer

    def rest(self) -> bool:
        """Let go what was given; False if the process has ended."""
        try:
            self._pipe.send(None)
        except OSError:
            return False
        self._parcel = None
        return True

    def lives(self) -> bool:
        """Whether the process runs."""
        with _starting:
            return bool(self._process.is_alive())

    def end(self) -> None:
        """End the process, whatever it does; whoever waits for its answer is told."""
        with _starting:
            self._process.terminate()
            self._process.join()


_idle: list[Worker] = []
"""Workers without work; those of a process are none of a process forked from it."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)


def hire() -> Worker:
    """Take a worker that has nothing to do, or start one."""
    while True:
        try:
            worker = _idle.pop()
        except IndexError:
            return Worker()
        if worker.lives():
            return worker


def release(worker: Worker) -> None:
    """Keep a worker for the next run."""
    if worker.rest():
        _idle.append(worker)


def end_idle() -> None:
    """End the workers that are kept: what they have loaded is memory that the next stage needs."""
    while _idle:
        _idle.pop().end()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: the main process ends them, without tracebacks.

    It would reach them before their first line sets a handler.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection) -> None:
    """Work as the pipe tells: a parcel, then packed items; None lets the parcel go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parcel: KeptParcel | None = None
    work: Callable[[Any], Any] | None = None
    try:
        while pipe.poll(IDLE_SECONDS):
            told = pipe.recv()
            if told == _ITEMS:
                answer, work = _answer(parcel, work, pipe.recv_bytes())
                pipe.send_bytes(answer)
                del answer
            else:
                parcel, work = told, None
    except (EOFError, OSError):
        return  # the main process has ended


def _answer(
    parcel: KeptParcel | None, work: Callable[[Any], Any] | None, packed: bytes
) -> tuple[Any, Callable[[Any], Any] | None]:
    """The results of items or the error that one of them raised, packed; and the opened parcel."""
    try:
        if work is None:
            assert parcel is not None
            work = parcel.open()
        items = ForkingPickler.loads(packed)
        return ForkingPickler.dumps((True, [work(item) for item in items])), work
    except Exception as error:  # raised in the main process
        return _pack_error(error), work


def _pack_error(error: Exception) -> Any:
    """An error with the place where it was raised, which its sending would lose."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        return ForkingPickler.dumps((False, error))
    except Exception:  # not every error can be sent
        told = PolicyCompareError(f"A worker failed with {type(error).__name__}: {error}")
        return ForkingPickler.dumps((False, told))
