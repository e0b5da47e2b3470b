"""Documents kept by ``index``: the same results, only changes done again, nothing trusted."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
import sys
import typing
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result

import policycompare as pc
from policycompare import datamodel, preparation
from policycompare.corpus import read_corpus
from policycompare.corrections.kept import export_outline, import_outline
from policycompare.errors import CorpusError, OutputError, PolicyCompareWarning, UsageError
from policycompare.preparation import prepare_documents
from policycompare.settings import Settings
from policycompare.store import documents, keys, libraries, shards
from policycompare.store.documents import DocumentStore, open_store
from policycompare.store.lazy import pack_offsets, unpack_offsets
from policycompare.store.place import FOLDER
from policycompare.store.schema import document_schema
from policycompare.store.using import IndexResult, index_corpus
from tests.conftest import CORPUS, PLAN, ROOT

Run = Callable[..., Result]
FIXTURES = ROOT / "tests" / "fixtures" / "layouts"


def outlines_of(folder: Path, store: Path | None = None) -> tuple[pc.Outline, ...]:
    return prepare_documents(read_corpus(folder), Settings(store=store))[0]


def plain_of(folder: Path) -> list[tuple[object, ...]]:
    return list(map(flat, prepare_documents(read_corpus(folder), Settings())[0]))


def flat(outline: pc.Outline) -> tuple[object, ...]:
    """All that an outline holds; arrays as lists, since those of numpy know no single equality."""
    text = outline.normalized
    parts = (text.source, text.text, text.steps, text.damage, text.script)
    rest = [getattr(outline, f.name) for f in dataclasses.fields(outline) if f.name != "normalized"]
    return (*rest, *parts, text.starts.tolist(), text.ends.tolist())


def index(folder: Path, store: Path | None = None) -> IndexResult:
    return index_corpus(read_corpus(folder), Settings(store=store))


def stored(folder: Path) -> list[Path]:
    return shards.list_shards(folder / FOLDER)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are read, normalized and outlined from here on."""
    names: list[str] = []
    work = preparation._prepare_or_error

    def noted(metadata: datamodel.Metadata, *rest: object, **named: object) -> object:
        names.append(metadata.document)
        return work(metadata, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(preparation, "_prepare_or_error", noted)
    return names


def test_store_outlines_of_the_corpus_come_back_the_same(tmp_path: Path, made: list[str]) -> None:
    plain = outlines_of(CORPUS)
    index(CORPUS, tmp_path)
    del made[:]
    back = outlines_of(CORPUS, tmp_path)
    assert made == []
    assert back == plain
    assert [repr(o.clauses) for o in back] == [repr(o.clauses) for o in plain]
    assert any(o.normalized.steps for o in back)
    assert any(o.normalized.damage for o in back)


def test_store_outlines_of_all_kinds_of_files_come_back_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for path in FIXTURES.iterdir():
        name = path.stem.replace("--", "-") + path.suffix.replace(".", "-")
        shutil.copy(path, folder / f"{name}{path.suffix}")
    made_now = outlines_of(folder, tmp_path / "store")
    assert len(made_now) > 40
    assert type(made_now[0].normalized) is pc.NormalizedText
    back = outlines_of(folder, tmp_path / "store")
    assert type(back[0].normalized) is not pc.NormalizedText
    assert back == made_now


def test_store_outlines_in_every_field_are_told_apart(tmp_path: Path) -> None:
    index(CORPUS, tmp_path)
    (one, *_) = outlines_of(CORPUS, tmp_path)
    (plain, *_) = outlines_of(CORPUS)
    text = plain.normalized
    for change in (
        {"text": "x"},
        {"steps": text.steps[1:] if text.steps else (datamodel.Step("x", ()),)},
        {"starts": text.starts[1:]},
        {"ends": text.ends + 1},
        {"damage": (datamodel.Damage(0, 1, "k", None, "m"),)},
        {"script": "mixed"},
    ):
        other = dataclasses.replace(plain, normalized=dataclasses.replace(text, **change))
        assert one != other


def test_store_columns_are_the_fields_of_the_data_model() -> None:
    schema = document_schema()

    def fields(kind: type) -> list[str]:
        return [field.name for field in dataclasses.fields(kind)]

    def nested(name: str, *inner: str) -> list[str]:
        kind = schema.field(name).type.value_type
        for step in inner:
            kind = kind.field(step).type.value_type
        return [field.name for field in kind]

    assert nested("clauses") == fields(datamodel.Clause)
    assert nested("clauses", "sentences") == fields(datamodel.Sentence)
    assert nested("clauses", "lead_units") == fields(datamodel.Unit)
    assert nested("headings") == fields(datamodel.Heading)
    assert nested("skipped") == fields(datamodel.Skip)
    assert nested("damage") == fields(datamodel.Damage)
    assert nested("steps") == fields(datamodel.Step)
    assert nested("steps", "edits") == fields(datamodel.Edit)
    own = {"normalized", "document", "warnings"}  # warnings of the outline: outline_warnings
    assert set(fields(datamodel.Outline)) - own <= set(schema.names)
    kept = {"source", "text", "script", "damage", "steps"}
    assert set(fields(datamodel.NormalizedText)) == kept | {"starts", "ends"}
    assert set(fields(datamodel.Document)) - {"metadata", "path", "text"} <= set(schema.names)


@pytest.mark.parametrize("offsets", [[], [0], [5], [0, 1, 2, 3], [0, 0, 4, 4, 5, 9, 9], [7, 7, 7]])
def test_store_offsets_come_back(offsets: list[int]) -> None:
    given = np.array(offsets, dtype=np.int64)
    back = unpack_offsets(*pack_offsets(given))
    assert back.dtype == np.int64
    assert back.tolist() == offsets


def test_store_csv_files_are_byte_equal(tmp_path: Path, run: Run, made: list[str]) -> None:
    index(CORPUS, tmp_path / "store")
    del made[:]
    for name, more in (("with", ["--store", tmp_path / "store"]), ("without", [])):
        done = run("compare", CORPUS, "--out", tmp_path / name, *more)
        assert done.exit_code == 0, done.stderr
        assert made == (
            [] if name == "with" else [e.document for e in read_corpus(CORPUS).documents]
        )
    files = sorted(p.name for p in (tmp_path / "without").iterdir())
    assert "clauses.csv" in files
    for file in files:
        with_store = (tmp_path / "with" / file).read_bytes()
        assert with_store == (tmp_path / "without" / file).read_bytes(), file


def test_store_only_a_changed_document_is_done_again(small_corpus: Path, made: list[str]) -> None:
    done = index(small_corpus)
    assert (done.n_made, done.n_kept) == (2, 0)
    del made[:]
    path = small_corpus / "甲市-2021.txt"
    path.write_text(path.read_text("utf-8").replace("绿色", "清洁"), "utf-8")
    changed = list(map(flat, outlines_of(small_corpus)))
    assert made == ["甲市-2021"]
    assert any("清洁" in clause.text for o in outlines_of(small_corpus) for clause in o.clauses)
    del made[:]
    assert list(map(flat, outlines_of(small_corpus))) == changed
    assert made == []
    again = index(small_corpus)
    assert (again.n_kept, again.n_made, again.n_dropped, again.n_shards) == (2, 0, 1, 1)
    assert list(map(flat, outlines_of(small_corpus))) == changed


def test_store_manifest_correction_and_limit_are_part_of_the_key(
    small_corpus: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = small_corpus / "manifest.csv"
    rows = "document,file,jurisdiction\na,甲市-2021.txt,甲市\nb,乙市-2023.txt,乙市\n"
    manifest.write_text(rows, "utf-8")
    index(small_corpus)
    del made[:]
    manifest.write_text(rows.replace(",甲市\n", ",丙市\n"), "utf-8")
    outlines = outlines_of(small_corpus)
    assert made == ["a"]
    assert {c.jurisdiction for o in outlines for c in o.clauses} == {"丙市", "乙市"}
    del made[:]
    table = small_corpus / "edited.csv"
    one = pc.outline(small_corpus / "甲市-2021.txt")
    export_outline(one, table)
    import_outline(one, table)
    table.unlink()
    outlines = outlines_of(small_corpus)
    assert made == ["a"]
    assert [o.corrected for o in outlines] == [True, False]
    assert list(map(flat, outlines_of(small_corpus))) == list(map(flat, outlines))
    assert made == ["a"]
    del made[:]
    prepare_documents(read_corpus(small_corpus), Settings(max_bytes=10_000_000))
    assert len(made) == 2
    del made[:]
    monkeypatch.setattr(documents, "document_key", lambda *given: "another program")
    outlines_of(small_corpus)
    assert len(made) == 2


def test_store_a_document_too_large_is_an_error_with_a_store_too(small_corpus: Path) -> None:
    index(small_corpus)
    with pytest.raises(pc.PolicyCompareError, match="a document may have at most 100"):
        prepare_documents(read_corpus(small_corpus), Settings(max_bytes=100))


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
    assert "pip install 'policycompare[store]'" in done.stderr
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


def test_store_digest_covers_what_makes_an_outline(tmp_path: Path) -> None:
    """Every module of ours that reading a corpus loads, but for those that only carry it."""
    files = tmp_path / "layouts"
    files.mkdir()
    for suffix in (".txt", ".pdf", ".html", ".docx", ".md", ".zip"):
        shutil.copy(min(FIXTURES.glob(f"*{suffix}")), files / f"{suffix[1:]}{suffix}")
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from policycompare.corpus import read_corpus\n"
        "from policycompare.preparation import prepare_documents\n"
        "from policycompare.settings import Settings\n"
        "prepare_documents(read_corpus(Path('corpus'), documents=['shandong-2023']), Settings())\n"
        f"c = read_corpus(Path({str(tmp_path / 'layouts')!r}))\n"
        "prepare_documents(c, Settings(skip_bad=True))\n"
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('policycompare')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    home = Path(keys.__file__).parents[1]
    covered = {path for part in keys.PARTS for path in keys._python_files(home / part)}
    loaded = {Path(name).relative_to(home).as_posix() for name in done.stdout.split()}
    assert "normalize/script.py" in loaded
    assert loaded - {path.relative_to(home).as_posix() for path in covered} <= CARRYING


CARRYING = {
    "__init__.py",
    "_version.py",
    "caches.py",
    "settings.py",
    "comparison.py",
    "groups.py",
    "report/protocol.py",
    "comparison_tables.py",
    "frames.py",
    "table.py",
    "views.py",
    "report/__init__.py",
    "report/atomic.py",
    "report/locking.py",
    "report/placing.py",
    "report/switching.py",
}
"""Modules that are loaded on the way and change no outline: results, files, the version's own."""


def test_store_digest_changes_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    one = keys.digest_files([tmp_path / "a.py"])
    (tmp_path / "a.py").write_text("2")
    assert keys.digest_files([tmp_path / "a.py"]) != one
    assert typing.cast("str", keys.program_digest()) == keys.program_digest()
