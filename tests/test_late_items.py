"""Items that are made when it is their turn: the same results, and few of them at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from policycompare.tasks import LateItems, end_workers, map_tasks
from policycompare.tasks.local import N_AHEAD


def _double(item: int) -> int:
    return 2 * item


def _double_once_killed(item: int, flag: Path) -> int:
    if item == 4 and not flag.exists():
        flag.touch()
        os._exit(1)
    return 2 * item


@pytest.fixture(autouse=True)
def _no_workers_left() -> Iterator[None]:
    yield
    end_workers()


@pytest.mark.parametrize("n_workers", [1, 2])
@pytest.mark.parametrize("batch", [1, 3])
def test_late_items_give_the_same_results(n_workers: int, batch: int) -> None:
    items = LateItems(_double, range(10))
    found = map_tasks(_double, items, n_workers=n_workers, scheduler=None, batch=batch)
    assert list(found) == [4 * n for n in range(10)]


def test_late_items_are_made_a_few_ahead() -> None:
    made: list[int] = []

    def make(part: int) -> int:
        made.append(part)
        return part

    found = map_tasks(_double, LateItems(make, range(100)), n_workers=2, scheduler=None)
    for n in range(100):
        assert next(found) == 2 * n
        assert len(made) <= n + 1 + 2 * N_AHEAD + 1
    assert sorted(made) == list(range(100))


def test_late_items_of_a_killed_worker_are_done_again(tmp_path: Path) -> None:
    work = partial(_double_once_killed, flag=tmp_path / "killed")
    items = LateItems(_double, range(8))
    assert list(map_tasks(work, items, n_workers=2, scheduler=None)) == [4 * n for n in range(8)]
    assert (tmp_path / "killed").exists()


def test_an_error_in_making_an_item_is_raised_where_it_is_waited_for() -> None:
    def make(part: int) -> int:
        if part == 3:
            raise ValueError("part 3 cannot be made")
        return part

    with pytest.raises(ValueError, match="part 3 cannot be made"):
        list(map_tasks(_double, LateItems(make, range(8)), n_workers=2, scheduler=None))
