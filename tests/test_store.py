"""Documents kept by ``index`` come back the same, and only changes are done again."""

from __future__ import annotations

import dataclasses
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
from policycompare import datamodel
from policycompare.corpus import read_corpus
from policycompare.corrections.kept import export_outline, import_outline
from policycompare.datamodel.late_texts import pack_offsets, unpack_offsets
from policycompare.normalize import normalize_text
from policycompare.preparation import prepare_documents
from policycompare.settings import Settings
from policycompare.store import documents, keys
from policycompare.store.schema import document_schema
from tests.conftest import CORPUS, ROOT
from tests.storing import flat, index, note_documents, outlines_of

Run = Callable[..., Result]
FIXTURES = ROOT / "tests" / "fixtures" / "layouts"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are read, normalized and outlined from here on."""
    return note_documents(monkeypatch)


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
    back = outlines_of(folder, tmp_path / "store")
    assert back == made_now
    for outline in back:
        plain = normalize_text(outline.document.text)
        assert type(plain) is pc.NormalizedText
        assert outline.normalized == plain


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
