"""The files of the store: nothing damaged is used, any process may write, few stay."""

from __future__ import annotations

import dataclasses
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import policycompare as pc
from policycompare.corpus import read_corpus
from policycompare.errors import CorpusError, OutputError, PolicyCompareWarning, UsageError
from policycompare.preparation import prepare_documents
from policycompare.settings import Settings
from policycompare.store import documents, libraries, shards
from policycompare.store.documents import DocumentStore, open_store
from policycompare.store.place import FOLDER
from policycompare.store.using import index_corpus
from tests.conftest import PLAN, ROOT
from tests.storing import flat, index, note_documents, outlines_of, plain_of, stored

Run = Callable[..., Result]
FIXTURES = ROOT / "tests" / "fixtures" / "layouts"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are read, normalized and outlined from here on."""
    return note_documents(monkeypatch)


@pytest.mark.parametrize("way", ["cut", "flipped", "foreign", "empty", "renamed"])
def test_store_damage_is_noticed_and_mended(small_corpus: Path, made: list[str], way: str) -> None:
    plain = plain_of(small_corpus)
    index(small_corpus)
    (path,) = stored(small_corpus)
    data = path.read_bytes()
    if way == "foreign":
        arrow = libraries.import_arrow()
        stream = io.BytesIO()
        libraries.import_parquet().write_table(arrow.table({"key": ["a"]}), stream)
        path.unlink()
        data = stream.getvalue()
        path = path.with_name(shards.name_shard(data))
    elif way == "renamed":
        path.unlink()
        path = path.with_name(path.name.replace(path.name[12:16], "0000"))
    else:
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        data = {"cut": data[:middle], "empty": b"", "flipped": flipped}[way]
    path.write_bytes(data)
    del made[:]
    with pytest.warns(PolicyCompareWarning, match="1 of 1 files of the store .* are damaged"):
        assert list(map(flat, outlines_of(small_corpus))) == plain
    assert len(made) == 2
    del made[:]
    assert list(map(flat, outlines_of(small_corpus))) == plain
    assert made == []


def test_store_damage_is_told_in_one_sentence(small_corpus: Path, run: Run) -> None:
    assert run("index", small_corpus).exit_code == 0
    (path,) = stored(small_corpus)
    path.write_bytes(path.read_bytes()[:-9])
    done = run("search", small_corpus, "绿色制造")
    assert done.exit_code == 0
    assert done.stderr.count("Warning: 1 of 1 files of the store") == 1
    assert "documents.py" not in done.stderr


def test_store_of_an_older_layout_is_left_aside_and_removed(small_corpus: Path) -> None:
    index(small_corpus)
    (path,) = stored(small_corpus)
    old = path.with_name(f"documents-0-{path.name.split('-')[2]}")
    path.rename(old)
    assert len(outlines_of(small_corpus)) == 2
    index(small_corpus)
    assert not old.exists()


def test_store_many_small_shards_become_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "five"
    folder.mkdir()
    for n in range(5):
        (folder / f"d{n}.txt").write_text(PLAN.format(title=f"d{n}", n=n), "utf-8")
    plain = plain_of(folder)
    corpus = read_corpus(folder)
    for entry in corpus.documents:
        one = dataclasses.replace(corpus, documents=(entry,), is_whole=False)
        prepare_documents(one, Settings(store=folder / FOLDER))
    assert len(stored(folder)) == 5
    monkeypatch.setattr(documents, "SHARD_ROWS", 2)
    done = index(folder)
    assert (done.n_kept, done.n_made, done.n_shards) == (5, 0, 5)  # each is half full
    monkeypatch.setattr(documents, "SHARD_ROWS", 3)
    assert index(folder).n_shards == 2
    store = open_store(folder / FOLDER)
    assert store is not None
    assert sorted(len(shard.keys) for shard in store.shards) == [2, 3]
    assert list(map(flat, outlines_of(folder))) == plain


def test_store_some_documents_drop_nothing(small_corpus: Path) -> None:
    index(small_corpus)
    settings = Settings(documents=("甲市-2021",))
    done = index_corpus(read_corpus(small_corpus, documents=settings.documents), settings)
    assert (done.n_documents, done.n_kept, done.n_dropped) == (1, 1, 0)
    assert index(small_corpus).n_kept == 2


def test_store_two_processes_may_fill_it_at_once(small_corpus: Path) -> None:
    command = [sys.executable, "-m", "policycompare", "index", str(small_corpus)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for process in running:
        assert process.wait() == 0, process.stderr and process.stderr.read()
        assert process.stderr is not None
        process.stderr.close()
    done = index(small_corpus)
    assert (done.n_kept, done.n_made, done.n_shards) == (2, 0, 1)


def test_store_another_process_may_remove_a_shard(small_corpus: Path) -> None:
    index(small_corpus)
    store = open_store(small_corpus / FOLDER)
    assert store is not None
    entry = read_corpus(small_corpus).documents[0]
    key = store.shards[0].keys[0]
    stored(small_corpus)[0].unlink()
    assert key in store
    assert store.read([key], [entry], small_corpus)[0].clauses
    store.refresh()
    assert key not in store


def test_store_that_cannot_be_written_is_a_warning(
    small_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_corpus / FOLDER).mkdir()

    def refuse(self: DocumentStore, entries: object) -> int:
        raise OutputError("Cannot write it.")

    monkeypatch.setattr(DocumentStore, "add", refuse)
    with pytest.warns(PolicyCompareWarning, match="What was read is not kept: Cannot write it"):
        assert len(outlines_of(small_corpus)) == 2


def test_store_without_the_library_says_what_to_install(
    small_corpus: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run("index", small_corpus)
    assert done.exit_code == 2
    assert 'pip install "policycompare[store]"' in done.stderr
    (small_corpus / FOLDER).mkdir()
    with pytest.warns(PolicyCompareWarning, match="is not used: Keeping documents in a store"):
        assert len(outlines_of(small_corpus)) == 2
    with pytest.raises(UsageError, match="needs pyarrow"):
        outlines_of(small_corpus, small_corpus / FOLDER)


def test_store_in_place_of_a_file_is_refused(small_corpus: Path) -> None:
    with pytest.raises(CorpusError, match="is a file; a store must be a folder"):
        index(small_corpus, small_corpus / "甲市-2021.txt")


def test_store_bad_document_keeps_what_was_read(small_corpus: Path, made: list[str]) -> None:
    (small_corpus / "甲市-2021.txt").write_text("", "utf-8")
    with pytest.raises(pc.PolicyCompareError, match="is empty"):
        index(small_corpus)
    del made[:]
    done = index_corpus(read_corpus(small_corpus), Settings(skip_bad=True))
    assert made == ["甲市-2021"]
    assert len(done.failed) == 1
    assert done.n_kept == 1


def test_store_leaves_the_files_of_others_alone(small_corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    names = (
        "documents-2020.parquet",
        "documents-1-mine.parquet",
        "lengths-2020.npz",
        "postings-x.npz",
    )
    for name in names:
        (folder / name).write_bytes(b"mine")
    corpus = read_corpus(small_corpus)
    for _ in range(2):
        index_corpus(corpus, Settings(store=folder))
    assert {name: (folder / name).read_bytes() for name in names} == dict.fromkeys(names, b"mine")


def test_index_of_documents_that_cannot_be_used_ends_without_a_traceback(
    tmp_path: Path, run: Run
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    result = run("index", tmp_path, "--skip-bad")
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_sidecar_with_any_bit_flipped_is_right_or_told_as_damaged(tmp_path: Path) -> None:
    import numpy as np

    from policycompare.store import sidecars

    path = tmp_path / "a.npz"
    about = {"field": "x"}
    sidecars.write_arrays(path, about, {"one": np.arange(3)})
    data = path.read_bytes()
    n_damaged = 0
    for at in range(0, len(data), 3):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
        try:
            arrays = sidecars.Arrays(path, about)
            assert arrays["one"].tolist() == [0, 1, 2]
        except sidecars.DamagedFileError:
            n_damaged += 1
    assert n_damaged > 50
