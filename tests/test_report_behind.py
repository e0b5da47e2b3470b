"""Parts that are written while the next ones are made."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from policycompare.report.behind import write_behind


def test_behind_keeps_the_order_and_makes_the_next_part_meanwhile() -> None:
    made_next = threading.Event()
    found = []

    def parts() -> Iterator[int]:
        yield 0
        made_next.set()
        yield from (1, 2, 3)

    def write(part: int) -> None:
        assert made_next.wait(30)
        found.append((part, threading.current_thread() is threading.main_thread()))

    write_behind(write, parts(), 2)
    assert found == [(part, False) for part in range(4)]


@pytest.mark.parametrize("n_threads", [1, 2])
def test_behind_raises_what_writing_raised_and_writes_nothing_after(n_threads: int) -> None:
    found = []

    def write(part: int) -> None:
        if part == 1:
            raise OSError("the disk is full")
        found.append(part)

    with pytest.raises(OSError, match="disk is full"):
        write_behind(write, range(5), n_threads)
    assert found == [0]


def test_behind_an_error_of_the_parts_is_raised_too() -> None:
    def parts() -> Iterator[int]:
        yield 0
        raise ValueError("no such clause")

    found: list[int] = []
    with pytest.raises(ValueError, match="no such clause"):
        write_behind(found.append, parts(), 2)
    assert found == [0]
