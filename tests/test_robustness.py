"""Hostile or odd surroundings: paths, file names, caches, terminals, limits, interrupts."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from policycompare.corpus import read_corpus
from policycompare.datamodel import Document
from policycompare.errors import CorpusError, ReadError, UsageError
from policycompare.limits import time_limit
from policycompare.preparation import prepare_documents
from policycompare.report.cells import guard_cell
from policycompare.settings import Settings
from tests.conftest import PLAN, ROOT

Run = Callable[..., Result]
COMMAND = (sys.executable, "-m", "policycompare")
posix = pytest.mark.skipif(os.name == "nt", reason="permissions and signals of POSIX")


def start(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, **options.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )


# Paths.


def test_paths_a_manifest_that_is_a_link_out_of_the_corpus_is_refused(
    tmp_path: Path, small_corpus: Path
) -> None:
    (tmp_path / "secret").write_text("root:x:0\n")
    (small_corpus / "manifest.csv").symlink_to("../secret")
    with pytest.raises(CorpusError, match=r"manifest\.csv is a link that leads out") as caught:
        read_corpus(small_corpus)
    assert "x:0" not in str(caught.value)


@posix
def test_paths_a_manifest_that_is_a_pipe_is_refused(small_corpus: Path) -> None:
    os.mkfifo(small_corpus / "manifest.csv")
    with pytest.raises(CorpusError, match=r"manifest\.csv is no file; .*put one there"):
        read_corpus(small_corpus)


@pytest.mark.parametrize("file", ["../secret.txt", "a/../../secret.txt", "/etc/passwd", "link.txt"])
def test_paths_no_document_lies_outside_the_corpus(tmp_path: Path, file: str) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "secret.txt").write_text("秘密")
    (corpus / "link.txt").symlink_to("../secret.txt")
    (corpus / "manifest.csv").write_text(f"document,file\nx,{file}\n")
    with pytest.raises(CorpusError, match=r"not a path inside|leads out of the corpus folder"):
        read_corpus(corpus)


@posix
def test_paths_a_read_only_corpus_can_be_compared(small_corpus: Path, run: Run) -> None:
    for path in (*small_corpus.iterdir(), small_corpus):
        path.chmod(0o500 if path.is_dir() else 0o400)
    before = sorted(path.name for path in small_corpus.iterdir())
    assert run("check", small_corpus).exit_code in (0, 1)
    assert sorted(path.name for path in small_corpus.iterdir()) == before
    small_corpus.chmod(0o700)


# File names.

ODD = (
    "😀规划",
    unicodedata.normalize("NFD", "Éxito计划"),
    "new\nline",
    "-dash",
    "长" * 83,  # with .txt 253 bytes
    "two  blanks",
    "=cmd",
    os.fsdecode(b"\xff\xfe\xe5"),
)


@posix
def test_names_odd_file_names_are_compared_and_written(tmp_path: Path, run: Run) -> None:
    corpus = tmp_path / "-odd 😀"
    corpus.mkdir()
    for number, name in enumerate(ODD):
        (corpus / f"{name}.txt").write_text(PLAN.format(title="计划", n=number + 5), "utf-8")
    result = run("compare", corpus, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    record = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    names = [entry["document"] for entry in record["documents"]]
    assert len(names) == len(ODD)
    assert {"😀规划", "Éxito计划", "new-line", "-dash", "two--blanks", "\ufffd\ufffd\ufffd"} < set(
        names
    )
    rows = list(csv.reader(io.StringIO((tmp_path / "out" / "clauses.csv").read_text("utf-8-sig"))))
    assert {row[1] for row in rows[1:]} == {guard_cell(name) for name in names}


def test_names_a_file_is_found_whatever_form_its_accents_have(small_corpus: Path) -> None:
    typed, stored = (unicodedata.normalize(form, "é市.txt") for form in ("NFC", "NFD"))
    (small_corpus / "甲市-2021.txt").rename(small_corpus / stored)
    (small_corpus / "manifest.csv").write_text(f"document,file\nx,{typed}\n", "utf-8")
    corpus = read_corpus(small_corpus)
    (outline,), _ = prepare_documents(corpus, Settings())
    assert outline.document.name == "x"


# Terminals.


@pytest.mark.parametrize("encoding", ["gbk", "cp936", "cp1252"])
def test_output_in_another_encoding_replaces_what_it_lacks_and_says_so(
    small_corpus: Path, encoding: str
) -> None:
    (small_corpus / "甲市-2021.txt").rename(small_corpus / "甲市😀.txt")
    done = start(
        "gaps", small_corpus, "甲市😀", "--format", "csv", env={"PYTHONIOENCODING": encoding}
    )
    stdout, stderr = done.stdout.decode(encoding), done.stderr.decode(encoding)
    assert done.returncode == 0, stderr
    assert "Traceback" not in stderr
    assert "?" in stdout + stderr
    last = stderr.splitlines()[-1]
    assert last.startswith("Warning: ")
    assert f"that {codecs.lookup(encoding).name} lacks are shown as ?; set PYTHONIOENC" in last


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LANG": "C"}, {"PYTHONIOENCODING": "ascii"}])
def test_output_is_utf8_whatever_the_locale(small_corpus: Path, locale: dict[str, str]) -> None:
    done = start("gaps", small_corpus, "甲市-2021", "--format", "csv", env=locale)
    assert done.returncode == 0, done.stderr.decode()
    assert "乙市-2023" in done.stdout.decode("utf-8") + done.stderr.decode("utf-8")


@posix
def test_output_into_a_closed_pipe_ends_quietly(small_corpus: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "compare", small_corpus], cwd=ROOT, stdout=-1, stderr=-1
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        stderr = process.stderr.read().decode()
    assert "Traceback" not in stderr
    assert "BrokenPipe" not in stderr


@posix
def test_interrupt_leaves_the_old_files_and_no_traceback(tmp_path: Path, corpus_copy: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "clauses.csv").write_text("old")
    arguments = [*COMMAND, "compare", corpus_copy, "--out", out, "--workers", "2"]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=-1, stderr=-1) as process:
        deadline = time.monotonic() + 60
        lock = out / ".policycompare.lock"
        while not (lock.exists() and lock.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.2)  # in the midst of the work, however fast that is
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert stderr.decode().strip().endswith("Aborted!")
    assert "Traceback" not in stderr.decode()
    assert {path.name: path.read_text() for path in out.iterdir()} == {"clauses.csv": "old"}


# Limits.


@posix
def test_limits_a_document_that_takes_too_long_is_told(
    small_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(document: Document) -> None:
        while True:
            pass

    monkeypatch.setattr("policycompare.preparation.outline_read", hang)
    with pytest.raises(ReadError, match=r"乙市-2023 takes longer than 1 s .*--max-seconds"):
        prepare_documents(read_corpus(small_corpus), Settings(max_seconds=1))
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_limits_time_is_looked_at_where_no_alarm_can_be_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("policycompare.limits.threading.current_thread", object)
    with pytest.raises(ReadError, match="x takes longer than 0 s"), time_limit("x", 0):
        time.sleep(0.01)


def test_limits_a_time_below_a_second_is_refused() -> None:
    with pytest.raises(UsageError, match="max_seconds is 0, but at least 1"):
        Settings(max_seconds=0)


def test_limits_too_many_clauses_are_told(
    small_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policycompare.limits.MAX_CLAUSES", 2)
    with pytest.raises(ReadError, match=r"乙市-2023 has 5 clauses; at most 2 .*split it"):
        prepare_documents(read_corpus(small_corpus), Settings())
    with pytest.raises(CorpusError, match="None of the 2 documents"):
        prepare_documents(read_corpus(small_corpus), Settings(skip_bad=True))


def test_limits_too_many_documents_are_told(
    small_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policycompare.corpus.MAX_DOCUMENTS", 1)
    with pytest.raises(CorpusError, match="has 2 documents; at most 1 are allowed; split it"):
        read_corpus(small_corpus)
