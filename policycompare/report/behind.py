"""Write parts while the next ones are made: compressing them needs nothing of the interpreter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")


def write_behind(write: Callable[[Part], object], parts: Iterable[Part], n_threads: int) -> None:
    """Call ``write`` of each part in their order; beyond one thread, while the next one is made.

    At most one part waits. An error of ``write`` is raised here, and no later part is written then.
    """
    if n_threads == 1:
        for part in parts:
            write(part)
        return
    with ThreadPoolExecutor(1, "write") as pool:
        running: Future[object] | None = None
        for part in parts:
            if running is not None:
                running.result()
            running = pool.submit(write, part)
        if running is not None:
            running.result()
