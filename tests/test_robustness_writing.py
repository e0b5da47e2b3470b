"""The output folder survives kill -9, a second run, a full disk and Ctrl-C."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policycompare.errors import OutputError
from policycompare.report import placing
from policycompare.report.atomic import hold_folder, stage_files, write_whole
from policycompare.report.locking import LOCK
from tests.conftest import ROOT
from tests.killing import N_KILLS, NEW, OLD, STRANGERS, read, write

linux = pytest.mark.skipif(sys.platform != "linux", reason="forks, and exchanges folders")


def kill(way: str, folder: Path) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.killing", way, folder / "out"],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    counts: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return counts


@linux
def test_writing_a_run_killed_at_50_moments_leaves_old_or_new(tmp_path: Path) -> None:
    counts = kill("run", tmp_path)
    assert set(counts) <= {"old", "whole"}
    assert sum(counts.values()) == N_KILLS


@linux
def test_writing_killed_at_50_moments_leaves_old_or_new(tmp_path: Path) -> None:
    counts = kill("writing", tmp_path)
    assert set(counts) == {"old", "whole"}
    assert sum(counts.values()) == N_KILLS


@linux
@pytest.mark.parametrize("way", ["steps", "first"])
def test_writing_killed_at_every_step_leaves_old_or_new(tmp_path: Path, way: str) -> None:
    counts = kill(way, tmp_path)
    assert set(counts) == {"old", "new"}
    assert min(counts.values()) > 5


@linux
@pytest.mark.parametrize("way", ["steps-journal", "first-journal"])
def test_writing_killed_while_files_move_one_by_one_is_finished_by_the_next_run(
    tmp_path: Path, way: str
) -> None:
    counts = kill(way, tmp_path)
    assert set(counts) <= {"old", "new", "old then new", "mixed then new"}
    assert counts["mixed then new"] > 5


@pytest.mark.parametrize("inside", ["folder", "link", "nothing"])
def test_writing_keeps_what_others_put_into_the_folder(tmp_path: Path, inside: str) -> None:
    out = tmp_path / "out"
    write(out, OLD)
    for name, data in STRANGERS.items():
        (out / name).write_bytes(data)
    if inside == "folder":
        (out / "charts").mkdir()
        (out / "charts" / "one.png").write_bytes(b"1")
    elif inside == "link":
        (out / "link").symlink_to("notes.md")
    out.chmod(0o750)
    write(out, NEW)
    assert {p.name: p.read_bytes() for p in out.iterdir() if p.is_file() and p.name != "link"} == (
        NEW | STRANGERS
    )
    assert (out / "charts" / "one.png").is_file() == (inside == "folder")
    assert (out / "link").is_symlink() == (inside == "link")
    assert out.stat().st_mode & 0o777 == 0o750
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_writing_into_the_folder_one_stands_in_keeps_that_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "out", OLD)
    monkeypatch.chdir(tmp_path / "out")
    write(Path(), NEW)
    assert read(Path()) == read(tmp_path / "out") == NEW


def test_writing_through_a_link_to_a_folder_keeps_the_link(tmp_path: Path) -> None:
    write(tmp_path / "real", OLD)
    (tmp_path / "out").symlink_to("real")
    write(tmp_path / "out", NEW)
    assert (tmp_path / "out").is_symlink()
    assert read(tmp_path / "real") == NEW


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_writing_works_where_the_folder_above_is_write_protected(tmp_path: Path) -> None:
    out = tmp_path / "above" / "out"
    write(out, OLD)
    assert placing.open_workshop(out).parent == out.parent
    for left in out.parent.glob(".policycompare-*"):
        for part in ("new", "names"):
            (left / part).rmdir() if part == "new" else (left / part).unlink()
        left.rmdir()

    def refuse(**options: object) -> str:
        if options["dir"] == out.parent:
            raise PermissionError(errno.EACCES, "Permission denied")
        return make(**options)  # type: ignore[call-overload, no-any-return]

    make = placing.tempfile.mkdtemp
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("policycompare.report.placing.tempfile.mkdtemp", refuse)
        write(out, NEW)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == NEW


def test_writing_refuses_a_folder_that_another_run_holds(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; "
        "from policycompare.report.atomic import hold_folder\n"
        "with hold_folder(Path(sys.argv[1])):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, tmp_path / "out"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        busy = rf"Another run is writing into .*out \(process {other.pid}\); wait .*--out"
        with pytest.raises(OutputError, match=busy):
            write(tmp_path / "out", NEW)
        other.kill()  # the system gives the lock back, whatever the file says
        other.wait()
    assert (tmp_path / "out" / LOCK).exists()
    write(tmp_path / "out", NEW)
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(NEW)


def test_writing_a_run_may_enter_its_own_lock_again(tmp_path: Path) -> None:
    with hold_folder(tmp_path / "out"):
        write(tmp_path / "out", NEW)
        assert read(tmp_path / "out") == NEW


def test_writing_nothing_leaves_no_folder(tmp_path: Path) -> None:
    with hold_folder(tmp_path / "a" / "out"):
        assert (tmp_path / "a" / "out" / LOCK).exists()
    assert list(tmp_path.iterdir()) == []


def test_writing_an_interrupt_before_the_commit_keeps_the_old_files(tmp_path: Path) -> None:
    write(tmp_path / "out", OLD)

    def interrupted() -> None:
        with stage_files(tmp_path / "out") as staged:
            staged.add("clauses.csv", ["half"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        interrupted()
    assert read(tmp_path / "out") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_writing_one_file_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 80 + ".xlsx")  # 245 bytes: no room for a mark beside the name
    write_whole(path, [b"old"])

    def broken() -> object:
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match="no space left on device"):
        write_whole(path, broken())  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> object:
    """A disk of 200 kB, where the machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("no disk can be mounted here")
    yield folder
    for _ in range(20):
        if not subprocess.run(["umount", folder], capture_output=True, check=False).returncode:
            return
        time.sleep(0.1)


def test_writing_on_a_full_disk_keeps_the_old_files(tiny_disk: Path) -> None:
    out = tiny_disk / "out"
    old = dict.fromkeys(OLD, b"old")
    write(out, old)
    with pytest.raises(OutputError, match=r"Cannot write .*no space left on device; .*--out"):
        write(out, NEW)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == old
    assert [path.name for path in tiny_disk.iterdir()] == ["out"]


def test_writing_to_a_disk_of_its_own_moves_one_by_one(tiny_disk: Path) -> None:
    small = {name: data[:100] for name, data in NEW.items()}
    write(tiny_disk, small)
    assert {path.name: path.read_bytes() for path in tiny_disk.iterdir()} == small
