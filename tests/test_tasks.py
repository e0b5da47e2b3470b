"""Where work is done changes no result, and a worker that ends costs its task only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result

import policycompare as pc
from policycompare import preparation
from policycompare.corpus import read_corpus
from policycompare.errors import UsageError
from policycompare.preparation import prepare_documents
from policycompare.settings import Settings
from policycompare.tasks import cluster, map_in_processes, map_tasks
from tests.conftest import PLAN, ROOT

Run = Callable[..., Result]
posix = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
dask_warns = pytest.mark.filterwarnings("ignore")


def square(item: int) -> int:
    return item * item


def die_once(marker: Path, item: int) -> int:
    """Kill the worker at the fifth item, the first time."""
    if item == 4 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item * item


def die(item: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return item


def run_out(item: int) -> int:
    raise MemoryError(f"no room for item {item}")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(20):
        (folder / f"d{n:02}.txt").write_text(PLAN.format(title=f"第{n}号", n=n + 3), "utf-8")
    return folder


def test_tasks_keep_the_order() -> None:
    for n_workers in (1, 2, 4):
        found = map_tasks(square, range(9), n_workers=n_workers, scheduler=None)
        assert list(found) == [n * n for n in range(9)]


@posix
def test_tasks_a_killed_worker_costs_its_task_only(tmp_path: Path) -> None:
    marker = tmp_path / "killed"
    found = map_in_processes(partial(die_once, marker), range(12), 2)
    assert list(found) == [n * n for n in range(12)]
    assert marker.exists()


@posix
def test_tasks_workers_that_always_die_are_told() -> None:
    with pytest.raises(pc.PolicyCompareError, match="ended before its work was done, 3 times"):
        list(map_in_processes(die, range(4), 2))


def test_tasks_a_caller_may_stop_early() -> None:
    found = map_in_processes(square, range(50), 2)
    assert [next(found), next(found)] == [0, 1]
    time.sleep(0.5)  # the workers finish tasks that nobody will ask for
    found.close()  # type: ignore[attr-defined]
    assert list(map_in_processes(square, [3], 2)) == [9]


@dask_warns
def test_tasks_on_a_cluster_keep_the_order(scheduler: str) -> None:
    found = map_tasks(square, range(30), n_workers=1, scheduler=scheduler)
    assert list(found) == [n * n for n in range(30)]


@posix
@dask_warns
def test_tasks_a_killed_dask_worker_costs_its_task_only(scheduler: str, tmp_path: Path) -> None:
    marker = tmp_path / "killed"
    work = partial(die_once, marker)
    found = map_tasks(work, range(40), n_workers=1, scheduler=scheduler)
    assert list(found) == [n * n for n in range(40)]
    assert marker.exists()


def add_and_die(shared: dict[str, Any], item: int) -> float:
    """Kill as many workers as the value says; the last ones wait for one another."""
    folder, n_deaths = shared["folder"], shared["n_deaths"]
    if item > 8 and len(list(folder.iterdir())) < n_deaths:
        (folder / str(os.getpid())).touch()
        while len(list(folder.iterdir())) < n_deaths:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGKILL)
    return float(shared["values"][item])


@posix
@dask_warns
@pytest.mark.parametrize("n_deaths", [0, 1, 2])
def test_tasks_share_a_value_on_a_cluster_whose_workers_die(
    scheduler: str, tmp_path: Path, n_deaths: int
) -> None:
    """Two workers are all that the cluster has."""
    shared = {"values": np.arange(100_000.0), "folder": tmp_path, "n_deaths": n_deaths}
    found = map_tasks(add_and_die, range(60), n_workers=1, scheduler=scheduler, shared=shared)
    assert list(found) == [float(n) for n in range(60)]
    assert len(list(tmp_path.iterdir())) == n_deaths


@dask_warns
def test_tasks_another_program_on_the_cluster_is_refused(
    scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "program_digest", lambda: "mine")
    with pytest.raises(pc.PolicyCompareError, match="A Dask worker runs another version"):
        list(map_tasks(square, range(3), n_workers=1, scheduler=scheduler))


@dask_warns
def test_tasks_no_scheduler_is_told(many: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS", 1)
    done = run("search", many, "绿色", "--scheduler", "tcp://127.0.0.1:9")
    assert done.exit_code == 2
    assert "No Dask scheduler answers at tcp://127.0.0.1:9 within 1 s" in done.stderr


def test_tasks_without_dask_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r'pip install "policycompare\[cluster\]"'):
        list(map_tasks(square, [1], n_workers=1, scheduler="tcp://127.0.0.1:9"))


@dask_warns
def test_tasks_files_are_byte_equal_wherever_they_are_made(
    many: Path, tmp_path: Path, run: Run, scheduler: str
) -> None:
    ways = {
        "1": (),
        "2": ("--workers", 2),
        "4": ("--workers", 4),
        "dask": ("--scheduler", scheduler),
    }
    for name, more in ways.items():
        some = ("--documents", "d00,d01,d02", "--between", "document")
        done = run("compare", many, "--out", tmp_path / name, *some, *more)
        assert done.exit_code == 0, done.stderr
    for file in sorted(p.name for p in (tmp_path / "1").glob("*.csv")):
        whole = {(tmp_path / name / file).read_bytes() for name in ways}
        assert len(whole) == 1, file


@dask_warns
def test_tasks_documents_have_their_path_here(many: Path, scheduler: str) -> None:
    corpus = read_corpus(many)
    here, _ = prepare_documents(corpus, Settings())
    there, _ = prepare_documents(corpus, Settings(scheduler=scheduler))
    assert [o.document for o in there] == [o.document for o in here]
    assert [o.clauses for o in there] == [o.clauses for o in here]


@posix
def test_tasks_a_run_goes_on_when_a_worker_is_killed(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = read_corpus(many)
    plain, _ = prepare_documents(corpus, Settings())
    monkeypatch.setattr(preparation, "_prepare_or_error", partial(prepare_and_die, tmp_path / "m"))
    found, _ = prepare_documents(corpus, Settings(workers=2))
    assert [o.clauses for o in found] == [o.clauses for o in plain]
    assert (tmp_path / "m").exists()


def prepare_and_die(marker: Path, *given: object, **named: object) -> object:
    if given[0].document == "d07" and not marker.exists():  # type: ignore[attr-defined]
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return preparation._prepare_or_error(*given, **named)  # type: ignore[arg-type]


@posix
@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("policycompare.preparation.outline_read", "while reading documents; use fewer --workers"),
        (
            "policycompare.candidates.find_candidates",
            "while finding candidates; give a smaller --neighbours",
        ),
    ],
)
def test_tasks_running_out_of_memory_is_one_sentence(
    small_corpus: Path, place: str, told: str
) -> None:
    """Under a limit of the system of 2 GB; the step named asks for 8 GB more than it has."""
    module, name = place.rsplit(".", 1)
    code = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\n"
        f"import numpy as np, {module} as module\n"
        f"work = module.{name}\n"
        f"module.{name} = lambda *a, **k: (np.ones(1 << 30), work(*a, **k))[1]\n"
        "from policycompare.cli import main\n"
        f"main(['compare', {str(small_corpus)!r}])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 1, done.stderr
    assert f"Error: The memory does not suffice {told}" in done.stderr
    assert "Traceback" not in done.stderr


def test_tasks_a_worker_without_memory_is_told_as_such() -> None:
    with pytest.raises(MemoryError, match="no room for item 0"):
        list(map_in_processes(run_out, range(3), 2))
