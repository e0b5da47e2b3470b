"""Workers of this machine: what a killed one costs, what they share, that none stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import policycompare as pc
from policycompare.tasks import map_in_processes, map_tasks
from policycompare.tasks.parcels import keep, pack
from tests.conftest import ROOT

posix = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")


class Named(NamedTuple):
    document: str
    deadly: bool


class StubbornError(Exception):
    """Cannot be sent."""

    def __reduce__(self) -> Any:
        raise TypeError("no")


def note_and_die(folder: Path, item: int) -> int:
    """Note each time an item is done; kill the worker at item 13, twice."""
    names = [path.name for path in folder.iterdir()]
    n_tries = sum(name.startswith(f"{item}-") for name in names)
    (folder / f"{item}-{os.getpid()}-{n_tries}").touch()
    if item == 13 and n_tries < 2:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    return item


def die_if_deadly(item: Named) -> str:
    if item.deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    return item.document


def note(folder: Path, item: int) -> int:
    (folder / str(item)).touch()
    return item


def sleep(item: float) -> float:
    time.sleep(item)
    return item


def change_and_sum(shared: dict[str, Any], item: int) -> tuple[float, int]:
    """The sum of a slice; what it changes of it no other task may see."""
    part = shared["values"][item : item + 2]
    total = float(part.sum())
    part[:] = 0
    return total, os.getpid()


def fail(item: int) -> int:
    if item == 2:
        raise StubbornError("too stubborn")
    return item


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@posix
@pytest.mark.parametrize("batch", [1, 4])
def test_tasks_only_the_batch_of_a_killed_worker_is_done_again(notes: Path, batch: int) -> None:
    work = partial(note_and_die, notes)
    assert list(map_in_processes(work, range(40), 3, batch=batch)) == list(range(40))
    times = [len(list(notes.glob(f"{item}-*"))) for item in range(40)]
    # A batch is done up to the item that ends its worker, three times in all.
    again = range(13 // batch * batch, 14)
    assert times == [3 if item in again else 1 for item in range(40)]


@posix
def test_tasks_the_item_that_ends_workers_is_named() -> None:
    items = [Named(f"d{n}", n == 5) for n in range(9)]
    found = map_in_processes(die_if_deadly, items, 2)
    assert [next(found) for _ in range(5)] == [f"d{n}" for n in range(5)]
    with pytest.raises(pc.PolicyCompareError, match="3 times, at d5, perhaps for lack of memory"):
        next(found)


def test_tasks_few_results_wait_for_the_caller(notes: Path) -> None:
    found = map_in_processes(partial(note, notes), range(200), 2)
    assert next(found) == 0
    time.sleep(1)
    assert len(list(notes.iterdir())) <= 1 + 2 * 4
    found.close()  # type: ignore[attr-defined]


def test_tasks_a_caller_that_stops_waits_for_nothing() -> None:
    found = map_in_processes(sleep, [0, 60, 60, 60], 2)
    assert next(found) == 0
    began = time.monotonic()
    found.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 30


def test_tasks_workers_stay_for_the_next_run() -> None:
    values = {"values": np.arange(8.0)}
    runs = [list(map_in_processes(change_and_sum, range(6), 2, shared=values)) for _ in range(2)]
    workers = [{worker for _, worker in run} for run in runs]
    assert workers[1] <= workers[0]
    assert os.getpid() not in workers[0]


def test_tasks_share_a_value_wherever_they_run() -> None:
    values = {"values": np.arange(200_000.0)}
    for n_workers in (1, 2):
        starts = range(0, 12, 2)
        found = map_tasks(
            change_and_sum, starts, n_workers=n_workers, scheduler=None, shared=values
        )
        assert [total for total, _ in found] == [2.0 * start + 1 for start in starts]
        values = {"values": np.arange(200_000.0)}


def test_tasks_arrays_that_are_shared_are_mapped_and_leave_no_file() -> None:
    values = {"a": np.arange(5), "empty": np.zeros(0), "b": np.ones((3, 4)), "name": "甲"}
    with keep(pack(_first, values)) as kept:
        assert kept.path is not None
        assert len(kept.head) < 1000
        opened = kept.open()(0)
        for name, value in values.items():
            assert np.array_equal(opened[name], value), name
        opened["a"][0] = 9
        assert kept.open()(0)["a"][0] == 0
        del opened
    assert not kept.path.parent.exists()


def _first(shared: dict[str, Any], item: int) -> dict[str, Any]:
    return shared


def test_tasks_an_error_that_cannot_be_sent_is_told() -> None:
    with pytest.raises(pc.PolicyCompareError, match="failed with StubbornError: too stubborn"):
        list(map_in_processes(fail, range(5), 2))


def test_tasks_an_error_names_its_place_in_the_worker() -> None:
    with pytest.raises(TypeError, match="str") as caught:
        list(map_in_processes(sleep, ["no number"], 1))
    assert any("in sleep" in told for told in caught.value.__notes__)


_RUN = """
import sys, time
from policycompare.tasks import map_in_processes
from tests.test_tasks_workers import note_and_sleep
for done in map_in_processes(note_and_sleep, [sys.argv[1]] * 50, 2):
    pass
"""


def note_and_sleep(folder: str) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(0.2)


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_tasks_no_worker_outlives_the_main_process(notes: Path, number: int) -> None:
    """Ctrl-C reaches the whole group of processes, as a terminal sends it."""
    run = subprocess.Popen(
        [sys.executable, "-c", _RUN, str(notes)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    _wait_until(lambda: len(list(notes.iterdir())) == 2)
    if number == signal.SIGINT:
        os.killpg(run.pid, number)
    else:
        os.kill(run.pid, number)
    _, told = run.communicate(timeout=60)
    assert run.returncode == -number
    assert told.count("Traceback") == (1 if number == signal.SIGINT else 0), told
    _wait_until(lambda: not any(_runs(int(path.name)) for path in notes.iterdir()))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # One that has ended may wait for whoever adopted it.
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def _wait_until(holds: Any) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "waited for a minute"
        time.sleep(0.05)
