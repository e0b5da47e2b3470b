"""Kill writing processes at chosen moments: ``python -m tests.killing WAY FOLDER``, by its tests.

A process of one thread that has loaded everything forks a child for each trial, so that a trial
costs milliseconds. ``WAY`` is one of :data:`WAYS`; the last line printed is the result as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from policycompare.report import placing
from policycompare.report.atomic import hold_folder, stage_files
from policycompare.report.files import FILE_NAMES

N_KILLS = 50
STRANGERS = {"notes.md": b"mine", "chart.png": b"\x89PNG"}
OLD = {name: f"old {name}\n".encode() * 2000 for name in FILE_NAMES}
NEW = {name: f"new {name}\n".encode() * 3000 for name in FILE_NAMES}
EVENTS = frozenset({"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"})


def write(folder: Path, contents: dict[str, bytes]) -> None:
    with stage_files(folder) as staged:
        for name, data in contents.items():
            staged.add_bytes(name, [data])
        staged.commit()


def read(folder: Path) -> dict[str, bytes]:
    """What a reader sees: all files but hidden ones."""
    if not folder.exists():
        return {}
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith(".")}


def judge(folder: Path, before: dict[str, bytes]) -> str:
    seen = read(folder)
    files = {name: data for name, data in seen.items() if name not in STRANGERS}
    if {name: seen.get(name) for name in before if name in STRANGERS} != {
        name: data for name, data in before.items() if name in STRANGERS
    }:
        return "stranger lost"
    if files == NEW:
        return "new"
    return "old" if seen == before else "mixed"


def fork(work: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def at_every_step(folder: Path, prepare: Callable[[], dict[str, bytes]]) -> dict[str, int]:
    """End a writer before its first, second … change of a file name, until it gets through."""
    counts: dict[str, int] = {}
    for step in range(1, 1000):
        before = prepare()

        def work(step: int = step) -> None:
            left = step

            def count(event: str, arguments: object) -> None:
                nonlocal left
                if event in EVENTS or (event == "open" and _makes(arguments)):
                    left -= 1
                    if left == 0:
                        os._exit(9)

            sys.addaudithook(count)
            write(folder, NEW)

        _, status = os.waitpid(fork(work), 0)
        state = judge(folder, before)
        with hold_folder(folder):  # what the next run does first
            after = judge(folder, before)
        state = state if state == after else f"{state} then {after}"
        counts[state] = counts.get(state, 0) + 1
        left_over = [p.name for p in folder.parent.iterdir() if p.name != folder.name]
        assert not left_over, left_over
        if os.waitstatus_to_exitcode(status) == 0:
            return counts
    raise AssertionError("the writer never gets through")


def _makes(arguments: object) -> bool:
    return isinstance(arguments, tuple) and bool(arguments[2] & os.O_CREAT)


def at_random(folder: Path, work: Callable[[], None], seconds: float) -> dict[str, int]:
    """Kill -9 a process that does the work, at moments spread over its time."""
    counts: dict[str, int] = {}
    dice = random.Random(7)
    for _ in range(N_KILLS):
        write(folder, OLD)
        before = read(folder)
        child = fork(work)
        time.sleep(dice.uniform(0, seconds))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen = read(folder)
        state = "old" if seen == before else "whole" if _is_whole(seen) else "mixed"
        counts[state] = counts.get(state, 0) + 1
    return counts


def _is_whole(seen: dict[str, bytes]) -> bool:
    """Whether the files are those that their own record names."""
    from hashlib import sha256

    if seen in (OLD, NEW):
        return True
    record = json.loads(seen.get("run.json", b"{}")).get("files", {})
    hashes = {name: sha256(seen[name]).hexdigest() for name in seen if name != "run.json"}
    return bool(record) and {name: entry["sha256"] for name, entry in record.items()} == hashes


def main(way: str, folder: Path) -> dict[str, int]:
    if way.endswith("-journal"):
        placing.exchange = lambda one, two: False
    kind = way.removesuffix("-journal")

    def prepare(strangers: dict[str, bytes]) -> dict[str, bytes]:
        write(folder, OLD)
        for name, data in strangers.items():
            (folder / name).write_bytes(data)
        return OLD | strangers

    def first() -> dict[str, bytes]:
        for path in folder.iterdir() if folder.exists() else ():
            path.unlink()
        return {}

    if kind == "steps":
        return at_every_step(folder, lambda: prepare(STRANGERS))
    if kind == "first":
        return at_every_step(folder, first)
    if kind == "writing":

        def forever() -> None:
            while True:
                write(folder, NEW)
                write(folder, OLD)

        return at_random(folder, forever, 0.3)
    return at_random(folder, *_run_of(folder))


def _run_of(folder: Path) -> tuple[Callable[[], None], float]:
    """A whole run of the command line, everything loaded, and about how long it takes."""
    from policycompare.cli import main as command
    from tests.conftest import PLAN

    corpus = folder.parent / "corpus"
    corpus.mkdir()
    for number, name in enumerate(("甲市-2021", "乙市-2023")):
        (corpus / f"{name}.txt").write_text(PLAN.format(title=name, n=number + 5), "utf-8")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)

    def run(out: Path = folder) -> None:
        command(["compare", str(corpus), "--out", str(out)], standalone_mode=False)

    run(folder.parent / "warm")
    began = time.monotonic()
    os.waitpid(fork(lambda: run(folder.parent / "timed")), 0)
    return run, time.monotonic() - began


if __name__ == "__main__":
    output = os.dup(1)
    result = main(sys.argv[1], Path(sys.argv[2]))
    os.write(output, json.dumps(result).encode() + b"\n")
