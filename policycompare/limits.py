"""Limits of what one document and one corpus may cost; beyond them an error says so."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from policycompare.errors import ReadError

if TYPE_CHECKING:
    from policycompare.datamodel import Outline

MAX_DOCUMENTS = 200_000
"""Documents of a corpus: the plans of all counties of a country for twenty years are fewer.

More are a folder given by mistake; a tenth as many are found and checked within seconds.
"""

MAX_CLAUSES = 50_000
"""Clauses of one document; the longest plans have some hundreds."""


@contextmanager
def time_limit(name: str, seconds: int) -> Iterator[None]:
    """End the block with an error once it takes longer.

    The clock of the system interrupts the work in the main thread of a process on POSIX; elsewhere
    (Windows, other threads) the time is looked at when the work is done.

    Parameters
    ----------
    name : str
        The document, for the message.
    seconds : int
        At least 1, of wall-clock time.

    Raises
    ------
    ReadError
        If the block takes longer than ``seconds``.
    """
    message = (
        f"the document {name} takes longer than {seconds} s to read and outline; split it into its "
        "documents, leave it out with --skip-bad, or raise --max-seconds."
    )
    began = time.monotonic()
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
    else:
        with _alarm(seconds, message):
            yield
    if time.monotonic() - began > seconds:
        raise ReadError(message)


@contextmanager
def _alarm(seconds: int, message: str) -> Iterator[None]:
    def end(number: int, frame: object) -> None:
        raise ReadError(message)

    handler = signal.signal(signal.SIGALRM, end)
    rest, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        # an alarm that the caller had set goes off in its turn
        signal.setitimer(signal.ITIMER_REAL, rest)
        signal.signal(signal.SIGALRM, handler)


def check_clauses(outline: Outline) -> None:
    """Raise a ReadError if a document has more than :data:`MAX_CLAUSES` clauses."""
    n_clauses = len(outline.clauses)
    if n_clauses > MAX_CLAUSES:
        raise ReadError(
            f"the document {outline.document.name} has {n_clauses:,} clauses; at most "
            f"{MAX_CLAUSES:,} are allowed; split it into its documents."
        )
