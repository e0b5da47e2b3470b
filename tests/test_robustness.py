"""Hostile or odd surroundings: paths, file names, caches, terminals, limits, interrupts."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.corpus import read_corpus
from policycompare.datamodel import Document
from policycompare.errors import CorpusError, ReadError, UsageError
from policycompare.limits import time_limit
from policycompare.preparation import prepare_documents
from policycompare.report.cells import csv_lines, guard_cell, unguard_cell
from policycompare.settings import Settings
from policycompare.tokens import frequencies
from policycompare.tokens.engines import open_engine
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


# The cache of jieba's dictionary.


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder with the cache of jieba's dictionary in it."""
    import jieba

    folder = tmp_path / "cache"
    frequencies.read_frequencies(jieba.Tokenizer(), folder)
    return folder


def is_read(folder: Path) -> bool:
    """Whether the cache in a folder is used; the result must be right in any case."""
    import jieba

    tokenizer, built = jieba.Tokenizer(), []
    build = tokenizer.gen_pfdict
    tokenizer.gen_pfdict = lambda stream: (built.append(1), build(stream))[1]
    words, total = frequencies.read_frequencies(tokenizer, folder)
    assert (words["中国"], total) == (129470, 60101967)
    return not built


@posix
def test_cache_is_private_and_used(cache: Path) -> None:
    (path,) = cache.iterdir()
    assert (path.stat().st_mode & 0o777, cache.stat().st_mode & 0o777) == (0o600, 0o700)
    assert is_read(cache)


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("中国".encode(), "国中".encode()))


def swap_for_marshal(path: Path) -> None:
    import marshal

    path.write_bytes(marshal.dumps(({"恶": 1}, 1)))


def make_a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


SPOILERS: dict[str, Callable[[Path], object]] = {
    "changed": spoil,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "empty": lambda path: path.write_bytes(b""),
    "marshal": swap_for_marshal,
    "link": make_a_link,
    "writable by all": lambda path: path.chmod(0o666),
    "folder writable by all": lambda path: path.parent.chmod(0o777),
    "folder": lambda path: (path.unlink(), path.mkdir()),
    "pipe": lambda path: (path.unlink(), os.mkfifo(path)),
}


@posix
@pytest.mark.parametrize("name", SPOILERS)
def test_cache_that_is_doubtful_is_not_read(cache: Path, name: str) -> None:
    (path,) = cache.iterdir()
    SPOILERS[name](path)
    assert not is_read(cache)


@posix
def test_cache_of_another_user_is_not_read(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert not is_read(cache)


@posix
def test_cache_without_a_home_folder_leaves_no_folder_named_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("~/.cache/x"))
    assert open_engine("jieba").cut("智能制造") == ["智能", "制造"]
    assert list(tmp_path.iterdir()) == []


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
        while not (out / ".policycompare.lock").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
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


# Cells.

STARTS = st.sampled_from(
    ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "'", "%"]
)


@given(st.builds(lambda start, text: start + text, STARTS, st.text(max_size=30)))
def test_cells_no_cell_of_a_csv_file_begins_as_a_formula_does(text: str) -> None:
    guarded = guard_cell(text)
    assert unguard_cell(guarded) == text
    assert guarded == "=" or guarded[0] not in "=+-@\t\r\n＝＋－＠"
    line = "".join(csv_lines([{"text": text}], ["text"])).split("\r\n", 1)[1]
    (cell,) = next(csv.reader(io.StringIO(line, newline="")))
    assert unguard_cell(cell) == text


@settings(deadline=None)
@given(
    st.lists(st.builds(lambda start, text: start + text, STARTS, st.text(max_size=20)), max_size=4)
)
def test_cells_of_a_workbook_are_text(texts: list[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from policycompare.workbooks import render_workbook

    data = render_workbook(
        [{"text": text} for text in texts], ["text"], title="x", widths={}, choices={}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert all(cell.value is None or isinstance(cell.value, str) for (cell,) in sheet.iter_rows())


def test_reading_executes_nothing() -> None:
    """No format that can run code is read anywhere in the package."""
    banned = ("pickle", "marshal", "shelve", "joblib", "yaml", "dill", "imp", "code")
    for path in sorted((ROOT / "policycompare").rglob("*.py")):
        code = path.read_text("utf-8")
        assert not re.search(rf"^\s*(?:import|from) (?:{'|'.join(banned)})\b", code, re.M), path
        assert not re.search(r"(?<![\w.])(?:eval|exec)\(|\bos\.system\(|shell=True", code), path
